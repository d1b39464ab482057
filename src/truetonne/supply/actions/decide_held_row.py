"""A person's decision on a held row: it is wrong and stays out, or it is right and counts. Once and for good."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.supply.acts import record_act
from truetonne.supply.models import HeldDecision, HeldRow
from truetonne.supply.registry_records.vocabulary import USES, Table
from truetonne.supply.states import HeldVerdict
from truetonne.supply.storing.contests import lift_contests
from truetonne.supply.storing.records import store_held

HELD_PREFIX = "hld"
REASON_MAX = 1_000
ADMISSIBLE = frozenset(
    {
        "serial_overlap", "serial_disagrees", "duplicate_row", "date_order", "date_in_future", "buffer_exceeds_issued",
        "buffer_not_allowed", "conservation_broken", "over_retired",
    }
)  # fmt: skip
"""Checks that a person may overrule. Where the serials do not count what is stated, only the registry can mend it."""


class HeldRowNotFound(Exception):
    """No held row has this id."""

    code = "not_found"

    def __init__(self, *, held_row_id: UUID) -> None:
        super().__init__("there is no such held row")
        self.held_row_id = held_row_id


class HeldRowDecided(Exception):
    """The row was decided before; carries how and when."""

    code = "state_conflict"

    def __init__(self, *, verdict: str, decided_at: datetime) -> None:
        super().__init__(f"this row was {verdict.lower()} on {decided_at.date().isoformat()}; a decision stands")
        self.verdict = verdict
        self.decided_at = decided_at


class DecisionReasonMissing(Exception):
    """A decision states its reason."""

    code = "source_required"

    def __init__(self) -> None:
        super().__init__(f"state the reason for this decision, in 1 to {REASON_MAX} characters")


class RowNotAdmissible(Exception):
    """A row of this kind, or with this fault, is never admitted by a person; carries table and code."""

    code = "state_conflict"

    def __init__(self, *, table: str, fault: str) -> None:
        super().__init__(
            f"a row of {table} with {fault} cannot be admitted: dismiss it, or import the registry's mended file"
        )
        self.table = table
        self.fault = fault


class KeyStored(Exception):
    """A stored row has the key of this one, and stored rows never change."""

    code = "state_conflict"

    def __init__(self, *, serial: str) -> None:
        super().__init__(f"a stored row has the key of this one ({serial or 'no serial'}); stored rows never change")
        self.serial = serial


def is_admissible(*, table: str, fault: str) -> bool:
    """Whether a person may let a row with this fault count: public records only, our own blocks never."""
    return fault in ADMISSIBLE and table in {Table.ISSUANCES, *USES}


@transaction.atomic
def decide_held_row(
    *, held_row_id: UUID, verdict: HeldVerdict, reason: str, person_id: UUID, request_id: str, at: datetime
) -> HeldDecision:
    """Dismiss a held row, or admit it to the public records; either way it waits for nobody any more.

    A dismissed row stays stored and counts nowhere; a stored row that it contradicted counts again. An admitted row
    counts from now on, and a stored row that it contradicts does not. Neither can be undone. Called by supply staff.
    Raises HeldRowNotFound, HeldRowDecided, DecisionReasonMissing, RowNotAdmissible, KeyStored.
    """
    said = reason.strip()
    if not 1 <= len(said) <= REASON_MAX:
        raise DecisionReasonMissing
    row = HeldRow.objects.filter(pk=held_row_id).first()
    if row is None:
        raise HeldRowNotFound(held_row_id=held_row_id)
    decision, is_new = HeldDecision.objects.get_or_create(
        row=row, defaults={"verdict": verdict.value, "reason": said, "person_id": person_id, "effective_at": at}
    )
    if not is_new:
        if (decision.verdict, decision.reason, decision.person_id) == (verdict.value, said, person_id):
            return decision
        raise HeldRowDecided(verdict=decision.verdict, decided_at=decision.effective_at)
    if verdict is HeldVerdict.ADMITTED:
        _admit(row=row)
    lift_contests()
    record_act(
        action=f"held_row.{verdict.value.lower()}",
        subject=show_id(prefix=HELD_PREFIX, id=held_row_id),
        person_id=person_id,
        request_id=request_id,
        at=at,
        facts={"file": row.file, "record": row.record, "code": row.code, "reason": said},
    )
    return decision


def _admit(*, row: HeldRow) -> None:
    if not is_admissible(table=row.table, fault=row.code) or "identity" not in row.cleaned:
        raise RowNotAdmissible(table=row.table, fault=row.code)
    group = "issuances" if row.table == Table.ISSUANCES else "uses"
    if not store_held(held_row_id=row.pk, run=row.run_id, group=group):
        raise KeyStored(serial=row.serial)
