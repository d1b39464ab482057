"""Methane destroyed at landfills (biogenic) and coal mines (fossil): metered volume, device, oxidation, combustion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from truetonne.science.errors import (
    ImplausibleValue,
    NegativeQuantity,
    OutOfRange,
    TooFewValues,
    UndefinedResult,
)
from truetonne.science.gwp import check_factor
from truetonne.science.inputs import read_number
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.superpollutants.ceilings import Reduction, reduction_within
from truetonne.science.superpollutants.refrigerants import KG_PER_T, check_share
from truetonne.science.units import Mass


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Methane sent to one destruction device: m3 of CH4 at reference conditions, efficiency in [0, 1]."""

    ch4_m3: float
    efficiency: float

    def __post_init__(self) -> None:
        _at_least_zero(self.ch4_m3, "ch4_m3")
        check_share(value=self.efficiency, field="de")


@dataclass(frozen=True, slots=True, kw_only=True)
class LandfillResult:
    """Methane destroyed in t, and the reduction in t CO2e."""

    ch4_destroyed_t: float
    reduction: Reduction


def methane_density(*, temperature_k: float, pressure_pa: float) -> float:
    """Return kg of CH4 per m3 by the ideal gas law, M p / (R T).

    Raises ImplausibleValue for degrees Celsius given for kelvin, or another unit of pressure for pascal.
    0.717 at 273.15 K and 101,325 Pa, about 0.667 at 293.15 K.
    """
    parameters = load_parameters(name="superpollutants")
    for name, value, bounds, fix in (
        ("T_K", temperature_k, "temperature_bounds", "Give kelvin: degrees Celsius + 273.15"),
        ("P_Pa", pressure_pa, "pressure_bounds", "Give pascal: kPa x 1,000"),
    ):
        low, high = (float(str(bound)) for bound in parameters.rows(bounds))
        if not low <= read_number(value, field=name) <= high:
            raise ImplausibleValue(field=name, value=value, reason=f"outside {low:g} to {high:g}", fix=fix)
    molar, constant = (parameters.number(name) for name in ("methane_molar_mass", "gas_constant"))
    return molar * pressure_pa / (constant * temperature_k)


def check_density(*, kg_per_m3: float) -> float:
    """Return a density of CH4 that is plausible at reference conditions; raises ImplausibleValue."""
    low, high = (float(str(bound)) for bound in load_parameters(name="superpollutants").rows("methane_density_bounds"))
    if not low <= read_number(kg_per_m3, field="rho") <= high:
        reason = f"methane has {low:g} to {high:g} kg/m3 at reference conditions"
        raise ImplausibleValue(field="rho", value=kg_per_m3, reason=reason, fix="Give kg per m3")
    return kg_per_m3


def methane_of_gas(*, gas_m3: float, ch4_fraction: float) -> float:
    """Return m3 of CH4 in metered landfill gas; the gas fraction lies in [0, 1]."""
    return _at_least_zero(gas_m3, "gas_m3") * check_share(value=ch4_fraction, field="ch4_fraction")


def cover_oxidation(*, covered_m2: float, uncovered_m2: float) -> float:
    """Return the share of methane that the cover would have oxidized: 0 under a final geomembrane, 0.10 elsewhere.

    Raises UndefinedResult without any area. Source: Quebec Q-2, r. 35.5, eq. 3 (published).
    """
    areas = {
        "covered": _at_least_zero(covered_m2, "covered_m2"),
        "uncovered": _at_least_zero(uncovered_m2, "uncovered_m2"),
    }
    total_m2 = math.fsum(areas.values())
    if total_m2 == 0:
        raise UndefinedResult(field="covered_m2", value=0.0, reason="a landfill has an area")
    shares = load_parameters(name="superpollutants").table("oxidation")
    return math.fsum(float(str(shares[name])) * area for name, area in areas.items()) / total_m2


def quantify_landfill(
    *,
    devices: Sequence[Device],
    density_kg_per_m3: float,
    gwp: float,
    oxidation: float,
    baseline_destroyed: Mass,
    project_t: float,
) -> LandfillResult:
    """Return (destroyed - baseline) (1 - OX) GWP - PE, with destroyed = sum V DE rho.

    Biogenic: the CO2 of combustion is no project emission. Raises TooFewValues for no device, ImplausibleValue for a
    density or GWP out of bounds or a result above rho GWP per m3. Source: Quebec and CAR protocols (form unverified).
    """
    if not devices:
        raise TooFewValues(field="ch4_m3", value=0, reason="at least 1 is needed")
    rho, factor = check_density(kg_per_m3=density_kg_per_m3), check_factor(factor=gwp)
    kept = 1 - check_share(value=oxidation, field="ox")
    destroyed_t = math.fsum(device.ch4_m3 * device.efficiency for device in devices) * rho / KG_PER_T
    ceiling_t = math.fsum(device.ch4_m3 for device in devices) * rho * factor / KG_PER_T
    reduction = reduction_within(
        baseline_t=(destroyed_t - baseline_destroyed.t) * kept * factor,
        project_t=_at_least_zero(project_t, "project_emissions"),
        ceiling_t=ceiling_t,
    )
    return LandfillResult(ch4_destroyed_t=destroyed_t, reduction=reduction)


def quantify_coal_mine(
    *, methane: Mass, efficiency: float, gwp: float, combustion_t_per_t: float | None = None
) -> Reduction:
    """Return MM GWP - [MM eta 2.75 + MM (1 - eta) GWP], t CO2e; fossil, so the CO2 of combustion counts.

    Raises ImplausibleValue above GWP - 2.75 per t, which also catches combustion left out.
    Source: CDM ACM0008 (form unverified).
    """
    share, factor = check_share(value=efficiency, field="efficiency"), check_factor(factor=gwp)
    stoichiometric = load_parameters(name="superpollutants").number("methane_combustion_t_per_t")
    combustion = stoichiometric if combustion_t_per_t is None else combustion_t_per_t
    burnt_t = methane.t * share * _at_least_zero(combustion, "combustion_tco2_per_t")
    return reduction_within(
        baseline_t=methane.t * factor,
        project_t=burnt_t + methane.t * (1 - share) * factor,
        ceiling_t=methane.t * max(0.0, factor - stoichiometric),
    )


def correct_for_drift(*, measured: float, relative_error_pct: float) -> float:
    """Return what an instrument that reads high should have shown; one that reads low is not corrected.

    corrected = measured / (1 + e) for e > 0 (form operator policy). Raises OutOfRange at -100% and below.
    Source: Quebec Q-2, r. 35.5, s. 29 (published).
    """
    error = read_number(relative_error_pct, field="relative_error_pct") / 100
    if error <= -1:
        raise OutOfRange(
            field="relative_error_pct", value=relative_error_pct, reason="a reading cannot be off by all of it"
        )
    value = _at_least_zero(measured, "measured")
    return value / (1 + error) if error > 0 else value


def _at_least_zero(value: float, field: str) -> float:
    if read_number(value, field=field) < 0:
        raise NegativeQuantity(field=field, value=value, reason="this cannot be below 0")
    return value
