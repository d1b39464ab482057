"""Inputs of calculations are read field by field; nothing is coerced and nothing unknown passes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.errors import (
    FractionOutOfRange,
    InputMissing,
    InputUnknown,
    NegativeQuantity,
    NotFinite,
    TooFewValues,
    WrongType,
)
from truetonne.science.inputs import Inputs
from truetonne.science.method import Method, hash_inputs, run_method


def test_names_the_field_inside_a_nested_object() -> None:
    strata = Inputs({"forest": {"area_ha": "ten"}})

    with pytest.raises(WrongType) as refused:
        strata.nested("forest").number("area_ha")

    assert refused.value.field == "forest.area_ha"
    assert refused.value.value == "ten"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_refuses_numbers_that_are_not_finite(value: float) -> None:
    with pytest.raises(NotFinite):
        Inputs({"x": value}).number("x")


@pytest.mark.parametrize("value", [True, "1", None, [1]])
def test_never_takes_another_type_for_a_number(value: object) -> None:
    with pytest.raises(WrongType):
        Inputs({"x": value}).number("x")


def test_refuses_what_is_missing_negative_or_no_share() -> None:
    inputs = Inputs({"mass_kg": -1, "share": 1.5, "percent": 40})

    with pytest.raises(InputMissing):
        inputs.number("volume_l")
    with pytest.raises(NegativeQuantity):
        inputs.quantity("mass_kg")
    with pytest.raises(FractionOutOfRange):
        inputs.fraction("share")
    with pytest.raises(FractionOutOfRange, match="not a percentage"):
        inputs.fraction("percent")


def test_asks_for_enough_values() -> None:
    inputs = Inputs({"plots": [1, 2], "draws": 99})

    with pytest.raises(TooFewValues):
        inputs.numbers("plots", least=30)
    with pytest.raises(TooFewValues):
        inputs.whole("draws", least=10_000)


def test_refuses_an_input_that_the_method_does_not_know() -> None:
    method = Method(
        name="double", title="Double", version="1", source="arithmetic",
        compute=lambda inputs: {"y": 2 * inputs.number("x")},
    )  # fmt: skip

    assert run_method(method=method, inputs={"x": 2}).outputs == {"y": 4.0}
    with pytest.raises(InputUnknown) as refused:
        run_method(method=method, inputs={"x": 2, "z": 3})
    assert refused.value.field == "z"
    assert "x" in refused.value.fix


@given(st.dictionaries(st.text(), st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()))
def test_hashes_inputs_whatever_their_order(values: dict[str, object]) -> None:
    assert hash_inputs(inputs=values) == hash_inputs(inputs=dict(reversed(values.items())))
