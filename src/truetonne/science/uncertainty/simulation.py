"""Monte Carlo (IPCC approach 2) of sums of products, seeded and repeatable.

Every input draws from a stream of its own that follows from the seed and the input's name, so that neither the order
of inputs nor the number of other inputs changes its draws. Inputs in one group share their draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

import numpy as np
import scipy

from truetonne.science.errors import ImplausibleValue, InputMissing, OutOfRange, TooFewValues, UndefinedResult
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.uncertainty.distributions import Array, Distribution
from truetonne.science.uncertainty.half_widths import HalfWidth, Level

_BLOCK = 1 << 15
"""Draws made at a time: small enough to stay in a core's cache. Part of the method: another size draws otherwise."""

_SEED_MAX = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One uncertain number: its distribution, the bounds its draws are cut to, and its correlation group.

    A draw outside ``lower`` or ``upper`` is moved to the bound, which lifts or lowers the mean; the share moved is
    reported.
    """

    distribution: Distribution
    lower: float | None = None
    upper: float | None = None
    group: str | None = None

    def __post_init__(self) -> None:
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise OutOfRange(field="lower", value=self.lower, reason=f"the lower bound lies above {self.upper:g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What the draws gave: mean, standard deviation (ddof 1), 5% and 95% quantiles, and all that repeats it.

    ``truncated_shares`` are the shares of draws moved to a bound, by input.
    """

    mean: float
    sd: float
    q05: float
    q95: float
    draws: int
    seed: int
    generator: str
    truncated_shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def hw90(self) -> HalfWidth:
        """Half the distance between the 5% and 95% quantiles, relative to the mean."""
        return HalfWidth(fraction=(self.q95 - self.q05) / (2 * abs(self._whole())), level=Level.HW90)

    @property
    def hw90_sides(self) -> tuple[HalfWidth, HalfWidth]:
        """The half widths below and above the mean, which differ where the distribution is skewed."""
        low, high = self.mean - self.q05, self.q95 - self.mean
        below, above = (max(0.0, side) / abs(self._whole()) for side in (low, high))
        return HalfWidth(fraction=below, level=Level.HW90), HalfWidth(fraction=above, level=Level.HW90)

    @property
    def is_asymmetric(self) -> bool:
        """Whether the larger side exceeds the mean of both by more than a tenth (operator policy)."""
        limit = load_parameters(name="uncertainty").number("asymmetry_max")
        return max(side.fraction for side in self.hw90_sides) > self.hw90.fraction * (1 + limit)

    @property
    def hw90_for_deduction(self) -> HalfWidth:
        """The half width that a deduction takes: the larger side where the distribution is skewed."""
        return max(self.hw90_sides, key=lambda side: side.fraction) if self.is_asymmetric else self.hw90

    @property
    def truncated_inputs(self) -> tuple[str, ...]:
        """The inputs of which more than 1% of the draws were moved to a bound (operator policy)."""
        limit = load_parameters(name="uncertainty").number("truncated_share_max")
        return tuple(name for name, share in self.truncated_shares.items() if share > limit)

    def randomness(self) -> dict[str, object]:
        """Return generator, seed, draws and library versions, as results store them."""
        return {
            "generator": self.generator,
            "seed": self.seed,
            "draws": self.draws,
            "block": _BLOCK,
            "libraries": {"numpy": np.__version__, "scipy": scipy.__version__},
        }

    def _whole(self) -> float:
        if self.mean == 0:
            raise UndefinedResult(field="mean", value=0.0, reason="no relative half width exists around zero")
        return self.mean


def simulate(
    *, terms: Mapping[str, Mapping[str, Input]], draws: int | None = None, seed: int | None = None
) -> Simulation:
    """Draw a sum of products: each of the named ``terms`` is a product of its named inputs.

    At least 10,000 ``draws`` (a million unless given); ``seed`` is stored, and the same seed gives the same bytes with the
    same library versions. Raises TooFewValues below the minimum, ImplausibleValue above the maximum.
    Source: IPCC 2006 V1 Ch3 approach 2; TREES 2.0 for the number of draws (secondary).
    """
    count, start = read_draws(draws=draws), read_seed(seed=seed)
    if not terms or not all(terms.values()):
        raise InputMissing(field="terms", value=None, reason="at least one term of at least one input is needed")
    streams: dict[str, np.random.Generator] = {}
    moved: dict[str, int] = {}
    values = np.zeros(count)
    for begin in range(0, count, _BLOCK):
        size = min(_BLOCK, count - begin)
        shared: dict[str, Array] = {}
        block = values[begin : begin + size]
        for term in sorted(terms):
            product: Array | None = None
            for name in sorted(terms[term]):
                label = f"{term}/{name}"
                drawn = _draw(terms[term][name], label=label, seed=start, size=size, streams=streams, shared=shared)
                drawn = _cut(terms[term][name], drawn, label=label, moved=moved)
                product = drawn if product is None else np.multiply(product, drawn, out=product)
            if product is not None:
                block += product
    low, high = np.quantile(values, (0.05, 0.95))
    return Simulation(
        mean=float(values.mean()),
        sd=float(values.std(ddof=1)),
        q05=float(low),
        q95=float(high),
        draws=count,
        seed=start,
        generator=type(np.random.PCG64()).__name__,
        truncated_shares=MappingProxyType({label: number / count for label, number in sorted(moved.items())}),
    )


def read_draws(*, draws: int | None) -> int:
    """Return the number of draws, the default where none is given; raises TooFewValues and ImplausibleValue."""
    parameters = load_parameters(name="uncertainty")
    if draws is None:
        return int(parameters.number("draws"))
    least, most = int(parameters.number("draws_min")), int(parameters.number("draws_max"))
    if draws < least:
        raise TooFewValues(field="draws", value=draws, reason=f"at least {least} are needed")
    if draws > most:
        raise ImplausibleValue(field="draws", value=draws, reason=f"at most {most} are drawn in one run")
    return draws


def read_seed(*, seed: int | None) -> int:
    """Return the seed, the default where none is given; the clock is never one."""
    if seed is None:
        return int(load_parameters(name="uncertainty").number("seed"))
    if not 0 <= seed < _SEED_MAX:
        raise OutOfRange(field="seed", value=seed, reason="a seed is a whole number from 0 to 2^63 - 1")
    return seed


def _draw(
    item: Input,
    *,
    label: str,
    seed: int,
    size: int,
    streams: dict[str, np.random.Generator],
    shared: dict[str, Array],
) -> Array:
    if item.group is None:
        return item.distribution.draw(stream=_stream(streams, f"input {label}", seed), count=size)
    if item.group not in shared:
        shared[item.group] = _stream(streams, f"group {item.group}", seed).standard_normal(size)
    return item.distribution.at(normal=shared[item.group])


def _stream(streams: dict[str, np.random.Generator], label: str, seed: int) -> np.random.Generator:
    if label not in streams:
        key = int.from_bytes(sha256(label.encode()).digest()[:16], "big")
        streams[label] = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, key])))
    return streams[label]


def _cut(item: Input, drawn: Array, *, label: str, moved: dict[str, int]) -> Array:
    if item.lower is None and item.upper is None:
        return drawn
    outside = 0
    if item.lower is not None:
        outside += int(np.count_nonzero(drawn < item.lower))
    if item.upper is not None:
        outside += int(np.count_nonzero(drawn > item.upper))
    moved[label] = moved.get(label, 0) + outside
    return np.clip(drawn, item.lower, item.upper, out=drawn) if outside else drawn
