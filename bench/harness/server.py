"""The one PostgreSQL that every benchmark and every peer of a run uses, durable as in production.

It is the exchange's own embedded server over a folder of the bench. Nothing of its configuration is changed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from truetonne.config.access import SUPERUSER_ROLE, Access
from truetonne.config.embedded import Lease, open_database
from truetonne.config.embedded.cluster import make_database

PGBENCH_DATABASE = "tpcb"
PGBENCH_SCALE = 50
PGBENCH_CLIENTS = 8
_RATE = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
_TICKS = os.sysconf("SC_CLK_TCK")


class PgbenchMissing(Exception):
    """No pgbench beside the server's programs or on the PATH."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PgbenchRun:
    """One run of TPC-B: transactions per second, and microseconds of processor time per transaction on either side."""

    rate: float
    client_us: float
    server_us: float


class BenchServer:
    """The running server."""

    def __init__(self, *, lease: Lease, report: Callable[[str], None]) -> None:
        self._lease = lease
        self._report = report

    def access(self, *, role: str = SUPERUSER_ROLE, database: str = "postgres") -> Access:
        """Return a role's way into a database."""
        return self._lease.access(role=role, database=database)

    def connect(self, *, database: str = "postgres") -> psycopg.Connection:
        """Connect as superuser, in autocommit."""
        return psycopg.connect(**self.access(database=database).conninfo(), autocommit=True)  # type: ignore[arg-type]

    def has_database(self, *, name: str) -> bool:
        with self.connect() as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())

    def make_database(self, *, name: str, template: str = "template1") -> None:
        """Make a database of the exchange's owner, a copy of ``template``; an old one of this name is dropped."""
        with self.connect() as connection:
            self.drop_database(name=name)
            make_database(connection=connection, database=name, template=template)

    def drop_database(self, *, name: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def database_bytes(self, *, name: str) -> int:
        with self.connect() as connection:
            row = connection.execute("SELECT pg_database_size(%s)", [name]).fetchone()
        return int(row[0]) if row else 0

    def facts(self) -> dict[str, str]:
        """Return what of the server decides a figure: version, durability, memory."""
        with self.connect() as connection:
            names = (
                "server_version",
                "fsync",
                "synchronous_commit",
                "full_page_writes",
                "shared_buffers",
                "max_wal_size",
            )
            return {name: str(connection.execute(f"SHOW {name}").fetchone()[0]) for name in names}  # type: ignore[index]

    def settle(self) -> None:
        """Write everything out, so that what came before is not paid for by what comes next."""
        with self.connect() as connection:
            connection.execute("CHECKPOINT")

    def cpu_s(self) -> float:
        """Return the processor seconds of the server so far: its living processes' and, through their parent, the ended ones'."""
        postmaster = self._lease.server_pid()
        total = 0
        for pid in self._processes():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            except OSError:
                continue
            total += int(fields[11]) + int(fields[12])
            if pid == postmaster:
                total += int(fields[13]) + int(fields[14])
        return total / _TICKS

    def prepare_pgbench(self) -> None:
        """Make the TPC-B tables once."""
        if self.has_database(name=PGBENCH_DATABASE):
            return
        self._report(f"making pgbench's tables, scale {PGBENCH_SCALE}")
        self.make_database(name=f"{PGBENCH_DATABASE}_draft")
        self._pgbench("-i", "-q", "-s", str(PGBENCH_SCALE), f"{PGBENCH_DATABASE}_draft")
        with self.connect() as connection:
            connection.execute(f"ALTER DATABASE {PGBENCH_DATABASE}_draft RENAME TO {PGBENCH_DATABASE}")

    def run_pgbench(self, *, seconds: float, clients: int = PGBENCH_CLIENTS) -> PgbenchRun:
        """Run TPC-B, prepared statements, two threads."""
        arguments = (
            "-M",
            "prepared",
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(max(1, round(seconds))),
            PGBENCH_DATABASE,
        )
        before, children = self.cpu_s(), os.times()
        printed = self._pgbench(*arguments)
        after, ended = self.cpu_s(), os.times()
        match = _RATE.search(printed)
        if match is None:
            raise RuntimeError(f"pgbench printed no rate: {printed}")
        rate = float(match[1])
        transactions = rate * max(1, round(seconds))
        client_s = ended.children_user + ended.children_system - children.children_user - children.children_system
        return PgbenchRun(
            rate=rate, client_us=1e6 * client_s / transactions, server_us=1e6 * (after - before) / transactions
        )

    def _processes(self) -> list[int]:
        pid = self._lease.server_pid()
        found = [pid] if pid else []
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            found += [int(child) for child in task.read_text(encoding="ascii").split()]
        return found

    def _pgbench(self, *arguments: str) -> str:
        access = self.access(database=PGBENCH_DATABASE)
        environ = {
            **os.environ, "PGHOST": access.host, "PGPORT": str(access.port), "PGUSER": access.user,
            "PGPASSWORD": access.password,
        }  # fmt: skip
        outcome = subprocess.run(
            [self._program(), *arguments], env=environ, capture_output=True, text=True, check=False
        )
        if outcome.returncode != 0:
            raise RuntimeError(f"pgbench {' '.join(arguments)}: {outcome.stderr.strip()}")
        return outcome.stdout

    def _program(self) -> str:
        beside = self._lease.binaries / "pgbench"
        found = str(beside) if beside.exists() else shutil.which("pgbench")
        if not found:
            raise PgbenchMissing("no pgbench beside the server's programs or on the PATH")
        return found


def open_server(*, home: Path, report: Callable[[str], None]) -> tuple[BenchServer, Lease]:
    """Start the bench's server; the caller closes the lease."""
    lease = open_database(home=home, report=report)
    return BenchServer(lease=lease, report=report), lease
