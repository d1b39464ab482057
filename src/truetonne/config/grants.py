"""What the web's role may do, table by table, as each room states it in its ``grants.py``.

``GRANTS`` maps a table to privileges, for example ``"SELECT, INSERT, UPDATE (state, reserved_kg)"``; ``FUNCTIONS``
(optional) lists functions the role may call, as ``name(argument types)``, ``SEQUENCES`` (optional) counters it may
advance (columns that count by identity need none). Everything else is revoked, so that a
forgotten table is an error at migration and never an open door.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

import psycopg
from psycopg import sql

ROOMS = ("edge", "ledger", "people", "members", "supply", "footprints", "market", "site", "api")
DJANGO_TABLES = re.compile(r"^(auth|django)_")
DJANGO_GRANTS = "SELECT, INSERT, UPDATE, DELETE"
MIGRATIONS_TABLE = "django_migrations"
_COLUMNS = r"(\s*\(\s*[a-z_0-9]+(\s*,\s*[a-z_0-9]+)*\s*\))?"
PRIVILEGES = re.compile(
    rf"^((SELECT|INSERT|UPDATE|DELETE){_COLUMNS})(\s*,\s*(SELECT|INSERT|UPDATE|DELETE){_COLUMNS})*$"
)
FUNCTION = re.compile(r"^[a-z_][a-z_0-9]*\([a-z_0-9 ,\[\]]*\)$")


class TableWithoutGrant(Exception):
    """Tables of ours that no room's ``grants.py`` names."""

    code = "table_without_grant"

    def __init__(self, *, tables: tuple[str, ...]) -> None:
        self.tables = tables
        super().__init__(f"no grants.py names {', '.join(tables)}: add each table with its privileges, '' for none")


class GrantInvalid(Exception):
    """A grant that cannot be read, or that names a table or function that is not there."""

    code = "grant_invalid"

    def __init__(self, *, room: str, name: str, reason: str) -> None:
        self.room = room
        self.name = name
        self.reason = reason
        super().__init__(f"truetonne/{room}/grants.py: {name}: {reason}")


class RoleTooStrong(Exception):
    """The web's role could go around the grants."""

    code = "role_too_strong"

    def __init__(self, *, role: str, facts: tuple[str, ...]) -> None:
        self.role = role
        self.facts = facts
        super().__init__(f"role {role} {' and '.join(facts)}; give the application a role of its own that owns nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """All rooms' statements together."""

    tables: dict[str, str] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    sequences: tuple[str, ...] = ()


def collect_grants(*, rooms: tuple[str, ...] = ROOMS) -> Grants:
    """Read every room's ``grants.py``; raises GrantInvalid."""
    tables: dict[str, str] = {}
    functions: list[str] = []
    sequences: list[str] = []
    for room in rooms:
        name = f"truetonne.{room}.grants"
        if find_spec(name) is None:
            continue
        module = import_module(name)
        for table, privileges in module.GRANTS.items():
            if table in tables:
                raise GrantInvalid(room=room, name=table, reason="another room grants it too")
            if privileges and not PRIVILEGES.match(privileges):
                raise GrantInvalid(room=room, name=table, reason=f"{privileges!r} is not a list of privileges")
            tables[table] = privileges
        for function in getattr(module, "FUNCTIONS", ()):
            if not FUNCTION.match(function):
                raise GrantInvalid(room=room, name=function, reason="is not of the form name(argument types)")
            functions.append(function)
        sequences.extend(getattr(module, "SEQUENCES", ()))
    return Grants(tables=tables, functions=tuple(functions), sequences=tuple(sequences))


def apply(*, connection: psycopg.Connection, web_role: str, strict: bool = True) -> None:
    """Give the web's role exactly what the rooms state, in one transaction; connect as the owner.

    Raises TableWithoutGrant, GrantInvalid and RoleTooStrong. Without ``strict`` a table that no room names stays
    closed instead of being an error.
    """
    grants = collect_grants()
    with connection.transaction():
        tables = _tables(connection=connection)
        _judge_tables(grants=grants, tables=tables, strict=strict)
        _revoke_everything(connection=connection, web_role=web_role)
        for table in sorted(tables):
            privileges = grants.tables.get(table, _django_privileges(table=table))
            if privileges:
                _grant(connection=connection, what=privileges, on=sql.Identifier(table), to=web_role)
        for function in grants.functions:
            _grant(connection=connection, what="EXECUTE", on=sql.SQL("FUNCTION " + function), to=web_role)
        for sequence in grants.sequences:
            on = sql.SQL("SEQUENCE {}").format(sql.Identifier(sequence))
            _grant(connection=connection, what="USAGE", on=on, to=web_role)
        judge_role(connection=connection, web_role=web_role)


def are_applied(*, connection: psycopg.Connection, web_role: str) -> bool:
    """Whether the role can read every table that it is meant to read; cheap enough for every command."""
    readable = [table for table, privileges in collect_grants().tables.items() if privileges.startswith("SELECT")]
    row = connection.execute(
        "SELECT coalesce(bool_and(has_any_column_privilege(%s::name, format('public.%%I', t), 'SELECT')), true)"
        " FROM unnest(%s::text[]) t WHERE to_regclass(format('public.%%I', t)) IS NOT NULL",
        [web_role, [*readable, MIGRATIONS_TABLE]],
    ).fetchone()
    return bool(row and row[0])


def judge_role(*, connection: psycopg.Connection, web_role: str) -> None:
    """Refuse a web role that owns something, may create, or rises above the grants; raises RoleTooStrong."""
    row = connection.execute(
        """
        SELECT r.rolsuper, r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls,
               has_schema_privilege(r.oid, 'public', 'CREATE'),
               EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid),
               EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid)
        FROM pg_roles r WHERE r.rolname = %s
        """,
        [web_role],
    ).fetchone()
    if row is None:
        raise RoleTooStrong(role=web_role, facts=("does not exist",))
    words = (
        "is a superuser",
        "may make roles or databases, replicate or bypass row rules",
        "may create tables in schema public",
        "owns tables",
        "is a member of another role",
    )
    facts = tuple(word for word, found in zip(words, row, strict=True) if found)
    if facts:
        raise RoleTooStrong(role=web_role, facts=facts)


def _tables(*, connection: psycopg.Connection) -> frozenset[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')"
    ).fetchall()
    return frozenset(str(row[0]) for row in rows)


def _judge_tables(*, grants: Grants, tables: frozenset[str], strict: bool) -> None:
    gone = sorted(set(grants.tables) - tables)
    if gone and strict:
        raise GrantInvalid(room=gone[0].split("_", 1)[0], name=gone[0], reason="the database has no such table")
    unnamed = tuple(sorted(t for t in tables if t not in grants.tables and not DJANGO_TABLES.match(t)))
    if unnamed and strict:
        raise TableWithoutGrant(tables=unnamed)


def _django_privileges(*, table: str) -> str:
    if table == MIGRATIONS_TABLE:
        return "SELECT"
    return DJANGO_GRANTS if DJANGO_TABLES.match(table) else ""


def _revoke_everything(*, connection: psycopg.Connection, web_role: str) -> None:
    role = sql.Identifier(web_role)
    for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        for holder in (role, sql.SQL("PUBLIC")):
            connection.execute(sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA public FROM {}").format(sql.SQL(kind), holder))
    connection.execute(sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC, {}").format(role))
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))


def _grant(*, connection: psycopg.Connection, what: str, on: sql.Composable, to: str) -> None:
    statement = sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(what), on, sql.Identifier(to))
    connection.execute(statement)
