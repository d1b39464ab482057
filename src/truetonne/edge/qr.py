"""A QR code as one SVG path, drawn in the page itself: no picture address, no script. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """``size`` modules a side, quiet zone left to the page; ``path`` draws the dark modules in runs."""

    size: int
    path: str


def draw_code(*, text: str) -> Code:
    """Encode a short text, such as a certificate's address, with error correction M."""
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    runs: list[str] = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            start = x
            while x < len(row) and row[x]:
                x += 1
            runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
    return Code(size=len(matrix), path="".join(runs))
