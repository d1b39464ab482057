"""Wrong figures that were really published: each is put in as it was printed, and each is caught.

The list follows the methods reference: public code bases, a launch article, and slips that their authors warn of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from truetonne.rules.insets.profile import compare_fuels
from truetonne.rules.insets.standards import INSET_FUEL
from truetonne.rules.rule_set import rule_set
from truetonne.science.catalogue import get_method
from truetonne.science.errors import (
    ImplausibleValue,
    InputRefused,
    NotEligible,
    NotInTable,
    UnitMismatch,
    UnitMissing,
)
from truetonne.science.fuels.bases import FuelDensity, FuelIntensity, FuelQuantity, FuelUnit
from truetonne.science.fuels.blends import share_energy
from truetonne.science.fuels.inset import quantify_inset
from truetonne.science.gwp import find_factor
from truetonne.science.gwp.blends import find_composition
from truetonne.science.gwp.table import needed_factor
from truetonne.science.method import run_method
from truetonne.science.removals.forwards import Tranche, check_schedule
from truetonne.science.superpollutants import LegalTest, Subtype, check_law, subtype_of_refrigerant
from truetonne.science.units import Boundary, HeatingValue, Metric


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What somebody printed, and the refusal that meets it here."""

    said: str
    put_in: Callable[[], object]
    refused_as: type[InputRefused]


def _inset(
    *,
    g_per_mj: float = 17.48,
    mj_per_l: float = 34.32,
    comparator: float = 91.93,
    heating_value: HeatingValue = HeatingValue.LHV,
    boundary: Boundary = Boundary.WTW,
) -> object:
    return quantify_inset(
        quantity=FuelQuantity(size=1_000, unit=FuelUnit.LITRE),
        density=FuelDensity(mj_per_unit=mj_per_l, unit=FuelUnit.LITRE, heating_value=heating_value),
        fuel=FuelIntensity(g_co2e_per_mj=g_per_mj, boundary=boundary, heating_value=HeatingValue.LHV),
        comparator=FuelIntensity(
            g_co2e_per_mj=comparator, boundary=Boundary.WTW, heating_value=HeatingValue.LHV
        ),
    )  # fmt: skip


def _gallon_example_without_the_millionth() -> object:
    """The public fuel example leaves grams where tonnes are due: a thousand times too many credits a gallon."""
    return quantify_inset(
        quantity=FuelQuantity(size=1_000, unit=FuelUnit.US_GALLON),
        density=FuelDensity(mj_per_unit=129_650, unit=FuelUnit.US_GALLON, heating_value=HeatingValue.LHV),
        fuel=FuelIntensity(g_co2e_per_mj=40.3, boundary=Boundary.WTW, heating_value=HeatingValue.LHV),
        comparator=FuelIntensity(g_co2e_per_mj=100.45, boundary=Boundary.WTW, heating_value=HeatingValue.LHV),
    )


def _run(name: str, **inputs: object) -> object:
    return run_method(method=get_method(name=name), inputs=inputs)


AR6 = Metric(report="AR6", horizon_years=100)
SAR = Metric(report="SAR", horizon_years=100)
WRONG = (
    Wrong(
        said="a public code base printed about 1,000 times too many credits a gallon (the factor 1/1,000,000 is missing)",
        put_in=_gallon_example_without_the_millionth,
        refused_as=ImplausibleValue,
    ),
    Wrong(
        said="a launch article gave a plant of 500,000 t a year a capacity it fills with 500,000,000 t",
        put_in=lambda: check_schedule(
            tranches=[Tranche(year=2030, quantity_t=500_000_000, probability=1.0)], capacity_t_per_year=500_000
        ),
        refused_as=ImplausibleValue,
    ),
    Wrong(
        said="energy on the higher heating value, intensity on the lower: 8.8 % too much",
        put_in=lambda: _inset(mj_per_l=37.89, heating_value=HeatingValue.HHV),
        refused_as=UnitMismatch,
    ),
    Wrong(
        said="a biofuel's tank-to-wheel emissions of nearly nothing, against a well-to-wheel comparator",
        put_in=lambda: _inset(g_per_mj=1.04, boundary=Boundary.TTW),
        refused_as=UnitMismatch,
    ),
    Wrong(said="energy in kilojoules where megajoules are due", put_in=lambda: _inset(mj_per_l=34_320), refused_as=ImplausibleValue),
    Wrong(
        said="refrigerants such as methane",
        put_in=lambda: subtype_of_refrigerant(gas="CH4"),
        refused_as=NotEligible,
    ),
    Wrong(
        said="27.9 for methane under AR6, whatever its origin",
        put_in=lambda: find_factor(gas="CH4", metric=AR6),
        refused_as=UnitMissing,
    ),
    Wrong(said="0 for a gas that a set does not list (CFC-13 in SAR)", put_in=lambda: needed_factor(gas="CFC13", metric=SAR), refused_as=NotInTable),
    Wrong(
        said="kilograms of a refrigerant taken for tonnes",
        put_in=lambda: _run(
            "hfc_destruction", blend="R-404A", kg=1_000, gwp_set="AR5GWP100", baseline_release=1.0,
            claimed_tco2e=3_921_600.0,
        ),
        refused_as=ImplausibleValue,
    ),
    Wrong(
        said="more landfill methane than the metered gas holds",
        put_in=lambda: _run(
            "landfill", ch4_m3=[1_000_000.0], de=[0.995], rho=0.667, ox=0.1, baseline_destroyed_t=0.0,
            project_emissions=120.0, gwp_set="AR5GWP100", claimed_tco2e=16_604_358.0,
        ),
        refused_as=ImplausibleValue,
    ),
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.said)
def test_catches_what_was_printed(wrong: Wrong) -> None:
    with pytest.raises(wrong.refused_as):
        wrong.put_in()


def test_litre_for_litre_overstates_the_change() -> None:
    factors = rule_set(family=INSET_FUEL, as_of=date(2026, 1, 1)).body.factors
    by_litre = float(
        factors.mineral_diesel_scope1_kg_per_l
        + factors.mineral_diesel_wtt_kg_per_l
        - factors.hvo_scope1_kg_per_l
        - factors.hvo_wtt_kg_per_l
    )

    assert by_litre > float(compare_fuels(factors=factors).change_kg_per_l)


def test_a_volume_share_is_no_energy_share() -> None:
    assert share_energy(volume_share=0.2, bio_mj_per_l=34.32, fossil_mj_per_l=35.74) < 0.2


def test_r_500_holds_hfc_152a_and_not_hfc_152() -> None:
    composition = find_composition(blend="R-500")

    assert composition is not None
    assert "HFC152a" in composition
    assert "HFC152" not in composition


def test_destruction_of_refrigerants_in_quebec_earns_nothing_since_march_2024() -> None:
    found = check_law(
        test=LegalTest(
            jurisdiction="CA-QC", destruction_date=date(2024, 3, 5), law="order of 5 March 2024", is_mandated=False,
            evidence="gazette",
        ),
        subtype=Subtype.HFC,
    )  # fmt: skip

    assert [finding.code for finding in found] == ["no_longer_eligible"]


def test_a_programs_falling_target_is_no_fossil_comparator() -> None:
    """Against the 2026 target of British Columbia the same litre would seem to save a fifth less: it is not offered."""
    from truetonne.supply.fuels.figures import list_references

    assert all("target" not in figure.parameter for figure in list_references())
