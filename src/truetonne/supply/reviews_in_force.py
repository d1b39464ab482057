"""The review in force behind each of our blocks, as certificates print it: asked for at every retirement, so prepared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from truetonne.ledger.wire import Statement, reader, uuids

_READ = Statement.of(
    name="reviews_in_force",
    sql="""
    SELECT holding.lot, review.id, reviewer.name, (review.effective_at AT TIME ZONE 'UTC')::date::text,
        review.next_review::text
    FROM supply_holding holding
    JOIN supply_review review ON review.holding_id = holding.id AND review.state = 'PUBLISHED'
    JOIN people_person reviewer ON reviewer.id = review.reviewer_id
    WHERE holding.lot = ANY($1::uuid[])
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInForce:
    """Who judged a block, when, and until when that holds (days as YYYY-MM-DD)."""

    review_id: UUID
    reviewer: str
    reviewed_on: str
    next_review_on: str


def read_reviews_in_force(*, lot_ids: Collection[UUID]) -> dict[UUID, ReviewInForce]:
    """Return the review in force of the blocks that were issued as these lots, by lot; a split-off lot has none of its own."""
    found: dict[UUID, ReviewInForce] = {}
    for row in reader().run(_READ, uuids(list(lot_ids))):
        lot_id, review_id, reviewer, reviewed_on, next_review_on = (str(value or b"", "utf-8") for value in row)
        found[UUID(lot_id)] = ReviewInForce(
            review_id=UUID(review_id), reviewer=reviewer, reviewed_on=reviewed_on, next_review_on=next_review_on
        )
    return found
