"""Orders one by one with 1e5, 1e6 and 1e7 lines already there; audit time and size at each."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.harness.clients import Clients, Load
from bench.harness.exchanges import Exchange
from bench.harness.machine import load_now
from bench.harness.run import Run, do_job
from bench.harness.tables import Table, middle, ratio, spread

TITLE = "orders one by one with lines already there, 8 clients; audit; size"
CLIENTS = 8
AIM = 0.9
COPIED_MAX = 1_000_000
"""Up to this size each round works on a fresh copy, so that its own orders do not change the size much."""


@dataclass(slots=True)
class Measured:
    """What was measured at one size."""

    exchange: Exchange
    loads: list[Load] = field(default_factory=list)
    audit_s: float = 0.0
    findings: int = 0
    entries: int = 0
    database_bytes: int = 0


def measure(run: Run) -> Table:
    """Interleave the sizes, round by round; size and audit are taken before the first order."""
    found = {lines: _prepare(run=run, lines=lines) for lines in run.sizes}
    run.server.prepare_pgbench()
    run.server.settle()
    tpcb: list[float] = []
    for number in range(run.rounds):
        tpcb.append(run.server.run_pgbench(seconds=run.seconds).rate)
        for lines, measured in found.items():
            measured.loads.append(_round(run=run, measured=measured, lines=lines, number=number))
        rates = ", ".join(f"{lines:,}: {measured.loads[-1].rate:.0f}" for lines, measured in found.items())
        run.report(f"round {number + 1}: TPC-B {tpcb[-1]:.0f}, at {rates}; load {load_now()}")
    return _table(run=run, found=found, tpcb=tpcb)


def _prepare(*, run: Run, lines: int) -> Measured:
    exchange = run.with_history(lines=lines)
    run.report(f"auditing {lines:,} lines")
    audited = do_job(exchange=exchange, job="audit")
    rows = audited["rows"]
    findings = audited["findings"]
    assert isinstance(rows, dict)
    assert isinstance(findings, list)
    return Measured(
        exchange=exchange,
        audit_s=float(audited["seconds"]),
        findings=len(findings),
        entries=int(rows["ledger_entry"]),
        database_bytes=run.server.database_bytes(name=exchange.name),
    )


def _round(*, run: Run, measured: Measured, lines: int, number: int) -> Load:
    exchange = measured.exchange
    if lines <= COPIED_MAX:
        exchange = run.exchanges.copy(source=measured.exchange, name="bench_with_history")
        run.server.settle()
    with Clients(kind="library", count=CLIENTS, environ=exchange.environ, options={"seed": number}) as clients:
        load = clients.work(seconds=run.seconds, server=run.server)
    if lines <= COPIED_MAX:
        run.exchanges.drop(name=exchange.name)
    return load


def _table(*, run: Run, found: dict[int, Measured], tpcb: list[float]) -> Table:
    first = middle([load.rate for load in next(iter(found.values())).loads])
    base = middle(tpcb)
    columns = {
        "lines": "lines there", "entries": "events", "rate": "orders/s", "spread": "lowest-highest", "ratio": "of first size",
        "aim": "aim", "of_tpcb": "of TPC-B", "audit_s": "audit s", "findings": "findings", "mb_per_million": "MB/1e6 lines",
    }  # fmt: skip
    table = Table(name="with_history", title=TITLE, columns=columns)
    for number, (lines, measured) in enumerate(found.items()):
        rates = [load.rate for load in measured.loads]
        rate = middle(rates)
        table.add(
            lines=lines,
            entries=measured.entries,
            rate=rate,
            spread=spread(rates),
            ratio=ratio(rate, first),
            aim=AIM if number == len(found) - 1 else None,
            of_tpcb=ratio(rate, base),
            audit_s=measured.audit_s,
            findings=measured.findings,
            mb_per_million=measured.database_bytes / lines,
            client_us=middle([load.client_us for load in measured.loads]),
            server_us=middle([load.server_us for load in measured.loads]),
            rounds=len(rates),
        )
    table.notes.append(f"TPC-B in the same rounds: {base:,.0f} per s." if base else "")
    table.notes.append("The size is the database's: rows, certificate bodies, annexes, indexes. Log tiles come on top.")
    table.notes.append("The history is written by the batch action; the audit runs over all of it.")
    if not run.keep:
        for measured in found.values():
            run.exchanges.drop(name=measured.exchange.name)
    return table
