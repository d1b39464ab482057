"""Nearest donors within buckets: small problems by plain arrays, large ones by compiled trees, with equal results."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from truetonne.science.forest.buckets import Buckets, Index
from truetonne.science.forest.metric import Array

if TYPE_CHECKING:
    from truetonne.science.forest.tree import Tree

PLAIN_PAIRS_MAX = 20_000_000
"""Up to so many pairs plain arrays need about a second, less than compiling does."""
CHUNK_PAIRS = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Search:
    """Units to be searched, rows in canonical order: among equal distances the donor of the lower row comes first.

    ``treated`` (n_treated, p) and ``donors`` (n_donors, p) are scaled by a metric. A pair is allowed if both stand in
    one bucket, its squared distance is at most ``radius2`` and no fence, (n, m), differs by more than its width.
    """

    treated: Array
    donors: Array
    buckets: Buckets
    radius2: float = np.inf
    treated_fences: Array = field(default_factory=lambda: np.empty((0, 0)))
    donor_fences: Array = field(default_factory=lambda: np.empty((0, 0)))
    widths: Array = field(default_factory=lambda: np.empty(0))
    pairs_max: int = PLAIN_PAIRS_MAX

    @property
    def pairs(self) -> int:
        """Return the number of pairs that stand in one bucket."""
        sizes = np.diff(self.buckets.treated_bounds).astype(np.float64) @ np.diff(self.buckets.donor_bounds)
        return int(sizes)

    @property
    def is_plain(self) -> bool:
        """Say whether plain arrays are quick enough."""
        return self.pairs <= self.pairs_max

    @cached_property
    def donors_in_bucket(self) -> Index:
        """Return, for each treated row, the number of donors in its bucket."""
        return np.asarray(np.diff(self.buckets.donor_bounds)[self.buckets.treated_bucket])

    @cached_property
    def _tree(self) -> Tree:
        from truetonne.science.forest.tree import build_tree

        return build_tree(
            points=self.donors,
            donors=self.buckets.donors,
            bounds=self.buckets.donor_bounds,
            fences=self._donor_fences,
        )

    @property
    def _treated_fences(self) -> Array:
        return self.treated_fences if len(self.widths) else np.empty((len(self.treated), 0))

    @property
    def _donor_fences(self) -> Array:
        return self.donor_fences if len(self.widths) else np.empty((len(self.donors), 0))

    def nearest(self, *, rows: Index, k: int) -> tuple[Array, Index]:
        """Return squared distances and donor rows of the k nearest allowed donors, each (len(rows), k).

        Nearest first, equal distances by donor row; infinity and -1 where there are fewer.
        """
        if not self.is_plain:
            from truetonne.science.forest.tree_search import search_nearest

            return search_nearest(
                tree=self._tree,
                queries=self.treated[rows],
                buckets=self.buckets.treated_bucket[rows],
                fences=self._treated_fences[rows],
                widths=self.widths,
                radius2=self.radius2,
                k=k,
            )
        distances = np.full((len(rows), k), np.inf)
        found = np.full((len(rows), k), -1, dtype=np.int64)
        for places, donors in self._chunks(rows):
            squared = self.squared(rows=rows[places], donors=donors)
            some = min(k, len(donors))
            # A stable sort keeps equal distances in the donors' order.
            order = np.argsort(squared, axis=1, kind="stable")[:, :some]
            nearest = np.take_along_axis(squared, order, axis=1)
            distances[places, :some] = nearest
            found[places, :some] = np.where(np.isfinite(nearest), donors[order], -1)
        return distances, found

    def within(self, *, rows: Index, limits2: Array) -> tuple[Index, Array, Index]:
        """Return (starts, squared distances, donor rows) of all allowed donors within each row's limit.

        ``limits2`` is (len(rows),). The donors of ``rows[i]`` stand at ``starts[i]:starts[i + 1]``, nearest first,
        equal distances by donor row.
        """
        limits2 = np.minimum(limits2, self.radius2)
        if not self.is_plain:
            from truetonne.science.forest.tree_search import search_within

            starts, squared, found = search_within(
                tree=self._tree,
                queries=self.treated[rows],
                buckets=self.buckets.treated_bucket[rows],
                fences=self._treated_fences[rows],
                widths=self.widths,
                limits2=limits2,
            )
            owners = np.repeat(np.arange(len(rows)), np.diff(starts))
        else:
            owners, squared, found = self._plain_within(rows=rows, limits2=limits2)
            starts = np.concatenate(([0], np.cumsum(np.bincount(owners, minlength=len(rows)))))
        order = np.lexsort((found, squared, owners))
        return starts, squared[order], found[order]

    def _plain_within(self, *, rows: Index, limits2: Array) -> tuple[Index, Array, Index]:
        owners, distances, found = [np.empty(0, np.int64)], [np.empty(0)], [np.empty(0, np.int64)]
        for places, donors in self._chunks(rows):
            squared = self.squared(rows=rows[places], donors=donors)
            near, far = np.nonzero((squared <= limits2[places, None]) & np.isfinite(squared))
            owners.append(places[near])
            distances.append(squared[near, far])
            found.append(donors[far])
        return np.concatenate(owners), np.concatenate(distances), np.concatenate(found)

    def _chunks(self, rows: Index) -> list[tuple[Index, Index]]:
        """Return (places in ``rows``, donors) bucket by bucket, no more than CHUNK_PAIRS pairs at a time."""
        bucket = self.buckets.treated_bucket[rows]
        order = np.argsort(bucket, kind="stable")
        cuts = np.flatnonzero(np.diff(bucket[order])) + 1
        chunks = []
        for places in np.split(order, cuts):
            if len(places) == 0:
                continue
            b = int(bucket[places[0]])
            donors = self.buckets.donors[self.buckets.donor_bounds[b] : self.buckets.donor_bounds[b + 1]]
            if len(donors) == 0:
                continue
            step = max(1, CHUNK_PAIRS // len(donors))
            chunks += [(places[start : start + step], donors) for start in range(0, len(places), step)]
        return chunks

    def squared(self, *, rows: Index, donors: Index) -> Array:
        """Return squared distances (len(rows), len(donors)), infinity where a pair is not allowed."""
        squared = np.zeros((len(rows), len(donors)))
        treated, others = self.treated[rows], self.donors[donors]
        for d in range(treated.shape[1]):
            gap = others[:, d][None, :] - treated[:, d][:, None]
            squared += gap * gap
        squared[squared > self.radius2] = np.inf
        for m, width in enumerate(self.widths):
            gap = np.abs(self.donor_fences[donors, m][None, :] - self.treated_fences[rows, m][:, None])
            squared[gap > width] = np.inf
        return squared
