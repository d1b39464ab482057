"""Splitting: the unused tail of a lot becomes a lot of the same issuance, price and review."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from truetonne.ledger.cutting import LotIdTaken, cutter
from truetonne.ledger.lots import find_lot, lock_lots
from truetonne.ledger.queries.lots import get_lot
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import check_request_id, find_first, row_request_id
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import LotState, Refused, Split
from truetonne.ledger.wire import transaction


def split_lot(
    *, lot_id: UUID, at_serial: int, new_lot_id: UUID, request_id: str, at: datetime
) -> tuple[LotState, LotState]:
    """Cut a lot before ``at_serial``: it keeps the serials in front, a new lot takes the rest. Totals do not change.

    Listing, price and hold go along; reservations and what is carried stay in front. Raises LotNotFound,
    NotASerialBoundary, CutInUse, LotIdTaken, RequestReused.
    """
    check_request_id(request_id=request_id)
    with transaction() as wire:
        lots, recorded_at = lock_lots(wire=wire, lot_ids=(lot_id, new_lot_id))
        lot = find_lot(lots=lots, lot_id=lot_id)
        knife = cutter(
            wire=wire,
            verb="split",
            asked=(lot_id, at_serial),
            request_id=request_id,
            effective_at=check_effective(effective_at=at, recorded_at=recorded_at),
            recorded_at=recorded_at,
        )
        if find_first(wire=wire, request_id=request_id, input_hash=knife.input_hash) is None:
            if new_lot_id in lots:
                raise LotIdTaken(lot_id=new_lot_id)
            knife.cut(lot=lot, at_serial=at_serial, new_lot_id=new_lot_id, request_id=request_id)
        return get_lot(lot_id=lot_id), get_lot(lot_id=new_lot_id)


def split_lots(
    *, splits: tuple[Split, ...], request_id: str, at: datetime
) -> tuple[tuple[LotState, LotState] | Refused, ...]:
    """Cut many lots in one transaction; a refused row (named by its new lot's id) does not sink the others."""
    outcomes: list[tuple[LotState, LotState] | Refused] = []
    with transaction() as wire:
        # All locks first, in order: each cut below locks again what this transaction already holds.
        lock_lots(wire=wire, lot_ids={split.lot_id for split in splits})
        for split in splits:
            row_request = row_request_id(request_id=request_id, row_id=split.new_lot_id)
            try:
                pair = split_lot(
                    lot_id=split.lot_id,
                    at_serial=split.at_serial,
                    new_lot_id=split.new_lot_id,
                    request_id=row_request,
                    at=at,
                )
                outcomes.append(pair)
            except Refusal as error:
                outcomes.append(Refused(row_id=split.new_lot_id, error=error))
    return tuple(outcomes)
