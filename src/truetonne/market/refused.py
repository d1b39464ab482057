"""The list of what was reviewed and refused, with the reasons, and how much of what is reviewed is accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truetonne.edge.tables import csv_lines
from truetonne.supply.models import Review
from truetonne.supply.states import ReviewVerdict
from truetonne.supply.words import REVIEW_LINE_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """Every refusing decision, newest first, and the decisions counted: each is one review of one block."""

    reviews: tuple[Review, ...]
    accepted_count: int

    @property
    def refused_count(self) -> int:
        return len(self.reviews)

    @property
    def decision_count(self) -> int:
        return self.accepted_count + self.refused_count


def read_refusals() -> Refusals:
    """Return every review that refused, whatever came after it."""
    rows = Review.objects.select_related("reviewer", "holding__project", "holding__program")
    refused = rows.filter(verdict=ReviewVerdict.REFUSED).order_by("-effective_at", "-id")
    accepted = Review.objects.filter(verdict=ReviewVerdict.ACCEPTED).count()
    return Refusals(reviews=tuple(refused), accepted_count=accepted)


def refused_csv(*, rows: Sequence[Review]) -> Iterator[bytes]:
    """Write the refusals with their six lines."""
    return csv_lines(
        header=("program", "project_id", "project_name", "serials", "reviewer", "refused_on", *REVIEW_LINE_WORDS),
        rows=(
            (
                row.holding.program_id, row.holding.project.ref, row.holding.project.name, row.holding.serial,
                row.reviewer.name, row.effective_at.date().isoformat(),
                *(getattr(row, name) for name in REVIEW_LINE_WORDS),
            )
            for row in rows
        ),
    )  # fmt: skip
