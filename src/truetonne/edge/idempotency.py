"""Answer a repeated request with the first answer: the header ``Idempotency-Key`` and what is kept for it.

A key belongs to one account and one route. A row is written before the work and completed after it, outside
the work's own transaction and without waiting for the disk: losing such a row is harmless, because every
action is idempotent by the request id that is derived from the same key. Nothing is kept of an answer that
may change when tried again.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b32encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.http import HttpResponse
from django.utils.translation import gettext as _

from truetonne.edge.problems import Json, Problem, problem_response

KEY_HEADER: Final = "Idempotency-Key"
REPLAYED_HEADER: Final = "Idempotent-Replayed"
RUNNING_MAX: Final = timedelta(minutes=2)
"""A request that has run longer than this ended without an answer: its key runs again."""
KEPT: Final = timedelta(days=7)

_KEY = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)

_CLAIM = """
INSERT INTO edge_idempotency (account, route, key, fingerprint, content_type, started_at)
SELECT %s, %s, %s, %s, '', %s FROM set_config('synchronous_commit', 'off', true)
ON CONFLICT (account, route, key) DO UPDATE SET started_at = excluded.started_at
WHERE edge_idempotency.status IS NULL AND edge_idempotency.started_at < %s
  AND edge_idempotency.fingerprint = excluded.fingerprint
RETURNING id
"""
_FIND = """
SELECT fingerprint, status, body, content_type FROM edge_idempotency WHERE account = %s AND route = %s AND key = %s
"""
_FINISH = """
UPDATE edge_idempotency SET status = %s, body = %s, content_type = %s
FROM set_config('synchronous_commit', 'off', true) WHERE id = %s
"""
_DROP = """
DELETE FROM edge_idempotency USING set_config('synchronous_commit', 'off', true) WHERE id = %s
"""
_STORE = """
INSERT INTO edge_idempotency (account, route, key, fingerprint, status, body, content_type, started_at)
SELECT %s, %s, %s, %s, %s, %s, %s, %s FROM set_config('synchronous_commit', 'off', true)
ON CONFLICT (account, route, key) DO NOTHING
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as idempotency sees it. ``fingerprint`` is SHA-256 of method, path and sorted JSON."""

    account: str
    route: str
    key: str
    fingerprint: bytes

    @property
    def request_id(self) -> str:
        """The id under which actions know this request: the same for the same account, route and key."""
        return derive_request_id(account=self.account, route=self.route, key=self.key)

    @property
    def scope(self) -> tuple[str, str, str]:
        return (self.account, self.route, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept for a key: the fingerprint it first came with and, once finished, the answer."""

    fingerprint: bytes
    status: int | None
    body: bytes | None
    content_type: str

    @classmethod
    def from_columns(cls, *, columns: Sequence[object]) -> Kept:
        """Make it from the columns fingerprint, status, body and content_type."""
        first, status, body, content_type = columns
        return cls(
            fingerprint=bytes(first),  # type: ignore[call-overload]
            status=None if status is None else int(str(status)),
            body=None if body is None else bytes(body),  # type: ignore[call-overload]
            content_type=str(content_type),
        )

    def replay(self, *, request: Request) -> HttpResponse | None:
        """Return the first answer, None while there is none. Raises Problem ``idempotency_key_reused``."""
        if self.fingerprint != request.fingerprint:
            raise key_reused(first=self.fingerprint, now=request.fingerprint)
        if self.status is None or self.body is None:
            return None
        response = HttpResponse(self.body, status=self.status, content_type=self.content_type)
        response["Cache-Control"] = "private, no-store"
        return mark_replayed(response=response)


def mark_replayed(*, response: HttpResponse) -> HttpResponse:
    """Say in the header that the answer was given before."""
    response[REPLAYED_HEADER] = "true"
    return response


def find_key(*, header: str | None) -> str:
    """Return the key in a header, or an empty text where there is none that can be one."""
    return header if header is not None and _KEY.fullmatch(header) else ""


def read_key(*, header: str | None) -> str:
    """Return the key in a header: 1 to 255 visible ASCII characters. Raises Problem ``idempotency_key_required``."""
    key = find_key(header=header)
    if not key:
        raise Problem(
            code="idempotency_key_required",
            detail=_("Send the header %(header)s with 1 to 255 visible ASCII characters, new for each new request")
            % {"header": KEY_HEADER},
        )
    return key


def derive_request_id(*, account: str, route: str, key: str) -> str:
    """Return the request id of a key: 52 characters that do not show the key, the same each time."""
    digest = hashlib.sha256("\0".join((account, route, key)).encode()).digest()
    return b32encode(digest).decode().rstrip("=").lower()


def fingerprint(*, method: str, path: str, body: Json) -> bytes:
    """Return the 32 bytes that tell two requests apart, whatever the order of their JSON members."""
    text = json.dumps([method, path, body], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def answer_once(
    *, request: Request, at: datetime, work: Callable[[], HttpResponse], instance: str = ""
) -> HttpResponse:
    """Run ``work`` once for a key and answer repeats with its stored answer.

    ``work`` must be idempotent by ``request.request_id`` itself. Raises Problem ``idempotency_key_reused``
    or ``request_in_progress``; an answer that may be tried again (retryable, 429, 5xx) is not kept.
    """
    row_id = _claim(request=request, at=at)
    if row_id is None:
        known = find_kept(request=request)
        response = known.replay(request=request) if known else None
        if response is None:
            raise Problem(code="request_in_progress", facts={"retry_after_seconds": 1})
        return response
    try:
        response = work()
    except Problem as problem:
        response = problem_response(problem=problem, instance=instance)
        _close(row_id=row_id, response=response, is_kept=_is_kept(status=problem.status, retry=problem.is_retryable))
        raise
    except BaseException:
        _close(row_id=row_id, response=None, is_kept=False)
        raise
    _close(row_id=row_id, response=response, is_kept=_is_kept(status=response.status_code, retry=False))
    return response


def find_kept(*, request: Request) -> Kept | None:
    """Return what is kept for a key, None where nothing is."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, request.scope)
        row = cursor.fetchone()
    return Kept.from_columns(columns=row) if row else None


def store_refusal(*, request: Request, problem: Problem, instance: str, at: datetime) -> None:
    """Keep a refusal that will not change, for routes whose other answers are rebuilt from the ledger."""
    if not _is_kept(status=problem.status, retry=problem.is_retryable):
        return
    response = problem_response(problem=problem, instance=instance)
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            (*request.scope, request.fingerprint, problem.status, response.content, response["Content-Type"], at),
        )


def key_reused(*, first: bytes, now: bytes) -> Problem:
    """Return the refusal of a key that came with two requests, with the short forms of both fingerprints."""
    return Problem(
        code="idempotency_key_reused",
        facts={"first_fingerprint": first.hex()[:12], "fingerprint": now.hex()[:12]},
    )


def forget_answers(*, at: datetime) -> int:
    """Delete rows older than a week and return how many; business keys still protect afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM edge_idempotency WHERE recorded_at < %s", (at - KEPT,))
        return int(cursor.rowcount)


def _claim(*, request: Request, at: datetime) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, (*request.scope, request.fingerprint, at, at - RUNNING_MAX))
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _close(*, row_id: int, response: HttpResponse | None, is_kept: bool) -> None:
    with connection.cursor() as cursor:
        if is_kept and response is not None:
            cursor.execute(_FINISH, (response.status_code, response.content, response["Content-Type"], row_id))
        else:
            cursor.execute(_DROP, (row_id,))


def _is_kept(*, status: int, retry: bool) -> bool:
    return not retry and status < 500 and status != 429
