"""The audit finds nothing in a true ledger, and every corruption that somebody writes past the guards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.ledger.audit_story import Teller, tell_story
from tests.ledger.conftest import Instruct, ListedLot
from truetonne.config.keys import load_signer, make_keys
from truetonne.ledger.audit.run import audit_ledger, audit_snapshot
from truetonne.ledger.log.published import log_folder, log_public_key
from truetonne.ledger.log.worker import LogWorker
from truetonne.science.money import COST_PARTS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for the log and its key of this test's own: other workers publish too."""
    exchange = replace(settings.TRUETONNE, home=tmp_path)
    make_keys(home=exchange.home, log_origin=exchange.log_origin)
    monkeypatch.setattr(settings, "TRUETONNE", exchange)


@pytest.fixture
def told(
    listed_lot: ListedLot,
    instruct: Instruct,
    salts: Callable[..., dict[str, bytes]],
    at: datetime,
    web_connection: Callable[..., psycopg.Connection],
) -> None:
    """A ledger in which everything has happened, with its log published."""
    tell_story(teller=Teller(listed_lot=listed_lot, instruct=instruct, salts=salts, at=at))
    worker = LogWorker(
        connection=web_connection(),
        folder=log_folder(),
        signer=load_signer(home=settings.TRUETONNE.home),
        origin=settings.TRUETONNE.log_origin,
    )
    worker.start(is_waiting=False)
    worker.index_once()


@pytest.mark.usefixtures("told")
def test_finds_nothing_in_a_ledger_that_was_only_written_by_its_verbs(superuser_connection: psycopg.Connection) -> None:
    report = audit_ledger(connection=superuser_connection, keys=[log_public_key()], tiles=log_folder().path)

    assert report.findings == ()


UNWITNESSED = {
    "ledger_entry.request_id": "a retry's answer rests on it, no balance",
    "ledger_entry.input_hash": "a retry's answer rests on it; witnessed for prices, listings and reservations",
    "ledger_entry.xid": "decides when the worker looks, not where an entry stands; every entry has its place here",
    "ledger_checkpoint.seen_xid": "where the worker goes on looking; the audit looks at all entries",
    "ledger_checkpoint.recorded_at": "when a checkpoint was made; its size orders it",
    "ledger_batch.public_id": "a name; both sides of the batch name their lots in the log",
    "ledger_reservation.public_id": "a name; the market's quotes hold it",
    "ledger_reservation.expires_at": "no kilogram moves before the reservation is resolved; the market's quotes hold it",
    "ledger_resolution.outcome": "voided and expired give back the same kilograms; posted is witnessed by the line",
    "ledger_recalled_part.id": "a name; make-goods refer to it",
    "ledger_lot.lock_handle": "can hold one value only",
    "ledger_unit_space.is_only": "can hold one value only",
}
"""Columns that no balance, price, certificate or order of the log rests on, and why."""

PRIVATE_TIMES = "kind NOT IN ('PRICE', 'LISTING', 'RESERVATION', 'RESOLUTION')"
ROWS_WHERE = {
    # The key of a reservation that is still live is a name that nothing refers to yet.
    "ledger_reservation.id": "EXISTS (SELECT FROM ledger_resolution x WHERE x.reservation_id = ledger_reservation.id)",
    # Times of private events stand nowhere else; no balance rests on them.
    "ledger_entry.effective_at": PRIVATE_TIMES,
    "ledger_entry.recorded_at": PRIVATE_TIMES,
    # What a voided or expired reservation was charged was given back whole; the market's quotes hold it.
    **{
        f"ledger_reservation.{part}_minor": "EXISTS (SELECT FROM ledger_line l WHERE l.reservation_id = ledger_reservation.id)"
        " OR NOT EXISTS (SELECT FROM ledger_resolution x WHERE x.reservation_id = ledger_reservation.id)"
        for part in COST_PARTS
    },
}

CHANGES = {
    "bigint": ("{c} + 1", "{c} - 1", "{c} + 1000"),
    "integer": ("{c} + 1", "{c} - 1"),
    "text": ("{c} || 'x'", "'CANCELLATION'", "'INSET_SCOPE1'", "'BUFFER'", "'EUR'", "'OTHER'"),
    "uuid": ("gen_random_uuid()",),
    "boolean": ("NOT {c}",),
    "bytea": ("set_byte({c}, octet_length({c}) / 2, get_byte({c}, octet_length({c}) / 2) # 1)",),
    "timestamp with time zone": ("{c} - interval '1 second'",),
    "jsonb": ('{c} || \'{{"country": "NZ"}}\'::jsonb',),
    "xid8": ("({c}::text::bigint + 1)::text::xid8",),
}
NULL_CHANGES = {"bigint": ("1", "0"), "text": ("'x'",), "uuid": ("gen_random_uuid()",), "bytea": ("'\\x7b7d'",)}
ROWS_PER_COLUMN = 3


def _columns(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    rows = connection.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name LIKE 'ledger\\_%' ORDER BY table_name, ordinal_position"
    )
    return [(str(table), str(column), str(kind)) for table, column, kind in rows]


def _targets(connection: psycopg.Connection, table: str, column: str) -> list[str]:
    """Rows to be corrupted, spread over the table; rows with a value first."""
    where = ROWS_WHERE.get(f"{table}.{column}", "true")
    rows = connection.execute(
        f"SELECT ctid::text FROM {table} WHERE {where} ORDER BY {column} IS NULL, md5(ctid::text || %s) LIMIT %s",
        [column, ROWS_PER_COLUMN],
    ).fetchall()
    return [str(row[0]) for row in rows]


def _is_written(connection: psycopg.Connection, table: str, column: str, change: str, row: str) -> bool:
    """Write one corruption inside a savepoint; False where even a superuser without triggers is refused, or nothing changes."""
    try:
        with connection.transaction():
            changed = connection.execute(
                f"UPDATE {table} SET {column} = {change} WHERE ctid = %s::tid AND {column} IS DISTINCT FROM {change}",
                [row],
            )
            return changed.rowcount == 1
    except psycopg.Error:
        return False


@pytest.mark.usefixtures("told")
def test_finds_every_corruption_of_every_column_that_anything_rests_on(
    superuser_connection: psycopg.Connection,
) -> None:
    with superuser_connection.transaction(force_rollback=True):
        _disarm(superuser_connection)
        missed, untried, tried = _corrupt_every_column(superuser_connection)

    assert missed == []
    assert untried == []
    assert tried >= 200


def _disarm(connection: psycopg.Connection) -> None:
    """Take away what stops a superuser: triggers, foreign keys, checks, exclusions, identities."""
    connection.execute("SET LOCAL session_replication_role = replica")
    constraints = connection.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype IN ('c', 'x') AND conrelid::regclass::text LIKE 'ledger\\_%'"
    ).fetchall()
    identities = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_identity = 'YES' AND table_name LIKE 'ledger\\_%'"
    ).fetchall()
    for table, name in constraints:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for table, column in identities:
        connection.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP IDENTITY")


def _corrupt_every_column(connection: psycopg.Connection) -> tuple[list[str], list[str], int]:
    missed, tried, untried = [], 0, []
    for table, column, kind in _columns(connection):
        name = f"{table}.{column}"
        if name in UNWITNESSED:
            continue
        before = tried
        for row in _targets(connection, table, column):
            for change in (*CHANGES.get(kind, ()), *NULL_CHANGES.get(kind, ())):
                with connection.transaction(force_rollback=True):
                    if not _is_written(connection, table, column, change.format(c=column), row):
                        continue
                    tried += 1
                    report = audit_snapshot(connection=connection, keys=[log_public_key()])
                    if report.is_clean:
                        missed.append(f"{name} of {row}: {change}")
                break
        if tried == before:
            untried.append(name)
    return missed, untried, tried


@pytest.mark.usefixtures("told")
def test_finds_every_row_that_is_gone(superuser_connection: psycopg.Connection) -> None:
    connection = superuser_connection
    connection.execute("SET session_replication_role = replica")
    missed = []
    for table in sorted({table for table, _, _ in _columns(connection)}):
        for row in _targets(connection, table, "ctid"):
            with connection.transaction(force_rollback=True):
                connection.execute(f"DELETE FROM {table} WHERE ctid = %s::tid", [row])
                if audit_snapshot(connection=connection, keys=[log_public_key()]).is_clean:
                    missed.append(f"{table} {row}")

    assert missed == []
