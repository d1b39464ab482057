"""Intensity targets, and the sectoral approach: both always with what they mean in absolute emissions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from truetonne.science.errors import FractionOutOfRange, NegativeQuantity, TooFewValues, UndefinedResult


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorPoint:
    """A sector's and a company's activity in one year, in the same physical unit, and the sector's intensity."""

    sector_intensity: Fraction
    sector_activity: Fraction
    company_activity: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorTarget:
    """The converged intensity and its absolute figure, with the terms ``d``, ``p`` and ``m`` of the formula."""

    initial_gap: Fraction
    sector_progress: Fraction
    market_share: Fraction
    intensity: Fraction
    absolute: Fraction


def least_intensity_reduction(*, rate_per_year: Fraction, years: int) -> Fraction:
    """Return the least intensity cut after ``years`` of a compounding yearly rate.

    Raises TooFewValues below one year. Source: SBTi near-term criteria V5.x, 7 % a year (unverified).
    """
    if years < 1:
        raise TooFewValues(field="years", value=years, reason="at least one year is needed")
    return 1 - (1 - rate_per_year) ** years


def absolute_change(*, intensity_reduction: Fraction, growth_per_year: Fraction, years: int) -> Fraction:
    """Return the change of absolute emissions that an intensity cut leaves under growth; above 0 they rise.

    Raises FractionOutOfRange, TooFewValues. Source: arithmetic, ``(1 - i)(1 + g)^n - 1``.
    """
    if intensity_reduction > 1:
        field = "intensity_reduction"
        reason = "an intensity cannot fall by more than all of it"
        raise FractionOutOfRange(field=field, value=float(intensity_reduction), reason=reason)
    if growth_per_year <= -1:
        reason = "activity cannot shrink by all of it"
        raise FractionOutOfRange(field="growth", value=float(growth_per_year), reason=reason)
    if years < 0:
        raise TooFewValues(field="years", value=years, reason="years are not below 0")
    return (1 - intensity_reduction) * (1 + growth_per_year) ** years - 1


def converge_to_sector(
    *, company_intensity_base: Fraction, sector_intensity_end: Fraction, base: SectorPoint, year: SectorPoint
) -> SectorTarget:
    """Return a company's target intensity by the sectoral decarbonisation approach.

    ``CI_y = d p m + SI_end``; the market-share term is at most 1, so that growth at others' cost tightens the target
    and shrinking does not loosen it. Raises UndefinedResult and NegativeQuantity.
    Source: SBTi sectoral approach 2015 (public code); the sectors' own pathways are supplied by the operator.
    """
    for name, value in (
        ("sector_activity_base", base.sector_activity),
        ("company_activity_base", base.company_activity),
        ("sector_activity_year", year.sector_activity),
        ("company_activity_year", year.company_activity),
    ):
        if value <= 0:
            raise UndefinedResult(field=name, value=float(value), reason="an activity is above 0")
    if company_intensity_base < 0:
        reason = "an intensity cannot be below 0"
        raise NegativeQuantity(field="company_intensity_base", value=float(company_intensity_base), reason=reason)
    if base.sector_intensity == sector_intensity_end:
        reason = "the sector's intensity does not change, so there is nothing to converge by"
        raise UndefinedResult(field="sector_intensity_base", value=float(base.sector_intensity), reason=reason)
    gap = company_intensity_base - sector_intensity_end
    progress = (year.sector_intensity - sector_intensity_end) / (base.sector_intensity - sector_intensity_end)
    share = (base.company_activity / base.sector_activity) / (year.company_activity / year.sector_activity)
    intensity = gap * progress * min(Fraction(1), share) + sector_intensity_end
    return SectorTarget(
        initial_gap=gap,
        sector_progress=progress,
        market_share=min(Fraction(1), share),
        intensity=intensity,
        absolute=intensity * year.company_activity,
    )
