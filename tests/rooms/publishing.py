"""A folder for the log of one test, and the worker's round that publishes what was committed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from truetonne.config.keys import load_signer, make_keys
from truetonne.ledger.log.published import log_folder
from truetonne.ledger.log.worker import LogWorker


def use_own_home(*, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point this test's exchange at a folder of its own, with keys."""
    exchange = replace(settings.TRUETONNE, home=path)
    make_keys(home=exchange.home, log_origin=exchange.log_origin)
    monkeypatch.setattr(settings, "TRUETONNE", exchange)


def publish(*, connection: psycopg.Connection) -> None:
    """Do one round of the log worker's."""
    worker = LogWorker(
        connection=connection,
        folder=log_folder(),
        signer=load_signer(home=settings.TRUETONNE.home),
        origin=settings.TRUETONNE.log_origin,
    )
    worker.start(is_waiting=False)
    worker.index_once()
    # The next round of this test may come over another connection.
    connection.execute("SELECT pg_advisory_unlock_all()")
    connection.commit()
