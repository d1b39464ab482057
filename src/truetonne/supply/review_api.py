"""Ratings without a token: the newest of every block, and each published version with its bytes' hash."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from truetonne.edge.answers import list_answer
from truetonne.edge.identifiers import read_id
from truetonne.edge.list_queries import ListQuery, allows
from truetonne.edge.paging import Position, Window, cut
from truetonne.edge.problems import Json
from truetonne.edge.schemas import Text, id_json
from truetonne.supply.models import Review
from truetonne.supply.reviewing.queries import read_body
from truetonne.supply.reviewing.reproducing import RatingNotFound

router = Router(tags=["register"])


class ReviewQuery(ListQuery):
    """A repeated filter means any of its values."""

    program: list[Text] = []
    state: list[Text] = []
    verdict: list[Text] = []

    def lets_through(self, *, review: Review) -> bool:
        return (
            allows(self.program, review.holding.program_id)
            and allows(self.state, review.state)
            and allows(self.verdict, review.verdict)
        )


class ReviewOut(Schema):
    """One review. Score, masses and hash are missing for reviews of six lines."""

    id: str
    livemode: bool
    program: str
    project_id: str
    serials: str
    verdict: str
    state: str
    reviewer: str
    reviewed_on: str
    next_review: str
    version: int | None
    score_low: int | None
    score_middle: int | None
    score_high: int | None
    issued_kg: int | None
    estimate_kg: int | None
    held_back_kg: int | None
    sha256: str | None


class ReviewsOut(Schema):
    data: list[ReviewOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class RatingOut(ReviewOut):
    """A published rating with its whole body, as its hash covers it."""

    body: dict[str, Any]


@router.get("/public/reviews", auth=None, response=ReviewsOut, summary="Reviews")
def get_reviews(request: HttpRequest, query: Annotated[ReviewQuery, Query()]) -> HttpResponse:
    """Every review, accepted and refused alike, by day."""
    window = query.window(name="reviews")
    rows = Review.objects.select_related("reviewer", "holding__project", "publication")
    found = [row for row in rows.order_by("effective_at", "id") if query.lets_through(review=row)]
    page = cut(rows=_part(found, window=window), window=window, position=_position)
    return list_answer(request=request, page=page, show=review_json)


@router.get("/public/reviews/{review_id}", auth=None, response=RatingOut, summary="Rating")
def get_review(request: HttpRequest, review_id: str) -> dict[str, object]:
    """One published rating with findings, readings, evidence and computations."""
    id = read_id(prefix="rev", text=review_id)
    row = Review.objects.select_related("reviewer", "holding__project", "publication").filter(pk=id).first()
    if row is None or not hasattr(row, "publication"):
        raise RatingNotFound(review_id=id)
    return {**review_json(row), "body": dict(read_body(publication=row.publication))}


def _position(row: Review) -> Position:
    return (row.effective_at.isoformat(), row.pk.hex)


def _part(rows: list[Review], *, window: Window) -> list[Review]:
    if window.before is not None:
        return [each for each in reversed(rows) if _position(each) < window.before][: window.fetch]
    if window.after is not None:
        rows = [each for each in rows if _position(each) > window.after]
    return rows[: window.fetch]


def review_json(row: Review) -> dict[str, Json]:
    """Return a review as the API shows it."""
    publication = getattr(row, "publication", None)
    names = ("version", "score_low", "score_middle", "score_high", "issued_kg", "estimate_kg", "held_back_kg", "sha256")
    return {
        "id": id_json(prefix="rev", id=row.pk),
        "livemode": settings.TRUETONNE.livemode,
        "program": row.holding.program_id,
        "project_id": row.holding.project.ref,
        "serials": row.holding.serial,
        "verdict": row.verdict,
        "state": row.state,
        "reviewer": row.reviewer.name,
        "reviewed_on": row.effective_at.date().isoformat(),
        "next_review": row.next_review.isoformat(),
        **{name: getattr(publication, name, None) for name in names},
    }
