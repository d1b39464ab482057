"""Request ids of supply's writes: the same id with the same input answers again, with other input it is refused."""

from __future__ import annotations

import hashlib
import json


class RequestReused(Exception):
    """A request id came back with other input; carries the id."""

    code = "idempotency_key_reused"

    def __init__(self, *, request_id: str) -> None:
        super().__init__(f"request {request_id} was used for other input")
        self.request_id = request_id


def fingerprint(*, verb: str, asked: object) -> bytes:
    """Return SHA-256 over a verb and its input: JSON values, UUIDs and dates, names sorted."""
    text = json.dumps((verb, asked), sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).digest()


def judge_input(*, request_id: str, first_hash: bytes | memoryview, input_hash: bytes) -> None:
    """Refuse other input under a known request id. Raises RequestReused."""
    if bytes(first_hash) != input_hash:
        raise RequestReused(request_id=request_id)
