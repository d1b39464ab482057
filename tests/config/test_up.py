"""``truetonne up`` brings everything up, keeps it up while parts of it are killed, and takes everything down."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.processes import free_port
from truetonne.cli.console import EXIT_UNUSABLE_INSTALLATION
from truetonne.config.embedded.server import read_pid_file

PATIENCE_S = 120.0


def wait_until(is_so: Callable[[], bool], what: str, log: Path | None = None) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        said = log.read_text() if log is not None and time.monotonic() >= deadline else ""
        assert time.monotonic() < deadline, f"{what} did not come within {PATIENCE_S:.0f} s\n{said}"
        time.sleep(0.1)


class Exchange:
    """One ``truetonne up`` and what it started."""

    def __init__(self, *, home: Path, port: int) -> None:
        self.home = home
        self.port = port
        self.log = home.parent / f"up-{time.monotonic_ns()}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "truetonne.cli", "up", "--port", str(port), "--no-demo"],
                env={**{k: v for k, v in os.environ.items() if k != "TRUETONNE_URL"}, "TRUETONNE_HOME": str(home)},
                stdin=subprocess.DEVNULL,
                stderr=log,
                stdout=log,
                start_new_session=True,
            )

    def wait_for_page(self) -> None:
        def has_page() -> bool:
            assert self.process.poll() is None, self.log.read_text()
            return "the exchange is at" in self.log.read_text()

        wait_until(has_page, "the first page", self.log)

    def answers(self) -> bool:
        """Whether a page that needs the database is served."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=20) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def children(self) -> dict[str, int]:
        """Return the process ids of the children by their subcommand."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and parent_of(int(entry.name)) == self.process.pid:
                words = (entry / "cmdline").read_bytes().decode().split("\0")
                if "truetonne.cli" in words:
                    found[words[words.index("truetonne.cli") + 1]] = int(entry.name)
        return found

    def server_pid(self) -> int:
        written = read_pid_file(data=self.home / "database" / "data")
        assert written is not None
        return written.pid

    def kill(self, name: str) -> None:
        """Kill one child and wait until another one stands in its place."""
        pid = self.children()[name]
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: self.children().get(name, pid) != pid, f"another {name}")


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def start(made_home: Path) -> Iterator[Callable[[int], Exchange]]:
    """Start exchanges over the test's home; all are taken down with the test."""
    started: list[Exchange] = []

    def begin(port: int) -> Exchange:
        started.append(Exchange(home=made_home, port=port))
        return started[-1]

    yield begin
    for exchange in started:
        if exchange.process.poll() is None:
            exchange.process.terminate()
            exchange.process.wait(timeout=PATIENCE_S)


def test_outlives_its_parts_and_leaves_nothing_behind(start: Callable[[int], Exchange]) -> None:
    port = free_port()
    exchange = start(port)
    exchange.wait_for_page()
    assert exchange.answers()
    wait_until(lambda: sorted(exchange.children()) == ["log-worker", "serve", "worker"], "all children")
    assert {os.getpgid(pid) for pid in exchange.children().values()} == {exchange.process.pid}

    server = exchange.server_pid()
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: exchange.answers() and exchange.server_pid() != server, "a page after the server was killed")
    for name in ("log-worker", "worker", "serve"):
        exchange.kill(name)
    wait_until(exchange.answers, "a page after the web server was killed")

    orphans = list(exchange.children().values())
    exchange.process.kill()
    exchange.process.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in orphans), "the end of the children of a killed parent")

    again = start(port)
    again.wait_for_page()
    server = again.server_pid()
    children = list(again.children().values())
    os.kill(again.process.pid, signal.SIGINT)

    assert again.process.wait(timeout=PATIENCE_S) == 0
    assert not any(is_alive(pid) for pid in (*children, server))
    assert again.log.read_text().rstrip().endswith("stopped")
    assert "Traceback" not in again.log.read_text()


def test_names_a_port_that_is_taken(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        outcome = subprocess.run(
            [sys.executable, "-m", "truetonne.cli", "up", "--port", str(port)],
            env={**os.environ, "TRUETONNE_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert outcome.returncode == EXIT_UNUSABLE_INSTALLATION
    assert f"error --port {port}: cannot be used" in outcome.stderr
    assert f"truetonne up --port {port + 1}" in outcome.stderr
    assert not home.exists()
