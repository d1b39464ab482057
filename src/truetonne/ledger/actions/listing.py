"""Listing: putting a lot on sale and taking it off. Whoever reviews a lot decides; the ledger keeps what must hold."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from truetonne.ledger.entries import EntryKind, NewEntry, write_entry
from truetonne.ledger.lots import BufferLot, check_not_held, find_lot, lock_lots
from truetonne.ledger.queries.lots import get_lot
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import check_request_id, find_first, fingerprint
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import LotClass, LotState
from truetonne.ledger.wire import Statement, int8, transaction

_WRITE = Statement.of(
    name="listing_write",
    sql="INSERT INTO ledger_listing (entry_id, lot_id, is_listed, reason) VALUES ($1::bigint, $2::bigint, $3::bool, $4)",
)


class PriceMissing(Refusal):
    """A lot without a price cannot be put on sale."""

    code = "state_conflict"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} has no price: set it before listing the lot")
        self.lot_id = lot_id


class AlreadyListed(Refusal):
    """The lot is on sale already."""

    code = "state_conflict"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} is listed already")
        self.lot_id = lot_id


class AlreadyUnlisted(Refusal):
    """The lot is not on sale anyway."""

    code = "state_conflict"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} is not listed")
        self.lot_id = lot_id


def list_lot(*, lot_id: UUID, request_id: str, at: datetime) -> LotState:
    """Put a lot on sale. Called after its review was accepted.

    Raises LotNotFound, BufferLot, LotHeld, PriceMissing, AlreadyListed, RequestReused.
    """
    return _set(lot_id=lot_id, is_listed=True, reason="", request_id=request_id, at=at)


def unlist_lot(*, lot_id: UUID, reason: str, request_id: str, at: datetime) -> LotState:
    """Take a lot off sale, with the reason. Reservations made before may still be posted.

    Raises LotNotFound, AlreadyUnlisted, RequestReused.
    """
    return _set(lot_id=lot_id, is_listed=False, reason=reason, request_id=request_id, at=at)


def _set(*, lot_id: UUID, is_listed: bool, reason: str, request_id: str, at: datetime) -> LotState:
    check_request_id(request_id=request_id)
    input_hash = fingerprint(verb="listing", asked=(lot_id, is_listed, reason))
    with transaction() as wire:
        lots, recorded_at = lock_lots(wire=wire, lot_ids=(lot_id,))
        if find_first(wire=wire, request_id=request_id, input_hash=input_hash) is None:
            lot = find_lot(lots=lots, lot_id=lot_id)
            if is_listed:
                if lot.lot_class is LotClass.BUFFER:
                    raise BufferLot(lot_id=lot_id)
                check_not_held(wire=wire, lot=lot)
                if lot.price is None:
                    raise PriceMissing(lot_id=lot_id)
            if lot.is_listed == is_listed:
                raise AlreadyListed(lot_id=lot_id) if is_listed else AlreadyUnlisted(lot_id=lot_id)
            effective_at = check_effective(effective_at=at, recorded_at=recorded_at)
            entry = NewEntry(request_id=request_id, input_hash=input_hash, body=None, effective_at=effective_at)
            entry_id = write_entry(wire=wire, kind=EntryKind.LISTING, entry=entry)
            wire.run(_WRITE, int8(entry_id), int8(lot.pk), b"\x01" if is_listed else b"\x00", reason.encode())
        return get_lot(lot_id=lot_id)
