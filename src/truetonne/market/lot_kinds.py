"""What never changes about a lot and decides whether it may be sold as a credit: read once a process."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.values import UnitKind
from truetonne.market.stock import LotNotForSale

_KNOWN: dict[UUID, tuple[UnitKind, str]] = {}
_KNOWN_MAX = 100_000


def classes_of_credits(*, lot_ids: Iterable[UUID]) -> tuple[str, ...]:
    """Return the credit class of each lot, in the order given. Raises LotNotForSale for an unknown lot and for insets."""
    wanted = tuple(lot_ids)
    missing = tuple({lot_id for lot_id in wanted if lot_id not in _KNOWN})
    if missing:
        if len(_KNOWN) + len(missing) > _KNOWN_MAX:
            _KNOWN.clear()
        for lot in list_lots(lot_ids=missing):
            _KNOWN[lot.lot_id] = (lot.kind, str(lot.facts.get("credit_class", "")))
    for lot_id in wanted:
        kind, _ = _KNOWN.get(lot_id, (None, ""))
        if kind != UnitKind.CREDIT:
            raise LotNotForSale(lot_id=lot_id, state="UNKNOWN" if kind is None else str(kind))
    return tuple(_KNOWN[lot_id][1] for lot_id in wanted)


def forget_lots() -> None:
    """Ask the ledger again for every lot."""
    _KNOWN.clear()
