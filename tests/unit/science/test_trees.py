"""A jurisdiction is issued what lies below its level, less deductions that each stand on gross."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.errors import (
    FractionOutOfRange,
    InputMissing,
    InputRefused,
    InputUnknown,
    NegativeQuantity,
    OutOfRange,
    TooFewValues,
    UndefinedResult,
    WrongType,
)
from truetonne.science.method import run_method
from truetonne.science.trees import (
    HalfWidthBasis,
    Stratum,
    Volume,
    YearOfPeriod,
    buffer_share,
    estimate_emissions,
    hfld_level,
    leakage_share,
    mean_reference_level,
    quantify_reductions,
    quantify_removals,
    recalculate_period,
    relative_half_width,
    simulate_emissions,
    uncertainty_deduction,
)

FIVE = (10e6, 11e6, 12e6, 11e6, 11e6)
levels = st.floats(1, 1e9)
half_widths = st.floats(0, 3)
leakages = st.sampled_from([0.0, 0.05, 0.1, 0.2])
buffers = st.sampled_from([0.05, 0.1, 0.15, 0.2, 0.25])


def run(name: str, **inputs: object) -> dict[str, Any]:
    return dict(run_method(method=get_method(name=name), inputs=inputs).outputs)


def stratum(name: str = "mining", **changes: object) -> Stratum:
    values = {"activity": 8448.0, "activity_se": 1689.0, "ef": 1051.0, "ef_hw90": 0.069, **changes}
    return Stratum(name=name, **values)  # type: ignore[arg-type]


def as_input(one: Stratum) -> dict[str, object]:
    return {
        "name": one.name, "activity": one.activity, "activity_se": one.activity_se, "ef": one.ef,
        "ef_ci90_pct": one.ef_hw90 * 100,
    }  # fmt: skip


def test_the_level_is_the_mean_of_exactly_five_years_in_a_row() -> None:
    assert mean_reference_level(emissions_t=FIVE, years=range(2016, 2021)).level_t == 11e6
    assert mean_reference_level(emissions_t=FIVE).volume is Volume.NON_HFLD


@pytest.mark.parametrize(
    ("emissions", "years", "error"),
    [
        (FIVE[:4], None, TooFewValues),
        ((*FIVE, 1.0), None, OutOfRange),
        (FIVE, (2016, 2017, 2018, 2019, 2021), OutOfRange),
        (FIVE, (2020, 2019, 2018, 2017, 2016), OutOfRange),
        (FIVE, (2016, 2017, 2018, 2019), TooFewValues),
        ((*FIVE[:4], -1.0), None, NegativeQuantity),
        ((*FIVE[:4], None), None, WrongType),
    ],
)
def test_refuses_a_reference_period_with_gaps(emissions: Any, years: Any, error: type[InputRefused]) -> None:
    with pytest.raises(error):
        mean_reference_level(emissions_t=emissions, years=years)
    with pytest.raises(error):
        hfld_level(emissions_t=emissions, years=years, score=0.5, forest_carbon_stock_t=1)


@given(st.floats(0, 1), st.floats(0, 1e11))
def test_high_forest_lifts_the_level_and_a_score_of_zero_leaves_it(score: float, stock_t: float) -> None:
    plain = mean_reference_level(emissions_t=FIVE).level_t

    assert hfld_level(emissions_t=FIVE, score=score, forest_carbon_stock_t=stock_t).level_t >= plain
    assert hfld_level(emissions_t=FIVE, score=0, forest_carbon_stock_t=stock_t).level_t == plain


def test_the_score_is_a_share_and_its_volume_a_product_of_its_own() -> None:
    assert hfld_level(emissions_t=FIVE, score=1, forest_carbon_stock_t=1).volume is Volume.HFLD
    for score in (-0.1, 1.1, 88):
        with pytest.raises(FractionOutOfRange):
            hfld_level(emissions_t=FIVE, score=score, forest_carbon_stock_t=1)


@pytest.mark.parametrize(
    ("share", "leakage"),
    [(0, 0.2), (0.2499, 0.2), (0.25, 0.1), (0.5999, 0.1), (0.6, 0.05), (0.9, 0.05), (0.9001, 0), (1, 0)],
)
def test_leakage_changes_at_the_edges_as_coded(share: float, leakage: float) -> None:
    assert leakage_share(share_of_national_forest=share) == leakage


@pytest.mark.parametrize("share", [-0.01, 1.01, 25])
def test_refuses_a_forest_larger_than_the_nations(share: float) -> None:
    with pytest.raises(FractionOutOfRange):
        leakage_share(share_of_national_forest=share)


@given(st.booleans(), st.booleans(), st.booleans())
def test_the_buffer_lies_between_five_and_twenty_five_percent(a: bool, b: bool, c: bool) -> None:
    share = buffer_share(legislation=a, low_interannual_variability=b, mitigation_plan=c)

    assert share == (25 - 5 * a - 10 * b - 5 * c) / 100
    assert share in (0.05, 0.1, 0.15, 0.2, 0.25)


@given(half_widths, half_widths)
def test_more_uncertainty_never_deducts_less(first: float, second: float) -> None:
    less, more = sorted((first, second))

    assert 0 <= uncertainty_deduction(hw90=less) <= uncertainty_deduction(hw90=more) <= 1


@given(levels, st.floats(0, 1e9), half_widths, half_widths, leakages, buffers)
def test_more_uncertainty_never_credits_more(
    level: float, emissions: float, first: float, second: float, leakage: float, buffer: float
) -> None:
    less, more = sorted((first, second))
    nets = [
        quantify_reductions(
            crediting_level_t=level, emissions_t=emissions, hw90=hw90, leakage=leakage, buffer=buffer
        ).issuable.net_kg
        for hw90 in (less, more)
    ]

    assert nets[0] >= nets[1] >= 0


@given(levels, st.floats(0, 1e9), half_widths, leakages, buffers)
def test_kilograms_and_shares_add_up(
    level: float, emissions: float, hw90: float, leakage: float, buffer: float
) -> None:
    year = quantify_reductions(
        crediting_level_t=level, emissions_t=emissions, hw90=hw90, leakage=leakage, buffer=buffer
    )

    kg = year.issuable
    assert kg.gross_kg == kg.net_kg + sum(kg.deductions_kg.values()) - kg.unfunded_deduction_kg
    assert kg.gross_kg == kg.net_kg + sum(year.funded_kg.values())
    assert kg.net_kg == 0 or kg.unfunded_deduction_kg == 0
    assert all(type(size) is int and size >= 0 for size in (kg.gross_kg, kg.net_kg, *kg.deductions_kg.values()))
    if year.gross_t > 0 and year.net_t > 0:
        shares = [size / year.gross_t for size in (year.net_t, *year.deductions_t.values())]
        assert math.isclose(math.fsum(shares), 1, rel_tol=1e-9)


@pytest.mark.parametrize("emissions", [5e6, 5.5e6])
def test_at_or_above_the_level_nothing_is_issued_and_nothing_deducted(emissions: float) -> None:
    year = quantify_reductions(crediting_level_t=5e6, emissions_t=emissions, hw90=0.2, leakage=0.1, buffer=0.05)

    assert year.issuable.net_kg == year.issuable.gross_kg == 0
    assert set(year.deductions_t.values()) == {0.0}
    assert year.deficit_t == emissions - 5e6
    assert ("deficit_record_due" in year.flags) == (emissions > 5e6)


@pytest.mark.parametrize("hw90", [3.137, 5.0, 40.0])
def test_an_uncertainty_as_large_as_the_claim_leaves_nothing(hw90: float) -> None:
    year = quantify_reductions(crediting_level_t=10, emissions_t=7, hw90=hw90, leakage=0.1, buffer=0.25)

    assert year.issuable.net_kg == 0
    assert year.net_t == 0
    assert year.issuable.unfunded_deduction_kg > 0
    assert set(year.flags) == {"deductions_exceed_gross", "uncertainty_deduction_above_bound"}


def test_a_half_width_above_the_mean_is_flagged() -> None:
    flags = [
        quantify_reductions(crediting_level_t=10, emissions_t=7, hw90=hw90, leakage=0, buffer=0.05).flags
        for hw90 in (1.0, 1.01)
    ]

    assert flags == [(), ("uncertainty_deduction_above_bound",)]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"leakage": 0.03}, OutOfRange),
        ({"buffer": 0.0}, OutOfRange),
        ({"buffer": 0.3}, OutOfRange),
        ({"hw90": -0.1}, NegativeQuantity),
        ({"hw90": None}, UndefinedResult),
        ({"emissions_t": -1}, NegativeQuantity),
        ({"crediting_level_t": -1}, NegativeQuantity),
    ],
)
def test_refuses_what_the_standard_does_not_know(changes: dict[str, Any], error: type[InputRefused]) -> None:
    case: dict[str, Any] = {"crediting_level_t": 10, "emissions_t": 7, "hw90": 0.2, "leakage": 0, "buffer": 0.05}

    with pytest.raises(error):
        quantify_reductions(**{**case, **changes})


@given(st.floats(1, 1e6), st.floats(1.001, 3))
def test_the_reductions_basis_is_the_other_times_emissions_over_reductions(emissions: float, ratio: float) -> None:
    on = {
        basis: relative_half_width(
            half_width_90_t=emissions / 5, emissions_t=emissions, crediting_level_t=emissions * ratio, basis=basis
        )
        for basis in HalfWidthBasis
    }

    assert math.isclose(on[HalfWidthBasis.REDUCTIONS], on[HalfWidthBasis.EMISSIONS] / (ratio - 1), rel_tol=1e-6)


def test_reductions_that_are_not_positive_have_no_half_width() -> None:
    with pytest.raises(UndefinedResult):
        relative_half_width(half_width_90_t=1, emissions_t=5, crediting_level_t=5, basis=HalfWidthBasis.REDUCTIONS)


def test_both_bases_are_labelled_and_the_default_deducts_more() -> None:
    case = {"strata": [as_input(stratum())], "crediting_level": 12e6, "leakage": 0, "buffer": 0.05}

    default, other = run("trees_full", **case), run("trees_full", **case, hw_basis="emissions")

    assert (default["hw_basis"], other["hw_basis"]) == ("reductions", "emissions")
    assert default["by_basis"] == other["by_basis"]
    assert default["net"] == default["by_basis"]["reductions"]["net"] < other["net"]
    assert default["kg"]["net"] < other["kg"]["net"]


def test_a_bare_half_width_is_taken_as_given_unless_its_mean_is_named() -> None:
    case = {"emissions": 7e6, "hw90": 0.2, "crediting_level": 10e6, "leakage": 0, "buffer": 0.15}

    bare, converted = run("trees_full", **case), run("trees_full", **case, hw90_of="emissions")

    assert bare["ua"] == pytest.approx(uncertainty_deduction(hw90=0.2))
    assert converted["ua"] == pytest.approx(uncertainty_deduction(hw90=0.2 * 7 / 3))
    assert converted["hw90_pct_of_reductions"] == pytest.approx(100 * 0.2 * 7 / 3)


def test_without_performance_the_strata_still_report_and_issue_nothing() -> None:
    outputs = run("trees_full", strata=[as_input(stratum())], crediting_level=1e6, leakage=0, buffer=0.05)

    assert outputs["hw90_pct_of_reductions"] is None
    assert outputs["kg"]["net"] == 0
    assert outputs["deficit"] > 0


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_strata_changes_nothing(order: list[str]) -> None:
    strata = {
        name: stratum(name, activity=100.0 * (place + 1), activity_se=7.0 * (place + 1), ef_group="soil")
        for place, name in enumerate("abcd")
    }

    shuffled = estimate_emissions(strata=[strata[name] for name in order])

    assert shuffled.emissions_t == estimate_emissions(strata=list(strata.values())).emissions_t
    assert math.isclose(
        shuffled.half_width_90_t, estimate_emissions(strata=list(strata.values())).half_width_90_t, rel_tol=1e-12
    )


def test_a_shared_emission_factor_widens_the_interval() -> None:
    apart = [stratum("a"), stratum("b")]
    shared = [stratum("a", ef_group="forest"), stratum("b", ef_group="forest")]
    both = [stratum(name, ef_group="forest", activity_group="map") for name in "ab"]

    widths = [estimate_emissions(strata=strata).half_width_90_t for strata in (apart, shared, both)]

    assert widths == sorted(widths)
    assert widths[2] == pytest.approx(2 * estimate_emissions(strata=[stratum()]).half_width_90_t)


def test_draws_agree_with_the_formula() -> None:
    strata = [stratum("a", ef_group="forest"), stratum("b", ef_group="forest"), stratum("c", activity_se=400.0)]

    drawn = simulate_emissions(strata=strata, draws=400_000, is_cut_at_zero=False)
    exact = estimate_emissions(strata=strata)

    assert drawn.emissions_t == pytest.approx(exact.emissions_t, rel=0.002)
    assert drawn.half_width_90_t == pytest.approx(exact.half_width_90_t, rel=0.01)
    assert drawn.analytic_hw90 == exact.half_width_90_t / exact.emissions_t


def test_draws_below_zero_lift_the_mean_and_are_named() -> None:
    settlements = as_input(stratum("settlements", activity=798.0, activity_se=565.0))

    outputs = run(
        "trees_monte_carlo", strata=[settlements], crediting_level=2e6, leakage=0, buffer=0.05, draws=50_000, seed=3
    )

    assert outputs["emissions"] > 798 * 1051
    assert "truncated_draws:settlements/activity" in outputs["flags"]
    assert outputs["simulation"]["truncated_shares"]["settlements/activity"] == pytest.approx(0.079, abs=0.01)


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_strata() -> None:
    strata = [as_input(stratum(name)) for name in ("north", "south", "east")]
    case = {"crediting_level": 40e6, "leakage": 0.05, "buffer": 0.2, "draws": 20_000, "seed": 11}
    method = get_method(name="trees_monte_carlo")

    first, again, shuffled = (
        run_method(method=method, inputs={**case, "strata": order}) for order in (strata, strata, strata[::-1])
    )

    assert json.dumps(first.as_json()) == json.dumps(again.as_json())
    assert first.outputs == shuffled.outputs
    assert first.randomness["seed"] == 11


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"strata": []}, TooFewValues),
        ({"strata": [as_input(stratum("a")), as_input(stratum("a"))]}, WrongType),
        ({"strata": [{**as_input(stratum()), "activity": -1}]}, NegativeQuantity),
        ({"strata": [{**as_input(stratum()), "area_ha": 1}]}, InputUnknown),
        ({"strata": ["mining"]}, WrongType),
        ({"hw90": 0.2}, InputUnknown),
        ({"hw_basis": "mean"}, WrongType),
        ({"leakage": 1.5}, FractionOutOfRange),
    ],
)
def test_refuses_a_case_that_does_not_fit(changes: dict[str, object], error: type[InputRefused]) -> None:
    case = {"strata": [as_input(stratum())], "crediting_level": 12e6, "leakage": 0, "buffer": 0.05}

    with pytest.raises(error):
        run("trees_full", **{**case, **changes})


def test_draws_need_strata_with_emissions() -> None:
    with pytest.raises(InputMissing):
        run("trees_monte_carlo", crediting_level=1, leakage=0, buffer=0.05)
    with pytest.raises(UndefinedResult):
        simulate_emissions(strata=[stratum(activity=0.0, activity_se=0.0)], draws=10_000)


def test_shares_and_level_may_come_from_their_evidence_and_then_say_how_far_they_are_checked() -> None:
    method = get_method(name="trees_full")
    evidence = {
        "crediting_level": {"historical_5yr": list(FIVE), "years": [2016, 2017, 2018, 2019, 2020]},
        "emissions": 7e6,
        "hw90": 0.2,
        "leakage": {"share_of_national_forest": 0.7},
        "buffer": {"legislation": True, "low_interannual_variability": False, "mitigation_plan": True},
    }
    plain = {**evidence, "crediting_level": 11e6, "leakage": 0.05, "buffer": 0.15}

    from_evidence, from_numbers = (run_method(method=method, inputs=inputs) for inputs in (evidence, plain))

    assert from_evidence.outputs["kg"] == from_numbers.outputs["kg"]
    assert from_evidence.uses_unverified
    assert not from_numbers.uses_unverified
    assert from_evidence.outputs["volume"] == "NON_HFLD"
    high = {**plain, "crediting_level": {"historical_5yr": list(FIVE), "hfld_score": 0.5,
                                         "forest_carbon_stock_tco2": 1e9}}  # fmt: skip
    assert run_method(method=method, inputs=high).outputs["volume"] == "HFLD"


def test_removals_are_a_volume_of_their_own() -> None:
    case = {"emissions": 7e6, "hw90": 0.2, "crediting_level": 10e6, "leakage": 0.1, "buffer": 0.15}

    outputs = run("trees_full", **case, removals=1e6)

    assert outputs["net"] == run("trees_full", **case)["net"]
    assert (outputs["credit_kind"], outputs["removals"]["credit_kind"]) == ("reduction", "removal")
    together = outputs["uncertainty"] + outputs["removals"]["uncertainty"]
    assert together == pytest.approx((3e6 + 1e6) * outputs["ua"])
    assert outputs["removals"]["leakage"] == 0
    assert run("trees_full", **{**case, "emissions": 11e6}, removals=1e6)["removals"]["net"] == 0
    with pytest.raises(NegativeQuantity):
        quantify_removals(removals_t=-1, uncertainty_share=0, buffer=0.05)


@given(st.lists(st.tuples(st.floats(1e3, 1e7), st.floats(0, 1)), min_size=2, max_size=5))
def test_a_period_as_one_never_deducts_more_than_its_years(years: list[tuple[float, float]]) -> None:
    one_by_one = [
        YearOfPeriod(gross_t=gross, half_width_90_t=gross * hw90, deducted_t=gross * uncertainty_deduction(hw90=hw90))
        for gross, hw90 in years
    ]

    period = recalculate_period(years=one_by_one)
    correlated = recalculate_period(years=one_by_one, is_correlated=True)

    assert period.deduction_t <= period.deducted_t * (1 + 1e-9)
    assert correlated.over_deducted_t == pytest.approx(0, abs=1e-6 * correlated.gross_t)


def test_a_period_needs_years_and_reductions() -> None:
    year = {"gross": 1e6, "half_width_90": 2e5, "deducted": 63_758.67}
    good = run("trees_period_uncertainty", years=[year, year])

    assert good["over_deducted"] == pytest.approx(2 * 63_758.67 * (1 - 1 / math.sqrt(2)), rel=1e-4)
    for years, error in (
        ([year], TooFewValues),
        ([{**year, "gross": -2e6}, year], UndefinedResult),
        ([{**year, "deducted": -1}, year], NegativeQuantity),
    ):
        with pytest.raises(error):
            run("trees_period_uncertainty", years=years)
    with pytest.raises(NegativeQuantity):
        recalculate_period(years=[YearOfPeriod(gross_t=1, half_width_90_t=-1, deducted_t=0)] * 2)
