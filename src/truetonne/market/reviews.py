"""The quality reviews behind lots: what a certificate says of each, and what a project's page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger.values import LotState
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.supply.lots import find_holding_of
from truetonne.supply.models import Holding, Review
from truetonne.supply.reviews_in_force import read_reviews_in_force
from truetonne.supply.states import ReviewState


def holdings_of(*, lots: Sequence[LotState]) -> dict[UUID, Holding]:
    """Return the holding behind each lot; a split-off lot lies inside its holding's range."""
    rows = Holding.objects.select_related("project", "program", "run").filter(lot_id__in=[lot.lot_id for lot in lots])
    found = {row.lot_id: row for row in rows}
    for lot in lots:
        if lot.lot_id not in found and lot.parent_lot_id is not None:
            holding = find_holding_of(lot=lot)
            if holding is not None:
                found[lot.lot_id] = holding
    return found


def reviews_of(*, holdings: Iterable[Holding]) -> dict[UUID, Review]:
    """Return the review in force of each holding that has one."""
    ids = {holding.pk for holding in holdings}
    rows = Review.objects.select_related("reviewer").filter(holding_id__in=ids, state=ReviewState.PUBLISHED)
    return {row.holding_id: row for row in rows}


def quality_of_lots(*, lot_ids: tuple[UUID, ...]) -> dict[UUID, Mapping[str, object]]:
    """Return the certificate's ``quality`` item of each lot with a review in force, in one prepared query."""
    root_of = {lot_id: known.root_id for lot_id, known in kinds_of_lots(lot_ids=lot_ids).items() if known is not None}
    reviews = read_reviews_in_force(lot_ids=set(root_of.values()))
    return {
        lot_id: {
            "lot_id": show_id(prefix="lot", id=lot_id),
            "review_id": show_id(prefix="rev", id=reviews[root_id].review_id),
            "reviewer": reviews[root_id].reviewer,
            "reviewed_on": reviews[root_id].reviewed_on,
            "next_review_on": reviews[root_id].next_review_on,
        }
        for lot_id, root_id in root_of.items()
        if root_id in reviews
    }
