"""Quantities know their unit and basis: what does not go together does not add up."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.errors import NegativeQuantity, NotFinite, UnitMismatch, UnitMissing, WrongType
from truetonne.science.inputs import Inputs
from truetonne.science.units import (
    Boundary,
    CarbonIntensity,
    Co2e,
    Energy,
    EnergyDensity,
    HeatingValue,
    Mass,
    Metric,
    Volume,
    emissions_of,
    energy_of,
    read_mass,
)

AR5 = Metric(report="AR5", horizon_years=100)
AR6 = Metric(report="AR6", horizon_years=100)
AR6_20 = Metric(report="AR6", horizon_years=20)
LHV, HHV = HeatingValue.LHV, HeatingValue.HHV
sizes = st.floats(1e-6, 1e12)


def intensity(g: float, *, basis: HeatingValue = LHV, boundary: Boundary = Boundary.WTW) -> CarbonIntensity:
    return CarbonIntensity(g_co2e_per_mj=g, basis=basis, boundary=boundary)


@given(sizes)
def test_a_gram_a_kilogram_and_a_tonne_are_a_thousand_apart(amount: float) -> None:
    grams, kilograms, tonnes = (Mass.of(amount, unit) for unit in ("g", "kg", "t"))

    assert math.isclose(grams.kg * 1_000, kilograms.kg)
    assert math.isclose(kilograms.kg * 1_000, tonnes.kg)
    assert math.isclose(tonnes.t, amount)
    assert math.isclose(grams.g, amount)


@given(sizes, sizes)
def test_masses_add_whatever_their_units(first: float, second: float) -> None:
    assert math.isclose((Mass.of(first, "t") + Mass.of(second, "kg")).kg, first * 1_000 + second)


@pytest.mark.parametrize("unit", ["tonne", "lb", "L", "MJ", ""])
def test_refuses_what_is_no_unit_of_mass(unit: str) -> None:
    with pytest.raises(UnitMismatch, match="kg"):
        Mass.of(1, unit)


QUANTITIES = (
    Mass(kg=1),
    Volume(litres=1),
    Energy(mj=1, basis=LHV),
    Energy(mj=1, basis=HHV),
    Co2e(kg=1, metric=AR5),
    Co2e(kg=1, metric=AR6),
    Co2e(kg=1, metric=AR6_20),
    Co2e(kg=1, metric=None),
    intensity(1, boundary=Boundary.WTW),
    intensity(1, basis=HHV, boundary=Boundary.TTW),
)


@pytest.mark.parametrize(("left", "right"), [pair for pair in product(QUANTITIES, repeat=2) if pair[0] != pair[1]])
def test_units_bases_sets_and_horizons_never_mix(left: Mass, right: Mass) -> None:
    with pytest.raises(UnitMismatch):
        left + right


def test_adds_emissions_under_one_set_and_takes_them_off() -> None:
    assert Co2e(kg=3, metric=AR5) + Co2e(kg=4, metric=AR5) == Co2e(kg=7, metric=AR5)
    assert (Co2e(kg=3000, metric=AR5) - Co2e(kg=4000, metric=AR5)).t == -1
    with pytest.raises(UnitMismatch, match="AR5"):
        Co2e(kg=3, metric=AR5) - Co2e(kg=4, metric=AR6)


def test_a_set_is_named_by_report_feedback_and_horizon() -> None:
    assert AR6_20.name == "AR6GWP20"
    assert Metric(report="AR5", horizon_years=100, has_feedback=True).name == "AR5CCFGWP100"


def test_energy_keeps_the_basis_of_its_density() -> None:
    energy = energy_of(volume=Volume.of(1, "US gal"), density=EnergyDensity(mj_per_l=38.65, basis=HHV))

    assert energy.basis is HHV
    assert math.isclose(energy.mj, 38.65 * 3.785411784)


@given(st.floats(-200, 200), sizes)
def test_grams_per_megajoule_become_kilograms_once(g: float, mj: float) -> None:
    emissions = emissions_of(energy=Energy(mj=mj, basis=LHV), intensity=intensity(g))

    assert math.isclose(emissions.kg, mj * g / 1_000, abs_tol=1e-300)


def test_refuses_a_lower_heating_value_intensity_on_gross_energy() -> None:
    with pytest.raises(UnitMismatch, match="heating value"):
        emissions_of(energy=Energy(mj=1, basis=HHV), intensity=intensity(90, basis=LHV))


def test_only_the_two_parts_make_well_to_wheel() -> None:
    well_to_tank, tank_to_wheel = intensity(20, boundary=Boundary.WTT), intensity(72, boundary=Boundary.TTW)

    assert well_to_tank + tank_to_wheel == intensity(92)
    with pytest.raises(UnitMismatch):
        well_to_tank + well_to_tank
    with pytest.raises(UnitMismatch, match="boundary"):
        intensity(92) - tank_to_wheel


def test_compares_intensities_on_one_basis_only() -> None:
    assert (intensity(92) - intensity(17)).g_co2e_per_mj == 75
    with pytest.raises(UnitMismatch, match="heating value"):
        intensity(92) - intensity(17, basis=HHV)


@pytest.mark.parametrize(("value", "error"), [(-1, NegativeQuantity), (math.nan, NotFinite), ("1", WrongType)])
def test_refuses_amounts_that_are_none(value: float, error: type[Exception]) -> None:
    with pytest.raises(error):
        Mass(kg=value)
    with pytest.raises(error):
        Energy.of(value, "MJ", basis=LHV)


def test_reads_a_mass_only_with_its_unit() -> None:
    assert read_mass(inputs=Inputs({"gas": {"value": 2, "unit": "t"}}), name="gas") == Mass(kg=2_000)
    with pytest.raises(UnitMissing, match="kg"):
        read_mass(inputs=Inputs({"gas": 2}), name="gas")
    with pytest.raises(UnitMismatch):
        read_mass(inputs=Inputs({"gas": {"value": 2, "unit": "gal"}}), name="gas")
