"""Prepared statements over Django's own connection, spoken to libpq directly.

An order's whole cost is a few hundred microseconds of processor time, and each ``cursor.execute`` takes sixty of them
on the client alone. The hot verbs therefore run prepared statements through ``psycopg.pq``, in Django's transaction
where there is one and else in their own. Parameters go in binary, results come back as text.
"""

from __future__ import annotations

import select
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection as django_connection
from psycopg import pq
from psycopg.errors import error_from_result

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_INT8, _BYTEA, _TEXT, _UUID, _TIMESTAMPTZ = 20, 17, 25, 2950, 1184
_PREPARED: WeakKeyDictionary[psycopg.Connection, set[bytes]] = WeakKeyDictionary()

Row = tuple[bytes | None, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement with ``$n`` parameters, prepared on a connection when it is first used there."""

    name: bytes
    sql: bytes

    @classmethod
    def of(cls, *, name: str, sql: str) -> Statement:
        """Name a statement; the name is unique in this process."""
        return cls(f"ledger_{name}".encode(), sql.encode())


_BEGIN = Statement.of(name="begin", sql="BEGIN")
_COMMIT = Statement.of(name="commit", sql="COMMIT")


class Wire:
    """One open transaction on one connection.

    ``is_own`` opens and ends the transaction itself: BEGIN travels with the first statement and COMMIT with the one
    that is run as the last, so that an order costs two round trips instead of four.
    """

    __slots__ = ("_is_open", "_is_own", "_pgconn", "_prepared")

    def __init__(self, *, connection: psycopg.Connection, is_own: bool = False) -> None:
        self._pgconn = connection.pgconn
        self._prepared = _prepared_on(connection)
        self._is_own = is_own
        self._is_open = False

    def run(self, statement: Statement, *parameters: bytes | None, is_last: bool = False) -> list[Row]:
        """Run a statement and return its rows as text. Raises psycopg.Error.

        ``is_last`` commits with the statement where the transaction is this wire's own; what is run after it begins
        another one.
        """
        if self._is_own and (is_last or not self._is_open):
            return self._run_at_the_edge(statement, parameters, is_last=is_last)
        self._prepare(statement)
        # psycopg's type says "no None here"; libpq and its own code read None as NULL.
        result = self._pgconn.exec_prepared(statement.name, parameters, [1] * len(parameters))  # type: ignore[arg-type]
        return _rows(self._pgconn, result)

    def commit(self) -> None:
        """Commit the wire's own transaction, if it is still open."""
        if self._is_open:
            self._is_open = False
            _judge(self._pgconn, self._pgconn.exec_(b"COMMIT"))

    def roll_back(self) -> None:
        """Take back the wire's own transaction, if it is still open and the server is there to hear it."""
        if self._is_open and self._pgconn.status == pq.ConnStatus.OK:
            self._is_open = False
            self._pgconn.exec_(b"ROLLBACK")

    def _run_at_the_edge(self, statement: Statement, parameters: Sequence[bytes | None], *, is_last: bool) -> list[Row]:
        """Send BEGIN before or COMMIT after a statement, or both, and read all answers at once."""
        pgconn, is_first = self._pgconn, not self._is_open
        for needed in (_BEGIN, statement, _COMMIT):
            self._prepare(needed)
        pgconn.enter_pipeline_mode()
        try:
            if is_first:
                pgconn.send_query_prepared(_BEGIN.name, None)
            pgconn.send_query_prepared(statement.name, parameters, [1] * len(parameters))
            if is_last:
                pgconn.send_query_prepared(_COMMIT.name, None)
            pgconn.pipeline_sync()
            self._is_open = True
            answers = [_answer(pgconn) for _ in range(is_first + 1 + is_last)]
            _wait(pgconn)
            pgconn.get_result()
        finally:
            pgconn.exit_pipeline_mode()
        rows = [_rows(pgconn, answer) for answer in answers]
        self._is_open = not is_last
        return rows[is_first]

    def _prepare(self, statement: Statement) -> None:
        if statement.name not in self._prepared:
            _judge(self._pgconn, self._pgconn.prepare(statement.name, statement.sql))
            self._prepared.add(statement.name)


@contextmanager
def transaction() -> Iterator[Wire]:
    """Run in the transaction that is open, or in one of its own that commits when the block ends without an error."""
    if not django_connection.in_atomic_block:
        django_connection.close_if_health_check_failed()
    django_connection.ensure_connection()
    connection: psycopg.Connection = django_connection.connection
    pgconn = connection.pgconn
    is_idle = pgconn.transaction_status == pq.TransactionStatus.IDLE
    is_own = is_idle and not django_connection.in_atomic_block
    if is_idle and not is_own:
        _prepared_on(connection)
        _judge(pgconn, pgconn.exec_(b"BEGIN"))
    wire = Wire(connection=connection, is_own=is_own)
    try:
        yield wire
    except BaseException:
        wire.roll_back()
        raise
    wire.commit()


def _prepared_on(connection: psycopg.Connection) -> set[bytes]:
    """Return the names of the statements that are prepared on a connection, making it ready when it is new here."""
    prepared = _PREPARED.get(connection)
    if prepared is None:
        # Otherwise the planner looks at every order anew, to find the same plan.
        _judge(connection.pgconn, connection.pgconn.exec_(b"SET plan_cache_mode = force_generic_plan"))
        prepared = _PREPARED[connection] = set()
    return prepared


def reader() -> Wire:
    """Run single statements outside a transaction of one's own."""
    django_connection.ensure_connection()
    return Wire(connection=django_connection.connection)


def _wait(pgconn: pq.abc.PGconn) -> None:
    """Send what is not sent yet and wait for the answers, letting other threads work meanwhile.

    ``get_result`` would wait as well, but with Python's lock held: two threads that want one lot would wait for ever.
    """
    while (is_unsent := pgconn.flush()) or pgconn.is_busy():
        poller = select.poll()
        poller.register(pgconn.socket, select.POLLIN | (select.POLLOUT if is_unsent else 0))
        poller.poll()
        pgconn.consume_input()


def _answer(pgconn: pq.abc.PGconn) -> pq.abc.PGresult:
    """Read one statement's answer in a pipeline, and the end mark behind it."""
    _wait(pgconn)
    result = pgconn.get_result()
    if result is None:
        raise psycopg.OperationalError(pgconn.get_error_message() or "the server closed the connection")
    pgconn.get_result()
    return result


def _rows(pgconn: pq.abc.PGconn, result: pq.abc.PGresult) -> list[Row]:
    _judge(pgconn, result)
    get, columns = result.get_value, range(result.nfields)
    return [tuple([get(row, column) for column in columns]) for row in range(result.ntuples)]


def _judge(pgconn: pq.abc.PGconn, result: pq.abc.PGresult) -> None:
    if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
        raise error_from_result(result, encoding="utf-8")
    # A transaction that an error ended answers COMMIT with ROLLBACK and no error.
    if result.command_status == b"ROLLBACK":
        raise psycopg.errors.InFailedSqlTransaction("the transaction was rolled back")


def int8(value: int) -> bytes:
    """Encode a bigint."""
    return value.to_bytes(8, "big", signed=True)


def instant(value: datetime) -> bytes:
    """Encode an aware datetime as timestamptz."""
    delta = value - _EPOCH
    return ((delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds).to_bytes(8, "big", signed=True)


def instants(values: Sequence[datetime]) -> bytes:
    """Encode a timestamptz[]."""
    return _header(len(values), _TIMESTAMPTZ) + b"".join([b"\x00\x00\x00\x08" + instant(value) for value in values])


def read_instant(micros: bytes) -> datetime:
    """Read microseconds since 1970, as ``(extract(epoch FROM t) * 1000000)::bigint`` prints them."""
    whole, part = divmod(int(micros), 1_000_000)
    return datetime.fromtimestamp(whole, tz=UTC).replace(microsecond=part)


def int8s(values: Sequence[int | None]) -> bytes:
    """Encode a bigint[]; None is NULL."""
    count = len(values)
    if None in values:
        parts = [b"\xff\xff\xff\xff" if v is None else b"\x00\x00\x00\x08" + int8(v) for v in values]
        return _header(count, _INT8, has_null=1) + b"".join(parts)
    flat: list[int] = [8] * (2 * count)
    flat[1::2] = values  # type: ignore[assignment]
    return _header(count, _INT8) + struct.pack(">" + "iq" * count, *flat)


def texts(values: Sequence[str]) -> bytes:
    """Encode a text[]."""
    return _blobs([value.encode() for value in values], _TEXT)


def byteas(values: Sequence[bytes]) -> bytes:
    """Encode a bytea[]."""
    return _blobs(values, _BYTEA)


def uuids(values: Sequence[UUID]) -> bytes:
    """Encode a uuid[]."""
    return _header(len(values), _UUID) + b"".join([b"\x00\x00\x00\x10" + value.bytes for value in values])


def _blobs(values: Sequence[bytes], oid: int) -> bytes:
    parts = [_header(len(values), oid)]
    for value in values:
        parts += (len(value).to_bytes(4, "big"), value)
    return b"".join(parts)


def _header(count: int, oid: int, *, has_null: int = 0) -> bytes:
    if count == 0:
        return struct.pack(">iii", 0, 0, oid)
    return struct.pack(">iiiii", 1, has_null, oid, count, 1)
