"""Say that an order is delivered later than thought, until when, and why."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.market.models import Delay
from truetonne.market.queries import OrderNotFound
from truetonne.market.states import OrderState, TransitionNotListed
from truetonne.market.transitions import lock_order
from truetonne.people.actions import record_audit_line

DELAYABLE = frozenset({OrderState.CONFIRMED, OrderState.PARTIALLY_DELIVERED})


class DayNotAhead(Exception):
    """A delay ends on a day that has begun; carries it."""

    code = "invalid_time"

    def __init__(self, *, expected_on: date) -> None:
        super().__init__(f"{expected_on} is not ahead: name the day on which the delivery is now expected")
        self.expected_on = expected_on


@transaction.atomic
def record_delay(
    *, delay_id: UUID, order_id: UUID, person_id: UUID, expected_on: date, reason: str, request_id: str, at: datetime
) -> Delay:
    """Record the new expected day of a paid order's open part. For supply and finance staff.

    The order's state stays; every delay stays on file. The same request again changes nothing.
    Raises OrderNotFound, TransitionNotListed, DayNotAhead.
    """
    order = lock_order(order_id=order_id)
    if order is None:
        raise OrderNotFound("no order has this id")
    known = Delay.objects.filter(order=order, request_id=request_id).first()
    if known is not None:
        return known
    if order.state not in DELAYABLE:
        raise TransitionNotListed(from_state=order.state, to_state=OrderState.PARTIALLY_DELIVERED)
    if expected_on <= at.date():
        raise DayNotAhead(expected_on=expected_on)
    delay = Delay.objects.create(
        pk=delay_id,
        order=order,
        expected_on=expected_on,
        reason=reason,
        person_id=person_id,
        request_id=request_id,
        effective_at=at,
    )
    record_audit_line(
        action="order.delayed",
        event="order.delayed",
        subject=show_id(prefix="ord", id=order_id),
        person_id=person_id,
        organization_id=order.organization_id,
        request_id=request_id,
        at=at,
        facts={"expected_on": expected_on.isoformat(), "reason": reason},
    )
    return delay
