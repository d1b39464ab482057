"""When and how much a forward contract delivers, as a distribution: exact while it can be, drawn with a seed otherwise.

Each outstanding tranche comes or does not, independently, and may come late; tranches of one group may also fail
together. P10 is the amount that one case in ten stays at or below, P90 the one that nine in ten do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from truetonne.science.errors import FractionOutOfRange, InputMissing, TooFewValues
from truetonne.science.issuable import floor_kg
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.quantity import KG_PER_TONNE
from truetonne.science.removals.forwards import Tranche, list_outstanding, schedule_by_year
from truetonne.science.removals.net import check_quantity

LEVELS = (0.10, 0.50, 0.90)
PROBABILITY_SLACK = 1e-12
"""A level counts as reached this far below it, because probabilities are sums of rounded products."""

Distribution = dict[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FanYear:
    """Cumulative tonnes by the end of a year: due by the contract, expected, and at the three levels."""

    year: int
    due_t: float
    expected_t: float
    p10_t: float
    p50_t: float
    p90_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFan:
    """The distribution of a contract's deliveries.

    ``complete_by`` gives for each year the probability that everything has come; ``completion_years`` the years by
    which one, five and nine cases in ten are complete, None for never. ``reserve_cover`` is the probability that
    deliveries and reserve together reach the contract at the end. ``randomness`` is empty for an exact result.
    """

    years: tuple[FanYear, ...]
    complete_by: Mapping[int, float]
    completion_years: Mapping[str, int | None]
    reserve_cover: float
    is_exact: bool
    randomness: Mapping[str, object] = field(default_factory=dict)


def fan_deliveries(
    *,
    tranches: Sequence[Tranche],
    delivered_t: float = 0.0,
    slip_shares: Sequence[float] = (1.0,),
    group_failures: Mapping[str, float] | None = None,
    reserve_t: float = 0.0,
    seed: int | None = None,
) -> DeliveryFan:
    """Return the delivery distribution of a contract, year by year.

    ``delivered_t`` fills the earliest tranches and is certain. ``slip_shares[k]`` is the share of deliveries that come
    k years late (adds up to 1). ``group_failures`` maps a group to the probability that none of its outstanding
    tranches comes; a tranche's own probability stays what it is overall, so it cannot exceed one minus that. Amounts
    are whole kilograms. Exact by convolution up to the number of distinct amounts in the parameter set, else drawn,
    which needs ``seed``. Raises TooFewValues, FractionOutOfRange, InputMissing for a seed that is needed.
    Source: methods reference 9.5; independence and slips are operator policy.
    """
    if not tranches:
        raise TooFewValues(field="contracts", value=0, reason="a contract has at least one tranche")
    check_quantity(value=reserve_t, field="reserve_t")
    late = _check_slips(slip_shares=slip_shares)
    failures = dict(group_failures or {})
    outstanding = list_outstanding(tranches=tranches, delivered_t=delivered_t)
    _check_groups(tranches=outstanding, failures=failures)
    due = schedule_by_year(tranches=tranches)
    years = range(min(due), max(due) + len(slip_shares))
    by_year: dict[int, Distribution] = {}
    randomness: Mapping[str, object] = {}
    for year in years:
        found = _convolve(tranches=outstanding, failures=failures, late=late, year=year)
        if found is None:
            by_year, randomness = _draw(
                tranches=outstanding, failures=failures, slip_shares=slip_shares, years=years, seed=seed
            )
            break
        by_year[year] = found
    certain_kg = floor_kg(quantity_t=delivered_t)
    complete_by = {year: _complete(tranches=outstanding, failures=failures, late=late, year=year) for year in years}
    contracted_kg = certain_kg + sum(floor_kg(quantity_t=tranche.quantity_t) for tranche in outstanding)
    needed_kg = contracted_kg - certain_kg - floor_kg(quantity_t=reserve_t)
    last = by_year[years[-1]]
    return DeliveryFan(
        years=tuple(_fan_year(year=year, due=due, distribution=by_year[year], certain_kg=certain_kg) for year in years),
        complete_by=complete_by,
        completion_years={
            f"p{round(100 * level)}": next(
                (year for year, chance in complete_by.items() if chance >= level - PROBABILITY_SLACK), None
            )
            for level in LEVELS
        },
        reserve_cover=math.fsum(chance for kg, chance in last.items() if kg >= needed_kg),
        is_exact=not randomness,
        randomness=randomness,
    )


def find_quantile(*, distribution: Mapping[int, float], level: float) -> int:
    """Return the smallest amount whose cumulative probability reaches ``level``."""
    reached = 0.0
    for kg in sorted(distribution):
        reached += distribution[kg]
        if reached >= level - PROBABILITY_SLACK:
            return kg
    return max(distribution)


def _fan_year(*, year: int, due: Mapping[int, float], distribution: Distribution, certain_kg: int) -> FanYear:
    p10, p50, p90 = (
        (certain_kg + find_quantile(distribution=distribution, level=level)) / KG_PER_TONNE for level in LEVELS
    )
    expected_kg = certain_kg + math.fsum(kg * chance for kg, chance in distribution.items())
    due_t = math.fsum(quantity_t for due_year, quantity_t in due.items() if due_year <= year)
    return FanYear(year=year, due_t=due_t, expected_t=expected_kg / KG_PER_TONNE, p10_t=p10, p50_t=p50, p90_t=p90)


def _check_slips(*, slip_shares: Sequence[float]) -> tuple[float, ...]:
    """Return the cumulative shares: how much of what comes has come k years after it was due."""
    for place, share in enumerate(slip_shares):
        if not 0 <= share <= 1:
            raise FractionOutOfRange(field=f"slip[{place}]", value=share, reason="a share lies in [0, 1]")
    if not math.isclose(math.fsum(slip_shares), 1, abs_tol=1e-6):
        raise FractionOutOfRange(field="slip", value=math.fsum(slip_shares), reason="the shares add up to 1")
    return tuple(min(1.0, math.fsum(slip_shares[: place + 1])) for place in range(len(slip_shares)))


def _check_groups(*, tranches: Sequence[Tranche], failures: Mapping[str, float]) -> None:
    for group, chance in failures.items():
        if not 0 <= chance <= 1:
            raise FractionOutOfRange(
                field=f"group_failures.{group}", value=chance, reason="a probability lies in [0, 1]"
            )
    for tranche in tranches:
        if tranche.probability > 1 - failures.get(tranche.group, 0.0) + PROBABILITY_SLACK:
            raise FractionOutOfRange(
                field="p", value=tranche.probability,
                reason=f"group {tranche.group} fails with {failures[tranche.group]:g}, so no tranche of it can be likelier",
                fix="Lower the tranche's probability or the group's",
            )  # fmt: skip


def _given_group(*, tranche: Tranche, failures: Mapping[str, float]) -> float:
    """Probability of a tranche once its group has not failed."""
    survives = 1 - failures.get(tranche.group, 0.0)
    return min(1.0, tranche.probability / survives) if survives > 0 else 0.0


def _has_come(*, tranche: Tranche, late: Sequence[float], year: int) -> float:
    """Share of a tranche's deliveries that have come by the end of a year."""
    after = year - tranche.year
    return 0.0 if after < 0 else late[min(after, len(late) - 1)]


def _groups(tranches: Sequence[Tranche]) -> dict[str, list[Tranche]]:
    groups: dict[str, list[Tranche]] = {}
    for tranche in tranches:
        groups.setdefault(tranche.group, []).append(tranche)
    return groups


def _convolve(
    *, tranches: Sequence[Tranche], failures: Mapping[str, float], late: Sequence[float], year: int
) -> Distribution | None:
    """Return the exact distribution of kilograms by a year, or None when it holds too many amounts."""
    parameters = load_parameters(name="removals")
    most, most_steps = int(parameters.number("exact_outcomes_max")), int(parameters.number("exact_steps_max"))
    whole: Distribution = {0: 1.0}
    for group, members in _groups(tranches).items():
        alive: Distribution = {0: 1.0}
        for tranche in members:
            chance = _given_group(tranche=tranche, failures=failures) * _has_come(tranche=tranche, late=late, year=year)
            kg = floor_kg(quantity_t=tranche.quantity_t)
            alive = _combine(alive, {0: 1 - chance, kg: chance} if kg else {0: 1.0})
            if len(alive) > most:
                return None
        failed = failures.get(group, 0.0)
        mixed = {kg: (1 - failed) * chance for kg, chance in alive.items()}
        mixed[0] = mixed.get(0, 0.0) + failed
        if len(whole) * len(mixed) > most_steps:
            return None
        whole = _combine(whole, mixed)
        if len(whole) > most:
            return None
    return whole


def _combine(left: Distribution, right: Distribution) -> Distribution:
    total: Distribution = {}
    for kg, chance in left.items():
        for more_kg, more in right.items():
            if more:
                total[kg + more_kg] = total.get(kg + more_kg, 0.0) + chance * more
    return total


def _complete(*, tranches: Sequence[Tranche], failures: Mapping[str, float], late: Sequence[float], year: int) -> float:
    """Probability that all outstanding tranches have come by the end of a year: exact, groups are independent."""
    chance = 1.0
    for group, members in _groups(tranches).items():
        together = math.prod(
            _given_group(tranche=tranche, failures=failures) * _has_come(tranche=tranche, late=late, year=year)
            for tranche in members
        )
        chance *= (1 - failures.get(group, 0.0)) * together
    return chance


def _draw(
    *, tranches: Sequence[Tranche], failures: Mapping[str, float], slip_shares: Sequence[float], years: range,
    seed: int | None,
) -> tuple[dict[int, Distribution], dict[str, object]]:  # fmt: skip
    """Draw the distribution by year; groups share one draw per run."""
    if seed is None:
        raise InputMissing(
            field="seed", value=None, reason="too many distinct amounts for an exact result, so it is drawn",
            fix="Give a whole number as seed; it is stored with the result",
        )  # fmt: skip
    draws = int(load_parameters(name="removals").number("delivery_draws"))
    generator = np.random.Generator(np.random.PCG64(seed))
    totals: dict[int, NDArray[np.int64]] = {year: np.zeros(draws, dtype=np.int64) for year in years}
    for group, members in _groups(tranches).items():
        is_alive = generator.random(draws) >= failures.get(group, 0.0)
        for tranche in members:
            comes = is_alive & (generator.random(draws) < _given_group(tranche=tranche, failures=failures))
            slips = generator.choice(len(slip_shares), size=draws, p=np.asarray(slip_shares) / math.fsum(slip_shares))
            kg = floor_kg(quantity_t=tranche.quantity_t)
            for year in years:
                totals[year] += kg * (comes & (tranche.year + slips <= year))
    by_year: dict[int, Distribution] = {}
    for year, total in totals.items():
        amounts, counts = np.unique(total, return_counts=True)
        by_year[year] = {int(kg): int(count) / draws for kg, count in zip(amounts, counts, strict=True)}
    return by_year, {"generator": "PCG64", "seed": seed, "draws": draws, "numpy": np.__version__}
