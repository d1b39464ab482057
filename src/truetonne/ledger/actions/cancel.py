"""Cancelling: units removed without a claim (an error, a reversal, a move to another program). Cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger.cutting import cutter
from truetonne.ledger.entries import EntryKind, NewEntry, entry_body, write_entries
from truetonne.ledger.insets import cut_share, read_batches
from truetonne.ledger.lines import write_lines
from truetonne.ledger.lots import DrawnLine, LockedLot, check_available, draw_cancelled, find_lot, lock_lots
from truetonne.ledger.queries.cancellations import read_cancellations
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import check_request_id, fingerprint, row_request_id
from truetonne.ledger.rows import Row, judge_rows, only
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import CancelInstruction, Cancellation, CancelReason, Refused
from truetonne.ledger.wire import Statement, Wire, int8s, texts, transaction

_WRITE = Statement.of(
    name="cancellations_write",
    sql="INSERT INTO ledger_cancellation (entry_id, reason, note) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])",
)


class CancelAmbiguous(Refusal):
    """A cancellation names kilograms or a range of serials, one of the two."""

    code = "invalid_request"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"cancel units of lot {lot_id} by kg, or by first and last serial, not both")
        self.lot_id = lot_id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    line: DrawnLine
    asked: CancelInstruction


def cancel_units(
    *,
    lot_id: UUID,
    reason: CancelReason,
    request_id: str,
    at: datetime,
    kg: int | None = None,
    first: int | None = None,
    last: int | None = None,
    note: str = "",
) -> Cancellation:
    """Cancel ``kg`` of a lot's next unused units, or the unused serials ``first`` to ``last``, which are split off first.

    Works in held and buffer lots too. Raises LotNotFound, CancelAmbiguous, QuantityNotPositive, InsufficientStock,
    NotASerialBoundary, CutInUse, RequestReused.
    """
    asked = CancelInstruction(
        row_id=UUID(int=0), lot_id=lot_id, reason=reason, note=note, kg=kg, first=first, last=last
    )
    check_request_id(request_id=request_id)
    return only(_cancel(instructions=(asked,), request_ids=(request_id,), at=at))


def cancel_units_batch(
    *, instructions: Sequence[CancelInstruction], request_id: str, at: datetime
) -> tuple[Cancellation | Refused, ...]:
    """Cancel many times in one transaction; a refused row does not sink the others."""
    check_request_id(request_id=request_id)
    ids = [row_request_id(request_id=request_id, row_id=asked.row_id) for asked in instructions]
    return _cancel(instructions=instructions, request_ids=ids, at=at)


def _cancel(
    *, instructions: Sequence[CancelInstruction], request_ids: Sequence[str], at: datetime
) -> tuple[Cancellation | Refused, ...]:
    rows = [
        Row(row_id=asked.row_id, request_id=request_id, input_hash=_hash(asked=asked), asked=asked)
        for asked, request_id in zip(instructions, request_ids, strict=True)
    ]
    with transaction() as wire:
        lots, recorded_at = lock_lots(wire=wire, lot_ids={asked.lot_id for asked in instructions})
        effective_at = check_effective(effective_at=at, recorded_at=recorded_at)
        batches = read_batches(wire=wire, batch_pks={lot.batch_id for lot in lots.values() if lot.batch_id is not None})
        requests = {row.row_id: row.request_id for row in rows}

        def judge(asked: CancelInstruction) -> _Drawn:
            lot = find_lot(lots=lots, lot_id=asked.lot_id)
            knife = cutter(
                wire=wire,
                verb="cancel",
                asked=asked.row_id,
                request_id=requests[asked.row_id],
                effective_at=effective_at,
                recorded_at=recorded_at,
            )
            is_ranged = asked.first is not None and asked.last is not None
            if is_ranged == (asked.kg is not None):
                raise CancelAmbiguous(lot_id=asked.lot_id)
            kg = asked.kg or 0
            if asked.first is not None and asked.last is not None:
                lot = knife.isolate(lot=lot, first=asked.first, last=asked.last)
                kg = lot.unit_stop - lot.unit_start
            check_available(lot=lot, kg=kg)
            line = draw_cancelled(lot=lot, kg=kg)
            if lot.batch_id is not None:
                cut_share(line=line, batch=batches[lot.batch_id])
            return _Drawn(line=line, asked=asked)

        judged = judge_rows(wire=wire, rows=rows, judge=judge)
        fresh = _write(wire=wire, rows=judged.fresh, effective_at=effective_at, recorded_at=recorded_at)
        entries = {**judged.answered, **fresh}
        answers = read_cancellations(entry_ids=list(entries.values()))
    return tuple(
        Refused(row_id=row.row_id, error=judged.refused[row.row_id])
        if row.row_id in judged.refused
        else answers[entries[row.row_id]]
        for row in rows
    )


def _write(
    *,
    wire: Wire,
    rows: Sequence[tuple[Row[CancelInstruction], _Drawn]],
    effective_at: datetime,
    recorded_at: datetime,
) -> dict[UUID, int]:
    """Write entries, cancellations and lines; returns the entry of each row."""
    if not rows:
        return {}
    entries = [
        NewEntry(
            request_id=row.request_id,
            input_hash=row.input_hash,
            body=entry_body(
                kind=EntryKind.CANCELLATION,
                facts=_public(drawn=drawn),
                effective_at=effective_at,
                recorded_at=recorded_at,
            ),
            effective_at=effective_at,
        )
        for row, drawn in rows
    ]
    keys = write_entries(wire=wire, kind=EntryKind.CANCELLATION, entries=entries)
    wire.run(
        _WRITE,
        int8s(keys),
        texts([drawn.asked.reason.value for _, drawn in rows]),
        texts([drawn.asked.note for _, drawn in rows]),
    )
    write_lines(wire=wire, use="CANCELLATION", entry_ids=keys, lines=[drawn.line for _, drawn in rows])
    return {row.row_id: key for (row, _), key in zip(rows, keys, strict=True)}


def _public(*, drawn: _Drawn) -> dict[str, object]:
    lot: LockedLot = drawn.line.lot
    part = lot.serials(start_unit=drawn.line.start_unit, kg=drawn.line.kg)
    return {
        "lot_id": show_id(prefix="lot", id=lot.lot_id),
        "kg": drawn.line.kg,
        "first": part.first,
        "last": part.last,
        "first_part_kg": part.first_part_kg,
        "last_part_kg": part.last_part_kg,
        "reason": drawn.asked.reason.value,
        "note": drawn.asked.note,
    }


def _hash(*, asked: CancelInstruction) -> bytes:
    return fingerprint(verb="cancel", asked=(asked.lot_id, asked.kg, asked.first, asked.last, asked.reason, asked.note))
