"""Sums over the parts of a version. The two figures of scope 2 are never both in one."""

from __future__ import annotations

from collections.abc import Sequence

from truetonne.footprints.models import InventoryTotal
from truetonne.footprints.states import Part


def add_total_kg(*, totals: Sequence[InventoryTotal], scope2: Part = Part.SCOPE2_LOCATION) -> int:
    """Add the scopes up with one of the two figures of scope 2; parts without a figure are left out, not 0."""
    other = Part.SCOPE2_MARKET if scope2 == Part.SCOPE2_LOCATION else Part.SCOPE2_LOCATION
    return sum(
        total.mass_kg for total in totals if total.mass_kg is not None and total.part not in {other, Part.BIOGENIC}
    )
