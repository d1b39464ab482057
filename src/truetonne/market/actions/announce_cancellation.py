"""Say ahead that an order cannot be delivered, so that the seller may cancel it when the notice has run out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.market.models import CancellationNotice
from truetonne.market.queries import OrderNotFound
from truetonne.market.states import OrderState, require_transition
from truetonne.market.transitions import lock_order
from truetonne.people.actions import record_audit_line
from truetonne.rules.clocks import clocks_on


@transaction.atomic
def announce_cancellation(
    *, order_id: UUID, person_id: UUID, note: str, request_id: str, at: datetime
) -> CancellationNotice:
    """Record the seller's notice; from its day on the order may be cancelled with all money going back.

    For finance and supply staff. The buyer may cancel alone from the notice on. A second notice changes nothing.
    Raises OrderNotFound, TransitionNotListed.
    """
    order = lock_order(order_id=order_id)
    if order is None:
        raise OrderNotFound("no order has this id")
    known = CancellationNotice.objects.filter(order=order).first()
    if known is not None:
        return known
    require_transition(from_state=order.state, to_state=OrderState.CANCELLED)
    notice = CancellationNotice.objects.create(
        order=order,
        reason="PRODUCT_UNAVAILABLE",
        effective_on=clocks_on(day=at.date()).seller_notice.last_day(day=at.date()),
        note=note,
        person_id=person_id,
        request_id=request_id,
        effective_at=at,
    )
    record_audit_line(
        action="order.cancellation_announced",
        subject=show_id(prefix="ord", id=order_id),
        person_id=person_id,
        organization_id=order.organization_id,
        request_id=request_id,
        at=at,
        facts={"effective_on": notice.effective_on.isoformat(), "note": note},
    )
    return notice
