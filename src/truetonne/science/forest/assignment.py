"""Optimal matching without replacement: the smallest total distance at a constant number of donors a unit.

Small buckets go to SciPy's dense assignment. Large problems are solved on short lists of near donors and proved
optimal by the dual prices: a list that its unit's price shows to be too short is lengthened, and the problem solved
again, until no pair outside the lists could lower the total.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import linear_sum_assignment

from truetonne.science.forest.buckets import Index
from truetonne.science.forest.metric import Array
from truetonne.science.forest.search import Search

Progress = Callable[[int], None]
DENSE_CELLS_MAX = 4_000_000
LISTED_FIRST = 8


def match_optimally(*, search: Search, k: int, progress: Progress | None = None) -> tuple[Index, Index, Array, Index]:
    """Minimize the total distance with k donors for every treated unit, each donor used once.

    Returns (treated rows, donor rows, squared distances, rows without k donors). As many units as can be are matched
    first, then the total is minimized. Where keys or calipers leave units with fewer than k donors, those with the
    fewest are set aside whole and the rest is solved again, so that every matched unit has exactly k. ``progress`` is
    told the number of units solved so far.
    Source: VM0047 v1.0 Appendix 1 (secondary): k-nearest-neighbour optimal matching without replacement, constant k.
    """
    open_rows = np.arange(len(search.treated), dtype=np.int64)
    pairs: list[tuple[Index, Index, Array]] = []
    incomplete: list[Index] = []
    bucket = search.buckets.treated_bucket
    done = 0
    for rows in _by_bucket(open_rows, bucket):
        matched, aside = _solve_bucket(search=search, rows=rows, k=k)
        pairs.append(matched)
        incomplete.append(aside)
        done += len(rows)
        if progress is not None:
            progress(done)
    treated = np.concatenate([part[0] for part in pairs] or [np.empty(0, np.int64)])
    donors = np.concatenate([part[1] for part in pairs] or [np.empty(0, np.int64)])
    squared = np.concatenate([part[2] for part in pairs] or [np.empty(0)])
    order = np.lexsort((donors, squared, treated))
    left = np.sort(np.concatenate(incomplete or [np.empty(0, np.int64)]))
    return treated[order], donors[order], squared[order], left


def _by_bucket(rows: Index, bucket: Index) -> list[Index]:
    order = np.argsort(bucket[rows], kind="stable")
    parts = np.split(rows[order], np.flatnonzero(np.diff(bucket[rows][order])) + 1)
    return [part for part in parts if len(part)]


def _solve_bucket(*, search: Search, rows: Index, k: int) -> tuple[tuple[Index, Index, Array], Index]:
    """Solve one bucket, setting units aside until all that are left have k donors."""
    aside: list[Index] = []
    while len(rows):
        cells = len(rows) * k * int(search.donors_in_bucket[rows[0]])
        solve = _solve_dense if cells <= DENSE_CELLS_MAX else _solve_lists
        treated, donors, squared = solve(search=search, rows=rows, k=k)
        counts = np.bincount(np.searchsorted(rows, treated), minlength=len(rows))
        if (counts == k).all():
            return (treated, donors, squared), _joined(aside)
        # Units set aside give their donors back, so no more leave at once than could fill all that is missing.
        leaving = max(1, int(k * len(rows) - counts.sum()) // k)
        poorest = np.lexsort((-np.arange(len(rows)), counts))[:leaving]
        aside.append(rows[poorest])
        rows = np.delete(rows, poorest)
    empty = np.empty(0, np.int64)
    return (empty, empty, np.empty(0)), _joined(aside)


def _joined(parts: list[Index]) -> Index:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _solve_dense(*, search: Search, rows: Index, k: int) -> tuple[Index, Index, Array]:
    b = int(search.buckets.treated_bucket[rows[0]])
    donors = search.buckets.donors[search.buckets.donor_bounds[b] : search.buckets.donor_bounds[b + 1]]
    squared = search.squared(rows=rows, donors=donors)
    allowed = np.isfinite(squared)
    cost = np.sqrt(np.where(allowed, squared, 0.0))
    cost[~allowed] = _price_of_nothing(cost, units=len(rows) * k)
    slots, columns = linear_sum_assignment(np.repeat(cost, k, axis=0))
    places = slots // k
    good = allowed[places, columns]
    places, columns = places[good], columns[good]
    return rows[places], donors[columns], squared[places, columns]


def _price_of_nothing(cost: Array, *, units: int) -> float:
    """Return a price above any saving that leaving one unit unmatched could bring to all the others."""
    return (1.0 + float(cost.max(initial=0.0))) * (units + 1)


def _solve_lists(*, search: Search, rows: Index, k: int) -> tuple[Index, Index, Array]:
    from truetonne.science.forest.augmenting import assign_lists

    size = np.full(len(rows), LISTED_FIRST + k, dtype=np.int64)
    whole = int(search.donors_in_bucket[rows[0]])
    distances, found = search.nearest(rows=rows, k=int(size[0]))
    lists = [(np.sqrt(near[who >= 0]), who[who >= 0]) for near, who in zip(distances, found, strict=True)]
    while True:
        counts = np.array([len(who) for _, who in lists], dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum(counts)))
        listed = np.concatenate([who for _, who in lists])
        cost = np.concatenate([near for near, _ in lists])
        columns, local = np.unique(listed, return_inverse=True)
        nothing = _price_of_nothing(cost, units=len(rows) * k)
        taken, prices = assign_lists(starts=starts, columns=local, cost=cost, count=len(columns), k=k, nothing=nothing)
        last = np.array([near[-1] if len(near) else 0.0 for near, _ in lists])
        is_short = (counts == size) & (counts < whole) & (prices > last)
        if not is_short.any():
            break
        growing = np.flatnonzero(is_short)
        size[growing] = np.minimum(4 * size[growing], whole)
        for amount in np.unique(size[growing]):
            part = growing[size[growing] == amount]
            distances, found = search.nearest(rows=rows[part], k=int(amount))
            for place, near, who in zip(part.tolist(), distances, found, strict=True):
                lists[place] = (np.sqrt(near[who >= 0]), who[who >= 0])
    slots = np.flatnonzero(taken >= 0)
    edges = taken[slots]
    return rows[slots // k], listed[edges], _squared_again(search, rows[slots // k], listed[edges])


def _squared_again(search: Search, treated: Index, donors: Index) -> Array:
    total = np.zeros(len(treated))
    for d in range(search.treated.shape[1]):
        gap = search.donors[donors, d] - search.treated[treated, d]
        total += gap * gap
    return total
