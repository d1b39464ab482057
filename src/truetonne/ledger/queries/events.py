"""What came after certificates, over the whole log: recalls, holds, releases of holds, corrections."""

from __future__ import annotations

from django.db import connection

from truetonne.ledger.queries.log import ENTRIES_MAX
from truetonne.ledger.values import LogEntry

# These tables stay small, however many retirements there are: the page is found from them, not from the log.
_EVENTS = """
    SELECT leaf.log_index, entry.kind, entry.body, leaf.leaf_hash, entry.recorded_at
    FROM (SELECT entry_id FROM ledger_recall UNION ALL SELECT entry_id FROM ledger_hold
          UNION ALL SELECT entry_id FROM ledger_correction) event
    JOIN ledger_leaf leaf ON leaf.entry_id = event.entry_id
    JOIN ledger_entry entry ON entry.id = event.entry_id
    WHERE leaf.log_index > %s AND leaf.log_index < %s
"""


def list_events(
    *, after: int | None = None, before: int | None = None, limit: int = 20, is_newest_first: bool = False
) -> tuple[LogEntry, ...]:
    """Return recalls, holds, releases and corrections between two places of the log (exclusive), ``limit`` at most."""
    order = "DESC" if is_newest_first else "ASC"
    parameters = [-1 if after is None else after, 2**62 if before is None else before, max(1, min(limit, ENTRIES_MAX))]
    with connection.cursor() as cursor:
        cursor.execute(f"{_EVENTS} ORDER BY leaf.log_index {order} LIMIT %s", parameters)
        return tuple(
            LogEntry(log_index=row[0], kind=row[1], body=bytes(row[2]), leaf_hash=bytes(row[3]), recorded_at=row[4])
            for row in cursor.fetchall()
        )
