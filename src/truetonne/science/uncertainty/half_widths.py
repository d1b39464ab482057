"""Half widths that know their confidence level, and quantiles of the normal and the Student distribution.

A 90% and a 95% half width never meet in one formula; converting one into the other is an act of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scipy.special import ndtri, stdtrit

from truetonne.science.errors import (
    ImplausibleValue,
    NegativeQuantity,
    OutOfRange,
    TooFewValues,
    UnitMismatch,
)
from truetonne.science.inputs import read_number
from truetonne.science.parameter_sets import load_parameters


class Level(StrEnum):
    """Two-sided confidence level of a half width: HW90 spans the 5% to 95% quantiles, HW95 the 2.5% to 97.5%."""

    HW90 = "HW90"
    HW95 = "HW95"


_UPPER: Final = {Level.HW90: 0.95, Level.HW95: 0.975}


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfWidth:
    """Half of a confidence interval, as a fraction of the mean, >= 0, at a level.

    ``basis`` says which mean it is relative to (``emissions``, ``reductions``), blank where only one is in play.
    """

    fraction: float
    level: Level
    basis: str = ""

    def __post_init__(self) -> None:
        if read_number(self.fraction, field="half_width") < 0:
            raise NegativeQuantity(field="half_width", value=self.fraction, reason="a half width is not below 0")

    @property
    def cv(self) -> float:
        """The coefficient of variation that a normal distribution would have with this half width."""
        return self.fraction / normal_quantile(p=_UPPER[self.level])

    @classmethod
    def of_cv(cls, *, cv: float, level: Level, basis: str = "") -> HalfWidth:
        """Return the half width of a normal distribution with this coefficient of variation.

        HW90 = 1.644854 CV, HW95 = 1.959964 CV.
        """
        return cls(fraction=cv * normal_quantile(p=_UPPER[level]), level=level, basis=basis)

    def at(self, *, level: Level) -> HalfWidth:
        """Return the half width at another level, under a normal distribution."""
        return self if level is self.level else HalfWidth.of_cv(cv=self.cv, level=level, basis=self.basis)


def same_level(*, half_widths: Sequence[HalfWidth]) -> Level:
    """Return the one level of all half widths.

    Raises TooFewValues for none and UnitMismatch where levels or bases differ.
    """
    if not half_widths:
        raise TooFewValues(field="u_percent", value=0, reason="at least 1 is needed")
    for name, values in (
        ("level", {width.level.value for width in half_widths}),
        ("basis", {width.basis for width in half_widths}),
    ):
        if len(values) > 1:
            fix = "Bring all to one with HalfWidth.at" if name == "level" else "Bring all to one mean first"
            reason = f"half widths of more than one {name} do not combine"
            raise UnitMismatch(field=name, value=sorted(values), reason=reason, fix=fix)
    return half_widths[0].level


def normal_quantile(*, p: float) -> float:
    """Return the quantile of the standard normal distribution, 0 < p < 1; raises OutOfRange."""
    return float(ndtri(_probability(p)))


def student_quantile(*, p: float, df: float) -> float:
    """Return the quantile of Student's t with ``df`` >= 1 degrees of freedom, 0 < p < 1; raises OutOfRange."""
    if read_number(df, field="df") < 1:
        raise OutOfRange(field="df", value=df, reason="degrees of freedom are at least 1")
    return float(stdtrit(df, _probability(p)))


def check_hw90(*, hw90: float, field: str = "hw90") -> float:
    """Return a half width that a caller gives, if it is plausible.

    Raises NegativeQuantity below 0 and ImplausibleValue above 3 (operator policy): a percentage written as a
    fraction shows here.
    """
    value = HalfWidth(fraction=hw90, level=Level.HW90).fraction
    limit = load_parameters(name="uncertainty").number("hw90_max")
    if value > limit:
        fix = f"Write {value / 100:g} for {value:g}%"
        raise ImplausibleValue(field=field, value=hw90, reason=f"above {limit:g} times the mean", fix=fix)
    return value


def _probability(p: float) -> float:
    if not 0 < read_number(p, field="p") < 1:
        raise OutOfRange(field="p", value=p, reason="a level lies between 0 and 1, both excluded")
    return p
