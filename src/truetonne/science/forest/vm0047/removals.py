"""Step 13: from carbon stock change to issuable removals."""

from __future__ import annotations

from dataclasses import dataclass

from truetonne.science.errors import FractionOutOfRange, NegativeQuantity, NotFinite


@dataclass(frozen=True, slots=True, kw_only=True)
class Removals:
    """Removals in t CO2e, unrounded. ``flags``: reversal, leakage_exceeds_removals."""

    net_before_buffer_t: float
    buffer_t: float
    issuable_t: float
    flags: tuple[str, ...]


def credit_removals(*, delta_c_t: float, pb: float, leakage_t: float, uncertainty: float, buffer: float) -> Removals:
    """Return (delta_c * (1 - PB) - leakage) * (1 - uncertainty) with its buffer share, never below 0.

    ``delta_c_t`` and ``leakage_t`` in t CO2e; PB, uncertainty and buffer are shares in [0, 1]. A negative stock change
    credits nothing and flags a reversal. Raises FractionOutOfRange, NegativeQuantity, NotFinite.
    Source: structure unverified; to be checked against VM0047 v1.1 section 8.5.
    """
    for field, share in (("PB", pb), ("unc", uncertainty), ("buffer", buffer)):
        if not 0 <= share <= 1:
            raise FractionOutOfRange(field=field, value=share, reason="a share lies in [0, 1]")
    if not abs(delta_c_t) < float("inf"):
        raise NotFinite(field="delta_c_tco2", value=delta_c_t, reason="a finite number is due")
    if not leakage_t >= 0:
        raise NegativeQuantity(field="leakage_t", value=leakage_t, reason="this cannot be below 0")
    flags = []
    if delta_c_t < 0:
        return Removals(net_before_buffer_t=0.0, buffer_t=0.0, issuable_t=0.0, flags=("reversal",))
    base = delta_c_t * (1 - pb) - leakage_t
    if base < 0:
        flags.append("leakage_exceeds_removals")
    net = max(base, 0.0) * (1 - uncertainty)
    return Removals(net_before_buffer_t=net, buffer_t=net * buffer, issuable_t=net - net * buffer, flags=tuple(flags))
