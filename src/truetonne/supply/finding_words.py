"""Codes, severities and facts of imports and reconciliations as people read them, a sentence for each code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from truetonne.edge.formats import day_text, tonnes_text
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.registry_records.vocabulary import CODES, Severity, Table

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TABLE_WORDS: Final[dict[str, _StrPromise]] = {
    Table.PROJECTS: _("Projects"),
    Table.ISSUANCES: _("Issuances"),
    Table.RETIREMENTS: _("Retirements"),
    Table.CANCELLATIONS: _("Cancellations"),
    Table.REVERSALS: _("Reversals"),
    Table.HOLDINGS: _("Our own blocks"),
}

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")

SEVERITY_WORDS: Final[dict[str, tuple[str, _StrPromise]]] = {
    Severity.ERROR: ("not_met", _("Error")),
    Severity.WARNING: ("pending", _("Warning")),
    Severity.NOTE: ("not_shown", _("Note")),
}
"""The shape of a finding and its word."""

CODE_WORDS: Final[dict[str, _StrPromise]] = {
    "serial_count_mismatch": _("The serials do not count what is stated"),
    "serial_overlap": _("The serials overlap another row's"),
    "serial_grammar_unknown": _("The serial number fits no pattern of the mapping"),
    "serial_disagrees": _("A part of the serial number differs from the row's own column"),
    "duplicate_row": _("The row's key occurs more than once in this load"),
    "quantity_changed": _("A known key arrives with another quantity"),
    "row_changed": _("A known row arrives with other details; kept as a further edition"),
    "still_held": _("Rows held by an earlier load fail the same check again"),
    "date_order": _("The dates are in an order that cannot be"),
    "date_in_future": _("The date lies in the future"),
    "over_retired": _("More is retired or cancelled than was issued"),
    "buffer_exceeds_issued": _("The buffer contribution is larger than the issuance"),
    "buffer_not_allowed": _("This project type has no buffer contribution"),
    "buffer_shortfall": _("The reversal is larger than the project's buffer contributions"),
    "conservation_broken": _("Retired, buffer and reversed units exceed the issued ones"),
    "total_mismatch": _("A stated total differs from the sum of its parts"),
    "total_dropped": _("A complete load is more than 1 % smaller than the one before"),
    "rows_vanished": _("Rows of earlier loads are missing in this complete load"),
    "status_unknown": _("A project status is in no list of the mapping; it blocks"),
    "status_adverse": _("A project's registry status keeps its lots from being sold"),
    "word_unknown": _("A word is in no list of the mapping; kept as printed"),
    "column_missing": _("A column is missing"),
    "column_extra": _("The row has more cells than the header"),
    "value_missing": _("A required value is blank"),
    "number_unreadable": _("The number cannot be read"),
    "date_unreadable": _("The date cannot be read"),
    "text_unreadable": _("The text holds characters that cannot be stored"),
    "row_unmatched": _("The row fits no kind of row that the mapping describes"),
    "encoding_fallback": _("The file is not UTF-8 and was read as cp1252"),
    "implausible_value": _("The value is outside what is plausible"),
    "ex_ante": _("Units for mitigation that has not happened yet; they never count as retired"),
    "not_holdable": _("Units in this state are not ours to hold"),
    "issuance_unknown": _("No public issuance of these units was imported"),
    "issuance_exceeded": _("Our blocks would exceed what the public issuance holds"),
    "registry_retirement_differs": _("A retirement of ours and the registry's record differ"),
    "registry_retirement_missing": _("The registry's records do not show a retirement of ours yet"),
    "edition_total_fell": _("A newer edition states less than an older one"),
}

MENDING_WORDS: Final[dict[str, _StrPromise]] = {
    "serial_count_mismatch": _("Only the registry can mend it: ask it, and import its corrected file."),
    "serial_overlap": _(
        "Find out at the registry which row is right. Dismiss this one, or admit it instead of the other."
    ),
    "serial_grammar_unknown": _("Add the pattern to the registry's mapping and import the file again with it."),
    "serial_disagrees": _("Compare with the registry's page. Admit the row if its serial number is right."),
    "duplicate_row": _("Dismiss the repetition. Rows that differ under one key need the registry's word."),
    "quantity_changed": _("The stored row stays. Import the registry's corrected file, or dismiss this row."),
    "date_order": _("Compare with the registry's page. Admit the row if the registry really says so."),
    "date_in_future": _("Compare with the registry's page; mostly day and month are exchanged in the mapping."),
    "issuance_exceeded": _("Import the registry's newest issuances first, then this file again."),
    "not_holdable": _("Only units that the account still holds become lots. Correct the file and import it again."),
    "value_missing": _("Add the missing value to the file and import it again."),
}
"""What a person can do about a held row."""

HOLDING_MENDING_WORDS: Final[dict[str, _StrPromise]] = {
    "serial_overlap": _(
        "These units are used at the registry, or are ours already. Only what we still hold becomes a lot."
    ),
    "duplicate_row": _("Dismiss the repetition, or correct the file and import it again."),
}
"""The same for our own blocks, which nobody admits: they become lots or they do not."""

FACT_WORDS: Final[dict[str, _StrPromise]] = {
    "file": _("file"),
    "record": _("record"),
    "repeats": _("repeats record"),
    "field": _("field"),
    "value": _("value"),
    "first": _("first"),
    "last": _("last"),
    "counted": _("counted"),
    "stated": _("stated"),
    "other": _("other"),
    "other_first": _("other first"),
    "other_last": _("other last"),
    "other_program": _("other program"),
    "other_project": _("other project"),
    "overlap": _("serials in both"),
    "key": _("key"),
    "program": _("program"),
    "project": _("project"),
    "projects": _("projects"),
    "vintage": _("vintage"),
    "status": _("status"),
    "standing": _("means"),
    "lots": _("lots"),
    "kind": _("kind"),
    "encoding": _("encoding"),
    "columns": _("columns"),
    "changed": _("changed"),
    "issued": _("issued"),
    "used": _("used"),
    "before": _("before"),
    "after": _("after"),
    "more": _("further"),
    "examples": _("such as"),
    "frozen_kg": _("on hold"),
    "retired_kg": _("retired already"),
    "issued_kg": _("issued"),
    "used_kg": _("used"),
    "stored_kg": _("stored"),
    "stated_kg": _("stated"),
    "computed_kg": _("computed"),
    "excess_kg": _("too much"),
    "buffer_kg": _("buffer"),
    "remaining_kg": _("remaining"),
    "transactions_kg": _("sum of transactions"),
    "difference_kg": _("difference"),
    "older_kg": _("older edition"),
    "newer_kg": _("newer edition"),
    "cancelled_kg": _("cancelled"),
    "reversed_kg": _("reversed"),
    "counted_kg": _("counted"),
    "shortfall_kg": _("short by"),
    "spoken_for_kg": _("spoken for"),
    "bound_kg": _("bound"),
    "gross_kg": _("gross"),
    "buffer_used_kg": _("buffer used"),
    "ours_kg": _("ours"),
    "registry_kg": _("the registry's"),
    "total": _("total"),
    "older_edition": _("edition of"),
    "newer_edition": _("and of"),
    "edition": _("edition of"),
    "serials": _("serials"),
    "serial": _("serial"),
    "lot": _("lot"),
    "retirement": _("retirement"),
    "missing": _("not shown there"),
    "only_at_registry": _("only shown there"),
    "registry_beneficiary": _("the registry's beneficiary"),
    "our_beneficiary": _("our beneficiary"),
    "today": _("today"),
}


def code_words(*, code: str) -> str:
    """Return a code's sentence; a code that is new here keeps the catalogue's own words."""
    if code in CODE_WORDS:
        return str(CODE_WORDS[code])
    return CODES[code][1].capitalize() if code in CODES else code


def fact_text(*, facts: Mapping[str, object]) -> str:
    """Return a finding's facts as one line: each with its name, masses in tonnes, both figures of a disagreement."""
    return " · ".join(f"{words} {value}" for words, value in fact_pairs(facts=facts))


def fact_pairs(*, facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return a finding's facts with their names, in the order of ``FACT_WORDS``; a mass is left out beside its count."""
    places = {name: place for place, name in enumerate(FACT_WORDS)}
    shown = [
        (name, value)
        for name, value in facts.items()
        if value not in ("", None, [], {}, False) and name.removesuffix("_kg") not in facts.keys() - {name}
    ]
    shown.sort(key=lambda fact: places.get(fact[0], len(places)))
    return [
        (str(FACT_WORDS.get(name, name.replace("_", " "))), _value(name=name, value=value)) for name, value in shown
    ]


def mending_words(*, code: str, table: str) -> str:
    """Return what a person can do about a held row; blank where nothing general can be said."""
    if table == Table.HOLDINGS and code in HOLDING_MENDING_WORDS:
        return str(HOLDING_MENDING_WORDS[code])
    return str(MENDING_WORDS.get(code, ""))


def figures_of(*, facts: Mapping[str, object]) -> list[tuple[str, int]]:
    """Return a finding's masses with their names, in their order: the figures that disagree stand beside each other."""
    return [
        (str(FACT_WORDS.get(name, name.removesuffix("_kg").replace("_", " "))), value)
        for name, value in facts.items()
        if name.endswith("_kg") and isinstance(value, int)
    ]


def _value(*, name: str, value: object) -> str:
    if isinstance(value, bool):
        return _now("yes")
    if isinstance(value, int) and name.endswith("_kg"):
        return tonnes_text(kg=value, language=current_language())
    if isinstance(value, Mapping):
        return ", ".join(f"{each}: {_value(name='', value=found)}" for each, found in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " / ".join(_value(name=name, value=each) for each in value[:6])
    text = str(value)
    if name != "value" and _DAY.fullmatch(text):
        return _day(text=text)
    return text


def _day(*, text: str) -> str:
    """Print a date in the reader's form; one that no calendar has stays as it is written."""
    try:
        return day_text(day=date.fromisoformat(text), language=current_language())
    except ValueError:
        return text
