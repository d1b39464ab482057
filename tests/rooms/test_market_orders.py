from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from tests.rooms.exchange import Exchange, beneficiary, claim, make_exchange
from truetonne.ledger.queries.lots import get_lot
from truetonne.market import policy
from truetonne.market.actions.allocate import AmountTooSmall, Pick, StockTooSmall
from truetonne.market.actions.cancel_order import CancelWindowOver, RefundReferenceNeeded, cancel_order
from truetonne.market.actions.confirm_name import NameAlreadyDecided, confirm_name
from truetonne.market.actions.deliver_order import (
    BeneficiaryNameInReview,
    BeneficiaryNameRefused,
    LineNotOpen,
    OrderNotPaid,
    deliver_order,
)
from truetonne.market.actions.expire_quotes import expire_quotes
from truetonne.market.actions.place_order import QuoteConsumed, QuoteExpired, RemovalNeeded, place_order
from truetonne.market.actions.quote import Basket, BasketInvalid, quote
from truetonne.market.actions.record_payment import PaymentNotTheTotal, record_payment
from truetonne.market.attribution import AttributionInvalid, AttributionRequired, AuthorizationRequired
from truetonne.market.models import BeneficiaryName, Delivery, Order, OrderTransition, Payment, Quote
from truetonne.market.requests import RequestReused
from truetonne.market.states import OrderState, TransitionNotListed
from truetonne.market.stock import LotNotForSale
from truetonne.market.values import Delivered, Paid, Placed, Quoted
from truetonne.science.money import CostParts

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


def ask(exchange: Exchange, *, request_id: str = "q1", **basket: object) -> Quoted:
    return quote(
        quote_id=exchange.ids(),
        organization_id=exchange.member.pk,
        person_id=exchange.buyer.pk,
        basket=Basket(**basket),  # type: ignore[arg-type]
        request_id=request_id,
        at=exchange.at,
        new_id=exchange.ids,
    )


def take(exchange: Exchange, quoted: Quoted, *, request_id: str = "o1", **changes: object) -> Placed:
    given: dict[str, object] = {
        "beneficiary": beneficiary(),
        "claim": claim(),
        "is_authorized": True,
        "at": exchange.at,
    }
    return place_order(
        order_id=exchange.ids(),
        quote_id=quoted.quote_id,
        name_id=exchange.ids(),
        organization_id=exchange.member.pk,
        person=exchange.buyer,
        request_id=request_id,
        **(given | changes),  # type: ignore[arg-type]
    )


def pay(
    exchange: Exchange, placed: Placed, *, request_id: str = "p1", minor: int | None = None, currency: str = "USD"
) -> Paid:
    return record_payment(
        payment_id=exchange.ids(),
        order_id=placed.order_id,
        person_id=exchange.clerk.pk,
        minor=placed.amount_minor if minor is None else minor,
        currency=currency,
        reference="bank 1",
        value_date=date(2026, 3, 2),
        request_id=request_id,
        at=exchange.at,
    )


def decide(exchange: Exchange, *, is_confirmed: bool = True, reason: str = "") -> None:
    for name in BeneficiaryName.objects.filter(decision__isnull=True):
        confirm_name(
            name_id=name.pk,
            person_id=exchange.clerk.pk,
            is_confirmed=is_confirmed,
            reason=reason,
            request_id=f"name {name.pk}",
            at=exchange.at,
        )


def deliver(
    exchange: Exchange, placed: Placed, *, request_id: str = "d1", lines: tuple[UUID, ...] = ()
) -> tuple[Delivered, ...]:
    return deliver_order(
        order_id=placed.order_id,
        person_id=exchange.clerk.pk,
        effective_at=exchange.at,
        request_id=request_id,
        at=exchange.at,
        sources=exchange.sources,
        line_ids=lines,
    )


def body_of(delivered: Delivered) -> dict[str, object]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.body FROM ledger_entry e JOIN ledger_certificate c ON c.entry_id = e.id"
            " WHERE c.certificate_id = %s",
            [delivered.certificate_id],
        )
        found: dict[str, object] = json.loads(bytes(cursor.fetchone()[0]))
    return found


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
    assert body["wording"] == {"gross_inventory": dict(policy.GROSS_STATEMENT)}
    assert body["act"]["registry_confirmed"] is False  # type: ignore[index]
    assert "Tallow" not in json.dumps(body)
    assert "Ida Berg" not in json.dumps(body)


def test_quotes_the_oldest_vintage_first(exchange: Exchange) -> None:
    newer = exchange.add_lot(year=2024)
    older = exchange.add_lot(year=2021, last=2)

    quoted = ask(exchange, kg=3_000)

    assert [(line.lot_id, line.kg) for line in quoted.lines] == [(older.lot_id, 2_000), (newer.lot_id, 1_000)]


def test_quotes_chosen_lots_as_chosen(exchange: Exchange) -> None:
    first, second = exchange.add_lot(year=2024), exchange.add_lot(year=2021)

    quoted = ask(exchange, picks=(Pick(lot_id=first.lot_id, kg=10), Pick(lot_id=second.lot_id, kg=20)))

    assert [(line.lot_id, line.kg) for line in quoted.lines] == [(first.lot_id, 10), (second.lot_id, 20)]


@pytest.mark.parametrize(("kg", "minor"), [(999, 1_424), (1_000, 1_425), (1_001, 1_426)])
def test_prices_around_one_tonne(exchange: Exchange, kg: int, minor: int) -> None:
    exchange.add_lot()

    assert ask(exchange, kg=kg).amount_minor == minor


def test_charges_what_money_pays_for_and_says_when_it_is_less(exchange: Exchange) -> None:
    exchange.add_lot()

    quoted = ask(exchange, minor=10_000, currency="USD")

    assert quoted.amount_minor <= 10_000
    assert ask(exchange, kg=quoted.kg + 1, request_id="q2").amount_minor >= 10_000
    assert quoted.is_lower_than_wanted == (quoted.amount_minor < 10_000)


def test_refuses_more_than_is_for_sale_with_both_masses(exchange: Exchange) -> None:
    exchange.add_lot(last=2)

    with pytest.raises(StockTooSmall) as refusal:
        ask(exchange, kg=2_001)

    assert (refusal.value.requested_kg, refusal.value.available_kg) == (2_001, 2_000)


def test_refuses_what_costs_nothing_and_names_the_smallest_mass(exchange: Exchange) -> None:
    exchange.add_lot(price=CostParts(project=100))

    with pytest.raises(AmountTooSmall) as refusal:
        ask(exchange, kg=1)

    assert refusal.value.smallest_kg == 6


def test_sells_one_kilogram_where_it_costs_something(exchange: Exchange) -> None:
    exchange.add_lot(price=CostParts(project=90_000))

    assert ask(exchange, kg=1).amount_minor == 90


def test_refuses_a_lot_that_is_not_listed(exchange: Exchange) -> None:
    lot = exchange.add_lot(is_listed=False)

    with pytest.raises(LotNotForSale) as refusal:
        ask(exchange, kg=1, lot_ids=(lot.lot_id,))

    assert refusal.value.state == "NOT_LISTED"


@pytest.mark.parametrize("basket", [{}, {"kg": 1, "minor": 1, "currency": "USD"}, {"minor": 5}, {"kg": 0}])
def test_refuses_a_basket_that_does_not_say_one_thing(basket: dict[str, object]) -> None:
    with pytest.raises(BasketInvalid):
        Basket(**basket)  # type: ignore[arg-type]


def test_the_same_request_gets_the_first_quote_again(exchange: Exchange) -> None:
    lot = exchange.add_lot()

    assert ask(exchange, kg=10) == ask(exchange, kg=10)
    assert get_lot(lot_id=lot.lot_id).reserved_kg == 10


def test_the_same_request_id_with_other_input_is_refused(exchange: Exchange) -> None:
    exchange.add_lot()
    ask(exchange, kg=10)

    with pytest.raises(RequestReused):
        ask(exchange, kg=11)


def test_a_dry_run_checks_everything_and_writes_nothing(exchange: Exchange) -> None:
    lot = exchange.add_lot()

    quoted = quote(
        quote_id=exchange.ids(),
        organization_id=exchange.member.pk,
        person_id=exchange.buyer.pk,
        basket=Basket(kg=10),
        request_id="try",
        at=exchange.at,
        new_id=exchange.ids,
        is_dry_run=True,
    )

    assert quoted.kg == 10
    assert not Quote.objects.exists()
    assert get_lot(lot_id=lot.lot_id).reserved_kg == 0


def test_a_quote_makes_one_order(exchange: Exchange) -> None:
    exchange.add_lot()
    quoted = ask(exchange, kg=10)
    placed = take(exchange, quoted)

    with pytest.raises(QuoteConsumed) as refusal:
        take(exchange, quoted, request_id="o2")

    assert refusal.value.order_id == placed.order_id


def test_a_quote_ends_after_half_an_hour(exchange: Exchange) -> None:
    exchange.add_lot()
    quoted = ask(exchange, kg=10)

    with pytest.raises(QuoteExpired) as refusal:
        take(exchange, quoted, at=exchange.at + timedelta(minutes=30))

    assert refusal.value.expires_at == exchange.at + timedelta(minutes=30)


def test_the_clock_gives_a_lapsed_quotes_units_back_once(exchange: Exchange) -> None:
    lot = exchange.add_lot()
    before = get_lot(lot_id=lot.lot_id)
    quoted = ask(exchange, kg=10)

    early = expire_quotes(at=exchange.at + timedelta(minutes=29))
    first = expire_quotes(at=exchange.at + timedelta(minutes=31))
    second = expire_quotes(at=exchange.at + timedelta(minutes=31))

    assert (early.quote_ids, first.quote_ids, second.quote_ids) == ((), (quoted.quote_id,), ())
    assert get_lot(lot_id=lot.lot_id) == before


def test_the_clock_ends_an_unpaid_order_and_never_a_paid_one(exchange: Exchange) -> None:
    lot = exchange.add_lot()
    unpaid = take(exchange, ask(exchange, kg=10))
    paid = take(exchange, ask(exchange, kg=20, request_id="q2"), request_id="o2")
    pay(exchange, paid)

    lapsed = expire_quotes(at=exchange.at + timedelta(days=30))

    assert lapsed.order_ids == (unpaid.order_id,)
    assert Order.objects.get(pk=unpaid.order_id).state == OrderState.EXPIRED
    assert get_lot(lot_id=lot.lot_id).reserved_kg == 20


def test_nothing_about_the_beneficiary_is_filled_in(exchange: Exchange) -> None:
    exchange.add_lot()
    quoted = ask(exchange, kg=10)

    with pytest.raises(AttributionRequired) as refusal:
        take(
            exchange,
            quoted,
            beneficiary=beneficiary(display_name="", legal_name="", country="", lei=""),
            claim=claim(purpose="", period=type(claim().period)()),
        )

    assert refusal.value.missing == (
        "beneficiary.display_name",
        "beneficiary.legal_name",
        "beneficiary.country",
        "beneficiary.identifier",
        "purpose",
        "claim_year",
    )


def test_refuses_without_the_authorization_tick(exchange: Exchange) -> None:
    exchange.add_lot()

    with pytest.raises(AuthorizationRequired):
        take(exchange, ask(exchange, kg=10), is_authorized=False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lei": "529900T8BM49AURSDO56"}, "beneficiary.lei"),
        ({"country": "EU"}, "beneficiary.country"),
        ({"domain": "Example.org"}, "beneficiary.domain"),
        ({"hidden_until": date(2027, 3, 3)}, "beneficiary.hidden_until"),
        ({"hidden_until": date(2026, 3, 2)}, "beneficiary.hidden_until"),
        ({"display_name": "a\u202eb"}, "beneficiary.display_name"),
    ],
)
def test_refuses_what_cannot_stand_on_a_certificate(exchange: Exchange, changes: dict[str, object], field: str) -> None:
    exchange.add_lot()

    with pytest.raises(AttributionInvalid) as refusal:
        take(exchange, ask(exchange, kg=10), beneficiary=beneficiary(**changes))

    assert [fault.field for fault in refusal.value.faults] == [field]


def test_residual_emissions_are_neutralized_by_removals_only(exchange: Exchange) -> None:
    exchange.add_lot(credit_class="REDUCTION_NATURE")

    with pytest.raises(RemovalNeeded) as refusal:
        take(exchange, ask(exchange, kg=10), claim=claim(purpose="RESIDUAL_NEUTRALIZATION"))

    assert refusal.value.offered == ("REDUCTION_NATURE",)


@pytest.mark.parametrize(("minor", "currency"), [(1, "USD"), (None, "EUR")])
def test_refuses_a_payment_that_is_not_the_total(exchange: Exchange, minor: int | None, currency: str) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=1_000))

    with pytest.raises(PaymentNotTheTotal) as refusal:
        pay(exchange, placed, minor=minor, currency=currency)

    assert refusal.value.amount == {"minor": 1_425, "currency": "USD"}


def test_a_payment_is_recorded_once(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=1_000))

    assert pay(exchange, placed) == pay(exchange, placed)
    with pytest.raises(TransitionNotListed):
        pay(exchange, placed, request_id="p2")
    assert Payment.objects.count() == 1


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


def test_a_confirmed_name_needs_no_second_look(exchange: Exchange) -> None:
    exchange.add_lot()
    take(exchange, ask(exchange, kg=10))
    decide(exchange)

    placed = take(exchange, ask(exchange, kg=10, request_id="q2"), request_id="o2")

    assert placed.is_name_confirmed


def test_another_spelling_is_another_name(exchange: Exchange) -> None:
    exchange.add_lot()
    take(exchange, ask(exchange, kg=10), beneficiary=beneficiary(display_name="Smith Energy, LLC"))
    decide(exchange)

    other = take(
        exchange,
        ask(exchange, kg=10, request_id="q2"),
        request_id="o2",
        beneficiary=beneficiary(display_name="Smith Energy LLC"),
    )

    assert not other.is_name_confirmed


def test_a_refused_name_is_never_delivered(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10))
    pay(exchange, placed)
    decide(exchange, is_confirmed=False, reason="no such company")

    with pytest.raises(BeneficiaryNameRefused) as refusal:
        deliver(exchange, placed)

    assert refusal.value.reason == "no such company"


def test_a_name_is_decided_once(exchange: Exchange) -> None:
    exchange.add_lot()
    take(exchange, ask(exchange, kg=10))
    decide(exchange)

    with pytest.raises(NameAlreadyDecided):
        confirm_name(
            name_id=BeneficiaryName.objects.get().pk,
            person_id=exchange.clerk.pk,
            is_confirmed=False,
            reason="late doubt",
            request_id="again",
            at=exchange.at,
        )


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


def test_a_buyer_cancels_within_a_day_and_the_units_go_back(exchange: Exchange) -> None:
    lot = exchange.add_lot()
    before = get_lot(lot_id=lot.lot_id)
    placed = take(exchange, ask(exchange, kg=333))

    def cancel(at: datetime) -> None:
        cancel_order(
            order_id=placed.order_id,
            person_id=exchange.buyer.pk,
            is_staff=False,
            reason="REQUESTED",
            request_id="c1",
            at=at,
        )

    with pytest.raises(CancelWindowOver):
        cancel(exchange.at + timedelta(hours=24))
    cancel(exchange.at + timedelta(hours=23))
    cancel(exchange.at + timedelta(hours=23))

    assert get_lot(lot_id=lot.lot_id) == before
    assert Order.objects.get(pk=placed.order_id).state == OrderState.CANCELLED


def test_a_paid_order_is_cancelled_with_its_refund(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=333))
    pay(exchange, placed)

    def cancel(reference: str) -> None:
        cancel_order(
            order_id=placed.order_id,
            person_id=exchange.clerk.pk,
            is_staff=True,
            reason="PRODUCT_UNAVAILABLE",
            request_id="c1",
            at=exchange.at,
            refund_id=exchange.ids(),
            refund_reference=reference,
            refund_date=date(2026, 3, 2),
        )

    with pytest.raises(RefundReferenceNeeded):
        cancel("")
    cancel("bank 2")

    assert sorted(Payment.objects.values_list("kind", "amount_minor")) == [
        ("RECEIVED", placed.amount_minor),
        ("REFUNDED", placed.amount_minor),
    ]


def test_a_retired_order_is_not_cancelled(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10))
    pay(exchange, placed)
    decide(exchange)
    deliver(exchange, placed)

    with pytest.raises(TransitionNotListed) as refusal:
        cancel_order(
            order_id=placed.order_id,
            person_id=exchange.clerk.pk,
            is_staff=True,
            reason="REQUESTED",
            request_id="c",
            at=exchange.at,
        )

    assert (refusal.value.from_state, refusal.value.allowed) == ("RETIRED", ())


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
