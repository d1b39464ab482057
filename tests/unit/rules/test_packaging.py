"""Packaging efficiency: strictly below the threshold of its category and unit, in either system of units."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.packaging import (
    CM_PER_INCH,
    KG_PER_LB,
    PACKAGING_EFFICIENCY,
    STANDARDS,
    Package,
    Threshold,
    ThresholdTable,
    Units,
    build_threshold,
    compute_efficiency,
    judge_package,
)
from truetonne.rules.rule_set import list_versions
from truetonne.rules.standard import run_standard
from truetonne.science.errors import NotInTable, UndefinedResult, UnitMismatch

TABLE = list_versions(family=PACKAGING_EFFICIENCY)[-1].body
WIPES = {"category": "baby wipes", "unit_of_measure": "count"}
sizes = st.fractions(min_value=Fraction(1, 1000), max_value=10**6, max_denominator=1000)


@pytest.mark.parametrize(
    ("sides", "weight", "uses", "efficiency", "qualifies"),
    [
        ([15, 9, 8], 9, 576, 0.029296875, False),
        ([12, 9, 8], 10, 800, 0.0135, True),
        ([30, 9, 8], 18, 1152, 0.029296875, False),
    ],
)
def test_smaller_and_lighter_per_use_qualifies(
    sides: list[int], weight: int, uses: int, efficiency: float, qualifies: bool
) -> None:
    inputs = {"sides": sides, "weight": weight, "uses": uses, **WIPES}

    verdict = run_standard(standard=STANDARDS[0], inputs=inputs)

    assert (verdict["efficiency"], verdict["qualifies"]) == (efficiency, qualifies)
    assert verdict["basis"] == "unverified rule set"


def test_the_threshold_itself_does_not_qualify() -> None:
    table = ThresholdTable(threshold=(Threshold(category="Tea", unit_of_measure="count", efficiency=1),))  # type: ignore[arg-type]
    package = Package(volume=Fraction(1), weight=Fraction(1), uses=Fraction(1))

    assert not judge_package(package=package, category="Tea", unit_of_measure="count", table=table).qualifies


@given(volume=sizes, weight=sizes, uses=sizes)
def test_centimetres_and_kilograms_give_the_same_result(volume: Fraction, weight: Fraction, uses: Fraction) -> None:
    metric = Package(volume=volume * CM_PER_INCH**3, weight=weight * KG_PER_LB, uses=uses, units=Units.CM_KG)

    assert compute_efficiency(package=metric) == compute_efficiency(
        package=Package(volume=volume, weight=weight, uses=uses)
    )


@pytest.mark.parametrize("missing", ["volume", "weight", "uses"])
def test_refuses_what_is_not_above_nothing(missing: str) -> None:
    sizes = {"volume": Fraction(1), "weight": Fraction(1), "uses": Fraction(1), missing: Fraction(0)}

    with pytest.raises(UndefinedResult):
        compute_efficiency(package=Package(**sizes))  # type: ignore[arg-type]


def test_another_unit_of_measure_or_category_is_never_guessed() -> None:
    package = Package(volume=Fraction(1), weight=Fraction(1), uses=Fraction(1))

    with pytest.raises(UnitMismatch):
        judge_package(package=package, category="Baby Wipes", unit_of_measure="ounce", table=TABLE)
    with pytest.raises(NotInTable):
        judge_package(package=package, category="Sand", unit_of_measure="ounce", table=TABLE)


@given(st.lists(sizes, min_size=1, max_size=20), st.integers(min_value=1, max_value=100))
def test_a_threshold_is_a_product_of_the_catalogue(efficiencies: list[Fraction], percentile: int) -> None:
    found = build_threshold(efficiencies=efficiencies, percentile=Fraction(percentile))

    assert found in efficiencies
    assert build_threshold(efficiencies=efficiencies, percentile=Fraction(100)) == max(efficiencies)
