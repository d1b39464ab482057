"""A buffer pool is insolvent when losses exceed it: exact where projects are equal, simulated from a seed elsewhere."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from truetonne.science.catalogue import get_method
from truetonne.science.durability.portfolio import StoredProject, simulate_pool
from truetonne.science.durability.solvency import Shock, assess_hazard, assess_mixture, count_covered, find_insolvency
from truetonne.science.errors import (
    FractionOutOfRange,
    ImplausibleValue,
    InputRefused,
    NegativeQuantity,
    OutOfRange,
    TooFewValues,
)
from truetonne.science.method import run_method

POOL = {"n": 50, "buffer": 0.15, "hazard": 0.005, "years": 20, "severity": 1.0}


def compute(name: str, **inputs: object) -> dict[str, object]:
    return dict(run_method(method=get_method(name=name), inputs=inputs).outputs)


def equal_projects(n: int = 50, *, hazard: float = 0.005, region: str = "", **more: object) -> list[StoredProject]:
    return [
        StoredProject(name=f"p{i}", stock_kg=1_000_000, buffer_kg=150_000, hazard=hazard, region=region, **more)  # type: ignore[arg-type]
        for i in range(n)
    ]


@pytest.mark.parametrize(
    ("share", "projects", "covered"), [(0.15, 50, 7), (0.29, 100, 29), (0.1, 30, 3), (0.07, 100, 7)]
)
def test_losses_that_equal_the_pool_exhaust_it_and_no_more(share: float, projects: int, covered: int) -> None:
    assert count_covered(projects=projects, buffer_share=share, severity=1.0) == covered


def test_the_tail_is_the_binomials() -> None:
    outputs = compute("buffer_insolvency", **POOL)

    assert outputs["p_insolvent"] == pytest.approx(1 - binom.cdf(7, 50, 1 - 0.995**20), abs=1e-12)
    assert outputs["expected_reversed_share"] == outputs["p_project_reversal"] == outputs["mean"]


def test_a_common_cause_keeps_the_mean_and_fattens_the_tail() -> None:
    outputs = compute("buffer_insolvency", n=50, buffer=0.15, mixture=[[0.9, 0.05], [0.1, 0.5]])

    assert outputs["mean"] == pytest.approx(0.095)
    expected = 0.9 * (1 - binom.cdf(7, 50, 0.05)) + 0.1 * (1 - binom.cdf(7, 50, 0.5))
    assert outputs["p_insolvent"] == pytest.approx(expected, abs=1e-12)
    assert outputs["p_insolvent_independent_same_mean"] == pytest.approx(1 - binom.cdf(7, 50, 0.095), abs=1e-12)


def test_a_yearly_shock_is_exact_as_a_mixture_over_bad_years() -> None:
    shocked = compute("buffer_insolvency", **POOL, shock={"probability": 0.01, "multiplier": 20})

    independent = shocked["p_insolvent_independent_same_mean"]
    assert shocked["p_insolvent"] > independent  # type: ignore[operator]
    assert compute("buffer_insolvency", **POOL, shock={"probability": 0, "multiplier": 20})[
        "p_insolvent"
    ] == pytest.approx(compute("buffer_insolvency", **POOL)["p_insolvent"])


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"n": 0}, TooFewValues),
        ({"buffer": 1.1}, FractionOutOfRange),
        ({"hazard": 0.21}, ImplausibleValue),
        ({"severity": 0}, FractionOutOfRange),
        ({"years": -1}, TooFewValues),
        ({"mixture": [[0.5, 0.1], [0.4, 0.2]]}, FractionOutOfRange),
        ({"mixture": [[1.0, 1.2]]}, FractionOutOfRange),
    ],
)
def test_refuses_pools_that_cannot_be(change: dict[str, object], error: type[InputRefused]) -> None:
    inputs = POOL | change
    if "mixture" in change:
        inputs = {name: value for name, value in inputs.items() if name not in ("hazard", "years")}
    with pytest.raises(error):
        compute("buffer_insolvency", **inputs)


@given(n=st.integers(1, 80), share=st.floats(0, 1), more=st.floats(0, 1), p=st.floats(0, 1))
def test_a_bigger_pool_is_never_less_solvent(n: int, share: float, more: float, p: float) -> None:
    small = find_insolvency(projects=n, buffer_share=share, reversal_probability=p)
    big = find_insolvency(projects=n, buffer_share=min(1.0, share + more), reversal_probability=p)

    assert 0 <= big <= small <= 1
    assert find_insolvency(projects=n, buffer_share=1.0, reversal_probability=p) == 0


@given(hazard=st.floats(0, 0.2), years=st.integers(0, 60), more=st.integers(0, 40), severity=st.floats(0.05, 1))
def test_a_longer_obligation_is_never_safer(hazard: float, years: int, more: int, severity: float) -> None:
    short = assess_hazard(projects=20, buffer_share=0.2, hazard=hazard, years=years, severity=severity)
    longer = assess_hazard(projects=20, buffer_share=0.2, hazard=hazard, years=years + more, severity=severity)

    assert short.p_insolvent <= longer.p_insolvent + 1e-12
    assert short.expected_reversed_share == pytest.approx(severity * short.p_project_reversal)


def test_a_shock_that_never_matters_changes_nothing() -> None:
    base = assess_hazard(projects=20, buffer_share=0.2, hazard=0.01, years=30)
    same = assess_hazard(
        projects=20, buffer_share=0.2, hazard=0.01, years=30, shock=Shock(probability=0.3, multiplier=1)
    )

    assert same.p_insolvent == pytest.approx(base.p_insolvent)
    assert assess_mixture(projects=20, buffer_share=0.2, mixture=[(1.0, 0.1)]).p_insolvent == pytest.approx(
        find_insolvency(projects=20, buffer_share=0.2, reversal_probability=0.1)
    )
    with pytest.raises(OutOfRange):
        Shock(probability=0.1, multiplier=-1)


@pytest.mark.parametrize("shock", [None, Shock(probability=0.05, multiplier=10)])
def test_the_simulation_agrees_with_the_closed_form(shock: Shock | None) -> None:
    outlook = simulate_pool(
        projects=equal_projects(region="north"), years=20, seed=20260301, shocks={"north": shock} if shock else None
    )

    exact = assess_hazard(projects=50, buffer_share=0.15, hazard=0.005, years=20, shock=shock).p_insolvent
    assert outlook.closed_form_p == pytest.approx(exact)
    assert abs(outlook.p_insolvent - exact) <= 3 * math.sqrt(exact * (1 - exact) / 10_000)
    assert outlook.flags == ()


def test_the_same_seed_gives_the_same_outlook_and_keeps_it() -> None:
    facts = {"projects": equal_projects(20), "years": 10}

    first, again, other = (simulate_pool(**facts, seed=seed) for seed in (1, 1, 2))  # type: ignore[arg-type]

    assert first == again
    assert first.randomness["seed"] == 1
    assert first.balance_kg != other.balance_kg


def test_an_outlook_reports_balance_shortfall_and_where_losses_come_from() -> None:
    projects = [
        *equal_projects(5, hazard=0.05, region="north", hazard_type="fire", severity=0.4, severity_concentration=6.0),
        *equal_projects(5, hazard=0.02, region="south", hazard_type="storm", obligation_years=5),
    ]

    outlook = simulate_pool(projects=projects, years=30, seed=5, shocks={"north": Shock(probability=0.1, multiplier=4)})

    assert list(outlook.p_insolvent_by_year) == sorted(outlook.p_insolvent_by_year)
    assert all(low <= middle <= high for low, middle, high in outlook.balance_kg)
    assert outlook.balance_kg[-1][1] <= outlook.balance_kg[0][1] <= 1_500_000
    assert outlook.closed_form_p is None
    assert set(outlook.losses_by_hazard_kg) == {"fire", "storm"}
    assert outlook.losses_by_region_kg["north"] == outlook.losses_by_hazard_kg["fire"]
    expected_storm_kg = 5 * 1_000_000 * (1 - 0.98**5)
    assert outlook.losses_by_region_kg["south"] == pytest.approx(expected_storm_kg, rel=0.05)
    assert outlook.expected_shortfall_kg > 0


def test_partial_losses_repeat_on_what_is_left() -> None:
    outlook = simulate_pool(projects=equal_projects(10, hazard=0.1, severity=0.3, hazard_type="fire"), years=40, seed=9)

    share = outlook.losses_by_hazard_kg["fire"] / 10_000_000
    assert share == pytest.approx(1 - (1 - 0.1 * 0.3) ** 40, rel=0.02)


def test_the_method_runs_a_pool_from_plain_inputs() -> None:
    inputs = {
        "projects": [{"stock_kg": 1_000, "buffer_kg": 200, "hazard": 0.01, "region": "r"} for _ in range(5)],
        "years": 3,
        "seed": 11,
        "shocks": {"r": {"probability": 0.1, "multiplier": 5}},
    }

    result = run_method(method=get_method(name="buffer_simulation"), inputs=inputs)

    assert result.randomness["draws"] == 10_000
    assert len(result.outputs["balance_kg"]) == 3  # type: ignore[arg-type]
    assert result.as_json() == run_method(method=get_method(name="buffer_simulation"), inputs=inputs).as_json()


@pytest.mark.parametrize(
    ("change", "error"),
    [({"draws": 9_999}, TooFewValues), ({"years": 0}, TooFewValues), ({"projects": []}, TooFewValues)],
)
def test_refuses_too_few_runs_years_or_projects(change: dict[str, object], error: type[InputRefused]) -> None:
    with pytest.raises(error):
        simulate_pool(**{"projects": equal_projects(1), "years": 1, "seed": 1} | change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"stock_kg": -1}, NegativeQuantity),
        ({"hazard": 0.3}, ImplausibleValue),
        ({"severity": 0.0}, FractionOutOfRange),
        ({"severity": 0.5, "severity_concentration": 0.0}, OutOfRange),
        ({"severity_concentration": 3.0}, OutOfRange),
    ],
)
def test_refuses_projects_that_cannot_be(change: dict[str, object], error: type[InputRefused]) -> None:
    with pytest.raises(error):
        StoredProject(**{"name": "p", "stock_kg": 1, "buffer_kg": 1, "hazard": 0.1} | change)  # type: ignore[arg-type]
