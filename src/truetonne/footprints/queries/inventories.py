"""Inventories as the rooms above and the pages read them."""

from __future__ import annotations

from uuid import UUID

from truetonne.footprints.models import Inventory
from truetonne.footprints.states import InventoryState


def find_standing_inventory(*, entity_id: UUID, year: int) -> Inventory | None:
    """Return the final or published version of a year that nothing final restates, None where there is none."""
    standing = Inventory.objects.filter(entity_id=entity_id, year=year).exclude(state=InventoryState.DRAFT)
    return standing.exclude(restated_by__state__in=[InventoryState.FINAL, InventoryState.PUBLISHED]).first()


def list_versions(*, entity_id: UUID, year: int) -> tuple[Inventory, ...]:
    """Return all versions of a year, oldest first."""
    return tuple(Inventory.objects.filter(entity_id=entity_id, year=year).order_by("version"))
