"""Six ways of weighting companies' scores into one of a portfolio; the order of the companies never matters.

Source: as ``scoring``; weights are normalised to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from truetonne.rules.temperature.model import Scope
from truetonne.rules.temperature.scoring import ScoredRow, TargetRow
from truetonne.science.errors import InputMissing, TooFewValues, UndefinedResult


class Weighting(StrEnum):
    """What a company weighs by: money invested, all its emissions, or the emissions owned through the investment."""

    WATS = "WATS"
    TETS = "TETS"
    MOTS = "MOTS"
    EOTS = "EOTS"
    ECOTS = "ECOTS"
    AOTS = "AOTS"


_OWNED_THROUGH = {
    Weighting.MOTS: "market_cap",
    Weighting.EOTS: "enterprise_value",
    Weighting.ECOTS: "enterprise_value_plus_cash",
    Weighting.AOTS: "total_assets",
}


def aggregate_scores(*, rows: Sequence[ScoredRow], weighting: Weighting) -> Fraction:
    """Return the weighted mean of rows of one time frame and scope, in degrees.

    Raises TooFewValues without rows, InputMissing for a row without a needed figure, UndefinedResult where a
    company's value or the sum of the weights is 0.
    """
    if not rows:
        raise TooFewValues(field="rows", value=0, reason="a portfolio has at least one company")
    if len({(one.row.time_frame, one.row.scope) for one in rows}) > 1:
        raise UndefinedResult(field="rows", value=len(rows), reason="rows of one time frame and one scope add up")
    weights = [_weigh(one.row, weighting) for one in rows]
    total = sum(weights, Fraction(0))
    if total == 0:
        raise UndefinedResult(field=weighting.value, value=0, reason="the weights add up to nothing")
    return sum((weight * one.score for weight, one in zip(weights, rows, strict=True)), Fraction(0)) / total


def _weigh(row: TargetRow, weighting: Weighting) -> Fraction:
    if weighting is Weighting.WATS:
        return _needed(row, "investment")
    emissions = _emissions(row)
    if weighting is Weighting.TETS:
        return emissions
    name = _OWNED_THROUGH[weighting]
    value = _needed(row, name)
    if value == 0:
        raise UndefinedResult(field=f"rows.{row.company}.{name}", value=0, reason="a company's value is not 0")
    return _needed(row, "investment") / value * emissions


def _emissions(row: TargetRow) -> Fraction:
    if row.scope is Scope.S1S2:
        return _needed(row, "emissions_s1s2")
    if row.scope is Scope.S3:
        return _needed(row, "emissions_s3")
    return _needed(row, "emissions_s1s2") + _needed(row, "emissions_s3")


def _needed(row: TargetRow, name: str) -> Fraction:
    value: Fraction | None = getattr(row, name)
    if value is None:
        raise InputMissing(field=f"rows.{row.company}.{name}", value=None, reason="this weighting needs it")
    return value
