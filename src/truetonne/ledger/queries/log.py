"""Entries of the public log by their place in it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from truetonne.ledger.refusals import Refusal
from truetonne.ledger.values import LogEntry

ENTRIES_MAX = 1_000

_ENTRIES = """
    SELECT leaf.log_index, entry.kind, entry.body, leaf.leaf_hash, entry.recorded_at
    FROM ledger_leaf leaf JOIN ledger_entry entry ON entry.id = leaf.entry_id
"""


class EntryUnknown(Refusal):
    """The log has no entry at this place."""

    code = "not_found"

    def __init__(self, *, log_index: int) -> None:
        super().__init__(f"the log has no entry {log_index}")
        self.log_index = log_index


def last_entry_id() -> int:
    """Return the id of the newest entry, 0 in an empty ledger: it changes with every act."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_entry")
        (found,) = cursor.fetchone()
    return int(found)


def last_log_index() -> int | None:
    """Return the place of the newest entry in the public log, None while the log is empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(log_index) FROM ledger_leaf")
        (found,) = cursor.fetchone()
    return None if found is None else int(found)


def get_entry(*, log_index: int) -> LogEntry:
    """Return one entry. Raises EntryUnknown."""
    found = _read(where="leaf.log_index = %s", parameters=[log_index], order="ASC", limit=1)
    if not found:
        raise EntryUnknown(log_index=log_index)
    return found[0]


def entries(*, after: int = -1, limit: int = 100) -> tuple[LogEntry, ...]:
    """Return entries behind ``after`` in the log's order, ``limit`` at most (1 to ENTRIES_MAX)."""
    return _read(where="leaf.log_index > %s", parameters=[after], order="ASC", limit=limit)


def latest_entries(*, before: int | None = None, limit: int = 20) -> tuple[LogEntry, ...]:
    """Return the newest entries first, those in front of ``before`` where it is given."""
    if before is None:
        return _read(where="true", parameters=[], order="DESC", limit=limit)
    return _read(where="leaf.log_index < %s", parameters=[before], order="DESC", limit=limit)


def _read(*, where: str, parameters: Sequence[int], order: str, limit: int) -> tuple[LogEntry, ...]:
    bounded = max(1, min(limit, ENTRIES_MAX))
    with connection.cursor() as cursor:
        cursor.execute(f"{_ENTRIES} WHERE {where} ORDER BY leaf.log_index {order} LIMIT %s", [*parameters, bounded])
        return tuple(
            LogEntry(log_index=row[0], kind=row[1], body=bytes(row[2]), leaf_hash=bytes(row[3]), recorded_at=row[4])
            for row in cursor.fetchall()
        )
