"""A kd-tree per bucket, built and searched in parallel: the compiled backend of ``search``.

Every bucket's tree is a complete binary tree over a range of the donors' order: a node's children halve its range at
the median of its widest covariate, so ranges need no storing, only bounding boxes do. Leaves hold at most LEAF_MAX
donors, whose covariates lie side by side, so that a leaf is scanned with vector instructions. A box's lower bound is
computed in the same order of operations as a distance, hence never exceeds it: results are exact, ties included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from truetonne.science.forest.buckets import Index
from truetonne.science.forest.compiling import compiled, prange
from truetonne.science.forest.metric import Array

LEAF_MAX = 64
STACK_MAX = 64
BLOCK = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Trees of all buckets. ``donors`` is the donors' order, ``columns`` (p, n) their covariates in that order.

    ``offsets`` and ``levels`` are each bucket's first node and depth; ``lows`` and ``highs`` (nodes, p) the boxes.
    ``fences`` (n, m) are the values that per-covariate calipers look at, in the donors' order.
    """

    bounds: Index
    donors: Index
    columns: Array
    fences: Array
    offsets: Index
    levels: Index
    lows: Array
    highs: Array


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
    order = donors.copy()
    columns = np.empty((points.shape[1], len(order)))
    _build(points, bounds, order, offsets, levels, lows, highs, columns)
    return Tree(
        bounds=bounds, donors=order, columns=columns, fences=np.ascontiguousarray(fences[order]),
        offsets=offsets, levels=levels, lows=lows, highs=highs,
    )  # fmt: skip


def search_nearest(
    *, tree: Tree, queries: Array, buckets: Index, fences: Array, widths: Array, radius2: float, k: int
) -> tuple[Array, Index]:
    """Return squared distances and donor rows, each (n_queries, k), nearest first, ties by row; infinity and -1 pad."""
    order = _near_each_other(tree=tree, queries=queries, buckets=buckets)
    distances = np.empty((len(queries), k))
    found = np.empty((len(queries), k), dtype=np.int64)
    _nearest(
        queries, buckets, fences, widths, order, tree.bounds, tree.donors, tree.columns, tree.fences, tree.offsets,
        tree.levels, tree.lows, tree.highs, radius2, distances, found,
    )  # fmt: skip
    return distances, found


def search_within(
    *, tree: Tree, queries: Array, buckets: Index, fences: Array, widths: Array, limits2: Array
) -> tuple[Index, Array, Index]:
    """Return (starts, squared distances, donor rows) of all donors within each query's limit, in no order."""
    order = _near_each_other(tree=tree, queries=queries, buckets=buckets)
    counts = np.zeros(len(queries), dtype=np.int64)
    shared = (
        queries, buckets, fences, widths, order, tree.bounds, tree.donors, tree.columns, tree.fences, tree.offsets,
        tree.levels, tree.lows, tree.highs, limits2,
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
    columns: Array,
) -> None:
    for b in prange(bounds.shape[0] - 1):
        size = (1 << (levels[b] + 1)) - 1
        starts, stops = np.empty(size, np.int64), np.empty(size, np.int64)
        starts[0], stops[0] = bounds[b], bounds[b + 1]
        for node in range(size):
            start, stop = starts[node], stops[node]
            row = offsets[b] + node
            widest = _bound_box(points, order, start, stop, lows[row], highs[row])
            if 2 * node + 1 < size:
                middle = (start + stop) // 2
                if stop - start > 1:
                    _select(order, points, widest, start, stop, middle)
                starts[2 * node + 1], stops[2 * node + 1] = start, middle
                starts[2 * node + 2], stops[2 * node + 2] = middle, stop
        for i in range(bounds[b], bounds[b + 1]):
            for d in range(points.shape[1]):
                columns[d, i] = points[order[i], d]


@compiled()
def _box_distance(lows: Array, highs: Array, row: int, query: Array) -> float:
    total = 0.0
    for d in range(query.shape[0]):
        gap = max(lows[row, d] - query[d], query[d] - highs[row, d], 0.0)
        total += gap * gap
    return total


@compiled()
def _scan_leaf(columns: Array, query: Array, start: int, stop: int, distances: Array) -> None:
    """Write the squared distances from ``query`` to donors start..stop into ``distances``."""
    for i in range(stop - start):
        distances[i] = 0.0
    for d in range(query.shape[0]):
        value = query[d]
        column = columns[d]
        for i in range(stop - start):
            gap = column[start + i] - value
            distances[i] += gap * gap


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


@compiled(parallel=True)
def _nearest(
    queries: Array, buckets: Index, fences: Array, widths: Array, order: Index, bounds: Index, donors: Index,
    columns: Array, donor_fences: Array, offsets: Index, levels: Index, lows: Array, highs: Array, radius2: float,
    out_distances: Array, out_found: Index,
) -> None:  # fmt: skip
    count = queries.shape[0]
    for block in prange((count + BLOCK - 1) // BLOCK):
        scanned = np.empty(LEAF_MAX)
        waiting, waiting_distance = np.empty((STACK_MAX, 3), np.int64), np.empty(STACK_MAX)
        for place in range(block * BLOCK, min(count, (block + 1) * BLOCK)):
            q = order[place]
            b = buckets[q]
            query, best, found = queries[q], out_distances[q], out_found[q]
            best[:] = np.inf
            found[:] = -1
            waiting[0, 0], waiting[0, 1], waiting[0, 2] = 0, bounds[b], bounds[b + 1]
            waiting_distance[0] = 0.0
            top = 1
            while top > 0:
                top -= 1
                limit = min(best[-1], radius2)
                if waiting_distance[top] > limit:
                    continue
                start, stop, top, node = _descend(
                    waiting[top, 0], waiting[top, 1], waiting[top, 2], (1 << levels[b]) - 1, offsets[b], query,
                    lows, highs, limit, waiting, waiting_distance, top,
                )  # fmt: skip
                if node < 0:
                    continue
                _scan_leaf(columns, query, start, stop, scanned)
                for i in range(stop - start):
                    if (
                        scanned[i] <= best[-1]
                        and scanned[i] <= radius2
                        and not _is_fenced_off(donor_fences, start + i, fences[q], widths)
                    ):
                        _insert(best, found, scanned[i], donors[start + i])


@compiled(parallel=True)
def _within(
    queries: Array, buckets: Index, fences: Array, widths: Array, order: Index, bounds: Index, donors: Index,
    columns: Array, donor_fences: Array, offsets: Index, levels: Index, lows: Array, highs: Array, limits2: Array,
    counts: Index, starts: Index, out_distances: Array, out_found: Index,
) -> None:  # fmt: skip
    """Count the donors within each limit, and write them too where ``starts`` says where to."""
    count = queries.shape[0]
    for block in prange((count + BLOCK - 1) // BLOCK):
        scanned = np.empty(LEAF_MAX)
        waiting, waiting_distance = np.empty((STACK_MAX, 3), np.int64), np.empty(STACK_MAX)
        for place in range(block * BLOCK, min(count, (block + 1) * BLOCK)):
            q = order[place]
            b, limit, number = buckets[q], limits2[q], 0
            query = queries[q]
            waiting[0, 0], waiting[0, 1], waiting[0, 2] = 0, bounds[b], bounds[b + 1]
            top = 1
            while top > 0:
                top -= 1
                start, stop, top, node = _descend(
                    waiting[top, 0], waiting[top, 1], waiting[top, 2], (1 << levels[b]) - 1, offsets[b], query,
                    lows, highs, limit, waiting, waiting_distance, top,
                )  # fmt: skip
                if node < 0:
                    continue
                _scan_leaf(columns, query, start, stop, scanned)
                for i in range(stop - start):
                    if scanned[i] <= limit and not _is_fenced_off(donor_fences, start + i, fences[q], widths):
                        if starts.shape[0] > 0:
                            out_distances[starts[q] + number] = scanned[i]
                            out_found[starts[q] + number] = donors[start + i]
                        number += 1
            counts[q] = number
