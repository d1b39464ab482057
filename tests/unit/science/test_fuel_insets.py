"""A fuel inset is energy times the difference of two intensities, on one basis, under ceilings that catch slips."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.approval import Approval
from truetonne.science.catalogue import get_method
from truetonne.science.errors import (
    ImplausibleValue,
    InputMissing,
    InputRefused,
    NegativeQuantity,
    NotEligible,
    UndefinedResult,
    UnitMismatch,
    UnitMissing,
)
from truetonne.science.fuels.bases import FuelDensity, FuelIntensity, FuelQuantity, FuelUnit
from truetonne.science.fuels.inset import InsetAmount, check_stated_reduction, quantify_inset
from truetonne.science.method import run_method
from truetonne.science.units import Boundary, HeatingValue

APPROVAL = Approval(entered_by="Lan", approved_by="Mai", reason="certificate read at the registry")
BASES = {
    "ed_basis": "HHV", "ci_fuel_basis": "HHV", "ci_ref_basis": "HHV", "ci_fuel_boundary": "WTW", "ci_ref_boundary": "WTW",
}  # fmt: skip
HDRD = {"litres": 1_000_000, "ed": 37.89, "ci_ref": 94.38, "ci_fuel": 20.0}


def density(
    value: float = 37.89, *, basis: HeatingValue = HeatingValue.HHV, unit: FuelUnit = FuelUnit.LITRE
) -> FuelDensity:
    return FuelDensity(mj_per_unit=value, unit=unit, heating_value=basis)


def intensity(
    value: float, *, basis: HeatingValue = HeatingValue.HHV, boundary: Boundary = Boundary.WTW
) -> FuelIntensity:
    return FuelIntensity(g_co2e_per_mj=value, boundary=boundary, heating_value=basis)


def inset(litres: float = 1_000, *, fuel: FuelIntensity, comparator: FuelIntensity, **more: object) -> InsetAmount:
    chosen = more.pop("density", density())
    quantity = FuelQuantity(size=litres, unit=FuelUnit.LITRE)
    return quantify_inset(quantity=quantity, density=chosen, fuel=fuel, comparator=comparator, **more)  # type: ignore[arg-type]


def compute(name: str, **inputs: object) -> dict[str, object]:
    return dict(run_method(method=get_method(name=name), inputs=inputs).outputs)


def test_a_batch_with_all_bases_stated_is_issuable_to_the_kilogram() -> None:
    outputs = compute("inset_credit", **HDRD, **BASES)

    assert outputs["t"] == pytest.approx(2818.2582, abs=1e-9)
    assert outputs["kg"] == outputs["issuable_kg"] == 2_818_258
    assert outputs["flags"] == []


def test_a_batch_without_stated_bases_is_computed_and_never_issued() -> None:
    outputs = compute("inset_credit", **HDRD)

    assert outputs["kg"] == 2_818_258
    assert outputs["issuable_kg"] is None
    assert outputs["flags"] == ["basis_not_stated"]


def test_refuses_bases_that_are_stated_in_part() -> None:
    with pytest.raises(UnitMissing) as refused:
        compute("inset_credit", **HDRD, ed_basis="HHV")

    assert refused.value.field in BASES


@pytest.mark.parametrize(
    ("name", "basis"),
    [("ed_basis", "LHV"), ("ci_ref_basis", "LHV"), ("ci_fuel_boundary", "TTW"), ("ci_ref_boundary", "WTT")],
)
def test_never_mixes_heating_values_or_boundaries(name: str, basis: str) -> None:
    with pytest.raises(UnitMismatch):
        compute("inset_credit", **HDRD, **BASES | {name: basis})


def test_refuses_a_pair_of_boundaries_that_agree_and_are_not_well_to_wheel() -> None:
    with pytest.raises(UnitMismatch, match="well to wheel"):
        inset(fuel=intensity(0.1, boundary=Boundary.TTW), comparator=intensity(73.5, boundary=Boundary.TTW))


def test_a_fuel_no_better_than_its_comparator_earns_nothing() -> None:
    amount = inset(fuel=intensity(100.21), comparator=intensity(94.38))

    assert amount.reduction_t < 0
    assert amount.issuable_kg == 0
    assert amount.flags == ("no_saving",)


def test_a_negative_intensity_waits_for_a_certificate_and_a_second_person() -> None:
    waiting = inset(fuel=intensity(-30.85), comparator=intensity(94.38))
    only_approved = inset(fuel=intensity(-30.85), comparator=intensity(94.38), approval=APPROVAL)
    issued = inset(fuel=intensity(-30.85), comparator=intensity(94.38), approval=APPROVAL, certificate="B059701")

    assert waiting.flags == only_approved.flags == ("negative_intensity_needs_approval",)
    assert waiting.issuable_kg == only_approved.issuable_kg == 0
    assert waiting.kg == issued.kg == issued.issuable_kg == 4_744
    assert issued.flags == ("negative_intensity",)


def test_the_four_real_negative_pathways_are_counted_once_approved(shared_data: Callable[[str], Path]) -> None:
    path = shared_data("fuels/carb_lcfs_liquid_biofuel_pathways.csv")
    with path.open(encoding="utf-8", newline="") as file:
        negative = [row for row in csv.DictReader(file) if float(row["ci"]) < 0]

    assert sorted(float(row["ci"]) for row in negative) == [-30.85, -30.07, -6.27, -5.77]
    for row in negative:
        inputs = {"gallons": 1_000, "MJ_per_gal": 126.13, "ci_ref": 100.45, "ci_fuel": float(row["ci"])}
        bases = BASES | dict.fromkeys(["ed_basis", "ci_fuel_basis", "ci_ref_basis"], "LHV")
        held = compute("inset_credit", **inputs, **bases)
        passed = compute(
            "inset_credit", **inputs, **bases, certificate=row["fpc"],
            approval={"entered_by": "Lan", "approved_by": "Mai", "reason": "certified pathway"},
        )  # fmt: skip
        assert held["issuable_kg"] == 0
        assert passed["issuable_kg"] == held["kg"] > 12_670


@pytest.mark.parametrize("stated_t", [54_580_000, 55_177_391_275, 55_178_917])
def test_catches_the_missing_factor_of_a_public_example(stated_t: float) -> None:
    example = {"gallons": 5_075_000, "MJ_per_gal": 138.7, "ci_ref": 95.61, "ci_fuel": 17.22}

    outputs = compute("lcfs_compliance_units", **example)

    assert outputs["t"] == pytest.approx(55_178.917, abs=0.001)
    with pytest.raises(ImplausibleValue) as refused:
        compute("lcfs_compliance_units", **example, stated_t=stated_t)
    assert refused.value.field == "stated_t"
    assert "grams" in refused.value.fix


def test_says_so_when_a_stated_amount_is_another_one_below_the_ceiling() -> None:
    amount = inset(fuel=intensity(20), comparator=intensity(94.38))

    assert check_stated_reduction(stated_t=amount.reduction_t, amount=amount) == ()
    assert check_stated_reduction(stated_t=1.0, amount=amount) == ("differs_from_computed",)


def test_refuses_more_than_diesel_could_save_unless_a_second_person_approves() -> None:
    with pytest.raises(ImplausibleValue):
        inset(density=density(37_890.0), fuel=intensity(20), comparator=intensity(94.38))

    approved = inset(density=density(50.0), fuel=intensity(5), comparator=intensity(94.38), approval=APPROVAL)
    assert approved.flags == ("implausible_value_approved",)


def test_refuses_a_density_per_kilogram_that_no_fuel_has() -> None:
    with pytest.raises(ImplausibleValue):
        density(43_000, unit=FuelUnit.KILOGRAM)
    with pytest.raises(UndefinedResult):
        density(0)


def test_refuses_a_quantity_in_another_unit_than_the_density() -> None:
    with pytest.raises(UnitMismatch):
        quantify_inset(
            quantity=FuelQuantity(size=1, unit=FuelUnit.US_GALLON), density=density(), fuel=intensity(20),
            comparator=intensity(94.38),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"litres": -1}, NegativeQuantity),
        ({"gallons": 5}, InputMissing),
        ({"litres": None}, InputMissing),
        ({"ci_ref": -4}, NegativeQuantity),
        ({"approval": {"entered_by": "a", "approved_by": "A", "reason": "x"}}, NotEligible),
    ],
)
def test_refuses_inputs_that_cannot_be(change: dict[str, object], error: type[InputRefused]) -> None:
    with pytest.raises(error):
        compute("inset_credit", **HDRD | change)


def test_litre_for_litre_would_overstate() -> None:
    saving_t = inset(
        litres=1_000, density=density(34.32), fuel=intensity(17.48), comparator=intensity(91.93)
    ).reduction_t
    litre_for_litre_t = 1_000 * (2.66155 + 0.62409 - 0.03558 - 0.56439) / 1_000

    assert saving_t == pytest.approx(2.555, abs=0.001)
    assert litre_for_litre_t > saving_t


litres = st.decimals(min_value=0, max_value=10**7, places=3).map(float)
intensities = st.decimals(min_value=0, max_value=120, places=2).map(float)


@given(litres=litres, fuel=intensities, comparator=intensities, more=intensities)
def test_a_dirtier_fuel_never_earns_more(litres: float, fuel: float, comparator: float, more: float) -> None:
    cleaner = inset(litres, density=density(30), fuel=intensity(fuel), comparator=intensity(comparator))
    dirtier = inset(litres, density=density(30), fuel=intensity(fuel + more), comparator=intensity(comparator))

    assert dirtier.kg <= cleaner.kg
    assert cleaner.reduction_t <= cleaner.reference_emissions_t + 1e-9
    assert cleaner.kg <= max(0, 1_000 * cleaner.reduction_t) + 1e-6


@given(parts=st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=8))
def test_deliveries_never_earn_more_apart_than_together(parts: list[int]) -> None:
    apart = [inset(part, fuel=intensity(20), comparator=intensity(94.38)).kg for part in parts]
    together = inset(sum(parts), fuel=intensity(20), comparator=intensity(94.38)).kg

    assert together - len(parts) < sum(apart) <= together
