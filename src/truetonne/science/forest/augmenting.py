"""Shortest augmenting paths on short lists, compiled: the solver behind large optimal matchings."""

from __future__ import annotations

import numpy as np

from truetonne.science.forest.buckets import Index
from truetonne.science.forest.compiling import compiled
from truetonne.science.forest.metric import Array


def assign_lists(
    *, starts: Index, columns: Index, cost: Array, count: int, k: int, nothing: float
) -> tuple[Index, Array]:
    """Assign k columns to every unit at the least total cost, each column once.

    Unit i may take ``columns[starts[i]:starts[i + 1]]`` at ``cost`` of the same places, ascending; ``count`` is the
    number of columns, ``nothing`` what an empty slot costs. Returns the edge taken by each slot, (units * k,), -1 for
    none, and the highest price among each unit's slots, (units,): a column that is not listed would have to cost less
    than that to lower the total.
    Source: successive shortest paths with prices (Jonker and Volgenant 1987), Dijkstra by binary heap.
    """
    slots = (len(starts) - 1) * k
    taken = np.full(slots, -1, dtype=np.int64)
    prices = np.zeros(slots)
    _assign(starts, columns, cost, count, k, nothing, taken, prices)
    return taken, prices.reshape(-1, k).max(axis=1) if slots else np.zeros(0)


@compiled()
def _push(keys: Array, items: Index, size: int, key: float, item: int) -> int:
    place = size
    while place > 0:
        parent = (place - 1) // 2
        if keys[parent] < key or (keys[parent] == key and items[parent] <= item):
            break
        keys[place], items[place] = keys[parent], items[parent]
        place = parent
    keys[place], items[place] = key, item
    return size + 1


@compiled()
def _pop(keys: Array, items: Index, size: int) -> int:
    """Remove the first; the caller has read it at place 0."""
    size -= 1
    key, item = keys[size], items[size]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and (
            keys[child + 1] < keys[child] or (keys[child + 1] == keys[child] and items[child + 1] < items[child])
        ):
            child += 1
        if keys[child] > key or (keys[child] == key and items[child] >= item):
            break
        keys[place], items[place] = keys[child], items[child]
        place = child
    keys[place], items[place] = key, item
    return size


@compiled()
def _assign(
    starts: Index, columns: Index, cost: Array, count: int, k: int, nothing: float, taken: Index, prices: Array
) -> None:
    slots = taken.shape[0]
    owner = np.full(count, -1, np.int64)
    column_price = np.zeros(count)
    reached = np.full(count, np.inf)
    came_by = np.full(count, -1, np.int64)
    came_from = np.full(count, -1, np.int64)
    is_done = np.zeros(count, np.bool_)
    touched = np.empty(count, np.int64)
    scanned_slots, scanned_at = np.empty(slots, np.int64), np.empty(slots)
    room = k * columns.shape[0] + 1
    keys, items = np.empty(room), np.empty(room, np.int64)
    for first in range(slots):
        heap, n_touched, n_scanned = 0, 0, 0
        slot, at = first, 0.0
        best_empty, empty_slot = np.inf, -1
        end, total = -1, np.inf
        while True:
            scanned_slots[n_scanned], scanned_at[n_scanned] = slot, at
            n_scanned += 1
            if at + nothing - prices[slot] < best_empty:
                best_empty, empty_slot = at + nothing - prices[slot], slot
            unit = slot // k
            for edge in range(starts[unit], starts[unit + 1]):
                j = columns[edge]
                if is_done[j]:
                    continue
                way = at + cost[edge] - prices[slot] - column_price[j]
                if way < reached[j]:
                    if reached[j] == np.inf:
                        touched[n_touched] = j
                        n_touched += 1
                    reached[j], came_by[j], came_from[j] = way, edge, slot
                    heap = _push(keys, items, heap, way, j)
            j = -1
            while heap > 0:
                way, j = keys[0], items[0]
                heap = _pop(keys, items, heap)
                if not is_done[j] and way == reached[j]:
                    break
                j = -1
            if j < 0 or reached[j] >= best_empty:
                total = best_empty
                break
            is_done[j] = True
            if owner[j] < 0:
                end, total = j, reached[j]
                break
            slot, at = owner[j], reached[j]
        for i in range(n_scanned):
            prices[scanned_slots[i]] += total - scanned_at[i]
        for i in range(n_touched):
            j = touched[i]
            if is_done[j]:
                column_price[j] -= total - reached[j]
        _follow(end, empty_slot, first, columns, taken, owner, came_by, came_from)
        for i in range(n_touched):
            j = touched[i]
            reached[j], is_done[j], came_by[j], came_from[j] = np.inf, False, -1, -1


@compiled()
def _follow(
    end: int, empty_slot: int, first: int, columns: Index, taken: Index, owner: Index, came_by: Index, came_from: Index
) -> None:
    """Move every slot on the path to its new column; a path that ends in nothing starts at the slot left empty."""
    if end < 0:
        if empty_slot == first:
            return
        end = columns[taken[empty_slot]]
        taken[empty_slot] = -1
    j = end
    while True:
        slot = came_from[j]
        edge = came_by[j]
        before = taken[slot]
        taken[slot], owner[j] = edge, slot
        if slot == first:
            return
        j = columns[before]
