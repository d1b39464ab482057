"""Money of an order: differences, refunds, the seller's notice, gateways, invoices and credit notes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.trading import ask, pay, take
from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import Role
from truetonne.ledger.queries.lots import get_lot
from truetonne.market.actions.announce_cancellation import announce_cancellation
from truetonne.market.actions.cancel_order import CancelWindowOver, NoticeNeeded, cancel_order
from truetonne.market.actions.expire_quotes import expire_quotes
from truetonne.market.actions.record_payment import PaymentNotTheTotal, ReferenceUsed, record_payment
from truetonne.market.actions.record_refund import RefundTooLarge, record_refund
from truetonne.market.audit import audit_market
from truetonne.market.documents import issue_documents, list_documents, number_text
from truetonne.market.gateways.test_gateway import make_callback
from truetonne.market.models import Document, Order, Payment
from truetonne.market.order_money import read_money
from truetonne.market.queries import get_order
from truetonne.market.states import OrderState, TransitionNotListed
from truetonne.market.values import Paid, Placed
from truetonne.people.actions import grant_role, record_organization, record_person
from truetonne.people.models import OrganizationKind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def exchange(transactional_db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def placed(exchange: Exchange) -> Placed:
    """An order of 1 t at 14.25 USD that waits for its money."""
    exchange.add_lot()
    return take(exchange, ask(exchange, kg=1_000))


def receive(exchange: Exchange, placed: Placed, *, minor: int, reference: str, is_difference: bool = True) -> Paid:
    return record_payment(
        payment_id=exchange.ids(),
        order_id=placed.order_id,
        person_id=exchange.clerk.pk,
        minor=minor,
        currency="USD",
        reference=reference,
        value_date=date(2026, 3, 2),
        request_id=f"receive {reference}",
        at=exchange.at,
        is_difference_recorded=is_difference,
    )


def send_back(exchange: Exchange, placed: Placed, *, minor: int, reference: str = "back") -> Paid:
    return record_refund(
        payment_id=exchange.ids(),
        order_id=placed.order_id,
        person_id=exchange.clerk.pk,
        minor=minor,
        currency="USD",
        reference=reference,
        value_date=date(2026, 3, 3),
        request_id=f"refund {reference}",
        at=exchange.at,
    )


def cancel(
    exchange: Exchange, placed: Placed, *, is_staff: bool = False, reason: str = "REQUESTED", days: int = 0
) -> None:
    cancel_order(
        order_id=placed.order_id,
        person_id=(exchange.clerk if is_staff else exchange.buyer).pk,
        is_staff=is_staff,
        reason=reason,
        request_id="cancel",
        at=exchange.at + timedelta(days=days),
    )


def state_of(placed: Placed) -> str:
    return Order.objects.get(pk=placed.order_id).state


def test_too_little_is_refused_with_the_difference_and_recorded_only_when_asked(
    exchange: Exchange, placed: Placed
) -> None:
    with pytest.raises(PaymentNotTheTotal) as refusal:
        receive(exchange, placed, minor=1_400, reference="a", is_difference=False)
    assert refusal.value.difference_minor == -25

    first = receive(exchange, placed, minor=1_400, reference="a")
    assert (state_of(placed), first.balance_minor) == ("AWAITING_FUNDS", 1_400)

    rest = receive(exchange, placed, minor=25, reference="b", is_difference=False)
    assert (state_of(placed), rest.balance_minor) == ("CONFIRMED", 1_425)


def test_too_much_confirms_the_order_and_goes_back(exchange: Exchange, placed: Placed) -> None:
    receive(exchange, placed, minor=1_500, reference="a")

    money = read_money(order=get_order(order_id=placed.order_id))
    assert (state_of(placed), money.missing_minor, money.surplus_minor) == ("CONFIRMED", 0, 75)
    with pytest.raises(RefundTooLarge) as refusal:
        send_back(exchange, placed, minor=76)
    assert refusal.value.amount == {"minor": 75, "currency": "USD"}

    assert send_back(exchange, placed, minor=75) == send_back(exchange, placed, minor=75)
    assert read_money(order=get_order(order_id=placed.order_id)).surplus_minor == 0


def test_one_bank_reference_is_recorded_once(exchange: Exchange, placed: Placed) -> None:
    receive(exchange, placed, minor=1_000, reference="a")

    with pytest.raises(ReferenceUsed):
        record_payment(
            payment_id=exchange.ids(), order_id=placed.order_id, person_id=exchange.clerk.pk, minor=425, currency="USD",
            reference="a", value_date=date(2026, 3, 2), request_id="another", at=exchange.at,
        )  # fmt: skip


def test_money_that_comes_after_the_end_is_kept_and_goes_back(exchange: Exchange, placed: Placed) -> None:
    expire_quotes(at=exchange.at + timedelta(days=14))
    assert state_of(placed) == "EXPIRED"
    with pytest.raises(TransitionNotListed):
        receive(exchange, placed, minor=1_425, reference="late", is_difference=False)

    receive(exchange, placed, minor=1_425, reference="late")

    assert read_money(order=get_order(order_id=placed.order_id)).surplus_minor == 1_425
    send_back(exchange, placed, minor=1_425)
    assert read_money(order=get_order(order_id=placed.order_id)).surplus_minor == 0


def test_a_buyer_cancels_a_paid_order_within_a_day_and_the_money_is_to_go_back(
    exchange: Exchange, placed: Placed
) -> None:
    pay(exchange, placed)

    cancel(exchange, placed)

    assert state_of(placed) == OrderState.CANCELLED
    assert read_money(order=get_order(order_id=placed.order_id)).surplus_minor == 1_425


def test_the_seller_cancels_a_paid_order_only_after_ninety_days_notice(exchange: Exchange, placed: Placed) -> None:
    lot_id = Order.objects.get(pk=placed.order_id).quote.lines.get().lot_id
    pay(exchange, placed)
    with pytest.raises(NoticeNeeded) as refusal:
        cancel(exchange, placed, is_staff=True, reason="PRODUCT_UNAVAILABLE")
    assert (refusal.value.notice_days, refusal.value.effective_on) == (90, None)

    notice = announce_cancellation(
        order_id=placed.order_id, person_id=exchange.clerk.pk, note="storm", request_id="n", at=exchange.at
    )

    assert notice.effective_on == (exchange.at + timedelta(days=90)).date()
    with pytest.raises(NoticeNeeded):
        cancel(exchange, placed, is_staff=True, reason="PRODUCT_UNAVAILABLE", days=89)
    cancel(exchange, placed, is_staff=True, reason="PRODUCT_UNAVAILABLE", days=90)
    assert get_lot(lot_id=lot_id).reserved_kg == 0


def test_a_buyer_may_leave_at_any_time_once_the_seller_gave_notice(exchange: Exchange, placed: Placed) -> None:
    pay(exchange, placed)
    with pytest.raises(CancelWindowOver):
        cancel(exchange, placed, days=5)

    announce_cancellation(
        order_id=placed.order_id, person_id=exchange.clerk.pk, note="storm", request_id="n", at=exchange.at
    )
    cancel(exchange, placed, days=5)

    assert state_of(placed) == OrderState.CANCELLED


def test_invoices_and_credit_notes_are_numbered_without_a_gap(exchange: Exchange, placed: Placed) -> None:
    second = take(exchange, ask(exchange, kg=2_000, request_id="q2"), request_id="o2")
    never_invoiced = take(exchange, ask(exchange, kg=5, request_id="q3"), request_id="o3")
    cancel(exchange, never_invoiced)

    issue_documents(at=exchange.at, new_id=exchange.ids)
    issue_documents(at=exchange.at, new_id=exchange.ids)
    cancel(exchange, second)
    issue_documents(at=exchange.at, new_id=exchange.ids)
    issue_documents(at=exchange.at, new_id=exchange.ids)

    assert [number_text(document=each) for each in list_documents(order_id=placed.order_id)] == ["INV-000001"]
    credited = list_documents(order_id=second.order_id)
    assert [(number_text(document=each), each.amount_minor, each.reason) for each in credited] == [
        ("CRN-000001", 2_850, "CANCELLED"),
        ("INV-000002", 2_850, ""),
    ]
    assert not Document.objects.filter(order_id=never_invoiced.order_id).exists()


def test_a_document_keeps_the_parties_as_they_were_named(
    exchange: Exchange, placed: Placed, superuser_connection: psycopg.Connection
) -> None:
    issue_documents(at=exchange.at, new_id=exchange.ids)

    superuser_connection.execute("UPDATE people_organization SET legal_name = 'Renamed AB'")
    superuser_connection.commit()

    parties = Document.objects.get().parties
    assert parties["buyer"]["legal_name"] == "Tallow & Pine AB"
    assert parties["seller"]["legal_name"] == "Northquay AB"


def test_the_audit_finds_money_and_documents_that_do_not_add_up(
    exchange: Exchange, placed: Placed, superuser_connection: psycopg.Connection
) -> None:
    receive(exchange, placed, minor=1_500, reference="a")
    send_back(exchange, placed, minor=75)
    issue_documents(at=exchange.at, new_id=exchange.ids)
    with superuser_connection.transaction():
        assert list(audit_market(connection=superuser_connection)) == []

    for change in (
        "UPDATE market_payment SET amount_minor = amount_minor + 1 WHERE number = 1",
        "UPDATE market_payment SET balance_minor = balance_minor + 1 WHERE number = 2",
        "UPDATE market_document SET amount_minor = amount_minor + 1",
        "UPDATE market_document SET sequence = 2",
    ):
        with superuser_connection.transaction(force_rollback=True):
            superuser_connection.execute("SET LOCAL session_replication_role = replica")
            superuser_connection.execute(change)
            assert list(audit_market(connection=superuser_connection)), change


@pytest.fixture
def buyer(exchange: Exchange) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(exchange.buyer)
    return client


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def call_back(client: Client, placed: Placed, *, minor: int, event: str = "evt-1", **changes: str) -> int:
    headers, body = make_callback(
        event_id=event,
        order=show_id(prefix="ord", id=placed.order_id),
        minor=minor,
        currency="USD",
        sent_at=datetime.now(UTC),
    )
    response = client.post(
        "/payments/test/callback/", body, content_type="application/json", headers={**headers, **changes}
    )
    return response.status_code


def test_a_signed_callback_confirms_the_order_once(stranger: Client, placed: Placed) -> None:
    assert call_back(stranger, placed, minor=1_425) == 200
    assert call_back(stranger, placed, minor=1_425) == 200

    payment = Payment.objects.get()
    assert (payment.gateway, payment.person_id, payment.amount_minor) == ("test", None, 1_425)
    assert state_of(placed) == "CONFIRMED"


@pytest.mark.parametrize(
    ("header", "value"),
    [("webhook-signature", "v1,AAAA"), ("webhook-timestamp", "1700000000"), ("webhook-id", "evt-2")],
)
def test_a_callback_with_another_signature_time_or_id_is_refused(
    stranger: Client, placed: Placed, header: str, value: str
) -> None:
    assert call_back(stranger, placed, minor=1_425, **{header: value}) == 401
    assert not Payment.objects.exists()


def test_the_test_gateway_does_not_exist_in_live_mode(
    stranger: Client, buyer: Client, placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TRUETONNE", replace(settings.TRUETONNE, livemode=True))
    order = show_id(prefix="ord", id=placed.order_id)

    assert call_back(stranger, placed, minor=1_425) == 404
    assert buyer.get(f"/payments/test/{order}/").status_code == 404
    assert "/pay/test/" not in buyer.get(f"/orders/{order}/").content.decode()


def test_a_buyer_pays_through_the_test_gateway(buyer: Client, placed: Placed) -> None:
    order = show_id(prefix="ord", id=placed.order_id)
    assert f"/orders/{order}/pay/test/" in buyer.get(f"/orders/{order}/").content.decode()

    way = buyer.get(f"/orders/{order}/pay/test/")["Location"]
    assert 'value="14.25"' in buyer.get(way).content.decode()
    assert buyer.post(way, {"amount": "14,25", "event": "e"}).status_code == 422
    buyer.post(way, {"amount": "14.25", "event": "e"})

    assert state_of(placed) == "CONFIRMED"


@pytest.mark.parametrize("language", ["en", "vi", "zh-hans"])
def test_the_buyer_gets_invoice_and_credit_note_as_pdf(
    exchange: Exchange, buyer: Client, placed: Placed, language: str
) -> None:
    issue_documents(at=exchange.at, new_id=exchange.ids)
    cancel(exchange, placed)
    issue_documents(at=exchange.at, new_id=exchange.ids)
    order = show_id(prefix="ord", id=placed.order_id)

    for number in ("INV-000001", "CRN-000001"):
        response = buyer.get(f"/orders/{order}/documents/{number}.pdf", headers={"accept-language": language})
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        assert response.content.startswith(b"%PDF")
    assert "CRN-000001" in buyer.get(f"/orders/{order}/").content.decode()


def test_nobody_else_gets_the_invoice(
    exchange: Exchange, stranger: Client, placed: Placed, other_buyer: Callable[[Exchange], Client]
) -> None:
    issue_documents(at=exchange.at, new_id=exchange.ids)
    address = f"/orders/{show_id(prefix='ord', id=placed.order_id)}/documents/INV-000001.pdf"

    assert stranger.get(address).status_code == 302
    assert other_buyer(exchange).get(address).status_code == 404


def test_finance_records_a_difference_and_its_refund_on_the_order_page(exchange: Exchange, placed: Placed) -> None:
    clerk = Client(headers={"host": "127.0.0.1"})
    clerk.force_login(exchange.clerk)
    address = f"/office/orders/{show_id(prefix='ord', id=placed.order_id)}/"
    given = {"amount": "15.00", "reference": "bank 9", "value_date": "2026-03-02", "request_id": "r1"}

    refused = clerk.post(f"{address}pay/", given, follow=True).content.decode()
    assert "not paid" in refused
    taken = clerk.post(f"{address}pay/", given | {"is_difference_recorded": "on"}, follow=True).content.decode()
    assert "are to go back" in taken
    back = {"amount": "0.75", "reference": "bank 10", "value_date": "2026-03-03", "request_id": "r2"}
    assert "The refund is recorded" in clerk.post(f"{address}refund/", back, follow=True).content.decode()
    told = clerk.post(f"{address}notice/", {"note": "storm damage", "request_id": "r3"}, follow=True)
    assert "The notice is given" in told.content.decode()
    assert json.dumps("storm damage")[1:-1] in clerk.get(address).content.decode()


@pytest.fixture
def other_buyer() -> Callable[[Exchange], Client]:
    """Return a maker of a client signed in as a buyer of another organization."""

    def make(exchange: Exchange) -> Client:
        other = record_organization(
            organization_id=exchange.ids(), kind=OrganizationKind.MEMBER, name="Other", legal_name="Other AB",
            country="SE", request_id="other", at=exchange.at,
        )  # fmt: skip
        person = record_person(
            person_id=exchange.ids(), email="o@other.example", name="Olga Lind", password=None, request_id="o",
            at=exchange.at,
        )  # fmt: skip
        grant_role(person=person, organization=other, role=Role.BUYER, request_id="other buyer", at=exchange.at)
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(person)
        return client

    return make
