"""The audit of the whole exchange: the ledger's, then the market's, in one snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import psycopg

from truetonne.ledger.audit.findings import AuditReport
from truetonne.ledger.audit.run import Collected, audit_snapshot, in_snapshot
from truetonne.ledger.log.published import log_folder, log_public_key
from truetonne.market.audit import audit_market


def audit_exchange(
    *, connection: psycopg.Connection, progress: Callable[[str], None] = lambda step: None
) -> AuditReport:
    """Recompute ledger, log and money and return what disagrees. Reads only; ``connection`` has no open transaction."""
    with in_snapshot(connection=connection):
        report = audit_snapshot(
            connection=connection, keys=[log_public_key()], tiles=log_folder().path, progress=progress
        )
        collected = Collected()
        collected.add(audit_market(connection=connection, progress=progress))
    return replace(report, findings=(*report.findings, *collected.findings), more={**report.more, **collected.more()})
