"""What is left of a year, in the reader's language: why nothing can be said of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

REASON_WORDS: Final[tuple[tuple[str, StrPromise], ...]] = (
    (r"no inventory is published", _("No inventory of the year is published.")),
    (r"scope 1 and scope 2 need a figure", _("Scope 1 and scope 2 need a figure.")),
    (r"the inventory has no scope 3", _("The inventory has no figure for scope 3.")),
    (r"no accepted target covers scopes 1 and 2", _("No accepted target covers scopes 1 and 2.")),
    (
        r"scope 3 is large enough to need a target, and has none",
        _("Scope 3 is large enough to need a target, and has none that was accepted."),
    ),
    (r"a target's path: (?P<detail>.+)", _("The year lies outside the path of a target: %(detail)s")),
    (r"no figures of this entity are on file", _("No figures of this entity are on file.")),
    (
        r"the year has no accepted figures and no path",
        _("The year has neither accepted figures nor a path of a target."),
    ),
)


def reason_words(*, reason: str) -> str:
    """Return why nothing can be said of a year; a reason without words of its own stays as it is."""
    for pattern, words in REASON_WORDS:
        found = re.fullmatch(pattern, reason)
        if found is not None:
            return str(words) % found.groupdict()
    return reason
