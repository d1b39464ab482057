"""From stated targets to degrees: one row per company, time frame and scope, as in the SBTi Finance Tool.

Source: CDP/WWF temperature rating V1 as in ScienceBasedTargets/SBTi-finance-tool, commit dcae9db (MIT, public code).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from truetonne.rules.temperature.model import Scope, TemperatureModel, TimeFrame
from truetonne.science.errors import InputRefused, UndefinedResult


class RowRepeated(InputRefused):
    """Two rows for one company, time frame and scope."""

    code = "row_repeated"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """A company's target for a time frame and scope, with the row's own emissions and money; None is not stated.

    ``reduction_ambition`` is a share. Emissions are in one unit over all rows, money in one currency.
    """

    company: str
    time_frame: TimeFrame
    scope: Scope
    isic: str = ""
    target_type: str = ""
    intensity_metric: str = ""
    reduction_ambition: Fraction | None = None
    base_year: int | None = None
    end_year: int | None = None
    emissions_s1s2: Fraction | None = None
    emissions_s3: Fraction | None = None
    investment: Fraction | None = None
    market_cap: Fraction | None = None
    enterprise_value: Fraction | None = None
    enterprise_value_plus_cash: Fraction | None = None
    total_assets: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredRow:
    """A row with its score in degrees; ``is_fallback`` where no target or no benchmark gave one."""

    row: TargetRow
    variable: str | None
    annual_reduction_rate: Fraction | None
    exact_score: Fraction
    is_fallback: bool

    @property
    def score(self) -> Fraction:
        """Return the score to two decimals, as it enters a portfolio."""
        return round(self.exact_score, 2)


def find_time_frame(*, end_year: int, as_of: date, model: TemperatureModel) -> TimeFrame | None:
    """Return the time frame of a target as of a day; None past the last, which the rating does not read."""
    ahead = end_year - as_of.year
    if ahead <= model.years.short:
        return TimeFrame.SHORT
    if ahead <= model.years.mid:
        return TimeFrame.MID
    return TimeFrame.LONG if ahead <= model.years.long else None


def annual_reduction_rate(*, row: TargetRow) -> Fraction | None:
    """Return the share of base-year emissions cut per year, or None where the target does not say."""
    if row.reduction_ambition is None or row.base_year is None or row.end_year is None:
        return None
    if row.end_year <= row.base_year:
        return None
    return row.reduction_ambition / (row.end_year - row.base_year)


def find_variable(*, row: TargetRow, model: TemperatureModel) -> str | None:
    """Return the benchmark variable that a target is measured by, or None where there is none."""
    if row.scope is Scope.S1S2S3:
        return None
    if row.target_type.strip().lower().startswith("int"):
        known = {benchmark.name: benchmark for benchmark in model.intensity}
        chosen = known.get(row.intensity_metric)
    else:
        known = {benchmark.name: benchmark for benchmark in model.absolute}
        chosen = known.get(row.isic.strip()[:3], known.get("other"))
    if chosen is None:
        return None
    return chosen.s1s2 if row.scope is Scope.S1S2 else chosen.s3


def score_rows(*, rows: Sequence[TargetRow], model: TemperatureModel) -> tuple[ScoredRow, ...]:
    """Score every row, in the order given; rows over scopes 1 to 3 are combined from the company's other two.

    Raises RowRepeated, and UndefinedResult where a company's emissions add up to nothing.
    """
    single = {}
    for row in rows:
        key = (row.company, row.time_frame, row.scope)
        if key in single:
            raise RowRepeated(field="rows", value=" ".join(key), reason="stands twice")
        single[key] = _score_single(row, model)
    return tuple(
        _combine(
            whole=single[(row.company, row.time_frame, row.scope)],
            s1s2=single.get((row.company, row.time_frame, Scope.S1S2)),
            s3=single.get((row.company, row.time_frame, Scope.S3)),
            model=model,
        )
        for row in rows
    )


def _score_single(row: TargetRow, model: TemperatureModel) -> ScoredRow:
    variable = find_variable(row=row, model=model)
    rate = annual_reduction_rate(row=row)
    slope = model.slope_by_time_frame.get(row.time_frame)
    line = next((one for one in model.coefficient if (one.variable, one.slope) == (variable, slope)), None)
    if line is None or rate is None:
        score, is_fallback = Fraction(model.fallback_score), True
    else:
        score = max(Fraction(line.param) * rate * 100 + Fraction(line.intercept), Fraction(model.least_score))
        is_fallback = False
    return ScoredRow(row=row, variable=variable, annual_reduction_rate=rate, exact_score=score, is_fallback=is_fallback)


def _combine(*, whole: ScoredRow, s1s2: ScoredRow | None, s3: ScoredRow | None, model: TemperatureModel) -> ScoredRow:
    if whole.row.scope is not Scope.S1S2S3 or s1s2 is None or s3 is None:
        return whole
    near, far = s1s2.row.emissions_s1s2, s3.row.emissions_s3
    if near is None or far is None:
        return whole
    if near + far == 0:
        reason = "emissions of scopes 1 to 3 add up to nothing"
        raise UndefinedResult(field="rows", value=whole.row.company, reason=reason)
    if far < Fraction(model.scope3_share) * (near + far):
        score = s1s2.exact_score
        is_fallback = s1s2.is_fallback
    else:
        score = (s1s2.exact_score * near + s3.exact_score * far) / (near + far)
        is_fallback = s1s2.is_fallback and s3.is_fallback
    return ScoredRow(
        row=whole.row, variable=None, annual_reduction_rate=None, exact_score=score, is_fallback=is_fallback
    )
