"""Synthetic control: weights against brute force, the past repeated, placebos, findings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truetonne.science.errors import NotFinite, TooFewValues, WrongType
from truetonne.science.forest.synthetic_control import fit_synthetic_control, solve_weights


def donors(n: int = 8, times: int = 14, seed: int = 4) -> np.ndarray:
    """Invented outcomes: each donor follows three shared movements in its own way."""
    random = np.random.default_rng(seed)
    shared = random.normal(size=(3, times)).cumsum(axis=1)
    return random.normal(size=(n, 3)) @ shared + random.normal(0, 0.05, (n, times))


NAMES = tuple("abcdefgh")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(2, 6))
def test_no_mixture_on_a_grid_is_nearer(seed: int, n: int, times: int) -> None:
    random = np.random.default_rng(seed)
    target, others = random.normal(size=times), random.normal(size=(n, times))

    weights = solve_weights(target=target, donors=others)

    found = float(np.square(target - weights @ others).sum())
    grid = random.dirichlet(np.full(n, 0.5), 3000)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert found <= np.square(target - grid @ others).sum(axis=1).min() + 1e-12


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_no_shift_of_weight_between_two_donors_brings_it_nearer(seed: int) -> None:
    """At the optimum of a convex problem no donor with weight may be exchanged for a better one."""
    random = np.random.default_rng(seed)
    target, others = random.normal(size=9), random.normal(size=(7, 9))

    weights = solve_weights(target=target, donors=others)

    slopes = 2 * others @ (weights @ others - target)
    carried = weights > 1e-9
    assert slopes[carried].max() <= slopes.min() + 1e-7


def test_finds_the_mixture_that_made_the_unit() -> None:
    others = donors()
    treated = 0.6 * others[1] + 0.4 * others[5]
    treated[10:] -= 2.0

    found = fit_synthetic_control(treated=treated, donors=others, names=NAMES, n_before=10)

    assert found.weights == pytest.approx([0, 0.6, 0, 0, 0, 0.4, 0, 0], abs=1e-6)
    assert found.effect_mean == pytest.approx(-2.0, abs=1e-6)
    assert found.effect_total == pytest.approx(-8.0, abs=1e-5)
    assert found.p_placebo == pytest.approx(1 / 9)
    assert found.findings == ()


def test_does_not_depend_on_the_order_of_donors() -> None:
    others = donors()
    treated = others.mean(axis=0) + np.linspace(0, 0.3, 14)
    order = np.random.default_rng(1).permutation(8)

    first = fit_synthetic_control(treated=treated, donors=others, names=NAMES, n_before=9)
    second = fit_synthetic_control(
        treated=treated, donors=others[order], names=[NAMES[place] for place in order], n_before=9
    )

    assert (second.weights == first.weights[order]).all()
    assert second.placebos == first.placebos


def test_says_that_the_past_is_not_repeated() -> None:
    found = fit_synthetic_control(treated=donors()[0] + 40.0, donors=donors()[1:], names=NAMES[1:], n_before=10)

    assert [finding.code for finding in found.findings][:1] == ["poor_fit"]
    assert found.findings[0].facts["pre_rmse"] == pytest.approx(found.pre_rmse)


def test_says_that_one_donor_is_all() -> None:
    others = donors()

    found = fit_synthetic_control(treated=others[2] + 0.0, donors=others, names=NAMES, n_before=10)

    assert [(finding.code, finding.facts["donor"]) for finding in found.findings] == [("single_donor", "c")]


def test_a_placebo_treats_every_donor_without_the_treated_unit() -> None:
    others = donors()
    calm = fit_synthetic_control(treated=others[0], donors=others[1:], names=NAMES[1:], n_before=10)
    shaken = fit_synthetic_control(
        treated=others[0] + np.where(np.arange(14) < 10, 0.0, 500.0), donors=others[1:], names=NAMES[1:], n_before=10
    )

    assert calm.placebos == shaken.placebos
    assert len(calm.placebos) == 7
    assert shaken.p_placebo == pytest.approx(1 / 8)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"n_before": 1}, TooFewValues),
        ({"n_before": 14}, TooFewValues),
        ({"names": ("a",) * 8}, WrongType),
        ({"treated": np.full(14, np.nan)}, NotFinite),
        ({"donors": np.ones((8, 3))}, WrongType),
    ],
)
def test_refuses_what_is_no_panel(change: dict[str, object], refusal: type[Exception]) -> None:
    whole = {"treated": donors()[0], "donors": donors(), "names": NAMES, "n_before": 10}

    with pytest.raises(refusal):
        fit_synthetic_control(**{**whole, **change})  # type: ignore[arg-type]
