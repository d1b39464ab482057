"""DATABASE_URL names any PostgreSQL from 15 on; checked against the oldest one, where it is installed."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.config.processes import silent
from truetonne.config import external
from truetonne.config.access import OWNER_ROLE, WEB_ROLE, parse_url, read_access
from truetonne.config.bootstrap import prepare_database
from truetonne.config.embedded.account import Account
from truetonne.config.exchange import SettingInvalid
from truetonne.config.external import ServerTooOld, ServerUnreachable, WebRoleUnavailable, prepare_external

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
ADMIN_PASSWORD = "administrator's"


@dataclass(frozen=True, slots=True, kw_only=True)
class OldServer:
    """A PostgreSQL 15 of this test run, its superuser and its socket."""

    socket: Path

    def url(self, *, user: str = "postgres", password: str = ADMIN_PASSWORD, database: str) -> str:
        return f"postgresql://{user}:{quote(password)}@/{database}?host={quote(str(self.socket))}"

    def run(self, statement: str, *, database: str = "postgres") -> None:
        with psycopg.connect(self.url(database=database), autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="module")
def old_server() -> Iterator[OldServer]:
    """Start PostgreSQL 15 over a folder of its own; skips where it is not installed."""
    if not (PROGRAMS / "postgres").exists():
        pytest.skip("needs PostgreSQL 15's programs in /usr/lib/postgresql/15/bin (Debian: postgresql-15)")
    folder = Path(tempfile.mkdtemp(prefix="tt15-"))
    account = Account(uid=65534 if os.geteuid() == 0 else None)
    (folder / "password").write_text(ADMIN_PASSWORD)
    for path in (folder, folder / "password"):
        account.owns(path=path)
    made = account.run(
        command=[
            *(str(PROGRAMS / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-N", "-E", "UTF8"),
            *("--auth=scram-sha-256", f"--pwfile={folder / 'password'}"),
        ],
        folder=folder,
    )
    assert made.returncode == 0, made.stderr
    with (folder / "log").open("wb") as log:
        server = account.start(
            command=[
                *(str(PROGRAMS / "postgres"), "-D", str(folder / "data"), "-k", str(folder), "-c", "listen_addresses="),
                *("-c", "fsync=off", "-c", "max_connections=30"),
            ],
            folder=folder,
            log=log.fileno(),
        )
    old = OldServer(socket=folder)
    while server.poll() is None:
        try:
            old.run("SELECT 1")
            break
        except psycopg.OperationalError:
            continue
    yield old
    server.terminate()
    server.wait()
    shutil.rmtree(folder)


@pytest.fixture
def database(old_server: OldServer) -> Iterator[str]:
    """An empty database of this test, without our roles."""
    name = f"exchange_{secrets.token_hex(4)}"
    old_server.run(f"CREATE DATABASE {name}")
    yield name
    old_server.run(f"DROP DATABASE {name} WITH (FORCE)")
    for role in (WEB_ROLE, OWNER_ROLE, "landlord"):
        old_server.run(f"DROP ROLE IF EXISTS {role}")


def test_migrates_and_serves_as_the_web_role(home: Path, old_server: OldServer, database: str) -> None:
    code = (
        "from truetonne.cli.console import bootstrap_django; bootstrap_django(); bootstrap_django()\n"
        "from django.db import connection\n"
        "cursor = connection.cursor(); cursor.execute('SELECT current_user, count(*) FROM django_migrations')\n"
        "print(*cursor.fetchone())"
    )
    environ = {**os.environ, "TRUETONNE_HOME": str(home), "DATABASE_URL": old_server.url(database=database)}

    outcome = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False)

    assert outcome.returncode == 0, outcome.stderr
    role, count = outcome.stdout.split()
    assert role == WEB_ROLE
    assert int(count) > 0
    with psycopg.connect(old_server.url(database=database)) as connection:
        owners = connection.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert owners == [(OWNER_ROLE,)]


def test_keeps_the_web_roles_password_private_and_uses_it_again(
    home: Path, old_server: OldServer, database: str
) -> None:
    home.mkdir()
    first = prepare_external(home=home, url=old_server.url(database=database), web_url="")

    again = prepare_external(home=home, url=old_server.url(database=database), web_url="")

    assert again == first == read_access(home=home)
    stored = list((home / "database").glob("web-role-*.json"))
    assert [path.stat().st_mode & 0o777 for path in stored] == [0o600]


def test_takes_an_owner_who_is_no_superuser(home: Path, old_server: OldServer, database: str) -> None:
    old_server.run("CREATE ROLE landlord LOGIN CREATEROLE PASSWORD 'rent'")
    old_server.run(f"ALTER DATABASE {database} OWNER TO landlord")
    home.mkdir()

    access = prepare_external(
        home=home, url=old_server.url(user="landlord", password="rent", database=database), web_url=""
    )

    assert access.owner.user == "landlord"
    assert access.web.user == WEB_ROLE


def test_says_how_to_make_the_role_when_it_may_not(home: Path, old_server: OldServer, database: str) -> None:
    old_server.run("CREATE ROLE landlord LOGIN PASSWORD 'rent'")
    home.mkdir()

    with pytest.raises(WebRoleUnavailable) as caught:
        prepare_external(home=home, url=old_server.url(user="landlord", password="rent", database=database), web_url="")

    assert "CREATE ROLE truetonne_web" in caught.value.fix


def test_does_not_take_a_role_whose_password_it_does_not_know(home: Path, old_server: OldServer, database: str) -> None:
    old_server.run(f"CREATE ROLE {WEB_ROLE} LOGIN PASSWORD 'of another exchange'")
    home.mkdir()

    with pytest.raises(WebRoleUnavailable) as caught:
        prepare_external(home=home, url=old_server.url(database=database), web_url="")

    assert "DATABASE_WEB_URL" in caught.value.fix
    web_url = old_server.url(user=WEB_ROLE, password="of another exchange", database=database)
    assert prepare_external(home=home, url=old_server.url(database=database), web_url=web_url).web.user == WEB_ROLE


def test_refuses_a_server_that_is_too_old(
    home: Path, old_server: OldServer, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(external, "VERSION_MIN", 16)

    with pytest.raises(ServerTooOld) as caught:
        prepare_external(home=home, url=old_server.url(database=database), web_url="")

    assert caught.value.found.startswith("15.")
    assert caught.value.needed == 16


def test_names_a_server_that_is_not_there(home: Path) -> None:
    environ = {"TRUETONNE_HOME": str(home), "DATABASE_URL": "postgresql://owner:secret@127.0.0.1:1/exchange"}

    with pytest.raises(ServerUnreachable) as caught:
        prepare_database(environ=environ, report=silent)

    assert caught.value.field == "DATABASE_URL"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://owner:secret@host/exchange",
        "postgresql://owner:secret@host",
        "postgresql://host/exchange",
        "postgresql://owner:secret@host:port/exchange",
        "exchange",
    ],
)
def test_names_an_address_that_is_none(url: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        parse_url(name="DATABASE_URL", url=url)

    assert caught.value.name == "DATABASE_URL"
    assert "secret" not in str(caught.value)
