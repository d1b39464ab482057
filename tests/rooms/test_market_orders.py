from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.rooms.exchange import Exchange, beneficiary, claim, make_exchange
from tests.rooms.trading import ask, decide, deliver, pay, take
from truetonne.ledger.queries.lots import get_lot
from truetonne.market.actions.cancel_order import CancelWindowOver, cancel_order
from truetonne.market.actions.confirm_name import NameAlreadyDecided, confirm_name
from truetonne.market.actions.expire_quotes import expire_quotes
from truetonne.market.actions.place_order import QuoteConsumed, RemovalNeeded, keep_name
from truetonne.market.actions.record_payment import PaymentNotTheTotal
from truetonne.market.attribution import AttributionInvalid, AttributionRequired, AuthorizationRequired
from truetonne.market.models import BeneficiaryName, Order, Payment
from truetonne.market.queries import is_name_confirmed, list_similar_names
from truetonne.market.states import OrderState, TransitionNotListed

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


def test_a_quote_makes_one_order(exchange: Exchange) -> None:
    exchange.add_lot()
    quoted = ask(exchange, kg=10)
    placed = take(exchange, quoted)

    with pytest.raises(QuoteConsumed) as refusal:
        take(exchange, quoted, request_id="o2")

    assert refusal.value.order_id == placed.order_id


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

    cancel_order(
        order_id=placed.order_id,
        person_id=exchange.clerk.pk,
        is_staff=True,
        reason="REQUESTED",
        request_id="c1",
        at=exchange.at,
        refund_id=exchange.ids(),
        refund_reference="bank 2",
        refund_date=date(2026, 3, 2),
    )

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


def test_a_confirmed_name_needs_no_second_look(exchange: Exchange) -> None:
    exchange.add_lot()
    take(exchange, ask(exchange, kg=10))
    decide(exchange)

    placed = take(exchange, ask(exchange, kg=10, request_id="q2"), request_id="o2")

    assert placed.is_name_confirmed


def test_a_name_that_is_confirmed_for_one_member_is_looked_at_again_for_another(exchange: Exchange) -> None:
    exchange.add_lot()
    take(exchange, ask(exchange, kg=10))
    decide(exchange)

    stranger = keep_name(
        beneficiary=beneficiary(), name_id=exchange.ids(), organization_id=exchange.operator.pk, at=exchange.at
    )
    own_people = keep_name(
        beneficiary=beneficiary(), name_id=exchange.ids(), organization_id=exchange.operator.pk, at=exchange.at,
        is_anybodys=True,
    )  # fmt: skip

    assert is_name_confirmed(name=stranger) is None
    assert is_name_confirmed(name=own_people) is True
    assert [each.organization_id for each in list_similar_names(name=stranger)] == [exchange.member.pk]


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
