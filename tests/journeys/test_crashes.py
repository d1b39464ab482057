"""Killing the database and the application in the middle of work loses no acknowledged order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import psycopg
import pytest

from tests.running.exchange import COMMAND, ROOT, exchange_environment
from truetonne.config.access import WEB_ROLE
from truetonne.config.embedded import Lease, open_database

ROUNDS = 4
WORKERS = 3


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crashes") / "home"
    subprocess.run(_load("prepare"), env=_environment(folder), cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture
def lease(home: Path) -> Iterator[Lease]:
    held = open_database(home=home, report=lambda _: None)
    yield held
    held.close()


def _environment(home: Path) -> dict[str, str]:
    return exchange_environment(home=home, url="http://127.0.0.1:8321")


def _load(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.running.load", *arguments]


def _start(*, home: Path, name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        _load("retire", name, str(home / f"{name}.acknowledged")),
        env=_environment(home), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _acknowledged(home: Path) -> dict[str, int]:
    found = {}
    for file in home.glob("*.acknowledged"):
        # A killed worker may leave half a line; a whole one was flushed to disk after its answer.
        for line in file.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                request_id, kg = line.rstrip("\n").split("\t")
                found[request_id] = int(kg)
    return found


def _recorded(lease: Lease) -> dict[str, int]:
    with psycopg.connect(**lease.access(role=WEB_ROLE).conninfo()) as connection:  # type: ignore[arg-type]
        rows = connection.execute(
            "SELECT e.request_id, c.kg::bigint FROM ledger_entry e JOIN ledger_certificate c ON c.entry_id = e.id"
        ).fetchall()
    return {str(request_id): int(kg) for request_id, kg in rows}


def _server_pid(lease: Lease) -> int:
    """Return the server's process id; a worker that starts may just be bringing it up."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        pid = lease.server_pid()
        if pid is not None:
            return pid
        lease.ensure_running()
    raise AssertionError("the database did not come back for a minute")


def _kill_and_wait(pid: int) -> None:
    """Kill a process and wait until it is gone: until then whoever looks takes the server for a living one."""
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and _is_alive(pid):
        time.sleep(0.01)


def _is_alive(pid: int) -> bool:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return False
    return fields[0] not in {"Z", "X"}


def _wait_for_more(home: Path, *, than: int) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        count = len(_acknowledged(home))
        if count > than:
            return count
        time.sleep(0.1)
    raise AssertionError(f"no request was answered for a minute after {than}")


def test_keeps_every_acknowledged_retirement_when_database_and_workers_are_killed(home: Path, lease: Lease) -> None:
    random = Random(7)
    workers = {f"worker {number}": _start(home=home, name=f"worker {number}") for number in range(WORKERS)}
    answered = 0
    try:
        for _ in range(ROUNDS):
            answered = _wait_for_more(home, than=answered + 20)
            time.sleep(random.random() / 2)
            _kill_and_wait(_server_pid(lease))
            victim = random.choice(sorted(workers))
            workers[victim].kill()
            workers[victim].wait()
            lease.ensure_running()
            workers[victim] = _start(home=home, name=victim)
        _wait_for_more(home, than=answered + 20)
    finally:
        for worker in workers.values():
            worker.kill()
            worker.wait()

    acknowledged, recorded = _acknowledged(home), _recorded(lease)
    assert len(acknowledged) > 20 * ROUNDS
    assert {request_id: recorded.get(request_id) for request_id in acknowledged} == acknowledged
    audit = subprocess.run([str(COMMAND), "ledger", "audit"], env=_environment(home), capture_output=True, check=False)
    assert audit.returncode == 0, audit.stdout + audit.stderr
