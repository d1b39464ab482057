"""Tonnes of a calculation become whole kilograms: gross rounds down, deductions round up, and the parts add up."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.approval import Approval, read_approval
from truetonne.science.errors import InputMissing, NegativeQuantity, NotEligible, NotFinite
from truetonne.science.inputs import Inputs
from truetonne.science.issuable import as_written, ceiling_kg, deduct_kg, floor_kg

tonnes = st.decimals(min_value=0, max_value=10**7, places=6).map(float)


@pytest.mark.parametrize(
    ("quantity_t", "kg"), [(1.001, 1_001), (2.9999, 2_999), (0, 0), (-5.2, 0), (Fraction(1, 3), 333)]
)
def test_rounds_what_is_issued_down(quantity_t: float | Fraction, kg: int) -> None:
    assert floor_kg(quantity_t=quantity_t) == kg


@pytest.mark.parametrize(("quantity_t", "kg"), [(1.001, 1_001), (1.0001, 1_001), (0, 0)])
def test_rounds_a_deduction_up(quantity_t: float, kg: int) -> None:
    assert ceiling_kg(quantity_t=quantity_t) == kg


def test_refuses_a_deduction_that_adds_and_numbers_that_are_none() -> None:
    with pytest.raises(NegativeQuantity):
        deduct_kg(gross_t=1, deductions_t={"buffer": -0.1})
    with pytest.raises(NotFinite):
        floor_kg(quantity_t=math.nan)


@given(gross_t=tonnes, deductions_t=st.dictionaries(st.sampled_from(["uncertainty", "leakage", "buffer"]), tonnes))
def test_the_parts_add_up_to_the_gross_amount(gross_t: float, deductions_t: dict[str, float]) -> None:
    issuable = deduct_kg(gross_t=gross_t, deductions_t=deductions_t)

    total = issuable.net_kg + sum(issuable.deductions_kg.values()) - issuable.unfunded_deduction_kg
    assert issuable.gross_kg == total
    assert issuable.net_kg == 0 or issuable.unfunded_deduction_kg == 0
    assert issuable.net_kg <= (
        as_written(value=gross_t) - sum(map(Fraction, map(repr, deductions_t.values())))
    ) * 1_000 or (issuable.net_kg == 0)


def test_an_approval_needs_a_second_person_and_a_reason() -> None:
    given_inputs = {"approval": {"entered_by": "lan", "approved_by": "Mai", "reason": "verified by the registry"}}

    assert read_approval(inputs=Inputs(given_inputs)) == Approval(
        entered_by="lan", approved_by="Mai", reason="verified by the registry"
    )
    assert read_approval(inputs=Inputs({})) is None
    with pytest.raises(NotEligible):
        read_approval(inputs=Inputs({"approval": {"entered_by": "lan", "approved_by": "Lan ", "reason": "x"}}))
    with pytest.raises(InputMissing):
        read_approval(inputs=Inputs(given_inputs), needs_source=True)
