"""Years of a crediting period taken together: uncertainty shrinks, and deductions made year by year may come back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from truetonne.science.errors import NegativeQuantity, TooFewValues, UndefinedResult
from truetonne.science.trees.evidence import uncertainty_deduction


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfPeriod:
    """One year: gross reductions, half of their 90% interval, and what was deducted for uncertainty, all t CO2e."""

    gross_t: float
    half_width_90_t: float
    deducted_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodUncertainty:
    """The deduction over the whole period beside the sum of the yearly ones; ``over_deducted_t`` >= 0."""

    gross_t: float
    hw90: float
    uncertainty_share: float
    deduction_t: float
    deducted_t: float
    over_deducted_t: float


def recalculate_period(*, years: Sequence[YearOfPeriod], is_correlated: bool = False) -> PeriodUncertainty:
    """Return the uncertainty deduction of a crediting period as one.

    Half widths of independent years add as squares, of correlated ones linearly (then nothing comes back). Raises
    TooFewValues below two years and UndefinedResult where the period's gross is not positive.
    Source: TREES 2.0 allows an aggregate recalculation at the end of the crediting period (secondary); the form is
    operator policy.
    """
    if len(years) < 2:
        raise TooFewValues(field="years", value=len(years), reason="a period has at least 2 years")
    for place, year in enumerate(years):
        for name in ("half_width_90_t", "deducted_t"):
            if getattr(year, name) < 0:
                raise NegativeQuantity(
                    field=f"years[{place}].{name}", value=getattr(year, name), reason="this cannot be below 0"
                )
    gross_t = math.fsum(year.gross_t for year in years)
    if gross_t <= 0:
        raise UndefinedResult(field="years", value=gross_t, reason="the period's reductions are not positive")
    sizes = [year.half_width_90_t for year in years]
    half_width_t = math.fsum(sizes) if is_correlated else math.hypot(*sizes)
    hw90 = half_width_t / gross_t
    share = uncertainty_deduction(hw90=hw90)
    deducted_t = math.fsum(year.deducted_t for year in years)
    return PeriodUncertainty(
        gross_t=gross_t,
        hw90=hw90,
        uncertainty_share=share,
        deduction_t=gross_t * share,
        deducted_t=deducted_t,
        over_deducted_t=max(0.0, deducted_t - gross_t * share),
    )
