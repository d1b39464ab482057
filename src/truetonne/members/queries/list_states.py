"""What a public list says at a date: the last entry of every key that no later edition dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from truetonne.members.models import ListEdition, ListEntry, ListVanishing


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An entry as a list's editions up to a date leave it."""

    entry_id: UUID
    key: str
    name: str
    content: bytes
    facts: Mapping[str, object]


def list_standing(*, list_name: str, as_of: date) -> dict[str, Standing]:
    """Return what a list says by key at a date, all its editions up to that day counted."""
    rows = ListEntry.objects.filter(list_name=list_name, edition__edition__lte=as_of).order_by(
        "edition__edition", "edition__recorded_at", "recorded_at"
    )
    last = {
        row.key: Standing(
            entry_id=row.pk, key=row.key, name=row.name, content=bytes(row.content), facts=dict(row.facts)
        )
        for row in rows.only("id", "key", "name", "content", "facts")
    }
    gone = set(
        ListVanishing.objects.filter(edition__list_name=list_name, edition__edition__lte=as_of).values_list(
            "entry_id", flat=True
        )
    )
    return {key: standing for key, standing in last.items() if standing.entry_id not in gone}


def find_newest_edition(*, list_name: str) -> ListEdition | None:
    """Return the newest edition of a list, the last load of it where a day was loaded twice."""
    return ListEdition.objects.filter(list_name=list_name).order_by("-edition", "-recorded_at").first()


def newest_editions() -> dict[str, ListEdition]:
    """Return the newest edition of every list."""
    rows = ListEdition.objects.order_by("edition", "recorded_at").defer("mapping_text", "report")
    return {row.list_name: row for row in rows}
