"""One call of the API: its strict body, its known query parameters, its Idempotency-Key and its moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.parser import Parser

from truetonne.edge.idempotency import (
    KEY_HEADER,
    Kept,
    Request,
    answer_once,
    derive_request_id,
    find_key,
    fingerprint,
    read_key,
    store_refusal,
)
from truetonne.edge.identifiers import new_id
from truetonne.edge.json_body import read_object
from truetonne.edge.problems import FieldError, Json, Problem, find_problem

KEY_PARAMETER: Final[dict[str, object]] = {
    "name": KEY_HEADER,
    "in": "header",
    "required": True,
    "description": "1 to 255 visible ASCII characters; the same key with the same request gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
NEEDS_KEY: Final[dict[str, list[dict[str, object]]]] = {"parameters": [KEY_PARAMETER]}
"""``openapi_extra`` of every operation that moves stock or money or makes a decision."""


class StrictParser(Parser):
    """Reads bodies by ``json_body`` and remembers what was read, for the fingerprint."""

    def parse_body(self, request: HttpRequest) -> dict[str, Json]:
        if request.content_type not in {"application/json", ""}:
            raise Problem(code="unsupported_media_type", facts={"expected": "application/json"})
        body = read_object(raw=request.body)
        request.__dict__["_json_body"] = body
        return body


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A write as its router sees it. ``request_id`` is what actions are given; ``at`` is the only clock reading."""

    request: Request
    kept: Kept | None
    at: datetime
    is_dry_run: bool
    path: str

    @property
    def request_id(self) -> str:
        return self.request.request_id


def route_of(request: HttpRequest) -> str:
    """Return the method and the address with its variable parts open: ``POST /v1/orders/<order_id>/payments``."""
    match = request.resolver_match
    return f"{request.method} /{match.route}" if match else ""


def read_call(*, request: HttpRequest, account: str, kept: Kept | None, is_dry_run: bool) -> Call:
    """Read the key and the fingerprint of a request whose form was already found right."""
    key = f"dry-run-{new_id().hex}" if is_dry_run else read_key(header=request.headers.get(KEY_HEADER))
    body: Json = request.__dict__.get("_json_body")
    mark = fingerprint(method=request.method or "", path=request.path, body=body)
    return Call(
        request=Request(account=account, route=route_of(request), key=key, fingerprint=mark),
        kept=None if is_dry_run else kept,
        at=timezone.now(),
        is_dry_run=is_dry_run,
        path=request.path,
    )


def do_once(*, call: Call, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Run a write once per key and keep its answer. A dry run writes nothing and consumes no key."""
    if call.is_dry_run:
        return _rehearse(work=work)
    known = call.kept.replay(request=call.request) if call.kept else None
    if known is not None:
        return known
    return answer_once(request=call.request, at=call.at, instance=call.path, work=lambda: _with_problems(work=work))


def do_by_request_id(*, call: Call, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Run a write whose answer the ledger can give again by its request id: only lasting refusals are kept.

    ``work`` marks a replayed answer itself.
    """
    if call.is_dry_run:
        return _rehearse(work=work)
    known = call.kept.replay(request=call.request) if call.kept else None
    if known is not None:
        return known
    try:
        return _with_problems(work=work)
    except Problem as problem:
        if problem.code != "idempotency_key_reused":
            store_refusal(request=call.request, problem=problem, instance=call.path, at=call.at)
        raise


def _rehearse(*, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the work with all its checks and take everything back."""
    with transaction.atomic():
        try:
            return _with_problems(work=work)
        finally:
            transaction.set_rollback(True)


def _with_problems(*, work: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return work()
    except Exception as error:
        problem = find_problem(exception=error)
        if problem is None or problem is error:
            raise
        raise problem from error


def request_id_of_key(*, account: str, route: str, key: str) -> str:
    """Return the request id under which actions know a key. Raises Problem ``not_found`` for what is no key."""
    if not find_key(header=key):
        raise Problem(code="not_found")
    return derive_request_id(account=account, route=route, key=key)


def find_parameter_errors(
    *, query: Mapping[str, list[str]], known: frozenset[str], repeatable: frozenset[str]
) -> list[FieldError]:
    """Return one error for each query parameter that does not exist or stands twice where it may not."""
    errors = []
    for name, values in query.items():
        if name not in known:
            detail = _("there is no parameter %(name)s here; there are: %(known)s") % {
                "name": name,
                "known": ", ".join(sorted(known)) or "-",
            }
            errors.append(FieldError(pointer=f"/query/{name}", code="unknown_field", detail=detail))
        elif len(values) > 1 and name not in repeatable:
            errors.append(FieldError(pointer=f"/query/{name}", code="invalid_request", detail=_("give it once")))
    return errors
