"""Why the embedded database cannot run: one class per fact, each naming the field and the fix."""

from __future__ import annotations

from pathlib import Path


class DatabaseUnusable(Exception):
    """Base of every fault here. ``field`` is what to look at, ``fix`` what to do about it."""

    code = "database_unusable"

    def __init__(self, *, field: str, fact: str, fix: str) -> None:
        self.field = field
        self.fact = fact
        self.fix = fix
        super().__init__(f"{field}: {fact}. {fix}")


class FolderIsAFile(DatabaseUnusable):
    def __init__(self, *, path: Path) -> None:
        self.path = path
        super().__init__(
            field=str(path),
            fact="is a file, and a folder is needed here",
            fix="Set TRUETONNE_HOME to a folder, or move the file away",
        )


class FolderNotWritable(DatabaseUnusable):
    def __init__(self, *, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            field=str(path),
            fact=f"cannot be written ({reason})",
            fix="Set TRUETONNE_HOME to a folder of yours, or let this user write there",
        )


class FolderOfAnotherOwner(DatabaseUnusable):
    def __init__(self, *, path: Path, owner_uid: int, needed_uid: int, fix: str) -> None:
        self.path = path
        self.owner_uid = owner_uid
        self.needed_uid = needed_uid
        super().__init__(
            field=str(path),
            fact=f"belongs to user id {owner_uid}, and user id {needed_uid} would run the database",
            fix=fix,
        )


class DataFolderGone(DatabaseUnusable):
    def __init__(self, *, path: Path, pointer: Path) -> None:
        self.path = path
        self.pointer = pointer
        super().__init__(
            field=str(path),
            fact=f"held the database of this exchange and is gone ({pointer} names it)",
            fix=f"Mount or restore it; to begin with an empty database instead, remove {pointer}",
        )


class FolderTooOpen(DatabaseUnusable):
    def __init__(self, *, path: Path, mode: int) -> None:
        self.path = path
        self.mode = mode
        super().__init__(
            field=str(path),
            fact=f"can be read by other users (mode {mode:04o}), so the database refuses it",
            fix=f"Run: chmod 0700 {path}",
        )


class FolderNotADatabase(DatabaseUnusable):
    def __init__(self, *, path: Path) -> None:
        self.path = path
        super().__init__(
            field=str(path),
            fact="holds files that are not a database (no PG_VERSION)",
            fix="Move them away, restore the folder from a backup, or set TRUETONNE_HOME to another folder",
        )


class OtherMajorVersion(DatabaseUnusable):
    def __init__(self, *, path: Path, found: str, needed: str) -> None:
        self.path = path
        self.found = found
        self.needed = needed
        super().__init__(
            field=str(path / "PG_VERSION"),
            fact=f"was made by PostgreSQL {found}, and this truetonne brings PostgreSQL {needed}",
            fix=f"Use the truetonne version that made it and move the data with pg_dump, or point DATABASE_URL "
            f"to a server of version {found}",
        )


class DiskFull(DatabaseUnusable):
    def __init__(self, *, path: Path, free_bytes: int) -> None:
        self.path = path
        self.free_bytes = free_bytes
        super().__init__(
            field=str(path),
            fact=f"the disk is full ({free_bytes // 2**20} MiB free)",
            fix="Free some space and start again; nothing recorded is lost",
        )


class DataCorrupt(DatabaseUnusable):
    def __init__(self, *, path: Path, log_lines: tuple[str, ...]) -> None:
        self.path = path
        self.log_lines = log_lines
        super().__init__(
            field=str(path),
            fact="PostgreSQL cannot read its files: " + " / ".join(log_lines),
            fix="Keep the folder as it is and restore it from a backup, or ask a PostgreSQL expert",
        )


class ServerStopped(DatabaseUnusable):
    def __init__(self, *, log_path: Path, log_lines: tuple[str, ...]) -> None:
        self.log_path = log_path
        self.log_lines = log_lines
        super().__init__(
            field="database server",
            fact="ended while starting: " + (" / ".join(log_lines) or "it left no message"),
            fix=f"Read {log_path}, repair what it names and start again",
        )


class BinariesUnusable(DatabaseUnusable):
    def __init__(self, *, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            field=str(path),
            fact=f"the PostgreSQL programs cannot be used ({reason})",
            fix="Run make setup again, or set DATABASE_URL to a PostgreSQL server of version 15 or later",
        )


class SocketFolderUnusable(DatabaseUnusable):
    def __init__(self, *, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            field=str(path),
            fact=f"the folder for the database's socket cannot be used ({reason})",
            fix="Set TRUETONNE_HOME to a shorter path, or TMPDIR to a folder of yours",
        )


class AccountMissing(DatabaseUnusable):
    def __init__(self, *, uid: int, reason: str) -> None:
        self.uid = uid
        self.reason = reason
        super().__init__(
            field=f"user id {uid}",
            fact=f"the database may not run as root, and this system does not let root run it as another user ({reason})",
            fix="Run truetonne as an ordinary user, or set DATABASE_URL to a PostgreSQL server",
        )
