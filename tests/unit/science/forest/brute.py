"""Slow and obvious matching, to compare the engine with: every rule spelled out over all pairs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from truetonne.science.forest.match import Matches

Pairs = list[tuple[int, int]]


def all_squared(
    treated: NDArray[np.float64],
    donors: NDArray[np.float64],
    *,
    treated_keys: NDArray[np.int64],
    donor_keys: NDArray[np.int64],
    caliper: float = np.inf,
) -> NDArray[np.float64]:
    """Squared distances of all pairs, infinity where keys differ or the caliper forbids."""
    squared = np.full((len(treated), len(donors)), np.inf)
    for i in range(len(treated)):
        for j in range(len(donors)):
            distance = 0.0
            for d in range(treated.shape[1]):
                gap = donors[j, d] - treated[i, d]
                distance += gap * gap
            if treated_keys[i] == donor_keys[j] and distance <= caliper * caliper:
                squared[i, j] = distance
    return squared


def nearest(squared: NDArray[np.float64], k: int) -> Pairs:
    pairs = []
    for i, row in enumerate(squared):
        order = sorted((distance, j) for j, distance in enumerate(row) if np.isfinite(distance))
        pairs += [(i, j) for _, j in order[:k]]
    return pairs


def nearest_with_ties(squared: NDArray[np.float64], k: int, tolerance: float) -> Pairs:
    pairs = []
    for i, row in enumerate(squared):
        finite = sorted(distance for distance in row if np.isfinite(distance))
        if finite:
            limit = finite[:k][-1] + tolerance
            pairs += [(i, j) for j, distance in enumerate(row) if np.isfinite(distance) and distance <= limit]
    return pairs


def greedy_closest(squared: NDArray[np.float64], k: int) -> Pairs:
    order = sorted((squared[i, j], i, j) for i, j in zip(*np.nonzero(np.isfinite(squared)), strict=True))
    need = [k] * len(squared)
    free = set(range(squared.shape[1]))
    pairs = []
    for _, i, j in order:
        if need[i] and j in free:
            need[i] -= 1
            free.remove(j)
            pairs.append((int(i), int(j)))
    return pairs


def greedy_in_turn(squared: NDArray[np.float64], k: int, rows: Sequence[int]) -> Pairs:
    free = set(range(squared.shape[1]))
    pairs = []
    for i in rows:
        for _ in range(k):
            near = [(squared[i, j], j) for j in sorted(free) if np.isfinite(squared[i, j])]
            if near:
                chosen = min(near)[1]
                free.remove(chosen)
                pairs.append((i, chosen))
    return pairs


def least_total(squared: NDArray[np.float64], k: int) -> tuple[int, float]:
    """The most slots that can be filled, and the least total distance for that many, by trying all orders."""
    slots = [i for i in range(len(squared)) for _ in range(k)]
    donors = [*range(squared.shape[1]), *([-1] * len(slots))]
    best = (0, 0.0)
    for chosen in set(permutations(donors, len(slots))):
        pairs = [(i, j) for i, j in zip(slots, chosen, strict=True) if j >= 0]
        if all(np.isfinite(squared[i, j]) for i, j in pairs):
            total = sum(float(np.sqrt(squared[i, j])) for i, j in pairs)
            best = min(best, (-len(pairs), total))
    return -best[0], best[1]


def as_pairs(matches: Matches) -> Pairs:
    return [(int(i), int(j)) for i, j in zip(matches.treated, matches.donors, strict=True)]
