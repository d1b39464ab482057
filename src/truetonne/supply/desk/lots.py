"""The operator's lots with what keeps each from sale, and everything that is known of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from truetonne.ledger import queries as ledger
from truetonne.ledger.values import LotClass, LotState, UnitKind
from truetonne.supply.lots import find_holding_of
from truetonne.supply.models import Holding, PriceFact, Review, StatusJudgement
from truetonne.supply.states import ReviewState, ReviewVerdict


class Stage(StrEnum):
    """Where a lot stands on its way to sale: what must happen next, or what it came to."""

    REVIEW_MISSING = "REVIEW_MISSING"
    REVIEW_REFUSED = "REVIEW_REFUSED"
    REVIEW_OVERDUE = "REVIEW_OVERDUE"
    PRICE_MISSING = "PRICE_MISSING"
    READY = "READY"
    LISTED = "LISTED"
    ON_HOLD = "ON_HOLD"
    USED_UP = "USED_UP"
    BUFFER = "BUFFER"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLot:
    """A lot with the block it came from, its newest review and its stage. Inset lots came from no registry block."""

    lot: LotState
    holding: Holding | None
    review: Review | None
    stage: Stage


def find_stage(*, lot: LotState, review: Review | None, today: date) -> Stage:
    """Say where a lot stands. A hold comes first, whatever else is missing."""
    if lot.lot_class is LotClass.BUFFER:
        return Stage.BUFFER
    if lot.retired_kg + lot.cancelled_kg == lot.issued_kg:
        return Stage.USED_UP
    if lot.hold_reason is not None:
        return Stage.ON_HOLD
    if lot.is_listed:
        return Stage.LISTED
    if review is None:
        return Stage.REVIEW_MISSING
    if review.verdict == ReviewVerdict.REFUSED:
        return Stage.REVIEW_REFUSED
    if review.state in {ReviewState.OVERDUE, ReviewState.SUSPENDED} or review.next_review <= today:
        return Stage.REVIEW_OVERDUE
    return Stage.PRICE_MISSING if lot.price is None else Stage.READY


def list_desk_lots(*, today: date) -> tuple[DeskLot, ...]:
    """Return every lot of credits with its stage, newest first. Three queries however many there are."""
    lots = ledger.list_lots(kind=UnitKind.CREDIT)
    holdings = list_holdings_of(lots=lots)
    reviews = newest_reviews(holding_ids={holding.pk for holding in holdings.values()})
    return tuple(_desk_lot(lot=lot, holdings=holdings, reviews=reviews, today=today) for lot in reversed(lots))


def get_desk_lot(*, lot_id: UUID, today: date) -> DeskLot:
    """Return one lot with its stage. Raises LotNotFound."""
    lot = ledger.get_lot(lot_id=lot_id)
    holding = find_holding_of(lot=lot)
    found = {} if holding is None else {lot_id: holding}
    reviews = newest_reviews(holding_ids={each.pk for each in found.values()})
    return _desk_lot(lot=lot, holdings=found, reviews=reviews, today=today)


def list_holdings_of(*, lots: Sequence[LotState]) -> dict[UUID, Holding]:
    """Return the block behind each lot: its own, or for a split-off lot the one whose range it lies in."""
    rows = Holding.objects.select_related("project", "program", "run").defer("raw", "project__raw", "run__report")
    by_key: dict[tuple[str, str], list[Holding]] = {}
    for holding in rows:
        by_key.setdefault((holding.program_id, holding.key), []).append(holding)
    found: dict[UUID, Holding] = {}
    for lot in lots:
        for holding in by_key.get((lot.program, lot.key), ()):
            if holding.first <= lot.first and lot.last <= holding.last:
                found[lot.lot_id] = holding
    return found


def newest_reviews(*, holding_ids: Iterable[UUID] | None = None) -> dict[UUID, Review]:
    """Return the newest review of each holding that has one."""
    rows = Review.objects.all() if holding_ids is None else Review.objects.filter(holding_id__in=list(holding_ids))
    place = Window(
        expression=RowNumber(), partition_by=[F("holding_id")], order_by=[F("recorded_at").desc(), F("id").desc()]
    )
    newest = rows.annotate(place=place).filter(place=1).select_related("reviewer")
    return {review.holding_id: review for review in newest}


def list_lots_of_holding(*, holding: Holding) -> tuple[LotState, ...]:
    """Return the lots that came from a block, in the order of their serials."""
    lots = ledger.list_lots(program=holding.program_id, key=holding.key)
    return tuple(
        sorted(
            (lot for lot in lots if holding.first <= lot.first and lot.last <= holding.last), key=lambda lot: lot.first
        )
    )


def list_prices(*, lot_id: UUID) -> tuple[PriceFact, ...]:
    """Return the prices that were set for a lot, newest first."""
    return tuple(PriceFact.objects.select_related("person").filter(lot=lot_id).order_by("-recorded_at", "-id"))


def find_judgement(*, project_id: UUID) -> StatusJudgement | None:
    """Return the newest finding of a person on a project's registry status."""
    rows = StatusJudgement.objects.select_related("person").filter(project_id=project_id)
    return rows.order_by("-recorded_at", "-id").first()


def _desk_lot(
    *, lot: LotState, holdings: Mapping[UUID, Holding], reviews: Mapping[UUID, Review], today: date
) -> DeskLot:
    holding = holdings.get(lot.lot_id)
    review = reviews.get(holding.pk) if holding is not None else None
    return DeskLot(lot=lot, holding=holding, review=review, stage=find_stage(lot=lot, review=review, today=today))
