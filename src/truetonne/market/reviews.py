"""The quality reviews behind lots: what a certificate says of each, and what a project's page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.values import LotState
from truetonne.supply.lots import find_holding_of
from truetonne.supply.models import Holding, Review
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


def reviews_of_lots(*, lot_ids: tuple[UUID, ...]) -> dict[UUID, Review]:
    """Return the review in force of each lot that has one: one query, two more where a lot was split off."""
    found = _reviews_by_lot(lot_ids=lot_ids)
    rest = tuple(lot_id for lot_id in lot_ids if lot_id not in found)
    if rest:
        root_of = _roots(lot_ids=rest)
        by_root = _reviews_by_lot(lot_ids=tuple(set(root_of.values()) - set(rest)))
        found |= {lot_id: by_root[root] for lot_id, root in root_of.items() if root in by_root}
    return found


def _reviews_by_lot(*, lot_ids: tuple[UUID, ...]) -> dict[UUID, Review]:
    if not lot_ids:
        return {}
    held = Holding.objects.filter(lot_id__in=[str(each) for each in lot_ids])
    rows = Review.objects.select_related("reviewer", "holding").filter(holding__in=held, state=ReviewState.PUBLISHED)
    return {row.holding.lot_id: row for row in rows}


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


def _roots(*, lot_ids: tuple[UUID, ...]) -> dict[UUID, UUID]:
    """Return the lot that was issued behind each lot, following splits upwards."""
    root_of = {lot_id: lot_id for lot_id in lot_ids}
    waiting = set(lot_ids)
    while waiting:
        parents = {lot.lot_id: lot.parent_lot_id for lot in list_lots(lot_ids=tuple(waiting)) if lot.parent_lot_id}
        root_of = {lot_id: parents.get(root) or root for lot_id, root in root_of.items()}
        waiting = {parent for parent in parents.values() if parent is not None}
    return root_of
