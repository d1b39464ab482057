"""Other truetonne processes for tests: they hold the database and are told to let go, or killed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from truetonne.config.embedded import DatabaseUnusable, open_database
from truetonne.config.embedded.server import processes_over

Fork = Callable[[Callable[[], str]], str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def silent(_: str) -> None:
    """Take a progress line and say nothing."""


def remove_home(home: Path) -> None:
    """Stop the server that is left, if any, and remove the data, also where they stand outside."""
    pointer = home / "database" / "data-folder"
    data = Path(pointer.read_text().strip()) if pointer.exists() else home / "database" / "data"
    if processes_over(data=data):
        with suppress(DatabaseUnusable):
            open_database(home=home, report=silent).close()
    if pointer.exists():
        shutil.rmtree(data.parent, ignore_errors=True)


HOLDER = """
import sys
from pathlib import Path
from truetonne.config.embedded import open_database
lease = open_database(home=Path(sys.argv[1]), report=lambda text: print("#", text, file=sys.stderr, flush=True))
print(lease.server_pid(), lease.data, lease.binaries, flush=True)
sys.stdin.read()
lease.close()
print("closed", flush=True)
"""


class Holder:
    """Another truetonne process that holds a lease until told to give it back."""

    def __init__(self, *, home: Path, environ: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environ or {})},
        )

    def facts(self) -> tuple[int, Path, Path]:
        """Wait for the lease; return the server's process id, its data folder and its programs."""
        assert self.process.stdout is not None
        pid, data, binaries = self.process.stdout.readline().split()
        return int(pid), Path(data), Path(binaries)

    def give_back(self) -> None:
        self.process.communicate("", timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()
