"""The public register: certificates newest first, found by name, code, serial, year, purpose or project."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from truetonne.edge.identifiers import InvalidId, read_id, read_short_code, short_code, show_id
from truetonne.edge.paging import Page, Window, cut
from truetonne.ledger.queries import find_retirements, list_retirements
from truetonne.ledger.queries.uses import certificates_of_serial
from truetonne.ledger.values import RetirementRecord, UnitKind
from truetonne.market.actions.place_order import search_key
from truetonne.market.certificates import name_now
from truetonne.market.lot_facts import vintage_text
from truetonne.market.models import RegisterRow, RegisterYear

_SERIAL = re.compile(r"(?P<batch>.+?)[\s:#/-]+(?P<serial>\d{1,13})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFilter:
    """What a reader looks for; blank means any. ``text`` is a name, a certificate's code or id, or batch and serial."""

    text: str = ""
    year: int | None = None
    purpose: str = ""
    program: str = ""
    project: str = ""

    @property
    def is_blank(self) -> bool:
        return self == RegisterFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One certificate as a row of the register, read from its log entry."""

    log_index: int
    certificate_text: str
    code: str
    retired_at: datetime
    name: str
    hidden_until: date | None
    projects: tuple[tuple[str, str], ...]
    purpose: str
    period: str
    kg: int
    status: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterTotals:
    """Sums over every certificate in force that the filter names.

    ``kg`` is of credits alone. ``inset_kg`` is of fuel insets by the fuel users' side (SCOPE1): its customers' side
    (SCOPE3) stands for the same fuel once more, always behind a line of the first.
    """

    kg: int
    certificate_count: int
    inset_kg: int


def read_register(*, wanted: RegisterFilter, window: Window, language: str, today: date) -> Page[RegisterEntry]:
    """Return one page, newest first by the place in the log; nothing is counted over all rows."""
    records = _records(wanted=wanted, window=window)
    rows = [read_entry(record=record, language=language, today=today) for record in records]
    return cut(rows=rows, window=window, position=lambda row: (row.log_index,))


def read_years() -> tuple[RegisterYear, ...]:
    """Return the sums of each year and kind of units, newest first."""
    return tuple(RegisterYear.objects.order_by("-year", "unit_kind"))


def sum_up(*, years: Sequence[RegisterYear], wanted: RegisterFilter) -> RegisterTotals | None:
    """Return the sums of all rows, or of one year's; other filters have none, nor has a year without rows."""
    if wanted != RegisterFilter(year=wanted.year):
        return None
    chosen = [each for each in years if wanted.year in {None, each.year}]
    if wanted.year is not None and not chosen:
        return None
    return RegisterTotals(
        kg=_kg_of(kind=UnitKind.CREDIT, years=chosen),
        certificate_count=sum(each.certificate_count for each in chosen),
        inset_kg=_kg_of(kind=UnitKind.INSET_SCOPE1, years=chosen),
    )


def read_entry(*, record: RetirementRecord, language: str, today: date) -> RegisterEntry:
    """Return a certificate's row out of its body."""
    # What the ledger holds was made canonical and is checked by its hash; reading it strictly again takes ten times as long.
    body: Mapping[str, Any] = json.loads(record.retirement.body)
    hidden = body["beneficiary"].get("hidden_until")
    purpose = body["purpose"]
    return RegisterEntry(
        log_index=record.log_index if record.log_index is not None else -1,
        certificate_text=show_id(prefix="crt", id=record.retirement.certificate_id),
        code=short_code(prefix="RET", id=record.retirement.certificate_id),
        retired_at=datetime.fromisoformat(body["act"]["effective_at"]),
        name=name_now(body=body, annex=record.retirement.annex, today=today),
        hidden_until=date.fromisoformat(hidden) if hidden else None,
        projects=tuple(dict.fromkeys(_project(line=line, language=language) for line in body["lines"])),
        purpose=str(purpose["code"]),
        period=_period(purpose=purpose, language=language),
        kg=int(body["quantity"]["kg"]),
        status=str(record.status),
        is_confirmed=record.registry_confirmed_at is not None,
    )


def list_corrections(*, window: Window, language: str, today: date) -> Page[RegisterEntry]:
    """Return the certificates that were replaced, newest first."""
    after, before = _places(window=window)
    records = find_retirements(
        after=after, before=before, limit=window.fetch, is_newest_first=not window.is_backward, is_in_force=False
    )
    rows = [read_entry(record=record, language=language, today=today) for record in records]
    return cut(rows=rows, window=window, position=lambda row: (row.log_index,))


def _records(*, wanted: RegisterFilter, window: Window) -> Sequence[RetirementRecord]:
    """Read a page's certificates: straight from the log's order, or by the index where something is looked for."""
    after, before = _places(window=window)
    if wanted.is_blank:
        return find_retirements(after=after, before=before, limit=window.fetch, is_newest_first=not window.is_backward)
    rows = _found(wanted=wanted)
    if after is not None:
        rows = rows.filter(log_index__gt=after)
    if before is not None:
        rows = rows.filter(log_index__lt=before)
    order = "log_index" if window.is_backward else "-log_index"
    ids = tuple(rows.order_by(order).values_list("certificate_id", flat=True)[: window.fetch])
    return list_retirements(certificate_ids=ids) if ids else ()


def _places(*, window: Window) -> tuple[int | None, int | None]:
    """Return (after, before) as log indexes: the list runs from the newest entry to the oldest."""
    after = int(window.before[0]) if window.before is not None else None
    before = int(window.after[0]) if window.after is not None else None
    return after, before


def _found(*, wanted: RegisterFilter) -> QuerySet[RegisterRow]:
    rows = RegisterRow.objects.filter(is_in_force=True)
    if wanted.text:
        ids = _ids_of_text(text=wanted.text)
        rows = (
            rows.filter(name_key=search_key(text=wanted.text) or " ")
            if ids is None
            else rows.filter(certificate_id__in=ids)
        )
    if wanted.year is not None:
        rows = rows.filter(year=wanted.year)
    if wanted.purpose:
        rows = rows.filter(purpose=wanted.purpose)
    if wanted.program and wanted.project:
        rows = rows.filter(projects__program=wanted.program, projects__project=wanted.project)
    return rows


def _ids_of_text(*, text: str) -> list[UUID] | None:
    """Return the certificates that a code, an id or a serial names; None where the text is none of these."""
    text = text.strip()
    if text.lower().startswith("crt_"):
        try:
            return [read_id(prefix="crt", text=text)]
        except InvalidId:
            return []
    try:
        code = read_short_code(prefix="RET", text=text)
        return list(RegisterRow.objects.filter(short_code=code).values_list("certificate_id", flat=True))
    except InvalidId:
        pass
    match = _SERIAL.fullmatch(text)
    if match is None:
        return None
    # Two, where the serial was opened by one and used up by another.
    return list(certificates_of_serial(batch=match["batch"], serial=int(match["serial"]))) or None


def _kg_of(*, kind: UnitKind, years: Iterable[RegisterYear]) -> int:
    return sum(each.kg for each in years if each.unit_kind == kind)


def _project(*, line: Mapping[str, Any], language: str) -> tuple[str, str]:
    vintage = vintage_text(
        start=date.fromisoformat(line["vintage_start"]), end=date.fromisoformat(line["vintage_end"]), language=language
    )
    return str(line["project_name"]), vintage


def _period(*, purpose: Mapping[str, Any], language: str) -> str:
    if "claim_year" in purpose:
        return str(purpose["claim_year"])
    return vintage_text(
        start=date.fromisoformat(purpose["period_start"]),
        end=date.fromisoformat(purpose["period_end"]),
        language=language,
    )
