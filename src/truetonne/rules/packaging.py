"""Packaging efficiency: package volume times weight per use, below the threshold of its category and unit.

Source: seller documentation and reports of Compact by Design (secondary); the full current table is not established.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from truetonne.rules.rule_set import Family
from truetonne.rules.shipped import HANDED_OVER, find_rule_set, state
from truetonne.rules.standard import Outputs, Standard
from truetonne.science.errors import InputRefused, NotInTable, UndefinedResult, UnitMismatch
from truetonne.science.inputs import Inputs, read_exact
from truetonne.science.status import Status

CM_PER_INCH: Final = Fraction("2.54")
KG_PER_LB: Final = Fraction("0.45359237")


class Units(StrEnum):
    """The units in which a package was measured."""

    INCH_LB = "in_lb"
    CM_KG = "cm_kg"


class TooFewToRank(InputRefused):
    """A percentile over an empty catalogue."""

    code = "too_few_values"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A threshold in cubic inches times pounds per unit squared; ``note`` says what the source cut off."""

    category: str
    unit_of_measure: str
    efficiency: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdTable:
    """Thresholds, one per category and unit of measure."""

    threshold: tuple[Threshold, ...]


PACKAGING_EFFICIENCY: Final = Family(id="packaging-efficiency", body=ThresholdTable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package: its volume and weight in the named units, and how many uses it holds."""

    volume: Fraction
    weight: Fraction
    uses: Fraction
    units: Units = Units.INCH_LB


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagingVerdict:
    """The efficiency (lower is better), the threshold, and whether the one is strictly below the other."""

    efficiency: Fraction
    threshold: Fraction
    qualifies: bool
    note: str


def compute_efficiency(*, package: Package) -> Fraction:
    """Return (volume per use) times (weight per use) in cubic inches and pounds; raises UndefinedResult."""
    for name in ("volume", "weight", "uses"):
        value = getattr(package, name)
        if value <= 0:
            raise UndefinedResult(field=name, value=float(value), reason="is above 0")
    volume, weight = package.volume, package.weight
    if package.units is Units.CM_KG:
        volume, weight = volume / CM_PER_INCH**3, weight / KG_PER_LB
    return volume / package.uses * (weight / package.uses)


def find_threshold(*, category: str, unit_of_measure: str, table: ThresholdTable) -> Threshold:
    """Return the threshold of a category and unit; raises NotInTable or UnitMismatch, never a guess."""
    same = [row for row in table.threshold if row.category.casefold() == category.strip().casefold()]
    if not same:
        raise NotInTable(field="category", value=category, reason="the table has no such category")
    for row in same:
        if row.unit_of_measure.casefold() == unit_of_measure.strip().casefold():
            return row
    fix = f"This category is measured in: {', '.join(row.unit_of_measure for row in same)}"
    raise UnitMismatch(field="unit_of_measure", value=unit_of_measure, reason="another unit of measure", fix=fix)


def judge_package(*, package: Package, category: str, unit_of_measure: str, table: ThresholdTable) -> PackagingVerdict:
    """Compare a package with its threshold, strictly below qualifies."""
    row = find_threshold(category=category, unit_of_measure=unit_of_measure, table=table)
    efficiency = compute_efficiency(package=package)
    return PackagingVerdict(
        efficiency=efficiency,
        threshold=Fraction(row.efficiency),
        qualifies=efficiency < Fraction(row.efficiency),
        note=row.note,
    )


def build_threshold(*, efficiencies: Sequence[Fraction], percentile: Fraction) -> Fraction:
    """Return the efficiency at a percentile (0 to 100) of a catalogue, by the nearest rank (operator policy)."""
    if not efficiencies:
        raise TooFewToRank(field="efficiencies", value=0, reason="a percentile needs at least one product")
    if not 0 < percentile <= 100:
        raise UndefinedResult(field="percentile", value=float(percentile), reason="lies above 0 and up to 100")
    ordered = sorted(efficiencies)
    rank = -(-percentile * len(ordered) // 100)
    return ordered[int(rank) - 1]


def judge_efficiency(inputs: Inputs, context: Inputs) -> Outputs:
    """Judge a package given by volume or its three sides, weight, uses, category and unit of measure."""
    rules = find_rule_set(family=PACKAGING_EFFICIENCY, inputs=inputs)
    rows = context.each("thresholds", _read_threshold, [])
    units = Units(inputs.choice("units", tuple(Units), Units.INCH_LB))
    if inputs.has("sides"):
        sides = inputs.each("sides", lambda value, field: read_exact(value, field=field), least=3)
        volume = sides[0] * sides[1] * sides[2]
    else:
        volume = inputs.exact("volume")
    package = Package(volume=volume, weight=inputs.exact("weight"), uses=inputs.exact("uses"), units=units)
    verdict = judge_package(
        package=package,
        category=inputs.text("category"),
        unit_of_measure=inputs.text("unit_of_measure"),
        table=ThresholdTable(threshold=rows) if rows else rules.body,
    )
    outputs = {
        "efficiency": verdict.efficiency,
        "threshold": verdict.threshold,
        "qualifies": verdict.qualifies,
        "note": verdict.note,
    }
    return state(outputs=outputs, rule_set_key=HANDED_OVER if rows else rules.key, basis=rules.basis)


def _read_threshold(value: object, field: str) -> Threshold:
    row = Inputs(value if isinstance(value, Mapping) else {}, where=field)
    return Threshold(
        category=row.text("category"),
        unit_of_measure=row.text("unit_of_measure"),
        efficiency=Decimal(str(row.raw("efficiency"))),
    )


RULE_SETS = (PACKAGING_EFFICIENCY,)
STANDARDS = (
    Standard(
        name="packaging_efficiency",
        title="Packaging efficiency against the threshold of its category",
        source="Compact by Design, as reported by third parties (about 2021)",
        status=Status.SECONDARY,
        judge=judge_efficiency,
    ),
)
