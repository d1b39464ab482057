"""Cancel an order before its units are retired; money that came in goes back as a record of its own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.ledger.actions.release import release_reservations
from truetonne.ledger.values import ReservationOutcome
from truetonne.market import policy
from truetonne.market.actions.record_payment import store_payment
from truetonne.market.models import Order, Payment, PaymentKind
from truetonne.market.queries import OrderNotFound, list_reservation_ids
from truetonne.market.requests import fingerprint
from truetonne.market.states import OrderState, require_transition
from truetonne.market.transitions import lock_order, move_order
from truetonne.people.actions import record_audit_line

CANCEL_REASONS = ("REQUESTED", "PRODUCT_UNAVAILABLE", "NAME_REFUSED")


class CancelWindowOver(Exception):
    """A buyer may cancel alone for a day only; carries when that ended."""

    code = "state_conflict"

    def __init__(self, *, ended_at: datetime) -> None:
        super().__init__(f"the buyer could cancel until {ended_at.isoformat()}; ask the operator")
        self.ended_at = ended_at


class RefundReferenceNeeded(Exception):
    """A paid order is cancelled together with the record of its refund; carries the order."""

    code = "payment_required"

    def __init__(self, *, order_id: UUID, amount_minor: int, currency: str) -> None:
        super().__init__(f"the order was paid: give the reference of the refund of {amount_minor} {currency}")
        self.order_id = order_id
        self.amount = {"minor": amount_minor, "currency": currency}


@transaction.atomic
def cancel_order(
    *,
    order_id: UUID,
    person_id: UUID,
    is_staff: bool,
    reason: str,
    request_id: str,
    at: datetime,
    refund_id: UUID | None = None,
    refund_reference: str = "",
    refund_date: date | None = None,
) -> None:
    """Cancel the order: its units go back on sale, what was carried is given back, a refund is recorded.

    Buyers may within the cancel window while nothing is retired; staff as long as nothing is retired.
    Cancelling a cancelled order under the same request changes nothing. Raises OrderNotFound,
    TransitionNotListed, CancelWindowOver, RefundReferenceNeeded.
    """
    order = lock_order(order_id=order_id)
    if order is None:
        raise OrderNotFound("no order has this id")
    if order.state == OrderState.CANCELLED and order.transitions.filter(reason=_reason(reason, request_id)).exists():
        return
    require_transition(from_state=order.state, to_state=OrderState.CANCELLED)
    window_end = order.effective_at + policy.CANCEL_WINDOW
    if not is_staff and at >= window_end:
        raise CancelWindowOver(ended_at=window_end)
    if Payment.objects.filter(order=order, kind=PaymentKind.RECEIVED).exists():
        _refund(
            order=order,
            refund_id=refund_id,
            reference=refund_reference,
            value_date=refund_date,
            person_id=person_id,
            request_id=request_id,
            at=at,
        )
    release_order(order=order, outcome=ReservationOutcome.VOIDED, request_id=f"cancel:{order_id}", at=at)
    move_order(
        order=order,
        to_states=(OrderState.CANCELLED,),
        person_id=person_id,
        at=at,
        reason=_reason(reason, request_id),
    )
    record_audit_line(
        action="order.cancelled",
        subject=show_id(prefix="ord", id=order_id),
        person_id=person_id,
        organization_id=order.organization_id,
        request_id=request_id,
        at=at,
        facts={"reason": reason},
    )


def release_order(*, order: Order, outcome: ReservationOutcome, request_id: str, at: datetime) -> None:
    """Give the order's reserved units back to the ledger."""
    reservation_ids = list_reservation_ids(quote_id=order.quote_id)
    release_reservations(reservation_ids=reservation_ids, outcome=outcome, request_id=request_id, at=at)


def _refund(
    *,
    order: Order,
    refund_id: UUID | None,
    reference: str,
    value_date: date | None,
    person_id: UUID,
    request_id: str,
    at: datetime,
) -> None:
    if refund_id is None or not reference or value_date is None:
        raise RefundReferenceNeeded(
            order_id=order.pk, amount_minor=order.quote.amount_minor, currency=order.quote.currency
        )
    store_payment(
        payment_id=refund_id,
        order=order,
        kind=PaymentKind.REFUNDED,
        reference=reference,
        value_date=value_date,
        person_id=person_id,
        given=fingerprint(verb="refund", given={"order": str(order.pk), "reference": reference}),
        request_id=request_id,
        at=at,
    )


def _reason(reason: str, request_id: str) -> str:
    """Return the reason as the step keeps it, with the start of the request that asked."""
    return f"{reason} ({request_id[:24]})"
