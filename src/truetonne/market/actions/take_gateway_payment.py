"""Record what a payment gateway says it has taken: once per event, whatever the amount."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from truetonne.market.actions.record_payment import record_payment
from truetonne.market.gateways.protocol import GatewayPayment
from truetonne.market.values import Paid


def take_gateway_payment(*, payment_id: UUID, gateway: str, paid: GatewayPayment, at: datetime) -> Paid:
    """Record a gateway's money for an order. Money that is there is never refused: a difference is recorded as one.

    The same event again changes nothing. Raises OrderNotFound, PaymentNotTheTotal (another currency), RequestReused.
    """
    return record_payment(
        payment_id=payment_id,
        order_id=paid.order_id,
        person_id=None,
        minor=paid.minor,
        currency=paid.currency,
        reference=f"{gateway}:{paid.event_id}"[:128],
        value_date=paid.value_date,
        request_id=f"{gateway}:{paid.event_id}"[:255],
        at=at,
        is_difference_recorded=True,
        gateway=gateway,
    )
