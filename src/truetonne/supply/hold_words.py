"""Why a lot is held, in the reader's language.

The ledger keeps a reason as one line of text, for ever and the same for everybody. What the exchange wrote itself is
known by its beginning and is said anew; what a person wrote stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from truetonne.edge.formats import tonnes_text
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.actions.publish_rating import HELD_BACK
from truetonne.supply.actions.standings import ADVERSE, UNKNOWN
from truetonne.supply.registry_records.vocabulary import Standing
from truetonne.supply.words import STANDING_WORDS

Facts = Mapping[str, str]


def _tonnes(kg: str) -> str:
    return tonnes_text(kg=int(kg), language=current_language())


def _held_back(facts: Facts) -> str:
    return _("Our estimate is below what was issued: %(issued)s issued, %(estimated)s estimated.") % {
        "issued": _tonnes(facts["issued"]), "estimated": _tonnes(facts["estimated"]),
    }  # fmt: skip


def _unknown(facts: Facts) -> str:
    del facts
    return _("No project list of the registry names this project yet.")


def _adverse(facts: Facts) -> str:
    standing = Standing(facts["standing"].upper())
    return _("The registry says “%(status)s”: %(meaning)s.") % {
        "status": facts["status"], "meaning": STANDING_WORDS[standing],
    }  # fmt: skip


def _reversal(facts: Facts) -> str:
    return _("A reversal was reported: %(fact)s") % facts


def _legal(facts: Facts) -> str:
    return _("Legal hold %(number)s of contract %(contract)s: %(reason)s") % facts


_KNOWN: Final[tuple[tuple[re.Pattern[str], Callable[[Facts], str]], ...]] = (
    (re.compile(rf"{HELD_BACK}: (?P<issued>\d+) kg issued, (?P<estimated>\d+) kg estimated"), _held_back),
    (re.compile(rf"{UNKNOWN}: .*"), _unknown),
    (
        re.compile(
            rf"{ADVERSE} (['\"])(?P<status>.*)\1 means (?P<standing>{'|'.join(each.lower() for each in Standing)})"
        ),
        _adverse,
    ),
    (re.compile(r"reversal reported: (?P<fact>.*)", re.DOTALL), _reversal),
    (
        re.compile(r"legal hold (?P<number>\d+) of contract (?P<contract>[0-9a-f]{8}): (?P<reason>.*)", re.DOTALL),
        _legal,
    ),
)


def say_hold(*, reason: str) -> str:
    """Return the reason of a hold as people read it; words of a person stay as they were written."""
    for pattern, say in _KNOWN:
        found = pattern.fullmatch(reason)
        if found is not None:
            return say(found.groupdict())
    return reason
