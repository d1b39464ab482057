"""The home page: one large number, an account that agrees to the kilogram, the last entries, the newest seal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from tests.rooms.exchange import make_exchange
from tests.rooms.trading import ask, decide, deliver, pay, take
from truetonne.config.keys import load_signer, make_keys
from truetonne.edge.accounts import SidesDisagree
from truetonne.ledger.actions.hold import hold_lot
from truetonne.ledger.log.published import log_folder
from truetonne.ledger.log.worker import LogWorker
from truetonne.ledger.queries import ClassBalance
from truetonne.ledger.values import LogEntry
from truetonne.market.log_lines import read_line
from truetonne.proof.canonical import encode
from truetonne.site.home import Balance, HomeFacts, build_home
from truetonne.site.home_facts import read_balance

EMPTY = Balance(
    received=(), retired_kg=0, available_kg=0, buffer_kg=0, held_kg=0, reserved_kg=0, cancelled_kg=0
)  # fmt: skip


@pytest.fixture
def reader() -> Client:
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for the log and its key of this test's own."""
    exchange = replace(settings.TRUETONNE, home=tmp_path)
    make_keys(home=exchange.home, log_origin=exchange.log_origin)
    monkeypatch.setattr(settings, "TRUETONNE", exchange)


def publish(connection: psycopg.Connection) -> None:
    worker = LogWorker(
        connection=connection,
        folder=log_folder(),
        signer=load_signer(home=settings.TRUETONNE.home),
        origin=settings.TRUETONNE.log_origin,
    )
    worker.start(is_waiting=False)
    worker.index_once()


def facts(balance: Balance) -> HomeFacts:
    return HomeFacts(balance=balance, log_lines=(), log_size=0, signed_at=None, last_seal=None)


def entry(kind: str, body: dict[str, object]) -> LogEntry:
    return LogEntry(
        log_index=7, kind=kind, body=encode(body), leaf_hash=b"\0" * 32, recorded_at=datetime(2026, 11, 21, tzinfo=UTC)
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("own_home")
def test_an_exchange_that_received_nothing_says_what_would_be_here(reader: Client) -> None:
    markup = reader.get("/").content.decode()

    assert 'value="0">0<span class="d">.000</span>' in markup
    assert "No unit has been received yet." in markup
    assert "The log has no entry yet." in markup
    assert 'class="seal"' not in markup


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_home")
def test_the_page_shows_what_the_ledger_holds(
    reader: Client, at: datetime, web_connection: Callable[..., psycopg.Connection]
) -> None:
    exchange = make_exchange(at=at)
    exchange.add_lot()
    held = exchange.add_lot(first=101, last=150, credit_class="REDUCTION_TECHNICAL", project="Coalfall Shaft 2")
    hold_lot(lot_id=held.lot_id, reason="fire report", request_id="hold", at=at)
    placed = take(exchange, ask(exchange, kg=3_250))
    pay(exchange, placed)
    decide(exchange)
    (delivered,) = deliver(exchange, placed)
    publish(web_connection())

    markup = reader.get("/").content.decode()

    assert '<data class="n huge" value="3250">3<span class="d">.250</span>' in markup
    for kg in (100_000, 50_000, 150_000, 96_750):
        assert f'value="{kg}"' in markup
    assert markup.count('value="150000"') == 2
    assert delivered.short_code in markup
    assert 'class="seal"' in markup
    assert "Harbour Street Bakeries" in markup
    assert "fire report" in markup
    assert "Checkpoint" in markup


def test_a_balance_that_does_not_close_is_never_shown() -> None:
    wrong = replace(EMPTY, received=(("REMOVAL_NATURE", 1_000),), available_kg=999)

    with pytest.raises(SidesDisagree):
        build_home(facts=facts(wrong), language="en")


def test_what_lies_in_a_buffer_is_never_shown_as_available() -> None:
    def balance(*, is_buffer: bool, **kg: int) -> ClassBalance:
        parts = {"available_kg": 0, "reserved_kg": 0, "held_kg": 0, "retired_kg": 0, "cancelled_kg": 0} | kg
        return ClassBalance(credit_class="REMOVAL_NATURE", is_buffer=is_buffer, issued_kg=sum(kg.values()), **parts)

    shown = read_balance(
        classes=(
            balance(is_buffer=False, available_kg=10, held_kg=5, retired_kg=3),
            balance(is_buffer=True, available_kg=4, held_kg=1, cancelled_kg=2),
        )
    )

    assert (shown.available_kg, shown.buffer_kg, shown.held_kg, shown.cancelled_kg) == (10, 5, 5, 2)
    assert shown.received == (("REMOVAL_NATURE", 25),)
    assert build_home(facts=facts(shown), language="en").account is not None


def test_an_entry_is_told_in_one_line() -> None:
    lines = [{"project_name": name} for name in ("A", "B", "A", "C", "D", "E")]
    retired = read_line(
        entry=entry("RETIREMENT", {"quantity": {"kg": 5}, "beneficiary": {"display_name": "Gốm"}, "lines": lines})
    )
    issued = read_line(
        entry=entry("ISSUE", {"lot": {"kg": 9, "facts": {"project_name": "Basalt", "vintage_start": "2025-01-01"}}})
    )
    held = read_line(entry=entry("HOLD", {"lot_id": "lot_x", "reason": "fire report"}))
    later = read_line(entry=entry("SOMETHING_NEW", {}))

    assert (retired.act, retired.beneficiary, retired.what, retired.kg) == ("Retired", "Gốm", "A, B, C and 2 more", 5)
    assert (issued.act, issued.what, issued.kg) == ("Issued", "Basalt, 2025", 9)
    assert (held.act, held.what, held.kg) == ("Put on hold", "fire report", None)
    assert (later.act, later.what) == ("something new", "")


def test_a_hidden_name_stays_hidden_in_the_log() -> None:
    line = read_line(entry=entry("RETIREMENT", {"quantity": {"kg": 5}, "beneficiary": {"hidden_until": "2027-05-01"}}))

    assert line.beneficiary == "name hidden"
