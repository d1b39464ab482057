"""Durability is a label with years; tonne-years and stacks are reported and never issued."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.durability.label import DurabilityLabel, check_substitute
from truetonne.science.durability.response import integrate, response
from truetonne.science.durability.risk import expect_loss, multiply_risks, rate_longevity
from truetonne.science.durability.stacking import renew, stack_horizontally
from truetonne.science.errors import (
    FractionOutOfRange,
    InputMissing,
    InputRefused,
    NegativeQuantity,
    NotEligible,
    NotInTable,
    OutOfRange,
    TooFewValues,
    UndefinedResult,
    WrongType,
)
from truetonne.science.method import run_method

CURVES = ("joos_2013", "ipcc_2007", "ipcc_2000")
STORAGE = {"method": "lashof", "curve": "joos_2013", "horizon": 100, "delay": 30, "discount": 0}


def compute(name: str, **inputs: object) -> dict[str, object]:
    return dict(run_method(method=get_method(name=name), inputs=inputs).outputs)


def equivalence(**changes: object) -> float:
    return float(str(compute("tonne_year", **STORAGE | changes)["equivalence"]))


@pytest.mark.parametrize("curve", CURVES)
def test_a_pulse_starts_whole_and_only_falls(curve: str) -> None:
    left = response(curve=curve, years=1_000)

    assert left[0] == pytest.approx(1, abs=1e-3)
    assert np.all(np.diff(left) < 0)
    assert integrate(curve=curve, years=0) == 0


def test_methods_differ_by_a_factor_on_the_same_facts() -> None:
    found = [equivalence(method=method) for method in ("mc", "qc", "car", "lashof")]

    assert found == pytest.approx([1.745, 2.623, 3.333, 4.094], abs=0.001)
    assert found[-1] / found[0] > 2.3


def test_tonne_years_are_never_issued_and_always_name_their_method() -> None:
    outputs = compute("tonne_year", **STORAGE)

    assert outputs["issuable_kg"] == 0
    assert {"method", "curve", "horizon", "discount_cost", "discount_benefit"} <= set(outputs)
    assert compute("horizontal_stacking", term=40, horizon=100)["issuable_kg"] == 0


@pytest.mark.parametrize("method", ["mc", "lashof", "car", "qc"])
def test_storage_for_no_time_equals_no_tonne(method: str) -> None:
    assert compute("tonne_year", **STORAGE | {"method": method, "delay": 0})["equivalence"] is None
    assert stack_horizontally(term_years=0, horizon_years=100, curve="joos_2013") is None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"delay": -1}, NegativeQuantity),
        ({"delay": 101}, OutOfRange),
        ({"horizon": 0, "delay": 0}, TooFewValues),
        ({"horizon": 1_001}, OutOfRange),
        ({"curve": "straight"}, NotInTable),
        ({"method": "best"}, WrongType),
        ({"discount": -0.01}, OutOfRange),
        ({"discount": None}, WrongType),
    ],
)
def test_refuses_storage_that_cannot_be(change: dict[str, object], error: type[InputRefused]) -> None:
    with pytest.raises(error):
        compute("tonne_year", **STORAGE | change)


def test_flags_a_method_that_credits_too_much() -> None:
    outputs = compute("tonne_year", **STORAGE | {"method": "mc", "delay": 60})

    assert outputs["equivalence"] < 1  # type: ignore[operator]
    assert outputs["flags"] == ["equivalence_below_one"]


def test_flags_a_discounted_cost_over_an_undiscounted_benefit() -> None:
    one = {name: value for name, value in STORAGE.items() if name != "discount"} | {"method": "mc", "delay": 1}

    mixed = compute("tonne_year", **one, discount_cost=0.033, discount_benefit=0)
    straight = compute("tonne_year", **one, discount=0.033)

    assert mixed["flags"] == ["mixed_discount_rates"]
    assert straight["flags"] == []
    assert mixed["equivalence"] < straight["equivalence"]  # type: ignore[operator]
    quebec = compute("tonne_year", **STORAGE | {"method": "qc", "discount": 0.03})
    assert "mixed_discount_rates" in quebec["flags"]  # type: ignore[operator]


@given(
    method=st.sampled_from(["mc", "lashof", "car", "qc"]),
    curve=st.sampled_from(CURVES),
    horizon=st.integers(2, 300),
    years=st.data(),
    rate=st.floats(0, 0.1),
)
def test_longer_storage_never_needs_more_tonnes(
    method: str, curve: str, horizon: int, years: st.DataObject, rate: float
) -> None:
    short = years.draw(st.integers(1, horizon - 1))
    longer = years.draw(st.integers(short + 1, horizon))
    facts = {"method": method, "curve": curve, "horizon": horizon, "discount": rate}

    assert equivalence(**facts, delay=longer) <= equivalence(**facts, delay=short) * (1 + 1e-9)


@given(curve=st.sampled_from(CURVES), horizon=st.integers(1, 300), rate=st.floats(0, 0.1))
def test_storing_to_the_horizon_is_permanent_for_lashof_and_car(curve: str, horizon: int, rate: float) -> None:
    for method in ("lashof", "car"):
        facts = {"method": method, "curve": curve, "horizon": horizon, "delay": horizon, "discount": rate}
        assert equivalence(**facts) == pytest.approx(1, rel=1e-9)


risks = st.dictionaries(st.text(min_size=1, max_size=5), st.floats(0, 1), max_size=8)


@given(risks=risks, more=st.floats(0, 1))
def test_one_more_risk_never_lowers_the_rating(risks: dict[str, float], more: float) -> None:
    rating = multiply_risks(risks=risks)

    assert 0 <= rating <= 1
    assert multiply_risks(risks={**risks, "one more risk": more}) >= rating - 1e-12


def test_the_default_risks_are_unverified() -> None:
    result = run_method(method=get_method(name="reversal_risk_multiplicative"), inputs={})

    assert result.outputs["rating"] == pytest.approx(0.1923623918)
    assert result.uses_unverified


@pytest.mark.parametrize(("years", "points"), [(0, 25), (50, 12.5), (100, 0), (200, 0)])
def test_longevity_costs_less_the_longer_it_is(years: float, points: float) -> None:
    assert rate_longevity(years=years, has_agreement=True) == points


def test_an_additive_rating_says_what_it_leaves_out() -> None:
    inputs = {
        "internal": {"PM": 2, "FV": 1, "OC": 0, "longevity_years": 30, "legal_agreement": False},
        "external": {"LT": 2, "CE": 3},
        "natural": [{"LS": 4, "M": 0.25}],
    }

    outputs = compute("vcs_nprt", **inputs)

    assert outputs["PL"] == 18
    assert outputs["overall"] == 2 + 1 + 18 + 5 + 1
    assert outputs["flags"] == ["floors_and_caps_not_applied", "longevity_too_short", "longevity_form_unverified"]
    with pytest.raises(FractionOutOfRange):
        compute("vcs_nprt", **inputs | {"natural": [{"LS": 4, "M": 2}]})


@given(p=st.floats(0, 1), severity=st.floats(0, 1), years=st.integers(0, 200), more=st.integers(0, 100))
def test_more_years_never_lose_less(p: float, severity: float, years: int, more: int) -> None:
    loss = expect_loss(annual_probability=p, severity=severity, years=years)

    assert 0 <= loss <= expect_loss(annual_probability=p, severity=severity, years=years + more) <= 1


def test_renewals_show_what_discounting_hides() -> None:
    renewals = renew(price=20, term_years=40, horizon_years=1_000, rate=0.03)

    assert (renewals.count, renewals.undiscounted) == (25, 500)
    assert renewals.present_value == pytest.approx(28.8415852603)
    assert renew(price=20, term_years=40, horizon_years=1_001, rate=0).count == 26
    assert renew(price=20, term_years=0.1, horizon_years=0.3, rate=0).count == 3


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"term": 0}, UndefinedResult),
        ({"price": -1}, NegativeQuantity),
        ({"rate": -0.1}, NegativeQuantity),
        ({"term": 0.0001}, OutOfRange),
    ],
)
def test_refuses_renewals_that_cannot_be(change: dict[str, float], error: type[InputRefused]) -> None:
    with pytest.raises(error):
        compute("vertical_stacking", **{"price": 20, "term": 40, "horizon": 1_000, "rate": 0.03} | change)


@given(rate=st.floats(0, 0.2), more=st.floats(0, 0.2), term=st.integers(1, 100))
def test_discounting_only_ever_hides(rate: float, more: float, term: int) -> None:
    plain = renew(price=10, term_years=term, horizon_years=300, rate=rate)
    hidden = renew(price=10, term_years=term, horizon_years=300, rate=rate + more)

    assert hidden.present_value <= plain.present_value + 1e-9 <= plain.undiscounted + 2e-9
    assert plain.undiscounted == 10 * math.ceil(300 / term)


def test_years_beyond_monitoring_need_a_name() -> None:
    assert compute("durability_label", storage_years=100, monitored_years=100)["responsible_party"] is None
    named = compute("durability_label", storage_years=1_000, monitored_years=50, responsible_party="Storage Trust")
    assert named["storage_years"] == 1_000
    with pytest.raises(InputMissing) as refused:
        compute("durability_label", storage_years=101, monitored_years=100)
    assert refused.value.field == "responsible_party"


def test_a_substitute_lasts_as_long_as_what_was_promised() -> None:
    promised = DurabilityLabel(storage_years=100, monitored_years=100)

    check_substitute(promised=promised, offered=DurabilityLabel(storage_years=100, monitored_years=100))
    with pytest.raises(NotEligible):
        check_substitute(promised=promised, offered=DurabilityLabel(storage_years=99, monitored_years=99))
