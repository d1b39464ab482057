"""Issuing: a block of units received from a registry becomes a lot. The exclusion of its serials binds from then on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger.entries import EntryKind, NewEntry, entry_body, read_now, write_entries
from truetonne.ledger.facts import check_facts
from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.registry_keys import number_keys
from truetonne.ledger.requests import (
    check_request_id,
    find_first_of_many,
    fingerprint,
    judge_input,
    row_request_id,
)
from truetonne.ledger.rows import check_distinct
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import LotState, NewBatch, NewLot, Refused, UnitKind
from truetonne.ledger.wire import Statement, Wire, int8, int8s, texts, transaction, uuids
from truetonne.science.serial_block import InvalidSerialBlock, SerialBlock

ISSUE_LOCK = 0x6C65_6467_6572
"""Advisory lock held while lots are issued ("ledger" in ASCII), so that an overlap is found and named before it is refused."""

_LOCK = Statement.of(name="issue_lock", sql="SELECT pg_advisory_xact_lock($1::bigint)")
_KNOWN = Statement.of(name="lots_known", sql="SELECT public_id FROM ledger_lot WHERE public_id = ANY($1::uuid[])")
_OVERLAPS = """
    SELECT asked.place, lot.public_id, lot.first_serial, lot.last_serial
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS asked (key, first, last, place)
    JOIN ledger_lot lot ON int8range(lot.key_number * 1099511627776 + lot.first_serial,
                                     lot.key_number * 1099511627776 + lot.last_serial + 1)
        && int8range(asked.key * 1099511627776 + asked.first, asked.key * 1099511627776 + asked.last + 1)
"""
_OVERLAPS_FIRST = Statement.of(name="lots_overlap", sql=f"{_OVERLAPS} AND lot.kind <> 'INSET_SCOPE3'")
_OVERLAPS_SCOPE3 = Statement.of(name="lots_overlap_scope3", sql=f"{_OVERLAPS} AND lot.kind = 'INSET_SCOPE3'")
_WRITE = Statement.of(
    name="lots_write",
    sql="""
    INSERT INTO ledger_lot (public_id, entry_id, key_number, first_serial, last_serial, unit_kg, kind, lot_class, batch_id,
        facts)
    SELECT lot.public_id, lot.entry_id, lot.key_number, lot.first_serial, lot.last_serial, lot.unit_kg, lot.kind,
        lot.lot_class, lot.batch_id, lot.facts::jsonb
    FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
        $9::bigint[], $10::text[])
        AS lot (public_id, entry_id, key_number, first_serial, last_serial, unit_kg, kind, lot_class, batch_id, facts)
    """,
)
_WRITE_BATCH = Statement.of(
    name="batch_write",
    sql="""
    INSERT INTO ledger_batch (public_id, kg, energy_mj, volume_ml)
    VALUES ($1::uuid, $2::bigint, $3::bigint, $4::bigint) ON CONFLICT (public_id) DO NOTHING RETURNING id
    """,
)


class SerialOverlap(Refusal):
    """Serials of a holding are in a lot already; carries both ranges and the lot that has them."""

    code = "serial_overlap"

    def __init__(
        self, *, key: str, first: int, last: int, other_lot_id: UUID, other_first: int, other_last: int
    ) -> None:
        super().__init__(
            f"{key}: serials {first} to {last} overlap {other_first} to {other_last} of lot {other_lot_id}"
        )
        self.key = key
        self.first = first
        self.last = last
        self.other_lot_id = other_lot_id
        self.other_first = other_first
        self.other_last = other_last


class SerialsInvalid(Refusal):
    """A range or unit that cannot be; carries them and the reason."""

    code = "serial_count_mismatch"

    def __init__(self, *, first: int, last: int, unit_kg: int, reason: str) -> None:
        super().__init__(f"serials {first} to {last} of {unit_kg} kg: {reason}")
        self.first = first
        self.last = last
        self.unit_kg = unit_kg
        self.reason = reason


class LotExists(Refusal):
    """A lot has this id already, under another request; carries it."""

    code = "state_conflict"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} exists already")
        self.lot_id = lot_id


class BatchExists(Refusal):
    """A fuel batch has this id already, under another request; carries it."""

    code = "double_issuance"

    def __init__(self, *, batch_id: UUID) -> None:
        super().__init__(f"batch {batch_id} exists already")
        self.batch_id = batch_id


class BatchSidesDiffer(Refusal):
    """The two sides of a fuel batch hold the same kilograms of the same registry key; carries both masses."""

    code = "class_mismatch"

    def __init__(self, *, scope1_kg: int, scope3_kg: int) -> None:
        super().__init__(
            f"a batch has a SCOPE1 and a SCOPE3 side of one key and equal mass, not {scope1_kg} and {scope3_kg} kg"
        )
        self.scope1_kg = scope1_kg
        self.scope3_kg = scope3_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    lot: NewLot
    request_id: str
    input_hash: bytes
    key_number: int


def issue_lot(*, lot: NewLot, request_id: str, at: datetime) -> LotState:
    """Make a lot of a block of units and log it. It is not on sale until somebody lists it.

    Called when a holding is imported; cannot be undone, only cancelled. Raises SerialOverlap, SerialsInvalid, LotExists,
    FactsInvalid, BodyRefused, KeysExhausted, RequestReused.
    """
    outcome = issue_lots(lots=(lot,), request_id=request_id, at=at)[0]
    if isinstance(outcome, Refused):
        raise outcome.error
    return outcome


def issue_lots(*, lots: Sequence[NewLot], request_id: str, at: datetime) -> tuple[LotState | Refused, ...]:
    """Issue many lots of credits in one transaction; a refused row does not sink the others.

    Each row's own request is the call's with the lot's id, so that a repeated call answers row by row.
    """
    check_request_id(request_id=request_id)
    check_distinct(row_ids=[lot.lot_id for lot in lots])
    with transaction() as wire:
        wire.run(_LOCK, int8(ISSUE_LOCK))
        refused: dict[UUID, Refusal] = {}
        for lot in lots:
            if lot.kind is not UnitKind.CREDIT:
                refused[lot.lot_id] = BatchSidesDiffer(scope1_kg=0, scope3_kg=0)
        rows = _judge(
            wire=wire, lots=[lot for lot in lots if lot.lot_id not in refused], request_id=request_id, refused=refused
        )
        _write(wire=wire, rows=rows, batch_pk=None, at=at, refused=refused)
        states = {state.lot_id: state for state in list_lots(lot_ids=[lot.lot_id for lot in lots])}
    return tuple(
        Refused(row_id=lot.lot_id, error=refused[lot.lot_id]) if lot.lot_id in refused else states[lot.lot_id]
        for lot in lots
    )


def issue_batch(*, batch: NewBatch, request_id: str, at: datetime) -> tuple[LotState, LotState]:
    """Issue both sides of a fuel batch, SCOPE1 first: two lots of equal kilograms, consumed each once.

    Raises BatchSidesDiffer, BatchExists and what ``issue_lot`` raises.
    """
    check_request_id(request_id=request_id)
    sides = (batch.scope1, batch.scope3)
    masses = [(lot.last - lot.first + 1) * lot.unit_kg for lot in sides]
    alike = {(lot.program, lot.key) for lot in sides}
    kinds = [lot.kind for lot in sides]
    if kinds != [UnitKind.INSET_SCOPE1, UnitKind.INSET_SCOPE3] or masses[0] != masses[1] or len(alike) != 1:
        raise BatchSidesDiffer(scope1_kg=masses[0], scope3_kg=masses[1])
    with transaction() as wire:
        wire.run(_LOCK, int8(ISSUE_LOCK))
        refused: dict[UUID, Refusal] = {}
        rows = _judge(wire=wire, lots=sides, request_id=request_id, refused=refused)
        for error in refused.values():
            raise error
        if rows:
            made = wire.run(
                _WRITE_BATCH, batch.batch_id.bytes, int8(masses[0]), int8(batch.energy_mj), int8(batch.volume_ml)
            )
            if not made:
                raise BatchExists(batch_id=batch.batch_id)
            _write(wire=wire, rows=rows, batch_pk=int(made[0][0] or 0), at=at, refused=refused)
            for error in refused.values():
                raise error
        states = {state.lot_id: state for state in list_lots(lot_ids=[lot.lot_id for lot in sides])}
    return states[batch.scope1.lot_id], states[batch.scope3.lot_id]


def _judge(*, wire: Wire, lots: Sequence[NewLot], request_id: str, refused: dict[UUID, Refusal]) -> list[_Row]:
    """Return the rows to be written; refusals go to ``refused``, rows answered before are in neither."""
    ids = {lot.lot_id: row_request_id(request_id=request_id, row_id=lot.lot_id) for lot in lots}
    first = find_first_of_many(wire=wire, request_ids=texts(list(ids.values())))
    known = {UUID(str(row[0] or b"", "ascii")) for row in wire.run(_KNOWN, uuids(list(ids)))}
    fresh: list[_Row] = []
    for lot in lots:
        input_hash = _hash(lot=lot)
        try:
            if ids[lot.lot_id] in first:
                judge_input(request_id=ids[lot.lot_id], first_hash=first[ids[lot.lot_id]][1], input_hash=input_hash)
                continue
            _check(lot=lot, known=known)
        except Refusal as error:
            refused[lot.lot_id] = error
            continue
        known.add(lot.lot_id)
        fresh.append(_Row(lot=lot, request_id=ids[lot.lot_id], input_hash=input_hash, key_number=0))
    numbers = number_keys(wire=wire, keys={(row.lot.program, row.lot.key) for row in fresh})
    numbered = [
        _Row(
            lot=row.lot,
            request_id=row.request_id,
            input_hash=row.input_hash,
            key_number=numbers[row.lot.program, row.lot.key],
        )
        for row in fresh
    ]
    overlapping = _overlaps(wire=wire, rows=numbered)
    refused.update(overlapping)
    return [row for row in numbered if row.lot.lot_id not in overlapping]


def _check(*, lot: NewLot, known: set[UUID]) -> None:
    try:
        SerialBlock(first=lot.first, last=lot.last, unit_kg=lot.unit_kg)
    except InvalidSerialBlock as error:
        raise SerialsInvalid(first=lot.first, last=lot.last, unit_kg=lot.unit_kg, reason=str(error)) from None
    if lot.lot_id in known:
        raise LotExists(lot_id=lot.lot_id)
    check_facts(facts=lot.facts)


def _overlaps(*, wire: Wire, rows: Sequence[_Row]) -> dict[UUID, Refusal]:
    """Find what overlaps a lot that is there, then what overlaps another row of this call: the first one stands."""
    found: dict[UUID, Refusal] = {}
    for statement, is_scope3 in ((_OVERLAPS_FIRST, False), (_OVERLAPS_SCOPE3, True)):
        side = [row for row in rows if (row.lot.kind is UnitKind.INSET_SCOPE3) == is_scope3]
        if not side:
            continue
        asked = (
            int8s([row.key_number for row in side]),
            int8s([row.lot.first for row in side]),
            int8s([row.lot.last for row in side]),
        )
        for place, other, first, last in wire.run(statement, *asked):
            lot = side[int(place or 1) - 1].lot
            found[lot.lot_id] = _overlap(lot, UUID(str(other or b"", "ascii")), int(first or 0), int(last or 0))
        standing: _Row | None = None
        for row in sorted(side, key=lambda row: (row.key_number, row.lot.first, side.index(row))):
            if row.lot.lot_id in found:
                continue
            if standing is not None and standing.key_number == row.key_number and row.lot.first <= standing.lot.last:
                found[row.lot.lot_id] = _overlap(row.lot, standing.lot.lot_id, standing.lot.first, standing.lot.last)
                continue
            standing = row
    return found


def _overlap(lot: NewLot, other_lot_id: UUID, other_first: int, other_last: int) -> SerialOverlap:
    return SerialOverlap(
        key=lot.key, first=lot.first, last=lot.last, other_lot_id=other_lot_id, other_first=other_first,
        other_last=other_last,
    )  # fmt: skip


def _write(
    *, wire: Wire, rows: Sequence[_Row], batch_pk: int | None, at: datetime, refused: dict[UUID, Refusal]
) -> None:
    recorded_at = read_now(wire=wire)
    effective_at = check_effective(effective_at=at, recorded_at=recorded_at)
    written: list[_Row] = []
    entries: list[NewEntry] = []
    for row in rows:
        try:
            body = entry_body(
                kind=EntryKind.ISSUE,
                facts={"lot": _public(lot=row.lot)},
                effective_at=effective_at,
                recorded_at=recorded_at,
            )
        except Refusal as error:
            refused[row.lot.lot_id] = error
            continue
        written.append(row)
        entries.append(
            NewEntry(request_id=row.request_id, input_hash=row.input_hash, body=body, effective_at=effective_at)
        )
    if not written:
        return
    keys = write_entries(wire=wire, kind=EntryKind.ISSUE, entries=entries)
    wire.run(
        _WRITE,
        uuids([row.lot.lot_id for row in written]),
        int8s(keys),
        int8s([row.key_number for row in written]),
        int8s([row.lot.first for row in written]),
        int8s([row.lot.last for row in written]),
        int8s([row.lot.unit_kg for row in written]),
        texts([row.lot.kind.value for row in written]),
        texts([row.lot.lot_class.value for row in written]),
        int8s([batch_pk] * len(written)),
        texts([json.dumps(dict(row.lot.facts), ensure_ascii=False) for row in written]),
    )


def _public(*, lot: NewLot) -> dict[str, object]:
    """What the log says of an issued lot: the registry's own facts, no price and no source."""
    return {
        "lot_id": show_id(prefix="lot", id=lot.lot_id),
        "program": lot.program,
        "key": lot.key,
        "first": lot.first,
        "last": lot.last,
        "unit_kg": lot.unit_kg,
        "kg": (lot.last - lot.first + 1) * lot.unit_kg,
        "unit_kind": lot.kind.value,
        "lot_class": lot.lot_class.value,
        "facts": dict(lot.facts),
    }


def _hash(*, lot: NewLot) -> bytes:
    return fingerprint(
        verb="issue",
        asked=(lot.program, lot.key, lot.first, lot.last, lot.unit_kg, lot.kind, lot.lot_class, dict(lot.facts)),
    )
