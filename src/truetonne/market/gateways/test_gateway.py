"""A gateway that takes no money, for sandboxes: its page sends the same signed callback that a real one would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from truetonne.edge.identifiers import InvalidId, read_id, show_id
from truetonne.market.gateways.protocol import CallbackRefused, GatewayPayment, WantedPayment
from truetonne.market.gateways.signing import require_signed, sign


@dataclass(frozen=True, slots=True)
class TestGateway:
    """Pays whatever the person at its page says. Its secret is derived from the installation's own."""

    __test__ = False
    name: str = "test"

    @property
    def title(self) -> str:
        return _("Test gateway (no real money)")

    def open_payment(self, *, wanted: WantedPayment) -> str:
        return f"{settings.TRUETONNE.base_url}/payments/test/{show_id(prefix='ord', id=wanted.order_id)}/"

    def read_callback(self, *, headers: Mapping[str, str], body: bytes, at: datetime) -> GatewayPayment:
        event_id = require_signed(secret=_secret(), headers=headers, body=body, at=at)
        try:
            told = json.loads(body)
            return GatewayPayment(
                event_id=event_id,
                order_id=read_id(prefix="ord", text=str(told["order"])),
                minor=int(told["minor"]),
                currency=str(told["currency"]),
                value_date=date.fromisoformat(told["value_date"]),
            )
        except (ValueError, KeyError, TypeError, InvalidId) as error:
            raise CallbackRefused(reason="its body cannot be read") from error


def make_callback(
    *, event_id: str, order: str, minor: int, currency: str, sent_at: datetime
) -> tuple[dict[str, str], bytes]:
    """Return headers and body of the test gateway's callback for a payment made at ``sent_at``."""
    told = {
        "order": order,
        "minor": minor,
        "currency": currency,
        "value_date": sent_at.astimezone(UTC).date().isoformat(),
    }
    body = json.dumps(told, sort_keys=True).encode()
    return sign(secret=_secret(), event_id=event_id, sent_at=sent_at, body=body), body


def _secret() -> bytes:
    return salted_hmac("truetonne.market.test_gateway", "callback", algorithm="sha256").digest()
