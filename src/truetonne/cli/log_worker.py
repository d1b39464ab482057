"""``truetonne log-worker``: number, sign and publish log entries until stopped. Started by ``truetonne up``."""

from __future__ import annotations

import os
import signal
import threading

import click
import psycopg

from truetonne.cli.console import bootstrap_django, errors, fail
from truetonne.config.supervision import watch_parent

RESTART_SECONDS = 2.0


@click.command(name="log-worker")
def command() -> None:
    """Give committed entries their place in the public log, sign and publish it.

    Exit codes: 0 stopped, 4 the published log and the database are not one history.
    """
    watch_parent(environ=os.environ)
    bootstrap_django()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        try:
            _work(stop=stop)
        except (psycopg.OperationalError, OSError) as error:
            # The database restarts or the disk is full: nothing is lost, entries wait.
            errors.print(f"log worker: {error}; trying again")
            stop.wait(RESTART_SECONDS)


def _work(*, stop: threading.Event) -> None:
    from django.conf import settings

    from truetonne.config.connection import connect
    from truetonne.config.keys import load_signer
    from truetonne.ledger.log.published import log_folder
    from truetonne.ledger.log.rebuilding import LogForked
    from truetonne.ledger.log.worker import LogWorker

    exchange = settings.TRUETONNE
    with connect() as connection:
        worker = LogWorker(
            connection=connection,
            folder=log_folder(),
            signer=load_signer(home=exchange.home),
            origin=exchange.log_origin,
        )
        try:
            worker.run(stop=stop)
        except LogForked as error:
            fail(str(error), fix="See docs/explanation/how-units-are-kept.md, the public log.", code=4)
