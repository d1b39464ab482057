"""Several truetonne processes, one server: who starts it and who stops it.

Two files are locked with flock, which the system undoes when a process dies however it dies. ``start.lock`` is
held while a server is started or stopped. ``users.lock`` is held shared by every process that uses the server;
who leaves and gets it alone was the last.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 2.0
PAUSE_S = 0.05


@contextmanager
def held_alone(*, path: Path, report: Callable[[str], None]) -> Iterator[None]:
    """Hold ``path`` locked by this process alone, telling the caller when another one keeps it waiting."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        waited = 0.0
        while not _locked(descriptor=descriptor, kind=fcntl.LOCK_EX):
            waited += PAUSE_S
            if waited >= PATIENCE_S and waited % 5 < PAUSE_S:
                report("waiting for another truetonne process that starts or stops the database")
            time.sleep(PAUSE_S)
        yield
    finally:
        os.close(descriptor)


class SharedUse:
    """This process's share in the server. Ends with ``leave`` or with the process."""

    def __init__(self, *, path: Path) -> None:
        self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Give the share back; True if nobody else has one. Call with ``start.lock`` held."""
        if self._descriptor is None:
            return False
        was_last = _locked(descriptor=self._descriptor, kind=fcntl.LOCK_EX)
        # Unlocked by name: a forked child may still have this descriptor open.
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        os.close(self._descriptor)
        self._descriptor = None
        return was_last


def _locked(*, descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
