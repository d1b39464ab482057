"""From a quote to a certificate, over HTTP."""

from __future__ import annotations

import pytest

from tests.api.conftest import CLAIM, Caller, lot_id, token_for
from tests.rooms.exchange import Exchange
from truetonne.edge.identifiers import new_id, show_id
from truetonne.ledger.values import LotState
from truetonne.market.api.answers import DeliveriesOut, OrderOut, PaymentOut, QuoteOut
from truetonne.market.api.order_lists import OrdersOut
from truetonne.market.attribution import Beneficiary
from truetonne.people.actions import record_organization
from truetonne.people.models import OrganizationKind

pytestmark = pytest.mark.django_db


def quoted(buyer: Caller, *, tonnes: str = "3.250") -> str:
    answer = buyer.post("/v1/quotes", {"quantity": {"tonnes": tonnes}})
    assert answer.status == 201, answer.json
    return str(answer.json["id"])


def ordered(buyer: Caller, **changes: object) -> dict[str, object]:
    answer = buyer.post("/v1/orders", {**CLAIM, "quote": quoted(buyer), **changes})
    assert answer.status == 201, answer.json
    found: dict[str, object] = answer.json
    return found


def paid(buyer: Caller, clerk: Caller) -> dict[str, object]:
    order = ordered(buyer)
    answer = clerk.post(
        f"/v1/orders/{order['id']}/payments",
        {"amount": order["amount"], "reference": "bank 17", "value_date": "2026-03-01"},
    )
    assert answer.status == 201, answer.json
    return order


def test_lists_ones_own_orders_and_quotes_page_by_page(
    buyer: Caller, clerk: Caller, exchange: Exchange, lot: LotState
) -> None:
    first, second = ordered(buyer, external_id="PO 1"), ordered(buyer, claim_year=2024)
    other_id = exchange.ids()
    other = record_organization(
        organization_id=other_id, kind=OrganizationKind.MEMBER, name="Other", legal_name="Other AB", country="SE",
        request_id=str(other_id), at=exchange.at,
    )  # fmt: skip
    stranger = Caller(token=token_for(person=exchange.buyer, organization=other, at=exchange.at))

    page = buyer.get("/v1/orders?limit=1")
    OrdersOut.model_validate(page.json)
    rest = buyer.get(f"/v1/orders?limit=1&after={page.json['next_cursor']}")

    assert [each["id"] for each in (*page.json["data"], *rest.json["data"])] == [first["id"], second["id"]]
    assert page.json["data"][0]["quantity"] == {"kg": 3250, "tonnes": "3.25"}
    assert page.response["Cache-Control"] == "private, no-store"
    assert [each["id"] for each in buyer.get("/v1/orders?external_id=PO%201").json["data"]] == [first["id"]]
    assert [each["id"] for each in buyer.get("/v1/orders?claim_year=2024").json["data"]] == [second["id"]]
    assert buyer.get("/v1/orders?state=RETIRED").json["data"] == []
    assert len(buyer.get("/v1/quotes?state=CONSUMED").json["data"]) == 2
    assert stranger.get("/v1/orders").json["data"] == stranger.get("/v1/quotes").json["data"] == []
    assert len(clerk.get("/v1/orders").json["data"]) == len(clerk.get("/v1/quotes").json["data"]) == 2
    assert buyer.get("/v1/orders?colour=red").code == "unknown_field"


def test_sells_at_cost_from_quote_to_certificate(
    buyer: Caller, clerk: Caller, lot: LotState, confirmed_name: Beneficiary
) -> None:
    quote = buyer.post("/v1/quotes", {"quantity": {"tonnes": "3.250"}})
    QuoteOut.model_validate(quote.json)
    assert quote.json["quantity"] == {"kg": 3250, "tonnes": "3.25"}
    assert quote.json["amount"] == {"minor": 4631, "currency": "USD"}
    assert quote.json["margin"] == {"minor": 0, "currency": "USD"}
    assert sum(quote.json["parts"].values()) == 4631
    assert quote.json["lines"][0]["lot"] == lot_id(lot)
    assert quote.json["lines"][0]["price"]["per_tonne"] == "14.25"
    assert quote.json["livemode"] is False

    order = buyer.post("/v1/orders", {**CLAIM, "quote": quote.json["id"], "external_id": "PO 7"})
    OrderOut.model_validate(order.json)
    assert (order.status, order.json["state"]) == (201, "AWAITING_FUNDS")
    assert buyer.get(f"/v1/quotes/{quote.json['id']}").json["order"] == order.json["id"]

    payment = clerk.post(
        f"/v1/orders/{order.json['id']}/payments",
        {"amount": order.json["amount"], "reference": "bank 17", "value_date": "2026-03-01"},
    )
    PaymentOut.model_validate(payment.json)
    assert payment.status == 201

    delivery = clerk.post(f"/v1/orders/{order.json['id']}/deliveries", {})
    DeliveriesOut.model_validate(delivery.json)
    assert delivery.status == 201
    assert delivery.json["deliveries"][0]["quantity"]["kg"] == 3250

    found = buyer.get(f"/v1/orders/{order.json['id']}").json
    assert found["state"] == "RETIRED"
    assert found["deliveries"] == delivery.json["deliveries"]
    assert found["payments"] == [payment.json]


def test_buys_for_an_amount_of_money(buyer: Caller, lot: LotState) -> None:
    answer = buyer.post("/v1/quotes", {"amount": {"minor": 10_000, "currency": "USD"}})

    assert answer.status == 201
    assert answer.json["wanted"] == {"minor": 10_000, "currency": "USD"}
    assert answer.json["amount"]["minor"] <= 10_000


def test_takes_chosen_masses_of_chosen_lots(buyer: Caller, exchange: Exchange) -> None:
    first, second = exchange.add_lot(year=2023), exchange.add_lot(year=2024)
    picks = [
        {"lot": lot_id(second), "quantity": {"kg": 1}},
        {"lot": lot_id(first), "quantity": {"tonnes": "2"}},
    ]

    answer = buyer.post("/v1/quotes", {"picks": picks})

    assert {line["lot"]: line["quantity"]["kg"] for line in answer.json["lines"]} == {
        lot_id(second): 1,
        lot_id(first): 2000,
    }
    assert answer.json["rule"] == "CHOSEN"


def test_refuses_more_than_there_is_with_both_figures(buyer: Caller, lot: LotState) -> None:
    answer = buyer.post("/v1/quotes", {"quantity": {"tonnes": "100.001"}})

    assert (answer.status, answer.code, answer.json["retryable"]) == (409, "insufficient_stock", True)
    assert (answer.json["requested_kg"], answer.json["available_kg"]) == (100_001, 100_000)
    assert answer.json["instance"] == "/v1/quotes"


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"beneficiary": {}}, ["beneficiary.display_name", "beneficiary.legal_name", "beneficiary.country"]),
        ({"purpose": ""}, ["purpose"]),
        ({"claim_year": None}, ["claim_year"]),
        ({"signer": ""}, ["signer"]),
    ],
)
def test_never_fills_in_who_for_what_and_when(
    buyer: Caller, lot: LotState, changes: dict[str, object], missing: list[str]
) -> None:
    answer = buyer.post("/v1/orders", {**CLAIM, "quote": quoted(buyer), **changes})

    assert (answer.status, answer.code) == (422, "attribution_required")
    assert set(missing) <= set(answer.json["missing"])


def test_takes_a_country_of_three_letters_and_answers_with_two(buyer: Caller, lot: LotState) -> None:
    named = {**CLAIM["beneficiary"], "country": "FIN"}

    assert ordered(buyer, beneficiary=named, country="VNM")["country"] == "VN"
    refused = buyer.post("/v1/orders", {**CLAIM, "quote": quoted(buyer), "beneficiary": {**named, "country": "DDR"}})
    assert refused.errors == {"/beneficiary/country": "invalid_request"}


def test_asks_for_the_authorization(buyer: Caller, lot: LotState) -> None:
    answer = buyer.post("/v1/orders", {**CLAIM, "quote": quoted(buyer), "authorized": False})

    assert (answer.status, answer.code) == (422, "authorization_required")
    assert "final" in answer.json["statement"]


def test_points_at_every_wrong_fact_of_the_beneficiary(buyer: Caller, lot: LotState) -> None:
    wrong = {**CLAIM["beneficiary"], "lei": "529900T8BM49AURSDO54", "country": "XX"}

    answer = buyer.post("/v1/orders", {**CLAIM, "quote": quoted(buyer), "beneficiary": wrong})

    assert answer.status == 400
    assert set(answer.errors) == {"/beneficiary/lei", "/beneficiary/country"}


def test_a_quote_is_used_once(buyer: Caller, lot: LotState) -> None:
    order = ordered(buyer)

    answer = buyer.post("/v1/orders", {**CLAIM, "quote": order["quote"]})

    assert (answer.status, answer.code) == (409, "quote_consumed")
    assert (answer.json["quote_id"], answer.json["order_id"]) == (order["quote"], order["id"])


def test_an_external_id_names_one_order(buyer: Caller, lot: LotState) -> None:
    first = ordered(buyer, external_id="PO 7")

    answer = buyer.post("/v1/orders", {**CLAIM, "quote": quoted(buyer), "external_id": "PO 7"})

    assert (answer.status, answer.code, answer.json["order_id"]) == (409, "state_conflict", first["id"])


def test_nothing_is_retired_before_it_is_paid(
    buyer: Caller, clerk: Caller, lot: LotState, confirmed_name: Beneficiary
) -> None:
    order = ordered(buyer)

    answer = clerk.post(f"/v1/orders/{order['id']}/deliveries", {})

    assert (answer.status, answer.code) == (402, "payment_required")
    assert answer.json["amount"] == order["amount"]


def test_takes_exactly_the_total(buyer: Caller, clerk: Caller, lot: LotState) -> None:
    order = ordered(buyer)
    body = {"amount": {"minor": 1, "currency": "USD"}, "reference": "bank 17", "value_date": "2026-03-01"}

    answer = clerk.post(f"/v1/orders/{order['id']}/payments", body)

    assert (answer.status, answer.json["amount"], answer.json["given"]) == (402, order["amount"], body["amount"])


def test_a_name_is_reviewed_before_its_first_use(buyer: Caller, clerk: Caller, lot: LotState) -> None:
    order = paid(buyer, clerk)

    answer = clerk.post(f"/v1/orders/{order['id']}/deliveries", {})

    assert (answer.status, answer.code, answer.json["retryable"]) == (409, "beneficiary_name_in_review", True)
    assert answer.json["name"] == "Harbour Street Bakeries"


def test_a_buyer_cancels_and_the_units_go_back(buyer: Caller, lot: LotState) -> None:
    order = ordered(buyer)

    answer = buyer.post(f"/v1/orders/{order['id']}/cancellation", {"reason": "REQUESTED"})

    assert (answer.status, answer.json["state"]) == (200, "CANCELLED")
    assert buyer.post("/v1/quotes", {"quantity": {"tonnes": "100"}}).status == 201


def test_nothing_retired_is_cancelled(buyer: Caller, clerk: Caller, lot: LotState, confirmed_name: Beneficiary) -> None:
    order = paid(buyer, clerk)
    clerk.post(f"/v1/orders/{order['id']}/deliveries", {})

    answer = clerk.post(f"/v1/orders/{order['id']}/cancellation", {"reason": "REQUESTED"})

    assert (answer.status, answer.code) == (409, "state_conflict")
    assert (answer.json["from"], answer.json["to"], answer.json["allowed"]) == ("RETIRED", "CANCELLED", [])


def test_finds_an_order_by_its_key(buyer: Caller, lot: LotState) -> None:
    placed = buyer.post("/v1/orders", {**CLAIM, "quote": quoted(buyer)}, key="mine/7?")

    assert buyer.get("/v1/orders/by-idempotency-key/mine%2F7%3F").json["id"] == placed.json["id"]
    assert buyer.get("/v1/orders/by-idempotency-key/other").code == "not_found"


def test_an_id_of_another_kind_is_not_simply_missing(buyer: Caller) -> None:
    wrong = buyer.get(f"/v1/orders/{show_id(prefix='qte', id=new_id())}")
    absent = buyer.get(f"/v1/orders/{show_id(prefix='ord', id=new_id())}")

    assert (wrong.status, wrong.code, wrong.errors) == (400, "invalid_id", {"/path/order_id": "invalid_id"})
    assert (absent.status, absent.code) == (404, "not_found")
