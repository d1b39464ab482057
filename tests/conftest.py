"""One PostgreSQL for a whole test run, one database per worker, and the fixtures every folder may use.

The server is the product's own embedded one, over a folder of this run, without fsync. A template is migrated once
as the owner; each worker works in a copy of it, as the role that owns nothing.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as property_settings
from psycopg import sql
from pytest_django import DjangoDbBlocker
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from truetonne.cli.compiled_code import VARIABLE as COMPILED_CODE
from truetonne.config import migrate
from truetonne.config.access import OWNER_ROLE, SUPERUSER_ROLE, WEB_ROLE, Access
from truetonne.config.embedded import Lease, open_database
from truetonne.config.embedded.cluster import make_database as create_database
from truetonne.config.embedded.sharing import held_alone
from truetonne.config.exchange import read_exchange
from truetonne.config.keys import make_keys

if TYPE_CHECKING:
    from _pytest.config import Config

HOME_VARIABLE = "TRUETONNE_TEST_HOME"
KEPT = (HOME_VARIABLE, "TRUETONNE_DATA")
WITH_EXCHANGE = "docs/test_readme.py"
TEMPLATE = "truetonne_template"
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "'256MB'",
}
ROOT = Path(__file__).resolve().parent.parent
ROW_FUNCTIONS = ROOT / "tests" / "row_functions.sql"
FIRST = ("test_every_page", "test_every_door")
COMPILED = "unit/science/forest/"
"""Tests of compiled code: given out together, because each process that runs one compiles for as long as all of them take."""
PARSED = "architecture/"
"""Tests that read every source file: given out together, because each process that runs one parses them all."""
BY_LENGTH = ("journeys", "config", "docs", "ledger", "api", "rooms")


def pytest_configure(config: Config) -> None:
    """Give the run a folder of its own; workers inherit it from the process that starts them."""
    # On a busy machine a clock says nothing of a property. Hypothesis leaves its own clocks out where CI is set.
    if property_settings.get_current_profile_name() == "default":
        property_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
        property_settings.load_profile("untimed")
    if not hasattr(config, "workerinput"):
        home = Path(tempfile.mkdtemp(prefix="truetonne-test-"))
        home.chmod(0o755)
        os.environ[HOME_VARIABLE] = str(home)
        make_keys(home=home, log_origin="127.0.0.1/log")
        # Commands that tests start find what was compiled; a folder of this run's own, because numba does not notice
        # that a function of another file has changed.
        os.environ[COMPILED_CODE] = str(home / "compiled")
    home = Path(os.environ[HOME_VARIABLE])
    for name in [name for name in os.environ if name.startswith(("TRUETONNE_", "DATABASE_")) and name not in KEPT]:
        del os.environ[name]
    os.environ["TRUETONNE_HOME"] = str(home)
    settings.TRUETONNE = read_exchange(environ=os.environ)
    # A password costs half a second to check, so that nobody tries many; tests check hundreds of their own.
    PBKDF2PasswordHasher.iterations = 1_000
    settings.STATIC_ROOT = home / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Config, log: Producer) -> LoadScopeScheduling:
    """Give out tests one by one, but those that share an exchange or compiled code together: two workers would make it twice."""
    return ByExchange(config, log)


class ByExchange(LoadScopeScheduling):
    """Keeps a file of journeys on one worker; what readers see of every page is walked in an exchange of its own.

    xdist's own groups by mark do nothing under this pytest, which keeps the names of tests elsewhere.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _colons, test = nodeid.partition("::")
        for together in (COMPILED, PARSED):
            if together in file:
                return together
        if not file.endswith(WITH_EXCHANGE) and "journeys/" not in file:
            return nodeid
        return f"{file} as readers" if "[reader-" in test else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: a long test that begins last leaves the other workers idle."""
    items.sort(key=_place)


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").parts[0]


def _place(item: pytest.Item) -> int:
    """Return where a test stands in the run; those of equal places keep their order."""
    if item.path.stem in FIRST:
        return FIRST.index(item.path.stem)
    if COMPILED in item.path.as_posix():
        return len(FIRST)
    folder = _folder(item)
    return len(FIRST) + 1 + (BY_LENGTH.index(folder) if folder in BY_LENGTH else len(BY_LENGTH))


def pytest_unconfigure(config: Config) -> None:
    if not hasattr(config, "workerinput") and HOME_VARIABLE in os.environ:
        home = Path(os.environ.pop(HOME_VARIABLE))
        for pointer in home.glob("**/database/data-folder"):
            shutil.rmtree(Path(pointer.read_text().strip()).parent, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def database_lease() -> Iterator[Lease]:
    """The run's PostgreSQL. Stops when the last worker is done."""
    lease = open_database(home=Path(os.environ[HOME_VARIABLE]), report=lambda _: None, settings=FAST)
    yield lease
    lease.close()


@pytest.fixture(scope="session")
def django_db_setup(database_lease: Lease, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this worker its own copy of the migrated template; replaces pytest-django's own setup."""
    database = f"truetonne_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    admin = database_lease.access(role=SUPERUSER_ROLE, database="postgres")
    with django_db_blocker.unblock():
        with held_alone(path=Path(os.environ[HOME_VARIABLE]) / "template.lock", report=lambda _: None):
            _make_template(lease=database_lease, admin=admin)
            _copy_template(admin=admin, database=database)
        _point_django_at(lease=database_lease, database=database)
        TransactionTestCase._fixture_teardown = lambda _: _empty_database(lease=database_lease, database=database)  # type: ignore[method-assign]
    yield
    with django_db_blocker.unblock():
        connections.close_all()


def _make_template(*, lease: Lease, admin: Access) -> None:
    with psycopg.connect(**admin.conninfo(), autocommit=True) as connection:  # type: ignore[arg-type]
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"{TEMPLATE}"]).fetchone():
            return
        create_database(connection=connection, database=f"{TEMPLATE}_draft")
    _point_django_at(lease=lease, database=f"{TEMPLATE}_draft")
    migrate.migrate(report=lambda _: None, strict=False)
    connections.close_all()
    with psycopg.connect(**lease.access(role=SUPERUSER_ROLE, database=f"{TEMPLATE}_draft").conninfo()) as connection:  # type: ignore[arg-type]
        _keep_seeds(connection=connection)
    with psycopg.connect(**admin.conninfo(), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(f"ALTER DATABASE {TEMPLATE}_draft RENAME TO {TEMPLATE}")


def _copy_template(*, admin: Access, database: str) -> None:
    with psycopg.connect(**admin.conninfo(), autocommit=True) as connection:  # type: ignore[arg-type]
        create_database(connection=connection, database=database, template=TEMPLATE)


def _point_django_at(*, lease: Lease, database: str) -> None:
    for alias, role in (("default", WEB_ROLE), ("owner", OWNER_ROLE)):
        access = lease.access(role=role, database=database)
        facts = connections.settings[alias]
        facts.update(HOST=access.host, PORT=str(access.port), NAME=database, USER=role, PASSWORD=access.password)
        # Threads of a test open and close connections of their own; a pool would keep them.
        facts["OPTIONS"].pop("pool", None)


def _keep_seeds(*, connection: psycopg.Connection) -> None:
    """Keep a copy of the rows that migrations wrote, to be put back after tests that commit."""
    connection.execute("CREATE SCHEMA seed")
    for table in _tables(connection=connection):
        name = sql.Identifier(table)
        if connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(name)).fetchone():
            connection.execute(sql.SQL("CREATE TABLE seed.{} AS TABLE public.{}").format(name, name))
    connection.execute(ROW_FUNCTIONS.read_text(encoding="utf-8"))  # type: ignore[call-overload]
    connection.execute(f"GRANT USAGE ON SCHEMA seed TO {WEB_ROLE}")  # type: ignore[call-overload]


def _empty_database(*, lease: Lease, database: str) -> None:
    """Undo what a committing test wrote, as superuser: the web's role could not, and must not."""
    with psycopg.connect(**lease.access(role=SUPERUSER_ROLE, database=database).conninfo()) as connection:  # type: ignore[arg-type]
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET lock_timeout = '30s'")
        seeded = {
            str(row[0]) for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'seed'")
        }
        for table in _tables(connection=connection):
            name = sql.Identifier(table)
            if table == "django_migrations":
                continue
            if not connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(name)).fetchone():
                continue
            connection.execute(sql.SQL("DELETE FROM {}").format(name))
            if table in seeded:
                _restore_seeds(connection=connection, table=table)


def _restore_seeds(*, connection: psycopg.Connection, table: str) -> None:
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(format('public.%%I', %s::text))"
        " AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [table],
    ).fetchall()
    columns = sql.SQL(", ").join(sql.Identifier(row[0]) for row in rows)
    name = sql.Identifier(table)
    connection.execute(
        sql.SQL("INSERT INTO public.{} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM seed.{}").format(
            name, columns, columns, name
        )
    )


def _tables(*, connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
    ).fetchall()
    return [str(row[0]) for row in rows]


WebConnection = Callable[..., psycopg.Connection]
DatabaseMaker = Callable[[], AbstractContextManager[psycopg.Connection]]


@pytest.fixture
def make_database(database_lease: Lease) -> DatabaseMaker:
    """Make an empty database of its own and connect to it as the owner (autocommit); it is gone afterwards."""
    admin = database_lease.access(role=SUPERUSER_ROLE, database="postgres")

    @contextmanager
    def make() -> Iterator[psycopg.Connection]:
        name = f"truetonne_{secrets.token_hex(6)}"
        with psycopg.connect(**admin.conninfo(), autocommit=True) as server:  # type: ignore[arg-type]
            create_database(connection=server, database=name)
            try:
                access = database_lease.access(role=OWNER_ROLE, database=name)
                with psycopg.connect(**access.conninfo(), autocommit=True) as connection:  # type: ignore[arg-type]
                    yield connection
            finally:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    return make


@pytest.fixture
def web_connection(database_lease: Lease, transactional_db: None) -> Iterator[WebConnection]:
    """Make raw psycopg connections as the web's role; what they commit is removed after the test."""
    with ExitStack() as stack:

        def connect(*, autocommit: bool = False) -> psycopg.Connection:
            return stack.enter_context(_connect(lease=database_lease, role=WEB_ROLE, autocommit=autocommit))

        yield connect


@pytest.fixture
def owner_connection(database_lease: Lease, transactional_db: None) -> Iterator[psycopg.Connection]:
    """A raw connection as the role that owns the tables (autocommit)."""
    with _connect(lease=database_lease, role=OWNER_ROLE, autocommit=True) as connection:
        yield connection


@pytest.fixture
def superuser_connection(database_lease: Lease, transactional_db: None) -> Iterator[psycopg.Connection]:
    """A raw connection as superuser (autocommit): writes what no role of the product can write."""
    with _connect(lease=database_lease, role=SUPERUSER_ROLE, autocommit=True) as connection:
        yield connection


def _connect(*, lease: Lease, role: str, autocommit: bool) -> psycopg.Connection:
    database = str(connections.settings["default"]["NAME"])
    return psycopg.connect(**lease.access(role=role, database=database).conninfo(), autocommit=autocommit)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """Return a local data file's path, or skip the test naming the file that is missing."""
    folder = Path(os.environ.get("TRUETONNE_DATA") or ROOT.parent / "shared" / "data")

    def find(path: str) -> Path:
        found = folder / path
        if not found.exists():
            pytest.skip(f"needs the local data file {path} (set TRUETONNE_DATA to its folder)")
        return found

    return find


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Start each test in English: a request of an earlier one may have left another language active."""
    with translation.override("en"):
        yield


@pytest.fixture
def at() -> datetime:
    """The moment at which a test happens."""
    return datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def salts() -> Callable[..., dict[str, bytes]]:
    """Make one 32-byte salt for each named annex part, the same in every run."""

    def make(*parts: str) -> dict[str, bytes]:
        return {part: hashlib.sha256(part.encode()).digest() for part in parts}

    return make
