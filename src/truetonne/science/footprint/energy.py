"""Fuel burned and electricity bought: scope 1, the two totals of scope 2, and what stands outside the scopes.

Location-based and market-based electricity are two figures that are never added. Biogenic CO2 is a line of its own.
Source: GHG Protocol scope 2 guidance (secondary), UK DESNZ layout of biogenic CO2 (published).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from truetonne.science.errors import InputRefused, NegativeQuantity
from truetonne.science.footprint.gases import GwpSet, add_co2e_kg

MMBTU_PER_THERM = Fraction(1, 10)
LB_PER_MWH_IN_KG_PER_MWH = Fraction("0.45359237")


class InstrumentsExceedUse(InputRefused):
    """Contractual instruments for more electricity than was used."""

    code = "instruments_exceed_use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A contractual instrument for electricity; counts only if it meets every quality criterion."""

    energy_mwh: Fraction
    intensity_kg_per_kwh: Fraction
    meets_quality_criteria: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Electricity:
    """Scope 2 in tonnes CO2e by both methods, with what the market-based figure rests on."""

    location_based_t: Fraction
    market_based_t: Fraction
    covered_mwh: Fraction
    uncounted_mwh: Fraction
    disclose_no_residual_mix: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FuelLines:
    """One fuel's tonnes: in scope 1, upstream in scope 3 category 3, and biogenic CO2 outside the scopes."""

    scope1_t: Fraction
    upstream_t: Fraction
    outside_scopes_biogenic_t: Fraction


def combustion_kg(*, co2_kg: Fraction, ch4_g: Fraction, n2o_g: Fraction, gwp_set: GwpSet, set_name: str) -> Fraction:
    """Return kg CO2e per unit of fuel from a factor row that mixes kilograms and grams, as EPA prints it."""
    masses = {"CO2": co2_kg, "CH4": ch4_g / 1000, "N2O": n2o_g / 1000}
    return add_co2e_kg(mass_kg_by_gas=masses, gwp_set=gwp_set, set_name=set_name)


def account_electricity(
    *,
    energy_mwh: Fraction,
    grid_kg_per_kwh: Fraction,
    instruments: Sequence[Instrument],
    residual_mix_kg_per_kwh: Fraction | None,
) -> Electricity:
    """Return scope 2 by both methods.

    The market-based figure is each valid instrument by its own intensity and the uncovered rest by the residual mix,
    or by the grid average where none is published, which must then be disclosed. Raises InstrumentsExceedUse.
    """
    if energy_mwh < 0:
        raise NegativeQuantity(field="mwh", value=float(energy_mwh), reason="energy cannot be below 0")
    counted = [instrument for instrument in instruments if instrument.meets_quality_criteria]
    covered_mwh = sum((instrument.energy_mwh for instrument in counted), Fraction(0))
    offered_mwh = sum((instrument.energy_mwh for instrument in instruments), Fraction(0))
    if covered_mwh > energy_mwh:
        reason = f"instruments cover more than the {float(energy_mwh):g} MWh used"
        raise InstrumentsExceedUse(field="instruments", value=float(covered_mwh), reason=reason)
    rest = grid_kg_per_kwh if residual_mix_kg_per_kwh is None else residual_mix_kg_per_kwh
    by_contract_t = sum((one.energy_mwh * one.intensity_kg_per_kwh for one in counted), Fraction(0))
    return Electricity(
        location_based_t=energy_mwh * grid_kg_per_kwh,
        market_based_t=by_contract_t + (energy_mwh - covered_mwh) * rest,
        covered_mwh=covered_mwh,
        uncounted_mwh=offered_mwh - covered_mwh,
        disclose_no_residual_mix=residual_mix_kg_per_kwh is None,
    )


def account_fuel(
    *,
    volume_l: Fraction,
    scope1_kg_per_l: Fraction,
    upstream_kg_per_l: Fraction,
    biogenic_kg_per_l: Fraction,
) -> FuelLines:
    """Return a fuel's three lines in tonnes; raises NegativeQuantity for a volume below 0."""
    if volume_l < 0:
        raise NegativeQuantity(field="litres", value=float(volume_l), reason="a volume cannot be below 0")
    return FuelLines(
        scope1_t=volume_l * scope1_kg_per_l / 1000,
        upstream_t=volume_l * upstream_kg_per_l / 1000,
        outside_scopes_biogenic_t=volume_l * biogenic_kg_per_l / 1000,
    )
