"""Will a buffer pool hold? Closed forms for equal projects, independent or under shocks that hit all of them.

A pool is insolvent when losses exceed it; losses that equal it exhaust it and no more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scipy.special import bdtrc, xlog1py, xlogy

from truetonne.science.errors import FractionOutOfRange, ImplausibleValue, OutOfRange, TooFewValues
from truetonne.science.issuable import as_written
from truetonne.science.parameter_sets import load_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """A bad year for all projects: with ``probability`` per year, hazards are multiplied (and capped at 1)."""

    probability: float
    multiplier: float

    def __post_init__(self) -> None:
        _check_share(value=self.probability, field="shock.probability")
        if not (math.isfinite(self.multiplier) and self.multiplier >= 0):
            raise OutOfRange(field="shock.multiplier", value=self.multiplier, reason="a multiplier is 0 or above")


@dataclass(frozen=True, slots=True, kw_only=True)
class Solvency:
    """Probability that a project reverses, expected share reversed, and probabilities that the pool is insolvent.

    ``independent_p_insolvent`` is what independent projects with the same mean would give.
    """

    p_project_reversal: float
    expected_reversed_share: float
    p_insolvent: float
    independent_p_insolvent: float


def count_covered(*, projects: int, buffer_share: float | Fraction, severity: float) -> int:
    """Return how many reversals the pool covers: ``floor(b n / s)``, exact in the decimals as written."""
    return math.floor(as_written(value=buffer_share) * projects / as_written(value=severity))


def find_insolvency(
    *, projects: int, buffer_share: float | Fraction, reversal_probability: float, severity: float = 1.0
) -> float:
    """Return the probability that reversals of n equal, independent projects exceed the pool.

    ``buffer_share`` b of each project's stock is in the pool; a reversal loses ``severity`` of a stock, once per
    project. ``1 - Binom.cdf(floor(b n / s), n, P)``. Raises TooFewValues, FractionOutOfRange, OutOfRange for a severity
    of 0. Source: methods reference 6.3.
    """
    _check_pool(projects=projects, buffer_share=buffer_share, severity=severity)
    _check_share(value=reversal_probability, field="probability")
    covered = count_covered(projects=projects, buffer_share=buffer_share, severity=severity)
    return 0.0 if covered >= projects else float(bdtrc(covered, projects, reversal_probability))


def assess_hazard(
    *,
    projects: int,
    buffer_share: float | Fraction,
    hazard: float,
    years: int,
    severity: float = 1.0,
    shock: Shock | None = None,
) -> Solvency:
    """Assess a pool of equal projects under a yearly hazard, exactly.

    A project reverses at most once, ``P = 1 - (1 - h)^T``. Under a ``shock`` the number of bad years is binomial, and
    given it the projects are independent: a mixture of binomial tails. ``hazard`` in [0, 0.2] per year, ``years`` >= 0.
    Raises ImplausibleValue for a hazard above the bound, else as ``find_insolvency``. Source: methods reference 6.3.
    """
    check_hazard(hazard=hazard)
    if years < 0:
        raise OutOfRange(field="years", value=years, reason="this cannot be below 0")
    if shock is None:
        weights = [(1.0, 1 - (1 - hazard) ** years)]
    else:
        bad = min(1.0, hazard * shock.multiplier)
        weights = [
            (_count_probability(k, years, shock.probability), 1 - (1 - hazard) ** (years - k) * (1 - bad) ** k)
            for k in range(years + 1)
        ]
    return assess_mixture(projects=projects, buffer_share=buffer_share, mixture=weights, severity=severity)


def assess_mixture(
    *, projects: int, buffer_share: float | Fraction, mixture: Sequence[tuple[float, float]], severity: float = 1.0
) -> Solvency:
    """Assess a pool over several worlds, each a pair of its probability and a project's reversal probability in it.

    Within a world the projects are independent; the world is common to all, which is what correlation does: the mean
    loss is the same, the tail is fatter. Probabilities of worlds add up to 1. Raises FractionOutOfRange, TooFewValues.
    Source: methods reference 6.3.
    """
    if not mixture:
        raise TooFewValues(field="mixture", value=0, reason="at least one world is needed")
    for place, (weight, probability) in enumerate(mixture):
        _check_share(value=weight, field=f"mixture[{place}][0]")
        _check_share(value=probability, field=f"mixture[{place}][1]")
    whole = math.fsum(weight for weight, _ in mixture)
    if abs(whole - 1) > load_parameters(name="durability").number("weight_tolerance"):
        raise FractionOutOfRange(field="mixture", value=whole, reason="the probabilities of the worlds add up to 1")
    mean = min(1.0, math.fsum(weight * probability for weight, probability in mixture))

    def tail(probability: float) -> float:
        return find_insolvency(
            projects=projects, buffer_share=buffer_share, reversal_probability=probability, severity=severity
        )

    return Solvency(
        p_project_reversal=mean,
        expected_reversed_share=mean * severity,
        p_insolvent=math.fsum(weight * tail(probability) for weight, probability in mixture),
        independent_p_insolvent=tail(mean),
    )


def check_hazard(*, hazard: float, field: str = "hazard") -> None:
    """Raise FractionOutOfRange outside [0, 1] and ImplausibleValue above the bound of 0.2 per year."""
    _check_share(value=hazard, field=field)
    ceiling = load_parameters(name="durability").number("hazard_per_year_max")
    if hazard > ceiling:
        raise ImplausibleValue(
            field=field, value=hazard, reason=f"above {ceiling:g} per year", fix="Write a yearly probability"
        )


def check_severity(*, severity: float, field: str = "severity") -> None:
    """Raise FractionOutOfRange unless the severity lies in (0, 1]."""
    if not 0 < severity <= 1:
        raise FractionOutOfRange(field=field, value=severity, reason="a severity lies in (0, 1]")


def _count_probability(k: int, n: int, p: float) -> float:
    """Return the probability of ``k`` among ``n`` independent events of probability ``p``.

    By logarithms, exact to about 1e-13 of itself. ``scipy.stats`` has it too, and takes longer to load than all else here.
    """
    return math.exp(math.log(math.comb(n, k)) + float(xlogy(k, p)) + float(xlog1py(n - k, -p)))


def _check_pool(*, projects: int, buffer_share: float | Fraction, severity: float) -> None:
    if projects < 1:
        raise TooFewValues(field="n", value=projects, reason="at least 1 project is needed")
    _check_share(value=buffer_share, field="buffer")
    check_severity(severity=severity)


def _check_share(*, value: float | Fraction, field: str) -> None:
    if not 0 <= value <= 1:
        raise FractionOutOfRange(field=field, value=value, reason="a share lies in [0, 1]")
