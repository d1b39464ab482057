"""An invented matching problem of any size, our engine on it, and its peers: ``python -m bench.harness.matching_problem N M``.

Run as a module it matches once with our engine and prints seconds and peak memory as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from truetonne.science.forest import Rule, Units, match_controls
from truetonne.science.forest.metric import Distance, make_metric

K = 5
LEVELS = (4, 5, 4, 4, 4)
NAMES = tuple("abcdefghi")
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Problem:
    """Treated and candidate pixels: 9 covariates of forest pixels' kind, 5 exact keys, most pixels in few buckets."""

    n_treated: int
    n_donors: int
    seed: int = 1

    @cached_property
    def units(self) -> Units:
        random = np.random.default_rng(self.seed)
        n = self.n_treated + self.n_donors
        country = random.choice(4, n, p=[0.4, 0.3, 0.2, 0.1])
        ecoregion = random.choice(5, n, p=[0.35, 0.25, 0.2, 0.1, 0.1])
        now = random.choice(4, n, p=[0.6, 0.2, 0.15, 0.05])
        before = np.where(random.random(n) < 0.85, now, random.choice(4, n))
        earlier = np.where(random.random(n) < 0.85, before, random.choice(4, n))
        values = np.empty((n, 9))
        for column, (shape, scale) in enumerate(((2, 150), (1.5, 5), (2, 120))):
            values[:, column] = random.gamma(shape, scale, n)
        shared = random.normal(size=n)
        for column in range(3, 9):
            values[:, column] = 1 / (1 + np.exp(-(shared + random.normal(0, 0.8, n))))
        keys = (country, ecoregion, now, before, earlier)
        cut = self.n_treated
        return Units(
            treated=values[:cut], donors=values[cut:], names=NAMES, treated_keys=tuple(key[:cut] for key in keys),
            donor_keys=tuple(key[cut:] for key in keys),
        )  # fmt: skip

    def ours(self) -> Numbers:
        """Distances of the k nearest by our engine, scaling and bucketing included."""
        matches = match_controls(units=self.units, rule=Rule(k=K))
        distances = np.full((self.n_treated, K), np.inf)
        first = np.concatenate(([True], np.diff(matches.treated) != 0))
        place = np.arange(len(matches.treated)) - np.flatnonzero(first)[np.cumsum(first) - 1]
        distances[matches.treated, place] = matches.distances
        return distances

    def _scaled(self) -> tuple[Numbers, Numbers]:
        metric = make_metric(distance=Distance.MAHALANOBIS, treated=self.units.treated, donors=self.units.donors)
        return metric.treated, metric.donors

    def _by_key(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        codes = [
            np.ravel_multi_index([key.astype(np.int64) for key in keys], LEVELS)
            for keys in (self.units.treated_keys, self.units.donor_keys)
        ]
        count = int(np.prod(LEVELS))
        parts = []
        for code in codes:
            order = np.argsort(code, kind="stable")
            parts.append(np.split(order, np.cumsum(np.bincount(code, minlength=count))[:-1]))
        return [(t, d) for t, d in zip(*parts, strict=True) if len(t) and len(d)]

    def scipy_tree(self) -> Numbers:
        """A cKDTree for each key, queried with two workers."""
        treated, donors = self._scaled()
        distances = np.full((self.n_treated, K), np.inf)
        for rows, others in self._by_key():
            found, _ = cKDTree(donors[others]).query(treated[rows], k=K, workers=2)
            distances[rows] = found
        return distances

    def scikit_learn(self) -> Numbers:
        """scikit-learn's own choice of algorithm for each key, with two jobs for the larger ones."""
        from sklearn.neighbors import NearestNeighbors

        treated, donors = self._scaled()
        distances = np.full((self.n_treated, K), np.inf)
        for rows, others in self._by_key():
            k = min(K, len(others))
            model = NearestNeighbors(n_neighbors=k, n_jobs=2 if len(rows) > 500 else 1).fit(donors[others])
            distances[rows, :k] = model.kneighbors(treated[rows])[0]
        return distances

    def brute_force(self, sample: int) -> Numbers:
        """All pairs of the first ``sample`` treated units, by plain differences."""
        treated, donors = self._scaled()
        distances = np.full((sample, K), np.inf)
        for rows, others in self._by_key():
            chosen = donors[others]
            for row in rows[rows < sample]:
                squared = np.square(chosen - treated[row]).sum(axis=1)
                k = min(K, len(squared))
                distances[row, :k] = np.sqrt(np.sort(np.partition(squared, k - 1)[:k]))
        return distances


def main() -> None:
    """Match once and say how long it took and how much memory the process had at most."""
    problem = Problem(int(sys.argv[1]), int(sys.argv[2]))
    _ = problem.units
    started = time.perf_counter()
    problem.ours()
    first = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(json.dumps({"first_s": first, "peak_bytes": peak, "cache": os.environ.get("NUMBA_CACHE_DIR", "")}))


if __name__ == "__main__":
    main()
