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
_CHUNK_ROWS = 500


def begin_load() -> None:
    """Take the load lock and start with empty staging tables. Call inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        # The planner knows nothing of tables that fill and empty within a transaction; a nested loop that it thinks
        # cheap over "no rows" would be quadratic over a million.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("SET LOCAL work_mem = '128MB'")
    clear_staging()


def end_load() -> None:
    """Empty the staging tables and give the planner back its means, for what else the transaction does."""
    clear_staging()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = on")


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
    with connection.cursor() as cursor:
        cursor.execute("SELECT supply_analyze_staging()")
    return count


def _chunks(*, rows: Iterable[RecordRow], new_id: Callable[[], UUID], start: int) -> Iterator[tuple[str, int]]:
    get = attrgetter(*_COLUMNS)
    lines: list[str] = []
    for seq, row in enumerate(rows, start=start):
        facts = None if row.facts is None else json.dumps(row.facts, ensure_ascii=False)
        wants_id = row.table is Table.PROJECTS and row.outcome is Outcome.ACCEPTED
        own_id = new_id().hex if wants_id else None
        hashes = (row.identity or None, row.base or None, row.content or None)
        lines.append(_line(values=(seq, *get(row), facts, *hashes, own_id)))
        if len(lines) == _CHUNK_ROWS:
            yield "\n".join(lines) + "\n", len(lines)
            lines.clear()
    if lines:
        yield "\n".join(lines) + "\n", len(lines)


def _line(*, values: tuple[object, ...]) -> str:
    """One line of COPY's text format. Special characters are rare, so they are looked for in the whole line first."""
    line = "\t".join([r"\N" if v is None else v if v.__class__ is str else str(v) for v in values])
    plain = (
        line.count("\\") == values.count(None)
        and line.count("\t") == len(values) - 1
        and "\n" not in line
        and "\r" not in line
    )
    if plain:
        return line
    return "\t".join([r"\N" if v is None else str(v).translate(_ESCAPES) for v in values])
