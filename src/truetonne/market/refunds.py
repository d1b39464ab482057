"""Money that has to go back: orders whose balance is above what is due, with the time since which it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from truetonne.market.models import Order, OrderTransition, Payment, Substitution
from truetonne.market.order_money import ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundDue:
    """An order that holds more than is due: what has to go back, and since when it is known."""

    order: Order
    surplus_minor: int
    currency: str
    since_at: datetime


def list_refunds_due() -> tuple[RefundDue, ...]:
    """Return the orders, with their buyers, that hold more than is due, the longest waiting first.

    ``since_at`` is when the order ended, else when the surplus came in.
    The rule is that of ``order_money.read_money``, asked of all orders at once.
    """
    later = Payment.objects.filter(order_id=OuterRef("order_id"), number__gt=OuterRef("number"))
    saved = (
        Substitution.objects.filter(line__quote_id=OuterRef("order__quote_id"))
        .values("line__quote_id")
        .annotate(minor=Sum("saved_minor"))
        .values("minor")
    )
    ended = OrderTransition.objects.filter(order_id=OuterRef("order_id")).order_by("-number").values("effective_at")[:1]
    has_ended = When(order__state__in=ENDED, then=Value(0))
    due = Case(
        has_ended,
        default=F("order__quote__amount_minor") - Coalesce(Subquery(saved, output_field=BigIntegerField()), 0),
        output_field=BigIntegerField(),
    )
    since = Case(
        When(order__state__in=ENDED, then=Subquery(ended)), default=F("effective_at"), output_field=DateTimeField()
    )
    rows = (
        Payment.objects.annotate(surplus_minor=F("balance_minor") - due, since_at=since)
        .filter(~Exists(later), surplus_minor__gt=0)
        .select_related("order__organization")
        .order_by("since_at", "pk")
    )
    return tuple(
        RefundDue(order=row.order, surplus_minor=row.surplus_minor, currency=row.currency, since_at=row.since_at)
        for row in rows
    )
