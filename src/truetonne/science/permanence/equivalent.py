"""Equivalent permanence: the value of storing carbon for a while, less the damage when it comes out, as a share.

The reference code's damage loop ends one year early, so every figure from it is too high; here the sum runs to the
year in which the last carbon is released, and that year's release is cut to the remainder.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from truetonne.science.errors import (
    InputMissing,
    NegativeQuantity,
    NotFinite,
    OutOfRange,
    TooFewValues,
    UndefinedResult,
)
from truetonne.science.issuable import as_written
from truetonne.science.parameter_sets import load_parameters

EXACT_YEARS = 100
UNDEFINED = "undefined: no positive adjusted net sequestration"


class NoPositiveSequestration(UndefinedResult):
    """Adjusted net sequestration is 0 or below, so nothing can be permanent; no credits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permanence:
    """``value`` and ``damage`` in currency, ``share`` = EP (at most 1, may be below 0), ``credits_t`` >= 0 in t CO2.

    ``schedule_years`` is the number of schedule entries that were used, year 0 included. Flags: ``negative_release``,
    ``damage_exceeds_value``, ``permanent_remainder_t`` is what is never released.
    """

    share: float
    value: float
    damage: float
    credits_t: float
    schedule_years: int
    permanent_remainder_t: float
    flags: tuple[str, ...]


def find_equivalent_permanence(
    *, adjusted_t: float, releases_t: Iterable[float], cost_at: Callable[[int], float], discount_rate: float
) -> Permanence:
    """Return the equivalent permanence of ``adjusted_t`` t CO2 that is released by ``releases_t``.

    ``releases_t[k]`` is released k years after the year of the claim, k = 0 included; ``cost_at(k)`` is the social cost
    of carbon then, in currency per t, > 0. ``V = C SCC_0``, ``D = sum r_k SCC_k / (1 + rate)^k`` until all of C is out,
    ``EP = (V - D) / V``, credits ``C EP`` and never below 0. Exact fractions, so that a total release at a flat cost
    without discount gives exactly 0. Raises NoPositiveSequestration, OutOfRange for a rate below 0 or a cost of 0 or
    below. Source: methods reference 5.2 and 5.3, after quantifyearth/tmf-implementation 3dd3c64.
    """
    if not math.isfinite(adjusted_t):
        raise NotFinite(field="adjusted_net_seq_t", value=adjusted_t, reason="a finite number is due")
    if adjusted_t <= 0:
        raise NoPositiveSequestration(field="adjusted_net_seq_t", value=adjusted_t, reason=UNDEFINED)
    if discount_rate < 0:
        raise OutOfRange(field="discount", value=discount_rate, reason="a discount rate is 0 or above")
    left, damage, used, has_negative = as_written(value=adjusted_t), Fraction(0), 0, False
    value = left * _cost(cost_at=cost_at, year=0)
    factor = 1 + as_written(value=discount_rate)
    for year, release_t in enumerate(releases_t):
        if left <= 0:
            break
        used = year + 1
        has_negative |= release_t < 0
        released = min(left, max(Fraction(0), as_written(value=release_t)))
        if released:
            left -= released
            damage += released * _cost(cost_at=cost_at, year=year) * _weight(factor=factor, year=year)
    share = (value - damage) / value
    facts = {"negative_release": has_negative, "damage_exceeds_value": share < 0}
    return Permanence(
        share=float(share),
        value=float(value),
        damage=float(damage),
        credits_t=float(max(Fraction(0), as_written(value=adjusted_t) * share)),
        schedule_years=used,
        permanent_remainder_t=float(left),
        flags=tuple(name for name, holds in facts.items() if holds),
    )


def grow_cost(*, cost_now: float, growth: float) -> Callable[[int], float]:
    """Return the social cost of carbon k years on: ``cost_now (1 + growth)^k``.

    Raises OutOfRange for a cost of 0 or below, or a growth of -1 or below.
    """
    if not cost_now > 0:
        raise OutOfRange(field="scc0", value=cost_now, reason="the social cost of carbon is above 0")
    if not growth > -1:
        raise OutOfRange(field="scc_growth", value=growth, reason="a growth lies above -1")
    return lambda year: cost_now * (1 + growth) ** year


def interpolate_cost(*, costs: Mapping[int, float]) -> Callable[[int], float]:
    """Return the social cost of carbon k years on, linear between the years given; raises TooFewValues without any.

    A year outside raises InputMissing: nothing is extrapolated (operator policy).
    """
    if not costs:
        raise TooFewValues(field="scc", value=0, reason="at least one year is needed")
    known = sorted(costs.items())
    for year, cost in known:
        if not cost > 0:
            raise OutOfRange(field=f"scc.{year}", value=cost, reason="the social cost of carbon is above 0")

    def at(year: int) -> float:
        if year in costs:
            return costs[year]
        for (before, low), (after, high) in pairwise(known):
            if before < year < after:
                return low + (high - low) * (year - before) / (after - before)
        raise InputMissing(
            field=f"scc.{year}", value=None, reason=f"the series runs from year {known[0][0]} to {known[-1][0]}",
            fix="Give the social cost of carbon for every year in which carbon is released",
        )  # fmt: skip

    return at


def spread_release(*, from_year: int, to_year: int, release_t: float) -> list[float]:
    """Return a schedule of the same release in each year from ``from_year`` to ``to_year``, both included.

    Raises NegativeQuantity for a year below 0, OutOfRange for an empty span or one beyond the bound.
    """
    if from_year < 0:
        raise NegativeQuantity(field="from_k", value=from_year, reason="this cannot be below 0")
    longest = int(load_parameters(name="cambridge_pact").number("schedule_years_max"))
    if not from_year <= to_year <= longest:
        raise OutOfRange(field="to_k", value=to_year, reason=f"lies between from_k and {longest}")
    return [0.0] * from_year + [release_t] * (to_year - from_year + 1)


def _cost(*, cost_at: Callable[[int], float], year: int) -> Fraction:
    try:
        cost = cost_at(year)
    except OverflowError:
        cost = math.inf
    if not (math.isfinite(cost) and cost > 0):
        raise OutOfRange(field=f"scc[{year}]", value=cost, reason="the social cost of carbon is finite and above 0")
    return as_written(value=cost)


def _weight(*, factor: Fraction, year: int) -> Fraction:
    """Discount factor of a year; beyond a century digits would only grow, so it is rounded to a double there."""
    if year <= EXACT_YEARS:
        return 1 / factor**year
    return as_written(value=math.exp(-year * math.log(factor)))
