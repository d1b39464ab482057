"""Record the money that came in for an order; what covers the total confirms it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.market.models import Order, Payment, PaymentKind
from truetonne.market.order_money import ENDED, OrderMoney, read_money
from truetonne.market.queries import OrderNotFound, read_payment
from truetonne.market.states import OrderState, require_transition
from truetonne.market.transitions import lock_order, move_order
from truetonne.market.values import Paid
from truetonne.people.actions import record_audit_line


class PaymentNotTheTotal(Exception):
    """Another amount or currency than is missing; carries both and their difference (below 0: too little)."""

    code = "payment_required"

    def __init__(
        self, *, order_id: UUID, amount_minor: int, currency: str, given_minor: int, given_currency: str
    ) -> None:
        super().__init__(f"{amount_minor} {currency} are missing, the payment is {given_minor} {given_currency}")
        self.order_id = order_id
        self.amount = {"minor": amount_minor, "currency": currency}
        self.given = {"minor": given_minor, "currency": given_currency}
        self.difference_minor = given_minor - amount_minor if currency == given_currency else None


class ReferenceUsed(Exception):
    """The bank reference was recorded for this order before; carries it."""

    code = "state_conflict"

    def __init__(self, *, order_id: UUID, reference: str) -> None:
        super().__init__(f"the movement with reference {reference} is recorded already")
        self.order_id = order_id
        self.reference = reference


@transaction.atomic
def record_payment(
    *,
    payment_id: UUID,
    order_id: UUID,
    person_id: UUID | None,
    minor: int,
    currency: str,
    reference: str,
    value_date: date,
    request_id: str,
    at: datetime,
    is_difference_recorded: bool = False,
    gateway: str = "",
    is_dry_run: bool = False,
) -> Paid:
    """Record money seen on the operator's account; when nothing is missing any more the order is confirmed.

    For finance staff, and for payment gateways (``gateway`` named, no person). The money must be exactly what is
    missing, unless ``is_difference_recorded``: then too little is kept and the order goes on waiting, and too much,
    or money for an order that has ended, is kept and is to go back.

    Raises OrderNotFound, PaymentNotTheTotal, ReferenceUsed, TransitionNotListed, RequestReused.
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
    money = read_money(order=order)
    _require_fitting(
        order=order, money=money, minor=minor, currency=currency, is_difference_recorded=is_difference_recorded
    )
    payment = store_payment(
        payment_id=payment_id,
        order=order,
        kind=PaymentKind.RECEIVED,
        minor=minor,
        reference=reference,
        value_date=value_date,
        person_id=person_id,
        gateway=gateway,
        given=given,
        request_id=request_id,
        at=at,
    )
    is_covered = order.state == OrderState.AWAITING_FUNDS and minor >= money.missing_minor
    if is_covered:
        move_order(order=order, to_states=(OrderState.CONFIRMED,), person_id=person_id, at=at)
    record_audit_line(
        action="order.confirmed" if is_covered else "order.money_received",
        event="order.confirmed" if is_covered else "",
        subject=show_id(prefix="ord", id=order_id),
        person_id=person_id,
        organization_id=order.organization_id,
        request_id=request_id,
        at=at,
        facts={"minor": minor, "currency": currency, "reference": reference, "missing_minor": money.missing_minor},
    )
    if is_dry_run:
        transaction.set_rollback(True)
    return read_payment(payment=payment)


def _require_fitting(
    *, order: Order, money: OrderMoney, minor: int, currency: str, is_difference_recorded: bool
) -> None:
    """Raise unless this money may be recorded for this order as asked; another currency never may."""
    is_open = order.state == OrderState.AWAITING_FUNDS
    if currency != money.currency or (is_open and minor != money.missing_minor and not is_difference_recorded):
        raise PaymentNotTheTotal(
            order_id=order.pk,
            amount_minor=money.missing_minor,
            currency=money.currency,
            given_minor=minor,
            given_currency=currency,
        )
    if not is_open and not (is_difference_recorded and (order.state in ENDED or money.balance_minor)):
        require_transition(from_state=order.state, to_state=OrderState.CONFIRMED)


def store_payment(
    *,
    payment_id: UUID,
    order: Order,
    kind: PaymentKind,
    minor: int,
    reference: str,
    value_date: date,
    person_id: UUID | None,
    given: bytes,
    request_id: str,
    at: datetime,
    gateway: str = "",
) -> Payment:
    """Write money in or back; the database counts the movement and its balance. Raises ReferenceUsed."""
    if Payment.objects.filter(order=order, kind=kind, reference=reference).exists():
        raise ReferenceUsed(order_id=order.pk, reference=reference)
    payment = Payment.objects.create(
        pk=payment_id,
        order=order,
        kind=kind,
        currency=order.quote.currency,
        amount_minor=minor,
        reference=reference,
        value_date=value_date,
        person_id=person_id,
        gateway=gateway,
        request_id=request_id,
        fingerprint=given,
        effective_at=at,
    )
    payment.refresh_from_db(fields=["number", "balance_minor"])
    return payment
