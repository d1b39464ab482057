"""Reads about quotes, orders and what was delivered on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models.functions import Coalesce

from truetonne.market.models import BeneficiaryName, Delivery, Order, Payment, Quote, QuoteLine
from truetonne.market.states import QuoteState
from truetonne.market.values import Delivered, Paid, Quoted, QuotedLine
from truetonne.people.models import Person


class QuoteNotFound(Exception):
    """There is no such quote, or it belongs to another organization."""

    code = "not_found"


class OrderNotFound(Exception):
    """There is no such order, or it belongs to another organization."""

    code = "not_found"


def get_quote(*, quote_id: UUID, person: Person | None = None) -> Quoted:
    """Return a quote, with ``person`` only one they may see. Raises QuoteNotFound."""
    rows = Quote.objects.all() if person is None else Quote.objects.visible_to(person)
    stored = rows.filter(pk=quote_id).first()
    if stored is None:
        raise QuoteNotFound("no quote has this id")
    return read_quote(quote=stored)


def read_quote(*, quote: Quote) -> Quoted:
    """Return a stored quote with its lines as a frozen value."""
    order_id = Order.objects.filter(quote_id=quote.pk).values_list("pk", flat=True).first()
    lines = tuple(
        QuotedLine(
            line_id=line.pk,
            number=line.number,
            lot_id=line.lot_id,
            reservation_id=line.reservation_id,
            kg=line.kg,
            price=line.price,
            charged=line.charged,
        )
        for line in quote.lines.order_by("number")
    )
    return Quoted(
        quote_id=quote.pk,
        organization_id=quote.organization_id,
        state=QuoteState(quote.state),
        rule=quote.rule,
        currency=quote.currency,
        kg=quote.kg,
        amount_minor=quote.amount_minor,
        wanted_kg=quote.wanted_kg,
        wanted_minor=quote.wanted_minor,
        expires_at=quote.expires_at,
        effective_at=quote.effective_at,
        lines=lines,
        explanation=quote.explanation,
        disclaimers=tuple(quote.disclaimers),
        order_id=order_id,
    )


def list_reservation_ids(*, quote_id: UUID) -> tuple[UUID, ...]:
    """Return the reservations that a quote or its order stands on now, in the order of its lines."""
    rows = QuoteLine.objects.filter(quote_id=quote_id, reservation_id__isnull=False).order_by("number")
    held = Coalesce("substitution__reservation_id", "reservation_id")
    return tuple(cast("Iterable[UUID]", rows.annotate(held=held).values_list("held", flat=True)))


def get_order(*, order_id: UUID, person: Person | None = None) -> Order:
    """Return an order with its quote, beneficiary and people, with ``person`` only one they may see.

    Raises OrderNotFound.
    """
    rows = Order.objects.all() if person is None else Order.objects.visible_to(person)
    stored = (
        rows.select_related("quote", "beneficiary", "beneficiary__decision", "organization", "person")
        .filter(pk=order_id)
        .first()
    )
    if stored is None:
        raise OrderNotFound("no order has this id")
    return stored


def list_deliveries(*, order_id: UUID) -> tuple[Delivered, ...]:
    """Return what was delivered on an order, first delivery first."""
    return tuple(read_delivery(delivery=each) for each in Delivery.objects.filter(order_id=order_id).order_by("number"))


def read_delivery(*, delivery: Delivery) -> Delivered:
    """Return a stored delivery as a frozen value."""
    return Delivered(
        delivery_id=delivery.pk,
        order_id=delivery.order_id,
        number=delivery.number,
        retirement_id=delivery.retirement_id,
        certificate_id=delivery.certificate_id,
        short_code=delivery.short_code,
        kg=delivery.kg,
        effective_at=delivery.effective_at,
    )


def list_payments(*, order_id: UUID) -> tuple[Paid, ...]:
    """Return an order's movements of money, first movement first."""
    return tuple(read_payment(payment=each) for each in Payment.objects.filter(order_id=order_id).order_by("number"))


def read_payment(*, payment: Payment) -> Paid:
    """Return a stored payment as a frozen value."""
    return Paid(
        payment_id=payment.pk,
        order_id=payment.order_id,
        kind=payment.kind,
        currency=payment.currency,
        amount_minor=payment.amount_minor,
        reference=payment.reference,
        value_date=payment.value_date,
        effective_at=payment.effective_at,
        gateway=payment.gateway,
        balance_minor=payment.balance_minor,
    )


def is_name_confirmed(*, name: BeneficiaryName) -> bool | None:
    """Whether a person confirmed the name; None while it waits for one."""
    decision = getattr(name, "decision", None)
    return None if decision is None else bool(decision.is_confirmed)


def list_names_in_review() -> tuple[BeneficiaryName, ...]:
    """Return the names no person has decided on, longest waiting first."""
    return tuple(
        BeneficiaryName.objects.filter(decision__isnull=True)
        .select_related("organization")
        .order_by("effective_at", "id")
    )


def list_similar_names(*, name: BeneficiaryName) -> tuple[BeneficiaryName, ...]:
    """Return the same name as others use it, and names that differ only in case, blanks or punctuation; for the reviewer's eye."""
    return tuple(
        BeneficiaryName.objects.filter(search_key=name.search_key)
        .exclude(pk=name.pk)
        .select_related("decision", "organization")
        .order_by("recorded_at", "pk")[:20]
    )


def list_lapsed_quote_ids(*, at: datetime, limit: int) -> tuple[UUID, ...]:
    """Return open quotes whose time is over, oldest first."""
    rows = Quote.objects.filter(state=QuoteState.OPEN, expires_at__lte=at).order_by("expires_at")
    return tuple(rows.values_list("pk", flat=True)[:limit])
