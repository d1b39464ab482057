"""The purchase cap: never below nothing, never exceeded, and every term shown."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from truetonne.rules.residual.cap import (
    RESIDUAL_CAP,
    Cap,
    CapMode,
    ExceedsResidual,
    InventoryIncomplete,
    ModeNotInForce,
    YearFacts,
    check_request,
    compute_cap,
)
from truetonne.rules.residual.standards import STANDARDS
from truetonne.rules.residual.trajectory import OutsideTrajectory, PathPoint, trajectory_kg
from truetonne.rules.rule_set import list_versions
from truetonne.rules.standard import run_standard
from truetonne.science.errors import InputMissing, NegativeQuantity

POLICY = list_versions(family=RESIDUAL_CAP)[-1]
masses = st.integers(min_value=0, max_value=10**12)


def cap(mode: CapMode | None = None, **facts: object) -> Cap:
    stated: dict[str, object] = {"year": 2026, "gross_kg": 1000, "trajectory_kg": Fraction(900), "used_kg": 0, **facts}
    return compute_cap(facts=YearFacts(**stated), policy=POLICY, mode=mode)  # type: ignore[arg-type]


def test_reductions_still_due_cannot_be_bought() -> None:
    found = cap(used_kg=100)

    assert (found.gross_kg, found.due_reductions_kg, found.used_kg, found.cap_kg) == (1000, 100, 100, 800)


def test_below_the_path_the_whole_inventory_is_open() -> None:
    assert cap(trajectory_kg=Fraction(5000)).cap_kg == 1000


def test_the_cap_rounds_down_to_whole_kilograms() -> None:
    assert cap(trajectory_kg=Fraction("899.999")).cap_kg == 899


@given(gross=masses, path=masses, used=masses, mode=st.sampled_from([CapMode.ON_TRAJECTORY, CapMode.RESIDUAL_STRICT]))
def test_the_cap_is_never_negative_and_what_it_opens_never_exceeds_the_inventory(
    gross: int, path: int, used: int, mode: CapMode
) -> None:
    found = cap(mode, year=2050, gross_kg=gross, trajectory_kg=Fraction(path), used_kg=used, base_year_kg=gross * 2)

    assert 0 <= found.cap_kg <= gross
    assert found.over_covered is (used > found.limit_kg)
    assert found.cap_kg == max(0, found.limit_kg - used)
    assert found.limit_kg <= gross


@given(gross=masses, path=masses, first=masses, second=masses)
def test_two_orders_in_turn_never_pass_the_limit(gross: int, path: int, first: int, second: int) -> None:
    assume(first and second)
    used = 0

    for requested in (first, second):
        found = cap(gross_kg=gross, trajectory_kg=Fraction(path), used_kg=used)
        with suppress(ExceedsResidual):
            check_request(requested_kg=requested, cap=found)
            used += requested

    assert used <= min(gross, path)


@pytest.mark.parametrize(("gap", "open_kg"), [(250, 2250), (251, 2000)])
def test_an_explained_gap_counts_up_to_a_quarter_of_its_path(gap: int, open_kg: int) -> None:
    found = cap(
        CapMode.GAP_EXPLAINED,
        gross_kg=2000 + gap,
        trajectory_kg=Fraction(2000),
        scope3_gross_kg=1000 + gap,
        scope3_trajectory_kg=Fraction(1000),
    )

    assert (found.gap_kg, found.cap_kg) == (gap, open_kg)


def test_no_gap_is_covered_after_its_last_year() -> None:
    with pytest.raises(ModeNotInForce):
        cap(CapMode.GAP_EXPLAINED, year=2041, scope3_gross_kg=1, scope3_trajectory_kg=Fraction(1))


def test_emissions_before_the_net_zero_year_are_not_called_residual() -> None:
    with pytest.raises(ModeNotInForce):
        cap(CapMode.RESIDUAL_STRICT, year=2049, base_year_kg=10_000)


def test_at_the_net_zero_year_a_tenth_of_the_base_year_is_open_and_only_for_removals() -> None:
    found = cap(CapMode.RESIDUAL_STRICT, year=2050, gross_kg=5000, base_year_kg=10_009)

    assert (found.cap_kg, found.removals_only) == (1000, True)


def test_a_year_that_is_not_closed_takes_the_lower_of_path_and_plan() -> None:
    found = cap(gross_kg=None, last_gross_kg=1200, planned_reductions_kg=400)

    assert (found.cap_kg, found.provisional) == (800, True)


def test_a_restatement_below_what_is_used_is_shown_and_closes_the_year() -> None:
    found = cap(gross_kg=500, used_kg=600)

    assert (found.cap_kg, found.over_covered) == (0, True)


def test_without_scope_3_there_is_no_cap() -> None:
    with pytest.raises(InventoryIncomplete):
        cap(scope3_reported=False)


def test_without_any_inventory_there_is_no_cap() -> None:
    with pytest.raises(InputMissing):
        cap(gross_kg=None)


def test_refuses_figures_below_nothing() -> None:
    with pytest.raises(NegativeQuantity):
        cap(used_kg=-1)


def test_a_refusal_carries_every_term() -> None:
    (standard,) = STANDARDS
    inputs = {"year": 2026, "gross_kg": 1000, "trajectory_kg": 900, "used_kg": 100, "requested_kg": 801}

    verdict = run_standard(standard=standard, inputs=inputs)

    assert (verdict["allowed"], verdict["code"]) == (False, "exceeds_residual")
    terms = {name: verdict[name] for name in ("requested", "gross", "trajectory", "due_reductions", "neutralized")}
    assert terms == {"requested": 801, "gross": 1000, "trajectory": 900, "due_reductions": 100, "neutralized": 100}
    assert (verdict["residual"], verdict["mode"], verdict["rule_set"]) == (800, "on_trajectory", "residual-cap/1")


def test_a_path_is_straight_between_its_points_and_ends_where_they_end() -> None:
    points = [PathPoint(year=2030, emissions_kg=Fraction(58)), PathPoint(year=2020, emissions_kg=Fraction(100))]

    assert trajectory_kg(points=points, year=2025) == 79
    with pytest.raises(OutsideTrajectory):
        trajectory_kg(points=points, year=2031)
