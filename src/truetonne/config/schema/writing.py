"""Write ``schema.sql`` from the migrations: ``python -m truetonne.config.schema.writing``.

Starts a PostgreSQL of its own in a temporary folder, replays every migration there and writes down what came of it,
rows that migrations write included. No roles, owners or privileges: those are stated at every start.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from truetonne.config.access import Access
from truetonne.config.schema import SCHEMA_PATH, STEP

SPECIAL = ("\\", "SET ", "SELECT pg_catalog.set_config(", "--")
HEAD = """\
-- What the migrations named below leave in an empty database. Written by `make schema`; not to be edited by hand.
"""
SETTINGS = """\
SET LOCAL check_function_bodies = false;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = '';
"""


def make_text(*, access: Access, pg_dump: str, steps: tuple[tuple[str, str], ...]) -> str:
    """Return the text for the migrated database at ``access``; ``steps`` in the order in which they ran."""
    command = [
        *(pg_dump, "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=200"),
        *("--exclude-table-data=django_migrations", "--host", access.host, "--port", str(access.port)),
        *("--username", access.user, access.database),
    ]
    outcome = subprocess.run(  # noqa: S603 - our own program, no shell
        command, env={**os.environ, "PGPASSWORD": access.password}, capture_output=True, text=True, check=True
    )
    named = "".join(f"{STEP}{room} {name}\n" for room, name in steps)
    return HEAD + named + SETTINGS + _plain(outcome.stdout)


def _plain(dumped: str) -> str:
    """Leave out psql's own commands, the session's settings and the comments that pg_dump sets between statements.

    Such lines are only those outside a function's body or a row: a body is quoted and never begins a line with them
    before the statement that holds it has ended.
    """
    kept: list[str] = []
    inside: str | None = None
    for line in dumped.splitlines():
        if inside is None and (not line.strip() or line.startswith(SPECIAL)):
            continue
        kept.append(line)
        inside = _quote_left_open(line=line, inside=inside)
    return "\n".join(kept) + "\n"


def _quote_left_open(*, line: str, inside: str | None) -> str | None:
    """Return the quote that is open after ``line``: an apostrophe, a dollar tag, or none."""
    position = 0
    while position < len(line):
        if inside is not None:
            end = line.find(inside, position)
            if end < 0:
                return inside
            position, inside = end + len(inside), None
        elif line[position] == "'":
            position, inside = position + 1, "'"
        elif line[position] == "$" and (end := line.find("$", position + 1)) >= 0:
            inside = line[position : end + 1]
            position = end + 1
        else:
            position += 1
    return inside


def replay_migrations(*, home: Path) -> str:
    """Replay every migration over an empty exchange in ``home`` and return its text."""
    from truetonne.config.access import OWNER_ROLE
    from truetonne.config.bootstrap import SETTINGS as DJANGO_SETTINGS
    from truetonne.config.bootstrap import make_installation_keys, prepare_database

    os.environ.update(TRUETONNE_HOME=str(home), DJANGO_SETTINGS_MODULE=DJANGO_SETTINGS)
    os.environ.pop("DATABASE_URL", None)
    lease = prepare_database(environ=os.environ, report=lambda _: None)
    assert lease is not None
    try:
        make_installation_keys(home=home, log_origin="127.0.0.1/log")

        import django

        django.setup()

        from django.db import connections

        from truetonne.config import migrate

        migrate.migrate(report=lambda _: None, strict=False, prepared=False)
        steps = migrate.recorded_steps()
        connections.close_all()
        access = lease.access(role=OWNER_ROLE)
        return make_text(access=access, pg_dump=str(lease.binaries / "pg_dump"), steps=steps)
    finally:
        lease.close()


def main() -> int:
    """Write the file and say what it holds."""
    with tempfile.TemporaryDirectory(prefix="truetonne-schema-") as folder:
        Path(folder).chmod(0o755)
        text = replay_migrations(home=Path(folder) / "home")
    SCHEMA_PATH.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{SCHEMA_PATH.name}: {text.count(STEP)} migrations, {len(text.splitlines()):,} lines\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
