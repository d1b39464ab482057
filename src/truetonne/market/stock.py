"""Lots as the market sees them: what is for sale now. Reads the ledger, keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.values import LotClass, LotState, UnitKind
from truetonne.supply.forwards.reading import is_forward


class LotNotForSale(Exception):
    """A lot that was asked for by its id cannot be sold now; carries why."""

    code = "not_retirable"

    def __init__(self, *, lot_id: UUID, state: str) -> None:
        super().__init__(f"the lot is not for sale: {state}")
        self.lot_id = lot_id
        self.state = state


class LotOnHold(Exception):
    """A lot that was asked for by its id is on hold; carries the reason."""

    code = "position_held"

    def __init__(self, *, lot_id: UUID, reason: str) -> None:
        super().__init__(f"the lot is on hold: {reason}")
        self.lot_id = lot_id
        self.reason = reason


def list_lots_for_sale(*, lot_ids: tuple[UUID, ...] = ()) -> tuple[LotState, ...]:
    """Return the lots with these ids in any state, or without ids every listed lot of credits."""
    if lot_ids:
        return list_lots(lot_ids=tuple(dict.fromkeys(lot_ids)))
    return tuple(lot for lot in list_lots(is_listed=True) if lot.kind == UnitKind.CREDIT)


def require_for_sale(*, lot_ids: Iterable[UUID], lots: Iterable[LotState]) -> None:
    """Raise LotOnHold or LotNotForSale for the first asked lot that cannot be sold, in the order asked."""
    known = {lot.lot_id: lot for lot in lots}
    for lot_id in lot_ids:
        lot = known.get(lot_id)
        if lot is None:
            raise LotNotForSale(lot_id=lot_id, state="FORWARD" if is_forward(contract_id=lot_id) else "UNKNOWN")
        if lot.hold_reason is not None:
            raise LotOnHold(lot_id=lot_id, reason=lot.hold_reason)
        if lot.lot_class == LotClass.BUFFER:
            raise LotNotForSale(lot_id=lot_id, state="BUFFER")
        if lot.kind != UnitKind.CREDIT:
            raise LotNotForSale(lot_id=lot_id, state=str(lot.kind))
        if not lot.is_listed or lot.price is None:
            raise LotNotForSale(lot_id=lot_id, state="NOT_LISTED")
