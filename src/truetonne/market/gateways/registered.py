"""The gateways of this installation: those the operator names in a setting, and in a sandbox the test gateway."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from truetonne.market.gateways.protocol import PaymentGateway
from truetonne.market.gateways.test_gateway import TestGateway


class GatewayUnknown(Exception):
    """No gateway of this installation has this name."""

    code = "not_found"


def list_gateways() -> tuple[PaymentGateway, ...]:
    """Return the gateways that take money here. The test gateway exists in a sandbox only.

    ``TRUETONNE_PAYMENT_GATEWAYS`` names factories as ``package.module:function``, separated by commas.
    """
    named = tuple(_load(place=place) for place in settings.TRUETONNE.payment_gateways)
    return named if settings.TRUETONNE.livemode else (*named, TestGateway())


def find_gateway(*, name: str) -> PaymentGateway:
    """Return the gateway with this name. Raises GatewayUnknown."""
    for gateway in list_gateways():
        if gateway.name == name:
            return gateway
    raise GatewayUnknown(f"no payment gateway here is named {name}")


def _load(*, place: str) -> PaymentGateway:
    module, _, factory = place.partition(":")
    made: PaymentGateway = getattr(import_module(module), factory)()
    return made
