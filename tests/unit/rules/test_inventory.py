"""Inventories: exact sums of gases, two totals of scope 2, base years, and categories that are not zero."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.inventory.base_year import Change, ChangeKind, judge_base_year
from truetonne.rules.inventory.categories import Category, CategoryState, FigureWithoutState, add_categories
from truetonne.rules.inventory.standards import STANDARDS, FactorsRequired
from truetonne.rules.standard import run_standard
from truetonne.science.errors import FractionOutOfRange, InputMissing, NotInTable
from truetonne.science.footprint.energy import Instrument, InstrumentsExceedUse, account_electricity
from truetonne.science.footprint.gases import MethaneOriginRequired, MixedGwpSets
from truetonne.science.footprint.spend import DeflatorRequired, ExcludedScope2

BY_NAME = {standard.name: standard for standard in STANDARDS}
amounts = st.fractions(min_value=0, max_value=10**9, max_denominator=1000)


def judge(name: str, inputs: dict[str, object], context: dict[str, object] | None = None) -> dict[str, object]:
    return dict(run_standard(standard=BY_NAME[name], inputs=inputs, context=context))


def test_asks_where_methane_of_the_sixth_report_came_from() -> None:
    with pytest.raises(MethaneOriginRequired) as refused:
        judge("ghg_gwp", {"gwp": "AR6", "kg": {"CH4": 10}})

    assert refused.value.code == "methane_origin_required"
    assert "non_fossil" in refused.value.fix


@pytest.mark.parametrize(("origin", "kg"), [("fossil", 298), ("non_fossil", 270)])
def test_takes_methane_by_its_origin_and_never_the_packaged_value(origin: str, kg: int) -> None:
    assert judge("ghg_gwp", {"gwp": "AR6GWP100", "methane": origin, "kg": {"CH4": 10}})["kgCO2e"] == kg


def test_refuses_to_add_results_of_two_sets() -> None:
    lines = [{"gwp": "AR5GWP100", "kgCO2e": 1}, {"gwp": "AR5GWP20", "kgCO2e": 1}]

    with pytest.raises(MixedGwpSets):
        judge("ghg_gwp", {"lines": lines})


def test_refuses_a_blend_that_does_not_add_up() -> None:
    with pytest.raises(FractionOutOfRange):
        judge("ghg_gwp", {"gwp": "AR5", "blend": {"HFC32": 0.5, "HFC125": 0.49}})


def test_does_not_take_an_unassessed_gas_for_zero() -> None:
    with pytest.raises(NotInTable):
        judge("ghg_gwp", {"gwp": "AR5", "kg": {"unobtainium": 1}})


def test_an_instrument_without_all_criteria_counts_nothing() -> None:
    weak = Instrument(energy_mwh=Fraction(60), intensity_kg_per_kwh=Fraction(0), meets_quality_criteria=False)

    result = account_electricity(
        energy_mwh=Fraction(100),
        grid_kg_per_kwh=Fraction("0.4"),
        instruments=[weak],
        residual_mix_kg_per_kwh=Fraction("0.5"),
    )

    assert (result.location_based_t, result.market_based_t, result.uncounted_mwh) == (40, 50, 60)
    assert not result.disclose_no_residual_mix


def test_refuses_instruments_for_more_than_was_used() -> None:
    full = Instrument(energy_mwh=Fraction(101), intensity_kg_per_kwh=Fraction(0), meets_quality_criteria=True)

    with pytest.raises(InstrumentsExceedUse):
        account_electricity(
            energy_mwh=Fraction(100),
            grid_kg_per_kwh=Fraction(1),
            instruments=[full],
            residual_mix_kg_per_kwh=None,
        )


def test_spend_needs_its_sector_its_year_and_a_table() -> None:
    table: dict[str, object] = {"factors": {"562111": 0.988}}

    with pytest.raises(ExcludedScope2):
        judge("ghg_scope3_spend_based", {"naics": "221112", "usd": 1}, table)
    with pytest.raises(DeflatorRequired):
        judge("ghg_scope3_spend_based", {"naics": "562111", "usd": 1, "usd_year": 2025}, table)
    with pytest.raises(FactorsRequired):
        judge("ghg_scope3_spend_based", {"naics": "334111", "usd": 1, "usd_year": 2022})
    waste = judge("ghg_scope3_spend_based", {"naics": "562920", "usd": 1000, "usd_year": 2022}, table)
    assert waste["tCO2e"] == 0.988


def test_changes_of_both_directions_count_towards_a_recalculation() -> None:
    changes = [
        Change(kind=ChangeKind.METHODOLOGY, emissions=Fraction(3)),
        Change(kind=ChangeKind.DIVESTMENT, emissions=Fraction(-3)),
    ]

    test = judge_base_year(base=Fraction(100), changes=changes, threshold=Fraction("0.05"))

    assert test.recalculate
    assert (test.new_base, test.share) == (100, Fraction("0.06"))


@pytest.mark.parametrize(("emissions", "due"), [("4.999", False), ("5", True), ("5.001", True)])
def test_the_threshold_of_a_recalculation_is_exact(emissions: str, due: bool) -> None:
    change = Change(kind=ChangeKind.ERROR, emissions=Fraction(emissions))

    test = judge_base_year(base=Fraction(100), changes=[change], threshold=Fraction("0.05"))

    assert test.recalculate is due


def test_what_is_outsourced_into_a_reported_category_moves_nothing() -> None:
    change = Change(kind=ChangeKind.OUTSOURCING, emissions=Fraction(-50), stays_reported=True)

    test = judge_base_year(base=Fraction(100), changes=[change], threshold=Fraction("0.05"))

    assert (test.recalculate, test.new_base, test.ignored) == (False, 100, (change,))


@given(st.lists(amounts, max_size=5), st.lists(amounts, max_size=5))
def test_growth_alone_never_recalculates(growth: list[Fraction], later: list[Fraction]) -> None:
    changes = [Change(kind=ChangeKind.ORGANIC_GROWTH, emissions=one) for one in growth] + [
        Change(kind=ChangeKind.ACQUISITION, emissions=one, existed_in_base_year=False) for one in later
    ]

    test = judge_base_year(base=Fraction(1), changes=changes, threshold=Fraction("0.05"))

    assert not test.recalculate


def test_a_blank_category_leaves_the_total_incomplete_and_a_zero_does_not() -> None:
    filled = {number: Category(number=number, state=CategoryState.REPORTED, emissions_kg=0) for number in range(1, 16)}
    del filled[7]

    gap = add_categories(categories=filled)
    whole = add_categories(
        categories={**filled, 7: Category(number=7, state=CategoryState.NOT_RELEVANT, reason="no employees")}
    )

    assert (gap.complete, gap.gaps) == (False, (7,))
    assert (whole.complete, whole.emissions_kg) == (True, 0)


@pytest.mark.parametrize("state", [CategoryState.NOT_RELEVANT, CategoryState.EXCLUDED])
def test_leaving_a_category_out_needs_a_reason(state: CategoryState) -> None:
    with pytest.raises(InputMissing):
        add_categories(categories={1: Category(number=1, state=state)})


def test_refuses_a_figure_on_a_category_that_is_not_disclosed() -> None:
    with pytest.raises(FigureWithoutState):
        add_categories(categories={1: Category(number=1, state=CategoryState.NOT_DISCLOSED, emissions_kg=1)})
