"""Equivalent permanence: the damage of every release counts, so total release without discount is worth nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.errors import (
    FractionOutOfRange,
    ImplausibleValue,
    InputMissing,
    InputRefused,
    NegativeQuantity,
    OutOfRange,
    TooFewValues,
    UndefinedResult,
    WrongType,
)
from truetonne.science.method import run_method
from truetonne.science.permanence.equivalent import (
    NoPositiveSequestration,
    find_equivalent_permanence,
    grow_cost,
    interpolate_cost,
)

ADDITIONALITY = {"2012": 4.4, "2013": 5.5, "2014": 7.7}
LEAKAGE = {"2012": 3.3, "2013": 4.4, "2014": 5.5}
FALLING = [800, 400, 200, 100, 50, 25, 12.5]
STANDS, GONE = [1, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0]
DENSITY = [100, 60, 5, 30, 0, 0]


def compute(name: str, **inputs: object) -> dict[str, object]:
    return dict(run_method(method=get_method(name=name), inputs=inputs).outputs)


def test_standing_forest_beside_cleared_controls_is_additional() -> None:
    outputs = compute(
        "pact_additionality", treatment_props=STANDS, control_props=GONE, area_ha=10, density_tC_ha=DENSITY
    )

    assert outputs["additionality_tC"] == 950
    assert outputs["additionality_tco2"] == pytest.approx(950 * 44 / 12)


def test_iterations_are_averaged() -> None:
    outputs = compute(
        "pact_additionality", treatment_props=[STANDS, STANDS], control_props=[STANDS, GONE], area_ha=10,
        density_tC_ha=DENSITY,
    )  # fmt: skip

    assert outputs["additionality_tC"] == pytest.approx(475)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"treatment_props": [1, 0, 0, 0, 0]}, TooFewValues),
        ({"treatment_props": [0.5, 0.4, 0, 0, 0, 0]}, FractionOutOfRange),
        ({"control_props": [1.5, -0.5, 0, 0, 0, 0]}, FractionOutOfRange),
        ({"control_props": []}, TooFewValues),
        ({"area_ha": -1}, NegativeQuantity),
        ({"density_tC_ha": [501, 0, 0, 0, 0, 0]}, ImplausibleValue),
        ({"density_tC_ha": [-1, 0, 0, 0, 0, 0]}, NegativeQuantity),
        ({"density_tC_ha": [1, 2]}, TooFewValues),
    ],
)
def test_refuses_plots_that_cannot_be(change: dict[str, object], error: type[InputRefused]) -> None:
    inputs = {"treatment_props": STANDS, "control_props": GONE, "area_ha": 1, "density_tC_ha": DENSITY}

    with pytest.raises(error):
        compute("pact_additionality", **inputs | change)


def test_the_first_year_and_a_missing_one_have_no_net_sequestration() -> None:
    with pytest.raises(UndefinedResult):
        compute("pact_net_sequestration", additionality=ADDITIONALITY, leakage=LEAKAGE, year=2012)
    with pytest.raises(InputMissing):
        compute("pact_net_sequestration", additionality=ADDITIONALITY, leakage={"2013": 1}, year=2013)
    with pytest.raises(WrongType):
        compute("pact_net_sequestration", additionality={"first": 1}, leakage=LEAKAGE, year=2013)


def test_a_negative_release_counts_as_none_and_is_flagged() -> None:
    falling = {"2012": 0, "2013": 5, "2014": 6}

    outputs = compute("pact_release", additionality=falling, leakage=dict.fromkeys(falling, 0), end_year=2014, years=1)

    assert outputs == {"release": 0.0, "release_computed": -4.0, "flags": ["negative_release"]}


@pytest.mark.parametrize(
    ("quality", "est_year", "future_year", "release"),
    [
        ("high", 2018, 2022, 0),
        ("high", 2018, 2023, 77.5),
        ("high", 2017, 2023, 0),
        ("low", 2018, 2019, 77.5),
        ("low", 2018, 2018, 77.5),
        ("low", 2018, 2023, 77.5),
        ("low", 2017, 2019, 0),
        ("low", 2018, 2017, 0),
    ],
)
def test_low_risk_releases_after_the_end_and_high_risk_at_once(
    quality: str, est_year: int, future_year: int, release: float
) -> None:
    outputs = compute(
        "pact_release_schedule", quality=quality, additionality=FALLING, start_year=2012, est_year=est_year,
        future_year=future_year, project_end=2022,
    )  # fmt: skip

    assert outputs["release"] == release


def test_a_short_history_says_so() -> None:
    outputs = compute(
        "pact_release_schedule", quality="low", additionality=FALLING, leakage=[0] * 7, start_year=2012, est_year=2017,
        future_year=2023, project_end=2022,
    )  # fmt: skip

    assert outputs["flags"] == ["history_too_short"]


def test_earlier_schedules_are_taken_off_and_later_ones_are_not() -> None:
    inputs = {"additionality": ADDITIONALITY, "leakage": LEAKAGE, "year": 2014}
    schedule = {"2012": {"2013": 1, "2014": 1}, "2013": {"2014": 1}, "2014": {"2014": 50}}

    assert compute("pact_adjusted", **inputs, schedule_est_in_year=schedule)["adjusted"] == pytest.approx(1.1 - 2)
    with pytest.raises(NegativeQuantity):
        compute("pact_adjusted", **inputs, schedule_est_in_year={"2012": {"2014": -1}})


def permanence(**changes: object) -> dict[str, object]:
    inputs = {
        "adjusted_net_seq_t": 1_000, "release_t_per_year": {"from_k": 1, "to_k": 10, "t": 100}, "scc0": 50, "discount": 0,
    }  # fmt: skip
    return compute("pact_ep", **inputs | changes)


def test_the_last_release_is_cut_to_the_remainder_and_counted() -> None:
    outputs = permanence(release_t_per_year={"from_k": 0, "to_k": 50, "t": 300})

    assert outputs["years"] == 4
    assert outputs["damage"] == 50_000
    assert outputs["EP"] == outputs["credits"] == outputs["permanent_remainder_t"] == 0


def test_what_is_never_released_is_permanent() -> None:
    outputs = permanence(release_t_per_year={"from_k": 1, "to_k": 5, "t": 100})

    assert outputs["EP"] == 0.5
    assert outputs["credits"] == outputs["permanent_remainder_t"] == 500


def test_a_release_in_the_year_of_the_claim_counts_in_full() -> None:
    assert permanence(release_t_per_year=[1_000], discount=0.03)["EP"] == 0
    assert permanence(release_t_per_year=[0, 1_000], discount=0.25)["EP"] == pytest.approx(0.2)


def test_a_damage_that_outgrows_the_discount_earns_nothing_and_is_shown() -> None:
    outputs = permanence(scc_growth=0.05, discount=0.03)

    assert outputs["EP"] < 0  # type: ignore[operator]
    assert outputs["credits"] == 0
    assert outputs["flags"] == ["damage_exceeds_value"]


def test_the_social_cost_is_interpolated_and_never_extrapolated() -> None:
    cost_at = interpolate_cost(costs={0: 50.0, 10: 100.0})

    assert [cost_at(year) for year in (0, 5, 10)] == [50, 75, 100]
    with pytest.raises(InputMissing):
        cost_at(11)
    with pytest.raises(InputMissing):
        permanence(scc={"0": 50, "9": 60})
    with_series = {
        "adjusted_net_seq_t": 100,
        "release_t_per_year": [0, 100],
        "scc": {"0": 50, "1": 51.5},
        "discount": 0.03,
    }
    assert compute("pact_ep", **with_series)["EP"] == 0


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"scc0": 0}, OutOfRange),
        ({"discount": -0.01}, OutOfRange),
        ({"scc_growth": -1}, OutOfRange),
        ({"release_t_per_year": 100}, WrongType),
        ({"release_t_per_year": {"from_k": -1, "to_k": 3, "t": 1}}, NegativeQuantity),
        ({"release_t_per_year": {"from_k": 4, "to_k": 3, "t": 1}}, OutOfRange),
        ({"scc_growth": 1e300}, OutOfRange),
    ],
)
def test_refuses_schedules_and_costs_that_cannot_be(changes: dict[str, object], error: type[InputRefused]) -> None:
    with pytest.raises(error):
        permanence(**changes)


def test_a_negative_release_in_a_schedule_counts_as_none() -> None:
    outputs = permanence(release_t_per_year=[0, -500, 500])

    assert outputs["EP"] == 0.5
    assert outputs["flags"] == ["negative_release"]


def test_nothing_sequestered_is_undefined() -> None:
    outputs = permanence(adjusted_net_seq_t=-1)

    assert (outputs["EP"], outputs["credits"]) == (None, 0)
    with pytest.raises(NoPositiveSequestration):
        find_equivalent_permanence(
            adjusted_t=0, releases_t=[], cost_at=grow_cost(cost_now=50, growth=0), discount_rate=0.03
        )


amounts = st.decimals(min_value="0.1", max_value=10**6, places=1).map(float)


@given(adjusted=amounts, cost=st.floats(1, 500), cuts=st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_total_release_at_a_flat_cost_without_discount_is_exactly_nothing(
    adjusted: float, cost: float, cuts: list[float]
) -> None:
    releases = [*(cut * adjusted for cut in cuts), adjusted]

    found = find_equivalent_permanence(
        adjusted_t=adjusted, releases_t=releases, cost_at=grow_cost(cost_now=cost, growth=0), discount_rate=0
    )

    assert found.share == 0
    assert found.credits_t == 0


@given(adjusted=amounts, later=st.integers(0, 100), more=st.integers(0, 100), rate=st.floats(0, 0.2))
def test_later_release_is_never_worth_less(adjusted: float, later: int, more: int, rate: float) -> None:
    def share(year: int) -> float:
        return find_equivalent_permanence(
            adjusted_t=adjusted, releases_t=[0.0] * year + [adjusted], cost_at=grow_cost(cost_now=50, growth=0),
            discount_rate=rate,
        ).share  # fmt: skip

    assert 0 <= share(later) <= share(later + more) + 1e-12 <= 1 + 1e-12


def test_every_sampled_pixel_is_accounted_for() -> None:
    assert compute("pact_match_account", sampled=100, matched=90, matchless=10) == {"matchless_share": 0.1, "flags": []}
    assert compute("pact_match_account", sampled=100, matched=89, matchless=11)["flags"] == ["many_matchless"]
    with pytest.raises(UndefinedResult):
        compute("pact_match_account", sampled=100, matched=90, matchless=9)
