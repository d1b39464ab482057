"""The three headers of Standard Webhooks: HMAC-SHA256 over ``id.timestamp.body``, one signature for each live secret.

Source: the Standard Webhooks specification, https://www.standardwebhooks.com (symmetric scheme ``v1``).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from binascii import Error as Base64Error
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

SECRET_START: Final = "whsec_"  # noqa: S105 - the beginning that all secrets share
SECRET_BYTES: Final = 32
SECRET_BYTES_MIN, SECRET_BYTES_MAX = 24, 64


class SecretInvalid(ValueError):
    """A text that is no secret: ``whsec_`` and the base64 of 24 to 64 bytes."""


def show_secret(*, key: bytes) -> str:
    """Return the text of a secret's bytes. Raises SecretInvalid for fewer than 24 or more than 64."""
    if not SECRET_BYTES_MIN <= len(key) <= SECRET_BYTES_MAX:
        raise SecretInvalid(f"a secret has {SECRET_BYTES_MIN} to {SECRET_BYTES_MAX} bytes")
    return SECRET_START + base64.b64encode(key).decode()


def read_secret(*, text: str) -> bytes:
    """Return the bytes of a secret's text. Raises SecretInvalid."""
    try:
        key = base64.b64decode(text.removeprefix(SECRET_START), validate=True)
    except Base64Error:
        raise SecretInvalid("a secret is base64") from None
    show_secret(key=key)
    return key


def sign(*, key: bytes, message: str, at: datetime, body: bytes) -> str:
    """Return one signature, ``v1,`` and base64, over id, whole seconds since 1970 and the raw body."""
    signed = f"{message}.{seconds(at=at)}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def seconds(*, at: datetime) -> int:
    """Return the moment in whole seconds since 1970."""
    return int(at.astimezone(UTC).timestamp())


def headers_of(*, keys: Sequence[bytes], message: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of one attempt, with a signature for each key that counts at present."""
    return {
        "webhook-id": message,
        "webhook-timestamp": str(seconds(at=at)),
        "webhook-signature": " ".join(sign(key=key, message=message, at=at, body=body) for key in keys),
    }
