"""``truetonne worker``: queued jobs, daily clocks and what falls due, until stopped. Started by ``truetonne up``.

One process does all that waits behind the pages; several of them share the jobs and do no harm.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from datetime import UTC, datetime

import click

from truetonne.cli.clock import due_tasks, tick
from truetonne.cli.console import bootstrap_django, errors
from truetonne.config.supervision import watch_parent

CONCURRENCY = 6
RESTART_SECONDS = 2.0
POLL_SECONDS = 2.0
STOP_PATIENCE_S = 8.0


@click.command(name="worker")
@click.option("--once", is_flag=True, help="Do the jobs and daily clocks that are due now, then end.")
@click.option(
    "--clock/--no-clock", default=True, show_default=True, help="Also end what falls due, as truetonne clock."
)
def command(once: bool, clock: bool) -> None:  # noqa: FBT001 - click passes them by name
    """Send webhooks and mails, run daily clocks, end what falls due."""
    watch_parent(environ=os.environ)
    bootstrap_django()
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    if once:
        _work_once()
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    clock_thread = threading.Thread(target=_watch_clock, args=(stop,), name="clock", daemon=True)
    if clock:
        clock_thread.start()
    _work(stop=stop)
    if clock:
        clock_thread.join(timeout=STOP_PATIENCE_S)


def _watch_clock(stop: threading.Event) -> None:
    tick(tasks=due_tasks(), stop=stop)


def _work_once() -> None:
    from truetonne.config.jobs import run_jobs
    from truetonne.edge.jobs import run_daily_clocks

    run_daily_clocks(at=datetime.now(UTC))
    # One after the other: what a job queues is due too, and would be missed while the job that queues it still runs.
    asyncio.run(run_jobs(wait=False, concurrency=1))


def _work(*, stop: threading.Event) -> None:
    """Work until asked to stop; a database that does not answer is waited for."""
    from truetonne.config.jobs import run_jobs

    while not stop.is_set():
        try:
            asyncio.run(
                run_jobs(wait=True, concurrency=CONCURRENCY, stop=stop, poll_s=POLL_SECONDS, patience_s=STOP_PATIENCE_S)
            )
        except Exception as error:
            if stop.is_set():
                return
            # The database restarts: queued jobs wait in it, and a job that ran then runs again.
            errors.print(f"worker: {' '.join(str(error).split()) or type(error).__name__}; trying again")
            time.sleep(RESTART_SECONDS)
