"""Pages and orders over HTTP beside bare Django views behind the same middleware, on the same server, in the same run."""

from __future__ import annotations

from uuid import uuid4

from bench.harness.bare_urls import TABLE
from bench.harness.clients import Clients, Load
from bench.harness.exchanges import Exchange
from bench.harness.machine import load_now
from bench.harness.run import Run, do_job
from bench.harness.stock import TOKEN_FILE
from bench.harness.tables import Table, middle, ratio, spread
from bench.harness.web import THREADS, WORKERS, WebServer
from truetonne.config.access import WEB_ROLE
from truetonne.edge.identifiers import show_id

TITLE = "public pages and orders over HTTP beside bare Django views with the same middleware"
CLIENTS = 8
AIM = 0.7
LINES_MAX = 100_000
CALIBRATION_S = 3.0
BATCH_ROWS = 100
BATCH_CLIENTS = 2


def measure(run: Run) -> Table:
    """Interleave pages, orders, orders in batches and a bare view for each, round by round."""
    exchange = run.with_history(lines=min(LINES_MAX, max(run.sizes)))
    do_job(exchange=exchange, job="publish_log")
    do_job(exchange=exchange, job="index_register")
    _make_bare_table(run=run, exchange=exchange)
    # An exchange that is kept has answered the keys of earlier runs: with the same seeds it would repeat its answers.
    run_id = uuid4().hex
    paths = do_job(exchange=exchange, job="list_public_pages")["paths"]
    with (
        WebServer(exchange=exchange) as ours,
        WebServer(exchange=exchange, settings="bench.harness.bare_settings") as bare,
    ):
        orders = _order_options(run=run, exchange=exchange) | {"port": ours.port}
        batches = orders | {"rows": BATCH_ROWS, "warmup": 1}
        inserts = _count_inserts(run=run, exchange=exchange, options=orders)
        many = _count_inserts(run=run, exchange=exchange, options=batches) * BATCH_ROWS
        kinds: dict[str, tuple[str, WebServer, dict[str, object]]] = {
            "pages": ("pages", ours, {"port": ours.port, "paths": paths}),
            "bare page": ("pages", bare, {"port": bare.port, "paths": ["/bare/"]}),
            "orders": ("http", ours, orders),
            "bare order": ("http", bare, orders | {"port": bare.port, "path": f"/v1/bare/{inserts}/"}),
            "orders in batches": ("http", ours, batches),
            "bare batch": ("http", bare, batches | {"port": bare.port, "path": f"/v1/bare/{many}/"}),
        }
        loads: dict[str, list[Load]] = {name: [] for name in kinds}
        for number in range(run.rounds):
            for name, (kind, web, options) in kinds.items():
                given = {**options, "seed": f"{run_id}/{number}"}
                count = BATCH_CLIENTS if "rows" in given else CLIENTS
                with Clients(kind=kind, count=count, environ={}, options=given) as clients:
                    load = clients.work(seconds=run.seconds, server=run.server, other_cpu=web.processes())
                loads[name].append(load)
            rates = ", ".join(f"{name} {found[-1].rate:.0f}" for name, found in loads.items())
            run.report(f"round {number + 1}: {rates} per s; load {load_now()}")
    _drop_bare_table(run=run, exchange=exchange)
    if not run.keep:
        run.exchanges.drop(name=exchange.name)
    return _table(loads=loads, pages=len(paths), inserts=inserts, many=many)


def _table(*, loads: dict[str, list[Load]], pages: int, inserts: int, many: int) -> Table:
    columns = {
        "what": "what", "rate": "per s", "spread": "lowest-highest", "ratio": "of bare", "aim": "aim", "p50_ms": "p50 ms",
        "p99_ms": "p99 ms", "server_us": "server us",
    }  # fmt: skip
    table = Table(name="web", title=TITLE, columns=columns)
    peers = {"pages": "bare page", "orders": "bare order", "orders in batches": "bare batch"}
    for name, found in loads.items():
        base = peers.get(name)
        rates = [load.rate for load in found]
        bare = middle([load.rate for load in loads[base]]) if base else None
        table.add(
            what=name,
            rate=middle(rates),
            spread=spread(rates),
            ratio=ratio(middle(rates), bare),
            aim=AIM if base else None,
            p50_ms=middle([load.p50_ms for load in found]),
            p99_ms=middle([load.p99_ms for load in found]),
            server_us=middle([load.server_us for load in found]),
        )
    table.notes.append(f"Pages: {pages} public pages in turn, one of each kind. The bare page sends 16 kB.")
    table.notes.append(f"Our order writes {inserts} rows; the bare order makes as many INSERTs in one transaction.")
    table.notes.append(
        f"A batch is one call with {BATCH_ROWS} orders, {BATCH_CLIENTS} connections; the bare one makes {many:,} INSERTs in one"
        " transaction. Rates count orders, times are a whole call's."
    )
    table.notes.append(f"granian, {WORKERS} workers of {THREADS} threads each, {CLIENTS} persistent connections.")
    return table


def _make_bare_table(*, run: Run, exchange: Exchange) -> None:
    _drop_bare_table(run=run, exchange=exchange)
    with run.server.connect(database=exchange.name) as connection:
        connection.execute(
            f"CREATE TABLE {TABLE} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)"
        )
        connection.execute(f"GRANT INSERT ON {TABLE} TO {WEB_ROLE}")


def _drop_bare_table(*, run: Run, exchange: Exchange) -> None:
    """Take the peer's table away again: an exchange with a table that no room grants is not brought up to date."""
    with run.server.connect(database=exchange.name) as connection:
        connection.execute(f"DROP TABLE IF EXISTS {TABLE}")


def _order_options(*, run: Run, exchange: Exchange) -> dict[str, object]:
    with run.server.connect(database=exchange.name) as connection:
        rows = connection.execute("SELECT public_id FROM ledger_lot WHERE is_listed ORDER BY id").fetchall()
    token = (exchange.home / TOKEN_FILE).read_text(encoding="utf-8")
    return {"lots": [show_id(prefix="lot", id=row[0]) for row in rows], "token": token}


def _count_inserts(*, run: Run, exchange: Exchange, options: dict[str, object]) -> int:
    """Return how many rows one order writes, rounded: all tables counted before and after a few seconds of orders."""
    before = _rows_written(run=run, exchange=exchange)
    with Clients(kind="http", count=1, environ={}, options={**options, "seed": uuid4().hex, "warmup": 0}) as clients:
        load = clients.work(seconds=CALIBRATION_S, server=run.server)
    return max(1, round((_rows_written(run=run, exchange=exchange) - before) / max(1, load.orders)))


def _rows_written(*, run: Run, exchange: Exchange) -> int:
    """Count for true: the server's own statistics lag behind and lose what a killed worker wrote last."""
    with run.server.connect(database=exchange.name) as connection:
        names = connection.execute("SELECT format('%I.%I', schemaname, relname) FROM pg_stat_user_tables").fetchall()
        counts = " + ".join(f"(SELECT count(*) FROM {name})" for (name,) in names)
        (count,) = connection.execute(f"SELECT {counts}").fetchone() or (0,)
    return int(count)
