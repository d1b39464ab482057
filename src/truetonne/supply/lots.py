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
    found: dict[UUID, LotState] = {}
    for program, key in sorted({(holding.program_id, holding.key) for holding in holdings}):
        for lot in ledger.list_lots(program=program, key=key):
            if any(
                h.program_id == program and h.key == key and h.first <= lot.first and lot.last <= h.last
                for h in holdings
            ):
                found[lot.lot_id] = lot
    return tuple(found.values())
