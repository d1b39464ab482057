"""Holds: a legal or quality stop of a whole lot. Nothing of it is reserved, posted or retired until it is released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger.cutting import cutter
from truetonne.ledger.entries import EntryKind, NewEntry, entry_body, write_entries
from truetonne.ledger.lots import LockedLot, find_lot, lock_lots
from truetonne.ledger.queries.lots import get_lot, list_lots
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import check_request_id, find_first, fingerprint, row_request_id
from truetonne.ledger.rows import Row, judge_rows, only
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import LotReason, LotState, Refused
from truetonne.ledger.wire import Statement, Wire, int8s, texts, transaction

_WRITE = Statement.of(
    name="holds_write",
    sql="""
    INSERT INTO ledger_hold (entry_id, lot_id, is_hold, reason)
    SELECT entry_id, lot_id, $3::bool, reason FROM unnest($1::bigint[], $2::bigint[], $4::text[])
        AS hold (entry_id, lot_id, reason)
    """,
)


class AlreadyHeld(Refusal):
    """The lot is on hold already."""

    code = "state_conflict"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} is on hold already")
        self.lot_id = lot_id


class NotHeld(Refusal):
    """There is no hold to release."""

    code = "state_conflict"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} is not on hold")
        self.lot_id = lot_id


class ReasonMissing(Refusal):
    """A hold, recall or correction states its reason, in at most 1,000 characters."""

    code = "invalid_request"

    def __init__(self, *, length: int) -> None:
        super().__init__(f"a reason of 1 to 1000 characters is needed, not {length}")
        self.length = length


def hold_lot(*, lot_id: UUID, reason: str, request_id: str, at: datetime) -> LotState:
    """Stop a lot, with a public reason, and take it off sale.

    Live reservations stay and cannot be posted; past certificates show the notice. Raises LotNotFound, AlreadyHeld,
    ReasonMissing, RequestReused.
    """
    return only(hold_lots(holds=(LotReason(lot_id=lot_id, reason=reason),), request_id=request_id, at=at))


def hold_lots(*, holds: Sequence[LotReason], request_id: str, at: datetime) -> tuple[LotState | Refused, ...]:
    """Stop many lots in one transaction; a refused row does not sink the others."""
    return _set(asked=holds, is_hold=True, request_id=request_id, at=at)


def release_lot(*, lot_id: UUID, reason: str, request_id: str, at: datetime) -> LotState:
    """End a lot's hold, with a public reason. The lot is not on sale again until somebody lists it.

    Raises LotNotFound, NotHeld, ReasonMissing, RequestReused.
    """
    return only(release_lots(releases=(LotReason(lot_id=lot_id, reason=reason),), request_id=request_id, at=at))


def release_lots(*, releases: Sequence[LotReason], request_id: str, at: datetime) -> tuple[LotState | Refused, ...]:
    """End the holds of many lots in one transaction; a refused row does not sink the others."""
    return _set(asked=releases, is_hold=False, request_id=request_id, at=at)


def hold_serials(*, lot_id: UUID, first: int, last: int, reason: str, request_id: str, at: datetime) -> LotState:
    """Stop the serials ``first`` to ``last`` of a lot: they are split off first. Returns the lot that they became.

    Raises NotASerialBoundary, CutInUse and what ``hold_lot`` raises.
    """
    check_request_id(request_id=request_id)
    check_reason(reason=reason)
    with transaction() as wire:
        lots, recorded_at = lock_lots(wire=wire, lot_ids=(lot_id,))
        lot = find_lot(lots=lots, lot_id=lot_id)
        knife = cutter(
            wire=wire,
            verb="hold_serials",
            asked=(lot_id, first, last, reason),
            request_id=request_id,
            effective_at=check_effective(effective_at=at, recorded_at=recorded_at),
            recorded_at=recorded_at,
        )
        entry_id = find_first(wire=wire, request_id=request_id, input_hash=knife.input_hash)
        if entry_id is None:
            if lot.hold_id is not None:
                raise AlreadyHeld(lot_id=lot_id)
            target = knife.isolate(lot=lot, first=first, last=last)
            row = Row(
                row_id=target.lot_id,
                request_id=request_id,
                input_hash=knife.input_hash,
                asked=LotReason(lot_id=target.lot_id, reason=reason),
            )
            write_holds(wire=wire, rows=((row, target),), is_hold=True, at=at, recorded_at=recorded_at)
            return get_lot(lot_id=target.lot_id)
        return list_lots(hold_entry_id=entry_id)[0]


def check_reason(*, reason: str) -> str:
    """Return a reason that can be shown. Raises ReasonMissing."""
    if not 1 <= len(reason.strip()) <= 1_000:
        raise ReasonMissing(length=len(reason.strip()))
    return reason


def _set(*, asked: Sequence[LotReason], is_hold: bool, request_id: str, at: datetime) -> tuple[LotState | Refused, ...]:
    check_request_id(request_id=request_id)
    verb = "hold" if is_hold else "release"
    with transaction() as wire:
        lots, recorded_at = lock_lots(wire=wire, lot_ids={one.lot_id for one in asked})

        def judge(one: LotReason) -> LockedLot:
            check_reason(reason=one.reason)
            lot = find_lot(lots=lots, lot_id=one.lot_id)
            if (lot.hold_id is not None) == is_hold:
                raise AlreadyHeld(lot_id=lot.lot_id) if is_hold else NotHeld(lot_id=lot.lot_id)
            return lot

        rows = [
            Row(
                row_id=one.lot_id,
                request_id=row_request_id(request_id=request_id, row_id=one.lot_id),
                input_hash=fingerprint(verb=verb, asked=(one.lot_id, one.reason)),
                asked=one,
            )
            for one in asked
        ]
        judged = judge_rows(wire=wire, rows=rows, judge=judge)
        write_holds(wire=wire, rows=judged.fresh, is_hold=is_hold, at=at, recorded_at=recorded_at)
        states = {state.lot_id: state for state in list_lots(lot_ids=[one.lot_id for one in asked])}
    return tuple(
        Refused(row_id=one.lot_id, error=judged.refused[one.lot_id])
        if one.lot_id in judged.refused
        else states[one.lot_id]
        for one in asked
    )


def write_holds(
    *,
    wire: Wire,
    rows: Sequence[tuple[Row[LotReason], LockedLot]],
    is_hold: bool,
    at: datetime,
    recorded_at: datetime,
) -> None:
    """Write holds or releases that were judged, each with its entry."""
    if not rows:
        return
    kind = EntryKind.HOLD if is_hold else EntryKind.RELEASE
    effective_at = check_effective(effective_at=at, recorded_at=recorded_at)
    entries = [
        NewEntry(
            request_id=row.request_id,
            input_hash=row.input_hash,
            body=entry_body(
                kind=kind,
                facts={"lot_id": show_id(prefix="lot", id=lot.lot_id), "reason": row.asked.reason},
                effective_at=effective_at,
                recorded_at=recorded_at,
            ),
            effective_at=effective_at,
        )
        for row, lot in rows
    ]
    keys = write_entries(wire=wire, kind=kind, entries=entries)
    wire.run(
        _WRITE,
        int8s(keys),
        int8s([lot.pk for _, lot in rows]),
        b"\x01" if is_hold else b"\x00",
        texts([row.asked.reason for row, _ in rows]),
    )
