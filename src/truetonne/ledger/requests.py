"""Request ids: every write carries one, made by the client, and a hash of what was asked.

The same id with the same input gets the first answer again; with other input it is refused. The hash covers what is
asked for, not the ids, salts and times that a caller may make anew when it tries again.
"""

from __future__ import annotations

import hashlib
import json
from uuid import UUID

from truetonne.ledger.refusals import Refusal
from truetonne.ledger.wire import Statement, Wire

_FIND = Statement.of(
    name="request_find", sql="SELECT id, encode(input_hash, 'hex'), kind FROM ledger_entry WHERE request_id = $1"
)
_FIND_MANY = Statement.of(
    name="request_find_many",
    sql="SELECT id, encode(input_hash, 'hex'), request_id FROM ledger_entry WHERE request_id = ANY($1::text[])",
)


class RequestReused(Refusal):
    """A request id came back with other input; carries the id and the start of both fingerprints."""

    code = "idempotency_key_reused"

    def __init__(self, *, request_id: str, first_hash: str, now_hash: str) -> None:
        super().__init__(f"request {request_id} was used for other input ({first_hash[:12]}, now {now_hash[:12]})")
        self.request_id = request_id
        self.first_hash = first_hash[:12]
        self.now_hash = now_hash[:12]


class InvalidRequestId(Refusal):
    """A request id is empty, longer than 255 characters or not visible; carries it."""

    code = "invalid_request"

    def __init__(self, *, request_id: str) -> None:
        super().__init__(f"{request_id!r} is not a request id: 1 to 255 visible characters")
        self.request_id = request_id


def fingerprint(*, verb: str, asked: object) -> bytes:
    """Return SHA-256 over a verb and its input: JSON values, UUIDs and datetimes, names sorted."""
    text = json.dumps((verb, asked), sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).digest()


def check_request_id(*, request_id: str) -> str:
    """Return the id as it is stored. Raises InvalidRequestId."""
    if not (0 < len(request_id) <= 255 and request_id.isprintable()):
        raise InvalidRequestId(request_id=request_id)
    return request_id


def row_request_id(*, request_id: str, row_id: UUID) -> str:
    """Return the id of one row of a batch: the batch's and the row's own."""
    return f"{request_id}/{row_id.hex}"


def find_first(*, wire: Wire, request_id: str, input_hash: bytes) -> int | None:
    """Return the entry that first answered this request, if there is one. Raises RequestReused."""
    rows = wire.run(_FIND, request_id.encode())
    if not rows:
        return None
    return _same_input(request_id=request_id, entry_id=rows[0][0], first_hash=rows[0][1], input_hash=input_hash)


def find_first_of_many(*, wire: Wire, request_ids: bytes) -> dict[str, tuple[int, str]]:
    """Return entry and hash of each request id (a wire ``text[]``) that was answered before."""
    rows = wire.run(_FIND_MANY, request_ids)
    return {str(row[2] or b"", "utf-8"): (int(row[0] or 0), str(row[1] or b"", "ascii")) for row in rows}


def judge_input(*, request_id: str, first_hash: str, input_hash: bytes) -> None:
    """Refuse other input under a known request id. Raises RequestReused."""
    if first_hash != input_hash.hex():
        raise RequestReused(request_id=request_id, first_hash=first_hash, now_hash=input_hash.hex())


def _same_input(*, request_id: str, entry_id: bytes | None, first_hash: bytes | None, input_hash: bytes) -> int:
    judge_input(request_id=request_id, first_hash=str(first_hash or b"", "ascii"), input_hash=input_hash)
    return int(entry_id or 0)
