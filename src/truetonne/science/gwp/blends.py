"""Refrigerant blends: their composition by mass, and their factor as the mean of their components."""

from __future__ import annotations

import math
from collections.abc import Mapping

from truetonne.science.errors import FractionOutOfRange, NotInTable
from truetonne.science.gwp.convert import GasAmount, find_factor
from truetonne.science.gwp.names import normalize_gas, plain_name
from truetonne.science.inputs import read_number
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.units import Mass, Metric


def list_blends() -> Mapping[str, Mapping[str, float]]:
    """Return the known blends, each as mass fractions of its gases."""
    return {name: _fractions(parts) for name, parts in load_parameters(name="gwp").table("blends").items()}


def find_composition(*, blend: str) -> Mapping[str, float] | None:
    """Return the mass fractions of a designated blend, None for a name without one; spelling does not matter."""
    return {plain_name(name): parts for name, parts in list_blends().items()}.get(plain_name(blend))


def read_fractions(*, fractions: Mapping[str, object], field: str = "mass_fractions") -> dict[str, float]:
    """Return mass fractions with normalized names.

    Raises FractionOutOfRange where one lies outside [0, 1] or all do not sum to 1 within 1e-6, and NotInTable for
    an unknown gas.
    """
    read: dict[str, float] = {}
    for name, value in fractions.items():
        share = read_number(value, field=f"{field}.{name}")
        if not 0 <= share <= 1:
            raise FractionOutOfRange(field=f"{field}.{name}", value=share, reason="a mass fraction lies in [0, 1]")
        gas = normalize_gas(name=name)
        read[gas] = read.get(gas, 0.0) + share
    total = math.fsum(read.values())
    if abs(total - 1) > load_parameters(name="gwp").number("fraction_sum_tolerance"):
        fix = "Give mass fractions, not percentages" if total > 2 else "Give every component"
        raise FractionOutOfRange(field=field, value=total, reason="mass fractions sum to 1", fix=fix)
    return read


def blend_factor(*, fractions: Mapping[str, float], metric: Metric) -> float:
    """Return the factor of a mixture, the sum of mass fraction x GWP, in kg CO2e per kg.

    Raises FractionOutOfRange, NotInTable for a gas without a value in the set, UnitMissing for methane under AR6.
    Source: methods reference 2; R-410A under AR5 is 1923.5, printed as 1924 by UK DESNZ 2023 (published).
    """
    read = read_fractions(fractions=dict(fractions))
    return math.fsum(share * find_factor(gas=gas, metric=metric) for gas, share in sorted(read.items()))


def split_blend(*, blend: str, mass: Mass, fractions: Mapping[str, float] | None = None) -> tuple[GasAmount, ...]:
    """Return the gases in so much of a blend, by the given fractions or by its designation.

    Raises NotInTable for a blend without known composition where no fractions are given.
    """
    composition = fractions if fractions is not None else find_composition(blend=blend)
    if composition is None:
        fix = f"Give mass_fractions, or one of: {', '.join(list_blends())}"
        raise NotInTable(field="blend", value=blend, reason="the composition of this blend is not known", fix=fix)
    read = read_fractions(fractions=dict(composition))
    return tuple(GasAmount(gas=gas, mass=Mass(kg=mass.kg * share)) for gas, share in read.items())


def _fractions(parts: object) -> dict[str, float]:
    if not isinstance(parts, Mapping):
        raise TypeError(f"{parts!r} is no composition")
    return {str(gas): float(share) for gas, share in parts.items()}
