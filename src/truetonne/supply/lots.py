"""From a lot to the holding that it came from, and back: a split-off lot lies inside its holding's range."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from truetonne.ledger import queries as ledger
from truetonne.ledger.values import LotState
from truetonne.supply.models import Holding


class HoldingNotFound(Exception):
    """A lot is none of a holding's; carries the lot's id."""

    code = "not_found"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} came from no holding")
        self.lot_id = lot_id


def get_holding_of(*, lot: LotState) -> Holding:
    """Return the holding that a lot, split off or whole, came from. Raises HoldingNotFound."""
    found = find_holding_of(lot=lot)
    if found is None:
        raise HoldingNotFound(lot_id=lot.lot_id)
    return found


def find_holding_of(*, lot: LotState) -> Holding | None:
    """Return the holding that a lot came from; None for lots that were not imported (fuel batches)."""
    held = Holding.objects.filter(program_id=lot.program, key=lot.key, first__lte=lot.first, last__gte=lot.last)
    return held.select_related("project", "program", "run").first()


def list_lots_of(*, holdings: Sequence[Holding]) -> tuple[LotState, ...]:
    """Return all lots that came from these holdings, split-off ones included."""
    by_key: dict[tuple[str, str], list[Holding]] = {}
    for holding in holdings:
        by_key.setdefault((holding.program_id, holding.key), []).append(holding)
    if not by_key:
        return ()
    return tuple(
        lot
        for lot in ledger.list_lots(keys=sorted(by_key))
        if any(held.first <= lot.first and lot.last <= held.last for held in by_key[lot.program, lot.key])
    )
