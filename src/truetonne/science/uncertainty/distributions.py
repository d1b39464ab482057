"""Distributions of inputs: drawn from a seeded stream, or read at shared probabilities where inputs are correlated."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import ndtr

from truetonne.science.errors import NegativeQuantity, OutOfRange, TooFewValues, UndefinedResult
from truetonne.science.inputs import read_number
from truetonne.science.parameter_sets import load_parameters

Array = np.ndarray[tuple[int], np.dtype[np.float64]]


class Distribution(Protocol):
    """A one-dimensional distribution with its mean and standard deviation before any truncation."""

    @property
    def mean(self) -> float:
        """The mean."""

    @property
    def sd(self) -> float:
        """The standard deviation."""

    def draw(self, *, stream: np.random.Generator, count: int) -> Array:
        """Return ``count`` independent draws."""

    def at(self, *, normal: Array) -> Array:
        """Return the values at the probabilities of standard normal draws: how correlated inputs share a draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """Mean and standard deviation >= 0. A standard deviation is no confidence interval."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _check(mean=self.mean, sd=self.sd)

    def draw(self, *, stream: np.random.Generator, count: int) -> Array:
        """Return ``count`` independent draws."""
        return self.at(normal=stream.standard_normal(count))

    def at(self, *, normal: Array) -> Array:
        """Return the values at the probabilities of standard normal draws."""
        drawn = normal * self.sd
        drawn += self.mean
        return drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Lognormal:
    """Mean > 0 and standard deviation >= 0 of the variable itself, not of its logarithm."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _check(mean=self.mean, sd=self.sd)
        if self.mean <= 0:
            raise UndefinedResult(field="mean", value=self.mean, reason="a lognormal variable is above 0")

    def draw(self, *, stream: np.random.Generator, count: int) -> Array:
        """Return ``count`` independent draws."""
        return self.at(normal=stream.standard_normal(count))

    def at(self, *, normal: Array) -> Array:
        """Return the values at the probabilities of standard normal draws."""
        variance = math.log1p((self.sd / self.mean) ** 2)
        values: Array = np.exp(normal * math.sqrt(variance) + (math.log(self.mean) - variance / 2))
        return values


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform:
    """Any value between two bounds, low <= high."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _check_order(low=self.low, high=self.high)

    @property
    def mean(self) -> float:
        """Return the expected value, in the unit of the values."""
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        """Return the standard deviation, in the unit of the values."""
        return (self.high - self.low) / math.sqrt(12)

    def draw(self, *, stream: np.random.Generator, count: int) -> Array:
        """Return ``count`` independent draws."""
        return stream.uniform(self.low, self.high, count)

    def at(self, *, normal: Array) -> Array:
        """Return the values at the probabilities of standard normal draws."""
        values: Array = self.low + (self.high - self.low) * ndtr(normal)
        return values


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangular:
    """Bounds and most likely value, low <= mode <= high, low < high."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _check_order(low=self.low, high=self.mode)
        _check_order(low=self.mode, high=self.high)
        if self.low == self.high:
            raise OutOfRange(field="high", value=self.high, reason="a triangle needs a width")

    @property
    def mean(self) -> float:
        """Return the expected value, in the unit of the values."""
        return (self.low + self.mode + self.high) / 3

    @property
    def sd(self) -> float:
        """Return the standard deviation, in the unit of the values."""
        a, c, b = self.low, self.mode, self.high
        return math.sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18)

    def draw(self, *, stream: np.random.Generator, count: int) -> Array:
        """Return ``count`` independent draws."""
        return self.at(normal=stream.standard_normal(count))

    def at(self, *, normal: Array) -> Array:
        """Return the values at the probabilities of standard normal draws."""
        share = ndtr(normal)
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        left = self.low + np.sqrt(share * width * rise)
        right = self.high - np.sqrt((1 - share) * width * fall)
        values: Array = np.where(share * width < rise, left, right)
        return values


@dataclass(frozen=True, slots=True, kw_only=True)
class Empirical:
    """Observations drawn with replacement (bootstrap), for a distribution that is not known; at least 30."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        least = int(load_parameters(name="uncertainty").number("sample_min"))
        if len(self.values) < least:
            raise TooFewValues(field="values", value=len(self.values), reason=f"at least {least} are needed")
        for place, value in enumerate(self.values):
            read_number(value, field=f"values[{place}]")

    @property
    def mean(self) -> float:
        """Return the expected value, in the unit of the values."""
        return math.fsum(self.values) / len(self.values)

    @property
    def sd(self) -> float:
        """Return the standard deviation, in the unit of the values."""
        center = self.mean
        return math.sqrt(math.fsum((value - center) ** 2 for value in self.values) / len(self.values))

    def draw(self, *, stream: np.random.Generator, count: int) -> Array:
        """Return ``count`` independent draws."""
        return np.sort(np.asarray(self.values, dtype=np.float64))[stream.integers(0, len(self.values), count)]

    def at(self, *, normal: Array) -> Array:
        """Return the values at the probabilities of standard normal draws."""
        place = np.minimum((ndtr(normal) * len(self.values)).astype(np.intp), len(self.values) - 1)
        values: Array = np.sort(np.asarray(self.values, dtype=np.float64))[place]
        return values


def _check(*, mean: float, sd: float) -> None:
    read_number(mean, field="mean")
    if read_number(sd, field="sd") < 0:
        raise NegativeQuantity(field="sd", value=sd, reason="a standard deviation is not below 0")


def _check_order(*, low: float, high: float) -> None:
    if read_number(low, field="low") > read_number(high, field="high"):
        raise OutOfRange(field="low", value=low, reason=f"the lower bound lies above {high:g}")
