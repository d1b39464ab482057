"""The rating model as dated data: regression coefficients, and which benchmark a target is measured by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from truetonne.rules.rule_set import Family


class TimeFrame(StrEnum):
    """How far ahead a target's end year lies from the day of the rating."""

    SHORT = "short"
    MID = "mid"
    LONG = "long"


class Scope(StrEnum):
    """The scopes that a score covers."""

    S1S2 = "S1S2"
    S3 = "S3"
    S1S2S3 = "S1S2S3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """One straight line: degrees by yearly reduction in percent, for a benchmark and a slope."""

    variable: str
    slope: str
    param: Decimal
    intercept: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeFrameYears:
    """The most years ahead of the rating that each time frame reaches."""

    short: int
    mid: int
    long: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """Which benchmark a kind of target is measured by, for scopes 1 and 2 and for scope 3."""

    name: str
    s1s2: str
    s3: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemperatureModel:
    """One version of the rating: coefficients, mappings and defaults. Scores are degrees Celsius."""

    fallback_score: Decimal
    least_score: Decimal
    scope3_share: Decimal
    years: TimeFrameYears
    slope_by_time_frame: Mapping[str, str]
    coefficient: tuple[Coefficient, ...]
    absolute: tuple[Benchmark, ...]
    intensity: tuple[Benchmark, ...]


TEMPERATURE_SCORE: Final = Family(id="temperature-score", body=TemperatureModel)
"""Source: ScienceBasedTargets/SBTi-finance-tool, commit dcae9db (MIT), regression model 4 (public code)."""
