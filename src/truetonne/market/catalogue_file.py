"""The catalogue as a file: one lot a row, masses in kilograms, money in minor units, nothing rounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truetonne.edge.identifiers import show_id
from truetonne.edge.tables import csv_lines
from truetonne.market.catalogue import CatalogueLot
from truetonne.science.money import COST_PARTS
from truetonne.supply.dossier.queries import is_superpollutant, is_tagged

FACTS = (
    "program", "registry", "project_id", "project_name", "issuance_id", "country", "developer", "credit_class",
    "methodology", "methodology_version", "vintage_start", "vintage_end",
)  # fmt: skip
HEADER = (
    "lot_id", "unit_kind", *FACTS, "durability_years", "is_superpollutant", "labels", "first_serial", "last_serial",
    "is_for_sale", "hold_reason", "available_kg", "held_kg", "reserved_kg", "retired_kg", "currency",
    *(f"{part}_minor_per_t" for part in COST_PARTS), "price_minor_per_t", "reviewer", "reviewed_on", "next_review_on",
)  # fmt: skip


def catalogue_csv(*, rows: Iterable[CatalogueLot]) -> Iterator[bytes]:
    """Write every offered lot. A fact that nobody states is an empty field."""
    return csv_lines(header=HEADER, rows=(_cells(row=row) for row in rows))


def _cells(*, row: CatalogueLot) -> tuple[object, ...]:
    lot, review, profile = row.lot, row.review, row.profile
    parts = lot.price.as_tuple() if lot.price is not None else (None,) * len(COST_PARTS)
    return (
        show_id(prefix="lot", id=lot.lot_id), str(lot.kind), *(lot.facts.get(name) for name in FACTS),
        profile.durability_years if profile else None, is_superpollutant(profile=profile) if profile else None,
        " ".join(f"{each.label}:{each.first}-{each.last}" for each in row.labels if is_tagged(label=each)),
        lot.first, lot.last, lot.is_listed, lot.hold_reason, lot.available_kg, lot.held_kg, lot.reserved_kg,
        lot.retired_kg, lot.currency, *parts, lot.price.total if lot.price is not None else None,
        review.reviewer.name if review else None, review.effective_at.date().isoformat() if review else None,
        review.next_review.isoformat() if review else None,
    )  # fmt: skip
