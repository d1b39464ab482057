"""Bringing the database to the shape this version needs, as its owner, one process at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from truetonne.config import grants, schema

OWNER = "owner"
LOCK_KEY = 0x7472_7565_746F_6E6E
"""The advisory lock that one migrating process holds ("truetonn" in ASCII)."""


class DatabaseNewer(Exception):
    """The database was migrated by a later version of truetonne than this one."""

    code = "database_newer"

    def __init__(self, *, migrations: tuple[str, ...]) -> None:
        self.migrations = migrations
        super().__init__(f"the database knows migrations that this version does not: {', '.join(migrations)}")


def migrate(*, report: Callable[[str], None], strict: bool = True, prepared: bool = True) -> int:
    """Apply what is missing and renew the grants; return how many migrations the database took.

    An empty database takes the ``prepared`` text in place of the migrations that it stands for. Waits while another
    process migrates. Raises DatabaseNewer, and what ``grants.apply`` raises.
    """
    connection = connections[OWNER]
    with _serialised(report=report) as own:
        executor = MigrationExecutor(connection)
        _judge_age(executor=executor)
        loaded = 0
        if prepared and not executor.loader.applied_migrations:
            loaded = schema.load_prepared(connection=own, known=frozenset(executor.loader.disk_migrations))
        if loaded:
            executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            report(f"migrating the database, {len(plan)} steps")
            call_command("migrate", database=OWNER, interactive=False, verbosity=0)
        connection.ensure_connection()
        grants.apply(connection=connection.connection, web_role=_web_role(), strict=strict)
    connection.close()
    return loaded + len(plan)


def recorded_steps() -> tuple[tuple[str, str], ...]:
    """Return the migrations that the database records, as (room, name) in the order in which they ran."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return tuple((str(app), str(name)) for app, name in cursor.fetchall())


def is_current() -> bool:
    """Whether nothing is left to migrate and the grants stand; cheap enough for every command."""
    connection = connections[OWNER]
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        connection.ensure_connection()
        return grants.are_applied(connection=connection.connection, web_role=_web_role())
    finally:
        connection.close()


def _web_role() -> str:
    return str(connections["default"].settings_dict["USER"])


@contextmanager
def _serialised(*, report: Callable[[str], None]) -> Iterator[psycopg.Connection]:
    """Hold the migration lock on a connection of its own: it ends with the process, however that ends."""
    parameters = connections[OWNER].get_connection_params()
    keys = ("host", "port", "dbname", "user", "password")
    info = {key: parameters[key] for key in keys if parameters.get(key)}
    with psycopg.connect(**info, autocommit=True) as connection:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_KEY]).fetchone()
        if not (row and row[0]):
            report("waiting for another truetonne process that migrates the database")
            connection.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        yield connection


def _judge_age(*, executor: MigrationExecutor) -> None:
    """Refuse a database from the future: running on would write what a newer version does not expect."""
    rooms = {config for config, _ in executor.loader.graph.leaf_nodes()}
    known = set(executor.loader.disk_migrations)
    unknown = sorted(
        f"{room}.{name}"
        for room, name in executor.loader.applied_migrations
        if (room, name) not in known and room in rooms
    )
    if unknown:
        raise DatabaseNewer(migrations=tuple(unknown))
