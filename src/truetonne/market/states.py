"""The states of an order with the steps between them, and the purposes of a retirement. Pure."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class QuoteState(TextChoices):
    """A quote is open until it makes its order or lapses, whichever is first; then for good."""

    OPEN = "OPEN"
    CONSUMED = "CONSUMED"
    LAPSED = "LAPSED"


class OrderState(TextChoices):
    """Where an order stands. A quote is not yet an order; it is reserved from its first moment."""

    QUOTED = "QUOTED"
    RESERVED = "RESERVED"
    AWAITING_FUNDS = "AWAITING_FUNDS"
    CONFIRMED = "CONFIRMED"
    PARTIALLY_DELIVERED = "PARTIALLY_DELIVERED"
    DELIVERED = "DELIVERED"
    RETIRED = "RETIRED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"


TRANSITIONS: Final[dict[OrderState, tuple[OrderState, ...]]] = {
    OrderState.QUOTED: (OrderState.RESERVED, OrderState.EXPIRED),
    OrderState.RESERVED: (OrderState.AWAITING_FUNDS, OrderState.EXPIRED),
    OrderState.AWAITING_FUNDS: (OrderState.CONFIRMED, OrderState.CANCELLED, OrderState.EXPIRED),
    OrderState.CONFIRMED: (
        OrderState.PARTIALLY_DELIVERED,
        OrderState.DELIVERED,
        OrderState.CANCELLED,
        OrderState.FAILED,
    ),
    OrderState.PARTIALLY_DELIVERED: (OrderState.PARTIALLY_DELIVERED, OrderState.DELIVERED),
    OrderState.DELIVERED: (OrderState.RETIRED,),
    OrderState.RETIRED: (),
    OrderState.CANCELLED: (),
    OrderState.EXPIRED: (),
    OrderState.FAILED: (),
}
"""From each state to those that may follow it; whatever is not listed is refused by name."""


class Purpose(TextChoices):
    """What the beneficiary retires units for."""

    ONGOING_EMISSIONS = "ONGOING_EMISSIONS"
    RESIDUAL_NEUTRALIZATION = "RESIDUAL_NEUTRALIZATION"
    BVCM_CONTRIBUTION = "BVCM_CONTRIBUTION"
    CORPORATE_TARGET = "CORPORATE_TARGET"
    PUBLIC_CLAIM = "PUBLIC_CLAIM"
    INSETTING = "INSETTING"
    REGULATORY = "REGULATORY"
    OTHER = "OTHER"


class TransitionNotListed(Exception):
    """An order cannot go from one state to another; carries both and what may follow."""

    code = "state_conflict"

    def __init__(self, *, from_state: str, to_state: str) -> None:
        self.from_state = from_state
        self.to_state = to_state
        self.allowed = tuple(state.value for state in TRANSITIONS[OrderState(from_state)])
        super().__init__(
            f"an order in state {from_state} cannot become {to_state}; allowed: {', '.join(self.allowed) or 'none'}"
        )


def require_transition(*, from_state: str, to_state: str) -> None:
    """Raise TransitionNotListed unless the step is listed."""
    if OrderState(to_state) not in TRANSITIONS[OrderState(from_state)]:
        raise TransitionNotListed(from_state=from_state, to_state=to_state)
