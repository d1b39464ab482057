"""The seal of a certificate: a rosette computed from its leaf hash, so that nobody draws it and no two are alike.

Three closed curves, each repeated and turned a little. Decoration with meaning: the proof is the text beneath.
Geometry only, in a square of 216 around the origin; colour comes from the page. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

STEPS_PER_PETAL = 14
LEAF_HASH_BYTES = 32


class NotALeafHash(ValueError):
    """The seal was asked of something that is not a SHA-256 leaf hash; carries its length in bytes."""

    code = "internal_error"

    def __init__(self, *, length: int) -> None:
        self.length = length
        super().__init__(f"a leaf hash has {LEAF_HASH_BYTES} bytes, not {length}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One closed curve as an SVG path, and the angles in degrees by which it is repeated."""

    path: str
    angles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One copy of a curve, for templates that run over all copies."""

    curve: int
    degrees: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The whole rosette. ``key`` makes the ids of two seals on one page differ."""

    key: str
    curves: tuple[Curve, ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(Turn(curve=i, degrees=angle) for i, curve in enumerate(self.curves) for angle in curve.angles)


def draw_seal(*, leaf_hash: bytes) -> Seal:
    """Compute the seal of a leaf hash.

    With bytes b: r(t) = R + a cos(kt) + 0.8 a sin(floor(k/2) t + p), p = 2 pi b[6+j] / 256 for curve j, where
    R 66, k 17 + b0 mod 8, a 5, six copies; R 44, k 9 + b2 mod 6, a 9, six copies; R 84, k 24 + b4 mod 12, a 3.2,
    four copies and no sine. Copies are turned by 360/(k m) degrees. Raises NotALeafHash. Source: our own.
    """
    b = leaf_hash
    if len(b) != LEAF_HASH_BYTES:
        raise NotALeafHash(length=len(b))
    curves = (
        _curve(radius=66.0, petals=17 + b[0] % 8, swing=5.0, copies=6, phase=2 * pi * b[6] / 256),
        _curve(radius=44.0, petals=9 + b[2] % 6, swing=9.0, copies=6, phase=2 * pi * b[7] / 256),
        _curve(radius=84.0, petals=24 + b[4] % 12, swing=3.2, copies=4, phase=None),
    )
    return Seal(key=f"seal-{b[:4].hex()}", curves=curves)


def _curve(*, radius: float, petals: int, swing: float, copies: int, phase: float | None) -> Curve:
    steps = petals * STEPS_PER_PETAL
    points = []
    for step in range(steps):
        t = 2 * pi * step / steps
        r = radius + swing * cos(petals * t)
        if phase is not None:
            r += 0.8 * swing * sin(petals // 2 * t + phase)
        points.append(f"{_tenth(r * cos(t))} {_tenth(r * sin(t))}")
    angles = tuple(f"{360 * copy / (petals * copies):.2f}" for copy in range(copies))
    return Curve(path=f"M{'L'.join(points)}Z", angles=angles)


def _tenth(value: float) -> str:
    """Round to a tenth; minus zero is zero, so that equal seals are equal bytes."""
    return f"{round(value, 1) + 0.0:.1f}"
