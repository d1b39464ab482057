"""Spatial placebo tests: a project drawn where there is none must show about zero.

Blocks of neighbouring pixels are drawn as a project by a seeded generator, matched with the rest of the area, and
their effect estimated; blocks, not pixels, are what is independent, so intervals come from the spread between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from truetonne.science.errors import FractionOutOfRange, TooFewValues
from truetonne.science.forest.buckets import Index, Keys
from truetonne.science.forest.match import Matches, Rule, Units, match_controls
from truetonne.science.forest.metric import Array

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockEffect:
    """An effect with an interval from the spread between blocks; ``df`` is blocks - 1."""

    estimate: float
    standard_error: float
    low: float
    high: float
    level: float
    df: int

    @property
    def covers_zero(self) -> bool:
        """Say whether the interval holds 0."""
        return self.low <= 0.0 <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One placebo: its effect, that with the effect injected, the matched share and the largest imbalance left."""

    seed: int
    placebo: BlockEffect
    injected: BlockEffect
    matched_share: float
    largest_smd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceboTest:
    """All splits. ``coverage`` is the share of placebo intervals that hold 0, ``detection`` that of injected effects
    whose interval does not and lies on the right side."""

    splits: tuple[Split, ...]
    coverage: float
    detection: float


def draw_blocks(*, x: Array, y: Array, size: float) -> Index:
    """Number square blocks of side ``size`` (in the unit of ``x`` and ``y``), densely from 0, one number a pixel."""
    if not size > 0:
        raise TooFewValues(field="size", value=size, reason="a block has a side above 0")
    column, row = np.floor(x / size).astype(np.int64), np.floor(y / size).astype(np.int64)
    _, number = np.unique(np.stack((column, row), axis=1), axis=0, return_inverse=True)
    return number.reshape(-1).astype(np.int64)


def estimate_by_blocks(
    *, matches: Matches, outcome_treated: Array, outcome_donors: Array, treated_blocks: Index, donor_blocks: Index,
    level: float,
) -> BlockEffect:  # fmt: skip
    """Estimate the effect with an interval that allows pixels of a block to resemble each other.

    Every treated block contributes the sum of its pixels' residual differences, every donor block that of its weighted
    outcomes around the donors' mean: the variance is the sum of both groups' between-block variances. Student's t
    with (treated blocks - 1) degrees of freedom. Raises TooFewValues for fewer than 2 treated blocks.
    """
    rows = matches.matched
    weights = matches.donor_weights
    n = len(rows)
    own = outcome_treated[rows]
    mean_own, mean_donors = float(own.mean()), float(weights @ outcome_donors) / n
    estimate = mean_own - mean_donors
    treated_part = np.bincount(_dense(treated_blocks[rows]), weights=own - mean_own)
    used = weights > 0
    donor_part = np.bincount(_dense(donor_blocks[used]), weights=weights[used] * (outcome_donors[used] - mean_donors))
    if len(treated_part) < 2:
        raise TooFewValues(field="blocks", value=len(treated_part), reason="an interval needs 2 treated blocks")
    variance = sum(float(part @ part) * len(part) / max(len(part) - 1, 1) for part in (treated_part, donor_part))
    error = float(np.sqrt(variance)) / n
    reach = float(stdtrit(len(treated_part) - 1, 0.5 + level / 2)) * error
    return BlockEffect(
        estimate=estimate, standard_error=error, low=estimate - reach, high=estimate + reach, level=level,
        df=len(treated_part) - 1,
    )  # fmt: skip


def run_placebo_test(
    *,
    covariates: Array,
    names: Sequence[str],
    keys: Keys,
    outcome: Array,
    blocks: Index,
    seeds: Sequence[int],
    share: float,
    injected: float,
    rule: Rule,
    level: float = 0.9,
    progress: Progress | None = None,
) -> PlaceboTest:
    """Draw ``share`` of the blocks as a project once for each seed, and compare it with the rest.

    ``covariates`` is (n, p), ``keys`` hold one array (n,) each, ``outcome`` is (n,), 0 or 1, ``blocks`` (n,) from
    ``draw_blocks``. ``injected`` is added to the project's outcomes (0.02 is two percentage points of the mean). The
    generator is PCG64. Source: methods reference 5; issue of false baselines as in the public placebo tests.
    """
    if not 0 < share < 1:
        raise FractionOutOfRange(field="share", value=share, reason="a share of blocks lies between 0 and 1")
    count = int(blocks.max(initial=-1)) + 1
    drawn = round(share * count)
    if drawn < 2 or count - drawn < 2:
        raise TooFewValues(field="blocks", value=count, reason="both groups need at least 2 blocks")
    splits = []
    for done, seed in enumerate(seeds):
        chosen = np.random.Generator(np.random.PCG64(seed)).choice(count, size=drawn, replace=False)
        inside = np.isin(blocks, chosen)
        splits.append(
            _one_split(
                seed=seed, inside=inside, covariates=covariates, names=names, keys=keys, outcome=outcome,
                blocks=blocks, injected=injected, rule=rule, level=level,
            )
        )  # fmt: skip
        if progress is not None:
            progress(done + 1)
    wanted = np.sign(injected)
    return PlaceboTest(
        splits=tuple(splits),
        coverage=float(np.mean([one.placebo.covers_zero for one in splits])),
        detection=float(
            np.mean([not one.injected.covers_zero and np.sign(one.injected.estimate) == wanted for one in splits])
        ),
    )


def _one_split(
    *, seed: int, inside: np.ndarray[tuple[int], np.dtype[np.bool_]], covariates: Array, names: Sequence[str],
    keys: Keys, outcome: Array, blocks: Index, injected: float, rule: Rule, level: float,
) -> Split:  # fmt: skip
    units = Units(
        treated=covariates[inside], donors=covariates[~inside], names=tuple(names),
        treated_keys=tuple(key[inside] for key in keys), donor_keys=tuple(key[~inside] for key in keys),
    )  # fmt: skip
    matches = match_controls(units=units, rule=rule)
    effects = [
        estimate_by_blocks(
            matches=matches, outcome_treated=outcome[inside] + added, outcome_donors=outcome[~inside],
            treated_blocks=blocks[inside], donor_blocks=blocks[~inside], level=level,
        )
        for added in (0.0, injected)
    ]  # fmt: skip
    kept = units.treated[matches.matched]
    composite = matches.donor_weights @ units.donors / len(kept)
    spread = np.sqrt((units.treated.var(axis=0, ddof=1) + units.donors.var(axis=0, ddof=1)) / 2)
    gaps = np.abs(kept.mean(axis=0) - composite)
    return Split(
        seed=seed, placebo=effects[0], injected=effects[1], matched_share=len(kept) / len(units.treated),
        largest_smd=float(np.max(gaps[spread > 0] / spread[spread > 0], initial=0.0)),
    )  # fmt: skip


def _dense(blocks: Index) -> Index:
    return np.unique(blocks, return_inverse=True)[1].astype(np.int64)
