"""The open book of a quote or order as a table: cost parts down, lots across, every sum the sum of what stands above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from truetonne.market.values import QuotedLine
from truetonne.market.words import PART_WORDS
from truetonne.science.money import COST_PARTS


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """One cost part: what each lot is charged for it, and all lots together."""

    words: str
    minors: tuple[int, ...]
    total_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceColumn:
    """One lot at the head of the table."""

    name: str
    kg: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """The whole build-up. ``left_minor`` is price less cost; it is computed, and it is 0."""

    currency: str
    columns: tuple[PriceColumn, ...]
    rows: tuple[PriceRow, ...]
    total_kg: int
    total_minor: int
    left_minor: int


def build_price_table(*, lines: Sequence[QuotedLine], names: Mapping[UUID, str], currency: str) -> PriceTable:
    """Return the build-up of these lines; ``names`` are the lots' names."""
    rows = []
    for part in COST_PARTS:
        minors = tuple(int(getattr(line.charged, part)) for line in lines)
        rows.append(PriceRow(words=str(PART_WORDS[part]), minors=minors, total_minor=sum(minors)))
    total = sum(line.amount_minor for line in lines)
    return PriceTable(
        currency=currency,
        columns=tuple(
            PriceColumn(name=names[line.lot_id], kg=line.kg, amount_minor=line.amount_minor) for line in lines
        ),
        rows=tuple(rows),
        total_kg=sum(line.kg for line in lines),
        total_minor=total,
        left_minor=total - sum(row.total_minor for row in rows),
    )
