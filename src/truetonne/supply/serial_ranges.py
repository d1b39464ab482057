"""Sets of inclusive serial ranges: what covers what, and what lies outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def merge_ranges(*, ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Return ranges in order, with those that overlap or touch as one.

    >>> merge_ranges(ranges=[(6, 9), (1, 5), (20, 21)])
    ((1, 9), (20, 21))
    """
    merged: list[Range] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def clip_ranges(*, ranges: Iterable[Range], first: int, last: int) -> tuple[Range, ...]:
    """Return what of the ranges lies between ``first`` and ``last``."""
    return merge_ranges(ranges=[(max(a, first), min(b, last)) for a, b in ranges if a <= last and b >= first])


def count_serials(*, ranges: Iterable[Range]) -> int:
    """Number of serials in ranges that do not overlap."""
    return sum(last - first + 1 for first, last in ranges)


def subtract_ranges(*, ranges: Sequence[Range], others: Sequence[Range]) -> tuple[Range, ...]:
    """Return what of ``ranges`` is in none of ``others``; both are merged first.

    >>> subtract_ranges(ranges=[(1, 10)], others=[(3, 4), (9, 12)])
    ((1, 2), (5, 8))
    """
    left: list[Range] = []
    taken = merge_ranges(ranges=others)
    for first, last in merge_ranges(ranges=ranges):
        at = first
        for a, b in taken:
            if b < at or a > last:
                continue
            if a > at:
                left.append((at, a - 1))
            at = b + 1
        if at <= last:
            left.append((at, last))
    return tuple(left)
