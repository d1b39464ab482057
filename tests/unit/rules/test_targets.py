"""Targets: exact rates, versions by the day of validation, and coverage at the very threshold."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from truetonne.rules.rule_set import rule_set
from truetonne.rules.standard import run_standard
from truetonne.rules.targets.boundary import (
    CompanyCategory,
    CompanySize,
    StatedTarget,
    categorize,
    check_target,
    needs_scope3_target,
)
from truetonne.rules.targets.contraction import (
    Emissions,
    NotEstablished,
    Pathway,
    YearsOutOfOrder,
    add_contractions,
    contract_by_fixed_rate,
    contract_dynamically,
)
from truetonne.rules.targets.intensity import absolute_change, least_intensity_reduction
from truetonne.rules.targets.ongoing import EmissionsRequired, OngoingEffort, OngoingTier, find_tier, removals_share
from truetonne.rules.targets.rule_sets import NET_ZERO_STANDARD, name_rule_set
from truetonne.rules.targets.standards import STANDARDS
from truetonne.science.errors import InputRefused, UndefinedResult

V1 = rule_set(family=NET_ZERO_STANDARD, version="1.3.1")
V2 = rule_set(family=NET_ZERO_STANDARD, version="2.0")
SCOPE2 = Pathway(name="scope2", net_zero_ambition=Fraction(1), net_zero_year=2040, floor_per_year=Fraction("0.042"))
BY_NAME = {standard.name: standard for standard in STANDARDS}
assert V1.body.boundary
assert V2.body.boundary_v2
assert V2.body.ongoing
TIERS = V2.body.ongoing
tonnes = st.integers(min_value=0, max_value=10**6)


def emissions(*, base: int = 100, recent: int = 100, base_year: int = 2025, recent_year: int = 2025) -> Emissions:
    return Emissions(
        base_year=base_year, base=Fraction(base), most_recent_year=recent_year, most_recent=Fraction(recent)
    )


def test_a_target_that_states_precisely_what_is_asked_for_passes() -> None:
    found = contract_dynamically(pathway=SCOPE2, emissions=emissions(), target_year=2031)

    assert found.ambition == Fraction("0.4")
    assert found.is_met_by(stated_reduction=Fraction("0.4"))
    assert not found.is_met_by(stated_reduction=Fraction("0.39999999"))


@pytest.mark.parametrize(
    ("facts", "target_year", "refusal"),
    [
        (emissions(), 2025, YearsOutOfOrder),
        (emissions(recent_year=2024), 2031, YearsOutOfOrder),
        (emissions(recent_year=2031), 2031, YearsOutOfOrder),
        (emissions(base=0), 2031, UndefinedResult),
        (emissions(recent_year=2040), 2045, NotEstablished),
    ],
)
def test_refuses_years_and_emissions_that_the_method_cannot_use(
    facts: Emissions, target_year: int, refusal: type[InputRefused]
) -> None:
    with pytest.raises(refusal):
        contract_dynamically(pathway=SCOPE2, emissions=facts, target_year=target_year)


@given(
    recent=st.integers(min_value=0, max_value=500),
    ahead=st.integers(min_value=1, max_value=14),
    since=st.integers(min_value=0, max_value=5),
)
def test_what_is_asked_for_lies_between_the_floor_and_all_of_it(recent: int, ahead: int, since: int) -> None:
    facts = emissions(recent=recent, base_year=2020, recent_year=2020 + since)
    target_year = 2020 + since + ahead

    found = contract_dynamically(pathway=SCOPE2, emissions=facts, target_year=target_year)

    assert min(Fraction(1), SCOPE2.floor_per_year * (target_year - 2020)) <= found.ambition <= 1
    assert found.target_emissions == 100 * (1 - found.ambition)


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_scopes_combine_into_the_sum_of_their_targets(first: int, second: int) -> None:
    facts = [emissions(base=first, recent=first), emissions(base=second, recent=second)]
    parts = [(one, contract_dynamically(pathway=SCOPE2, emissions=one, target_year=2031)) for one in facts]

    whole = add_contractions(parts=parts)

    assert whole.target_emissions == sum(part.target_emissions for _, part in parts)
    assert whole.ambition == 1 - whole.target_emissions / (first + second)


def test_the_old_rate_is_linear_and_later_base_years_count_from_2020() -> None:
    rate = Fraction("0.042")

    assert contract_by_fixed_rate(rate_per_year=rate, base_year=2015, target_year=2030) == Fraction("0.63")
    assert contract_by_fixed_rate(rate_per_year=rate, base_year=2023, target_year=2030) == Fraction("0.42")


@pytest.mark.parametrize(
    ("day", "chosen", "name"),
    [
        (date(2026, 4, 13), "", "sbti-aca-legacy"),
        (date(2026, 4, 29), "", "sbti-cnzs"),
        (date(2026, 4, 20), "sbti-cnzs", "sbti-cnzs"),
    ],
)
def test_the_day_of_validation_names_the_rule(day: date, chosen: str, name: str) -> None:
    assert name_rule_set(validated_on=day, chosen=chosen) == name


def test_between_two_disputed_days_a_person_chooses() -> None:
    with pytest.raises(NotEstablished):
        name_rule_set(validated_on=date(2026, 4, 14))


@given(scope12=tonnes, scope3=tonnes)
def test_two_fifths_of_the_total_is_exactly_where_scope_3_counts(scope12: int, scope3: int) -> None:
    assume(scope12 + scope3 > 0)

    needed = needs_scope3_target(scope12=Fraction(scope12), scope3=Fraction(scope3), share=Fraction("0.40"))

    assert needed is (5 * scope3 >= 2 * (scope12 + scope3))


@pytest.mark.parametrize(
    ("target", "rule", "met"),
    [
        (StatedTarget(scope3_coverage=Fraction("0.67")), "scope3_coverage", True),
        (StatedTarget(scope3_coverage=Fraction("0.669")), "scope3_coverage", False),
        (StatedTarget(scope12_coverage=Fraction("0.95")), "scope12_coverage", True),
        (StatedTarget(base_year=2014), "base_year", False),
        (StatedTarget(submission_year=2026, target_year=2030), "near_term_horizon", False),
        (StatedTarget(submission_year=2026, target_year=2036), "near_term_horizon", True),
        (StatedTarget(net_zero_year=2051), "net_zero_year", False),
    ],
)
def test_each_stated_fact_has_a_finding(target: StatedTarget, rule: str, met: bool) -> None:
    assert V1.body.boundary
    (found,) = check_target(target=target, rule=V1.body.boundary, rule_set=V1.key, basis=V1.basis)

    assert (found.rule, found.result == "met") == (rule, met)
    assert found.basis == "unverified rule set"


@pytest.mark.parametrize(
    ("size", "category"),
    [
        (CompanySize(turnover_eur=Fraction(450_000_000)), CompanyCategory.A),
        (CompanySize(fte=Fraction(999)), CompanyCategory.UNKNOWN),
        (
            CompanySize(
                turnover_eur=Fraction(60_000_000),
                fte=Fraction(250),
                high_income=True,
                scope12_t=Fraction(5),
                balance_eur=Fraction(0),
            ),
            CompanyCategory.A,
        ),
        (
            CompanySize(
                turnover_eur=Fraction(1),
                fte=Fraction(1),
                high_income=False,
            ),
            CompanyCategory.B,
        ),
        (CompanySize(turnover_eur=Fraction(1), fte=Fraction(1)), CompanyCategory.UNKNOWN),
    ],
)
def test_what_is_not_known_makes_no_company_a_category_b(size: CompanySize, category: CompanyCategory) -> None:
    assert V2.body.boundary_v2

    assert categorize(size=size, rule=V2.body.boundary_v2) is category


def test_seven_percent_a_year_is_compounded_and_half_in_ten_years_just_misses_it() -> None:
    least = least_intensity_reduction(rate_per_year=Fraction("0.07"), years=10)

    assert float(least) == pytest.approx(0.5160, abs=5e-5)
    assert Fraction("0.5") < least


def test_an_intensity_cut_never_stands_without_its_absolute_figure() -> None:
    change = absolute_change(intensity_reduction=Fraction("0.5"), growth_per_year=Fraction("0.08"), years=10)

    assert float(change) == pytest.approx(0.079462, abs=1e-6)


@given(scope12=tonnes, scope3=tonnes, less=tonnes, more=tonnes)
def test_more_credits_never_lower_a_tier(scope12: int, scope3: int, less: int, more: int) -> None:
    assume(scope12 + scope3 > 0)
    ladder = [None, *OngoingTier]

    def rank(credits_t: int) -> int:
        effort = OngoingEffort(
            scope12_t=Fraction(scope12),
            scope3_t=Fraction(scope3),
            credits_t=Fraction(credits_t),
            budget_usd=Fraction(10**12),
            outcomes_verified=True,
        )
        return ladder.index(find_tier(effort=effort, rule=TIERS))

    assert rank(min(less, more)) <= rank(max(less, more))


def test_the_highest_tier_needs_budget_and_verified_outcomes() -> None:
    effort = OngoingEffort(
        scope12_t=Fraction(1), scope3_t=Fraction(9), credits_t=Fraction(10), budget_usd=Fraction(800)
    )

    assert find_tier(effort=effort, rule=TIERS) is OngoingTier.ADVANCED


def test_no_emissions_are_no_tier() -> None:
    with pytest.raises(EmissionsRequired):
        find_tier(effort=OngoingEffort(scope12_t=Fraction(0), scope3_t=Fraction(0), credits_t=Fraction(1)), rule=TIERS)


@given(st.integers(min_value=2020, max_value=2070), st.integers(min_value=2036, max_value=2060))
def test_removals_grow_in_a_straight_line_to_all_of_it(year: int, net_zero_year: int) -> None:
    now = removals_share(year=year, net_zero_year=net_zero_year, rule=TIERS)
    next_year = removals_share(year=year + 1, net_zero_year=net_zero_year, rule=TIERS)

    assert 0 <= now <= next_year <= 1


def test_removals_of_2042_on_the_way_to_2050() -> None:
    assert removals_share(year=2042, net_zero_year=2050, rule=TIERS) == Fraction("0.472")


def test_conformance_with_the_standard_is_not_what_the_exchange_asks_for() -> None:
    inputs = {"version": "2.0", "category": "A", "targets": ["near_term_s1", "near_term_s2", "near_term_s3"]}

    verdict = run_standard(standard=BY_NAME["sbti_boundary_thresholds"], inputs=inputs)

    assert (verdict["sbti_conformant"], verdict["satisfies_exchange_condition_1"]) == (True, False)
