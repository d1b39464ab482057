"""Units of activity data and factors as people write them, through pint, each with its base and a bridge to it.

A base keeps apart what must not be converted: energy by gross and by net calorific value, money, counts of different
things. A name that means two masses (``ton``) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from truetonne.science.errors import InputRefused

if TYPE_CHECKING:
    import pint

_COUNTS: Final = (
    "passenger", "vehicle", "room", "night", "piece", "employee", "working_hour", "parcel", "head", "gigabyte_moved",
)  # fmt: skip
_BASES: Final = ("kilogram", "liter", "kilowatt_hour", "kilometer", "meter ** 2", "hour")
_SPELLINGS: Final = {
    "litres": "liter", "liters": "liter", "litre": "liter", "l": "liter",
    "gallon": "gallon", "us gallon": "gallon", "us gallons": "gallon", "gal": "gallon",
    "imperial gallon": "imperial_gallon", "uk gallon": "imperial_gallon",
    "m3": "meter ** 3", "cubic metre": "meter ** 3", "cubic metres": "meter ** 3", "cubic meters": "meter ** 3",
    "ft3": "foot ** 3", "scf": "foot ** 3", "m2": "meter ** 2", "sqm": "meter ** 2",
    "tonnes": "metric_ton", "tonne": "metric_ton", "t": "metric_ton", "metric ton": "metric_ton",
    "metric tons": "metric_ton", "short ton": "short_ton", "short tons": "short_ton", "long ton": "long_ton",
    "lb": "pound", "lbs": "pound", "million litres": "1e6 * liter",
    "mmbtu": "1e6 * Btu", "btu": "Btu", "therms": "therm",
    "passenger.km": "passenger * kilometer", "pkm": "passenger * kilometer", "tonne.km": "metric_ton * kilometer",
    "tkm": "metric_ton * kilometer", "ton.mile": "short_ton * mile", "vehicle.mile": "vehicle * mile",
    "vehicle.km": "vehicle * kilometer", "passenger.mile": "passenger * mile", "miles": "mile", "mile": "mile",
    "room per night": "room * night", "room nights": "room * night", "per fte working hour": "working_hour",
    "pieces": "piece", "unit": "piece", "units": "piece", "each": "piece",
}  # fmt: skip
_AMBIGUOUS: Final = {"ton": "tonne, short ton or long ton", "tons": "tonnes, short tons or long tons"}
_CALORIFIC: Final = re.compile(r"\s*\(?\b(?P<basis>gross|net|hhv|lhv)\b(\s*cv)?\)?\s*", re.IGNORECASE)
_BASIS: Final = {"gross": "gross", "hhv": "gross", "net": "net", "lhv": "net"}
_MONEY: Final = re.compile(r"(?P<currency>[A-Z]{3}) (?P<year>\d{4})")


class UnitUnknown(InputRefused):
    """A unit that is not understood; carries the text."""

    code = "unit_unknown"


class UnitAmbiguous(InputRefused):
    """A unit that means several; carries the text and what it may mean."""

    code = "unit_ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitName:
    """A unit as written, the base it is counted in, and how many of the base one of it is (> 0)."""

    unit: str
    base: str
    to_base: float


@cache
def read_unit(text: str) -> UnitName:
    """Return a unit's base and size; raises UnitUnknown and UnitAmbiguous.

    ``kWh (Gross CV)`` and ``kWh (Net CV)`` have bases of their own; ``USD 2022`` is money of one price year.

    >>> read_unit("tonne.km").base, read_unit("GJ").to_base
    ('kilogram * kilometer', 277.777777777778)
    """
    plain = " ".join(text.split())
    money = _MONEY.fullmatch(plain)
    if money is not None:
        return UnitName(unit=text, base=plain, to_base=1.0)
    found = _CALORIFIC.search(plain)
    basis = f" {_BASIS[found['basis'].lower()]}" if found else ""
    name = _CALORIFIC.sub("", plain) if found else plain
    if name.lower() in _AMBIGUOUS:
        fix = f"Write {_AMBIGUOUS[name.lower()]}"
        raise UnitAmbiguous(field="unit", value=text, reason="this unit has several sizes", fix=fix)
    size, base = _measure(_SPELLINGS.get(name.lower(), name), written=text)
    return UnitName(unit=text, base=base + basis, to_base=size)


def read_units(texts: Iterable[str]) -> tuple[UnitName, ...]:
    """Return every unit of the texts that is understood, once; what is not understood is left out."""
    known = []
    for text in sorted(set(texts)):
        try:
            known.append(read_unit(text))
        except InputRefused:
            continue
    return tuple(known)


def _measure(name: str, *, written: str) -> tuple[float, str]:
    import pint

    registry = _registry()
    fix = "Write a unit such as kg, tonne, litre, m3, kWh, km, tonne.km, passenger.km or USD 2022"
    try:
        quantity = registry.Quantity(1, "dimensionless") if not name else registry.parse_expression(name)
        quantity = registry.Quantity(quantity)
    except (pint.errors.PintError, AttributeError, TypeError, ValueError, AssertionError) as error:
        raise UnitUnknown(field="unit", value=written, reason="this unit is not known", fix=fix) from error
    if quantity.dimensionless:
        raise UnitUnknown(field="unit", value=written, reason="this is no unit", fix=fix)
    for base in (*_BASES, *_products()):
        if quantity.check(registry.Quantity(1, base).dimensionality):
            return float(f"{float(quantity.to(base).magnitude):.15g}"), base
    rooted: Any = quantity.to_base_units()
    return float(rooted.magnitude), f"{rooted.units}"


@cache
def _products() -> tuple[str, ...]:
    return (
        "kilogram * kilometer", *(f"{count} * kilometer" for count in _COUNTS), "room * night",
        "kilogram / kilometer", *_COUNTS,
    )  # fmt: skip


@cache
def _registry() -> pint.UnitRegistry[float]:
    import pint

    registry: pint.UnitRegistry[float] = pint.UnitRegistry()
    for count in _COUNTS:
        registry.define(f"{count} = [{count}]")
    return registry
