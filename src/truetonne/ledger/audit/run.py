"""The whole audit of the ledger, step by step with progress, inside one snapshot of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import psycopg
from psycopg import sql

from truetonne.ledger.audit.certificates import audit_certificates
from truetonne.ledger.audit.entries import audit_entries
from truetonne.ledger.audit.entry_rows import ENTRY_CHECKS
from truetonne.ledger.audit.findings import AuditReport, Finding
from truetonne.ledger.audit.fingerprints import audit_fingerprints
from truetonne.ledger.audit.log import audit_log
from truetonne.ledger.audit.lots import read_lots
from truetonne.ledger.audit.rows import LINE_CHECKS, LOT_CHECKS, RowCheck
from truetonne.proof.checkpoint import PublicKey

LISTED_PER_CHECK_MAX = 20
"""Findings of one rule that are listed; further ones are counted."""

TABLES = ("ledger_lot", "ledger_line", "ledger_entry", "ledger_certificate", "ledger_reservation", "ledger_leaf")

_TOTALS = """
    SELECT coalesce(sum(unit_stop - unit_start), 0), coalesce(sum(used.retired), 0), coalesce(sum(used.cancelled), 0)
    FROM ledger_lot lot LEFT JOIN (
        SELECT lot_id, sum(stop_unit - start_unit) FILTER (WHERE use = 'RETIREMENT') AS retired,
               sum(stop_unit - start_unit) FILTER (WHERE use = 'CANCELLATION') AS cancelled
        FROM ledger_line GROUP BY lot_id) used ON used.lot_id = lot.id
    WHERE lot.kind <> 'INSET_SCOPE3'
"""


@dataclass(slots=True)
class Collected:
    """Findings so far, with a bound per rule so that one broken table does not hide the others."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, found: Iterable[Finding]) -> None:
        for finding in found:
            count = self.counts[finding.check] = self.counts.get(finding.check, 0) + 1
            if count <= LISTED_PER_CHECK_MAX:
                self.findings.append(finding)

    def more(self) -> dict[str, int]:
        return {
            check: count - LISTED_PER_CHECK_MAX for check, count in self.counts.items() if count > LISTED_PER_CHECK_MAX
        }


def audit_ledger(
    *,
    connection: psycopg.Connection,
    keys: Sequence[PublicKey],
    tiles: Path | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> AuditReport:
    """Recompute balances, chains, prices, certificates and the log from their sources and return what disagrees.

    ``connection`` is one psycopg connection that may read every table and has no open transaction; the audit runs in
    one read-only snapshot, so writers do not disturb it. ``keys`` are the log's public keys, ``tiles`` the folder
    that is published, ``progress`` is told each step. Writes nothing; never raises for what it finds.
    """
    with in_snapshot(connection=connection):
        return audit_snapshot(connection=connection, keys=keys, tiles=tiles, progress=progress)


@contextmanager
def in_snapshot(*, connection: psycopg.Connection) -> Iterator[None]:
    """Hold one read-only snapshot of the database, so that writers neither disturb a reader nor wait for it."""
    connection.rollback()
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    try:
        with connection.transaction():
            yield
    finally:
        connection.isolation_level = None
        connection.read_only = None


def audit_snapshot(
    *,
    connection: psycopg.Connection,
    keys: Sequence[PublicKey],
    tiles: Path | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> AuditReport:
    """The audit inside a transaction that the caller has open; see ``audit_ledger``."""
    collected = Collected()
    for check in chain(LOT_CHECKS, LINE_CHECKS, ENTRY_CHECKS):
        progress(check.name)
        collected.add(_run_check(connection=connection, check=check))
    lots = read_lots(connection=connection)
    progress("entries say what the rows say")
    collected.add(audit_entries(connection=connection, lots=lots))
    progress("private events are what was asked for")
    collected.add(audit_fingerprints(connection=connection))
    progress("certificates say what lines, lots and prices say")
    collected.add(audit_certificates(connection=connection, lots=lots))
    progress("the log is the stored entries, in order and signed")
    found, signed, waiting = audit_log(connection=connection, keys=keys, tiles=tiles)
    collected.add(found)
    issued, retired, cancelled = connection.execute(_TOTALS).fetchone() or (0, 0, 0)
    return AuditReport(
        findings=tuple(collected.findings),
        more=collected.more(),
        rows={table: _count(connection=connection, table=table) for table in TABLES},
        totals_kg={"issued": int(issued), "retired": int(retired), "cancelled": int(cancelled)},
        checkpoint_size=signed,
        pending_entries=waiting,
    )


def _run_check(*, connection: psycopg.Connection, check: RowCheck) -> Iterable[Finding]:
    for (facts,) in connection.execute(check.sql):
        yield Finding(code=check.code, check=check.name, facts=facts)


def _count(*, connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0
