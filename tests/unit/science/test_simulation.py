"""Monte Carlo is seeded, repeatable, indifferent to order, and reports what truncation did to it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.errors import (
    ImplausibleValue,
    InputMissing,
    NegativeQuantity,
    OutOfRange,
    TooFewValues,
    UndefinedResult,
    WrongType,
)
from truetonne.science.method import run_method
from truetonne.science.uncertainty import (
    Empirical,
    Input,
    Lognormal,
    Normal,
    Simulation,
    Triangular,
    Uniform,
    simulate,
)

DRAWS = 20_000
SAMPLE = tuple(float(value) for value in np.random.Generator(np.random.PCG64(7)).normal(50, 5, 400))
DISTRIBUTIONS = (
    Normal(mean=50, sd=5),
    Lognormal(mean=50, sd=5),
    Uniform(low=40, high=60),
    Triangular(low=30, mode=55, high=60),
    Empirical(values=SAMPLE),
)


def run(terms: dict[str, dict[str, Input]], **changes: int) -> Simulation:
    return simulate(terms=terms, **{"draws": DRAWS, **changes})


def one(distribution: object, **changes: object) -> dict[str, dict[str, Input]]:
    return {"term": {"input": Input(distribution=distribution, **changes)}}  # type: ignore[arg-type]


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=lambda one: type(one).__name__)
def test_draws_have_the_mean_and_spread_that_the_distribution_names(distribution: Normal) -> None:
    independent = run(one(distribution), draws=400_000)
    in_a_group = run(one(distribution, group="all"), draws=400_000)

    for simulation in (independent, in_a_group):
        assert simulation.mean == pytest.approx(distribution.mean, abs=5 * distribution.sd / math.sqrt(400_000))
        assert simulation.sd == pytest.approx(distribution.sd, rel=0.01)


def test_repeats_itself_and_differs_under_another_seed() -> None:
    terms = one(Normal(mean=5000, sd=600))

    assert run(terms, seed=1) == run(terms, seed=1)
    assert run(terms, seed=1).mean != run(terms, seed=2).mean


@settings(max_examples=20)
@given(st.permutations(["north", "south", "east", "west"]))
def test_the_order_of_terms_changes_no_byte(order: list[str]) -> None:
    size = {"north": 10.0, "south": 200.0, "east": 3.0, "west": 40.0}

    def terms(names: list[str]) -> dict[str, dict[str, Input]]:
        return {
            name: {
                "activity": Input(distribution=Normal(mean=size[name], sd=size[name] / 4)),
                "factor": Input(distribution=Normal(mean=100, sd=9), group="forest type"),
            }
            for name in names
        }

    assert run(terms(order)) == run(terms(sorted(size)))


def test_another_term_leaves_the_draws_of_the_first_alone() -> None:
    north = Input(distribution=Normal(mean=10, sd=2))

    alone = run({"north": {"x": north}})
    beside_a_constant = run({"north": {"x": north}, "south": {"x": Input(distribution=Uniform(low=5, high=5))}})

    assert beside_a_constant.mean == pytest.approx(alone.mean + 5, abs=1e-9)
    assert beside_a_constant.sd == pytest.approx(alone.sd, abs=1e-9)


def test_inputs_in_one_group_move_together() -> None:
    parts = {"a": Normal(mean=100, sd=10), "b": Normal(mean=100, sd=10)}

    apart = run({name: {"x": Input(distribution=part)} for name, part in parts.items()})
    together = run({name: {"x": Input(distribution=part, group="soil")} for name, part in parts.items()})

    assert apart.sd == pytest.approx(10 * math.sqrt(2), rel=0.03)
    assert together.sd == pytest.approx(20, rel=0.03)
    assert together.hw90.fraction > apart.hw90.fraction


def test_truncation_lifts_the_mean_and_is_reported() -> None:
    settlements = Normal(mean=798, sd=565)

    free, cut = run(one(settlements)), run(one(settlements, lower=0.0))

    assert cut.mean > free.mean
    assert cut.truncated_shares["term/input"] == pytest.approx(0.0789, abs=0.01)
    assert cut.truncated_inputs == ("term/input",)
    assert free.truncated_shares == {}


def test_a_rare_truncation_is_reported_but_not_flagged() -> None:
    cut = run(one(Normal(mean=100, sd=30), lower=0.0, upper=1_000.0))

    assert 0 < cut.truncated_shares["term/input"] < 0.01
    assert cut.truncated_inputs == ()


def test_a_skewed_distribution_deducts_the_larger_half() -> None:
    skewed, even = run(one(Lognormal(mean=10, sd=8))), run(one(Normal(mean=10, sd=2)))

    assert skewed.is_asymmetric
    assert skewed.hw90_for_deduction == skewed.hw90_sides[1]
    assert not even.is_asymmetric
    assert even.hw90_for_deduction == even.hw90


def test_no_relative_width_exists_around_zero() -> None:
    nothing = run(one(Uniform(low=0, high=0)))

    with pytest.raises(UndefinedResult):
        _ = nothing.hw90


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"draws": 9_999}, TooFewValues), ({"draws": 10**9}, ImplausibleValue), ({"seed": -1}, OutOfRange)],
)
def test_refuses_runs_that_show_nothing_or_never_end(changes: dict[str, int], error: type[Exception]) -> None:
    with pytest.raises(error):
        run(one(Normal(mean=1, sd=1)), **changes)


def test_needs_something_to_draw() -> None:
    for terms in ({}, {"term": {}}):
        with pytest.raises(InputMissing):
            run(terms)


def test_refuses_distributions_that_are_none() -> None:
    for make, error in (
        (lambda: Normal(mean=1, sd=-1), NegativeQuantity),
        (lambda: Lognormal(mean=0, sd=1), UndefinedResult),
        (lambda: Uniform(low=2, high=1), OutOfRange),
        (lambda: Triangular(low=1, mode=1, high=1), OutOfRange),
        (lambda: Triangular(low=1, mode=3, high=2), OutOfRange),
        (lambda: Empirical(values=(1.0,) * 29), TooFewValues),
        (lambda: Input(distribution=Normal(mean=1, sd=1), lower=2, upper=1), OutOfRange),
        (lambda: Normal(mean=math.nan, sd=1), ValueError),
    ):
        with pytest.raises(error):
            make()


def product(**changes: object) -> dict[str, object]:
    inputs = {
        "A": {"dist": "normal", "mean": 5000, "sd": 600},
        "B": {"dist": "normal", "mean": 200, "sd": 36},
        "draws": DRAWS,
        **changes,
    }
    return run_method(method=get_method(name="monte_carlo_product"), inputs=inputs).as_json()


def test_stores_what_repeats_the_run() -> None:
    record = product(seed=42)

    assert record["randomness"] == {
        "generator": "PCG64", "seed": 42, "draws": DRAWS, "block": 32_768,
        "libraries": {"numpy": np.__version__, "scipy": record["randomness"]["libraries"]["scipy"]},  # type: ignore[index]
    }  # fmt: skip
    assert record == product(seed=42)


def test_agrees_with_the_exact_spread_or_says_so() -> None:
    free = product()["outputs"]
    cut = product(A={"dist": "normal", "mean": 600, "sd": 600, "lower": 0})["outputs"]

    assert free["flags"] == []  # type: ignore[index]
    assert "differs_from_analytic" in cut["flags"]  # type: ignore[index]
    assert "truncated_draws:product/A" in cut["flags"]  # type: ignore[index]


def test_correlated_factors_have_no_independent_formula() -> None:
    record = product(
        A={"dist": "normal", "mean": 5000, "sd": 600, "group": "g"},
        B={"dist": "normal", "mean": 200, "sd": 36, "group": "g"},
    )

    assert record["outputs"]["cv_exact"] is None  # type: ignore[index]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"dist": "cauchy", "mean": 1, "sd": 1}, WrongType),
        ({"dist": "normal", "mean": 1}, InputMissing),
        ({"dist": "normal", "mean": 1, "sd": -1}, NegativeQuantity),
        ({"dist": "normal", "mean": 0, "sd": 1}, UndefinedResult),
        ({"dist": "normal", "mean": 1, "sd": 1, "median": 1}, ValueError),
        ("normal", WrongType),
    ],
)
def test_refuses_an_input_that_is_no_distribution(wrong: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        product(A=wrong)


def test_draws_any_sum_of_products() -> None:
    terms = {
        "north": {"area": {"dist": "uniform", "low": 1, "high": 3}, "density": {"dist": "normal", "mean": 10, "sd": 1}},
        "south": {"total": {"dist": "triangular", "low": 0, "mode": 5, "high": 10}},
        "east": {"total": {"dist": "lognormal", "mean": 4, "sd": 1}},
        "west": {"total": {"dist": "empirical", "values": [float(value) for value in range(30)]}},
    }

    outputs = run_method(method=get_method(name="monte_carlo"), inputs={"terms": terms, "draws": DRAWS}).outputs

    assert outputs["mean"] == pytest.approx(20 + 5 + 4 + 14.5, rel=0.02)
