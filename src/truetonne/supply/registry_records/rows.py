"""One cleaned row, with what was found on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from truetonne.supply.registry_records.vocabulary import (
    CreditClass,
    Delivery,
    Outcome,
    Standing,
    Table,
    UnitStatus,
    UseReason,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a row is held or refused, or a remark on a row that stays accepted (``outcome`` None)."""

    outcome: Outcome | None
    code: str
    field: str
    value: str
    reason: str
    facts: dict[str, object] | None = None


class RecordRow:
    """A row of a registry's file. Plain attributes with defaults: a million of them are made one after another.

    ``outcome`` is ACCEPTED as far as the row alone can tell. Masses are kilograms, ``None`` where the source states
    none; text that a source leaves blank is ``""``, text for which it has no column is ``None``.
    """

    file: int = 0
    record: int = 0
    table: Table = Table.ISSUANCES
    program: str = ""
    outcome: Outcome = Outcome.ACCEPTED
    code: str = ""
    field: str = ""
    value: str = ""
    reason: str = ""
    facts: dict[str, object] | None = None
    remarks: tuple[Problem, ...] = ()

    kg: int = 0
    project: str = ""
    name: str | None = None
    key: str = ""
    first: int | None = None
    last: int | None = None
    unit_kg: int = 1_000
    serial: str = ""
    batch: str = ""
    transaction: str = ""
    issuance: str = ""
    vintage: int | None = None
    vintage_start: date | None = None
    vintage_end: date | None = None
    issued: date | None = None
    used: date | None = None
    credited_from: date | None = None
    credited_until: date | None = None
    buffer: int | None = None
    buffer_used: int | None = None
    gross: int | None = None
    vintage_total: int | None = None
    total_issued: int | None = None
    total_retired: int | None = None
    total_cancelled: int | None = None
    total_reversed: int | None = None
    total_remaining: int | None = None
    status: str | None = None
    standing: Standing | None = None
    delivery: Delivery = Delivery.EX_POST
    unit_status: UnitStatus | None = None
    country: str | None = None
    developer: str | None = None
    project_type: str | None = None
    methodology: str | None = None
    credit_class: CreditClass | None = None
    website: str | None = None
    labels: str | None = None
    holder: str | None = None
    beneficiary: str | None = None
    use_reason: UseReason | None = None
    reason_text: str | None = None
    purpose: str | None = None
    host_country_use: str | None = None

    raw: str = "{}"
    """The row as printed: a JSON object of header to text, blanks left out."""
    identity: str = ""
    """Hash by which the same row is known again; 32 hex digits."""
    base: str = ""
    """Like ``identity``, without the quantity where a source repeats its keys."""
    content: str = ""
    """Hash of ``raw``."""

    def mark(self, *, problem: Problem) -> None:
        """Keep the gravest problem as the row's own; remarks only are added."""
        if problem.outcome is None:
            self.remarks = (*self.remarks, problem)
            return
        if self.outcome is Outcome.ACCEPTED or (self.outcome is Outcome.HELD and problem.outcome is Outcome.REFUSED):
            self.outcome, self.code, self.field = problem.outcome, problem.code, problem.field
            self.value, self.reason, self.facts = problem.value, problem.reason, problem.facts
        else:
            self.reason = f"{self.reason}; {problem.field}: {problem.reason}".replace("; : ", "; ")
