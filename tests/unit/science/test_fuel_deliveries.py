"""Many deliveries at once give the same as one by one, to the last bit and the same kilogram."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.approval import Approval
from truetonne.science.errors import ImplausibleValue, InputRefused, NegativeQuantity, NotFinite, WrongType
from truetonne.science.fuels import many
from truetonne.science.fuels.bases import FuelDensity, FuelIntensity, FuelQuantity, FuelUnit
from truetonne.science.fuels.inset import quantify_inset
from truetonne.science.fuels.many import Deliveries, quantify_deliveries
from truetonne.science.units import Boundary, HeatingValue

APPROVAL = Approval(entered_by="Lan", approved_by="Mai", reason="certified")

rows = st.tuples(
    st.decimals(min_value=0, max_value=10**6, places=3).map(float),
    st.decimals(min_value=20, max_value=40, places=2).map(float),
    st.decimals(min_value=-40, max_value=120, places=2).map(float),
    st.decimals(min_value=0, max_value=90, places=2).map(float),
    st.booleans(),
)


def deliver(**changes: object) -> Deliveries:
    values: dict[str, object] = {
        "quantity": [1_000.0, 2_000.0], "unit": FuelUnit.LITRE, "mj_per_unit": 37.89, "fuel_wtw_g_per_mj": [20.0, 30.0],
        "comparator_wtw_g_per_mj": 94.38, "heating_value": HeatingValue.HHV,
    }  # fmt: skip
    return quantify_deliveries(**values | changes)  # type: ignore[arg-type]


@given(st.lists(rows, min_size=1, max_size=30))
def test_gives_the_same_as_one_by_one(rows: list[tuple[float, float, float, float, bool]]) -> None:
    litres, densities, fuels, comparators, approved = (list(column) for column in zip(*rows, strict=True))

    found = deliver(
        quantity=litres, mj_per_unit=densities, fuel_wtw_g_per_mj=fuels, comparator_wtw_g_per_mj=comparators,
        is_approved=approved,
    )  # fmt: skip

    for place, (size, mj, fuel, comparator, is_approved) in enumerate(rows):
        one = quantify_inset(
            quantity=FuelQuantity(size=size, unit=FuelUnit.LITRE),
            density=FuelDensity(mj_per_unit=mj, unit=FuelUnit.LITRE, heating_value=HeatingValue.HHV),
            fuel=FuelIntensity(g_co2e_per_mj=fuel, boundary=Boundary.WTW, heating_value=HeatingValue.HHV),
            comparator=FuelIntensity(g_co2e_per_mj=comparator, boundary=Boundary.WTW, heating_value=HeatingValue.HHV),
            certificate="C" if is_approved else "", approval=APPROVAL if is_approved else None,
        )  # fmt: skip
        assert found.kg[place] == one.issuable_kg
        assert found.energy_mj[place] == one.energy_mj
        assert found.reduction_t[place] == one.reduction_t
        assert found.is_negative_intensity[place] == (fuel < 0)


@given(kg=st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=50))
def test_a_product_that_is_a_whole_kilogram_counts_as_one(kg: list[int]) -> None:
    found = deliver(
        quantity=[float(each) for each in kg], mj_per_unit=31.25, fuel_wtw_g_per_mj=[20.3] * len(kg),
        comparator_wtw_g_per_mj=52.3,
    )  # fmt: skip

    assert found.kg.tolist() == kg


def test_works_across_pieces_and_with_one_number_for_all() -> None:
    n = many.PIECE + 3
    found = deliver(quantity=np.full(n, 1_000.0), fuel_wtw_g_per_mj=20.0)

    assert found.kg.shape == (n,)
    assert set(found.kg.tolist()) == {2_818}


def test_no_delivery_is_no_result_and_no_error() -> None:
    assert deliver(quantity=[], fuel_wtw_g_per_mj=20.0).kg.size == 0


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"quantity": [1.0, -2.0]}, NegativeQuantity, "quantity[1]"),
        ({"quantity": [1.0, np.nan]}, NotFinite, "quantity[1]"),
        ({"fuel_wtw_g_per_mj": [np.inf, 1.0]}, NotFinite, "fuel_wtw_g_per_mj[0]"),
        ({"comparator_wtw_g_per_mj": -1.0}, NegativeQuantity, "comparator_wtw_g_per_mj[0]"),
        ({"mj_per_unit": 0.0}, ImplausibleValue, "mj_per_unit[0]"),
        ({"mj_per_unit": [37.89, 37_890.0]}, ImplausibleValue, "mj_per_unit[1]"),
        ({"mj_per_unit": [1.0]}, WrongType, "mj_per_unit"),
        ({"quantity": [[1.0]]}, WrongType, "quantity"),
        ({"quantity": [1e300, 1.0], "mj_per_unit": 1e10, "unit": FuelUnit.KILOGRAM}, ImplausibleValue, "quantity[0]"),
    ],
)
def test_names_the_row_that_cannot_be(changes: dict[str, object], error: type[InputRefused], field: str) -> None:
    with pytest.raises(error) as refused:
        deliver(**changes)

    assert refused.value.field == field
