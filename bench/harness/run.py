"""One run of the bench: what was asked for, and the server and exchanges that its benchmarks share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bench.harness.exchanges import PATH, ROOT, Exchange, Exchanges
from bench.harness.hordak import ACCESS_VARIABLE
from bench.harness.server import BenchServer
from bench.harness.tables import Table

HORDAK_DATABASE = "hordak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """``seconds`` is how long one measurement takes, ``sizes`` the lines already there."""

    server: BenchServer
    exchanges: Exchanges
    rounds: int
    seconds: float
    sizes: tuple[int, ...]
    keep: bool
    report: Callable[[str], None]

    def hordak_environ(self) -> Mapping[str, str]:
        """Prepare the peer's database once and return how its clients reach it."""
        access = json.dumps(self.server.access(database=HORDAK_DATABASE).conninfo())
        environ = {ACCESS_VARIABLE: access, "PYTHONPATH": PATH}
        if not self.server.has_database(name=HORDAK_DATABASE):
            self.report("making the peer's database (django-hordak)")
            self.server.make_database(name=HORDAK_DATABASE)
            command = [sys.executable, "-m", "bench.harness.hordak"]
            subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}, check=True)
        return environ

    def with_history(self, *, lines: int) -> Exchange:
        """Return an exchange with so many lines already there, made once per home and brought up to this version."""
        name = f"bench_lines_{lines}"
        found = self.exchanges.found(name=name)
        if found is not None:
            do_job(exchange=found, job="migrate")
            return found
        self.report(f"writing {lines:,} lines of history")
        draft = f"{name}_draft"
        exchange = self.exchanges.fresh(name=draft)
        load_history(run=self, exchange=exchange, lines=lines)
        do_job(exchange=exchange, job="publish_log")
        with self.server.connect(database=draft) as connection:
            connection.execute("VACUUM ANALYZE")
        return self.exchanges.rename(exchange=exchange, name=name)


class Benchmark(Protocol):
    """A module of the bench."""

    TITLE: str

    def measure(self, run: Run) -> Table:
        """Measure and return the table."""


def do_job(*, exchange: Exchange, job: str, argument: str = "") -> dict[str, Any]:
    """Run one of the bench's jobs on an exchange and return what it says."""
    done: dict[str, Any] = json.loads(exchange.run("bench.harness.jobs", job, argument))
    return done


def load_history(*, run: Run, exchange: Exchange, lines: int, parts: int = 2) -> None:
    """Fill an exchange with orders of ``lines`` lines in all, and let the planner know."""
    command = [sys.executable, "-m", "bench.harness.history"]
    loaders = [
        subprocess.Popen(
            [*command, str(part), str(parts), str(lines // parts)],
            cwd=ROOT,
            env={**os.environ, **exchange.environ},
            stdout=subprocess.DEVNULL,
        )
        for part in range(parts)
    ]
    codes = [loader.wait() for loader in loaders]
    if any(codes):
        raise RuntimeError("the history could not be written; its words stand above")
    with run.server.connect(database=exchange.name) as connection:
        connection.execute("VACUUM ANALYZE")
