"""Follow the public log and keep the register's index: certificates by name, code, year, purpose, project and day."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from truetonne.edge.identifiers import read_id, short_code
from truetonne.ledger.queries import entries, get_retirement
from truetonne.ledger.queries.log import last_log_index
from truetonne.ledger.values import LogEntry, UnitKind
from truetonne.market.actions.place_order import search_key
from truetonne.market.models import RegisterPlace, RegisterProject, RegisterRow

CERTIFICATE_KINDS: Final = frozenset({"RETIREMENT", "REPLACEMENT"})
ENTRIES_AT_ONCE: Final = 1_000
FOLLOWER_LOCK: Final = 0x7472_7565_7265_6769
"""Advisory lock of whoever follows the log ("trueregi" in ASCII); a second follower leaves the work to the first."""

_ADD_YEAR = """
INSERT INTO market_registeryear (year, unit_kind, kg, certificate_count) VALUES (%s, %s, %s, %s)
ON CONFLICT (year, unit_kind) DO UPDATE SET kg = market_registeryear.kg + excluded.kg,
    certificate_count = market_registeryear.certificate_count + excluded.certificate_count
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    rows: list[RegisterRow]
    projects: list[RegisterProject]
    replaced: list[UUID]
    day: date


def follow_log(*, entries_max: int = 100_000) -> int:
    """Index certificates that the log has and the index has not, in the log's order; return how many entries were read.

    Many may call it at once: one works, the others return 0. Each step is one transaction, so that a crash
    leaves the index at some place of the log, never between.
    """
    done = 0
    while done < entries_max:
        step = _step(limit=min(ENTRIES_AT_ONCE, entries_max - done))
        done += step
        if step < ENTRIES_AT_ONCE:
            break
    return done


def catch_up(*, entries_max: int = ENTRIES_AT_ONCE) -> None:
    """Index what a reader would miss, where that is little; a longer gap is left to the clock."""
    newest = last_log_index()
    if newest is None:
        return
    place = RegisterPlace.objects.first()
    gap = newest - (place.last_index if place is not None else -1)
    if 0 < gap <= entries_max:
        follow_log(entries_max=gap)


@transaction.atomic
def _step(*, limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FOLLOWER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    place = RegisterPlace.objects.first()
    found = entries(after=-1 if place is None else place.last_index, limit=limit)
    if not found:
        return 0
    batch = _read(found=found, day=place.day if place else None)
    _write(batch=batch)
    RegisterPlace.objects.bulk_create(
        [RegisterPlace(is_only=True, last_index=found[-1].log_index, day=batch.day)],
        update_conflicts=True,
        unique_fields=["is_only"],
        update_fields=["last_index", "day"],
    )
    return len(found)


def _read(*, found: Sequence[LogEntry], day: date | None) -> _Batch:
    rows: list[RegisterRow] = []
    projects: list[RegisterProject] = []
    replaced: list[UUID] = []
    for entry in found:
        recorded = entry.recorded_at.date()
        day = recorded if day is None or recorded > day else day
        if entry.kind not in CERTIFICATE_KINDS:
            continue
        body = json.loads(entry.body)
        row = _row(log_index=entry.log_index, body=body, day=day)
        rows.append(row)
        keys = {(str(line["program"]), str(line["project_id"])) for line in body["lines"]}
        projects += [RegisterProject(row=row, program=program, project=project) for program, project in sorted(keys)]
        if "replaces" in body:
            replaced.append(read_id(prefix="crt", text=str(body["replaces"])))
    assert day is not None
    return _Batch(rows=rows, projects=projects, replaced=replaced, day=day)


def _row(*, log_index: int, body: dict[str, Any], day: date) -> RegisterRow:
    certificate_id = read_id(prefix="crt", text=str(body["certificate_id"]))
    beneficiary = body["beneficiary"]
    hidden = beneficiary.get("hidden_until")
    return RegisterRow(
        log_index=log_index,
        certificate_id=certificate_id,
        short_code=short_code(prefix="RET", id=certificate_id),
        name_key=search_key(text=str(beneficiary.get("display_name", ""))),
        hidden_until=date.fromisoformat(str(hidden)) if hidden else None,
        year=datetime.fromisoformat(str(body["act"]["effective_at"])).year,
        purpose=str(body["purpose"]["code"]),
        day=day,
        kg=int(body["quantity"]["kg"]),
        unit_kind=_unit_kind(body=body),
        is_in_force=True,
    )


def _unit_kind(*, body: dict[str, Any]) -> UnitKind:
    """Return what a certificate is of: its lines are of one kind, and of one side of their fuel."""
    return UnitKind.CREDIT if body["kind"] == "CREDIT" else UnitKind(f"INSET_{body['lines'][0]['inset']['side']}")


def _write(*, batch: _Batch) -> None:
    """Store rows; a replaced certificate leaves the sums of its year and kind, in which its replacement stands."""
    RegisterRow.objects.bulk_create(batch.rows)
    RegisterProject.objects.bulk_create(batch.projects)
    kg: Counter[tuple[int, str]] = Counter()
    count: Counter[tuple[int, str]] = Counter()
    for row in batch.rows:
        kg[row.year, row.unit_kind] += row.kg
        count[row.year, row.unit_kind] += 1
    if batch.replaced:
        old = RegisterRow.objects.filter(certificate_id__in=batch.replaced, is_in_force=True)
        for year, kind, mass in old.values_list("year", "unit_kind", "kg"):
            kg[year, kind] -= mass
            count[year, kind] -= 1
        old.update(is_in_force=False)
    with connection.cursor() as cursor:
        cursor.executemany(_ADD_YEAR, [(*key, kg[key], count[key]) for key in sorted(count.keys() | kg.keys())])


def publish_names(*, today: date) -> int:
    """Let names whose hiding ended be found; return how many. The annex part is public from that day on."""
    done = 0
    for row in RegisterRow.objects.filter(name_key="", hidden_until__lte=today)[:ENTRIES_AT_ONCE]:
        name = published_name(
            annex=get_retirement(certificate_id=row.certificate_id).retirement.annex,
            hidden_until=row.hidden_until,
            today=today,
        )
        if name:
            RegisterRow.objects.filter(pk=row.pk).update(name_key=search_key(text=name))
            done += 1
    return done


def published_name(*, annex: Any, hidden_until: date | None, today: date) -> str:
    """Return the display name in an annex from the day on which its hiding ends, blank before."""
    if hidden_until is None or today < hidden_until or "beneficiary" not in annex:
        return ""
    return str(annex["beneficiary"]["value"].get("display_name", ""))
