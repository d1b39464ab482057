"""Recording a dated review of a holding: what a published rating says on six lines, or a refusal without a rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.outbox import write_event
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.ledger import actions as ledger
from truetonne.rules.clocks import clocks_on
from truetonne.supply.acts import record_act
from truetonne.supply.lots import list_lots_of
from truetonne.supply.models import Holding, Review
from truetonne.supply.states import ReviewState, ReviewVerdict

LINE_MAX = 2_000
"""Six lines of this length in any script fit one entry of the log."""


class ReviewerIsImporter(Exception):
    """The person who imported a block cannot review it; carries the person and the holding."""

    code = "conflict_of_interest"

    def __init__(self, *, person_id: UUID, holding_id: UUID) -> None:
        super().__init__("the person who imported a block cannot review it; another person must")
        self.person_id = person_id
        self.holding_id = holding_id


class ReviewIncomplete(Exception):
    """Lines of a review are empty or too long; carries their names."""

    code = "source_required"

    def __init__(self, *, lines: tuple[str, ...]) -> None:
        super().__init__(f"a review needs 1 to {LINE_MAX} characters on each of its six lines; see {', '.join(lines)}")
        self.lines = lines


class RatingMissing(Exception):
    """A block is accepted by a published rating only; carries the holding."""

    code = "not_retirable"

    def __init__(self, *, holding_id: UUID) -> None:
        super().__init__("no rating is in force: two readers publish one before the block is accepted or listed")
        self.holding_id = holding_id


class NextReviewInvalid(Exception):
    """The next review lies in the past or too far away; carries the date and the bounds."""

    code = "invalid_time"

    def __init__(self, *, next_review: date, first: date, last: date) -> None:
        super().__init__(f"the next review is due between {first} and {last}, not on {next_review}")
        self.next_review = next_review
        self.first = first
        self.last = last


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLines:
    """What a reviewer writes: evidence and judgement on each of the six dimensions."""

    additionality: str
    baseline: str
    leakage: str
    durability: str
    uncertainty: str
    community: str


def record_review(
    *,
    review_id: UUID,
    holding_id: UUID,
    reviewer_id: UUID,
    verdict: ReviewVerdict,
    lines: ReviewLines,
    next_review: date,
    request_id: str,
    at: datetime,
    rating: Mapping[str, object] | None = None,
) -> Review:
    """Record a reviewer's judgement of a block; it replaces the one in force, which stays on record.

    ``rating`` is what a published rating adds to the entry of the log: its hash, version, score and masses. Only with one
    is a block accepted, and its lots may be listed until the next-review date. A refusal needs none, so that what is
    plainly unfit goes off sale at once. Either is an entry of the public log. Called by reviewers and by
    ``publish_rating``. Raises RatingMissing, ReviewerIsImporter, ReviewIncomplete, NextReviewInvalid, RequestReused.
    """
    texts = {name: text.strip() for name, text in asdict(lines).items()}
    asked = (holding_id, reviewer_id, verdict.value, texts, next_review)
    input_hash = fingerprint(verb="record_review", given=asked)
    first = Review.objects.filter(request_id=request_id).first()
    if first is not None:
        require_same_input(request_id=request_id, first=first.input_hash, now=input_hash)
        return first
    holding = Holding.objects.select_related("run", "project").get(pk=holding_id)
    if verdict == ReviewVerdict.ACCEPTED and not rating:
        raise RatingMissing(holding_id=holding_id)
    _judge(holding=holding, reviewer_id=reviewer_id, texts=texts, next_review=next_review, at=at)
    with transaction.atomic():
        # The holding's row is what two reviewers at once would meet on; the unique index stands behind it.
        current = Review.objects.select_for_update().filter(holding_id=holding_id, state=ReviewState.PUBLISHED)
        current.update(state=ReviewState.SUPERSEDED)
        is_accepted = verdict == ReviewVerdict.ACCEPTED
        review = Review.objects.create(
            id=review_id, holding_id=holding_id, reviewer_id=reviewer_id, verdict=verdict,
            state=ReviewState.PUBLISHED if is_accepted else ReviewState.REFUSED, next_review=next_review,
            request_id=request_id, input_hash=input_hash, effective_at=at, **texts,
        )  # fmt: skip
        _log(review=review, holding=holding, texts=texts, rating=rating or {})
        if not rating:
            # A rating leaves the line of its publishing.
            record_act(
                action="review.recorded",
                subject=show_id(prefix="rev", id=review.pk),
                person_id=reviewer_id,
                request_id=request_id,
                at=at,
                facts={"verdict": verdict.value, "lot": show_id(prefix="lot", id=holding.lot_id)},
            )
        if not is_accepted:
            unlist_lots_of(holding=holding, reason="the review refused these units", request_id=request_id, at=at)
        write_event(
            type="review.decided",
            subject=show_id(prefix="rev", id=review.pk),
            organization_id=None,
            request_id=request_id,
            at=at,
            data={"verdict": verdict.value, "next_review": next_review.isoformat()},
        )
    return review


def _log(*, review: Review, holding: Holding, texts: dict[str, str], rating: Mapping[str, object]) -> None:
    """Write the review to the public log: what was judged, by whom, how and until when."""
    body = {
        "review_id": show_id(prefix="rev", id=review.pk), "program": holding.program_id,
        "project_id": holding.project.ref, "lot_id": show_id(prefix="lot", id=holding.lot_id), "serials": holding.serial,
        "verdict": review.verdict, "reviewer": review.reviewer.name, "lines": texts,
        "next_review": review.next_review.isoformat(), **rating,
    }  # fmt: skip
    ledger.record_entry(kind="rating", body=body, request_id=f"review/{review.pk.hex}", at=review.effective_at)


def unlist_lots_of(*, holding: Holding, reason: str, request_id: str, at: datetime) -> tuple[UUID, ...]:
    """Take all listed lots of a holding off sale and return them."""
    listed = [lot for lot in list_lots_of(holdings=(holding,)) if lot.is_listed]
    for lot in listed:
        ledger.unlist_lot(lot_id=lot.lot_id, reason=reason, request_id=f"{request_id}/unlist/{lot.lot_id.hex}", at=at)
    return tuple(lot.lot_id for lot in listed)


def _judge(*, holding: Holding, reviewer_id: UUID, texts: dict[str, str], next_review: date, at: datetime) -> None:
    if holding.run.person_id == reviewer_id:
        raise ReviewerIsImporter(person_id=reviewer_id, holding_id=holding.pk)
    wrong = tuple(name for name, text in texts.items() if not 1 <= len(text) <= LINE_MAX)
    if wrong:
        raise ReviewIncomplete(lines=wrong)
    require_next_review(next_review=next_review, today=at.date())


def require_next_review(*, next_review: date, today: date) -> None:
    """Raise NextReviewInvalid unless a review made today may last until then: from tomorrow to the longest allowed."""
    first, last = today + timedelta(days=1), clocks_on(day=today).review_longest.last_day(day=today)
    if not first <= next_review <= last:
        raise NextReviewInvalid(next_review=next_review, first=first, last=last)
