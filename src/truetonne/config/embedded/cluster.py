"""Making the database once: initdb, the two roles, the database.

A half-made one is never taken for a whole one: it is made beside and moved into place when it is complete.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from truetonne.config.access import (
    DATABASE_NAME,
    OWNER_ROLE,
    SUPERUSER_ROLE,
    WEB_ROLE,
    Access,
    write_private,
)
from truetonne.config.embedded.account import listed_account
from truetonne.config.embedded.binaries import Binaries
from truetonne.config.embedded.configuration import access_rules
from truetonne.config.embedded.faults import BinariesUnusable, DiskFull
from truetonne.config.embedded.places import Places, remember_data_folder, storage_fault
from truetonne.config.embedded.server import SPACE_WORDS

RELOAD_PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passwords:
    """The roles' passwords, made here and kept in HOME/database/passwords.json."""

    superuser: str
    owner: str
    web: str


def make_cluster(*, places: Places, binaries: Binaries) -> None:
    """Make the data folder if there is none; raises DiskFull, FolderNotWritable or BinariesUnusable."""
    if places.is_made:
        return
    draft = places.data.with_name("data.new")
    password_file = places.data.with_name("initdb-password")
    shutil.rmtree(draft, ignore_errors=True)
    maker = listed_account(account=places.account)
    try:
        draft.mkdir(mode=0o700)
        maker.owns(path=draft)
        write_private(path=password_file, text=_make_passwords(control=places.control).superuser)
        maker.owns(path=password_file)
        command = [
            *(binaries.program("initdb"), "-D", str(draft), "-U", SUPERUSER_ROLE, f"--pwfile={password_file}"),
            *("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--lc-messages=C"),
            *("--auth=scram-sha-256", "--no-instructions"),
        ]
        outcome = maker.run(command=command, folder=draft)
        if outcome.returncode != 0:
            _refuse(places=places, binaries=binaries, output=outcome.stderr or outcome.stdout)
        places.account.owns_all(path=draft)
        draft.rename(places.data)
    except OSError as error:
        raise storage_fault(path=places.data.parent, error=error) from error
    finally:
        password_file.unlink(missing_ok=True)
        shutil.rmtree(draft, ignore_errors=True)
    remember_data_folder(places=places)


def load_passwords(*, places: Places) -> Passwords | None:
    """Return the roles' passwords, or None where their file is lost or unreadable."""
    try:
        stored = json.loads(_password_path(control=places.control).read_text(encoding="utf-8"))
        return Passwords(superuser=stored["superuser"], owner=stored["owner"], web=stored["web"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def renew_passwords(*, places: Places, server_pid: int, socket: Path) -> Passwords:
    """Give the running server's superuser a new password after the file was lost.

    For a moment the private socket lets the superuser in without one; only the server's own user and root can
    reach that socket at all.
    """
    passwords = _make_passwords(control=places.control)
    write_server_file(places=places, name="pg_hba.conf", text=access_rules(open_to_superuser=True))
    os.kill(server_pid, signal.SIGHUP)
    admin = Access(host=str(socket), port=5432, database="postgres", user=SUPERUSER_ROLE, password="")
    with _first_connection(access=admin) as connection:
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(SUPERUSER_ROLE), sql.Literal(passwords.superuser)))
        write_server_file(places=places, name="pg_hba.conf", text=access_rules(open_to_superuser=False))
        connection.execute("SELECT pg_reload_conf()")
    return passwords


def write_server_file(*, places: Places, name: str, text: str) -> None:
    """Write one of the server's configuration files; raises FolderNotWritable or DiskFull."""
    path = places.data / name
    try:
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        places.account.owns(path=path)
    except OSError as error:
        raise storage_fault(path=path, error=error) from error


def prepare_roles(*, admin: Access, passwords: Passwords) -> None:
    """Make the owner, the web role and the database, and give the roles the passwords that HOME knows."""
    with psycopg.connect(**admin.conninfo(), autocommit=True) as connection:  # type: ignore[arg-type]
        for role, password in ((OWNER_ROLE, passwords.owner), (WEB_ROLE, passwords.web)):
            make_role(connection=connection, role=role, password=password)
        make_database(connection=connection, database=DATABASE_NAME)


def make_role(*, connection: psycopg.Connection, role: str, password: str) -> None:
    """Make a role that can sign in and nothing more, or renew its password where it is another one."""
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    statement = "ALTER ROLE {} PASSWORD {}" if known else "CREATE ROLE {} LOGIN PASSWORD {}"
    if known and _signs_in(connection=connection, role=role, password=password):
        return
    connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(password)))


def make_database(*, connection: psycopg.Connection, database: str, template: str = "template1") -> None:
    """Make a database of the owner's in which the web's role may connect and nobody else anything."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
        return
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(database), sql.Identifier(OWNER_ROLE), sql.Identifier(template)
        )
    )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), sql.Identifier(WEB_ROLE))
    )


def _signs_in(*, connection: psycopg.Connection, role: str, password: str) -> bool:
    info = connection.info
    try:
        psycopg.connect(host=info.host, port=info.port, dbname="postgres", user=role, password=password).close()
    except psycopg.OperationalError:
        return False
    return True


def _password_path(*, control: Path) -> Path:
    return control / "passwords.json"


def _make_passwords(*, control: Path) -> Passwords:
    passwords = Passwords(
        superuser=secrets.token_urlsafe(24), owner=secrets.token_urlsafe(24), web=secrets.token_urlsafe(24)
    )
    write_private(path=_password_path(control=control), text=json.dumps(asdict(passwords)) + "\n")
    return passwords


def _first_connection(*, access: Access) -> psycopg.Connection:
    """Connect as soon as the server has read its changed rules; it does so between two requests."""
    deadline = time.monotonic() + RELOAD_PATIENCE_S
    while True:
        try:
            return psycopg.connect(**access.conninfo(), autocommit=True)  # type: ignore[arg-type]
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _refuse(*, places: Places, binaries: Binaries, output: str) -> None:
    if any(word in output for word in SPACE_WORDS):
        raise DiskFull(path=places.data, free_bytes=shutil.disk_usage(places.data.parent).free)
    reason = " / ".join(output.strip().splitlines()[-3:])
    raise BinariesUnusable(path=Path(os.path.dirname(binaries.program("initdb"))), reason=f"initdb: {reason}")
