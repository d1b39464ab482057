"""Record the money that came in for an order: exactly its total, in its currency."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.market.models import Order, Payment, PaymentKind
from truetonne.market.queries import OrderNotFound, read_payment
from truetonne.market.requests import fingerprint, require_same_input
from truetonne.market.states import OrderState, require_transition
from truetonne.market.transitions import lock_order, move_order
from truetonne.market.values import Paid
from truetonne.people.actions import record_audit_line


class PaymentNotTheTotal(Exception):
    """Another amount or currency than the order's; carries both."""

    code = "payment_required"

    def __init__(
        self, *, order_id: UUID, amount_minor: int, currency: str, given_minor: int, given_currency: str
    ) -> None:
        super().__init__(f"the order is {amount_minor} {currency}, the payment {given_minor} {given_currency}")
        self.order_id = order_id
        self.amount = {"minor": amount_minor, "currency": currency}
        self.given = {"minor": given_minor, "currency": given_currency}


@transaction.atomic
def record_payment(
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
    """Record the payment and confirm the order; its units may then be retired. For finance staff.

    Raises OrderNotFound, PaymentNotTheTotal, TransitionNotListed, RequestReused.
    """
    given = fingerprint(
        verb="payment",
        given={"order": str(order_id), "minor": minor, "currency": currency, "reference": reference, "on": value_date},
    )
    order = lock_order(order_id=order_id)
    if order is None:
        raise OrderNotFound("no order has this id")
    known = Payment.objects.filter(order=order, kind=PaymentKind.RECEIVED, request_id=request_id).first()
    if known is not None:
        require_same_input(request_id=request_id, first=known.fingerprint, now=given)
        return read_payment(payment=known)
    require_transition(from_state=order.state, to_state=OrderState.CONFIRMED)
    if (minor, currency) != (order.quote.amount_minor, order.quote.currency):
        raise PaymentNotTheTotal(
            order_id=order_id,
            amount_minor=order.quote.amount_minor,
            currency=order.quote.currency,
            given_minor=minor,
            given_currency=currency,
        )
    payment = store_payment(
        payment_id=payment_id,
        order=order,
        kind=PaymentKind.RECEIVED,
        reference=reference,
        value_date=value_date,
        person_id=person_id,
        given=given,
        request_id=request_id,
        at=at,
    )
    move_order(order=order, to_states=(OrderState.CONFIRMED,), person_id=person_id, at=at)
    record_audit_line(
        action="order.confirmed",
        subject=show_id(prefix="ord", id=order_id),
        person_id=person_id,
        organization_id=order.organization_id,
        request_id=request_id,
        at=at,
        facts={"minor": minor, "currency": currency, "reference": reference},
    )
    if is_dry_run:
        transaction.set_rollback(True)
    return read_payment(payment=payment)


def store_payment(
    *,
    payment_id: UUID,
    order: Order,
    kind: PaymentKind,
    reference: str,
    value_date: date,
    person_id: UUID,
    given: bytes,
    request_id: str,
    at: datetime,
) -> Payment:
    """Write money in or back: the order's total in its currency, which the database checks again."""
    return Payment.objects.create(
        pk=payment_id,
        order=order,
        kind=kind,
        currency=order.quote.currency,
        amount_minor=order.quote.amount_minor,
        reference=reference,
        value_date=value_date,
        person_id=person_id,
        request_id=request_id,
        fingerprint=given,
        effective_at=at,
    )
