"""Reviews by the day on which they lapse, and blocks that have none yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from truetonne.rules.clocks import Clocks
from truetonne.supply.desk.lots import DeskLot, Stage
from truetonne.supply.models import Holding, Review
from truetonne.supply.states import ReviewState, ReviewVerdict


class ReviewNotFound(Exception):
    """No review has this id."""

    code = "not_found"

    def __init__(self, *, review_id: UUID) -> None:
        super().__init__("there is no such review")
        self.review_id = review_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedBlock:
    """A block with its newest review and its lots that are not used up; ``due`` is missing where there is no review."""

    holding: Holding
    review: Review | None
    lots: tuple[DeskLot, ...]
    due: date | None
    is_late: bool
    is_due: bool

    @property
    def is_refused(self) -> bool:
        return self.review is not None and self.review.verdict == ReviewVerdict.REFUSED


def list_blocks(*, lots: Sequence[DeskLot], today: date, clocks: Clocks) -> tuple[ReviewedBlock, ...]:
    """Return blocks of stock with something left: without a review first, then by the day on which theirs lapses.

    ``clocks`` say how long before that a review is due.
    """
    by_holding: dict[UUID, list[DeskLot]] = {}
    for each in lots:
        if each.holding is not None and each.stage not in {Stage.BUFFER, Stage.USED_UP}:
            by_holding.setdefault(each.holding.pk, []).append(each)
    blocks = [_block(lots=found, today=today, soon=clocks.review_due.span) for found in by_holding.values()]
    return tuple(sorted(blocks, key=lambda block: (block.due or date.min, block.holding.recorded_at, block.holding.pk)))


def get_review(*, review_id: UUID) -> Review:
    """Return one review with its block. Raises ReviewNotFound."""
    found = Review.objects.select_related("reviewer", "holding__project", "holding__program", "holding__run")
    review = found.filter(pk=review_id).first()
    if review is None:
        raise ReviewNotFound(review_id=review_id)
    return review


def _block(*, lots: Sequence[DeskLot], today: date, soon: timedelta) -> ReviewedBlock:
    first = lots[0]
    assert first.holding is not None
    review = first.review
    counts = review is not None and review.state in {ReviewState.PUBLISHED, ReviewState.OVERDUE}
    due = review.next_review if review is not None else None
    return ReviewedBlock(
        holding=first.holding,
        review=review,
        lots=tuple(lots),
        due=due,
        is_late=counts and due is not None and due <= today,
        is_due=counts and due is not None and today < due <= today + soon,
    )
