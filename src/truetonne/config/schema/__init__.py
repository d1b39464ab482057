"""The database as the migrations leave it, prepared once: an empty database takes it in a second instead of replaying them.

``schema.sql`` is written by ``make schema`` from the migrations and from nothing else; a test makes it again and compares.
A database that already holds tables is migrated step by step, as is one on another major version of PostgreSQL: the
text is that of the server that ships with us.
"""

from __future__ import annotations

from pathlib import Path

import psycopg

from truetonne.config.embedded.binaries import MAJOR

SCHEMA_PATH = Path(__file__).with_name("schema.sql")
STEP = "-- step "
"""Begins each line of the head that names one migration as ``room name``."""


def read_steps(*, text: str) -> tuple[tuple[str, str], ...]:
    """Return the migrations that the text stands for, in the order in which they ran."""
    lines = [line.removeprefix(STEP).split(" ") for line in text.splitlines() if line.startswith(STEP)]
    return tuple((room, name) for room, name in lines)


def load_prepared(*, connection: psycopg.Connection, known: frozenset[tuple[str, str]]) -> int:
    """Fill an empty database from the prepared text, in one transaction; return how many migrations it stands for.

    ``known`` are the migrations that this code has. Zero, and nothing done, where the database is not empty, where the
    server is another major version, or where the text stands for a migration that the code does not have.
    """
    if not SCHEMA_PATH.is_file() or connection.info.server_version // 10_000 != int(MAJOR):
        return 0
    text = SCHEMA_PATH.read_text(encoding="utf-8")
    steps = read_steps(text=text)
    if not steps or not known.issuperset(steps) or not _is_empty(connection=connection):
        return 0
    with connection.transaction():
        connection.execute(text.encode())
        connection.execute("SET LOCAL search_path = public")
        connection.cursor().executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", list(steps)
        )
    return len(steps)


def _is_empty(*, connection: psycopg.Connection) -> bool:
    row = connection.execute(
        "SELECT NOT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
        " AND NOT EXISTS (SELECT 1 FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"
    ).fetchone()
    return bool(row and row[0])
