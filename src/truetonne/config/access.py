"""How to reach the database: one small private file in the exchange's folder, or DATABASE_URL.

The file is written by whoever starts or prepares the database and read by Django's settings, so that a
web worker needs nothing but the folder. It holds passwords and is readable by its owner only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from truetonne.config.exchange import SettingInvalid

OWNER_ROLE = "truetonne_owner"
WEB_ROLE = "truetonne_web"
SUPERUSER_ROLE = "truetonne_admin"
DATABASE_NAME = "truetonne"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One role's way into one database. ``host`` may be the folder of a Unix socket."""

    host: str
    port: int
    database: str
    user: str
    password: str
    options: tuple[tuple[str, str], ...] = ()

    def conninfo(self) -> dict[str, str | int]:
        """Return keyword arguments for ``psycopg.connect``."""
        return {
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
            "user": self.user,
            "password": self.password,
            **dict(self.options),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFile:
    """Both roles of an exchange: ``web`` owns nothing, ``owner`` migrates."""

    web: Access
    owner: Access


def access_path(*, home: Path) -> Path:
    return home / "database" / "access.json"


def write_access(*, home: Path, access: AccessFile) -> None:
    """Write the access file, private to its owner, so that a reader never sees half of it."""
    write_private(path=access_path(home=home), text=json.dumps(asdict(access), indent=1) + "\n")


def read_access(*, home: Path) -> AccessFile | None:
    """Return what was written last, or None where no database was prepared yet."""
    try:
        stored = json.loads(access_path(home=home).read_text(encoding="utf-8"))
        return AccessFile(web=_access(stored["web"]), owner=_access(stored["owner"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_private(*, path: Path, text: str) -> None:
    """Write ``text`` to a file only its owner can read, replacing it in one step and on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def parse_url(*, name: str, url: str) -> Access:
    """Read a PostgreSQL address; raises SettingInvalid naming the variable and what is missing."""
    parts = urlsplit(url)
    expected = "postgresql://user:password@host:5432/database"
    try:
        port = parts.port or 5432
    except ValueError:
        raise SettingInvalid(name=name, given=_hidden(url), expected=f"a port number, as in {expected}") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingInvalid(name=name, given=_hidden(url), expected=expected)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or unquote(parts.hostname or "")
    database = unquote(parts.path.lstrip("/"))
    if not host or not database or not parts.username:
        raise SettingInvalid(name=name, given=_hidden(url), expected=f"user, host and database, as in {expected}")
    return Access(
        host=host,
        port=int(query.pop("port", port)),
        database=database,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        options=tuple(sorted(query.items())),
    )


def external_urls(*, environ: Mapping[str, str]) -> tuple[str, str] | None:
    """Return (DATABASE_URL, DATABASE_WEB_URL or empty), or None where the embedded database is used."""
    owner = environ.get("DATABASE_URL", "").strip()
    return (owner, environ.get("DATABASE_WEB_URL", "").strip()) if owner else None


def _access(stored: Mapping[str, object]) -> Access:
    options = stored.get("options", ())
    return Access(
        host=str(stored["host"]),
        port=int(str(stored["port"])),
        database=str(stored["database"]),
        user=str(stored["user"]),
        password=str(stored["password"]),
        options=tuple((str(key), str(value)) for key, value in options) if isinstance(options, list) else (),
    )


def _hidden(url: str) -> str:
    """Return the address without its password: messages end up in logs."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return url.replace(f":{parts.password}@", ":***@", 1)
