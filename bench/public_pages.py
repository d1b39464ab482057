"""Every public page of an exchange with a long history: time inside the server."""

from __future__ import annotations

from bench.harness.run import Run, do_job
from bench.harness.tables import Table

TITLE = "each public page, milliseconds inside the server"
AIM_MS = 50.0
LINES_MAX = 300_000
"""One hundred thousand orders of three lines each."""


def measure(run: Run) -> Table:
    """Time one page of each kind that a stranger reaches, the slowest first."""
    lines = min(LINES_MAX, max(run.sizes))
    exchange = run.with_history(lines=lines)
    run.report("letting the log and the register's index catch up")
    do_job(exchange=exchange, job="publish_log")
    do_job(exchange=exchange, job="index_register")
    with run.server.connect(database=exchange.name) as connection:
        connection.execute("VACUUM ANALYZE")
    pages = do_job(exchange=exchange, job="time_public_pages")["pages"]
    columns = {
        "page": "page", "median_ms": "median ms", "worst_ms": "worst ms", "aim": "aim", "after_ms": "after an act ms",
        "kept_ms": "kept ms", "queries": "queries", "bytes": "bytes",
    }  # fmt: skip
    table = Table(name="public_pages", title=f"{TITLE}, {lines:,} lines", columns=columns)
    for page, times in sorted(pages.items(), key=lambda item: -item[1]["median_ms"]):
        table.add(page=page, aim=AIM_MS, **times)
    table.notes.append("Whole Django stack in one process: middleware, queries, template; the network is not in it.")
    table.notes.append(
        "Median and worst: the page made anew. After an act: as the first reader after each write meets it."
        " Kept: what strangers get until something is recorded."
    )
    if not run.keep:
        run.exchanges.drop(name=exchange.name)
    return table
