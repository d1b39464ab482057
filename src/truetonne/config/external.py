"""A PostgreSQL server of the operator's own, named by DATABASE_URL, instead of the embedded one.

The address's user is the owner of the tables. The web's role is made there once, with a random password that
only HOME keeps, unless DATABASE_WEB_URL names one.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from truetonne.config.access import OWNER_ROLE, WEB_ROLE, Access, AccessFile, parse_url, write_access, write_private

VERSION_MIN = 15
AS_OWNER = f"-c role={OWNER_ROLE}"


class ServerUnreachable(Exception):
    """The server that an address names does not let us in."""

    code = "database_unreachable"

    def __init__(self, *, name: str, address: str, reason: str) -> None:
        self.field = name
        self.address = address
        self.reason = reason
        self.fix = f"Start that server or correct {name}; unset DATABASE_URL to use the embedded database"
        super().__init__(f"{name}: {address} cannot be reached ({reason}). {self.fix}")


class ServerTooOld(Exception):
    """The server's version is below what the ledger's constraints need."""

    code = "database_too_old"

    def __init__(self, *, found: str, needed: int) -> None:
        self.field = "DATABASE_URL"
        self.found = found
        self.needed = needed
        self.fix = f"Use PostgreSQL {needed} or later; unset DATABASE_URL to use the embedded database"
        super().__init__(f"DATABASE_URL: the server is PostgreSQL {found}, and {needed} or later is needed. {self.fix}")


class WebRoleUnavailable(Exception):
    """The role of the application can neither be made nor used."""

    code = "web_role_unavailable"

    def __init__(self, *, role: str, reason: str, fix: str) -> None:
        self.field = "DATABASE_WEB_URL"
        self.role = role
        self.reason = reason
        self.fix = fix
        super().__init__(f"DATABASE_WEB_URL: role {role} {reason}. {fix}")


def prepare_external(*, home: Path, url: str, web_url: str) -> AccessFile:
    """See that the server can be used, make the web's role if need be, and note both ways in.

    Raises SettingInvalid, ServerUnreachable, ServerTooOld or WebRoleUnavailable.
    """
    login = parse_url(name="DATABASE_URL", url=url)
    with _connect(name="DATABASE_URL", access=login) as connection:
        major = connection.info.server_version // 10000
        if major < VERSION_MIN:
            raise ServerTooOld(found=_version(connection), needed=VERSION_MIN)
        owner = _owner(connection=connection, login=login)
        if web_url:
            web = parse_url(name="DATABASE_WEB_URL", url=web_url)
            _connect(name="DATABASE_WEB_URL", access=web).close()
        else:
            web = _own_web_role(connection=connection, home=home, login=login)
        _close_doors(connection=connection, login=login, web_role=web.user)
    access = AccessFile(web=web, owner=owner)
    write_access(home=home, access=access)
    return access


def _connect(*, name: str, access: Access) -> psycopg.Connection:
    try:
        return psycopg.connect(**access.conninfo(), autocommit=True, connect_timeout=10)  # type: ignore[arg-type]
    except psycopg.Error as error:
        address = f"{access.user}@{access.host}:{access.port}/{access.database}"
        reason = " ".join(str(error).split())
        raise ServerUnreachable(name=name, address=address, reason=reason) from error


def _version(connection: psycopg.Connection) -> str:
    return connection.info.parameter_status("server_version") or str(connection.info.server_version)


def _owner(*, connection: psycopg.Connection, login: Access) -> Access:
    """Return the owner's way in; a superuser steps down to a role that only owns."""
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if not (row and row[0]):
        return login
    owner = sql.Identifier(OWNER_ROLE)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER_ROLE]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(owner))
    connection.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {} WITH GRANT OPTION").format(owner))
    options = dict(login.options)
    options["options"] = f"{options.get('options', '')} {AS_OWNER}".strip()
    return replace(login, options=tuple(sorted(options.items())))


def _own_web_role(*, connection: psycopg.Connection, home: Path, login: Access) -> Access:
    place = hashlib.sha256(f"{login.host}:{login.port}".encode()).hexdigest()[:12]
    path = home / "database" / f"web-role-{place}.json"
    password = _stored_password(path)
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB_ROLE]).fetchone()
    if not known:
        password = password or secrets.token_urlsafe(24)
        write_private(path=path, text=json.dumps({"role": WEB_ROLE, "password": password}) + "\n")
        _make_role(connection=connection, password=password)
    elif not password:
        raise WebRoleUnavailable(
            role=WEB_ROLE,
            reason=f"exists on this server and {path} with its password does not",
            fix=f"Set DATABASE_WEB_URL to postgresql://{WEB_ROLE}:<password>@{login.host}:{login.port}/{login.database}"
            f" (a lost password is replaced by: ALTER ROLE {WEB_ROLE} PASSWORD '...')",
        )
    web = replace(login, user=WEB_ROLE, password=password)
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(login.database), sql.Identifier(WEB_ROLE))
    )
    try:
        psycopg.connect(**web.conninfo(), connect_timeout=10).close()  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise WebRoleUnavailable(
            role=WEB_ROLE,
            reason=f"cannot sign in ({' '.join(str(error).split())})",
            fix=f"Run: ALTER ROLE {WEB_ROLE} LOGIN PASSWORD '...' and set DATABASE_WEB_URL with it",
        ) from error
    return web


def _make_role(*, connection: psycopg.Connection, password: str) -> None:
    statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
    try:
        connection.execute(statement.format(sql.Identifier(WEB_ROLE), sql.Literal(password)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise WebRoleUnavailable(
            role=WEB_ROLE,
            reason="is missing, and the user of DATABASE_URL may not make roles",
            fix=f"Run as an administrator: CREATE ROLE {WEB_ROLE} LOGIN PASSWORD '...' and set DATABASE_WEB_URL with it",
        ) from error


def _close_doors(*, connection: psycopg.Connection, login: Access, web_role: str) -> None:
    """Take from everybody what the web's role must not have; a mere notice where we may not."""
    database = sql.Identifier(login.database)
    connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(sql.Identifier(web_role)))


def _stored_password(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["password"])
    except (OSError, ValueError, KeyError):
        return ""
