"""Which folders the embedded database uses, and whether they can be used.

Everything stands under HOME/database. Two things may have to stand elsewhere: the data folder, when root runs
truetonne with a HOME that the server's account cannot reach; and the socket, whose path the system limits.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from truetonne.config.access import write_private
from truetonne.config.embedded.account import Account, choose_account
from truetonne.config.embedded.binaries import MAJOR, shared_place
from truetonne.config.embedded.faults import (
    DatabaseUnusable,
    DataFolderGone,
    DiskFull,
    FolderIsAFile,
    FolderNotADatabase,
    FolderNotWritable,
    FolderOfAnotherOwner,
    FolderTooOpen,
    OtherMajorVersion,
    SocketFolderUnusable,
)

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_MAX = 107
FREE_BYTES_MIN = 64 * 2**20
POINTER = "data-folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folders of one embedded database and the account that owns its data."""

    control: Path
    data: Path
    account: Account

    @property
    def log_path(self) -> Path:
        return self.control / "server.log"

    @property
    def is_made(self) -> bool:
        return (self.data / "PG_VERSION").exists()


def find_places(*, home: Path) -> Places:
    """Return the folders of the database under ``home``, making those that are missing.

    Raises a DatabaseUnusable that names the folder and the fix. Looks only; changes no permission of a folder
    that was there before.
    """
    control = home / "database"
    for folder in (home, control):
        make_folder(path=folder)
    data, account = _find_data(control=control)
    _judge_data(data=data, account=account)
    free = shutil.disk_usage(data if data.exists() else data.parent).free
    if free < FREE_BYTES_MIN:
        raise DiskFull(path=data, free_bytes=free)
    return Places(control=control, data=data, account=account)


def make_folder(*, path: Path) -> None:
    """Make a folder if need be and see that it can be written; raises FolderIsAFile or FolderNotWritable."""
    try:
        path.mkdir(mode=0o755, parents=True, exist_ok=True)
        probe = path / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except (FileExistsError, NotADirectoryError):
        raise FolderIsAFile(path=next(p for p in (path, *path.parents) if p.exists() and not p.is_dir())) from None
    except OSError as error:
        raise storage_fault(path=path, error=error) from error


def storage_fault(*, path: Path, error: OSError) -> DatabaseUnusable:
    """Return the fault that an operating system's refusal stands for."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(path=path, free_bytes=0)
    return FolderNotWritable(path=path, reason=error.strerror or str(error))


def socket_folder(*, places: Places) -> Path:
    """Return a private folder for the socket, short enough for the system; raises SocketFolderUnusable."""
    name = f"truetonne-{_instance(control=places.control)}"
    beside = places.control / "socket"
    for path in (beside, Path(tempfile.gettempdir(), name), Path("/tmp", name)):  # noqa: S108 - made private below
        if _fits(path) and places.account.can_reach(path=path.parent):
            return _private_folder(path=path, account=places.account)
    raise SocketFolderUnusable(path=beside, reason=f"its path has more than {SOCKET_PATH_MAX} bytes")


def remember_data_folder(*, places: Places) -> None:
    """Note in HOME where the data stand, if not beside: a HOME without its data is then told from a new one."""
    if places.data.parent != places.control:
        write_private(path=places.control / POINTER, text=f"{places.data}\n")


def _find_data(*, control: Path) -> tuple[Path, Account]:
    beside = control / "data"
    if beside.exists() or os.geteuid() != 0:
        return beside, choose_account(data_owner=_owner(beside))
    if (control / POINTER).exists():
        noted = Path((control / POINTER).read_text(encoding="utf-8").strip())
        if not noted.exists():
            raise DataFolderGone(path=noted, pointer=control / POINTER)
        return noted, choose_account(data_owner=_owner(noted))
    account = choose_account(data_owner=None)
    if account.can_reach(path=control):
        return beside, account
    elsewhere = shared_place() / "databases" / _instance(control=control) / "data"
    make_folder(path=elsewhere.parent)
    return elsewhere, choose_account(data_owner=_owner(elsewhere))


def _instance(*, control: Path) -> str:
    """Return this database's own short name, made once: a new HOME at an old path is a new database."""
    path = control / "instance"
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        name = secrets.token_hex(6)
        write_private(path=path, text=f"{name}\n")
        return name


def _owner(path: Path) -> int | None:
    try:
        return path.stat().st_uid
    except OSError:
        return None


def _judge_data(*, data: Path, account: Account) -> None:
    """Refuse a data folder that the server would refuse, or that is not one, with a better message."""
    if not data.exists():
        return
    if not data.is_dir():
        raise FolderIsAFile(path=data)
    facts = data.stat()
    if facts.st_uid != account.effective_uid or facts.st_uid == 0:
        raise _other_owner(data=data, owner_uid=facts.st_uid, account=account)
    if stat.S_IMODE(facts.st_mode) & 0o027:
        raise FolderTooOpen(path=data, mode=stat.S_IMODE(facts.st_mode))
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        raise FolderNotWritable(path=data, reason=f"mode {stat.S_IMODE(facts.st_mode):04o}")
    try:
        found = (data / "PG_VERSION").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise FolderNotADatabase(path=data) from None
    except OSError as error:
        raise storage_fault(path=data, error=error) from error
    if found != MAJOR:
        raise OtherMajorVersion(path=data, found=found, needed=MAJOR)


def _other_owner(*, data: Path, owner_uid: int, account: Account) -> FolderOfAnotherOwner:
    if os.geteuid() == 0:
        fix = f"Give it back to the user id it had, or to an unused one: chown -R 61184:61184 {data}"
    else:
        fix = f"Run truetonne as user id {owner_uid}, or set TRUETONNE_HOME to a folder of yours"
    return FolderOfAnotherOwner(path=data, owner_uid=owner_uid, needed_uid=account.effective_uid, fix=fix)


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_MAX


def _private_folder(*, path: Path, account: Account) -> Path:
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        facts = path.lstat()
        if stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid() != account.effective_uid:
            account.owns(path=path)
            facts = path.lstat()
    except OSError as error:
        raise SocketFolderUnusable(path=path, reason=error.strerror or str(error)) from error
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != account.effective_uid or facts.st_mode & 0o077:
        raise SocketFolderUnusable(path=path, reason="it is not a private folder of the database's user")
    return path
