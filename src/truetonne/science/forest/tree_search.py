"""Searching the trees of ``tree``: the k nearest donors of many units, or all donors within a limit, in parallel."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from truetonne.science.forest.buckets import Index
from truetonne.science.forest.compiling import compiled, prange
from truetonne.science.forest.metric import Array
from truetonne.science.forest.tree import LEAF_MAX, LOW_LEVELS, Tree

STACK_MAX = 64
BLOCK = 64
ROUNDING = 2.0**-23
"""Twice the largest relative error of rounding to single precision."""


def search_nearest(
    *, tree: Tree, queries: Array, buckets: Index, fences: Array, widths: Array, radius2: float, k: int
) -> tuple[Array, Index]:
    """Return squared distances and donor rows, each (n_queries, k), nearest first, ties by row; infinity and -1 pad."""
    order = _near_each_other(tree=tree, queries=queries, buckets=buckets)
    distances = np.empty((len(queries), k))
    found = np.empty((len(queries), k), dtype=np.int64)
    _nearest(
        queries, buckets, fences, widths, order, tree.bounds, tree.donors, tree.points, tree.packed, tree.middle,
        tree.scale, tree.fences, tree.offsets, tree.levels, tree.lows, tree.highs, tree.leaf_offsets, tree.leaf_starts, tree.leaf_stops, tree.leaf_lows,
        tree.leaf_highs, radius2, distances, found,
    )  # fmt: skip
    return distances, found


def search_within(
    *, tree: Tree, queries: Array, buckets: Index, fences: Array, widths: Array, limits2: Array
) -> tuple[Index, Array, Index]:
    """Return (starts, squared distances, donor rows) of all donors within each query's limit, in no order."""
    order = _near_each_other(tree=tree, queries=queries, buckets=buckets)
    counts = np.zeros(len(queries), dtype=np.int64)
    shared = (
        queries, buckets, fences, widths, order, tree.bounds, tree.donors, tree.points, tree.packed, tree.middle,
        tree.scale, tree.fences, tree.offsets, tree.levels, tree.lows, tree.highs, tree.leaf_offsets, tree.leaf_starts, tree.leaf_stops, tree.leaf_lows,
        tree.leaf_highs, limits2,
    )  # fmt: skip
    _within(*shared, counts, np.empty(0, dtype=np.int64), np.empty(0), np.empty(0, dtype=np.int64))
    starts = np.concatenate(([0], np.cumsum(counts)))
    distances = np.empty(int(starts[-1]))
    found = np.empty(int(starts[-1]), dtype=np.int64)
    _within(*shared, counts, starts, distances, found)
    return starts, distances, found


def _near_each_other(*, tree: Tree, queries: Array, buckets: Index) -> Index:
    """Order queries by the leaf they fall into, so that neighbours find the same leaves in the processor's cache."""
    leaves = np.empty(len(queries), dtype=np.int64)
    _find_leaves(queries, buckets, tree.bounds, tree.offsets, tree.levels, tree.lows, tree.highs, leaves)
    return np.argsort(leaves, kind="stable")


@compiled()
def _box_distance(lows: Array, highs: Array, row: int, query: Array) -> float:
    total = 0.0
    for d in range(query.shape[0]):
        gap = max(lows[row, d] - query[d], query[d] - highs[row, d], 0.0)
        total += gap * gap
    return total


@compiled()
def _bound_leaves(
    lows: NDArray[np.float32], highs: NDArray[np.float32], base: int, count: int, query: NDArray[np.float32],
    bounds: NDArray[np.float32],
) -> None:  # fmt: skip
    """Write the least squared single-precision distance that a donor of each leaf can have."""
    nothing = np.float32(0.0)
    for j in range(count):
        bounds[j] = 0.0
    p = query.shape[0]
    # A plain index from 0 is known not to be negative: only then is the loop made of vector instructions.
    low, high = lows[base : base + p * count].reshape(p, count), highs[base : base + p * count].reshape(p, count)
    for d in range(p):
        value = query[d]
        for j in range(count):
            below, above = low[d, j] - value, value - high[d, j]
            gap = below if below > above else above
            gap = gap if gap > nothing else nothing
            bounds[j] += gap * gap


@compiled()
def _look_through(
    packed: NDArray[np.float32], start: int, count: int, query: NDArray[np.float32], near: np.float32,
    distances: NDArray[np.float32],
) -> int:  # fmt: skip
    """Write a leaf's squared distances in single precision; returns how many are near."""
    p = query.shape[0]
    leaf = packed[start * p : (start + count) * p].reshape(p, count)
    for i in range(count):
        distances[i] = 0.0
    for d in range(p):
        value = query[d]
        for i in range(count):
            gap = leaf[d, i] - value
            distances[i] += gap * gap
    hits = 0
    for i in range(count):
        hits += distances[i] <= near
    return hits


@compiled()
def _reduce(query: Array, middle: Array, scale: float, reduced: NDArray[np.float32]) -> float:
    """Bring a query into the leaves' single precision; returns its slack, see ``_slack``."""
    largest = 1.0
    for d in range(query.shape[0]):
        value = (query[d] - middle[d]) * scale
        reduced[d] = value
        largest = max(largest, abs(value))
    return largest * math.sqrt(query.shape[0]) * ROUNDING


@compiled()
def _slack(limit2: float, scale: float, slack: float, p: int) -> float:
    """Return a squared single-precision distance that no pair within ``limit2`` exceeds.

    Rounding moves a point and a query by at most half of ``slack`` each, so by the triangle inequality their distance
    grows by no more than ``slack``; the sum of p squares errs by a relative (p + 2) roundings at most, and twice
    that is allowed.
    """
    reach = math.sqrt(limit2) * scale + slack
    return reach * reach * (1.0 + 2 * (p + 2) * ROUNDING)


@compiled()
def _measure(points: Array, donor: int, query: Array) -> float:
    total = 0.0
    for d in range(query.shape[0]):
        gap = points[donor, d] - query[d]
        total += gap * gap
    return total


@compiled()
def _is_fenced_off(fences: Array, place: int, query: Array, widths: Array) -> bool:
    for m in range(widths.shape[0]):
        if abs(fences[place, m] - query[m]) > widths[m]:
            return True
    return False


@compiled(parallel=True)
def _find_leaves(
    queries: Array, buckets: Index, bounds: Index, offsets: Index, levels: Index, lows: Array, highs: Array, out: Index
) -> None:
    for q in prange(queries.shape[0]):
        b = buckets[q]
        node, start, stop = 0, bounds[b], bounds[b + 1]
        for _ in range(levels[b]):
            middle = (start + stop) // 2
            left = _box_distance(lows, highs, offsets[b] + 2 * node + 1, queries[q])
            right = _box_distance(lows, highs, offsets[b] + 2 * node + 2, queries[q])
            if left <= right:
                node, stop = 2 * node + 1, middle
            else:
                node, start = 2 * node + 2, middle
        out[q] = start


@compiled()
def _insert(distances: Array, found: Index, distance: float, donor: int) -> None:
    """Keep the k best (distance, donor) pairs in order."""
    k = distances.shape[0]
    last = k - 1
    if distance > distances[last] or (distance == distances[last] and found[last] >= 0 and donor > found[last]):
        return
    j = last
    while j > 0 and (
        distances[j - 1] > distance or (distances[j - 1] == distance and found[j - 1] > donor and found[j - 1] >= 0)
    ):
        distances[j], found[j] = distances[j - 1], found[j - 1]
        j -= 1
    distances[j], found[j] = distance, donor


@compiled()
def _descend(
    node: int, start: int, stop: int, inner: int, first: int, query: Array, lows: Array, highs: Array, limit: float,
    waiting: Index, waiting_distance: Array, top: int,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Walk to the nearest leaf below a node, noting the farther children that are within ``limit``.

    Returns (start, stop, new top, node); node -1 means that nothing below is near enough.
    """
    while node < inner:
        middle = (start + stop) // 2
        left = _box_distance(lows, highs, first + 2 * node + 1, query)
        right = _box_distance(lows, highs, first + 2 * node + 2, query)
        if min(left, right) > limit:
            return start, stop, top, -1
        near_left = left <= right
        other = right if near_left else left
        if other <= limit:
            waiting[top, 0] = 2 * node + 2 if near_left else 2 * node + 1
            waiting[top, 1] = middle if near_left else start
            waiting[top, 2] = stop if near_left else middle
            waiting_distance[top] = other
            top += 1
        if near_left:
            node, stop = 2 * node + 1, middle
        else:
            node, start = 2 * node + 2, middle
    return start, stop, top, node


@compiled()
def _look_for_nearest(
    start: int, stop: int, packed: NDArray[np.float32], reduced: NDArray[np.float32], near: np.float32,
    looked: NDArray[np.float32], points: Array, donors: Index, query: Array, donor_fences: Array, fence: Array,
    widths: Array, radius2: float, best: Array, found: Index,
) -> bool:  # fmt: skip
    """Look through one leaf and keep what is among the k nearest; says whether anything was kept."""
    if _look_through(packed, start, stop - start, reduced, near, looked) == 0:
        return False
    is_kept = False
    for i in range(stop - start):
        if looked[i] <= near and not _is_fenced_off(donor_fences, start + i, fence, widths):
            distance = _measure(points, donors[start + i], query)
            if distance <= best[-1] and distance <= radius2:
                _insert(best, found, distance, donors[start + i])
                is_kept = True
    return is_kept


@compiled(parallel=True)
def _nearest(
    queries: Array, buckets: Index, fences: Array, widths: Array, order: Index, bounds: Index, donors: Index,
    points: Array, packed: NDArray[np.float32], middle: Array, scale: float, donor_fences: Array, offsets: Index,
    levels: Index, lows: Array, highs: Array, leaf_offsets: Index, leaf_starts: Index, leaf_stops: Index,
    leaf_lows: NDArray[np.float32], leaf_highs: NDArray[np.float32], radius2: float, out_distances: Array,
    out_found: Index,
) -> None:  # fmt: skip
    count, p = queries.shape[0], queries.shape[1]
    for block in prange((count + BLOCK - 1) // BLOCK):
        looked, reduced = np.empty(LEAF_MAX, np.float32), np.empty(p, np.float32)
        leaf_bounds = np.empty(1 << LOW_LEVELS, np.float32)
        waiting, waiting_distance = np.empty((STACK_MAX, 3), np.int64), np.empty(STACK_MAX)
        for place in range(block * BLOCK, min(count, (block + 1) * BLOCK)):
            q = order[place]
            b = buckets[q]
            query, best, found = queries[q], out_distances[q], out_found[q]
            best[:] = np.inf
            found[:] = -1
            slack = _reduce(query, middle, scale, reduced)
            near = np.float32(_slack(radius2, scale, slack, p))
            low = min(levels[b], LOW_LEVELS)
            leaves, inner = 1 << low, (1 << (levels[b] - low)) - 1
            waiting[0, 0], waiting[0, 1], waiting[0, 2] = 0, bounds[b], bounds[b + 1]
            waiting_distance[0] = 0.0
            top = 1
            while top > 0:
                top -= 1
                limit = min(best[-1], radius2)
                if waiting_distance[top] > limit:
                    continue
                _, _, top, node = _descend(
                    waiting[top, 0], waiting[top, 1], waiting[top, 2], inner, offsets[b], query, lows, highs, limit,
                    waiting, waiting_distance, top,
                )  # fmt: skip
                if node < 0:
                    continue
                first = leaf_offsets[b] + (node - inner) * leaves
                _bound_leaves(leaf_lows, leaf_highs, first * p, leaves, reduced, leaf_bounds)
                nearest = 0
                for j in range(1, leaves):
                    if leaf_bounds[j] < leaf_bounds[nearest]:
                        nearest = j
                # The nearest leaf first, then those well within the limit then known, then the rest: the limit falls
                # early, and nothing has to be sorted. What was looked through is no number and never near.
                for turn in range(-1, 2 * leaves):
                    j = nearest if turn < 0 else turn % leaves
                    if not leaf_bounds[j] <= (near if turn < 0 or turn >= leaves else near * np.float32(0.3)):
                        continue
                    if _look_for_nearest(
                        leaf_starts[first + j],
                        leaf_stops[first + j],
                        packed,
                        reduced,
                        near,
                        looked,
                        points,
                        donors,
                        query,
                        donor_fences,
                        fences[q],
                        widths,
                        radius2,
                        best,
                        found,
                    ):
                        near = np.float32(_slack(min(best[-1], radius2), scale, slack, p))
                    leaf_bounds[j] = np.nan


@compiled(parallel=True)
def _within(
    queries: Array, buckets: Index, fences: Array, widths: Array, order: Index, bounds: Index, donors: Index,
    points: Array, packed: NDArray[np.float32], middle: Array, scale: float, donor_fences: Array, offsets: Index,
    levels: Index, lows: Array, highs: Array, leaf_offsets: Index, leaf_starts: Index, leaf_stops: Index,
    leaf_lows: NDArray[np.float32], leaf_highs: NDArray[np.float32], limits2: Array, counts: Index, starts: Index,
    out_distances: Array, out_found: Index,
) -> None:  # fmt: skip
    """Count the donors within each limit, and write them too where ``starts`` says where to."""
    count, p = queries.shape[0], queries.shape[1]
    for block in prange((count + BLOCK - 1) // BLOCK):
        looked, reduced = np.empty(LEAF_MAX, np.float32), np.empty(p, np.float32)
        leaf_bounds = np.empty(1 << LOW_LEVELS, np.float32)
        waiting, waiting_distance = np.empty((STACK_MAX, 3), np.int64), np.empty(STACK_MAX)
        for place in range(block * BLOCK, min(count, (block + 1) * BLOCK)):
            q = order[place]
            b, limit, number = buckets[q], limits2[q], 0
            query = queries[q]
            near = np.float32(_slack(max(limit, 0.0), scale, _reduce(query, middle, scale, reduced), p))
            low = min(levels[b], LOW_LEVELS)
            leaves, inner = 1 << low, (1 << (levels[b] - low)) - 1
            waiting[0, 0], waiting[0, 1], waiting[0, 2] = 0, bounds[b], bounds[b + 1]
            top = 1
            while top > 0:
                top -= 1
                _, _, top, node = _descend(
                    waiting[top, 0], waiting[top, 1], waiting[top, 2], inner, offsets[b], query, lows, highs, limit,
                    waiting, waiting_distance, top,
                )  # fmt: skip
                if node < 0:
                    continue
                first = leaf_offsets[b] + (node - inner) * leaves
                _bound_leaves(leaf_lows, leaf_highs, first * p, leaves, reduced, leaf_bounds)
                for j in range(leaves):
                    start, stop = leaf_starts[first + j], leaf_stops[first + j]
                    if leaf_bounds[j] > near or _look_through(packed, start, stop - start, reduced, near, looked) == 0:
                        continue
                    for i in range(stop - start):
                        if looked[i] > near or _is_fenced_off(donor_fences, start + i, fences[q], widths):
                            continue
                        distance = _measure(points, donors[start + i], query)
                        if distance <= limit:
                            if starts.shape[0] > 0:
                                out_distances[starts[q] + number] = distance
                                out_found[starts[q] + number] = donors[start + i]
                            number += 1
            counts[q] = number
