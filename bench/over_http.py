"""Orders one by one over HTTP: POST /v1/retirements on persistent connections, two web workers."""

from __future__ import annotations

from bench.harness.clients import Clients, Load
from bench.harness.exchanges import Exchange
from bench.harness.machine import load_now
from bench.harness.run import Run
from bench.harness.server import PgbenchRun
from bench.harness.stock import TOKEN_FILE
from bench.harness.tables import Table, middle
from bench.harness.web import THREADS, WORKERS, WebServer
from bench.one_by_one import add_loads, add_tpcb, new_table
from truetonne.edge.identifiers import show_id

TITLE = "orders one by one over HTTP (POST /v1/retirements, persistent connections)"
CLIENTS = (1, 8, 32)


def measure(run: Run) -> Table:
    """Interleave TPC-B and HTTP clients, round by round."""
    exchange = run.exchanges.fresh(name="bench_over_http")
    options = _options(run=run, exchange=exchange)
    run.server.prepare_pgbench()
    run.server.settle()
    tpcb: list[PgbenchRun] = []
    ours: dict[int, list[Load]] = {count: [] for count in CLIENTS}
    with WebServer(exchange=exchange) as web:
        for number in range(run.rounds):
            tpcb.append(run.server.run_pgbench(seconds=run.seconds))
            for count in CLIENTS:
                given = {**options, "port": web.port, "seed": f"{count}/{number}"}
                with Clients(kind="http", count=count, environ={}, options=given) as clients:
                    load = clients.work(seconds=run.seconds, server=run.server, other_cpu=web.processes())
                ours[count].append(load)
            rates = ", ".join(f"{count}: {loads[-1].rate:.0f}" for count, loads in ours.items())
            run.report(f"round {number + 1}: TPC-B {tpcb[-1].rate:.0f}, over HTTP {rates}; load {load_now()}")
    base = middle([result.rate for result in tpcb])
    table = new_table(name="over_http", title=TITLE)
    add_tpcb(table=table, results=tpcb)
    for count in CLIENTS:
        add_loads(table=table, what=f"truetonne over HTTP, {count} connections", loads=ours[count], base=base)
    table.notes.append(
        f"granian, {WORKERS} workers of {THREADS} threads; server us holds the web workers and PostgreSQL."
    )
    table.notes += [_share(count=count, loads=ours[count]) for count in CLIENTS]
    if not run.keep:
        run.exchanges.drop(name=exchange.name)
    return table


def _options(*, run: Run, exchange: Exchange) -> dict[str, object]:
    with run.server.connect(database=exchange.name) as connection:
        rows = connection.execute("SELECT public_id FROM ledger_lot WHERE is_listed ORDER BY id").fetchall()
    token = (exchange.home / TOKEN_FILE).read_text(encoding="utf-8")
    return {"lots": [show_id(prefix="lot", id=row[0]) for row in rows], "token": token}


def _share(*, count: int, loads: list[Load]) -> str:
    """Say how much of all processor time the clients took."""
    client = middle([load.client_us for load in loads]) or 0.0
    server = middle([load.server_us for load in loads]) or 0.0
    return f"At {count} connections the clients take {100 * client / (client + server):.0f} % of the processor time."
