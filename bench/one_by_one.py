"""Orders one by one through the library, beside TPC-B and django-hordak."""

from __future__ import annotations

from bench.harness.clients import Clients, Load
from bench.harness.machine import load_now
from bench.harness.run import Run
from bench.harness.server import PgbenchRun
from bench.harness.tables import Table, middle, ratio, spread

TITLE = "orders one by one through the library, 1 to 5 of 1,000 lots each (mean 3)"
CLIENTS = (1, 8, 32)
PEER_CLIENTS = 8
AIM = {8: 0.8}


def measure(run: Run) -> Table:
    """Interleave TPC-B, hordak and our clients, round by round."""
    exchange = run.exchanges.fresh(name="bench_one_by_one")
    hordak = run.hordak_environ()
    run.server.prepare_pgbench()
    run.server.settle()
    tpcb: list[PgbenchRun] = []
    peer: list[Load] = []
    ours: dict[int, list[Load]] = {count: [] for count in CLIENTS}
    for number in range(run.rounds):
        tpcb.append(run.server.run_pgbench(seconds=run.seconds))
        with Clients(kind="hordak", count=PEER_CLIENTS, environ=hordak, options={"seed": number}) as clients:
            peer.append(clients.work(seconds=run.seconds, server=run.server))
        for count in CLIENTS:
            with Clients(kind="library", count=count, environ=exchange.environ, options={"seed": number}) as clients:
                ours[count].append(clients.work(seconds=run.seconds, server=run.server))
        rates = ", ".join(f"{count}: {loads[-1].rate:.0f}" for count, loads in ours.items())
        run.report(
            f"round {number + 1}: TPC-B {tpcb[-1].rate:.0f}, hordak {peer[-1].rate:.0f}, ours {rates}; load {load_now()}"
        )
    base = middle([result.rate for result in tpcb])
    table = new_table(name="one_by_one", title=TITLE)
    add_tpcb(table=table, results=tpcb)
    add_loads(table=table, what=f"django-hordak, {PEER_CLIENTS} clients", loads=peer, base=base)
    for count in CLIENTS:
        add_loads(table=table, what=f"truetonne, {count} clients", loads=ours[count], base=base, aim=AIM.get(count))
    table.notes.append("Each client is a process with a connection of its own; a rate counts orders that are durable.")
    table.notes.append(
        "A hordak order books as many legs, without serials, certificate or log, and refuses no overdraft."
    )
    if not run.keep:
        run.exchanges.drop(name=exchange.name)
    return table


def new_table(*, name: str, title: str) -> Table:
    """Return an empty table of rates."""
    columns = {
        "what": "what", "rate": "per s", "spread": "lowest-highest", "ratio": "of TPC-B", "aim": "aim", "p50_ms": "p50 ms",
        "p99_ms": "p99 ms", "client_us": "client us", "server_us": "server us",
    }  # fmt: skip
    notes = ["client us, server us: processor time per transaction on either side, microseconds."]
    return Table(name=name, title=title, columns=columns, notes=notes)


def add_tpcb(*, table: Table, results: list[PgbenchRun]) -> None:
    """Add the row that all ratios stand on."""
    rates = [result.rate for result in results]
    table.add(
        what="TPC-B (pgbench -s 50 -M prepared -c 8 -j 2)",
        rate=middle(rates),
        spread=spread(rates),
        ratio=1.0,
        client_us=middle([result.client_us for result in results]),
        server_us=middle([result.server_us for result in results]),
        rounds=len(rates),
    )


def add_loads(*, table: Table, what: str, loads: list[Load], base: float | None, aim: float | None = None) -> None:
    """Add the medians of one kind of load."""
    rates = [load.rate for load in loads]
    rate = middle(rates)
    table.add(
        what=what,
        rate=rate,
        spread=spread(rates),
        ratio=ratio(rate, base),
        aim=aim,
        p50_ms=middle([load.p50_ms for load in loads]),
        p99_ms=middle([load.p99_ms for load in loads]),
        client_us=middle([load.client_us for load in loads]),
        server_us=middle([load.server_us for load in loads]),
        refused=sum(load.refused for load in loads),
        rounds=len(rates),
    )
