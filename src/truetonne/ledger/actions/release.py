"""Releasing reservations: voided by whoever made them, or expired by the clock. Their charge is given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from truetonne.ledger.entries import EntryKind, NewEntry, write_entry
from truetonne.ledger.lots import lock_lots
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import check_request_id, find_first, fingerprint
from truetonne.ledger.reservations import (
    LiveReservation,
    ReservationResolved,
    find_reservation,
    read_reservations,
)
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import Refused, ReservationOutcome
from truetonne.ledger.wire import Statement, Wire, instant, int8, int8s, transaction

EXPIRE_AT_ONCE = 5_000

_WRITE = Statement.of(
    name="resolutions_write",
    sql="INSERT INTO ledger_resolution (reservation_id, entry_id, outcome) SELECT unnest($1::bigint[]), $2::bigint, $3",
)
_DUE = Statement.of(
    name="reservations_due",
    sql="""
    SELECT r.public_id FROM ledger_reservation r
    WHERE r.expires_at <= $1::timestamptz
        AND NOT EXISTS (SELECT FROM ledger_resolution resolution WHERE resolution.reservation_id = r.id)
    ORDER BY r.id LIMIT $2::bigint
    """,
)


class OutcomeInvalid(Refusal):
    """A reservation is released as VOIDED or EXPIRED; it is posted by retiring."""

    code = "state_conflict"

    def __init__(self, *, outcome: ReservationOutcome) -> None:
        super().__init__(f"a reservation is released as VOIDED or EXPIRED, not {outcome}")
        self.outcome = outcome


def release_reservations(
    *, reservation_ids: Sequence[UUID], outcome: ReservationOutcome, request_id: str, at: datetime
) -> tuple[UUID, ...]:
    """End reservations without use, all or none: their kilograms are free again, or held where the lot is on hold.

    Raises ReservationNotFound, ReservationResolved, OutcomeInvalid, RequestReused.
    """
    results = _release(
        reservation_ids=reservation_ids, outcome=outcome, request_id=request_id, at=at, is_all_or_none=True
    )
    return tuple(result for result in results if isinstance(result, UUID))


def release_reservations_batch(
    *, reservation_ids: Sequence[UUID], outcome: ReservationOutcome, request_id: str, at: datetime
) -> tuple[UUID | Refused, ...]:
    """End many reservations in one transaction; one that is unknown or has ended does not sink the others."""
    return _release(
        reservation_ids=reservation_ids, outcome=outcome, request_id=request_id, at=at, is_all_or_none=False
    )


def expire_reservations(*, request_id: str, at: datetime) -> tuple[UUID, ...]:
    """End every reservation whose time is over at ``at``, at most EXPIRE_AT_ONCE at a time. Called by the clock.

    Returns the ids of those that it ended; call again while it returns any.
    """
    with transaction() as wire:
        rows = wire.run(_DUE, instant(at), int8(EXPIRE_AT_ONCE))
        due = [UUID(str(row[0] or b"", "ascii")) for row in rows]
        if not due:
            return ()
        results = _resolve(
            wire=wire,
            reservation_ids=due,
            outcome=ReservationOutcome.EXPIRED,
            request_id=check_request_id(request_id=request_id),
            at=at,
            is_all_or_none=False,
        )
    return tuple(result for result in results if isinstance(result, UUID))


def _release(
    *,
    reservation_ids: Sequence[UUID],
    outcome: ReservationOutcome,
    request_id: str,
    at: datetime,
    is_all_or_none: bool,
) -> tuple[UUID | Refused, ...]:
    check_request_id(request_id=request_id)
    if outcome is ReservationOutcome.POSTED:
        raise OutcomeInvalid(outcome=outcome)
    with transaction() as wire:
        return _resolve(
            wire=wire,
            reservation_ids=tuple(dict.fromkeys(reservation_ids)),
            outcome=outcome,
            request_id=request_id,
            at=at,
            is_all_or_none=is_all_or_none,
        )


def _resolve(
    *,
    wire: Wire,
    reservation_ids: Sequence[UUID],
    outcome: ReservationOutcome,
    request_id: str,
    at: datetime,
    is_all_or_none: bool,
) -> tuple[UUID | Refused, ...]:
    before = read_reservations(wire=wire, reservation_ids=reservation_ids)
    _, recorded_at = lock_lots(wire=wire, lot_ids={found.lot_id for found in before.values()})
    # Read again: another call may have ended one of them while this one waited for the lots.
    known = read_reservations(wire=wire, reservation_ids=reservation_ids)
    input_hash = fingerprint(verb="release", asked=(sorted(map(str, reservation_ids)), outcome))
    results: list[UUID | Refused] = []
    live: list[LiveReservation] = []
    is_replay = find_first(wire=wire, request_id=request_id, input_hash=input_hash) is not None
    for reservation_id in reservation_ids:
        try:
            found = find_reservation(reservations=known, reservation_id=reservation_id)
            if is_replay and found.outcome == outcome:
                results.append(reservation_id)
                continue
            if found.outcome is not None:
                raise ReservationResolved(reservation_id=reservation_id, outcome=found.outcome)
        except Refusal as error:
            if is_all_or_none:
                raise
            results.append(Refused(row_id=reservation_id, error=error))
            continue
        live.append(found)
        results.append(reservation_id)
    if live and not is_replay:
        effective_at = check_effective(effective_at=at, recorded_at=recorded_at)
        entry = NewEntry(request_id=request_id, input_hash=input_hash, body=None, effective_at=effective_at)
        entry_id = write_entry(wire=wire, kind=EntryKind.RESOLUTION, entry=entry)
        wire.run(_WRITE, int8s([found.pk for found in live]), int8(entry_id), outcome.encode())
    return tuple(results)
