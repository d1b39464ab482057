"""A kd-tree per bucket, built and searched in parallel: the compiled backend of ``search``.

Every bucket's tree is a complete binary tree over a range of the donors' order: a node's children halve its range at
the median of its widest covariate, so ranges need no storing, only bounding boxes do. Leaves hold at most LEAF_MAX
donors. A box's lower bound is computed in the same order of operations as a distance, hence never exceeds it.

The last LOW_LEVELS levels are not walked: the bounds of all leaves below a node are computed at once, side by side in
memory, and the nearest leaf comes first.

A leaf is looked through twice. First in single precision, all its covariates side by side in one piece of memory,
for vector instructions; what could be near enough is then measured in double precision in the order of operations of
``Search.squared``. The first look errs on one side only (``_slack``), so results are exact, ties included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truetonne.science.forest.buckets import Index
from truetonne.science.forest.compiling import compiled, prange
from truetonne.science.forest.metric import Array

LEAF_MAX = 96
LOW_LEVELS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Trees of all buckets. ``donors`` is the donors' order, ``points`` (n, p) their covariates by row.

    ``packed`` (n p,) holds each leaf's covariates one after the other in single precision, less ``middle`` (p,) and
    times ``scale``, so that none exceeds 1. ``offsets`` and ``levels`` are each bucket's first node and depth; ``lows``
    and ``highs`` (nodes, p) the boxes; ``leaf_starts`` and ``leaf_stops`` are the leaves' ranges, bucket after bucket, and
    ``leaf_lows`` and ``leaf_highs`` their boxes in single precision, one covariate after the other below each node that is
    LOW_LEVELS above them. ``leaf_offsets`` is each bucket's first leaf. ``fences`` (n, m) are what per-covariate calipers look at, in the donors' order.
    """

    bounds: Index
    donors: Index
    points: Array
    packed: NDArray[np.float32]
    middle: Array
    scale: float
    fences: Array
    offsets: Index
    levels: Index
    lows: Array
    highs: Array
    leaf_offsets: Index
    leaf_starts: Index
    leaf_stops: Index
    leaf_lows: NDArray[np.float32]
    leaf_highs: NDArray[np.float32]


def build_tree(*, points: Array, donors: Index, bounds: Index, fences: Array) -> Tree:
    """Build the trees over ``points`` (n, p), where ``donors`` lists the rows bucket by bucket."""
    sizes = np.diff(bounds)
    levels = np.zeros(len(sizes), dtype=np.int64)
    rest = sizes.copy()
    while (big := rest > LEAF_MAX).any():
        levels[big] += 1
        rest = np.where(big, (rest + 1) // 2, rest)
    nodes = (1 << (levels + 1)) - 1
    offsets = np.concatenate(([0], np.cumsum(nodes)))
    lows = np.empty((int(offsets[-1]), points.shape[1]))
    highs = np.empty_like(lows)
    leaf_offsets = np.concatenate(([0], np.cumsum(1 << levels)))
    leaf_starts, leaf_stops = np.empty((2, int(leaf_offsets[-1])), dtype=np.int64)
    leaf_lows, leaf_highs = np.empty((2, int(leaf_offsets[-1]) * points.shape[1]), dtype=np.float32)
    order = donors.copy()
    packed = np.empty(points.size, dtype=np.float32)
    low, high = points.min(axis=0), points.max(axis=0)
    middle = low / 2 + high / 2
    scale = 1.0 / max(float((high - middle).max()), np.finfo(np.float64).tiny)
    scale = min(scale, float(np.finfo(np.float32).max))
    _build(
        points, bounds, order, offsets, levels, lows, highs, packed, middle, scale, leaf_offsets, leaf_starts,
        leaf_stops, leaf_lows, leaf_highs,
    )  # fmt: skip
    return Tree(
        bounds=bounds, donors=order, points=points, packed=packed, middle=middle, scale=scale,
        fences=np.ascontiguousarray(fences[order]), offsets=offsets, levels=levels, lows=lows, highs=highs,
        leaf_offsets=leaf_offsets, leaf_starts=leaf_starts, leaf_stops=leaf_stops, leaf_lows=leaf_lows,
        leaf_highs=leaf_highs,
    )  # fmt: skip


@compiled()
def _select(order: Index, points: Array, dimension: int, low: int, high: int, middle: int) -> None:
    """Put the element of rank ``middle`` into its place in ``order[low:high]``, smaller before, larger behind."""
    left, right = low, high - 1
    while right > left:
        pivot = points[order[(left + right) // 2], dimension]
        i, j = left, right
        while i <= j:
            while points[order[i], dimension] < pivot:
                i += 1
            while points[order[j], dimension] > pivot:
                j -= 1
            if i <= j:
                order[i], order[j] = order[j], order[i]
                i += 1
                j -= 1
        if middle <= j:
            right = j
        elif middle >= i:
            left = i
        else:
            return


@compiled()
def _bound_box(points: Array, order: Index, start: int, stop: int, low: Array, high: Array) -> int:
    """Fill a node's box and return its widest dimension."""
    widest, width = 0, -1.0
    for d in range(points.shape[1]):
        least, most = np.inf, -np.inf
        for i in range(start, stop):
            value = points[order[i], d]
            least = min(least, value)
            most = max(most, value)
        low[d], high[d] = least, most
        if most - least > width:
            widest, width = d, most - least
    return widest


@compiled(parallel=True)
def _build(
    points: Array,
    bounds: Index,
    order: Index,
    offsets: Index,
    levels: Index,
    lows: Array,
    highs: Array,
    packed: NDArray[np.float32],
    middle: Array,
    scale: float,
    leaf_offsets: Index,
    leaf_starts: Index,
    leaf_stops: Index,
    leaf_lows: NDArray[np.float32],
    leaf_highs: NDArray[np.float32],
) -> None:
    p = points.shape[1]
    for b in prange(bounds.shape[0] - 1):
        size = (1 << (levels[b] + 1)) - 1
        starts, stops = np.empty(size, np.int64), np.empty(size, np.int64)
        starts[0], stops[0] = bounds[b], bounds[b + 1]
        for node in range(size):
            start, stop = starts[node], stops[node]
            row = offsets[b] + node
            widest = _bound_box(points, order, start, stop, lows[row], highs[row])
            if 2 * node + 1 < size:
                half = (start + stop) // 2
                if stop - start > 1:
                    _select(order, points, widest, start, stop, half)
                starts[2 * node + 1], stops[2 * node + 1] = start, half
                starts[2 * node + 2], stops[2 * node + 2] = half, stop
                continue
            place = node - size // 2
            leaf, count = leaf_offsets[b] + place, 1 << min(levels[b], LOW_LEVELS)
            leaf_starts[leaf], leaf_stops[leaf] = start, stop
            at = (leaf - place % count) * p + place % count
            for d in range(p):
                leaf_lows[at + d * count] = (lows[row, d] - middle[d]) * scale
                leaf_highs[at + d * count] = (highs[row, d] - middle[d]) * scale
                for i in range(stop - start):
                    packed[start * p + d * (stop - start) + i] = (points[order[start + i], d] - middle[d]) * scale
