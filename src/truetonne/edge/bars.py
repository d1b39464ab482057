"""One bar cut into parts, as numbers for SVG attributes: geometry here, colour in classes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1_000
GAP = 1.5
SLIVER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPart:
    """One stretch of the bar: where it begins, how wide it is, and its fill class (``f-ink``, ``f-seal``...)."""

    x: str
    width: str
    fill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    parts: tuple[BarPart, ...]


def stack(*, sizes: Sequence[tuple[int, str]], whole: int | None = None) -> Bar:
    """Lay (size, fill class) side by side on a bar 1,000 wide, with a thin gap between.

    ``whole`` is the size of the full bar, the sum of the parts unless given. A part of zero is left out;
    one too thin to see is drawn as a sliver. Raises ValueError for a negative size or parts beyond ``whole``.
    """
    total = sum(size for size, _ in sizes)
    full = total if whole is None else whole
    if any(size < 0 for size, _ in sizes) or total > full:
        raise ValueError(f"parts {[size for size, _ in sizes]} do not lie on a bar of {full}")
    parts: list[BarPart] = []
    before = 0
    for size, fill in sizes:
        if size:
            start = WIDTH * before / full
            width = max(WIDTH * size / full - GAP, SLIVER)
            parts.append(BarPart(x=f"{min(start, WIDTH - SLIVER):.2f}", width=f"{width:.2f}", fill=fill))
        before += size
    return Bar(parts=tuple(parts))
