"""Many orders in one call: each row by itself, each row once for ever."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import CLAIM, Caller, lot_id
from tests.rooms.exchange import Exchange
from truetonne.ledger.queries.lots import get_lot
from truetonne.ledger.values import LotState
from truetonne.market.api.order_batches import OrderBatchOut
from truetonne.market.models import Order, Quote

pytestmark = pytest.mark.django_db


def row(external_id: str, **changes: Any) -> dict[str, Any]:
    return {**CLAIM, "external_id": external_id, "quantity": {"kg": 1_000}, **changes}


def outcomes(answer: Any) -> dict[str, str]:
    return {
        each["external_id"]: each["problem"]["code"] if each["problem"] else each["outcome"] for each in answer["data"]
    }


def test_a_refused_row_leaves_nothing_behind_and_stops_no_other(
    buyer: Caller, exchange: Exchange, lot: LotState
) -> None:
    rows = [
        row("a"),
        row("b", quantity={"tonnes": "100.001"}),
        row("c", authorized=False),
        row("d", quantity=None, amount={"minor": 1_425, "currency": "USD"}),
        row("e", quantity=None, picks=[{"lot": lot_id(lot), "quantity": {"kg": 250}}]),
    ]

    answer = buyer.post("/v1/orders/batch", {"rows": rows})

    assert answer.status == 200, answer.json
    OrderBatchOut.model_validate(answer.json)
    assert outcomes(answer.json) == {
        "a": "placed",
        "b": "insufficient_stock",
        "c": "authorization_required",
        "d": "placed",
        "e": "placed",
    }
    assert answer.json["totals"] == {
        "rows": 5,
        "placed": 3,
        "replayed": 0,
        "refused": 2,
        "quantity": {"kg": 2_250, "tonnes": "2.25"},
    }
    assert Quote.objects.count() == 3
    assert get_lot(lot_id=lot.lot_id).reserved_kg == 2_250


def test_a_row_that_comes_again_in_another_call_answers_again(buyer: Caller, lot: LotState) -> None:
    first = buyer.post("/v1/orders/batch", {"rows": [row("a")]})
    again = buyer.post("/v1/orders/batch", {"rows": [row("a"), row("b")]})

    assert outcomes(again.json) == {"a": "replayed", "b": "placed"}
    assert again.json["data"][0]["order"]["id"] == first.json["data"][0]["order"]["id"]
    assert Order.objects.count() == 2


def test_a_row_that_comes_again_with_other_input_is_refused(buyer: Caller, lot: LotState) -> None:
    buyer.post("/v1/orders/batch", {"rows": [row("a")]})

    again = buyer.post("/v1/orders/batch", {"rows": [row("a", quantity={"kg": 2_000})]})

    assert outcomes(again.json) == {"a": "idempotency_key_reused"}


def test_says_at_once_which_rows_say_what_they_want_twice_or_not(buyer: Caller, lot: LotState) -> None:
    quote = buyer.post("/v1/quotes", {"quantity": {"kg": 1_000}}).json["id"]
    rows = [row("a", quote=quote), row("a", quantity=None), row("c", amount={"minor": 100, "currency": "USD"})]

    answer = buyer.post("/v1/orders/batch", {"rows": rows})

    assert answer.status == 400
    assert answer.errors == {"/rows/0": "invalid_request", "/rows/1": "invalid_request",
                             "/rows/1/external_id": "invalid_request", "/rows/2": "invalid_request"}  # fmt: skip


def test_a_rehearsal_writes_nothing(buyer: Caller, lot: LotState) -> None:
    answer = buyer.post("/v1/orders/batch?dry_run=true", {"rows": [row("a"), row("b")]})

    assert (answer.json["dry_run"], outcomes(answer.json)) == (True, {"a": "placed", "b": "placed"})
    assert (Order.objects.count(), Quote.objects.count()) == (0, 0)
    assert get_lot(lot_id=lot.lot_id).reserved_kg == 0


def test_a_quote_says_why_these_lots(buyer: Caller, exchange: Exchange, lot: LotState) -> None:
    older = exchange.add_lot(year=2020, last=1)

    allocation = buyer.post("/v1/quotes", {"quantity": {"kg": 3_000}}).json["allocation"]

    assert allocation["rule"] == "OLDEST_VINTAGE_FIRST"
    assert [(step["lot"], step["taken"]["kg"]) for step in allocation["steps"]] == [
        (lot_id(older), 1_000),
        (lot_id(lot), 2_000),
    ]
