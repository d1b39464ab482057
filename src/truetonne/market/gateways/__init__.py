"""Payment gateways: how a card provider or any other payment service joins, and the test gateway of the sandbox."""

from __future__ import annotations

from truetonne.market.gateways.protocol import CallbackRefused, GatewayPayment, PaymentGateway, WantedPayment
from truetonne.market.gateways.registered import GatewayUnknown, find_gateway, list_gateways

__all__ = [
    "CallbackRefused",
    "GatewayPayment",
    "GatewayUnknown",
    "PaymentGateway",
    "WantedPayment",
    "find_gateway",
    "list_gateways",
]
