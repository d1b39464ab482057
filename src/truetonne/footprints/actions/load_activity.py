"""Take a file of activity in: its lines raw beside cleaned, and a report of what was not accepted."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import lock_name
from truetonne.footprints.activity_files.cleaning import ActivityMapping, CleanLine, RowNote, clean_rows
from truetonne.footprints.activity_files.rows import read_rows
from truetonne.footprints.models import ActivityLine, ActivityLoad, ActivityRow
from truetonne.footprints.states import RowOutcome
from truetonne.members.acts import By, leave_line
from truetonne.members.models import LegalEntity

BATCH = 5_000
"""Rows that are in memory at a time."""
_COLUMNS = (
    "load_id", "row_number", "line_sha256", "entity_id", "year", "raw", "activity_date", "description", "supplier",
    "factor_key", "part", "category", "region", "quantity", "unit", "amount", "currency", "price_year",
    "instrument_g_per_kwh", "uncertainty_pct", "data_quality",
)  # fmt: skip


class EntityNotFound(Exception):
    """No legal entity of this organization has this id."""

    code = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFile:
    """A file with the mapping that reads it, for an entity's year."""

    path: Path
    name: str
    entity_id: UUID
    organization_id: UUID
    year: int
    mapping: ActivityMapping
    is_synthetic: bool = False


def load_activity(
    *, load_id: UUID, file: ActivityFile, by: By, progress: Callable[[int], None] = lambda _: None
) -> ActivityLoad:
    """Read a file in pieces and keep its lines, all of them or none.

    Every row is accepted, known (the same row of this entity and year was taken before), held or refused, and every
    row that is not accepted is listed with its reason. ``progress`` is told how many rows were read. A repeated
    request answers with the first load. Raises EntityNotFound, ActivityFileUnreadable.
    """
    done = ActivityLoad.objects.filter(request_id=by.request_id).first()
    if done is not None:
        return done
    if not LegalEntity.objects.filter(pk=file.entity_id, organization_id=file.organization_id).exists():
        raise EntityNotFound("no legal entity of this organization has this id")
    sha256 = _hash(file.path)
    counts: Counter[str] = Counter()
    with transaction.atomic():
        lock_name(name=f"activity:{file.entity_id}:{file.year}")
        cleaned = clean_rows(rows=read_rows(path=file.path), mapping=file.mapping, year=file.year)
        notes: list[ActivityRow] = []
        while piece := list(islice(cleaned, BATCH)):
            notes.extend(_keep(piece=piece, load_id=load_id, file=file, counts=counts))
            progress(counts["read"])
        load = ActivityLoad.objects.create(
            pk=load_id, entity_id=file.entity_id, year=file.year, name=file.name, file_name=file.path.name,
            file_sha256=sha256, mapping=file.mapping.as_json(), is_synthetic=file.is_synthetic,
            person_id=by.person_id, request_id=by.request_id, effective_at=by.at,
            **{f"{name}_count": counts[name] for name in ("read", "accepted", "known", "held", "refused")},
        )  # fmt: skip
        ActivityRow.objects.bulk_create(notes, batch_size=BATCH)
        leave_line(
            by=by, action="activity.imported", subject=show_id(prefix="act", id=load_id),
            organization_id=file.organization_id, facts={"year": file.year, **counts},
        )  # fmt: skip
    return load


def _keep(
    *, piece: list[CleanLine | RowNote], load_id: UUID, file: ActivityFile, counts: Counter[str]
) -> Iterator[ActivityRow]:
    lines = [one for one in piece if isinstance(one, CleanLine)]
    known = {
        bytes(sha256)
        for sha256 in ActivityLine.objects.filter(
            entity_id=file.entity_id, year=file.year, line_sha256__in=[line.sha256 for line in lines]
        ).values_list("line_sha256", flat=True)
    }
    fresh = [line for line in lines if line.sha256 not in known]
    _copy(rows=(_cells(line, load_id=load_id, file=file) for line in fresh))
    counts["read"] += len(piece)
    counts["accepted"] += len(fresh)
    for one in piece:
        if isinstance(one, RowNote):
            counts[one.outcome.value.lower()] += 1
            yield ActivityRow(
                load_id=load_id, row_number=one.row_number, outcome=one.outcome, code=one.code, field=one.field,
                value=one.value[:500], reason=one.reason, fix=one.fix, raw=dict(one.raw),
            )  # fmt: skip
    if known:
        counts["known"] += len(known)
        first = next(line.row_number for line in lines if line.sha256 in known)
        yield ActivityRow(
            load_id=load_id, row_number=first, row_count=len(known), outcome=RowOutcome.KNOWN, code="known",
            reason="these rows were taken before", raw=None,
        )  # fmt: skip


def _cells(line: CleanLine, *, load_id: UUID, file: ActivityFile) -> tuple[Any, ...]:
    return (
        load_id, line.row_number, line.sha256, file.entity_id, file.year, json.dumps(dict(line.raw), ensure_ascii=False),
        line.activity_date, line.description, line.supplier, line.factor_key, line.part, line.category, line.region,
        line.quantity, line.unit, line.amount, line.currency, line.price_year, line.instrument_g_per_kwh,
        line.uncertainty_pct, line.data_quality,
    )  # fmt: skip


def _copy(*, rows: Iterator[tuple[Any, ...]]) -> None:
    """Write lines by COPY: the fastest way in, and it runs the same constraints."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY footprints_activityline ({', '.join(_COLUMNS)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _hash(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.digest()
