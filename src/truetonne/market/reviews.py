"""The quality reviews behind lots, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from truetonne.ledger.values import LotState
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.supply.models import Holding, Review
from truetonne.supply.states import ReviewState


def holdings_of(*, lots: Sequence[LotState]) -> dict[UUID, Holding]:
    """Return the holding behind each lot; a split-off lot has that of the lot it was split from. Two queries at most."""
    split = tuple(lot.lot_id for lot in lots if lot.parent_lot_id is not None)
    roots = {lot_id: known.root_id for lot_id, known in kinds_of_lots(lot_ids=split).items() if known is not None}
    wanted = {lot.lot_id: roots.get(lot.lot_id, lot.lot_id) for lot in lots}
    rows = Holding.objects.select_related("project", "program", "run").filter(lot_id__in=set(wanted.values()))
    by_root = {row.lot_id: row for row in rows}
    return {lot_id: by_root[root_id] for lot_id, root_id in wanted.items() if root_id in by_root}


def reviews_of(*, holdings: Iterable[Holding]) -> dict[UUID, Review]:
    """Return the review in force of each holding that has one."""
    ids = {holding.pk for holding in holdings}
    rows = Review.objects.select_related("reviewer").filter(holding_id__in=ids, state=ReviewState.PUBLISHED)
    return {row.holding_id: row for row in rows}
