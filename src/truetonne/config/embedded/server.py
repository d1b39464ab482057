"""The server process: is it there, is it ready, start it, stop it.

PostgreSQL's own pid file in the data folder is the only record of the process, so that any truetonne process
can take over a server that another one started. There is no time limit on recovery: as long as the server says
that it is starting up, we wait and say so.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from truetonne.config.embedded.binaries import Binaries
from truetonne.config.embedded.faults import DatabaseUnusable, DataCorrupt, DiskFull, ServerStopped
from truetonne.config.embedded.places import SOCKET_NAME, Places, storage_fault

PAUSE_S = 0.02
PAUSE_MAX_S = 0.25
REPORT_EVERY_S = 2.0
LEFTOVER_PATIENCE_S = 5.0
LOG_BYTES_MAX = 16 * 2**20
SPACE_WORDS = ("No space left on device", "Disk quota exceeded")
ROUTINE_WORDS = (
    "starting PostgreSQL",
    "listening on",
    "database system was",
    "database system is shut down",
    "aborting startup",
    "terminating any other",
    "automatic recovery in progress",
)
CORRUPT_WORDS = (
    "incompatible with server",
    "could not locate a valid checkpoint record",
    "could not locate required checkpoint record",
    "invalid checkpoint record",
    "incorrect checksum in control file",
    "calculated CRC checksum does not match",
    "pg_control",
    "invalid page",
    "could not read",
    "could not find",
    "invalid data in file",
    "could not open file",
    "could not open directory",
    "is missing",
)

Report = Callable[[str], None]

_started: list[subprocess.Popen[bytes]] = []
"""Servers that this process began. They outlive their wrapper on purpose; kept here to be buried when they end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PidFile:
    """What the running server wrote about itself: process id and ``starting``, ``ready`` or ``stopping``."""

    pid: int
    socket: Path
    status: str


class Server:
    """The server over one data folder. Call every method with ``start.lock`` held."""

    def __init__(self, *, places: Places, binaries: Binaries) -> None:
        self._places = places
        self._binaries = binaries
        self._child: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    def running(self) -> PidFile | None:
        """Return the pid file of a server that lives over our data folder, else None."""
        self._reap()
        written = read_pid_file(data=self._places.data)
        if written is None or not _serves(pid=written.pid, data=self._places.data):
            return None
        return written

    def start(self, *, socket: Path, report: Report) -> PidFile:
        """Start the server, or take over the one that runs, and return when it answers.

        ``socket`` is the private folder that the configuration names.

        Raises DataCorrupt, DiskFull or ServerStopped with the server's own last words.
        """
        running = self.running()
        if running is not None and running.status == "stopping":
            self._wait_for_end(pid=running.pid, report=report)
            running = None
        if running is None:
            self._clear_leftovers(socket=socket, report=report)
            self._launch()
        return self._wait_until_ready(report=report)

    def stop(self, *, report: Report) -> None:
        """Stop the server in order: sessions are ended, everything is written, nothing is lost."""
        running = self.running()
        if running is None:
            return
        os.kill(running.pid, signal.SIGINT)
        self._wait_for_end(pid=running.pid, report=report)

    def _launch(self) -> None:
        log_path = self._places.log_path
        try:
            if log_path.exists() and log_path.stat().st_size > LOG_BYTES_MAX:
                log_path.replace(log_path.with_suffix(".log.1"))
            log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise storage_fault(path=log_path, error=error) from error
        self._log_start = os.fstat(log).st_size
        try:
            self._child = self._places.account.start(
                command=[self._binaries.program("postgres"), "-D", str(self._places.data)],
                folder=self._places.data,
                log=log,
            )
        finally:
            os.close(log)
        _started.append(self._child)

    def _wait_until_ready(self, *, report: Report) -> PidFile:
        began = reported = time.monotonic()
        pause = PAUSE_S
        while True:
            running = self.running()
            if running is not None and running.status == "ready":
                return running
            if running is None and (self._child is None or self._child.poll() is not None):
                raise self._ended()
            now = time.monotonic()
            if now - reported >= REPORT_EVERY_S:
                reported = now
                report(f"the database is starting up, {now - began:.0f} s so far; it may be recovering after a crash")
            time.sleep(pause)
            pause = min(pause * 1.3, PAUSE_MAX_S)

    def _wait_for_end(self, *, pid: int, report: Report) -> None:
        began = reported = time.monotonic()
        while _serves(pid=pid, data=self._places.data):
            self._reap()
            now = time.monotonic()
            if now - reported >= REPORT_EVERY_S:
                reported = now
                report(f"the database is writing its last changes and stopping, {now - began:.0f} s so far")
            time.sleep(PAUSE_S)
        self._reap()

    def _clear_leftovers(self, *, socket: Path, report: Report) -> None:
        """End what a killed server left behind: sessions that have not noticed, and lock files that mislead.

        A session that outlives its server keeps the old shared memory; PostgreSQL rightly refuses to start
        beside it. The lock files are removed only when no process works over the data any more: their number
        may be anybody's by now, after a restart of the machine even our own, or a dead process's that nobody
        has buried.
        """
        data = self._places.data
        for number in (None, signal.SIGQUIT, signal.SIGKILL):
            leftovers = processes_over(data=data)
            if number is not None and leftovers:
                report(f"ending {len(leftovers)} sessions that a killed database server left behind")
                for pid in leftovers:
                    _signal(pid=pid, number=number)
            deadline = time.monotonic() + LEFTOVER_PATIENCE_S
            while processes_over(data=data) and time.monotonic() < deadline:
                time.sleep(PAUSE_S)
        if Path("/proc/self").exists():
            for stale in (data / "postmaster.pid", socket / f"{SOCKET_NAME}.lock", socket / SOCKET_NAME):
                stale.unlink(missing_ok=True)

    def _reap(self) -> None:
        for child in [child for child in _started if child.poll() is not None]:
            _started.remove(child)

    def _ended(self) -> DatabaseUnusable:
        lines = last_words(log_path=self._places.log_path, start=self._log_start)
        text = "\n".join(lines)
        if any(word in text for word in SPACE_WORDS):
            return DiskFull(path=self._places.data, free_bytes=0)
        if any(word in text for word in CORRUPT_WORDS):
            return DataCorrupt(path=self._places.data, log_lines=lines)
        return ServerStopped(log_path=self._places.log_path, log_lines=lines)


def read_pid_file(*, data: Path) -> PidFile | None:
    """Return what postmaster.pid says, or None while it is absent or half written."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        return PidFile(
            pid=int(lines[0]), socket=Path(lines[4]), status=lines[7].strip() if len(lines) > 7 else "starting"
        )
    except (OSError, ValueError, IndexError):
        return None


def processes_over(*, data: Path) -> tuple[int, ...]:
    """Return the live processes whose working folder is ``data``: a server's, and nobody else's."""
    try:
        numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    except OSError:
        return ()
    return tuple(pid for pid in numbers if pid != os.getpid() and _works_in(pid=pid, data=data))


def last_words(*, log_path: Path, start: int) -> tuple[str, ...]:
    """Return the lines that say why the server ended."""
    try:
        with log_path.open("rb") as stream:
            stream.seek(start)
            lines = stream.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ()
    spoken = [line.split("] ", 1)[-1].strip() for line in lines if line.strip()]
    telling = [line for line in spoken if not any(word in line for word in ROUTINE_WORDS)]
    return tuple((telling or spoken)[-4:])


def _serves(*, pid: int, data: Path) -> bool:
    """Whether ``pid`` is a living server over ``data`` and not a number that another program has now."""
    if Path("/proc/self").exists():
        return _works_in(pid=pid, data=data)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _works_in(*, pid: int, data: Path) -> bool:
    """Whether a process stands in ``data`` and is not a zombie (a zombie has no working folder)."""
    try:
        return os.path.samestat(Path(f"/proc/{pid}/cwd").stat(), data.stat())
    except OSError:
        return False


def _signal(*, pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
