"""Signatures of callbacks by Standard Webhooks: HMAC-SHA256 over id, timestamp and raw body. For gateways that use them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from truetonne.market.gateways.protocol import CallbackRefused

CLOCK_SKEW_S_MAX: Final = 300
"""A callback is refused when its time and ours differ by more (operator policy)."""


def sign(*, secret: bytes, event_id: str, sent_at: datetime, body: bytes) -> dict[str, str]:
    """Return the three headers that a signed callback carries."""
    seconds = str(int(sent_at.timestamp()))
    return {
        "webhook-id": event_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{_mac(secret=secret, event_id=event_id, seconds=seconds, body=body)}",
    }


def require_signed(*, secret: bytes, headers: Mapping[str, str], body: bytes, at: datetime) -> str:
    """Return the callback's id when one of its signatures is right and it is not stale. Raises CallbackRefused."""
    event_id = headers.get("webhook-id", "")
    seconds = headers.get("webhook-timestamp", "")
    if not event_id or not (seconds.isascii() and seconds.isdigit()):
        raise CallbackRefused(reason="webhook-id or webhook-timestamp is missing")
    if abs(at.timestamp() - int(seconds)) > CLOCK_SKEW_S_MAX:
        raise CallbackRefused(reason="its time is too far from ours")
    wanted = _mac(secret=secret, event_id=event_id, seconds=seconds, body=body)
    given = [
        each.removeprefix("v1,") for each in headers.get("webhook-signature", "").split() if each.startswith("v1,")
    ]
    if not any(hmac.compare_digest(wanted.encode(), each.encode()) for each in given):
        raise CallbackRefused(reason="no signature is right")
    return event_id


def _mac(*, secret: bytes, event_id: str, seconds: str, body: bytes) -> str:
    message = f"{event_id}.{seconds}.".encode() + body
    return base64.b64encode(hmac.new(secret, message, hashlib.sha256).digest()).decode()
