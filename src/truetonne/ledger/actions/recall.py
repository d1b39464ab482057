"""Recalling: serials that turned out to be impaired. What was retired gets a notice, what was not sold is held.

A recall undoes nothing: retired stays retired. Each impaired line waits to be made good by a retirement from another
lot (``RetirementInstruction.make_good_for``).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger.actions.hold import check_reason, write_holds
from truetonne.ledger.cutting import Cutter, cutter, derived_id, first_free_serial
from truetonne.ledger.entries import EntryKind, NewEntry, entry_body, write_entry
from truetonne.ledger.lots import LockedLot, lock_lots
from truetonne.ledger.queries.recalls import get_recall
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.registry_keys import find_key
from truetonne.ledger.requests import check_request_id, find_first
from truetonne.ledger.rows import Row
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import LotReason, Recall
from truetonne.ledger.wire import Statement, Wire, int8, int8s, transaction
from truetonne.science.serial_block import InvalidSerialBlock, SerialBlock

_LOTS = Statement.of(
    name="recall_lots",
    sql="""
    SELECT public_id FROM ledger_lot lot
    WHERE int8range(lot.key_number * 1099511627776 + lot.first_serial, lot.key_number * 1099511627776 + lot.last_serial + 1)
        && int8range($1::bigint, $2::bigint)
    """,
)
_WRITE = Statement.of(
    name="recall_write",
    sql="""
    INSERT INTO ledger_recall (entry_id, public_id, key_number, first_serial, last_serial, reason)
    VALUES ($1::bigint, $2::uuid, $3::bigint, $4::bigint, $5::bigint, $6)
    """,
)
# What an earlier recall named already stays with that recall: no unit is recalled twice.
_PARTS = """
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS span (lot_id, low, high)
    JOIN ledger_line line ON line.lot_id = span.lot_id AND line.stop_unit > span.low AND line.use = 'RETIREMENT'
        AND line.stop_unit <= coalesce((SELECT min(stop_unit) FROM ledger_line last
                                        WHERE last.lot_id = span.lot_id AND last.stop_unit >= span.high), span.high)
    CROSS JOIN LATERAL unnest(
        int8multirange(int8range(greatest(line.start_unit, span.low), least(line.stop_unit, span.high)))
        - coalesce((SELECT range_agg(int8range(old.part_start_unit, old.part_stop_unit)) FROM ledger_recalled_part old
                    WHERE old.lot_id = line.lot_id AND old.stop_unit = line.stop_unit), '{}'::int8multirange)) AS part
"""
_COUNT = Statement.of(
    name="recall_count",
    sql=f"SELECT count(DISTINCT line.entry_id), coalesce(sum(upper(part) - lower(part)), 0)::bigint {_PARTS}",
)
_WRITE_PARTS = Statement.of(
    name="recall_parts",
    sql=f"""
    INSERT INTO ledger_recalled_part (entry_id, lot_id, stop_unit, part_start_unit, part_stop_unit)
    SELECT $4::bigint, line.lot_id, line.stop_unit, lower(part), upper(part) {_PARTS}
    """,
)

SERIALS_PER_KEY = 1 << 40


class NothingRecalled(Refusal):
    """None of these serials is in a lot of this ledger; carries them."""

    code = "not_found"

    def __init__(self, *, program: str, key: str, first: int, last: int) -> None:
        super().__init__(f"no lot holds serials {first} to {last} of {program} {key}")
        self.program = program
        self.key = key
        self.first = first
        self.last = last


def recall_serials(
    *, program: str, key: str, first: int, last: int, reason: str, request_id: str, at: datetime
) -> Recall:
    """Recall the serials ``first`` to ``last``: find every retired line that they overlap, hold what is unsold.

    Certificates show the notice from then on, their bodies do not change. The unsold part is split off where
    reservations and opened tonnes allow it; where they do not, the lot in front of it is held whole, and clean serials
    behind it go on. Raises NothingRecalled, ReasonMissing, RequestReused.
    """
    check_request_id(request_id=request_id)
    check_reason(reason=reason)
    try:
        SerialBlock(first=first, last=last, unit_kg=1)
    except InvalidSerialBlock:
        raise NothingRecalled(program=program, key=key, first=first, last=last) from None
    with transaction() as wire:
        number = find_key(wire=wire, program=program, key=key)
        lots, recorded_at = ({}, None) if number is None else _lock(wire=wire, number=number, first=first, last=last)
        if number is None or recorded_at is None or not lots:
            raise NothingRecalled(program=program, key=key, first=first, last=last)
        knife = cutter(
            wire=wire,
            verb="recall",
            asked=(program, key, first, last, reason),
            request_id=request_id,
            effective_at=check_effective(effective_at=at, recorded_at=recorded_at),
            recorded_at=recorded_at,
        )
        entry_id = find_first(wire=wire, request_id=request_id, input_hash=knife.input_hash)
        if entry_id is None:
            spans = [_span(lot=lot, first=first, last=last) for lot in lots.values()]
            held = _hold_unsold(knife=knife, lots=lots.values(), first=first, last=last, reason=reason)
            recall_id = derived_id(name=request_id)
            entry_id = _record(
                knife=knife, number=number, spans=spans, recall_id=recall_id, held=held, asked=(program, key, first, last, reason),
            )  # fmt: skip
        return get_recall(entry_id=entry_id)


def _lock(*, wire: Wire, number: int, first: int, last: int) -> tuple[dict[UUID, LockedLot], datetime]:
    """Lock every lot that the serials overlap. A lot that was split while this waited has a tail with a later key."""
    low, high = int8(number * SERIALS_PER_KEY + first), int8(number * SERIALS_PER_KEY + last + 1)
    locked: dict[UUID, LockedLot] = {}
    recorded_at = datetime.fromtimestamp(0, tz=UTC)
    while True:
        found = {UUID(str(row[0] or b"", "ascii")) for row in wire.run(_LOTS, low, high)}
        missing = found - locked.keys()
        if not missing:
            break
        more, recorded_at = lock_lots(wire=wire, lot_ids=missing)
        locked |= more
    ordered = sorted(locked.values(), key=lambda lot: lot.pk)
    overlapping = [lot for lot in ordered if lot.block.first <= last and lot.block.last >= first]
    return {lot.lot_id: lot for lot in overlapping}, recorded_at


def _span(*, lot: LockedLot, first: int, last: int) -> tuple[int, int, int]:
    """Return lot and the used units of it that the serials name."""
    low = lot.unit_start + (max(first, lot.block.first) - lot.block.first) * lot.block.unit_kg
    high = lot.unit_start + (min(last, lot.block.last) - lot.block.first + 1) * lot.block.unit_kg
    return lot.pk, low, max(low, min(high, lot.head))


def _hold_unsold(*, knife: Cutter, lots: Collection[LockedLot], first: int, last: int, reason: str) -> list[LockedLot]:
    """Put what is unsold of the serials on hold, with as little else as the lots' use allows."""
    targets: list[LockedLot] = []
    for lot in lots:
        low, high = max(first, lot.block.first), min(last, lot.block.last)
        is_used_up = lot.unit_start + (high - lot.block.first + 1) * lot.block.unit_kg <= lot.head
        if is_used_up or lot.hold_id is not None:
            continue
        free = first_free_serial(lot=lot)
        if low >= free:
            targets.append(knife.isolate(lot=lot, first=low, last=high))
            continue
        if free <= high + 1 <= lot.block.last:
            knife.cut_before(lot=lot, serial=high + 1)
        targets.append(lot)
    rows = [
        (
            Row(
                row_id=lot.lot_id,
                request_id=f"{knife.request_id}/hold/{lot.lot_id.hex}",
                input_hash=knife.input_hash,
                asked=LotReason(lot_id=lot.lot_id, reason=reason),
            ),
            lot,
        )
        for lot in targets
    ]
    write_holds(wire=knife.wire, rows=rows, is_hold=True, at=knife.effective_at, recorded_at=knife.recorded_at)
    return targets


def _record(
    *,
    knife: Cutter,
    number: int,
    spans: list[tuple[int, int, int]],
    recall_id: UUID,
    held: list[LockedLot],
    asked: tuple[str, str, int, int, str],
) -> int:
    program, key, first, last, reason = asked
    columns = [int8s(column) for column in zip(*spans, strict=True)]
    counted = knife.wire.run(_COUNT, *columns)[0]
    facts = {
        "recall_id": show_id(prefix="rcl", id=recall_id),
        "program": program,
        "key": key,
        "first": first,
        "last": last,
        "reason": reason,
        "affected_certificates": int(counted[0] or 0),
        "affected_kg": int(counted[1] or 0),
        "held_lots": [show_id(prefix="lot", id=lot.lot_id) for lot in held],
    }
    body = entry_body(
        kind=EntryKind.RECALL, facts=facts, effective_at=knife.effective_at, recorded_at=knife.recorded_at
    )
    entry = NewEntry(
        request_id=knife.request_id, input_hash=knife.input_hash, body=body, effective_at=knife.effective_at
    )
    entry_id = write_entry(wire=knife.wire, kind=EntryKind.RECALL, entry=entry)
    knife.wire.run(_WRITE, int8(entry_id), recall_id.bytes, int8(number), int8(first), int8(last), reason.encode())
    knife.wire.run(_WRITE_PARTS, *columns, int8(entry_id))
    return entry_id
