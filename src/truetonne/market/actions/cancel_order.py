"""Cancel an order before its units are retired; money that came in goes back as a record of its own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.ledger.actions.release import release_reservations
from truetonne.ledger.values import ReservationOutcome
from truetonne.market.actions.record_refund import refund_order
from truetonne.market.models import CancellationNotice, Order
from truetonne.market.order_money import read_money
from truetonne.market.queries import OrderNotFound, list_reservation_ids
from truetonne.market.states import OrderState, require_transition
from truetonne.market.transitions import lock_order, move_order
from truetonne.people.actions import record_audit_line
from truetonne.rules.clocks import clocks_on

CANCEL_REASONS = ("REQUESTED", "PRODUCT_UNAVAILABLE", "NAME_REFUSED")


class CancelWindowOver(Exception):
    """A buyer may cancel alone for a day only; carries when that ended."""

    code = "state_conflict"

    def __init__(self, *, ended_at: datetime) -> None:
        super().__init__(f"the buyer could cancel until {ended_at.isoformat()}; ask the operator")
        self.ended_at = ended_at


class NoticeNeeded(Exception):
    """The seller cancels a paid order only after its notice; carries the policy's days and the notice's end, if any."""

    code = "state_conflict"

    def __init__(self, *, order_id: UUID, notice_days: int, effective_on: date | None) -> None:
        when = "was not announced" if effective_on is None else f"may be cancelled from {effective_on}"
        super().__init__(f"the order {when}; the seller gives {notice_days} days' notice")
        self.order_id = order_id
        self.notice_days = notice_days
        self.effective_on = effective_on


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
    """Cancel the order: its units go back on sale, what was carried is given back, its money is to go back in full.

    Buyers may within the cancel window, or once the seller announced to cancel; staff as long as nothing is retired,
    for ``PRODUCT_UNAVAILABLE`` on a paid order only after the seller's notice. A refund that was made already is
    recorded with it; else it waits among the refunds. Cancelling a cancelled order under the same request changes
    nothing. Raises OrderNotFound, TransitionNotListed, CancelWindowOver, NoticeNeeded, RefundTooLarge.
    """
    order = lock_order(order_id=order_id)
    if order is None:
        raise OrderNotFound("no order has this id")
    if order.state == OrderState.CANCELLED and order.transitions.filter(reason=_reason(reason, request_id)).exists():
        return
    require_transition(from_state=order.state, to_state=OrderState.CANCELLED)
    _require_time(order=order, is_staff=is_staff, reason=reason, at=at)
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
        event="order.cancelled",
        subject=show_id(prefix="ord", id=order_id),
        person_id=person_id,
        organization_id=order.organization_id,
        request_id=request_id,
        at=at,
        facts={"reason": reason},
    )
    money = read_money(order=order)
    if money.surplus_minor and refund_id is not None and refund_reference and refund_date is not None:
        refund_order(
            order=order,
            payment_id=refund_id,
            minor=money.surplus_minor,
            currency=money.currency,
            reference=refund_reference,
            value_date=refund_date,
            person_id=person_id,
            request_id=request_id,
            at=at,
        )


def _require_time(*, order: Order, is_staff: bool, reason: str, at: datetime) -> None:
    """Raise CancelWindowOver or NoticeNeeded unless this side may cancel now for this reason."""
    notice = CancellationNotice.objects.filter(order=order).first()
    window_end = order.effective_at + clocks_on(day=order.effective_at.date()).cancel_window.span
    if not is_staff and at >= window_end and notice is None:
        raise CancelWindowOver(ended_at=window_end)
    if is_staff and reason == "PRODUCT_UNAVAILABLE" and order.state == OrderState.CONFIRMED:
        effective_on = None if notice is None else notice.effective_on
        if effective_on is None or at.date() < effective_on:
            days = clocks_on(day=at.date()).seller_notice.count
            raise NoticeNeeded(order_id=order.pk, notice_days=days, effective_on=effective_on)


def release_order(*, order: Order, outcome: ReservationOutcome, request_id: str, at: datetime) -> None:
    """Give the order's reserved units back to the ledger."""
    reservation_ids = list_reservation_ids(quote_id=order.quote_id)
    release_reservations(reservation_ids=reservation_ids, outcome=outcome, request_id=request_id, at=at)


def _reason(reason: str, request_id: str) -> str:
    """Return the reason as the step keeps it, with the start of the request that asked."""
    return f"{reason} ({request_id[:24]})"
