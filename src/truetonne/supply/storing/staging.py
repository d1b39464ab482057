"""Streaming cleaned rows into the staging table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from uuid import UUID

from django.db import connection

from truetonne.supply.registry_records.rows import RecordRow
from truetonne.supply.registry_records.vocabulary import Outcome, Table

LOCK_KEY = 0x7375_7070_6C79
"""Loads wait for each other: advisory lock of one transaction ("supply" in ASCII)."""

_COLUMNS = (
    "file", "record", "table", "program", "outcome", "code", "field", "value", "reason", "kg", "project", "name", "key",
    "first", "last", "unit_kg", "serial", "transaction", "issuance", "vintage", "vintage_start", "vintage_end", "issued",
    "used", "credited_from", "credited_until", "buffer", "buffer_used", "vintage_total", "total_issued",
    "total_retired", "total_cancelled", "total_reversed", "total_remaining", "status", "standing", "delivery",
    "unit_status", "country", "developer", "project_type", "methodology", "credit_class", "website", "labels", "holder",
    "beneficiary", "use_reason", "reason_text", "purpose", "host_country_use", "raw",
)  # fmt: skip
_HASHES = ("identity", "base", "content")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_SPECIAL = ("\\", "\t", "\n", "\r")
_CHUNK_ROWS = 500


def begin_load() -> None:
    """Take the load lock and start with empty staging tables. Call inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        cursor.execute("SET LOCAL work_mem = '128MB'")
    clear_staging()


def clear_staging() -> None:
    """Empty the staging tables; nothing of them outlives a transaction."""
    with connection.cursor() as cursor:
        for table in ("supply_staged_row", "supply_staged_verdict", "supply_staged_member"):
            cursor.execute(f"DELETE FROM {table}")


def stage_rows(*, rows: Iterable[RecordRow], new_id: Callable[[], UUID], start: int = 0) -> int:
    """Copy rows into the staging table and return how many; memory stays bounded by one chunk."""
    names = ", ".join(f'"{name}"' for name in ("seq", *_COLUMNS, "facts", *_HASHES, "new_id"))
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY supply_staged_row ({names}) FROM STDIN") as copy:
        for chunk, size in _chunks(rows=rows, new_id=new_id, start=start):
            copy.write(chunk)
            count += size
    return count


def _chunks(*, rows: Iterable[RecordRow], new_id: Callable[[], UUID], start: int) -> Iterator[tuple[str, int]]:
    get = attrgetter(*_COLUMNS)
    lines: list[str] = []
    for seq, row in enumerate(rows, start=start):
        texts = [_text(value) for value in get(row)]
        facts = r"\N" if row.facts is None else _text(json.dumps(row.facts, ensure_ascii=False))
        hashes = [getattr(row, name) or r"\N" for name in _HASHES]
        wants_id = row.table is Table.PROJECTS and row.outcome is Outcome.ACCEPTED
        own_id = new_id().hex if wants_id else r"\N"
        lines.append("\t".join((str(seq), *texts, facts, *hashes, own_id)))
        if len(lines) == _CHUNK_ROWS:
            yield "\n".join(lines) + "\n", len(lines)
            lines.clear()
    if lines:
        yield "\n".join(lines) + "\n", len(lines)


def _text(value: object) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        if any(special in value for special in _SPECIAL):
            return value.translate(_ESCAPES)
        return value
    return str(value)
