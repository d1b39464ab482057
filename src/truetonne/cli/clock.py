"""``truetonne clock``: do what falls due with time, again and again, until stopped. ``truetonne worker`` does it too.

Each task ends what is over and says what it ended; running it twice ends nothing twice, so that several clocks
do no harm.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from truetonne.cli.console import bootstrap_django
from truetonne.config.supervision import watch_parent

TICK_S = 1.0
logger = logging.getLogger("truetonne.clock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that falls due; ``run`` returns how many things it ended."""

    name: str
    every_s: float
    run: Callable[[datetime], int]
    finish: Callable[[], None] = lambda: None
    """Waits for what ``run`` began and went on without it."""


@click.command(name="clock")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def command(once: bool) -> None:  # noqa: FBT001 - click passes it by name
    """End quotes, reservations and reviews whose time is over; import the registry files that were sent in."""
    watch_parent(environ=os.environ)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    bootstrap_django()
    tasks = due_tasks()
    if once:
        for task in tasks:
            task.run(datetime.now(UTC))
            task.finish()
        return
    tick(tasks=tasks, stop=stop)


def due_tasks() -> tuple[Task, ...]:
    """Return what the clock does; the market first, so that an order ends before its reservations do."""
    from truetonne.edge.idempotency import forget_answers
    from truetonne.edge.identifiers import new_id
    from truetonne.ledger.actions import expire_reservations
    from truetonne.market.actions.announce_price import apply_prices
    from truetonne.market.actions.expire_quotes import expire_quotes
    from truetonne.market.documents import issue_documents
    from truetonne.market.register_index import follow_log, publish_names
    from truetonne.supply.actions.listing import expire_reviews
    from truetonne.supply.actions.review_triggers import watch_ratings
    from truetonne.supply.actions.sell_fuel_batch import expire_fuel_batches
    from truetonne.supply.uploads.worker import Importer

    importer = Importer()

    def end_quotes(at: datetime) -> int:
        lapsed = expire_quotes(at=at)
        return len(lapsed.quote_ids) + len(lapsed.order_ids)

    def end_reservations(at: datetime) -> int:
        count = 0
        while ended := expire_reservations(request_id=f"clock:{new_id()}", at=at):
            count += len(ended)
        return count

    def end_reviews(at: datetime) -> int:
        return len(expire_reviews(at=at))

    def follow_register(at: datetime) -> int:
        follow_log()
        return publish_names(today=at.date())

    def forget(at: datetime) -> int:
        return forget_answers(at=at)

    return (
        Task(name="quotes and unpaid orders", every_s=5.0, run=end_quotes),
        Task(name="invoices and credit notes", every_s=10.0, run=lambda at: len(issue_documents(at=at, new_id=new_id))),
        Task(name="announced prices", every_s=60.0, run=lambda at: len(apply_prices(at=at, new_id=new_id))),
        Task(name="reservations", every_s=5.0, run=end_reservations),
        Task(name="reviews", every_s=600.0, run=end_reviews),
        Task(name="ratings", every_s=600.0, run=lambda at: len(watch_ratings(at=at, new_id=new_id))),
        Task(name="fuel batches", every_s=600.0, run=lambda at: len(expire_fuel_batches(at=at))),
        Task(name="hidden names", every_s=1.0, run=follow_register),
        Task(name="imports", every_s=1.0, run=lambda _: importer.tick(), finish=importer.finish),
        Task(name="answers kept for repeats", every_s=3_600.0, run=forget),
    )


def tick(*, tasks: tuple[Task, ...], stop: threading.Event) -> None:
    """Run each task whenever it is due until ``stop`` is set; one that fails is tried again at its next turn."""
    due = dict.fromkeys((task.name for task in tasks), 0.0)
    while not stop.is_set():
        for task in tasks:
            if time.monotonic() >= due[task.name]:
                due[task.name] = time.monotonic() + task.every_s
                _run(task=task)
        stop.wait(TICK_S)


def _run(*, task: Task) -> None:
    from django.db import OperationalError, connection

    try:
        count = task.run(datetime.now(UTC))
    except OperationalError as error:
        connection.close()
        logger.warning("%s: the database does not answer (%s); trying again", task.name, " ".join(str(error).split()))
    except Exception:
        connection.close()
        logger.exception("%s: failed; trying again", task.name)
    else:
        if count:
            logger.info("%s: %d ended", task.name, count)
