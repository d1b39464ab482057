"""The clock's work in the market: quotes lapse, unpaid orders expire, and their units go back on sale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.outbox import write_event
from truetonne.ledger.actions.release import release_reservations
from truetonne.ledger.values import ReservationOutcome
from truetonne.market.actions.cancel_order import release_order
from truetonne.market.models import Order, Quote
from truetonne.market.queries import list_lapsed_quote_ids, list_reservation_ids
from truetonne.market.states import OrderState, QuoteState
from truetonne.market.transitions import lock_order, move_order
from truetonne.people.actions import record_audit_line

AT_ONCE_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed:
    """What the clock ended."""

    quote_ids: tuple[UUID, ...]
    order_ids: tuple[UUID, ...]


def expire_quotes(*, at: datetime) -> Lapsed:
    """End quotes and unpaid orders whose time is over at ``at``; each in its own transaction, each once.

    Run every few seconds; a second run ends nothing again. Paid orders never expire.
    """
    quotes = [
        quote_id for quote_id in list_lapsed_quote_ids(at=at, limit=AT_ONCE_MAX) if _end_quote(quote_id=quote_id, at=at)
    ]
    due = Order.objects.filter(state=OrderState.AWAITING_FUNDS, payment_due_at__lte=at).order_by("payment_due_at")
    orders = [
        order_id
        for order_id in tuple(due.values_list("pk", flat=True)[:AT_ONCE_MAX])
        if _end_order(order_id=order_id, at=at)
    ]
    return Lapsed(quote_ids=tuple(quotes), order_ids=tuple(orders))


@transaction.atomic
def _end_quote(*, quote_id: UUID, at: datetime) -> bool:
    """Lapse one quote, unless an order took it or another clock was first."""
    if not Quote.objects.filter(pk=quote_id, state=QuoteState.OPEN, expires_at__lte=at).update(state=QuoteState.LAPSED):
        return False
    release_reservations(
        reservation_ids=list_reservation_ids(quote_id=quote_id),
        outcome=ReservationOutcome.EXPIRED,
        request_id=f"lapse:{quote_id}",
        at=at,
    )
    write_event(
        type="quote.expired",
        subject=show_id(prefix="qte", id=quote_id),
        organization_id=Quote.objects.values_list("organization_id", flat=True).get(pk=quote_id),
        request_id=f"lapse:{quote_id}",
        at=at,
    )
    return True


@transaction.atomic
def _end_order(*, order_id: UUID, at: datetime) -> bool:
    order = lock_order(order_id=order_id)
    if order is None or order.state != OrderState.AWAITING_FUNDS or order.payment_due_at > at:
        return False
    request_id = f"expire:{order_id}"
    release_order(order=order, outcome=ReservationOutcome.EXPIRED, request_id=request_id, at=at)
    move_order(order=order, to_states=(OrderState.EXPIRED,), person_id=None, at=at, reason="not paid in time")
    record_audit_line(
        action="order.expired",
        event="order.expired",
        subject=show_id(prefix="ord", id=order_id),
        person_id=None,
        organization_id=order.organization_id,
        request_id=request_id,
        at=at,
    )
    return True
