"""The money of one order: what is due, what is here, what is missing and what must go back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from truetonne.market.models import Order, Payment, Substitution
from truetonne.market.states import OrderState

ENDED = frozenset({OrderState.CANCELLED, OrderState.EXPIRED, OrderState.FAILED})
"""States in which nothing is due any more, so that all money goes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMoney:
    """Minor units of the order's currency. ``balance_minor`` is what came in less what went back."""

    due_minor: int
    balance_minor: int
    currency: str

    @property
    def missing_minor(self) -> int:
        """What is still to come before the order is confirmed."""
        return max(0, self.due_minor - self.balance_minor)

    @property
    def surplus_minor(self) -> int:
        """What is to go back to the buyer."""
        return max(0, self.balance_minor - self.due_minor)


def read_money(*, order: Order) -> OrderMoney:
    """Return the money of an order (with its quote) as recorded; an ended order is due nothing."""
    last = Payment.objects.filter(order_id=order.pk).order_by("-number").values_list("balance_minor", flat=True).first()
    if OrderState(order.state) in ENDED:
        due_minor = 0
    else:
        saved = Substitution.objects.filter(line__quote_id=order.quote_id).aggregate(minor=Sum("saved_minor"))["minor"]
        due_minor = order.quote.amount_minor - (saved or 0)
    return OrderMoney(due_minor=due_minor, balance_minor=last or 0, currency=order.quote.currency)
