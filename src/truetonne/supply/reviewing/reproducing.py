"""Running a published rating's computations again from their stored inputs, and saying which figure came out otherwise."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from truetonne.rules.quality.rubric import QUALITY_RUBRIC
from truetonne.rules.rule_set import rule_set
from truetonne.supply.models import ReviewComputation, ReviewPublication
from truetonne.supply.reviewing.computing import Difference, compute, find_differences, library_versions


class RatingNotFound(Exception):
    """No published rating has this id; reviews of six lines hold no computation."""

    code = "not_found"

    def __init__(self, *, review_id: UUID) -> None:
        super().__init__("there is no published rating of this id")
        self.review_id = review_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """One computation run again. ``is_input_intact``: the stored bytes have the published hash."""

    computation: ReviewComputation
    is_input_intact: bool
    differences: tuple[Difference, ...]
    versions_then: dict[str, str]
    versions_now: dict[str, str]

    @property
    def is_same(self) -> bool:
        return self.is_input_intact and not self.differences


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """Everything run again; ``is_body_intact``: the published bytes have the published hash."""

    publication: ReviewPublication
    is_body_intact: bool
    reruns: tuple[Rerun, ...]

    @property
    def is_same(self) -> bool:
        return self.is_body_intact and all(one.is_same for one in self.reruns)


def reproduce_rating(*, review_id: UUID) -> Reproduction:
    """Rerun every computation of a rating and compare within the rubric's tolerance. Raises RatingNotFound."""
    publication = (
        ReviewPublication.objects.select_related("case__holding__project", "review").filter(pk=review_id).first()
    )
    if publication is None:
        raise RatingNotFound(review_id=review_id)
    rubric = rule_set(family=QUALITY_RUBRIC, as_of=publication.review.effective_at.date()).body
    rows = publication.case.computations.select_related("input").order_by("recorded_at", "id")
    reruns = tuple(_rerun(row=row, tolerance=float(rubric.tolerance)) for row in rows)
    is_intact = hashlib.sha256(bytes(publication.body)).hexdigest() == publication.sha256
    return Reproduction(publication=publication, is_body_intact=is_intact, reruns=reruns)


def _rerun(*, row: ReviewComputation, tolerance: float) -> Rerun:
    content = bytes(row.input.content)
    is_intact = hashlib.sha256(content).hexdigest() == row.input_id
    now = compute(method=row.method, content=content, parameters=row.parameters, seed=row.seed)
    differences = tuple(find_differences(published=row.result, recomputed=now, tolerance=tolerance))
    return Rerun(
        computation=row, is_input_intact=is_intact, differences=differences, versions_then=dict(row.versions),
        versions_now=library_versions(),
    )  # fmt: skip
