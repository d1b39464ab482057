"""Pages of the register by the place in the log, for any mix of filters, in bounded time.

The index finds rows by name, purpose, day and project; what it does not know (country, vintage, kind, status) is
read from the certificates themselves. When much had to be looked through, a page ends early and its cursor says
how far it came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django.db.models import Exists, OuterRef, QuerySet

from truetonne.edge.paging import Page, Window, cut, write_cursor
from truetonne.ledger.queries.retirements import list_retirements
from truetonne.ledger.values import RetirementRecord
from truetonne.market.actions.place_order import search_key
from truetonne.market.models import RegisterProject, RegisterRow
from truetonne.proof.canonical import decode

LOOKED_THROUGH_MAX: Final = 2_000
ROWS_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSearch:
    """What is looked for; an empty field means any."""

    beneficiaries: tuple[str, ...] = ()
    programs: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    vintages: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    is_newest_first: bool = False

    @property
    def is_by_index(self) -> bool:
        """Whether the index alone decides."""
        return not (self.programs or self.projects or self.countries or self.vintages or self.kinds or self.statuses)

    def lets_through(self, *, record: RetirementRecord) -> bool:
        """Whether a certificate has the status, the kind, and a line with all that is asked of lines."""
        if self.statuses and str(record.status) not in self.statuses:
            return False
        body = cast("Mapping[str, Any]", decode(record.retirement.body))
        if self.kinds and str(body["kind"]) not in self.kinds:
            return False
        return any(self._is_line(line=line) for line in body["lines"])

    def _is_line(self, *, line: Mapping[str, Any]) -> bool:
        asked = (
            (self.programs, line.get("program")),
            (self.projects, line.get("project_id")),
            (self.countries, line.get("country")),
            (self.vintages, str(line.get("vintage_start", ""))[:4]),
        )
        return all(not wanted or value in wanted for wanted, value in asked)


def read_page(*, search: RegisterSearch, window: Window) -> Page[RetirementRecord]:
    """Return one page of certificates in the order of the search."""
    is_descending = search.is_newest_first != window.is_backward
    start = window.before if window.before is not None else window.after
    place = None if start is None else int(start[0])
    found: list[RetirementRecord] = []
    looked_through = 0
    at_once = window.fetch if search.is_by_index else ROWS_AT_ONCE
    while len(found) < window.fetch:
        records = _read(search=search, place=place, is_descending=is_descending, limit=at_once)
        found += [each for each in records if search.is_by_index or search.lets_through(record=each)]
        looked_through += len(records)
        if len(records) < at_once:
            return _cut(found=found, window=window)
        place = _place(records[-1])
        if looked_through >= LOOKED_THROUGH_MAX and len(found) < window.fetch:
            return _cut_short(found=found, window=window, place=place)
    return _cut(found=found[: window.fetch], window=window)


def _cut(*, found: Sequence[RetirementRecord], window: Window) -> Page[RetirementRecord]:
    return cut(rows=found, window=window, position=lambda record: (_place(record),))


def _cut_short(*, found: Sequence[RetirementRecord], window: Window, place: int) -> Page[RetirementRecord]:
    """Return what was found so far, with a cursor where the look ended."""
    page = _cut(found=found, window=window)
    here = write_cursor(list_name=window.list_name, position=(place,))
    if window.is_backward:
        return Page(items=page.items, next_cursor=page.next_cursor, previous_cursor=here)
    return Page(items=page.items, next_cursor=here, previous_cursor=page.previous_cursor)


def _read(
    *, search: RegisterSearch, place: int | None, is_descending: bool, limit: int
) -> tuple[RetirementRecord, ...]:
    rows = _rows(search=search)
    if place is not None:
        rows = rows.filter(log_index__lt=place) if is_descending else rows.filter(log_index__gt=place)
    ids = tuple(
        rows.order_by("-log_index" if is_descending else "log_index").values_list("certificate_id", flat=True)[:limit]
    )
    return list_retirements(certificate_ids=ids) if ids else ()


def _rows(*, search: RegisterSearch) -> QuerySet[RegisterRow]:
    rows = RegisterRow.objects.all()
    if "REPLACED" not in search.statuses:
        rows = rows.filter(is_in_force=True)
    if search.beneficiaries:
        rows = rows.filter(name_key__in=[search_key(text=name) or " " for name in search.beneficiaries])
    if search.purposes:
        rows = rows.filter(purpose__in=search.purposes)
    if search.since is not None:
        rows = rows.filter(day__gte=search.since)
    if search.until is not None:
        rows = rows.filter(day__lt=search.until)
    if search.programs or search.projects:
        drawn = RegisterProject.objects.filter(row=OuterRef("pk"))
        if search.programs:
            drawn = drawn.filter(program__in=search.programs)
        if search.projects:
            drawn = drawn.filter(project__in=search.projects)
        rows = rows.filter(Exists(drawn))
    return rows


def _place(record: RetirementRecord) -> int:
    assert record.log_index is not None
    return record.log_index
