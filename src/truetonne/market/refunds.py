"""Money that has to go back: orders whose balance is above what is due, with the time since which it is."""

from __future__ import annotations

from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from truetonne.market.models import OrderTransition, Payment, Substitution
from truetonne.market.order_money import ENDED


def list_refunds_due() -> QuerySet[Payment]:
    """Return the last movement of money of each order that holds more than is due, with its order and buyer.

    ``surplus_minor`` is what has to go back; ``since_at`` is when the order ended, else when the surplus came in.
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
    return (
        Payment.objects.annotate(surplus_minor=F("balance_minor") - due, since_at=since)
        .filter(~Exists(later), surplus_minor__gt=0)
        .select_related("order__organization")
    )
