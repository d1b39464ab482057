"""Import an edition of a publisher's factors: once, whole, beside the edition that it supersedes."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from truetonne.edge.requests import lock_name
from truetonne.footprints.factor_files.mapping import FactorMapping
from truetonne.footprints.factor_files.reading import FactorReading, read_factors
from truetonne.footprints.models import Factor, FactorSet

SHIFT_SHARE = Decimal("0.05")
"""A factor that moved by more than this against the superseded edition is named in the report (operator policy)."""
_SHIFTS_SHOWN = 50
_BATCH = 2000


class EditionKnown(Exception):
    """This edition was imported before, from other bytes; carries name, edition and both hashes."""

    code = "state_conflict"

    def __init__(self, *, name: str, edition: str, first: str, now: str) -> None:
        super().__init__(f"{name} {edition} was imported from a file {first[:12]}, this one is {now[:12]}")
        self.name = name
        self.edition = edition
        self.first_sha256 = first
        self.now_sha256 = now


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFactors:
    """The set and its report; ``is_new`` is false where the same file was imported before."""

    factor_set: FactorSet
    report: dict[str, Any]
    is_new: bool


def import_factors(
    *, set_id: UUID, path: Path, mapping: FactorMapping, person_id: UUID | None, request_id: str, at: datetime
) -> ImportedFactors:
    """Read a file by its mapping and keep its factors as a set that never changes.

    The youngest earlier edition of the same name is superseded; factors that moved by more than 5% are listed, so
    that a break in a series is seen. The same file again changes nothing. Raises FactorFileUnreadable, EditionKnown.
    """
    sha256 = hashlib.sha256(path.read_bytes()).digest()
    name, edition = str(mapping.facts["name"]), str(mapping.facts["edition"])
    reading = read_factors(path=path, mapping=mapping)
    with transaction.atomic():
        lock_name(name=f"factors:{name}")
        known = FactorSet.objects.filter(name=name, edition=edition).first()
        if known is not None:
            if bytes(known.file_sha256) != sha256:
                raise EditionKnown(name=name, edition=edition, first=bytes(known.file_sha256).hex(), now=sha256.hex())
            return ImportedFactors(factor_set=known, report=known.report, is_new=False)
        before = _find_superseded(name=name, mapping=mapping)
        report = _report(reading=reading, path=path, before=before)
        made = FactorSet.objects.create(
            pk=set_id, name=name, edition=edition, supersedes=before, mapping_name=mapping.name,
            mapping_text=mapping.text, file_name=path.name, file_sha256=sha256, report=report,
            factor_count=len(reading.factors), person_id=person_id, request_id=request_id, effective_at=at,
            **_facts(mapping),
        )  # fmt: skip
        Factor.objects.bulk_create((_row(made, one) for one in reading.factors), batch_size=_BATCH)
    return ImportedFactors(factor_set=made, report=report, is_new=True)


def _facts(mapping: FactorMapping) -> dict[str, Any]:
    facts = mapping.facts
    price_year = facts.get("price_year")
    return {
        **{key: str(facts[key]) for key in ("title", "publisher", "source", "license", "gwp_set")},
        "valid_from": mapping.day("valid_from"),
        "valid_until": mapping.day("valid_until"),
        "currency": str(facts.get("currency", "")),
        "price_year": int(str(price_year)) if price_year else None,
        "is_synthetic": bool(facts.get("is_synthetic", False)),
        "has_method_change": bool(facts.get("has_method_change", False)),
    }


def _find_superseded(*, name: str, mapping: FactorMapping) -> FactorSet | None:
    earlier = FactorSet.objects.filter(name=name, valid_from__lt=mapping.day("valid_from"), superseded_by=None)
    return earlier.order_by("-valid_from").first()


def _row(factor_set: FactorSet, one: Any) -> Factor:
    return Factor(
        factor_set=factor_set, activity_key=one.activity_key, title=one.title, unit=one.unit, part=one.part,
        category=one.category if one.part == "SCOPE3" else None, method=one.method, region=one.region, year=one.year,
        source_locator=one.locator, **one.grams,
    )  # fmt: skip


def _report(*, reading: FactorReading, path: Path, before: FactorSet | None) -> dict[str, Any]:
    counts = {name: reading.counts[name] for name in ("read", "accepted", "known", "held", "refused")}
    report: dict[str, Any] = {
        "file": path.name,
        "rows": counts,
        "codes": dict(sorted(reading.codes.items())),
        "factors": len(reading.factors),
        "notes": [asdict(note) for note in reading.notes],
        "supersedes": str(before) if before else None,
        "shifts": [],
        "shift_count": 0,
    }
    if before is not None:
        shifts = _shifts(reading=reading, before=before)
        report["shift_count"] = len(shifts)
        report["shifts"] = shifts[:_SHIFTS_SHOWN]
    return report


def _shifts(*, reading: FactorReading, before: FactorSet) -> list[dict[str, str]]:
    old = {
        (row.activity_key, row.unit, row.region, row.part): row.co2e_g
        for row in Factor.objects.filter(factor_set=before, co2e_g__isnull=False)
    }
    moved = []
    for one in reading.factors:
        then, now = old.get((one.activity_key, one.unit, one.region, one.part)), one.grams.get("co2e_g")
        if then and now is not None and abs(now - then) > SHIFT_SHARE * abs(then):
            moved.append((abs(now / then - 1), one, then, now))
    moved.sort(key=lambda row: (-row[0], row[1].activity_key))
    return [
        {
            "activity_key": one.activity_key, "unit": one.unit, "region": one.region, "before_g": f"{then:f}",
            "after_g": f"{now:f}", "change": f"{now / then - 1:+.4f}",
        }
        for _, one, then, now in moved
    ]  # fmt: skip
