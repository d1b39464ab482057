"""What a fuel's user reports: scope 1 methane and nitrous oxide, well to tank, and biogenic CO2 outside the scopes.

Biogenic CO2 is always shown and never added to anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from truetonne.science.errors import NotInTable, UndefinedResult
from truetonne.science.fuels.bases import check_number
from truetonne.science.parameter_sets import load_parameters

EDITIONS = ("2023", "2025")
UNITS = ("gj", "l")


@dataclass(frozen=True, slots=True, kw_only=True)
class FuelReport:
    """Kilograms to report for a quantity of fuel under one edition of the factors.

    ``scope1_kg`` is CH4 and N2O as CO2e (all CO2e for mineral fuel), ``biogenic_co2_kg`` stands outside the scopes
    and in no sum. ``well_to_wheel_kg`` adds the first two.
    """

    fuel: str
    edition: str
    scope1_kg: float
    well_to_tank_kg: float
    biogenic_co2_kg: float

    @property
    def well_to_wheel_kg(self) -> float:
        """Return scope 1 and well-to-tank emissions together, in kg CO2e; biogenic CO2 is in neither."""
        return self.scope1_kg + self.well_to_tank_kg


def report_fuel(*, fuel: str, quantity: float, unit: str, edition: str) -> FuelReport:
    """Return what to report for ``quantity`` (``unit`` "gj" on the net basis, or "l").

    ``fuel`` may be spelled as in the official file or in short (``HVO``, ``biodiesel ME (from used cooking oil)``).
    Raises NotInTable for an edition, unit or fuel without factors, NegativeQuantity. Source: UK DESNZ greenhouse gas
    conversion factors (published).
    """
    check_number(value=quantity, field="quantity", least=0)
    table = find_factors(edition=edition, unit=unit)
    names = {_plain(name): name for name in table}
    name = names.get(_plain(fuel))
    if name is None:
        raise NotInTable(
            field="fuel", value=fuel, reason=f"edition {edition} has no factor per {unit.upper()} for it here",
            fix=f"Known: {', '.join(table)}",
        )  # fmt: skip
    factors = table[name]
    return FuelReport(
        fuel=name,
        edition=edition,
        scope1_kg=quantity * factors["scope1"],
        well_to_tank_kg=quantity * factors["wtt"],
        biogenic_co2_kg=quantity * factors["biogenic_co2"],
    )


def find_factors(*, edition: str, unit: str) -> Mapping[str, Mapping[str, float]]:
    """Return the factors of an edition per unit ("gj" or "l"); raises NotInTable with the editions there are."""
    key = f"desnz_{edition}_kg_per_{unit}"
    parameters = load_parameters(name="fuels")
    if key not in parameters.parameters:
        known = ", ".join(f"{e} per {u.upper()}" for e in EDITIONS for u in UNITS if _has(edition=e, unit=u))
        raise NotInTable(
            field="edition", value=edition, reason=f"no factors per {unit.upper()} of this edition",
            fix=f"Name one of: {known}",
        )  # fmt: skip
    table: Mapping[str, Mapping[str, float]] = parameters.table(key)  # type: ignore[assignment]
    return table


def add_well_to_wheel(*, well_to_tank: float, tank_to_wheel: float) -> float:
    """Return WTW = WTT + TTW, in the unit of both (g CO2e/MJ or kg per unit). Either may be below 0."""
    check_number(value=well_to_tank, field="wtt", least=None)
    check_number(value=tank_to_wheel, field="ttw", least=None)
    return well_to_tank + tank_to_wheel


def compare_heating_values(
    *, lower_mj_per_gal: float, litres_per_gal: float, higher_mj_per_l: float
) -> tuple[float, float]:
    """Return (lower heating value in MJ/L, higher divided by lower): the over-credit of mixing the two.

    Raises UndefinedResult for a density or gallon of 0. Source: arithmetic, methods reference 8.5.
    """
    for field, value in (("MJ_per_gal", lower_mj_per_gal), ("L_per_gal", litres_per_gal), ("hhv", higher_mj_per_l)):
        check_number(value=value, field=field, least=0)
        if value == 0:
            raise UndefinedResult(field=field, value=value, reason="this cannot be 0")
    lower_mj_per_l = lower_mj_per_gal / litres_per_gal
    return lower_mj_per_l, higher_mj_per_l / lower_mj_per_l


def _has(*, edition: str, unit: str) -> bool:
    return f"desnz_{edition}_kg_per_{unit}" in load_parameters(name="fuels").parameters


def _plain(name: str) -> str:
    words = name.casefold().replace("used cooking oil", "uco").replace("hydrotreated vegetable oil", "hvo")
    return re.sub(r"[^a-z0-9]", "", words.replace("from", ""))
