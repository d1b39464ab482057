"""The exchange's own web server, started as in production: granian with two workers of four threads."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

from bench.harness.exchanges import ROOT, Exchange

WORKERS = 2
THREADS = 4
PATIENCE_S = 60.0


class WebServer:
    """A running server; use as a context manager. ``processes`` are its workers, which do all the work."""

    def __init__(self, *, exchange: Exchange, settings: str = "truetonne.config.settings") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "truetonne.cli", "serve", "--port", str(self.port)),
                *("--workers", str(WORKERS), "--threads", str(THREADS)),
            ],
            cwd=ROOT,
            env={
                **os.environ,
                **exchange.environ,
                "TRUETONNE_URL": f"http://127.0.0.1:{self.port}",
                "DJANGO_SETTINGS_MODULE": settings,
            },
        )

    def __enter__(self) -> WebServer:
        end = time.monotonic() + PATIENCE_S
        while not self._answers():
            if time.monotonic() > end or self._process.poll() is not None:
                self.__exit__(None, None, None)
                raise RuntimeError(f"the web server does not answer on port {self.port}; its words stand above")
            time.sleep(0.2)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def processes(self) -> list[int]:
        """Return the process ids of the server and its workers."""
        pid = self._process.pid
        found = [pid]
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            found += [int(child) for child in task.read_text(encoding="ascii").split()]
        return found

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/v1/openapi.json", timeout=5) as response:
                return bool(response.status)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
