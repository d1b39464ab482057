"""What an entry of a public list says, and what ties it to a company, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from truetonne.edge.formats import day_text
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.members.lists.likeness import Tie
from truetonne.members.models import ListEntry
from truetonne.members.queries.company_lists import ListedEntry
from truetonne.members.words import COVERAGE_WORDS, STRATEGY_WORDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TIE_WORDS: Final[dict[str, _StrPromise]] = {
    Tie.LEI: _("LEI"),
    Tie.ISIN: _("ISIN"),
    Tie.REGISTRATION_NUMBER: _("registration number"),
    Tie.DOMAIN: _("web domain"),
    Tie.NAME: _("the name only"),
    Tie.NAME_BEGINS: _("the beginning of the name only"),
}
DIFFERENCE_WORDS: Final[dict[str, _StrPromise]] = {
    "LEI": _("another LEI"),
    "REGISTRATION_NUMBER": _("another registration number"),
    "COUNTRY": _("another country"),
}
TARGET_WORDS: Final[dict[str, _StrPromise]] = {
    "net_zero": _("net zero"),
    "zero_carbon": _("zero carbon"),
    "carbon_neutral": _("carbon neutrality"),
    "climate_neutral": _("climate neutrality"),
    "climate_positive": _("climate positive"),
    "carbon_negative": _("carbon negative"),
    "science_based_target": _("a science-based target"),
    "reduction": _("a reduction"),
    "intensity": _("a lower intensity"),
    "other": _("another target"),
    "none": _("no target"),
}


FINDING_WORDS: Final[dict[str, _StrPromise]] = {
    "column_extra": _("The row has more cells than the header."),
    "date_unreadable": _("The date cannot be read."),
    "duplicate_row": _("The row's key occurs more than once in this edition."),
    "edition_day_assumed": _("Only the month of the edition is known; its first day stands for it."),
    "edition_not_newest": _("A newer edition is loaded; this one hands in no evidence."),
    "number_unreadable": _("The number cannot be read."),
    "other_actor": _("The row is about no company."),
    "row_changed": _("Entries say something else than the edition before."),
    "rows_appeared": _("Entries that the edition before did not hold."),
    "rows_vanished": _("Entries of the edition before are missing; that counts against nobody."),
    "status_unknown": _("A word is in no list of the mapping."),
    "value_missing": _("A required value is blank."),
}
"""What each code of a list's report says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """An entry beside a company, with what it says and what ties it in words."""

    listed: ListedEntry
    says: str
    ties: str


def show_entries(listed: list[ListedEntry]) -> list[ShownEntry]:
    """Return entries with their words."""
    return [ShownEntry(listed=each, says=describe_entry(entry=each.entry), ties=describe_ties(each)) for each in listed]


def describe_ties(listed: ListedEntry) -> str:
    """Return what ties an entry to a company, or what it has in common with it and what contradicts."""
    if listed.link is not None:
        return _now("a person: this company") if listed.link.is_same else _now("a person: another company")
    if listed.likeness is None:
        return _now("nothing in common")
    agrees = listed.likeness.agrees
    if len(agrees) > 1 and Tie.NAME in agrees:
        names = [_now("name"), *(str(TIE_WORDS[tie]) for tie in agrees if tie not in (Tie.NAME, Tie.NAME_BEGINS))]
    else:
        names = [str(TIE_WORDS[tie]) for tie in agrees if tie != Tie.NAME_BEGINS or len(agrees) == 1]
    differs = [str(DIFFERENCE_WORDS[each]) for each in listed.likeness.differs]
    said = ", ".join(names)
    return (
        _now("%(ties)s; but %(differences)s") % {"ties": said, "differences": ", ".join(differs)} if differs else said
    )


def describe_entry(*, entry: ListEntry) -> str:
    """Return what an entry says, in the reader's language."""
    facts = entry.facts
    said = []
    net_zero, science = facts.get("net_zero") or {}, facts.get("science") or {}
    if net_zero:
        target = str(TARGET_WORDS.get(str(net_zero.get("kind")), net_zero.get("kind") or _now("a target not stated")))
        said.append(_join(target, net_zero.get("year")))
        if net_zero.get("scopes"):
            said.append(_now("scopes %(scopes)s") % {"scopes": ", ".join(map(str, net_zero["scopes"]))})
        if net_zero.get("scope3_coverage") in COVERAGE_WORDS:
            said.append(_now("scope 3: %(words)s") % {"words": COVERAGE_WORDS[net_zero["scope3_coverage"]]})
    if science.get("type"):
        said.append(str(STRATEGY_WORDS.get(str(science["type"]), science["type"])))
        if science.get("valid_to") and science["type"] != "sbti_committed":
            said.append(_now("until %(day)s") % {"day": _day(str(science["valid_to"]))})
    if facts.get("pledge_state"):
        said.append(_now("signed the pledge"))
    for name, words in (("signed_on", _now("on %(day)s")), ("dated_on", _now("dated %(day)s"))):
        if facts.get(name):
            said.append(words % {"day": _day(str(facts[name]))})
    return ", ".join(said) or _now("named, and nothing more")


def _join(words: str, year: object) -> str:
    return f"{words} {year}" if year else words


def _day(text: str) -> str:
    return day_text(day=date.fromisoformat(text), language=current_language())
