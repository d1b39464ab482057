"""Exchanges on the bench's server: each has a database, a folder with its keys, and 1,000 lots on sale.

The first one is migrated and stocked through the product's own code in a process of its own; the others are copies of
its database. An exchange is then anything that runs with ``environ``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.harness.server import BenchServer
from truetonne.config.access import OWNER_ROLE, WEB_ROLE, AccessFile, write_access

ROOT = Path(__file__).resolve().parents[2]
PATH = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
STOCKED = "bench_stocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One exchange: ``home`` is its TRUETONNE_HOME."""

    name: str
    home: Path

    @property
    def environ(self) -> Mapping[str, str]:
        """What a process needs to work on this exchange; a DATABASE_URL of the caller must not win."""
        return {
            "TRUETONNE_HOME": str(self.home),
            "TRUETONNE_OPERATOR": "Invented Exchange",
            "DATABASE_URL": "",
            "PYTHONPATH": PATH,
        }

    def run(self, module: str, *arguments: str) -> str:
        """Run a module of the bench on this exchange and return what it printed."""
        outcome = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environ},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if outcome.returncode != 0:
            raise RuntimeError(f"{module} {' '.join(arguments)} ended with exit code {outcome.returncode}")
        return outcome.stdout


class Exchanges:
    """Makes exchanges below ``folder`` on one server and drops what is not kept."""

    def __init__(self, *, server: BenchServer, folder: Path) -> None:
        self._server = server
        self._folder = folder

    def stocked(self) -> Exchange:
        """Return the exchange with 1,000 listed lots and no order: the template of the others.

        It is made once per home and brought up to this version.
        """
        if self._server.has_database(name=STOCKED):
            kept = self._exchange(name=STOCKED)
            kept.run("bench.harness.jobs", "migrate")
            return kept
        draft = f"{STOCKED}_draft"
        self.drop(name=draft)
        self._server.make_database(name=draft)
        exchange = self._exchange(name=draft)
        exchange.run("bench.harness.stock")
        return self.rename(exchange=exchange, name=STOCKED)

    def fresh(self, *, name: str) -> Exchange:
        """Return a new copy of the stocked exchange."""
        return self.copy(source=self.stocked(), name=name)

    def copy(self, *, source: Exchange, name: str) -> Exchange:
        """Return a copy of an exchange's database, with its keys and its log."""
        self.drop(name=name)
        self._server.make_database(name=name, template=source.name)
        with self._server.connect(database=name) as connection:
            connection.execute("VACUUM ANALYZE")
        shutil.copytree(source.home, self._folder / name, ignore=shutil.ignore_patterns("database"))
        return self._exchange(name=name)

    def rename(self, *, exchange: Exchange, name: str) -> Exchange:
        """Give a finished exchange its name: what is found under a name is whole."""
        with self._server.connect() as connection:
            connection.execute(f"ALTER DATABASE {exchange.name} RENAME TO {name}")
        shutil.rmtree(self._folder / name, ignore_errors=True)
        exchange.home.rename(self._folder / name)
        return self._exchange(name=name)

    def found(self, *, name: str) -> Exchange | None:
        """Return an exchange that an earlier run kept."""
        is_there = self._server.has_database(name=name) and (self._folder / name / "keys").is_dir()
        return self._exchange(name=name) if is_there else None

    def drop(self, *, name: str) -> None:
        """Remove an exchange and all its files."""
        self._server.drop_database(name=name)
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def _exchange(self, *, name: str) -> Exchange:
        """Say anew how the database is reached: the server's socket may have moved since the last run."""
        home = self._folder / name
        access = AccessFile(
            web=self._server.access(role=WEB_ROLE, database=name),
            owner=self._server.access(role=OWNER_ROLE, database=name),
        )
        write_access(home=home, access=access)
        return Exchange(name=name, home=home)
