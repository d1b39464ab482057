"""What never changes about a lot: its kind, its class, and the lot it was split from. Read once a process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from truetonne.ledger.queries.lots import list_lot_origins
from truetonne.ledger.values import UnitKind
from truetonne.market.stock import LotNotForSale

_KNOWN: dict[UUID, LotKind] = {}
_KNOWN_MAX = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LotKind:
    """``root_id`` is the lot that was issued, of which this one is a part or the whole."""

    kind: UnitKind
    credit_class: str
    program: str
    root_id: UUID


def classes_of_credits(*, lot_ids: Iterable[UUID]) -> tuple[str, ...]:
    """Return the credit class of each lot, in the order given. Raises LotNotForSale for an unknown lot and for insets."""
    classes: list[str] = []
    for lot_id, known in kinds_of_lots(lot_ids=lot_ids).items():
        if known is None or known.kind != UnitKind.CREDIT:
            raise LotNotForSale(lot_id=lot_id, state="UNKNOWN" if known is None else str(known.kind))
        classes.append(known.credit_class)
    return tuple(classes)


def kinds_of_lots(*, lot_ids: Iterable[UUID]) -> dict[UUID, LotKind | None]:
    """Return what is known of each lot, None for an id that no lot has."""
    wanted = tuple(dict.fromkeys(lot_ids))
    missing = tuple(lot_id for lot_id in wanted if lot_id not in _KNOWN)
    if missing:
        if len(_KNOWN) + len(missing) > _KNOWN_MAX:
            _KNOWN.clear()
            missing = wanted
        _learn(lot_ids=missing)
    return {lot_id: _KNOWN.get(lot_id) for lot_id in wanted}


def forget_lots() -> None:
    """Ask the ledger again for every lot."""
    _KNOWN.clear()


def _learn(*, lot_ids: tuple[UUID, ...]) -> None:
    """Read lots and, for those that were split off, the lots they were split from, up to the one that was issued."""
    for lot in list_lot_origins(lot_ids=lot_ids):
        root_id = lot.lot_id
        if lot.parent_lot_id is not None:
            parent = kinds_of_lots(lot_ids=(lot.parent_lot_id,))[lot.parent_lot_id]
            assert parent is not None
            root_id = parent.root_id
        _KNOWN[lot.lot_id] = LotKind(kind=lot.kind, credit_class=lot.credit_class, program=lot.program, root_id=root_id)
