"""The audit finds nothing in a true ledger, and every corruption that somebody writes past the guards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.corruption import Corruption
from tests.ledger.audit_story import Teller, tell_story
from tests.ledger.conftest import Instruct, ListedLot
from truetonne.config.keys import load_signer, make_keys
from truetonne.ledger.audit.run import audit_ledger, audit_snapshot
from truetonne.ledger.log.published import log_folder, log_public_key
from truetonne.ledger.log.worker import LogWorker
from truetonne.science.money import COST_PARTS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for the log and its key of this test's own: other workers publish too."""
    exchange = replace(settings.TRUETONNE, home=tmp_path)
    make_keys(home=exchange.home, log_origin=exchange.log_origin)
    monkeypatch.setattr(settings, "TRUETONNE", exchange)


@pytest.fixture
def told(
    listed_lot: ListedLot,
    instruct: Instruct,
    salts: Callable[..., dict[str, bytes]],
    at: datetime,
    web_connection: Callable[..., psycopg.Connection],
) -> None:
    """A ledger in which everything has happened, with its log published."""
    tell_story(teller=Teller(listed_lot=listed_lot, instruct=instruct, salts=salts, at=at))
    worker = LogWorker(
        connection=web_connection(),
        folder=log_folder(),
        signer=load_signer(home=settings.TRUETONNE.home),
        origin=settings.TRUETONNE.log_origin,
    )
    worker.start(is_waiting=False)
    worker.index_once()


@pytest.mark.usefixtures("told")
def test_finds_nothing_in_a_ledger_that_was_only_written_by_its_verbs(superuser_connection: psycopg.Connection) -> None:
    report = audit_ledger(connection=superuser_connection, keys=[log_public_key()], tiles=log_folder().path)

    assert report.findings == ()


UNWITNESSED = {
    "ledger_entry.request_id": "a retry's answer rests on it, no balance",
    "ledger_entry.input_hash": "a retry's answer rests on it; witnessed for prices, listings and reservations",
    "ledger_entry.xid": "decides when the worker looks, not where an entry stands; every entry has its place here",
    "ledger_checkpoint.seen_xid": "where the worker goes on looking; the audit looks at all entries",
    "ledger_checkpoint.recorded_at": "when a checkpoint was made; its size orders it",
    "ledger_batch.public_id": "a name; both sides of the batch name their lots in the log",
    "ledger_reservation.public_id": "a name; the market's quotes hold it",
    "ledger_reservation.expires_at": "no kilogram moves before the reservation is resolved; the market's quotes hold it",
    "ledger_resolution.outcome": "voided and expired give back the same kilograms; posted is witnessed by the line",
    "ledger_recalled_part.id": "a name; make-goods refer to it",
    "ledger_lot.lock_handle": "can hold one value only",
    "ledger_unit_space.is_only": "can hold one value only",
}
"""Columns that no balance, price, certificate or order of the log rests on, and why."""

PRIVATE_TIMES = "kind NOT IN ('PRICE', 'LISTING', 'RESERVATION', 'RESOLUTION')"
ROWS_WHERE = {
    # The key of a reservation that is still live is a name that nothing refers to yet.
    "ledger_reservation.id": "EXISTS (SELECT FROM ledger_resolution x WHERE x.reservation_id = ledger_reservation.id)",
    # Times of private events stand nowhere else; no balance rests on them.
    "ledger_entry.effective_at": PRIVATE_TIMES,
    "ledger_entry.recorded_at": PRIVATE_TIMES,
    # What a voided or expired reservation was charged was given back whole; the market's quotes hold it.
    **{
        f"ledger_reservation.{part}_minor": "EXISTS (SELECT FROM ledger_line l WHERE l.reservation_id = ledger_reservation.id)"
        " OR NOT EXISTS (SELECT FROM ledger_resolution x WHERE x.reservation_id = ledger_reservation.id)"
        for part in COST_PARTS
    },
}


def _corruption(connection: psycopg.Connection) -> Corruption:
    return Corruption(
        connection=connection,
        prefix="ledger",
        is_clean=lambda one: audit_snapshot(connection=one, keys=[log_public_key()]).is_clean,
        unwitnessed=UNWITNESSED,
        rows_where=ROWS_WHERE,
    )


@pytest.mark.usefixtures("told")
def test_finds_every_corruption_of_every_column_that_anything_rests_on(
    superuser_connection: psycopg.Connection,
) -> None:
    outcome = _corruption(superuser_connection).change_every_column()

    assert outcome.missed == []
    assert outcome.untried == []
    assert outcome.tried >= 200


@pytest.mark.usefixtures("told")
def test_finds_every_row_that_is_gone(superuser_connection: psycopg.Connection) -> None:
    outcome = _corruption(superuser_connection).remove_rows()

    assert outcome.missed == []
    assert outcome.tried >= 40
