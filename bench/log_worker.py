"""The log worker: entries that wait are hashed, numbered, signed and published."""

from __future__ import annotations

import shutil

from bench.harness.exchanges import Exchange
from bench.harness.machine import load_now
from bench.harness.run import Run, do_job, load_history
from bench.harness.tables import Table, middle, spread

TITLE = "the log worker, entries per second (hash stored bytes, tiles, sign, write)"
LINES = 600_000
"""About 200,000 entries: twelve full checkpoints."""
AIM = 50_000.0
PARTS_ENTRIES = 50_000


def measure(run: Run) -> Table:
    """Publish the same queue once a round, from nothing."""
    exchange = run.exchanges.fresh(name="bench_log_worker")
    lines = min(LINES, 3 * max(run.sizes))
    run.report(f"writing {lines:,} lines, so that their entries wait")
    load_history(run=run, exchange=exchange, lines=lines)
    run.server.settle()
    rates: list[float] = []
    cpu_us: list[float] = []
    entries = 0
    for number in range(run.rounds):
        _forget_log(run=run, exchange=exchange)
        done = do_job(exchange=exchange, job="publish_log")
        entries = int(done["entries"])
        rates.append(entries / float(done["seconds"]))
        cpu_us.append(1e6 * float(done["cpu_s"]) / entries)
        run.report(f"round {number + 1}: {rates[-1]:,.0f} entries/s; load {load_now()}")
    parts = do_job(exchange=exchange, job="time_parts", argument=str(PARTS_ENTRIES))
    columns = {"what": "what", "rate": "per s", "spread": "lowest-highest", "aim": "aim", "cpu_us": "worker us"}
    table = Table(name="log_worker", title=TITLE, columns=columns)
    what = f"worker, {entries:,} waiting entries"
    table.add(what=what, rate=middle(rates), spread=spread(rates), aim=AIM, cpu_us=middle(cpu_us), rounds=len(rates))
    table.add(what="of it: hashes, tiles and bundles in memory", rate=float(parts["hash_per_s"]))
    table.add(what="apart: making an entry's canonical bytes", rate=float(parts["encode_per_s"]))
    table.notes.append(
        f"An entry has {float(parts['bytes_mean']):,.0f} bytes on average; files and leaves are fsynced."
    )
    table.notes.append("Canonical bytes are made by the order's own transaction, never by the worker.")
    if not run.keep:
        run.exchanges.drop(name=exchange.name)
    return table


def _forget_log(*, run: Run, exchange: Exchange) -> None:
    """Take the log away, as superuser with triggers off: nothing of the product can."""
    with run.server.connect(database=exchange.name) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("ALTER TABLE ledger_leaf DISABLE TRIGGER USER")
        connection.execute("ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER")
        connection.execute("TRUNCATE ledger_leaf, ledger_checkpoint")
        connection.execute("ALTER TABLE ledger_leaf ENABLE TRIGGER USER")
        connection.execute("ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER")
    shutil.rmtree(exchange.home / "log", ignore_errors=True)
