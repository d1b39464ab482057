"""An empty database takes the prepared text instead of replaying the migrations, and it is the same database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.conftest import DatabaseMaker
from truetonne.config import schema
from truetonne.config.schema import writing

STEPS = frozenset(schema.read_steps(text=schema.SCHEMA_PATH.read_text(encoding="utf-8")))


def test_it_is_what_the_migrations_make(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    target = tmp_path / "made.sql"
    program = (
        "import sys; from pathlib import Path; from truetonne.config.schema import writing;"
        "Path(sys.argv[2]).write_text(writing.replay_migrations(home=Path(sys.argv[1])), encoding='utf-8')"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "home"), str(target)], check=True)
    kept = schema.SCHEMA_PATH.read_text(encoding="utf-8").splitlines()
    made = target.read_text(encoding="utf-8").splitlines()
    differing = sorted(set(kept) ^ set(made))[:5]
    assert made == kept, f"run make schema; lines that differ: {differing}"


def test_it_fills_an_empty_database_and_records_each_migration(make_database: DatabaseMaker) -> None:
    with make_database() as connection:
        assert schema.load_prepared(connection=connection, known=STEPS) == len(STEPS)
        recorded = connection.execute("SELECT app, name FROM django_migrations").fetchall()
        assert {(str(app), str(name)) for app, name in recorded} == STEPS
        assert connection.execute("SHOW search_path").fetchone() != ("",)


def test_it_leaves_a_database_that_holds_something(make_database: DatabaseMaker) -> None:
    with make_database() as connection:
        connection.execute("CREATE TABLE somebodys (id int)")
        assert schema.load_prepared(connection=connection, known=STEPS) == 0
        assert connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,)


def test_it_is_not_taken_for_code_that_lacks_one_of_its_migrations(make_database: DatabaseMaker) -> None:
    with make_database() as connection:
        assert schema.load_prepared(connection=connection, known=STEPS - {min(STEPS)}) == 0


def test_a_fault_halfway_leaves_the_database_empty(
    make_database: DatabaseMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "schema.sql"
    broken.write_text(schema.SCHEMA_PATH.read_text(encoding="utf-8") + "SELECT no_such_function();\n", encoding="utf-8")
    monkeypatch.setattr(schema, "SCHEMA_PATH", broken)
    with make_database() as connection:
        with pytest.raises(psycopg.errors.UndefinedFunction):
            schema.load_prepared(connection=connection, known=STEPS)
        assert connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,)


def test_lines_within_a_quoted_body_are_kept() -> None:
    dumped = (
        "SET statement_timeout = 0;\n-- a comment\nCREATE FUNCTION public.f() AS $$\nBEGIN\n"
        "    -- kept\n\nSET x = 1;\nEND\n$$;\n\\restrict x\n"
        "INSERT INTO t VALUES ('one\n-- two, it''s\n');\n-- left out\n"
    )
    assert writing._plain(dumped).splitlines() == [
        *("CREATE FUNCTION public.f() AS $$", "BEGIN", "    -- kept", "", "SET x = 1;", "END", "$$;"),
        *("INSERT INTO t VALUES ('one", "-- two, it''s", "');"),
    ]
