"""Moving an order's state: the step is judged, written down and taken, in one place."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from truetonne.market.models import Order, OrderTransition
from truetonne.market.states import OrderState, require_transition


def lock_order(*, order_id: UUID) -> Order | None:
    """Return the order and keep others from moving it until the transaction ends; None when there is none."""
    return (
        Order.objects.select_for_update(of=("self",), no_key=True).select_related("quote").filter(pk=order_id).first()
    )


def move_order(
    *, order: Order, to_states: tuple[OrderState, ...], person_id: UUID | None, at: datetime, reason: str = ""
) -> None:
    """Take a locked order along the given steps. Raises TransitionNotListed before anything is written."""
    number = OrderTransition.objects.filter(order=order).aggregate(last=Max("number"))["last"] or 0
    steps, state = [], order.state
    for to_state in to_states:
        require_transition(from_state=state, to_state=to_state)
        number += 1
        steps.append(
            step(order=order, number=number, was=state, now=to_state, person_id=person_id, at=at, reason=reason)
        )
        state = to_state
    OrderTransition.objects.bulk_create(steps)
    order.state = state
    order.save(update_fields=["state"])


def step(
    *, order: Order, number: int, was: str, now: str, person_id: UUID | None, at: datetime, reason: str = ""
) -> OrderTransition:
    """Return one step, not yet stored."""
    return OrderTransition(
        order=order,
        number=number,
        from_state=was,
        to_state=now,
        person_id=person_id,
        reason=reason,
        effective_at=at,
    )
