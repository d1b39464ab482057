"""Orders in batches: one transaction for 100, 1,000 or 5,000 orders, a refused one not sinking the others."""

from __future__ import annotations

from bench.harness.clients import Clients, Load
from bench.harness.machine import load_now
from bench.harness.run import Run
from bench.harness.server import PgbenchRun
from bench.harness.tables import Table, middle
from bench.one_by_one import add_loads, add_tpcb, new_table

TITLE = "orders in batches through the library"
SIZES = (100, 1_000, 5_000)
CLIENTS = 2
AIM = {5_000: 5.0}


def measure(run: Run) -> Table:
    """Interleave TPC-B and the batch sizes, round by round."""
    exchange = run.exchanges.fresh(name="bench_batches")
    run.server.prepare_pgbench()
    run.server.settle()
    tpcb: list[PgbenchRun] = []
    ours: dict[int, list[Load]] = {size: [] for size in SIZES}
    for number in range(run.rounds):
        tpcb.append(run.server.run_pgbench(seconds=run.seconds))
        for size in SIZES:
            options = {"seed": f"{size}/{number}", "size": size, "warmup": 1}
            with Clients(kind="batch", count=CLIENTS, environ=exchange.environ, options=options) as clients:
                ours[size].append(clients.work(seconds=run.seconds, server=run.server))
        rates = ", ".join(f"{size}: {loads[-1].rate:.0f}" for size, loads in ours.items())
        run.report(f"round {number + 1}: TPC-B {tpcb[-1].rate:.0f}, batches of {rates}; load {load_now()}")
    base = middle([result.rate for result in tpcb])
    table = new_table(name="batches", title=TITLE)
    add_tpcb(table=table, results=tpcb)
    for size in SIZES:
        what = f"truetonne, batches of {size:,}, {CLIENTS} clients"
        add_loads(table=table, what=what, loads=ours[size], base=base, aim=AIM.get(size))
    table.notes.append("The rate counts orders; the times in ms are those of a whole batch.")
    if not run.keep:
        run.exchanges.drop(name=exchange.name)
    return table
