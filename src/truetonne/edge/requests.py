"""The same request twice makes one effect: a lock on a name, and a hash of what was asked beside the request's id.

Rows that are only added cannot be locked by a role that may not change them; their names can.
"""

from __future__ import annotations

import hashlib
import json

from django.db import connection


class RequestReused(Exception):
    """The request id was used before for other input; carries the short forms of both hashes."""

    code = "idempotency_key_reused"

    def __init__(self, *, request_id: str, first: str, now: str) -> None:
        super().__init__(f"request {request_id} was first made with other input ({first}, now {now})")
        self.request_id = request_id
        self.first_fingerprint = first
        self.fingerprint = now


def fingerprint(*, verb: str, given: object) -> bytes:
    """Return SHA-256 over the verb and its input: JSON values, UUIDs and dates, names sorted; no number that is none."""
    text = json.dumps(
        {"verb": verb, "given": given}, sort_keys=True, separators=(",", ":"), default=str, allow_nan=False
    )
    return hashlib.sha256(text.encode()).digest()


def require_same_input(*, request_id: str, first: bytes | memoryview, now: bytes) -> None:
    """Raise RequestReused when what was done under this request id was made from other input."""
    if bytes(first) != now:
        raise RequestReused(request_id=request_id, first=bytes(first).hex()[:12], now=now.hex()[:12])


def lock_name(*, name: str) -> None:
    """Wait until no other transaction holds this name; let go when this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
