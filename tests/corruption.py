"""Writing past every guard, column by column, to see whether an audit notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import psycopg

NUMBER = ("{c} + 1", "{c} - 1", "{c} + 1000")
TEXT = ("{c} || 'x'", "'CANCELLATION'", "'INSET_SCOPE1'", "'BUFFER'", "'EUR'", "'OTHER'")
CHANGES = {
    "bigint": NUMBER,
    "integer": NUMBER,
    "smallint": NUMBER,
    "text": TEXT,
    "character varying": TEXT,
    "uuid": ("gen_random_uuid()",),
    "boolean": ("NOT {c}",),
    "bytea": ("set_byte({c}, octet_length({c}) / 2, get_byte({c}, octet_length({c}) / 2) # 1)",),
    "timestamp with time zone": ("{c} - interval '1 second'",),
    "date": ("{c} + 1",),
    "jsonb": ('{c} || \'{{"country": "NZ"}}\'::jsonb',),
    "xid8": ("({c}::text::bigint + 1)::text::xid8",),
}
NULL_CHANGES = {
    "bigint": ("1", "0"),
    "smallint": ("1",),
    "text": ("'x'",),
    "uuid": ("gen_random_uuid()",),
    "bytea": ("'\\x7b7d'",),
    "date": ("'2026-01-01'",),
}
ROWS_PER_COLUMN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Corruption:
    """Corrupts the tables of a prefix, but for ``unwitnessed`` columns, in the rows that ``rows_where`` allows."""

    connection: psycopg.Connection
    prefix: str
    is_clean: Callable[[psycopg.Connection], bool]
    unwitnessed: Mapping[str, str] = field(default_factory=dict)
    rows_where: Mapping[str, str] = field(default_factory=dict)

    def change_every_column(self) -> Outcome:
        """Change columns one at a time, ask ``is_clean``, and undo it all. Triggers, checks and identities are off."""
        outcome = Outcome()
        with self.connection.transaction(force_rollback=True):
            self._disarm()
            for table, column, kind in self._columns():
                if f"{table}.{column}" not in self.unwitnessed:
                    self._change_column(table=table, column=column, kind=kind, outcome=outcome)
        return outcome

    def remove_rows(self) -> Outcome:
        """Remove rows of every table one at a time, ask ``is_clean``, and undo it all."""
        outcome = Outcome()
        with self.connection.transaction(force_rollback=True):
            self._disarm()
            for table in sorted({table for table, _, _ in self._columns()}):
                for row in self._targets(table=table, column="ctid"):
                    with self.connection.transaction(force_rollback=True):
                        self.connection.execute(f"DELETE FROM {table} WHERE ctid = %s::tid", [row])
                        outcome.note(name=f"{table} {row}", is_missed=self.is_clean(self.connection))
        return outcome

    def _change_column(self, *, table: str, column: str, kind: str, outcome: Outcome) -> None:
        before = outcome.tried
        for row in self._targets(table=table, column=column):
            for change in (*CHANGES.get(kind, ()), *NULL_CHANGES.get(kind, ())):
                with self.connection.transaction(force_rollback=True):
                    if self._is_written(table=table, column=column, change=change.format(c=column), row=row):
                        name = f"{table}.{column} of {row}: {change}"
                        outcome.note(name=name, is_missed=self.is_clean(self.connection))
                        break
        if outcome.tried == before:
            outcome.untried.append(f"{table}.{column}")

    def _columns(self) -> list[tuple[str, str, str]]:
        rows = self.connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name LIKE %s ORDER BY table_name, ordinal_position",
            [f"{self.prefix}\\_%"],
        )
        return [(str(table), str(column), str(kind)) for table, column, kind in rows]

    def _targets(self, *, table: str, column: str) -> list[str]:
        """Rows to be corrupted, spread over the table; rows with a value first."""
        where = self.rows_where.get(f"{table}.{column}", "true")
        rows = self.connection.execute(
            f"SELECT ctid::text FROM {table} WHERE {where} ORDER BY {column} IS NULL, md5(ctid::text || %s) LIMIT %s",
            [column, ROWS_PER_COLUMN],
        ).fetchall()
        return [str(row[0]) for row in rows]

    def _is_written(self, *, table: str, column: str, change: str, row: str) -> bool:
        """Write one corruption; False where even a superuser is refused (a unique key), or where nothing changes."""
        try:
            with self.connection.transaction():
                changed = self.connection.execute(
                    f"UPDATE {table} SET {column} = {change}"
                    f" WHERE ctid = %s::tid AND {column} IS DISTINCT FROM {change}",
                    [row],
                )
                return changed.rowcount == 1
        except psycopg.Error:
            return False

    def _disarm(self) -> None:
        """Take away what stops a superuser: triggers, foreign keys, checks, exclusions, identities."""
        self.connection.execute("SET LOCAL session_replication_role = replica")
        constraints = self.connection.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype IN ('c', 'x') AND conrelid::regclass::text LIKE %s",
            [f"{self.prefix}\\_%"],
        ).fetchall()
        identities = self.connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_identity = 'YES' AND table_name LIKE %s",
            [f"{self.prefix}\\_%"],
        ).fetchall()
        for table, name in constraints:
            self.connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for table, column in identities:
            self.connection.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP IDENTITY")


@dataclass(slots=True)
class Outcome:
    """What an audit missed, which columns could not be changed, how many corruptions were tried."""

    missed: list[str] = field(default_factory=list)
    untried: list[str] = field(default_factory=list)
    tried: int = 0

    def note(self, *, name: str, is_missed: bool) -> None:
        self.tried += 1
        if is_missed:
            self.missed.append(name)
