"""The audit of quotes, orders, payments, deliveries and the register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.corruption import Corruption
from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.trading import ask, decide, deliver, pay, take
from truetonne.config.keys import load_signer, make_keys
from truetonne.ledger.audit.run import audit_snapshot
from truetonne.ledger.log.published import log_folder, log_public_key
from truetonne.ledger.log.worker import LogWorker
from truetonne.market.audit import audit_market
from truetonne.market.register_index import follow_log

pytestmark = pytest.mark.django_db(transaction=True)

UNWITNESSED = {
    "market_quote.wanted_kg": "what was asked for; the answer is in the lines",
    "market_quote.wanted_minor": "what was asked for; the answer is in the lines",
    "market_quote.expires_at": "when an open quote lapses; the reservation behind it lives longer",
    "market_quote.explanation": "why these lots; the lots are in the lines",
    "market_quote.rule": "why these lots; the lots are in the lines",
    "market_quote.disclaimers": "what the buyer was told of the projects; no mass and no money rests on it",
    "market_order.external_id": "the client's own name",
    "market_order.inventory_line": "private; sealed in the certificate's annex, which the ledger's audit checks",
    "market_order.signer": "private; sealed in the certificate's annex, which the ledger's audit checks",
    "market_order.authorization_statement": "the text that was ticked",
    "market_order.payment_due_at": "when an unpaid order lapses",
    "market_ordertransition.id": "a name",
    "market_payment.id": "a name",
    "market_payment.gateway": "who reported the movement",
    "market_payment.reference": "the bank's own name",
    "market_payment.value_date": "the bank's day",
    "market_delivery.short_code": "derived for people",
    "market_beneficiaryname.search_key": "derived for search",
    "market_beneficiaryname.organization_id": "who used a name first",
    "market_registerrow.name_key": "derived for search",
    "market_registerrow.short_code": "derived for people",
    "market_registerplace.is_only": "can hold one value only",
    "market_registerplace.day": "until when the follower has read",
    "market_registerproject.id": "a name",
    "market_registeryear.id": "a name",
}
DERIVED = (
    "person_id",
    "request_id",
    "fingerprint",
    "effective_at",
    "recorded_at",
    "reason",
    "hidden_until",
    "day",
    "year",
    "purpose",
)
ONLY_TABLES = (
    "market_quote",
    "market_quoteline",
    "market_order",
    "market_ordertransition",
    "market_payment",
    "market_delivery",
)
"""Tables that money rests on; the others are names, decisions and the register's index."""


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = replace(settings.TRUETONNE, home=tmp_path)
    make_keys(home=exchange.home, log_origin=exchange.log_origin)
    monkeypatch.setattr(settings, "TRUETONNE", exchange)


@pytest.fixture
def traded(at: datetime, web_connection: Callable[..., psycopg.Connection]) -> Exchange:
    """Two delivered orders, one paid, one placed, one open quote and one that lapsed; the log published and indexed."""
    exchange = make_exchange(at=at)
    exchange.add_lot()
    exchange.add_lot(year=2023, project="Coalfall Shaft 2")
    for name in ("a", "b"):
        placed = take(exchange, ask(exchange, kg=61_007, request_id=f"q {name}"), request_id=f"o {name}")
        pay(exchange, placed, request_id=f"p {name}")
        decide(exchange)
        deliver(exchange, placed, request_id=f"d {name}")
    paid = take(exchange, ask(exchange, kg=1_001, request_id="q paid"), request_id="o paid")
    pay(exchange, paid, request_id="p paid")
    take(exchange, ask(exchange, kg=17, request_id="q placed"), request_id="o placed")
    ask(exchange, kg=999, request_id="q open")
    worker = LogWorker(
        connection=web_connection(),
        folder=log_folder(),
        signer=load_signer(home=settings.TRUETONNE.home),
        origin=settings.TRUETONNE.log_origin,
    )
    worker.start(is_waiting=False)
    worker.index_once()
    follow_log()
    return exchange


@pytest.mark.usefixtures("traded")
def test_finds_nothing_where_everything_was_traded_by_the_rules(superuser_connection: psycopg.Connection) -> None:
    with superuser_connection.transaction():
        assert list(audit_market(connection=superuser_connection)) == []
        assert audit_snapshot(connection=superuser_connection, keys=[log_public_key()]).findings == ()


@pytest.mark.usefixtures("traded")
def test_finds_every_corruption_of_quotes_orders_payments_and_deliveries(
    superuser_connection: psycopg.Connection,
) -> None:
    columns = superuser_connection.execute(
        "SELECT table_name || '.' || column_name, table_name, column_name FROM information_schema.columns"
        " WHERE table_name LIKE 'market\\_%'"
    ).fetchall()
    left_out = {name: "not money" for name, table, column in columns if table not in ONLY_TABLES or column in DERIVED}
    delivered = "EXISTS (SELECT FROM market_delivery d WHERE d.order_id = market_order.id)"

    outcome = Corruption(
        connection=superuser_connection,
        prefix="market",
        is_clean=lambda one: not list(audit_market(connection=one)),
        unwitnessed={**UNWITNESSED, **left_out},
        # What an order asks for is witnessed once its certificate says it.
        rows_where={
            # Whose quote it was is witnessed by its order, a line's name by its delivery.
            "market_quote.organization_id": "state = 'CONSUMED'",
            "market_quoteline.id": "EXISTS (SELECT FROM market_deliveryline d WHERE d.line_id = market_quoteline.id)",
        }
        | {
            f"market_order.{column}": delivered
            for column in (
                "purpose",
                "claim_year",
                "period_start",
                "period_end",
                "claim_country",
                "claim_scope",
                "note",
                "beneficiary_id",
            )
        },
    ).change_every_column()

    assert outcome.missed == []
    assert outcome.untried == []
    assert outcome.tried >= 100
