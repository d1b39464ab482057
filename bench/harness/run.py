"""One run of the bench: what was asked for, and the server and exchanges that its benchmarks share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bench.harness.exchanges import ROOT, Exchange, Exchanges
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
        environ = {ACCESS_VARIABLE: access, "PYTHONPATH": str(ROOT)}
        if not self.server.has_database(name=HORDAK_DATABASE):
            self.report("making the peer's database (django-hordak)")
            self.server.make_database(name=HORDAK_DATABASE)
            command = [sys.executable, "-m", "bench.harness.hordak"]
            subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}, check=True)
        return environ

    def with_history(self, *, lines: int) -> Exchange:
        """Return an exchange with so many lines already there, made once per home."""
        name = f"bench_lines_{lines}"
        found = self.exchanges.found(name=name)
        if found is not None:
            return found
        self.report(f"writing {lines:,} lines of history")
        draft = f"{name}_draft"
        exchange = self.exchanges.fresh(name=draft)
        load_history(run=self, exchange=exchange, lines=lines)
        return self.exchanges.rename(exchange=exchange, name=name)


class Benchmark(Protocol):
    """A module of the bench."""

    TITLE: str

    def measure(self, run: Run) -> Table:
        """Measure and return the table."""


def load_history(*, run: Run, exchange: Exchange, lines: int, parts: int = 2) -> None:
    """Fill an exchange with orders of ``lines`` lines in all, and let the planner know."""
    admin = json.dumps(run.server.access(database=exchange.name).conninfo())
    with run.server.connect(database=exchange.name) as connection:
        row = connection.execute("SELECT coalesce(max(id), 0) FROM ledger_entry").fetchone()
    base = str(row[0] if row else 0)
    loaders = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.harness.history", str(part), str(parts), str(lines // parts), base],
            cwd=ROOT,
            env={**os.environ, **exchange.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(parts)
    ]
    for loader in loaders:
        if loader.stdin:
            loader.stdin.write(admin)
            loader.stdin.close()
    for loader in loaders:
        if loader.wait() != 0:
            raise RuntimeError("the history could not be written; its words stand above")
        if loader.stdout:
            loader.stdout.close()
    with run.server.connect(database=exchange.name) as connection:
        connection.execute("VACUUM ANALYZE")
