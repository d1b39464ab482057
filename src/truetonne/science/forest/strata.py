"""Strata instead of pairs: exact matching, coarsened exact matching and subclasses of a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truetonne.science.errors import TooFewValues, UndefinedResult
from truetonne.science.forest.buckets import Index, make_buckets
from truetonne.science.forest.metric import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Strata:
    """Strata that hold both treated units and donors, and the weights that make the donors look like the treated.

    ``treated_stratum`` and ``donor_stratum`` are numbered from 0, -1 for units whose stratum lacks the other group.
    A treated unit in a stratum weighs 1; a donor weighs (treated / donors of its stratum) x (all donors in strata /
    all treated in strata), so that donor weights add up to the number of matched donors. Others weigh 0.
    """

    treated_stratum: Index
    donor_stratum: Index
    treated_weights: Array
    donor_weights: Array

    @property
    def n_treated(self) -> int:
        """Return how many treated units are in a stratum with donors."""
        return int((self.treated_stratum >= 0).sum())

    @property
    def n_donors(self) -> int:
        """Return how many donors are in a stratum with treated units."""
        return int((self.donor_stratum >= 0).sum())


def match_in_strata(
    *, treated_keys: Sequence[NDArray[np.generic]], donor_keys: Sequence[NDArray[np.generic]]
) -> Strata:
    """Put units with equal keys into one stratum; raises TooFewValues where no stratum holds both groups.

    Source: exact matching as weighted by MatchIt 4.5.1.
    """
    n_treated, n_donors = len(treated_keys[0]), len(donor_keys[0])
    buckets = make_buckets(treated_keys=treated_keys, donor_keys=donor_keys, n_treated=n_treated, n_donors=n_donors)
    treated_counts, donor_counts = np.diff(buckets.treated_bounds), np.diff(buckets.donor_bounds)
    both = (treated_counts > 0) & (donor_counts > 0)
    if not both.any():
        raise TooFewValues(field="strata", value=0, reason="no stratum holds treated units and donors")
    number = np.where(both, np.cumsum(both) - 1, -1)
    donor_bucket = np.empty(n_donors, dtype=np.int64)
    donor_bucket[buckets.donors] = np.repeat(np.arange(buckets.count), donor_counts)
    share = np.where(both, treated_counts / np.maximum(donor_counts, 1), 0.0)
    scale = donor_counts[both].sum() / treated_counts[both].sum()
    treated_stratum = number[buckets.treated_bucket]
    return Strata(
        treated_stratum=treated_stratum,
        donor_stratum=number[donor_bucket],
        treated_weights=(treated_stratum >= 0).astype(np.float64),
        donor_weights=share[donor_bucket] * scale,
    )


def coarsen(*, treated: Array, donors: Array, bins: int) -> tuple[Index, Index]:
    """Cut one covariate into bins of equal width over all units, closed on the left, the maximum in the last bin."""
    if bins < 1:
        raise TooFewValues(field="bins", value=bins, reason="at least 1 bin is needed")
    low = min(float(treated.min()), float(donors.min()))
    high = max(float(treated.max()), float(donors.max()))
    edges = np.linspace(low, high, bins + 1)[1:-1]
    return _cut(treated, edges), _cut(donors, edges)


def subclassify(*, treated_score: Array, donor_score: Array, classes: int) -> tuple[Index, Index]:
    """Cut a score at the treated units' quantiles (linear interpolation) into classes, closed on the left."""
    if classes < 1:
        raise TooFewValues(field="classes", value=classes, reason="at least 1 class is needed")
    edges = np.quantile(treated_score, np.arange(1, classes) / classes)
    return _cut(treated_score, edges), _cut(donor_score, edges)


def compare_means(*, strata: Strata, treated_outcome: Array, donor_outcome: Array) -> float:
    """Return the weighted mean outcome of the treated minus that of the donors."""
    if strata.n_treated == 0 or strata.n_donors == 0:
        raise UndefinedResult(field="strata", value=0, reason="nothing is matched")
    treated = np.average(treated_outcome, weights=strata.treated_weights)
    return float(treated - np.average(donor_outcome, weights=strata.donor_weights))


def _cut(values: Array, edges: Array) -> Index:
    return np.searchsorted(edges, values, side="right").astype(np.int64)
