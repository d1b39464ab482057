"""What a payment service must be able to do here. A gateway never decides anything: it says what was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID


class CallbackRefused(Exception):
    """A callback is not from the gateway, is too old, or cannot be read; carries the reason."""

    code = "unauthenticated"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the callback is refused: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPayment:
    """What a buyer is asked to pay: minor units, and the order's code as the reference."""

    order_id: UUID
    order_code: str
    minor: int
    currency: str
    return_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayPayment:
    """Money that a gateway says it has taken for an order. ``event_id`` names it for ever: it is recorded once."""

    event_id: str
    order_id: UUID
    minor: int
    currency: str
    value_date: date


class PaymentGateway(Protocol):
    """A payment service. Its secret stays inside; ``name`` stands in addresses and beside each movement of money."""

    @property
    def name(self) -> str:
        """Lower-case letters, digits and hyphens, at most 32."""

    @property
    def title(self) -> str:
        """The name as buyers read it."""

    def open_payment(self, *, wanted: WantedPayment) -> str:
        """Return the address to which the buyer is sent to pay."""

    def read_callback(self, *, headers: Mapping[str, str], body: bytes, at: datetime) -> GatewayPayment:
        """Check the signature of a callback and return what was paid. Raises CallbackRefused."""
