"""Cutting lots: the unused tail of a lot, from a serial on, becomes a lot of its own. Invisible in totals.

Holds, recalls and cancellations that name serials cut first and then act on whole lots. Ids of lots that such an
action makes follow from its request and the place of the cut, so that a repeated request would make the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import psycopg

from truetonne.edge.identifiers import show_id
from truetonne.ledger.entries import EntryKind, NewEntry, entry_body, write_entry
from truetonne.ledger.lots import LockedLot, lock_lots
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import fingerprint
from truetonne.ledger.wire import Statement, Wire, int8

_CUT = Statement.of(
    name="lot_cut",
    sql="""
    INSERT INTO ledger_lot (public_id, entry_id, parent_id, key_number, first_serial, last_serial, unit_kg, kind, lot_class,
        batch_id, facts)
    SELECT $1::uuid, $2::bigint, id, key_number, $4::bigint, last_serial, unit_kg, kind, lot_class, batch_id, facts
    FROM ledger_lot WHERE id = $3::bigint
    """,
)
_SPACE = UUID("5f6b1c1e-7f0a-5d0e-9a53-7a6c9e1d2b11")


class NotASerialBoundary(Refusal):
    """A lot is cut before one of its serials other than the first; carries the serial and the lot's own."""

    code = "invalid_request"

    def __init__(self, *, lot_id: UUID, at_serial: int, first: int, last: int) -> None:
        super().__init__(f"lot {lot_id} of serials {first} to {last} cannot be cut before {at_serial}")
        self.lot_id = lot_id
        self.at_serial = at_serial
        self.first = first
        self.last = last


class CutInUse(Refusal):
    """What is used or reserved of a lot stays in front of a cut; carries both kilograms and where a cut is possible."""

    code = "position_reserved"

    def __init__(self, *, lot_id: UUID, at_serial: int, used_kg: int, reserved_kg: int, from_serial: int) -> None:
        super().__init__(
            f"lot {lot_id} cannot be cut before {at_serial}: {used_kg} kg are used and {reserved_kg} kg reserved, "
            f"so that it can be cut from serial {from_serial} on"
        )
        self.lot_id = lot_id
        self.at_serial = at_serial
        self.used_kg = used_kg
        self.reserved_kg = reserved_kg
        self.from_serial = from_serial


class LotIdTaken(Refusal):
    """A lot has the id that the new one was to get."""

    code = "state_conflict"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} exists already")
        self.lot_id = lot_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutter:
    """What a call that cuts carries along: its transaction, request and times."""

    wire: Wire
    request_id: str
    input_hash: bytes
    effective_at: datetime
    recorded_at: datetime

    def cut(self, *, lot: LockedLot, at_serial: int, new_lot_id: UUID, request_id: str) -> LockedLot:
        """Cut a locked lot before ``at_serial`` and return the tail, locked; ``lot`` shrinks.

        Raises NotASerialBoundary, CutInUse, LotIdTaken.
        """
        check_cut(lot=lot, at_serial=at_serial)
        facts = {
            "lot_id": show_id(prefix="lot", id=lot.lot_id),
            "new_lot_id": show_id(prefix="lot", id=new_lot_id),
            "first": at_serial,
            "last": lot.block.last,
            "kg": (lot.block.last - at_serial + 1) * lot.block.unit_kg,
        }
        body = entry_body(
            kind=EntryKind.SPLIT, facts=facts, effective_at=self.effective_at, recorded_at=self.recorded_at
        )
        entry = NewEntry(request_id=request_id, input_hash=self.input_hash, body=body, effective_at=self.effective_at)
        entry_id = write_entry(wire=self.wire, kind=EntryKind.SPLIT, entry=entry)
        try:
            self.wire.run(_CUT, new_lot_id.bytes, int8(entry_id), int8(lot.pk), int8(at_serial))
        except psycopg.errors.UniqueViolation as error:
            raise LotIdTaken(lot_id=new_lot_id) from error
        lot.shrink(at_serial=at_serial)
        return lock_lots(wire=self.wire, lot_ids=(new_lot_id,))[0][new_lot_id]

    def cut_before(self, *, lot: LockedLot, serial: int) -> LockedLot:
        """Cut with an id that follows from the request and the serial."""
        name = f"{self.request_id}/cut/{lot.lot_id.hex}/{serial}"
        return self.cut(lot=lot, at_serial=serial, new_lot_id=derived_id(name=name), request_id=name)

    def isolate(self, *, lot: LockedLot, first: int, last: int) -> LockedLot:
        """Return a lot of exactly the serials ``first`` to ``last``, cutting where needed.

        Raises NotASerialBoundary where they are not the lot's, CutInUse where some are used or reserved.
        """
        if not lot.block.first <= first <= last <= lot.block.last:
            raise NotASerialBoundary(lot_id=lot.lot_id, at_serial=first, first=lot.block.first, last=lot.block.last)
        check_free(lot=lot, at_serial=first)
        target = lot
        if first > lot.block.first:
            target = self.cut_before(lot=lot, serial=first)
        if last < target.block.last:
            self.cut_before(lot=target, serial=last + 1)
        return target


def check_cut(*, lot: LockedLot, at_serial: int) -> None:
    """Raises NotASerialBoundary, CutInUse."""
    block = lot.block
    if not block.first < at_serial <= block.last:
        raise NotASerialBoundary(lot_id=lot.lot_id, at_serial=at_serial, first=block.first, last=block.last)
    check_free(lot=lot, at_serial=at_serial)


def check_free(*, lot: LockedLot, at_serial: int) -> None:
    """Raises CutInUse where a serial from ``at_serial`` on is used or reserved."""
    from_serial = first_free_serial(lot=lot)
    if at_serial < from_serial:
        raise CutInUse(
            lot_id=lot.lot_id,
            at_serial=at_serial,
            used_kg=lot.head - lot.unit_start,
            reserved_kg=lot.reserved_kg,
            from_serial=from_serial,
        )


def first_free_serial(*, lot: LockedLot) -> int:
    """Return the first serial of which nothing is used or reserved; one past the last where there is none."""
    taken_kg = lot.head - lot.unit_start + lot.reserved_kg
    return lot.block.first + -(-taken_kg // lot.block.unit_kg)


def derived_id(*, name: str) -> UUID:
    """Return the id that follows from a request's name."""
    return uuid5(_SPACE, name)


def cutter(
    *, wire: Wire, verb: str, asked: object, request_id: str, effective_at: datetime, recorded_at: datetime
) -> Cutter:
    """Return the cutter of one call."""
    return Cutter(
        wire=wire,
        request_id=request_id,
        input_hash=fingerprint(verb=verb, asked=asked),
        effective_at=effective_at,
        recorded_at=recorded_at,
    )
