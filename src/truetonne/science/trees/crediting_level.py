"""The level below which a jurisdiction earns: the mean of five consecutive years, lifted for high-forest ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from truetonne.science.errors import FractionOutOfRange, NegativeQuantity, OutOfRange, TooFewValues
from truetonne.science.inputs import read_number
from truetonne.science.parameter_sets import load_parameters


class Volume(StrEnum):
    """Two products that are never one: decisions of standards differ between them."""

    HFLD = "HFLD"
    NON_HFLD = "NON_HFLD"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditingLevel:
    """Emissions in t CO2e per year above which nothing is credited, and the product that comes of it."""

    level_t: float
    volume: Volume


def mean_reference_level(*, emissions_t: Sequence[float], years: Sequence[int] | None = None) -> CreditingLevel:
    """Return the mean annual emissions of the reference period, t CO2e per year, as the crediting level.

    Exactly five values >= 0; ``years``, where given, are five consecutive ones in order. Raises TooFewValues,
    OutOfRange for more than five or a gap, NegativeQuantity.
    Source: ART TREES 2.0 (public code, secondary).
    """
    return CreditingLevel(level_t=_mean(emissions_t=emissions_t, years=years), volume=Volume.NON_HFLD)


def hfld_level(
    *, emissions_t: Sequence[float], score: float, forest_carbon_stock_t: float, years: Sequence[int] | None = None
) -> CreditingLevel:
    """Return the level of a high-forest, low-deforestation jurisdiction: mean + score x 0.0005 x carbon stock.

    ``score`` lies in [0, 1] (operator policy; its own formula is not established), ``forest_carbon_stock_t`` is in
    t CO2. Raises FractionOutOfRange, NegativeQuantity and as ``mean_reference_level``.
    Source: Guyana Low Carbon Development Strategy appendix 2 (secondary).
    """
    mean_t = _mean(emissions_t=emissions_t, years=years)
    if not 0 <= read_number(score, field="hfld_score") <= 1:
        raise FractionOutOfRange(field="hfld_score", value=score, reason="the score lies in [0, 1]")
    stock_t = _at_least_zero(forest_carbon_stock_t, field="forest_carbon_stock_tco2")
    rate = load_parameters(name="trees").number("hfld_rate")
    return CreditingLevel(level_t=mean_t + score * rate * stock_t, volume=Volume.HFLD)


def _mean(*, emissions_t: Sequence[float], years: Sequence[int] | None) -> float:
    needed = int(load_parameters(name="trees").number("reference_years"))
    fix = f"Give the emissions of exactly {needed} consecutive years"
    for name, values in (("historical_5yr", emissions_t), ("years", years)):
        if values is None:
            continue
        if len(values) < needed:
            raise TooFewValues(field=name, value=len(values), reason=f"{needed} years are needed", fix=fix)
        if len(values) > needed:
            raise OutOfRange(field=name, value=len(values), reason=f"{needed} years are the period", fix=fix)
    if years is not None and list(years) != list(range(years[0], years[0] + needed)):
        raise OutOfRange(field="years", value=list(years), reason="the years have a gap or no order", fix=fix)
    values_t = [_at_least_zero(value, field=f"historical_5yr[{place}]") for place, value in enumerate(emissions_t)]
    return math.fsum(values_t) / needed


def _at_least_zero(value: float, *, field: str) -> float:
    if read_number(value, field=field) < 0:
        raise NegativeQuantity(field=field, value=value, reason="emissions and stocks are not below 0")
    return value
