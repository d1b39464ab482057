"""What a reporter sees: entities, files, loads, versions, lines, all of the organizations that they report for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from truetonne.edge.paging import Page, Window, cut
from truetonne.footprints.activity_files.preview import hash_header
from truetonne.footprints.models import (
    ActivityLoad,
    ActivityMapping,
    ActivityRow,
    ActivityUpload,
    Factor,
    FactorSet,
    Inventory,
    InventoryComputation,
    InventoryLine,
    InventoryTotal,
)
from truetonne.footprints.states import InventoryState, LoadState
from truetonne.members.models import LegalEntity

Organizations = Sequence[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityYear:
    """A legal entity's year: its versions, newest first, and its loads."""

    entity: LegalEntity
    year: int
    versions: tuple[Inventory, ...]
    loads: tuple[ActivityLoad, ...]


def list_entities(*, organization_ids: Organizations) -> list[LegalEntity]:
    """Return the legal entities, the main one first."""
    rows = LegalEntity.objects.filter(organization_id__in=organization_ids)
    return list(rows.select_related("organization").order_by("organization__name", "-is_main", "name"))


def list_years(*, organization_ids: Organizations) -> list[EntityYear]:
    """Return every year with activity or a version, newest first."""
    of_entity = {"entity__organization_id__in": organization_ids}
    versions = list(
        Inventory.objects.filter(**of_entity).select_related("entity").order_by("-version").prefetch_related("totals")
    )
    loads = list(ActivityLoad.objects.filter(**of_entity).select_related("entity").order_by("-recorded_at"))
    entities = {each.entity_id: each.entity for each in versions} | {each.entity_id: each.entity for each in loads}
    keys = {(each.entity_id, each.year) for each in versions} | {(each.entity_id, each.year) for each in loads}
    return [
        EntityYear(
            entity=entities[entity_id], year=year,
            versions=tuple(each for each in versions if (each.entity_id, each.year) == (entity_id, year)),
            loads=tuple(each for each in loads if (each.entity_id, each.year) == (entity_id, year)),
        )
        for entity_id, year in sorted(keys, key=lambda key: (-key[1], entities[key[0]].name))
    ]  # fmt: skip


def list_open_uploads(*, organization_ids: Organizations) -> list[ActivityUpload]:
    """Return the files that are not imported yet, newest first."""
    rows = ActivityUpload.objects.filter(entity__organization_id__in=organization_ids)
    return list(rows.exclude(state=LoadState.DONE).select_related("entity").order_by("-recorded_at")[:20])


def list_open_computations(*, organization_ids: Organizations) -> list[InventoryComputation]:
    """Return the versions that are asked for and not there yet."""
    rows = InventoryComputation.objects.filter(entity__organization_id__in=organization_ids)
    moving = rows.filter(state__in=[LoadState.WAITING, LoadState.RUNNING])
    return list(moving.select_related("entity").order_by("-recorded_at")[:20])


def find_upload(*, upload_id: UUID, organization_ids: Organizations) -> ActivityUpload | None:
    """Return a file of these organizations, None where none has this id."""
    rows = ActivityUpload.objects.filter(pk=upload_id, entity__organization_id__in=organization_ids)
    return rows.select_related("entity", "person").first()


def find_load(*, load_id: UUID, organization_ids: Organizations) -> ActivityLoad | None:
    """Return a load of these organizations, None where none has this id."""
    rows = ActivityLoad.objects.filter(pk=load_id, entity__organization_id__in=organization_ids)
    return rows.select_related("entity", "person").first()


def find_upload_of_load(*, load: ActivityLoad) -> ActivityUpload | None:
    """Return the kept file behind a load, None where it came by the command line."""
    return ActivityUpload.objects.filter(load=load).first()


def find_computation(*, computation_id: UUID, organization_ids: Organizations) -> InventoryComputation | None:
    """Return a computation of these organizations, None where none has this id."""
    rows = InventoryComputation.objects.filter(pk=computation_id, entity__organization_id__in=organization_ids)
    return rows.select_related("entity", "person").first()


def find_version(*, inventory_id: UUID, organization_ids: Organizations) -> Inventory | None:
    """Return a version of these organizations, None where none has this id."""
    rows = Inventory.objects.filter(pk=inventory_id, entity__organization_id__in=organization_ids)
    return rows.select_related("entity", "person", "restates").first()


def list_totals(*, inventory: Inventory) -> list[InventoryTotal]:
    """Return the 19 parts in the order of pages: scopes, categories, biogenic."""
    order = ["SCOPE1", "SCOPE2_LOCATION", "SCOPE2_MARKET", "SCOPE3", "BIOGENIC"]
    return sorted(inventory.totals.all(), key=lambda each: (order.index(each.part), each.category or 0))


def page_rows(*, load: ActivityLoad, window: Window) -> Page[ActivityRow]:
    """Return rows of a load that were not accepted, in the order of the file."""
    rows = ActivityRow.objects.filter(load=load)
    return cut(rows=_slice(rows, window), window=window, position=lambda row: (row.pk,))


def iterate_rows(*, load: ActivityLoad) -> QuerySet[ActivityRow]:
    """Return the rows that wait for a person or were refused, for a file."""
    return ActivityRow.objects.filter(load=load, raw__isnull=False).order_by("id")


def lines_of(*, inventory: Inventory, part: str, category: int | None, only_missing: bool) -> QuerySet[InventoryLine]:
    """Return a version's lines; of a part or a category where they are named."""
    rows = InventoryLine.objects.filter(inventory=inventory)
    if part:
        rows = rows.filter(part=part)
    if category is not None:
        rows = rows.filter(category=category)
    if only_missing:
        rows = rows.filter(mass_kg=None)
    return rows.select_related("activity_line", "factor__factor_set")


def page_lines(*, rows: QuerySet[InventoryLine], window: Window) -> Page[InventoryLine]:
    """Return one page of lines in the order in which they were written."""
    return cut(rows=_slice(rows, window), window=window, position=lambda row: (row.pk,))


def find_remembered(*, organization_id: UUID, header: tuple[str, ...]) -> dict[str, Any] | None:
    """Return what the organization last said of a file of these columns, None where it never did."""
    rows = ActivityMapping.objects.filter(organization_id=organization_id, header_sha256=hash_header(header=header))
    found = rows.order_by("-recorded_at").first()
    return dict(found.content) if found is not None else None


def list_known_keys() -> frozenset[str]:
    """Return every activity that some factor set knows."""
    return frozenset(Factor.objects.values_list("activity_key", flat=True).distinct())


def list_sets() -> list[FactorSet]:
    """Return the factor sets by name, newest edition first."""
    return list(FactorSet.objects.order_by("name", "-valid_from"))


def find_last_plan(*, entity_id: UUID, year: int) -> dict[str, Any] | None:
    """Return what was last chosen for an entity, of this year before another, None where nothing was."""
    rows = InventoryComputation.objects.filter(entity_id=entity_id)
    found = rows.filter(year=year).order_by("-recorded_at").first() or rows.order_by("-year", "-recorded_at").first()
    return dict(found.plan) if found is not None else None


def find_base_version(*, entity_id: UUID) -> Inventory | None:
    """Return the first published year of an entity, or the one that is marked as its base year."""
    rows = Inventory.objects.filter(entity_id=entity_id, state=InventoryState.PUBLISHED)
    return rows.order_by("-is_base_year", "year", "-version").first()


def find_latest_version(*, entity_id: UUID) -> Inventory | None:
    """Return the last published year of an entity."""
    rows = Inventory.objects.filter(entity_id=entity_id, state=InventoryState.PUBLISHED)
    return rows.order_by("-year", "-version").first()


def _slice(rows: Any, window: Window) -> list[Any]:
    if window.before is not None:
        return list(rows.filter(pk__lt=window.before[0]).order_by("-id")[: window.fetch])
    if window.after is not None:
        rows = rows.filter(pk__gt=window.after[0])
    return list(rows.order_by("id")[: window.fetch])
