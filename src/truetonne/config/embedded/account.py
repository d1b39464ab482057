"""Under which user the server runs.

An ordinary user runs it as themselves. PostgreSQL refuses root, so for root a user id without an entry in the
user list is taken (the range that systemd keeps for such uses) and kept by owning the data folder: nobody is
added to the system and no other service shares the id.
"""

from __future__ import annotations

import os
import pwd
import secrets
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from truetonne.config.embedded.faults import AccountMissing

UNLISTED_UIDS = range(61184, 65520)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who runs a program: the calling user (``uid`` None), or another one that root steps down to."""

    uid: int | None

    @property
    def effective_uid(self) -> int:
        return os.geteuid() if self.uid is None else self.uid

    def run(self, *, command: list[str], folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run to the end and return the outcome with its output; raises AccountMissing."""
        try:
            return subprocess.run(  # noqa: S603 - our own programs, no shell
                command,
                cwd=folder,
                env=plain_environment(),
                input=stdin,
                text=True,
                capture_output=True,
                check=False,
                user=self.uid,
                group=self.uid,
                extra_groups=None if self.uid is None else [],
            )
        except (PermissionError, subprocess.SubprocessError) as error:
            raise AccountMissing(uid=self.effective_uid, reason=str(error)) from error

    def start(self, *, command: list[str], folder: Path, log: int) -> subprocess.Popen[bytes]:
        """Start a program that lives on without us, its output going to the open file ``log``."""
        try:
            return subprocess.Popen(  # noqa: S603 - our own programs, no shell
                command,
                cwd=folder,
                env=plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.uid,
                group=self.uid,
                extra_groups=None if self.uid is None else [],
            )
        except (PermissionError, subprocess.SubprocessError) as error:
            raise AccountMissing(uid=self.effective_uid, reason=str(error)) from error

    def owns(self, *, path: Path) -> None:
        """Give one file or folder to this account; nothing to do for the calling user."""
        if self.uid is not None:
            os.chown(path, self.uid, self.uid, follow_symlinks=False)

    def owns_all(self, *, path: Path) -> None:
        """Give a folder and all that is in it to this account."""
        if self.uid is None:
            return
        for folder, folders, files in os.walk(path):
            for name in (*folders, *files):
                self.owns(path=Path(folder, name))
        self.owns(path=path)

    def can_reach(self, *, path: Path) -> bool:
        """Whether this account may walk to ``path`` (which may not exist yet) and read it."""
        if self.uid is None:
            return True
        return all(_open_to_others(folder) for folder in (path, *path.parents) if folder.exists())


def choose_account(*, data_owner: int | None) -> Account:
    """Return who runs the server: whoever owns the data folder already, else an id nobody uses."""
    if os.geteuid() != 0:
        return Account(uid=None)
    if data_owner:
        return Account(uid=data_owner)
    return Account(uid=secrets.choice([uid for uid in UNLISTED_UIDS if not _is_listed(uid)]))


def listed_account(*, account: Account) -> Account:
    """Return an account that is in the user list: initdb, unlike the server, asks for a name."""
    if account.uid is None or _is_listed(account.uid):
        return account
    listed = [entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid]
    if not listed:
        raise AccountMissing(uid=account.uid, reason="the user list holds no ordinary user")
    return Account(uid=65534 if 65534 in listed else listed[-1])


def plain_environment() -> dict[str, str]:
    """Return the environment of the server and its tools: no library paths, no PG variables of the caller."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _is_listed(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _open_to_others(path: Path) -> bool:
    mode = path.stat().st_mode
    needed = stat.S_IXOTH if path.is_dir() else stat.S_IROTH
    return bool(mode & needed)
