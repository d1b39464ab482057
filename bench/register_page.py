"""Pages of the public register over the largest history: time inside the server."""

from __future__ import annotations

from bench.harness.run import Run, do_job
from bench.harness.tables import Table

TITLE = "a page of the public register, milliseconds inside the server"
AIM_MS = 30.0


def measure(run: Run) -> Table:
    """Time each kind of page on the exchange with most lines."""
    lines = max(run.sizes)
    exchange = run.with_history(lines=lines)
    run.report("letting the register's index catch up with the log")
    indexed = do_job(exchange=exchange, job="index_register")
    with run.server.connect(database=exchange.name) as connection:
        connection.execute("VACUUM ANALYZE")
    timed = do_job(exchange=exchange, job="time_pages")
    pages = timed["pages"]
    assert isinstance(pages, dict)
    columns = {
        "page": "page",
        "median_ms": "median ms",
        "worst_ms": "worst ms",
        "cold_ms": "first ever ms",
        "aim": "aim",
    }
    table = Table(name="register_page", title=f"{TITLE}, {lines:,} lines", columns=columns)
    for page, times in pages.items():
        table.add(page=page, aim=AIM_MS, **times)
    if indexed["entries"]:
        rate = int(indexed["entries"]) / float(indexed["seconds"])
        table.notes.append(f"The index followed {int(indexed['entries']):,} log entries at {rate:,.0f} per s.")
    table.notes.append("Whole Django stack in one process: middleware, queries, template; the network is not in it.")
    if not run.keep:
        run.exchanges.drop(name=exchange.name)
    return table
