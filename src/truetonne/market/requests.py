"""The same request twice makes one effect: what was asked is kept as a hash beside the request's id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Protocol


class RequestReused(Exception):
    """The request id was used before for other input; carries the short forms of both hashes."""

    code = "idempotency_key_reused"

    def __init__(self, *, request_id: str, first: str, now: str) -> None:
        super().__init__(f"request {request_id} was first made with other input ({first}, now {now})")
        self.request_id = request_id
        self.first_fingerprint = first
        self.now_fingerprint = now


class Stored(Protocol):
    """A row that remembers the input it was made from."""

    request_id: str
    fingerprint: bytes


def fingerprint(*, verb: str, given: Mapping[str, object]) -> bytes:
    """Return SHA-256 over the verb and its input; texts, integers, booleans, None, lists and mappings only."""
    text = json.dumps(
        {"verb": verb, "given": given}, sort_keys=True, separators=(",", ":"), default=str, allow_nan=False
    )
    return hashlib.sha256(text.encode()).digest()


def require_same_input(*, stored: Stored, now: bytes) -> None:
    """Raise RequestReused when the row under this request id was made from other input."""
    first = bytes(stored.fingerprint)
    if first != now:
        raise RequestReused(request_id=stored.request_id, first=first.hex()[:12], now=now.hex()[:12])
