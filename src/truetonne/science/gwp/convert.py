"""Masses of gases into CO2e under one metric; the origin of methane decides its factor under AR6."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from truetonne.science.errors import InputMissing, NotInTable, UnitMissing
from truetonne.science.gwp.names import normalize_gas
from truetonne.science.gwp.table import check_factor, needed_factor
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status
from truetonne.science.units import Co2e, Mass, Metric

METHANE = "CH4"
_REPORT_WITH_ORIGIN = "AR6"


class MethaneOrigin(StrEnum):
    """FOSSIL: fugitive and process. NON_FOSSIL: biogenic, or combustion whose oxidation CO2 is counted already."""

    FOSSIL = "fossil"
    NON_FOSSIL = "non_fossil"


@dataclass(frozen=True, slots=True, kw_only=True)
class GasAmount:
    """So much of one gas; ``origin`` belongs to methane alone."""

    gas: str
    mass: Mass
    origin: MethaneOrigin | None = None


def gas_amount(*, gas: str, amount: float, unit: str, origin: MethaneOrigin | None = None) -> GasAmount:
    """Return so much of a gas in g, kg, t, kt or Mt, its name normalized."""
    return GasAmount(gas=normalize_gas(name=gas), mass=Mass.of(amount, unit), origin=origin)


def find_factor(*, gas: str, metric: Metric, origin: MethaneOrigin | None = None) -> float:
    """Return kg CO2e per kg of gas under a metric.

    Raises UnitMissing for methane under AR6 without its origin, NotInTable for a gas without a value in the set, and
    ImplausibleValue for a factor beyond the bound. Source: globalwarmingpotentials 0.13.2; methane under AR6 by
    origin from the GHG Protocol's table (secondary).
    """
    name = normalize_gas(name=gas)
    if name != METHANE or metric.report != _REPORT_WITH_ORIGIN:
        return check_factor(factor=needed_factor(gas=name, metric=metric), horizon_years=metric.horizon_years)
    if origin is None:
        fix = "State fossil (fugitive, process) or non_fossil (biogenic, or combustion counted already)"
        raise UnitMissing(field="methane_origin", value=None, reason="AR6 has one value per origin of methane", fix=fix)
    by_origin = load_parameters(name="gwp").table(_methane_parameter(metric=metric))
    factor = by_origin[MethaneOrigin(origin).value]
    if not isinstance(factor, float):
        raise TypeError(f"the factor of {origin} methane is no number")
    return factor


def factor_statuses(*, gas: str, metric: Metric) -> tuple[Status, ...]:
    """Return how far the factor of this gas under this metric may be trusted."""
    if normalize_gas(name=gas) == METHANE and metric.report == _REPORT_WITH_ORIGIN:
        return load_parameters(name="gwp").statuses([_methane_parameter(metric=metric)])
    return (Status.PUBLISHED,)


def co2e_of(*, amount: GasAmount, metric: Metric) -> Co2e:
    """Return the CO2e of one gas, labelled with its metric: kg = mass in kg x GWP."""
    factor = find_factor(gas=amount.gas, metric=metric, origin=amount.origin)
    return Co2e(kg=amount.mass.kg * factor, metric=metric)


def sum_co2e(*, amounts: Sequence[GasAmount], metric: Metric) -> Co2e:
    """Return the CO2e of several gases under one metric.

    A figure under another metric is a second view of the same amounts, made by calling this again; the two are never
    added (``Co2e`` refuses). Raises InputMissing for no gas at all.
    """
    if not amounts:
        raise InputMissing(field="gases", value=None, reason="at least one gas is needed")
    total = Co2e(kg=0.0, metric=metric)
    for amount in amounts:
        total += co2e_of(amount=amount, metric=metric)
    return total


def _methane_parameter(*, metric: Metric) -> str:
    name = f"ar6_methane_{metric.horizon_years}"
    if name not in load_parameters(name="gwp").parameters:
        raise NotInTable(field="gwp_set", value=metric.name, reason="no value of methane by origin for this horizon")
    return name
