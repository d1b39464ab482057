"""Refrigerants destroyed: what they would have released, less what replaces them and what destruction costs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truetonne.science.errors import (
    FractionOutOfRange,
    NegativeQuantity,
    NotInTable,
    TooFewValues,
    UnitMismatch,
)
from truetonne.science.gwp import check_factor, normalize_gas
from truetonne.science.inputs import read_number
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.superpollutants.ceilings import Reduction, reduction_within
from truetonne.science.superpollutants.families import eligible_ods, subtype_of_refrigerant
from truetonne.science.units import Mass

KG_PER_T = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyedGas:
    """Pure gas destroyed, with its factors: release fraction [0, 1], GWP, substitute emissions in t CO2e per t."""

    gas: str
    mass: Mass
    release: float
    gwp: float
    substitute_t_per_t: float = 0.0

    def __post_init__(self) -> None:
        subtype_of_refrigerant(gas=self.gas)
        check_share(value=self.release, field="emission_fraction")
        check_factor(factor=self.gwp)
        if read_number(self.substitute_t_per_t, field="substitute_tco2e_per_t") < 0:
            raise NegativeQuantity(
                field="substitute_tco2e_per_t", value=self.substitute_t_per_t, reason="a substitute never earns"
            )

    @property
    def baseline_t(self) -> float:
        """What would have been released, t CO2e."""
        return self.mass.t * self.release * self.gwp


@dataclass(frozen=True, slots=True, kw_only=True)
class RefrigerantResult:
    """A destruction's parts in t CO2e: substitute, transport and destruction, undestroyed residual, and the reduction."""

    reduction: Reduction
    substitute_t: float
    transport_destruction_t: float
    residual_t: float


def release_fraction(*, gas: str) -> float:
    """Return the share of a gas that would have been released; raises NotInTable where none is established.

    Source: Quebec Q-2, r. 35.4, s. 30 (published; its reading over ten years is unverified).
    """
    return _from_table("release_fraction", gas=gas, what="release fraction")


def substitute_emissions(*, gas: str) -> float:
    """Return t CO2e of substitute per t of gas; raises NotInTable (HCFC-22 has none). Source: CARB, CAR (unverified)."""
    return _from_table("substitute_t_per_t", gas=gas, what="substitute factor")


def quantify_refrigerants(
    *,
    gases: Sequence[DestroyedGas],
    transport_t_per_t: float | None = None,
    destruction_efficiency: float | None = None,
) -> RefrigerantResult:
    """Return BE - PE of refrigerants destroyed, t CO2e: BE = sum Q ER GWP, PE = sum Q SE + transport sum Q.

    Without ``transport_t_per_t`` the default of 7.5 t CO2e per t is taken, which covers the undestroyed residual:
    ``destruction_efficiency`` together with it raises UnitMismatch, because the residual would be taken off twice.
    With a transport factor of one's own, the residual sum Q GWP (1 - DRE) is a part of PE. Raises ImplausibleValue
    above the ceiling sum Q ER GWP. Source: CARB and CAR protocols (unverified).
    """
    if not gases:
        raise TooFewValues(field="gases", value=0, reason="at least 1 is needed")
    default = load_parameters(name="superpollutants").number("transport_destruction_t_per_t")
    transport = default if transport_t_per_t is None else read_number(transport_t_per_t, field="transport")
    if transport < 0:
        raise NegativeQuantity(field="transport", value=transport, reason="transport and destruction never earn")
    if destruction_efficiency is not None and transport == default:
        reason = "the default for transport and destruction covers the undestroyed residual already"
        fix = "Leave the efficiency out, or give transport emissions of your own"
        raise UnitMismatch(field="dre", value=destruction_efficiency, reason=reason, fix=fix)
    residual_t = 0.0
    if destruction_efficiency is not None:
        residual_t = math.fsum(
            undestroyed_residual(mass=one.mass, gwp=one.gwp, destruction_efficiency=destruction_efficiency)
            for one in gases
        )
    substitute_t = math.fsum(one.mass.t * one.substitute_t_per_t for one in gases)
    transport_t = transport * math.fsum(one.mass.t for one in gases)
    baseline_t = math.fsum(one.baseline_t for one in gases)
    return RefrigerantResult(
        reduction=reduction_within(
            baseline_t=baseline_t, project_t=substitute_t + transport_t + residual_t, ceiling_t=baseline_t
        ),
        substitute_t=substitute_t,
        transport_destruction_t=transport_t,
        residual_t=residual_t,
    )


def undestroyed_residual(*, mass: Mass, gwp: float, destruction_efficiency: float) -> float:
    """Return Q GWP (1 - DRE), t CO2e, DRE in [0, 1]."""
    efficiency = check_share(value=destruction_efficiency, field="dre")
    return mass.t * check_factor(factor=gwp) * (1 - efficiency)


@dataclass(frozen=True, slots=True, kw_only=True)
class PureMass:
    """Net mass in a container and, by gas, what of it is eligible, kg."""

    net_kg: float
    eligible_kg: Mapping[str, float]
    needs_mixed_gas_rule: bool

    @property
    def total_eligible_kg(self) -> float:
        """All eligible gases together, kg."""
        return math.fsum(self.eligible_kg.values())


def pure_mass(
    *, full_kg: float, empty_kg: float, fractions: Mapping[str, float], eligible: frozenset[str] | None = None
) -> PureMass:
    """Return (full - empty) x laboratory fraction of each eligible gas; all others earn nothing.

    Fractions sum to 1 within 1e-6; names that no table knows (oil, air) are ineligible. Where no single gas exceeds
    90%, the mixed-gas circulation rule applies before sampling. Raises NegativeQuantity where the empty container
    outweighs the full one, FractionOutOfRange. Source: Quebec Q-2, r. 35.4, annex D (published).
    """
    parameters = load_parameters(name="superpollutants")
    net_kg = _weight(full_kg, "full_kg") - _weight(empty_kg, "empty_kg")
    if net_kg < 0:
        raise NegativeQuantity(field="full_kg", value=full_kg, reason=f"the empty container weighs {empty_kg:g} kg")
    shares = [check_share(value=value, field=f"fractions.{name}") for name, value in fractions.items()]
    if abs(math.fsum(shares) - 1) > parameters.number("shares_tolerance"):
        fix = "Name what is left (oil, air, other) with its fraction"
        raise FractionOutOfRange(field="fractions", value=math.fsum(shares), reason="fractions sum to 1", fix=fix)
    counted = eligible_ods() if eligible is None else eligible
    eligible_kg: dict[str, float] = {}
    for name, share in fractions.items():
        gas = _name_or_none(name)
        if gas in counted and gas is not None:
            eligible_kg[gas] = eligible_kg.get(gas, 0.0) + net_kg * share
    limit = float(str(parameters.table("weighing")["single_gas_above"]))
    return PureMass(net_kg=net_kg, eligible_kg=eligible_kg, needs_mixed_gas_rule=max(shares) <= limit)


def check_share(*, value: float, field: str) -> float:
    """Return a share in [0, 1]; raises FractionOutOfRange."""
    if not 0 <= read_number(value, field=field) <= 1:
        fix = "Write a share, not a percentage" if 1 < value <= 100 else ""
        raise FractionOutOfRange(field=field, value=value, reason="a share lies in [0, 1]", fix=fix)
    return float(value)


def _from_table(table: str, *, gas: str, what: str) -> float:
    name = normalize_gas(name=gas)
    values = load_parameters(name="superpollutants").table(table)
    if name not in values:
        fix = "Give it as an input, with its source"
        raise NotInTable(field="gas", value=gas, reason=f"no {what} is established for this gas", fix=fix)
    return float(str(values[name]))


def _name_or_none(name: str) -> str | None:
    try:
        return normalize_gas(name=name)
    except NotInTable:
        return None


def _weight(value: float, field: str) -> float:
    if read_number(value, field=field) < 0:
        raise NegativeQuantity(field=field, value=value, reason="a weight is not below 0")
    return value
