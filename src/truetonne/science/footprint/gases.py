"""Masses of single gases into CO2e, by one named GWP set at a time.

A GWP set is a mapping from gas to its value per kilogram. CO2 is 1 in every set. Methane of the sixth assessment
report has two values by origin, and none without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from truetonne.science.errors import FractionOutOfRange, InputRefused, NegativeQuantity, NotInTable, UnitMismatch

GwpSet = Mapping[str, Fraction]
BLEND_SHARE_TOLERANCE: Final = Fraction(1, 1_000_000)
_CO2_GWP: Final = Fraction(1)


class MethaneOriginRequired(InputRefused):
    """Methane under a GWP set that has two values for it, without saying which."""

    code = "methane_origin_required"


class MixedGwpSets(UnitMismatch):
    """A total over results of different GWP sets or horizons; recompute from the gases instead."""

    code = "mixed_gwp_sets"


def get_gwp(*, gas: str, gwp_set: GwpSet, set_name: str) -> Fraction:
    """Return kg CO2e per kg of a gas; spelling with or without hyphens. Raises NotInTable."""
    wanted = _plain_gas(gas)
    if wanted == "CO2":
        return _CO2_GWP
    for name, value in gwp_set.items():
        if _plain_gas(name) == wanted:
            return value
    fix = "Not assessed is not zero: choose a set that holds the gas"
    raise NotInTable(field="kg", value=gas, reason=f"{set_name} has no value for this gas", fix=fix)


def set_methane_origin(
    *, gwp_set: GwpSet, origin: str | None, by_origin: Mapping[str, Fraction], set_name: str
) -> GwpSet:
    """Return the set with the methane value of its origin in place.

    ``by_origin`` is empty for sets that know one methane value. Raises MethaneOriginRequired.
    Source: sixth assessment report as summarised by third parties, 29.8 fossil and 27.0 otherwise (secondary).
    """
    if not by_origin:
        return gwp_set
    if origin is None or origin not in by_origin:
        fix = f"Write one of: {', '.join(sorted(by_origin))}"
        reason = f"{set_name} has more than one methane value"
        raise MethaneOriginRequired(field="methane", value=origin, reason=reason, fix=fix)
    return {**gwp_set, "CH4": by_origin[origin]}


def add_co2e_kg(*, mass_kg_by_gas: Mapping[str, Fraction], gwp_set: GwpSet, set_name: str) -> Fraction:
    """Add gases up in kg CO2e under one set; raises NegativeQuantity and NotInTable."""
    total = Fraction(0)
    for gas, mass_kg in mass_kg_by_gas.items():
        if mass_kg < 0:
            raise NegativeQuantity(field=f"kg.{gas}", value=float(mass_kg), reason="a mass cannot be below 0")
        total += mass_kg * get_gwp(gas=gas, gwp_set=gwp_set, set_name=set_name)
    return total


def blend_gwp(*, share_by_gas: Mapping[str, Fraction], gwp_set: GwpSet, set_name: str) -> Fraction:
    """Return the GWP of a blend from mass shares that add up to 1; raises FractionOutOfRange."""
    for gas, share in share_by_gas.items():
        if not 0 <= share <= 1:
            raise FractionOutOfRange(field=f"blend.{gas}", value=float(share), reason="a share lies in [0, 1]")
    total = sum(share_by_gas.values(), Fraction(0))
    if abs(total - 1) > BLEND_SHARE_TOLERANCE:
        raise FractionOutOfRange(field="blend", value=float(total), reason="the mass shares add up to 1")
    return sum(
        (share * get_gwp(gas=gas, gwp_set=gwp_set, set_name=set_name) for gas, share in share_by_gas.items()),
        Fraction(0),
    )


def add_lines_kg(*, lines: Iterable[tuple[str, Fraction]]) -> Fraction:
    """Add lines of (GWP set, kg CO2e); raises MixedGwpSets when the sets differ."""
    rows = tuple(lines)
    names = sorted({name for name, _ in rows})
    if len(names) > 1:
        fix = "Recompute every line from its gases under one set"
        raise MixedGwpSets(field="gwp", value=names, reason="results of different GWP sets do not add up", fix=fix)
    return sum((kg for _, kg in rows), Fraction(0))


def _plain_gas(name: str) -> str:
    return name.replace("-", "").replace("_", "").replace(" ", "").upper()
