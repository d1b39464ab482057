from __future__ import annotations

import json
from datetime import date, datetime
from uuid import UUID

import pytest

from tests.rooms.exchange import Exchange, beneficiary, make_exchange
from tests.rooms.trading import ask, body_of, decide, deliver, pay, take
from truetonne.ledger.actions.correct import CertificateReplaced
from truetonne.ledger.queries import get_retirement
from truetonne.ledger.queries.lots import get_lot
from truetonne.market import policy
from truetonne.market.actions.allocate import Pick
from truetonne.market.actions.correct_certificate import correct_beneficiary
from truetonne.market.actions.deliver_order import (
    BeneficiaryNameInReview,
    BeneficiaryNameRefused,
    LineNotOpen,
    OrderNotPaid,
)
from truetonne.market.models import Delivery, Order, OrderTransition
from truetonne.market.states import OrderState, TransitionNotListed
from truetonne.market.values import Delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def test_a_tonne_goes_from_quote_to_certificate(exchange: Exchange) -> None:
    lot = exchange.add_lot()

    quoted = ask(exchange, kg=3_250)
    placed = take(exchange, quoted)
    pay(exchange, placed)
    decide(exchange)
    (delivered,) = deliver(exchange, placed)

    after = get_lot(lot_id=lot.lot_id)
    assert (after.retired_kg, after.reserved_kg, after.available_kg) == (3_250, 0, 96_750)
    assert quoted.amount_minor == 4_631
    assert Order.objects.get(pk=placed.order_id).state == OrderState.RETIRED
    body = body_of(delivered)
    assert body["quantity"] == {
        "kg": 3_250,
        "tonnes": "3.25",
        "words": "Three tonnes, two hundred and fifty kilograms, of carbon dioxide equivalent.",
    }
    assert body["beneficiary"] == {
        "country": "FI",
        "display_name": "Harbour Street Bakeries",
        "legal_name": "Harbour Street Bakeries Oy",
        "lei": beneficiary().lei,
    }
    wording = body["wording"]
    assert wording["gross_inventory"] == dict(policy.GROSS_STATEMENT)
    assert wording["product_neutrality"]["en"].endswith("products in the European Union.")
    assert (wording["code"], wording["code_version"]) == ("claim-templates", "1")
    assert "host_country" not in wording
    assert body["act"]["registry_confirmed"] is False  # type: ignore[index]
    assert "Tallow" not in json.dumps(body)
    assert "Ida Berg" not in json.dumps(body)


def test_nothing_is_retired_unpaid(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10))
    decide(exchange)

    with pytest.raises(OrderNotPaid) as refusal:
        deliver(exchange, placed)

    assert refusal.value.amount == {"minor": placed.amount_minor, "currency": "USD"}


def test_nothing_is_retired_in_a_name_that_nobody_looked_at(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10))
    pay(exchange, placed)

    with pytest.raises(BeneficiaryNameInReview) as refusal:
        deliver(exchange, placed)

    assert (refusal.value.name, refusal.value.since) == ("Harbour Street Bakeries", exchange.at)


def test_a_refused_name_is_never_delivered(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10))
    pay(exchange, placed)
    decide(exchange, is_confirmed=False, reason="no such company")

    with pytest.raises(BeneficiaryNameRefused) as refusal:
        deliver(exchange, placed)

    assert refusal.value.reason == "no such company"


def test_a_delivery_sent_twice_retires_once(exchange: Exchange) -> None:
    lot = exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10))
    pay(exchange, placed)
    decide(exchange)

    assert deliver(exchange, placed) == deliver(exchange, placed)
    assert get_lot(lot_id=lot.lot_id).retired_kg == 10
    with pytest.raises(TransitionNotListed):
        deliver(exchange, placed, request_id="d2")


def test_parts_of_an_order_are_delivered_with_a_certificate_each(exchange: Exchange) -> None:
    exchange.add_lot(year=2021, last=1)
    exchange.add_lot(year=2022)
    quoted = ask(exchange, kg=1_500)
    placed = take(exchange, quoted)
    pay(exchange, placed)
    decide(exchange)

    (first,) = deliver(exchange, placed, lines=(quoted.lines[1].line_id,))
    assert (first.number, first.kg) == (1, 500)
    assert Order.objects.get(pk=placed.order_id).state == OrderState.PARTIALLY_DELIVERED
    with pytest.raises(LineNotOpen):
        deliver(exchange, placed, lines=(quoted.lines[1].line_id,), request_id="d2")
    (rest,) = deliver(exchange, placed, request_id="d3")

    assert (rest.number, rest.kg) == (2, 1_000)
    assert Order.objects.get(pk=placed.order_id).state == OrderState.RETIRED


def test_a_hidden_name_stands_in_no_public_byte(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10), beneficiary=beneficiary(hidden_until=date(2027, 3, 1)))
    pay(exchange, placed)
    decide(exchange)

    body = body_of(deliver(exchange, placed)[0])

    assert body["beneficiary"] == {"hidden_until": "2027-03-01"}
    assert "Harbour" not in json.dumps(body)
    assert set(body["annex_sha256"]) == {"beneficiary", "price", "signer"}  # type: ignore[call-overload]


def test_every_step_of_an_order_is_written_down(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10))
    pay(exchange, placed)
    decide(exchange)
    deliver(exchange, placed)

    steps = OrderTransition.objects.order_by("number").values_list("from_state", "to_state")
    assert list(steps) == [
        ("QUOTED", "RESERVED"),
        ("RESERVED", "AWAITING_FUNDS"),
        ("AWAITING_FUNDS", "CONFIRMED"),
        ("CONFIRMED", "DELIVERED"),
        ("DELIVERED", "RETIRED"),
    ]
    assert Delivery.objects.count() == 1


def correct(exchange: Exchange, delivered: Delivered, *, request_id: str = "c1", **changes: object) -> UUID:
    return correct_beneficiary(
        certificate_id=delivered.certificate_id,
        beneficiary=beneficiary(**changes),
        reason="the wrong company was named",
        organization_id=exchange.operator.pk,
        person_id=exchange.clerk.pk,
        request_id=request_id,
        at=exchange.at,
        sources=exchange.sources,
    )


def test_a_wrong_name_is_replaced_and_both_certificates_stay(exchange: Exchange) -> None:
    lot = exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10))
    pay(exchange, placed)
    decide(exchange)
    (delivered,) = deliver(exchange, placed)
    with pytest.raises(BeneficiaryNameInReview):
        correct(exchange, delivered, display_name="Harbour Street Bakery")
    decide(exchange)

    made = correct(exchange, delivered, display_name="Harbour Street Bakery")

    assert correct(exchange, delivered, display_name="Harbour Street Bakery") == made
    old, new = (get_retirement(certificate_id=each) for each in (delivered.certificate_id, made))
    assert (old.status, old.replaced_by, new.replaces) == ("REPLACED", made, delivered.certificate_id)
    assert json.loads(new.retirement.body)["beneficiary"]["display_name"] == "Harbour Street Bakery"
    assert json.loads(old.retirement.body)["beneficiary"]["display_name"] == "Harbour Street Bakeries"
    assert get_lot(lot_id=lot.lot_id).retired_kg == 10
    with pytest.raises(CertificateReplaced):
        correct(exchange, delivered, request_id="c2")


def test_a_hidden_name_is_corrected_in_hiding(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10), beneficiary=beneficiary(hidden_until=date(2027, 3, 1)))
    pay(exchange, placed)
    decide(exchange)
    (delivered,) = deliver(exchange, placed)
    with pytest.raises(BeneficiaryNameInReview):
        correct(exchange, delivered, display_name="Harbour Street Bakery")
    decide(exchange)

    made = get_retirement(certificate_id=correct(exchange, delivered, display_name="Harbour Street Bakery")).retirement

    assert json.loads(made.body)["beneficiary"] == {"hidden_until": "2027-03-01"}
    assert "Bakery" not in made.body.decode()
    assert made.annex["beneficiary"]["value"]["display_name"] == "Harbour Street Bakery"  # type: ignore[index]


@pytest.mark.parametrize("developer", ["", "a developer with a very long name, " * 50])
def test_an_order_too_large_for_one_log_entry_gets_several_certificates(exchange: Exchange, developer: str) -> None:
    count = 45 if developer else 130
    picks = tuple(
        Pick(lot_id=exchange.add_lot(first=number, last=number, developer=developer.strip()).lot_id, kg=7)
        for number in range(1, count + 1)
    )
    placed = take(exchange, ask(exchange, picks=picks))
    pay(exchange, placed)
    decide(exchange)

    delivered = deliver(exchange, placed)

    assert len(delivered) > 1
    assert sum(each.kg for each in delivered) == 7 * count
    assert [each.number for each in delivered] == list(range(1, len(delivered) + 1))
    assert Order.objects.get(pk=placed.order_id).state == OrderState.RETIRED
    for each in delivered:
        assert len(get_retirement(certificate_id=each.certificate_id).retirement.body) <= 65_535
