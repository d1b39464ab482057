"""IPCC approach 1: uncertainties of products, sums and trends by error propagation.

Half widths are percent of the mean, all at one level. Correlated items add linearly, independent ones as squares.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from truetonne.science.errors import InputMissing, TooFewValues, UndefinedResult
from truetonne.science.uncertainty.half_widths import HalfWidth, Level, same_level

_ZERO_SHARE = 1e-12
"""A total this small beside its parts is rounding noise of a zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """A total with its half width at a level, relative to the total and absolute, in the unit of the parts."""

    total: float
    half_width: HalfWidth
    half_width_absolute: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTrend:
    """One source in a base year and now: emissions y0 and yt, half widths of activity data and emission factor.

    ``is_ef_correlated`` and ``is_activity_correlated`` say whether the error is the same in both years.
    """

    base: float
    current: float
    u_activity: HalfWidth
    u_ef: HalfWidth
    is_ef_correlated: bool
    is_activity_correlated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Change of the total in percent of the base year, its uncertainty in percentage points, and the sensitivities.

    ``type_a`` is the change of the trend in points for 1% in both years, ``type_b`` for 1% in the current year alone.
    ``level_half_width`` is None where the current total is zero.
    """

    type_a: tuple[float, ...]
    type_b: tuple[float, ...]
    trend_pct: float
    trend_u_points: float
    level_half_width: HalfWidth | None


def combine_product(*, half_widths: Sequence[HalfWidth], groups: Sequence[Hashable | None] | None = None) -> HalfWidth:
    """Return the half width of a product or quotient of factors, U = sqrt(sum U_i^2).

    ``groups`` names for each factor the group it is fully correlated in (None: independent); within a group the
    half widths add. Raises UnitMismatch for mixed levels. Source: IPCC 2006 V1 Ch3 eq 3.1 (number unverified).
    """
    level = same_level(half_widths=half_widths)
    size = _root_of_groups([width.fraction for width in half_widths], groups)
    return HalfWidth(fraction=size, level=level, basis=half_widths[0].basis)


def combine_sum(
    *, values: Sequence[float], half_widths: Sequence[HalfWidth], groups: Sequence[Hashable | None] | None = None
) -> Combined:
    """Return a sum or difference with its half width, U = sqrt(sum (x_i U_i)^2) / |sum x_i|.

    Values keep their sign (removals negative). ``groups`` as in ``combine_product``: correlated parts add as
    |x_i U_i|. Raises UndefinedResult for a zero total, with the absolute half width in the reason, and UnitMismatch
    for mixed levels. Source: IPCC 2006 V1 Ch3 eq 3.2 (number unverified).
    """
    if len(values) != len(half_widths):
        fix = f"Give {len(values)} half widths"
        raise TooFewValues(field="u_percent", value=len(half_widths), reason="one half width per value", fix=fix)
    level = same_level(half_widths=half_widths)
    absolute = _root_of_groups(
        [abs(value) * width.fraction for value, width in zip(values, half_widths, strict=True)], groups
    )
    total = math.fsum(values)
    if abs(total) <= _ZERO_SHARE * math.fsum(map(abs, values)):
        reason = f"the parts sum to zero, so only the absolute half width {absolute:g} exists"
        raise UndefinedResult(field="x", value=list(values), reason=reason)
    width = HalfWidth(fraction=absolute / abs(total), level=level, basis=half_widths[0].basis)
    return Combined(total=total, half_width=width, half_width_absolute=absolute)


def combine_trend(*, sources: Sequence[SourceTrend]) -> Trend:
    """Return the trend of a total between two years with its uncertainty.

    A_i = 100 [ (0.01 yt_i + Yt - (0.01 y0_i + Y0)) / (0.01 y0_i + Y0) - (Yt - Y0)/Y0 ], B_i = |yt_i / Y0|.
    Errors correlated between the years count A_i U, uncorrelated ones B_i U sqrt(2). Raises UndefinedResult for a
    base total that is not positive. Source: IPCC 2006 V1 Ch3 Table 3.2, columns I to M (form unverified).
    """
    if not sources:
        raise InputMissing(field="base", value=None, reason="at least one source is needed")
    same_level(half_widths=[width for source in sources for width in (source.u_activity, source.u_ef)])
    base, current = (math.fsum(getattr(s, year) for s in sources) for year in ("base", "current"))
    if base <= 0 or any(0.01 * source.base + base == 0 for source in sources):
        raise UndefinedResult(field="base", value=base, reason="a trend needs a positive total in the base year")
    trend = (current - base) / base
    type_a = tuple(
        100 * ((0.01 * s.current + current - (0.01 * s.base + base)) / (0.01 * s.base + base) - trend) for s in sources
    )
    type_b = tuple(abs(source.current / base) for source in sources)
    parts = [
        (a if is_correlated else b * math.sqrt(2)) * width.fraction * 100
        for source, a, b in zip(sources, type_a, type_b, strict=True)
        for width, is_correlated in (
            (source.u_ef, source.is_ef_correlated),
            (source.u_activity, source.is_activity_correlated),
        )
    ]
    return Trend(
        type_a=type_a,
        type_b=type_b,
        trend_pct=100 * trend,
        trend_u_points=math.sqrt(math.fsum(part * part for part in parts)),
        level_half_width=_level(sources=sources),
    )


def product_cv(*, cvs: Sequence[float]) -> float:
    """Return the exact coefficient of variation of a product of independent variables.

    For two, CV^2 = a^2 + b^2 + a^2 b^2; for more, 1 + CV^2 is the product of all 1 + cv^2.
    """
    return math.sqrt(math.expm1(math.fsum(math.log1p(cv * cv) for cv in cvs)))


def _level(*, sources: Sequence[SourceTrend]) -> HalfWidth | None:
    """Return the uncertainty of the current year's total: eq 3.1 per source, then eq 3.2; None for a zero total."""
    widths = [combine_product(half_widths=[source.u_activity, source.u_ef]) for source in sources]
    try:
        return combine_sum(values=[source.current for source in sources], half_widths=widths).half_width
    except UndefinedResult:
        return None


def _root_of_groups(sizes: Sequence[float], groups: Sequence[Hashable | None] | None) -> float:
    """Add sizes linearly within a group and as squares between groups; an item of no group stands alone."""
    if groups is None:
        return math.sqrt(math.fsum(size * size for size in sizes))
    if len(groups) != len(sizes):
        raise TooFewValues(field="groups", value=len(groups), reason=f"one group (or null) for each of {len(sizes)}")
    joined: dict[Hashable, list[float]] = {}
    for place, (size, group) in enumerate(zip(sizes, groups, strict=True)):
        joined.setdefault(("alone", place) if group is None else ("group", group), []).append(size)
    return math.sqrt(math.fsum(math.fsum(parts) ** 2 for parts in joined.values()))


def percent(*, value: float, level: Level, basis: str = "") -> HalfWidth:
    """Return a half width given in percent of the mean."""
    return HalfWidth(fraction=value / 100, level=level, basis=basis)
