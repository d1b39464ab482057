"""The basket: a mix of lots, priced without effect and quoted as it stands."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.trading import ask
from truetonne.edge.identifiers import show_id
from truetonne.ledger.actions.hold import hold_lot
from truetonne.ledger.queries.lots import get_lot
from truetonne.ledger.values import LotState
from truetonne.market.explaining import explanation_sentences
from truetonne.market.models import Quote, QuoteLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def buyer(exchange: Exchange) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(exchange.buyer)
    return client


def put(buyer: Client, *lots: LotState) -> None:
    for lot in lots:
        response = buyer.post("/basket/add/", {"lot": show_id(prefix="lot", id=lot.lot_id)})
        assert response.status_code == 302


def masses(**given: str) -> dict[str, str]:
    return {"request_id": "basket-1", **given}


def field(lot: LotState) -> str:
    return show_id(prefix="lot", id=lot.lot_id)


def test_prices_a_mix_without_effect_and_quotes_it_as_it_stands(exchange: Exchange, buyer: Client) -> None:
    first, second = exchange.add_lot(project="Mbeya Ridge"), exchange.add_lot(project="Kelp Coast", year=2021)
    put(buyer, first, second)

    saved = buyer.post("/basket/", masses(**{field(first): "2.250", field(second): "1"}), follow=True)

    assert 'value="3250"' in saved.content.decode()
    assert Quote.objects.count() == 0
    assert get_lot(lot_id=first.lot_id).reserved_kg == 0

    response = buyer.post("/basket/", masses(quote="1", **{field(first): "2.250", field(second): "1"}))

    assert response.status_code == 302
    assert list(QuoteLine.objects.order_by("number").values_list("lot_id", "kg")) == [
        (first.lot_id, 2_250),
        (second.lot_id, 1_000),
    ]
    shown = buyer.get(response["Location"]).content.decode()
    assert "You chose the lots" in shown
    assert "The basket is empty" in buyer.get("/basket/").content.decode()


def test_says_beside_the_field_what_cannot_be_read(exchange: Exchange, buyer: Client) -> None:
    lot = exchange.add_lot()
    put(buyer, lot)

    response = buyer.post("/basket/", masses(quote="1", **{field(lot): "1,5"}))

    assert response.status_code == 422
    assert "at most three decimals" in response.content.decode()
    assert Quote.objects.count() == 0


@pytest.mark.parametrize(
    ("tonnes", "words"), [("100.001", "100 t available"), ("", "Give a mass for at least one lot")]
)
def test_refuses_what_cannot_be_quoted_and_keeps_the_basket(
    exchange: Exchange, buyer: Client, tonnes: str, words: str
) -> None:
    lot = exchange.add_lot()
    put(buyer, lot)

    response = buyer.post("/basket/", masses(quote="1", **{field(lot): tonnes}))

    assert response.status_code == 422
    assert words.split(maxsplit=1)[0] in response.content.decode()
    assert lot.facts["project_name"] in buyer.get("/basket/").content.decode()  # type: ignore[operator]


def test_a_lot_is_taken_out_and_a_held_lot_is_left_out(exchange: Exchange, buyer: Client) -> None:
    kept, held = exchange.add_lot(project="Mbeya Ridge"), exchange.add_lot(project="Kelp Coast", year=2021)
    put(buyer, kept, held)
    hold_lot(lot_id=held.lot_id, reason="under suspicion", request_id="h", at=exchange.at)

    shown = buyer.get("/basket/").content.decode()

    assert "Kelp Coast" not in shown
    assert "One lot is no longer for sale" in shown

    buyer.post("/basket/", masses(remove=field(kept)))

    assert "Mbeya Ridge" not in buyer.get("/basket/").content.decode()


def test_the_explanation_of_a_rule_is_stored_and_read_in_sentences(exchange: Exchange) -> None:
    exchange.add_lot(year=2024, project="Newest")
    exchange.add_lot(year=2021, last=2, project="Oldest")
    exchange.add_lot(year=2022, last=2, project="Middle")

    quoted = ask(exchange, kg=3_000)

    stored = Quote.objects.get(pk=quoted.quote_id).explanation
    assert stored["rule"] == "OLDEST_VINTAGE_FIRST"
    sentences = explanation_sentences(explanation=stored, names={})
    assert "3 lots" in sentences[0]
    assert "all 2" in sentences[1]
    assert "1.000" in sentences[2]
    assert "not needed" in sentences[3]
