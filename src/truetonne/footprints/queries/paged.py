"""Lists by key in the order of recording, for the interface and for pages; rows that may still be joined are withheld."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from truetonne.edge.paging import Position, Window, settled_before
from truetonne.footprints.models import Disclosure, FactorSet, Inventory, InventoryLine, Target

Row = TypeVar("Row", bound=Model)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def recorded_position(row: Disclosure | FactorSet | Inventory | Target) -> Position:
    """Return a row's place in the order of recording: microseconds, then its id."""
    return ((row.recorded_at - _EPOCH) // timedelta(microseconds=1), row.pk.hex)


def read_recorded(*, rows: QuerySet[Row], window: Window) -> tuple[Row, ...]:
    """Return a part of rows in the order of recording, in the window's direction."""
    found = rows.filter(recorded_at__lt=settled_before())
    if window.after is not None:
        at, key = _place(window.after)
        found = found.filter(Q(recorded_at__gt=at) | Q(recorded_at=at, pk__gt=key))
    if window.before is not None:
        at, key = _place(window.before)
        found = found.filter(Q(recorded_at__lt=at) | Q(recorded_at=at, pk__lt=key))
    order = ("-recorded_at", "-pk") if window.is_backward else ("recorded_at", "pk")
    return tuple(found.order_by(*order)[: window.fetch])


def read_numbered(*, rows: QuerySet[Row], window: Window) -> tuple[Row, ...]:
    """Return a part of rows of one sealed whole by their number, in the window's direction."""
    found = rows
    if window.after is not None:
        found = found.filter(pk__gt=int(window.after[0]))
    if window.before is not None:
        found = found.filter(pk__lt=int(window.before[0]))
    return tuple(found.order_by("-pk" if window.is_backward else "pk")[: window.fetch])


def visible_inventories(*, organization_id: UUID | None) -> QuerySet[Inventory]:
    """Return the sealed versions of an organization's entities, of all organizations where none is named."""
    rows = Inventory.objects.filter(sealed_at__isnull=False).select_related("entity__organization")
    return rows if organization_id is None else rows.filter(entity__organization_id=organization_id)


def visible_targets(*, organization_id: UUID | None, is_latest: bool = False) -> QuerySet[Target]:
    """Return the versions of an organization's targets, of all where none is named; ``is_latest`` leaves out older ones."""
    rows = Target.objects.select_related("entity__organization", "judgement")
    if is_latest:
        later = Target.objects.filter(series=OuterRef("series"), version__gt=OuterRef("version"))
        rows = rows.filter(~Exists(later))
    return rows if organization_id is None else rows.filter(entity__organization_id=organization_id)


def public_disclosures(*, year: int | None = None, is_latest: bool | None = None) -> QuerySet[Disclosure]:
    """Return public records with ``is_latest``: whether no later version of the same entity and year is disclosed."""
    later = Disclosure.objects.filter(
        inventory__entity_id=OuterRef("inventory__entity_id"),
        inventory__year=OuterRef("inventory__year"),
        inventory__version__gt=OuterRef("inventory__version"),
    )
    rows = Disclosure.objects.select_related("inventory__entity").annotate(is_latest=~Exists(later))
    if year is not None:
        rows = rows.filter(inventory__year=year)
    return rows if is_latest is None else rows.filter(is_latest=is_latest)


def lines_of(*, inventory: Inventory) -> QuerySet[InventoryLine]:
    """Return the lines of a version with their activity and factor."""
    return InventoryLine.objects.filter(inventory=inventory).select_related("activity_line", "factor__factor_set")


def listed_position(row: Disclosure) -> Position:
    """Return a record's place in the public list: newest year first, then by name, newest version first."""
    inventory = row.inventory
    return (inventory.year, inventory.entity.name, inventory.version, row.pk.hex)


def read_listed(*, rows: QuerySet[Disclosure], window: Window) -> tuple[Disclosure, ...]:
    """Return a part of the public list in the window's direction; see ``listed_position``."""
    names = ("inventory__year", "inventory__entity__name", "inventory__version", "pk")
    is_falling = (True, False, True, False)
    found = rows
    position = window.after or window.before
    if position is not None:
        wanted = Q(pk__in=[])
        equal = Q()
        values = (*position[:3], _uuid(position[3]))
        for name, value, falls in zip(names, values, is_falling, strict=True):
            side = "lt" if falls != window.is_backward else "gt"
            wanted |= equal & Q(**{f"{name}__{side}": value})
            equal &= Q(**{name: value})
        found = found.filter(wanted)
    order = [
        F(name).desc() if falls != window.is_backward else F(name).asc()
        for name, falls in zip(names, is_falling, strict=True)
    ]
    return tuple(found.order_by(*order)[: window.fetch])


def _place(position: Position) -> tuple[datetime, UUID]:
    return _EPOCH + timedelta(microseconds=int(position[0])), _uuid(position[1])


def _uuid(value: int | str) -> UUID:
    return UUID(hex=str(value))
