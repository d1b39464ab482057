"""Greedy matching without replacement: the order is part of the result, so it is chosen and stated."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from enum import StrEnum

import numpy as np

from truetonne.science.forest.buckets import Index
from truetonne.science.forest.metric import Array
from truetonne.science.forest.search import Search

Progress = Callable[[int], None]
LISTED_FIRST = 8


class Order(StrEnum):
    """Who chooses first.

    CLOSEST takes the closest allowed pair of all that are left, again and again; HARDEST lets the treated unit whose
    nearest donor is farthest away choose first; GIVEN goes through the treated units in canonical order (by id, or
    by row without ids).
    """

    CLOSEST = "closest"
    HARDEST = "hardest"
    GIVEN = "given"


class _Lists:
    """The nearest donors of every treated unit, listed in growing portions, and which donors are gone."""

    def __init__(self, *, search: Search, k: int) -> None:
        self.search = search
        self.size = np.zeros(len(search.treated), dtype=np.int64)
        self.place = [0] * len(search.treated)
        self.distances: list[list[float]] = [[] for _ in search.treated]
        self.donors: list[list[int]] = [[] for _ in search.treated]
        self.is_whole = [False] * len(search.treated)
        self.is_used = bytearray(len(search.donors))
        self.extend(list(range(len(search.treated))), size=LISTED_FIRST + k)

    def extend(self, rows: list[int], *, size: int) -> None:
        """List ``size`` donors for these treated units."""
        chosen = np.asarray(rows, dtype=np.int64)
        distances, donors = self.search.nearest(rows=chosen, k=size)
        counts = (donors >= 0).sum(axis=1)
        for row, count, near, who in zip(rows, counts.tolist(), distances, donors, strict=True):
            self.distances[row] = near[:count].tolist()
            self.donors[row] = who[:count].tolist()
            self.is_whole[row] = count < size
            self.size[row] = size

    def peek(self, row: int) -> tuple[float, int] | None:
        """Return the nearest listed donor that is free; None where the list has none left."""
        donors, place = self.donors[row], self.place[row]
        while place < len(donors) and self.is_used[donors[place]]:
            place += 1
        self.place[row] = place
        return (self.distances[row][place], donors[place]) if place < len(donors) else None

    def lower_bound(self, row: int) -> float:
        """Return a distance below which an exhausted list cannot continue."""
        return self.distances[row][-1] if self.distances[row] else 0.0


def match_greedily(
    *, search: Search, k: int, order: Order = Order.CLOSEST, progress: Progress | None = None
) -> tuple[Index, Index, Array]:
    """Give each treated unit up to k donors of its own; returns (treated rows, donor rows, squared distances).

    With CLOSEST, pairs are taken in ascending order of (distance, treated row, donor row) as long as the treated unit
    needs a donor and the donor is free. Otherwise treated units choose one after the other, their k nearest free
    donors at once. ``progress`` is told the number of pairs made so far. Rows being in canonical order, the result
    does not depend on the order of the file.
    """
    lists = _Lists(search=search, k=k)
    if order is Order.CLOSEST:
        pairs = _closest_first(lists=lists, k=k, progress=progress)
    else:
        pairs = _one_after_another(lists=lists, k=k, order=order, progress=progress)
    treated = np.array([pair[0] for pair in pairs], dtype=np.int64)
    donors = np.array([pair[1] for pair in pairs], dtype=np.int64)
    squared = np.array([pair[2] for pair in pairs], dtype=np.float64)
    sorting = np.lexsort((donors, squared, treated))
    return treated[sorting], donors[sorting], squared[sorting]


def _closest_first(*, lists: _Lists, k: int, progress: Progress | None) -> list[tuple[int, int, float]]:
    """A heap holds each open unit's next pair; a unit whose list ran out waits under its lower bound (donor -1)."""
    heap: list[tuple[float, int, int]] = []
    need = [k] * len(lists.place)
    exhausted: set[int] = set()

    def push(row: int) -> None:
        entry = lists.peek(row)
        if entry is not None:
            heapq.heappush(heap, (entry[0], row, entry[1]))
        elif not lists.is_whole[row]:
            exhausted.add(row)
            heapq.heappush(heap, (lists.lower_bound(row), row, -1))

    for row in range(len(need)):
        push(row)
    pairs: list[tuple[int, int, float]] = []
    while heap:
        squared, row, donor = heapq.heappop(heap)
        if donor < 0:
            if row in exhausted:
                waiting = sorted(exhausted)
                lists.extend(waiting, size=2 * int(lists.size[waiting].max()))
                exhausted.clear()
                for other in waiting:
                    push(other)
            continue
        if not lists.is_used[donor]:
            lists.is_used[donor] = 1
            pairs.append((row, donor, squared))
            need[row] -= 1
            if progress is not None and len(pairs) % 1000 == 0:
                progress(len(pairs))
        if need[row]:
            push(row)
    return pairs


def _one_after_another(
    *, lists: _Lists, k: int, order: Order, progress: Progress | None
) -> list[tuple[int, int, float]]:
    rows = list(range(len(lists.place)))
    if order is Order.HARDEST:
        nearest = [near[0] if near else np.inf for near in lists.distances]
        rows.sort(key=lambda row: (-nearest[row], row))
    pairs: list[tuple[int, int, float]] = []
    for row in rows:
        for _ in range(k):
            entry = lists.peek(row)
            while entry is None and not lists.is_whole[row]:
                lists.extend([row], size=2 * int(lists.size[row]))
                entry = lists.peek(row)
            if entry is None:
                break
            lists.is_used[entry[1]] = 1
            pairs.append((row, entry[1], entry[0]))
        if progress is not None and len(pairs) % 1000 == 0:
            progress(len(pairs))
    return pairs
