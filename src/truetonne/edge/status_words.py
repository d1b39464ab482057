"""How far each kind of source can be trusted, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.science.status import Status

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATUS_WORDS: Final[dict[Status, StrPromise]] = {
    Status.PUBLISHED: _("published"),
    Status.PUBLIC_CODE: _("public code"),
    Status.DERIVED: _("derived"),
    Status.OPERATOR_POLICY: _("our own policy"),
    Status.SECONDARY: _("secondary source"),
    Status.UNVERIFIED: _("unverified"),
}
