"""Held rows that wait for a person, and what became of the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, Sum

from truetonne.edge.paging import Page, Window, cut
from truetonne.supply.actions.decide_held_row import HeldRowNotFound
from truetonne.supply.models import HeldRow


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFilter:
    """Which held rows are wanted; blank means any. ``is_decided`` asks for those that a person or load settled."""

    program: str = ""
    code: str = ""
    is_decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldGroup:
    """How many rows of one program wait for the same reason, and since when."""

    program: str
    code: str
    rows: int
    kg: int
    since: datetime


def find_held(*, wanted: HeldFilter, window: Window) -> Page[HeldRow]:
    """Return a page of held rows, oldest first; decided ones come with their decision."""
    rows = HeldRow.objects.filter(decision__isnull=not wanted.is_decided).select_related("decision__person")
    for name in ("program", "code"):
        value = getattr(wanted, name)
        if value:
            rows = rows.filter(**{name: value})
    if window.after is not None:
        rows = rows.filter(_beyond(position=window.after, is_forward=True))
    if window.before is not None:
        rows = rows.filter(_beyond(position=window.before, is_forward=False))
    order = ("-recorded_at", "-id") if window.is_backward else ("recorded_at", "id")
    found = rows.defer("raw", "cleaned").order_by(*order)[: window.fetch]
    return cut(rows=list(found), window=window, position=lambda row: (row.recorded_at.isoformat(), str(row.pk)))


def get_held(*, held_row_id: UUID) -> HeldRow:
    """Return one held row with its load and its decision, if any. Raises HeldRowNotFound."""
    row = HeldRow.objects.select_related("run", "decision__person").filter(pk=held_row_id).first()
    if row is None:
        raise HeldRowNotFound(held_row_id=held_row_id)
    return row


def count_held() -> tuple[HeldGroup, ...]:
    """Return what waits, by program and reason, most rows first."""
    rows = HeldRow.objects.filter(decision__isnull=True).values("program", "code")
    counted = rows.annotate(n=Count("id"), kg=Sum("kg"), since=Min("recorded_at")).order_by("-n", "program", "code")
    return tuple(
        HeldGroup(program=row["program"], code=row["code"], rows=row["n"], kg=int(row["kg"]), since=row["since"])
        for row in counted
    )


def count_decided() -> int:
    """How many held rows were settled."""
    return HeldRow.objects.filter(decision__isnull=False).count()


def _beyond(*, position: tuple[int | str, ...], is_forward: bool) -> Q:
    recorded_at, row_id = (str(part) for part in position)
    way = "gt" if is_forward else "lt"
    return Q(**{f"recorded_at__{way}": recorded_at}) | Q(recorded_at=recorded_at, **{f"id__{way}": row_id})
