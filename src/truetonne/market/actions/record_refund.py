"""Record money that went back to the buyer: a surplus, or all of it when the order has ended."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.market.actions.record_payment import store_payment
from truetonne.market.models import Order, Payment, PaymentKind
from truetonne.market.order_money import read_money
from truetonne.market.queries import OrderNotFound, read_payment
from truetonne.market.transitions import lock_order
from truetonne.market.values import Paid
from truetonne.people.actions import record_audit_line


class RefundTooLarge(Exception):
    """More, or in another currency, than is to go back; carries both."""

    code = "state_conflict"

    def __init__(self, *, order_id: UUID, surplus_minor: int, currency: str, given_minor: int) -> None:
        super().__init__(f"{surplus_minor} {currency} are to go back, not {given_minor}")
        self.order_id = order_id
        self.amount = {"minor": surplus_minor, "currency": currency}
        self.given = {"minor": given_minor, "currency": currency}


@transaction.atomic
def record_refund(
    *,
    payment_id: UUID,
    order_id: UUID,
    person_id: UUID,
    minor: int,
    currency: str,
    reference: str,
    value_date: date,
    request_id: str,
    at: datetime,
    is_dry_run: bool = False,
) -> Paid:
    """Record a transfer to the buyer, at most what is to go back. For finance staff.

    Raises OrderNotFound, RefundTooLarge, ReferenceUsed, RequestReused.
    """
    given = refund_fingerprint(
        order_id=order_id, minor=minor, currency=currency, reference=reference, value_date=value_date
    )
    order = lock_order(order_id=order_id)
    if order is None:
        raise OrderNotFound("no order has this id")
    known = Payment.objects.filter(order=order, kind=PaymentKind.REFUNDED, request_id=request_id).first()
    if known is not None:
        require_same_input(request_id=request_id, first=known.fingerprint, now=given)
        return read_payment(payment=known)
    payment = refund_order(
        order=order, payment_id=payment_id, minor=minor, currency=currency, reference=reference,
        value_date=value_date, person_id=person_id, request_id=request_id, at=at,
    )  # fmt: skip
    if is_dry_run:
        transaction.set_rollback(True)
    return payment


def refund_order(
    *,
    order: Order,
    payment_id: UUID,
    minor: int,
    currency: str,
    reference: str,
    value_date: date,
    person_id: UUID,
    request_id: str,
    at: datetime,
) -> Paid:
    """Write the refund of a locked order with its audit line. Raises RefundTooLarge, ReferenceUsed."""
    money = read_money(order=order)
    if minor < 1 or minor > money.surplus_minor or currency != money.currency:
        raise RefundTooLarge(
            order_id=order.pk, surplus_minor=money.surplus_minor, currency=money.currency, given_minor=minor
        )
    payment = store_payment(
        payment_id=payment_id,
        order=order,
        kind=PaymentKind.REFUNDED,
        minor=minor,
        reference=reference,
        value_date=value_date,
        person_id=person_id,
        given=refund_fingerprint(
            order_id=order.pk, minor=minor, currency=currency, reference=reference, value_date=value_date
        ),
        request_id=request_id,
        at=at,
    )
    record_audit_line(
        action="order.refunded",
        subject=show_id(prefix="ord", id=order.pk),
        person_id=person_id,
        organization_id=order.organization_id,
        request_id=request_id,
        at=at,
        facts={"minor": minor, "currency": currency, "reference": reference},
    )
    return read_payment(payment=payment)


def refund_fingerprint(*, order_id: UUID, minor: int, currency: str, reference: str, value_date: date) -> bytes:
    """Return the hash of what a refund was asked with."""
    return fingerprint(
        verb="refund",
        given={"order": str(order_id), "minor": minor, "currency": currency, "reference": reference, "on": value_date},
    )
