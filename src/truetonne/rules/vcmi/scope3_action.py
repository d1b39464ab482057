"""Scope 3 Action: how far above its path a company's scope 3 may lie, and how many credits cover the gap.

Source: VCMI Scope 3 Action Code of Practice, April 2025, as summarised once with numbers (secondary).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from truetonne.rules.rule_set import Family
from truetonne.science.errors import NegativeQuantity, TooFewValues


class Approach(StrEnum):
    """YEAR_ON_YEAR judges each year alone, BUDGET several years together."""

    YEAR_ON_YEAR = "yoy"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLimits:
    """Shares of the path, the share of a budget's allowance that one year may take, and the last year."""

    gap_share: Decimal
    year_share_of_allowance: Decimal
    last_year: int


SCOPE3_ACTION: Final = Family(id="vcmi-scope3-action", body=GapLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapVerdict:
    """Whether the gap may be claimed for; amounts in the unit of the inputs.

    ``credits_needed`` is what has to be retired; ``credits_suffice`` is None where no retired credits were named.
    """

    eligible: bool
    gap: Fraction
    allowed_gap: Fraction
    credits_needed: Fraction
    credits_suffice: bool | None
    reasons: tuple[str, ...]
    budget: Fraction | None = None
    year_gap_max: Fraction | None = None


def judge_year_gap(
    *,
    actual: Fraction,
    trajectory: Fraction,
    limits: GapLimits,
    year: int | None = None,
    credits_retired: Fraction | None = None,
) -> GapVerdict:
    """Judge one year: the gap is at most its share of the path (``<=``) and not after the last year."""
    _check(("actual", actual), ("trajectory", trajectory))
    gap = max(Fraction(0), actual - trajectory)
    allowed = Fraction(limits.gap_share) * trajectory
    reasons = [*_late((year,) if year is not None else (), limits)]
    if gap > allowed:
        reasons.append("gap_above_share")
    return _verdict(gap=gap, allowed=allowed, reasons=reasons, credits_retired=credits_retired)


def judge_budget_gap(
    *,
    actual: Sequence[Fraction],
    trajectory: Sequence[Fraction],
    limits: GapLimits,
    years: Sequence[int] = (),
    credits_retired: Fraction | None = None,
) -> GapVerdict:
    """Judge years together: the summed gaps within their share of the summed path, and no year above its part of it.

    Raises TooFewValues for lists of different lengths or without years, NegativeQuantity.
    """
    if not actual or len(actual) != len(trajectory):
        reason = "as many years of emissions as of the path are needed"
        raise TooFewValues(field="actual", value=len(actual), reason=reason)
    _check(*(("actual", value) for value in actual), *(("trajectory", value) for value in trajectory))
    gaps = [max(Fraction(0), one - path) for one, path in zip(actual, trajectory, strict=True)]
    budget = sum(trajectory, Fraction(0))
    allowed = Fraction(limits.gap_share) * budget
    year_max = Fraction(limits.year_share_of_allowance) * allowed
    reasons = [*_late(tuple(years), limits)]
    if sum(gaps) > allowed:
        reasons.append("gap_above_share")
    if max(gaps) > year_max:
        reasons.append("year_above_share_of_allowance")
    return _verdict(
        gap=sum(gaps, Fraction(0)),
        allowed=allowed,
        reasons=reasons,
        credits_retired=credits_retired,
        budget=budget,
        year_gap_max=year_max,
    )


def _verdict(
    *,
    gap: Fraction,
    allowed: Fraction,
    reasons: list[str],
    credits_retired: Fraction | None,
    budget: Fraction | None = None,
    year_gap_max: Fraction | None = None,
) -> GapVerdict:
    suffice = None if credits_retired is None else credits_retired >= gap
    if suffice is False:
        reasons.append("credits_below_gap")
    return GapVerdict(
        eligible=not reasons,
        gap=gap,
        allowed_gap=allowed,
        credits_needed=gap,
        credits_suffice=suffice,
        reasons=tuple(reasons),
        budget=budget,
        year_gap_max=year_gap_max,
    )


def _late(years: tuple[int, ...], limits: GapLimits) -> tuple[str, ...]:
    return ("after_last_year",) if any(year > limits.last_year for year in years) else ()


def _check(*values: tuple[str, Fraction]) -> None:
    for name, value in values:
        if value < 0:
            raise NegativeQuantity(field=name, value=float(value), reason="emissions are not below 0")
