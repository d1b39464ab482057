"""The words of imports: tables, outcomes, codes and what a mapping may translate a registry's own words into."""

from __future__ import annotations

from enum import StrEnum


class Table(StrEnum):
    """What a row of a file is about."""

    PROJECTS = "projects"
    ISSUANCES = "issuances"
    RETIREMENTS = "retirements"
    CANCELLATIONS = "cancellations"
    REVERSALS = "reversals"
    HOLDINGS = "holdings"


USES = frozenset({Table.RETIREMENTS, Table.CANCELLATIONS, Table.REVERSALS})
"""Tables whose rows take units away for good, or say that stored carbon was lost."""


class Outcome(StrEnum):
    """read = accepted + known + held + refused."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    HELD = "held"
    REFUSED = "refused"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Standing(StrEnum):
    """What a project's registry status means for its lots. Only a sellable project's lots are sold."""

    SELLABLE = "SELLABLE"
    WATCH = "WATCH"
    BLOCKED = "BLOCKED"


class CreditClass(StrEnum):
    """Reduction or removal, by nature or by technique."""

    REDUCTION_NATURE = "REDUCTION_NATURE"
    REDUCTION_TECHNICAL = "REDUCTION_TECHNICAL"
    REMOVAL_NATURE = "REMOVAL_NATURE"
    REMOVAL_TECHNICAL = "REMOVAL_TECHNICAL"


class Delivery(StrEnum):
    """Whether the mitigation has happened. Ex-ante units are never retirable."""

    EX_POST = "EX_POST"
    EX_ANTE = "EX_ANTE"


class UnitStatus(StrEnum):
    """State of a unit at its registry."""

    HELD = "HELD"
    RETIRED = "RETIRED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    EXPORTED = "EXPORTED"
    PENDING_EXPORT = "PENDING_EXPORT"
    BUFFER = "BUFFER"


class UseReason(StrEnum):
    """Why units were retired or cancelled; the registry's own words stay beside it."""

    ENVIRONMENTAL_BENEFIT = "ENVIRONMENTAL_BENEFIT"
    THIRD_PARTY = "THIRD_PARTY"
    PERSON_OR_ORGANIZATION = "PERSON_OR_ORGANIZATION"
    CORPORATE_INVENTORY = "CORPORATE_INVENTORY"
    CLIMATE_PLEDGE = "CLIMATE_PLEDGE"
    RETAIL_PROGRAM = "RETAIL_PROGRAM"
    VOLUNTARY = "VOLUNTARY"
    COMPLIANCE = "COMPLIANCE"
    EXPORTED = "EXPORTED"
    EXPIRED = "EXPIRED"
    REVERSAL = "REVERSAL"
    ERROR = "ERROR"
    OTHER = "OTHER"


CODES: dict[str, tuple[Severity, str]] = {
    "serial_count_mismatch": (Severity.ERROR, "last - first + 1 serials are not the stated quantity"),
    "serial_overlap": (Severity.ERROR, "the serials overlap another row's"),
    "serial_grammar_unknown": (Severity.ERROR, "the serial number fits no grammar of the mapping"),
    "serial_disagrees": (Severity.ERROR, "a part of the serial number differs from the row's own column"),
    "duplicate_row": (Severity.ERROR, "the row's key occurs more than once in this load"),
    "quantity_changed": (Severity.ERROR, "a known key arrives with another quantity"),
    "row_changed": (Severity.NOTE, "a known row arrives with other details; kept as a further edition"),
    "still_held": (Severity.NOTE, "rows held by an earlier load fail the same check again"),
    "date_order": (Severity.ERROR, "the dates are in an order that cannot be"),
    "date_in_future": (Severity.ERROR, "the date lies in the future"),
    "over_retired": (Severity.ERROR, "more is retired or cancelled than was issued"),
    "buffer_exceeds_issued": (Severity.ERROR, "the buffer contribution is larger than the issuance"),
    "buffer_not_allowed": (Severity.ERROR, "this project type has no buffer contribution"),
    "buffer_shortfall": (Severity.ERROR, "the reversal is larger than the project's buffer contributions"),
    "conservation_broken": (Severity.ERROR, "retired, buffer and reversed units exceed the issued ones"),
    "total_mismatch": (Severity.ERROR, "a stated total differs from the sum of its parts"),
    "total_dropped": (Severity.ERROR, "a complete load is more than 1 % smaller than the one before"),
    "rows_vanished": (Severity.WARNING, "rows of earlier loads are missing in this complete load"),
    "status_unknown": (Severity.WARNING, "a project status is in no list of the mapping; it blocks"),
    "status_adverse": (Severity.WARNING, "a project's registry status keeps its lots from being sold"),
    "word_unknown": (Severity.NOTE, "a word is in no list of the mapping; kept as printed"),
    "column_missing": (Severity.ERROR, "a column is missing"),
    "column_extra": (Severity.ERROR, "the row has more cells than the header"),
    "value_missing": (Severity.ERROR, "a required value is blank"),
    "number_unreadable": (Severity.ERROR, "the number cannot be read"),
    "date_unreadable": (Severity.ERROR, "the date cannot be read"),
    "text_unreadable": (Severity.ERROR, "the text holds characters that cannot be stored"),
    "row_unmatched": (Severity.ERROR, "the row fits no kind of row that the mapping describes"),
    "encoding_fallback": (Severity.NOTE, "the file is not UTF-8 and was read as cp1252"),
    "implausible_value": (Severity.WARNING, "the value is outside what is plausible"),
    "ex_ante": (Severity.WARNING, "units for mitigation that has not happened yet; they never count as retired"),
    "not_holdable": (Severity.ERROR, "units in this state are not ours to hold"),
    "issuance_unknown": (Severity.NOTE, "no public issuance of these units was imported"),
    "issuance_exceeded": (Severity.ERROR, "our blocks would exceed what the public issuance holds"),
    "registry_retirement_differs": (Severity.ERROR, "a retirement of ours and the registry's record differ"),
    "registry_retirement_missing": (Severity.NOTE, "the registry's records do not show a retirement of ours yet"),
    "edition_total_fell": (Severity.WARNING, "a newer edition states less than an older one"),
}  # fmt: skip
"""Codes of findings and of rows that are not accepted: how grave, and one plain sentence each."""
