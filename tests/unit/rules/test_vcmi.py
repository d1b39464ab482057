"""VCMI: tiers exact at their bounds, under every table in circulation, after the criteria that come first."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.rule_set import list_versions, rule_set
from truetonne.rules.standard import run_standard
from truetonne.rules.vcmi.scope3_action import SCOPE3_ACTION, judge_budget_gap, judge_year_gap
from truetonne.rules.vcmi.standards import STANDARDS
from truetonne.rules.vcmi.tiers import VCMI_TIERS, RemainingEmissionsRequired, find_tier, judge_tier
from truetonne.science.errors import TooFewValues

TIERS, ACTION = STANDARDS
TABLES = list_versions(family=VCMI_TIERS)
LIMITS = list_versions(family=SCOPE3_ACTION)[-1].body
LADDER = [None, "Silver", "Gold", "Platinum"]
masses = st.integers(min_value=0, max_value=10**9)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.version)
@given(remaining=st.integers(min_value=1, max_value=10**9), data=st.data())
def test_every_bound_is_inclusive_below_and_exclusive_above(table, remaining: int, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    row = data.draw(st.sampled_from(table.body.tier))
    bound = Fraction(row.min_share) * remaining

    at = find_tier(retired_kg=bound, remaining_kg=Fraction(remaining), table=table.body)
    under = find_tier(retired_kg=bound - Fraction(1, 10**9), remaining_kg=Fraction(remaining), table=table.body)

    assert at == row.name
    assert under == LADDER[LADDER.index(row.name) - 1]


@given(remaining=st.integers(min_value=1, max_value=10**9), less=masses, more=masses)
def test_more_credits_never_lower_a_tier(remaining: int, less: int, more: int) -> None:
    low, high = sorted((less, more))
    for table in TABLES:
        tiers = [
            find_tier(retired_kg=Fraction(one), remaining_kg=Fraction(remaining), table=table.body)
            for one in (low, high)
        ]
        assert LADDER.index(tiers[0]) <= LADDER.index(tiers[1])


def test_the_same_data_give_two_labelled_results() -> None:
    inputs = {"retired_ccp_t": 1500, "remaining_t": 10000, "gates_met": True}

    verdict = run_standard(standard=TIERS, inputs=inputs)

    assert verdict["by_set"] == {"vcmi-tiers-2023-06": None, "vcmi-tiers-2023-11": "Silver"}
    assert (verdict["tier"], verdict["threshold_set"]) == ("Silver", "vcmi-tiers-2023-11")
    assert verdict["basis"] == "unverified rule set"


def test_another_table_is_judged_when_it_is_named() -> None:
    inputs = {
        "retired_ccp_t": 1500,
        "remaining_t": 10000,
        "gates_met": True,
        "threshold_set": "vcmi-tiers-2023-06",
    }

    assert run_standard(standard=TIERS, inputs=inputs)["tier"] is None


@pytest.mark.parametrize("remaining", [None, Fraction(0)])
def test_nothing_remaining_is_an_error_and_no_platinum(remaining: Fraction | None) -> None:
    with pytest.raises(RemainingEmissionsRequired):
        judge_tier(retired_ccp_kg=Fraction(1), remaining_kg=remaining, criteria={}, table=TABLES[0])


def test_a_criterion_that_was_not_shown_is_told_apart_from_one_that_failed() -> None:
    table = rule_set(family=VCMI_TIERS, version="2023-11")
    criteria: dict[str, bool | None] = dict.fromkeys(table.body.criterion, True)
    criteria |= {"advocacy": False, "assurance": None}

    verdict = judge_tier(retired_ccp_kg=Fraction(1), remaining_kg=Fraction(1), criteria=criteria, table=table)

    results = {finding.rule: finding.result.value for finding in verdict.findings}
    assert verdict.tier is None
    assert (results["advocacy"], results["assurance"], results["share"]) == ("not_met", "not_shown", "met")


@given(trajectory=st.integers(min_value=1, max_value=10**9), over=masses)
def test_a_quarter_over_the_path_is_exactly_where_the_gap_ends(trajectory: int, over: int) -> None:
    found = judge_year_gap(actual=Fraction(trajectory + over), trajectory=Fraction(trajectory), limits=LIMITS)

    assert found.eligible is (4 * over <= trajectory)
    assert found.credits_needed == over


@pytest.mark.parametrize(("year", "eligible"), [(2040, True), (2041, False)])
def test_no_gap_is_claimed_for_after_2040(year: int, eligible: bool) -> None:
    found = judge_year_gap(actual=Fraction(110), trajectory=Fraction(100), limits=LIMITS, year=year)

    assert found.eligible is eligible


def test_one_year_may_not_take_more_than_its_part_of_the_allowance() -> None:
    found = judge_budget_gap(
        actual=[Fraction(111), Fraction(100)], trajectory=[Fraction(100), Fraction(0)], limits=LIMITS
    )

    assert found.reasons == ("gap_above_share", "year_above_share_of_allowance")


def test_fewer_credits_than_the_gap_are_not_enough() -> None:
    found = judge_year_gap(
        actual=Fraction(110), trajectory=Fraction(100), limits=LIMITS, credits_retired=Fraction("9.999")
    )

    assert (found.credits_suffice, found.reasons) == (False, ("credits_below_gap",))


def test_years_and_path_have_the_same_length() -> None:
    with pytest.raises(TooFewValues):
        judge_budget_gap(actual=[Fraction(1)], trajectory=[], limits=LIMITS)
