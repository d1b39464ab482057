"""A buffer pool of real projects, simulated year by year with shocks that hit a whole region, from a stored seed.

Losses are paid from the pool once, in the year they happen; nothing is replenished. Where all projects are equal and
lose everything, the closed form stands beside the simulation and must agree with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from truetonne.science.durability.solvency import Shock, assess_hazard, check_hazard, check_severity
from truetonne.science.errors import NegativeQuantity, OutOfRange, TooFewValues
from truetonne.science.parameter_sets import load_parameters

CELLS_PER_BLOCK = 1_000_000
BALANCE_LEVELS = (0.05, 0.50, 0.95)
STANDARD_ERRORS_MAX = 3
SHORTFALL_KG_MIN = 1.0
"""Below a kilogram a shortfall is rounding, not insolvency."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProject:
    """A project in the pool: stock and buffer paid in (whole kg), yearly hazard, severity of an event, and its region.

    ``severity_concentration`` None means every event loses ``severity``; else severities are beta distributed with
    that mean and concentration (> 0; the higher, the narrower). Events after ``obligation_years`` are nobody's.
    Raises the refusals of the hazard and severity bounds.
    """

    name: str
    stock_kg: int
    buffer_kg: int
    hazard: float
    severity: float = 1.0
    severity_concentration: float | None = None
    region: str = ""
    hazard_type: str = ""
    obligation_years: int | None = None

    def __post_init__(self) -> None:
        for field, kg in (("stock_kg", self.stock_kg), ("buffer_kg", self.buffer_kg)):
            if kg < 0:
                raise NegativeQuantity(field=field, value=kg, reason="this cannot be below 0")
        check_hazard(hazard=self.hazard)
        check_severity(severity=self.severity)
        concentration = self.severity_concentration
        if concentration is not None and not concentration > 0:
            raise OutOfRange(field="severity_concentration", value=concentration, reason="this lies above 0")
        if concentration is not None and self.severity == 1:
            raise OutOfRange(field="severity", value=1.0, reason="a spread severity has a mean below 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOutlook:
    """What the runs gave. Sequences are by year, 1 to T; masses in kg.

    ``balance_kg`` holds (5 %, 50 %, 95 %) of the pool. ``closed_form_p`` is None unless all projects are equal and
    lose everything in one region. ``standard_error`` is that of ``p_insolvent``.
    """

    p_insolvent: float
    p_insolvent_by_year: tuple[float, ...]
    standard_error: float
    expected_shortfall_kg: float
    balance_kg: tuple[tuple[float, float, float], ...]
    losses_by_hazard_kg: Mapping[str, float]
    losses_by_region_kg: Mapping[str, float]
    closed_form_p: float | None
    flags: tuple[str, ...]
    randomness: Mapping[str, object]


@dataclass(slots=True)
class _Tally:
    """Sums over the runs so far."""

    first_year: list[NDArray[np.int64]]
    shortfall_kg: list[Floats]
    balance_kg: list[Floats]
    losses_kg: Floats


def simulate_pool(
    *,
    projects: Sequence[StoredProject],
    years: int,
    seed: int,
    shocks: Mapping[str, Shock] | None = None,
    draws: int = 10_000,
) -> PoolOutlook:
    """Simulate a pool for ``years`` over ``draws`` runs (at least 10 000).

    ``shocks`` maps a region to its shock: drawn once per year and region, it multiplies the hazards of all projects
    there (capped at 1). Same seed, same result. Raises TooFewValues for no project, no year or too few runs.
    Source: methods reference 6.3; the shocks are operator policy.
    """
    least = int(load_parameters(name="durability").number("buffer_draws_min"))
    for field, value, minimum in (("projects", len(projects), 1), ("years", years, 1), ("draws", draws, least)):
        if value < minimum:
            raise TooFewValues(field=field, value=value, reason=f"at least {minimum} are needed")
    shocks = dict(shocks or {})
    tally = _Tally(first_year=[], shortfall_kg=[], balance_kg=[], losses_kg=np.zeros(len(projects)))
    for generator, size in _blocks(seed=seed, draws=draws, projects=len(projects)):
        _run_block(projects=projects, years=years, shocks=shocks, size=size, generator=generator, tally=tally)
    first_year = np.concatenate(tally.first_year)
    by_year = tuple(float(np.mean((first_year > 0) & (first_year <= year))) for year in range(1, years + 1))
    balance_kg = np.concatenate(tally.balance_kg)
    p_insolvent = by_year[-1]
    standard_error = math.sqrt(p_insolvent * (1 - p_insolvent) / draws)
    closed_form_p = _find_closed_form(projects=projects, years=years, shocks=shocks)
    return PoolOutlook(
        p_insolvent=p_insolvent,
        p_insolvent_by_year=by_year,
        standard_error=standard_error,
        expected_shortfall_kg=float(np.concatenate(tally.shortfall_kg).mean()),
        balance_kg=tuple(
            (float(low), float(middle), float(high))
            for low, middle, high in np.quantile(balance_kg, BALANCE_LEVELS, axis=0).T
        ),
        losses_by_hazard_kg=_sum_by(projects=projects, losses_kg=tally.losses_kg / draws, member="hazard_type"),
        losses_by_region_kg=_sum_by(projects=projects, losses_kg=tally.losses_kg / draws, member="region"),
        closed_form_p=closed_form_p,
        flags=_flags(p_insolvent=p_insolvent, closed_form_p=closed_form_p, draws=draws),
        randomness={"generator": "PCG64", "seed": seed, "draws": draws, "numpy": np.__version__},
    )


def _blocks(*, seed: int, draws: int, projects: int) -> Iterator[tuple[np.random.Generator, int]]:
    """Cut the runs into blocks that fit the memory, each with a generator of its own from the seed."""
    size = max(1, CELLS_PER_BLOCK // projects)
    sizes = [min(size, draws - start) for start in range(0, draws, size)]
    children = np.random.SeedSequence(seed).spawn(len(sizes))
    for child, count in zip(children, sizes, strict=True):
        yield np.random.Generator(np.random.PCG64(child)), count


def _run_block(
    *,
    projects: Sequence[StoredProject],
    years: int,
    shocks: Mapping[str, Shock],
    size: int,
    generator: np.random.Generator,
    tally: _Tally,
) -> None:
    hazards = np.array([project.hazard for project in projects])
    stock_kg = np.tile(np.array([float(project.stock_kg) for project in projects]), (size, 1))
    pool_kg = np.full(size, float(sum(project.buffer_kg for project in projects)))
    shortfall_kg, first_year = np.zeros(size), np.zeros(size, dtype=np.int64)
    balance_kg = np.empty((size, years))
    regions = sorted(region for region in shocks if any(project.region == region for project in projects))
    members = {region: np.array([project.region == region for project in projects]) for region in regions}
    for year in range(1, years + 1):
        yearly = np.tile(hazards, (size, 1))
        for region in regions:
            is_bad = generator.random(size) < shocks[region].probability
            yearly[np.ix_(is_bad, members[region])] *= shocks[region].multiplier
        yearly[:, [p.obligation_years is not None and year > p.obligation_years for p in projects]] = 0
        is_event = generator.random((size, len(projects))) < np.minimum(yearly, 1)
        loss_kg = np.where(is_event, stock_kg, 0) * _severities(
            projects=projects, is_event=is_event, generator=generator
        )
        stock_kg -= loss_kg
        tally.losses_kg += loss_kg.sum(axis=0)
        pool_kg -= loss_kg.sum(axis=1)
        missing_kg = np.where(pool_kg <= -SHORTFALL_KG_MIN, -pool_kg, 0)
        first_year[(missing_kg > 0) & (first_year == 0)] = year
        shortfall_kg += missing_kg
        np.maximum(pool_kg, 0, out=pool_kg)
        balance_kg[:, year - 1] = pool_kg
    tally.first_year.append(first_year)
    tally.shortfall_kg.append(shortfall_kg)
    tally.balance_kg.append(balance_kg)


def _severities(
    *, projects: Sequence[StoredProject], is_event: NDArray[np.bool_], generator: np.random.Generator
) -> Floats:
    """Share of the stock that each event loses, (runs, projects); spread ones are drawn where there is an event."""
    shares = np.tile(np.array([project.severity for project in projects]), (is_event.shape[0], 1))
    for place, project in enumerate(projects):
        if project.severity_concentration is not None:
            alpha = project.severity * project.severity_concentration
            beta = (1 - project.severity) * project.severity_concentration
            events = is_event[:, place]
            shares[events, place] = generator.beta(alpha, beta, size=int(events.sum()))
    return shares


def _find_closed_form(*, projects: Sequence[StoredProject], years: int, shocks: Mapping[str, Shock]) -> float | None:
    """Return the exact probability where one exists: equal projects of one region that lose everything."""
    kinds = {(p.stock_kg, p.buffer_kg, p.hazard, p.severity, p.severity_concentration, p.region) for p in projects}
    first = projects[0]
    is_short = any(p.obligation_years is not None and p.obligation_years < years for p in projects)
    if len(kinds) > 1 or first.severity != 1 or first.stock_kg == 0 or first.buffer_kg > first.stock_kg or is_short:
        return None
    return assess_hazard(
        projects=len(projects), buffer_share=Fraction(first.buffer_kg, first.stock_kg), hazard=first.hazard, years=years,
        shock=shocks.get(first.region),
    ).p_insolvent  # fmt: skip


def _flags(*, p_insolvent: float, closed_form_p: float | None, draws: int) -> tuple[str, ...]:
    if closed_form_p is None:
        return ()
    allowed = STANDARD_ERRORS_MAX * math.sqrt(max(closed_form_p * (1 - closed_form_p), 1 / draws) / draws)
    return ("differs_from_closed_form",) if abs(p_insolvent - closed_form_p) > allowed else ()


def _sum_by(*, projects: Sequence[StoredProject], losses_kg: Floats, member: str) -> dict[str, float]:
    sums: dict[str, float] = {}
    for project, loss_kg in zip(projects, losses_kg, strict=True):
        name = str(getattr(project, member))
        sums[name] = sums.get(name, 0.0) + float(loss_kg)
    return sums
