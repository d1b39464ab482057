"""Public records of organizations' emissions, read from the bytes that were published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from truetonne.edge.paging import Page, Window, cut
from truetonne.footprints.models import Disclosure
from truetonne.footprints.queries.paged import listed_position, public_disclosures, read_listed
from truetonne.proof.canonical import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedRecord:
    """A published record: the parsed body beside its exact bytes and their hash."""

    disclosure_id: UUID
    inventory_id: UUID
    entity_id: UUID
    organization_id: UUID
    is_main_entity: bool
    name: str
    year: int
    version: int
    is_latest: bool
    level_of_assurance: str
    assurer: str
    published_at: datetime
    restatement_what: str
    restatement_why: str
    restatement_change_kg: int | None
    body: bytes
    sha256: str
    content: dict[str, Any]

    @property
    def record(self) -> dict[str, Any]:
        """Return the facts by name."""
        found: dict[str, Any] = self.content["record"]
        return found


def list_disclosures(*, entity_id: UUID, year: int) -> list[DisclosedRecord]:
    """Return the records of a legal entity's year, newest first."""
    rows = public_disclosures(year=year).filter(inventory__entity_id=entity_id)
    return [_read(row) for row in rows.order_by("-inventory__version")]


def list_disclosures_of(*, organization_ids: Collection[UUID]) -> list[DisclosedRecord]:
    """Return the records of organizations' entities, newest year first."""
    rows = public_disclosures().filter(inventory__entity__organization_id__in=organization_ids)
    ordered = rows.order_by("-inventory__year", "inventory__entity__name", "-inventory__version")
    return [_read(row) for row in ordered]


def page_disclosures(*, window: Window) -> Page[DisclosedRecord]:
    """Return a part of the records in force, newest year first and then by name."""
    rows = public_disclosures(is_latest=True)
    page = cut(rows=read_listed(rows=rows, window=window), window=window, position=listed_position)
    return Page(
        items=tuple(_read(row) for row in page.items),
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def count_disclosures() -> int:
    """Return how many records are in force."""
    return public_disclosures(is_latest=True).count()


def find_disclosure(*, disclosure_id: UUID) -> DisclosedRecord | None:
    """Return one record, None where none has this id."""
    row = Disclosure.objects.select_related("inventory").filter(pk=disclosure_id).first()
    if row is None:
        return None
    records = list_disclosures(entity_id=row.inventory.entity_id, year=row.inventory.year)
    return next(each for each in records if each.disclosure_id == disclosure_id)


def _read(row: Disclosure) -> DisclosedRecord:
    inventory, body = row.inventory, bytes(row.body)
    content: Any = decode(body)
    return DisclosedRecord(
        disclosure_id=row.pk,
        inventory_id=inventory.pk,
        entity_id=inventory.entity_id,
        organization_id=inventory.entity.organization_id,
        is_main_entity=inventory.entity.is_main,
        name=inventory.entity.name,
        year=inventory.year,
        version=inventory.version,
        is_latest=bool(getattr(row, "is_latest", False)),
        level_of_assurance=row.level_of_assurance,
        assurer=row.assurer,
        published_at=row.effective_at,
        restatement_what=inventory.restatement_what,
        restatement_why=inventory.restatement_why,
        restatement_change_kg=inventory.restatement_change_kg,
        body=body,
        sha256=bytes(row.sha256).hex(),
        content=content,
    )
