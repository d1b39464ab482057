"""What a fuel batch states: quantity, energy density and carbon intensity, each with its basis, so that two never mix.

Quantities may be in litres, US gallons or kilograms, and a basis may be unstated: such figures can be computed with
but not issued on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from truetonne.science.errors import ImplausibleValue, NegativeQuantity, NotFinite, UndefinedResult, UnitMismatch
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.units import Boundary, HeatingValue


class FuelUnit(StrEnum):
    """Unit of a fuel quantity."""

    LITRE = "L"
    US_GALLON = "US_GAL"
    KILOGRAM = "KG"


@dataclass(frozen=True, slots=True, kw_only=True)
class FuelQuantity:
    """Neat fuel, ``size >= 0`` in ``unit``; raises NegativeQuantity or NotFinite."""

    size: float
    unit: FuelUnit

    def __post_init__(self) -> None:
        check_number(value=self.size, field="quantity", least=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FuelDensity:
    """Megajoules per unit of fuel, > 0, on a heating-value basis.

    Raises ImplausibleValue above 60 MJ/kg. A density without a stated basis (None) can be computed with but never
    issued on.
    """

    mj_per_unit: float
    unit: FuelUnit
    heating_value: HeatingValue | None
    source: str = ""

    def __post_init__(self) -> None:
        check_number(value=self.mj_per_unit, field="energy_density", least=0)
        if self.mj_per_unit == 0:
            raise UndefinedResult(field="energy_density", value=self.mj_per_unit, reason="a fuel holds energy")
        ceiling = load_parameters(name="fuels").number("energy_density_mj_per_kg_max")
        if self.unit is FuelUnit.KILOGRAM and self.mj_per_unit > ceiling:
            raise ImplausibleValue(
                field="energy_density", value=self.mj_per_unit, reason=f"above {ceiling:g} MJ/kg", fix="Write MJ per kg"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class FuelIntensity:
    """Grams of CO2e per megajoule over a boundary, on a heating-value basis; may be below 0."""

    g_co2e_per_mj: float
    boundary: Boundary | None
    heating_value: HeatingValue | None
    source: str = ""
    edition: str = ""

    def __post_init__(self) -> None:
        check_number(value=self.g_co2e_per_mj, field="carbon_intensity", least=None)


def check_number(*, value: float, field: str, least: float | None) -> None:
    """Raise NotFinite or NegativeQuantity for a number that cannot be worked with."""
    if not math.isfinite(value):
        raise NotFinite(field=field, value=value, reason="a finite number is due")
    if least is not None and value < least:
        raise NegativeQuantity(field=field, value=value, reason=f"this cannot be below {least:g}")


def check_same_basis(*, density: FuelDensity, fuel: FuelIntensity, comparator: FuelIntensity) -> bool:
    """Say whether all bases are stated; raises UnitMismatch where two that are stated differ.

    An energy on the higher heating value times an intensity on the lower over-credits diesel by about 8.8 %; a
    well-to-wheel comparator against a tank-to-wheel fuel books the upstream emissions as savings. Source: methods
    reference 8.5.
    """
    heating_values = {
        "energy_density": density.heating_value,
        "fuel": fuel.heating_value,
        "comparator": comparator.heating_value,
    }
    _check_alike(facts={name: value for name, value in heating_values.items() if value}, what="heating value")
    boundaries = {"fuel": fuel.boundary, "comparator": comparator.boundary}
    stated = {name: value for name, value in boundaries.items() if value}
    _check_alike(facts=stated, what="boundary")
    for name, boundary in stated.items():
        if boundary is not Boundary.WTW:
            raise UnitMismatch(
                field=f"{name}.boundary", value=boundary.value, reason="an inset compares well to wheel",
                fix="Add well to tank and tank to wheel first",
            )  # fmt: skip
    return all(heating_values.values()) and all(boundaries.values())


def _check_alike(*, facts: dict[str, HeatingValue] | dict[str, Boundary], what: str) -> None:
    if len(set(facts.values())) > 1:
        told = ", ".join(f"{name} {value.value}" for name, value in facts.items())
        raise UnitMismatch(
            field=what.replace(" ", "_"), value=told, reason=f"two bases of {what} are mixed",
            fix="Bring all of them to one basis",
        )  # fmt: skip
