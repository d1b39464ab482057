"""Retire many at once on behalf of many beneficiaries: one call, one transaction, each row judged by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.outbox import write_events
from truetonne.ledger.actions.retire_batch import retire_units_batch
from truetonne.ledger.queries.repeats import find_retirement_of_request
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import RequestReused
from truetonne.ledger.values import Refused, Retirement, RetirementInstruction
from truetonne.market.actions.allocate import AmountTooSmall
from truetonne.market.actions.deliver_order import BeneficiaryNameInReview, BeneficiaryNameRefused
from truetonne.market.actions.place_order import RemovalNeeded
from truetonne.market.actions.retire_directly import (
    DirectRetirement,
    OtherRequest,
    Retired,
    Staff,
    audit_facts,
    build_direct,
    completed,
    judge_direct,
    replay_direct,
    require_cost,
)
from truetonne.market.attribution import AttributionInvalid, AttributionRequired, AuthorizationRequired
from truetonne.market.stock import LotNotForSale
from truetonne.market.unit_groups import UnitGroups, read_unit_groups

_RECORD = """
INSERT INTO people_auditline (action, subject, person_id, organization_id, request_id, facts, effective_at)
SELECT 'units.retired', row.subject, %s, %s, row.request_id, row.facts::jsonb, %s
FROM unnest(%s::text[], %s::text[], %s::text[]) AS row (subject, request_id, facts)
"""
JUDGEMENTS = (
    AttributionRequired,
    AttributionInvalid,
    AuthorizationRequired,
    BeneficiaryNameInReview,
    BeneficiaryNameRefused,
    LotNotForSale,
    RemovalNeeded,
)
"""What may be refused of a row before any lot is locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectRow:
    """One row: its own request, the fingerprint that tells it from another, and what it asks."""

    request_id: str
    fingerprint: str
    wanted: DirectRetirement


Outcome = Retired | Exception
"""A row's answer, or the named refusal that it got."""


def retire_directly_batch(
    *,
    rows: Sequence[DirectRow],
    staff: Staff,
    fresh_id: Callable[[], UUID],
    new_salt: Callable[[], bytes],
    request_id: str,
    at: datetime,
) -> tuple[Outcome, ...]:
    """Retire for every row that may be, for good, and return each row's outcome in order. For finance staff.

    A refused row sinks no other. A row whose request was carried out before gets its first answer. Raises
    RequestsCollide when another call carries out one of the rows at this moment: then nothing of this call stands.
    """
    outcomes: dict[str, Outcome] = {}
    units = _units_by_day(rows=rows)
    ready: list[tuple[DirectRow, RetirementInstruction]] = []
    for row in rows:
        try:
            judge_direct(wanted=row.wanted, staff=staff, name_id=fresh_id(), at=at)
        except JUDGEMENTS as refusal:
            outcomes[row.request_id] = refusal
            continue
        instruction = build_direct(
            wanted=row.wanted,
            units=units[row.wanted.effective_at.date()],
            staff=staff,
            request_id=row.request_id,
            new_salt=new_salt,
            at=at,
        )
        ready.append((row, instruction))
    while ready:
        made = _retire(ready=ready, staff=staff, request_id=request_id, at=at)
        costless = {row.request_id: refusal for row, refusal in made if isinstance(refusal, AmountTooSmall)}
        if not costless:
            outcomes |= {row.request_id: _outcome(row=row, answer=answer) for row, answer in made}
            break
        outcomes |= costless
        ready = [each for each in ready if each[0].request_id not in costless]
    return tuple(outcomes[row.request_id] for row in rows)


def _units_by_day(*, rows: Sequence[DirectRow]) -> dict[date, UnitGroups]:
    """Return what certificates say of all rows' units on each day on which one of the rows retires."""
    lots: dict[date, set[UUID]] = {}
    for row in rows:
        lots.setdefault(row.wanted.effective_at.date(), set()).update(pick.lot_id for pick in row.wanted.picks)
    return {day: read_unit_groups(lot_ids=lot_ids, day=day) for day, lot_ids in lots.items()}


def _retire(
    *, ready: Sequence[tuple[DirectRow, RetirementInstruction]], staff: Staff, request_id: str, at: datetime
) -> list[tuple[DirectRow, Retirement | Refusal | AmountTooSmall]]:
    """Retire all rows; where one would cost nothing, nothing is kept and the rows to leave out are named."""
    with transaction.atomic():
        answers = retire_units_batch(
            instructions=[instruction for _, instruction in ready],
            row_request_ids=[row.request_id for row, _ in ready],
            request_id=request_id,
            at=at,
        )
        made: list[tuple[DirectRow, Retirement | Refusal | AmountTooSmall]] = []
        for (row, _), answer in zip(ready, answers, strict=True):
            made.append((row, answer.error if isinstance(answer, Refused) else _costly(answer)))
        if any(isinstance(answer, AmountTooSmall) for _, answer in made):
            transaction.set_rollback(True)
        else:
            _record(rows=[row for row, answer in made if _is_fresh(row=row, answer=answer)], staff=staff, at=at)
    return made


def _costly(retirement: Retirement) -> Retirement | AmountTooSmall:
    try:
        require_cost(retirement=retirement)
    except AmountTooSmall as refusal:
        return refusal
    return retirement


def _is_fresh(*, row: DirectRow, answer: Retirement | Refusal | AmountTooSmall) -> bool:
    return isinstance(answer, Retirement) and answer.retirement_id == row.wanted.retirement_id


def _record(*, rows: Sequence[DirectRow], staff: Staff, at: datetime) -> None:
    """Write who retired what and the event of it, one each for every row that was not carried out before."""
    if not rows:
        return
    columns: Mapping[str, list[str]] = {
        "subject": [show_id(prefix="ret", id=row.wanted.retirement_id) for row in rows],
        "request_id": [row.request_id for row in rows],
        "facts": [json.dumps(audit_facts(wanted=row.wanted, fingerprint=row.fingerprint)) for row in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, (staff.person_id, staff.organization_id, at, *columns.values()))
    told = [completed(wanted=row.wanted, staff=staff, request_id=row.request_id) for row in rows]
    write_events(happened=told, at=at)


def _outcome(*, row: DirectRow, answer: Retirement | Refusal | AmountTooSmall) -> Outcome:
    """Tell a row that was carried out now from one that was before, and from another request under its id."""
    if _is_fresh(row=row, answer=answer) and isinstance(answer, Retirement):
        return Retired(retirement=answer, is_replayed=False)
    first = answer if isinstance(answer, Retirement) else None
    if isinstance(answer, RequestReused):
        first = find_retirement_of_request(request_id=row.request_id)
    if first is None:
        assert isinstance(answer, Exception)
        return answer
    try:
        return replay_direct(retirement=first, request_id=row.request_id, fingerprint=row.fingerprint)
    except OtherRequest as refusal:
        return refusal
