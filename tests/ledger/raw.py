"""Going around Python: SQL as the web's role, in a transaction that the test rolls back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, transaction

Parameters = Sequence[object] | Mapping[str, object]


def run(sql: str, parameters: Parameters = ()) -> list[tuple[object, ...]]:
    """Run SQL as the web's role and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


@contextmanager
def refused(match: str) -> Iterator[None]:
    """Expect the database to refuse with a message; what came before stands."""
    with pytest.raises(Error, match=match), transaction.atomic():
        yield


def entry(kind: str, *, is_public: bool | None = None) -> int:
    """Write an entry of a kind as the web's role may, and return its key."""
    public = kind not in {"PRICE", "LISTING", "RESERVATION", "RESOLUTION"} if is_public is None else is_public
    rows = run(
        "INSERT INTO ledger_entry (kind, request_id, input_hash, body, effective_at)"
        " VALUES (%s, %s, sha256('x'), %s, now()) RETURNING id",
        [kind, f"raw {uuid4()}", b'{"kind":"raw"}' if public else None],
    )
    return int(str(rows[0][0]))


def lot_key(lot_id: UUID) -> int:
    """Return a lot's key in the database."""
    return int(str(run("SELECT id FROM ledger_lot WHERE public_id = %s", [lot_id])[0][0]))


def number(sql: str, parameters: Parameters = ()) -> int:
    """Return one number."""
    return int(str(run(sql, parameters)[0][0]))


LOT = (
    "INSERT INTO ledger_lot (public_id, entry_id, parent_id, key_number, first_serial, last_serial, unit_kg, kind,"
    " lot_class, facts) VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, %s, %s, '{}') RETURNING id"
)


def insert_lot(
    *,
    key: int,
    first: int,
    last: int,
    unit_kg: int = 1_000,
    parent: int | None = None,
    kind: str = "CREDIT",
    lot_class: str = "STOCK",
) -> int:
    """Insert a lot with SQL and return its key."""
    entry_id = entry("ISSUE" if parent is None else "SPLIT")
    return number(LOT, [entry_id, parent, key, first, last, unit_kg, kind, lot_class])


def new_key(name: str = "raw") -> int:
    """Insert a registry key."""
    return number("INSERT INTO ledger_registry_key (program, key) VALUES ('RAW', %s) RETURNING number", [name])


LINE = (
    "INSERT INTO ledger_line (lot_id, start_unit, stop_unit, prev_unit, head_unit, entry_id, use)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


def cancel_line(*, lot: int, start: int, stop: int, prev: int | None, head: int | None) -> None:
    """Insert a cancellation's line with SQL."""
    entry_id = entry("CANCELLATION")
    run("INSERT INTO ledger_cancellation (entry_id, reason) VALUES (%s, 'ERROR')", [entry_id])
    run(LINE, [lot, start, stop, prev, head, entry_id, "CANCELLATION"])
