"""Answers of the API: JSON without blanks, lists with their neighbours, files as their exact bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from truetonne.edge.paging import Page
from truetonne.edge.problems import Json

CONTENT_TYPE = "application/json"

Row = TypeVar("Row")


def encode(*, data: Json) -> bytes:
    """Return JSON as UTF-8 without blanks, members in the order given."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def answer(*, data: Json, status: int = 200, location: str = "") -> HttpResponse:
    """Return an object that is private to its caller."""
    response = HttpResponse(encode(data=data), status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    if location:
        response["Location"] = location
    return response


def public_answer(*, request: HttpRequest, data: Json) -> HttpResponse:
    """Return public data with an ETag; a client that has it already gets 304."""
    return tagged(request=request, content=encode(data=data), content_type=CONTENT_TYPE)


def list_answer(
    *, request: HttpRequest, page: Page[Row], show: Callable[[Row], Json], facts: dict[str, Json] | None = None
) -> HttpResponse:
    """Return a page of public rows with its cursors and an RFC 8288 ``Link`` header."""
    data: dict[str, Json] = {
        "data": [show(row) for row in page.items],
        "has_more": page.has_more,
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
        **(facts or {}),
    }
    response = tagged(request=request, content=encode(data=data), content_type=CONTENT_TYPE)
    links = [
        f'<{_address(request=request, name=name, cursor=cursor)}>; rel="{relation}"'
        for name, relation, cursor in (
            ("after", "next", page.next_cursor),
            ("before", "prev", page.previous_cursor),
        )
        if cursor is not None
    ]
    if links:
        response["Link"] = ", ".join(links)
    return response


def tagged(*, request: HttpRequest, content: bytes, content_type: str) -> HttpResponse:
    """Return bytes under a strong ETag, or 304 when the client's ``If-None-Match`` names it."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    known = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
    if etag in known or known == {"*"}:
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response


def _address(*, request: HttpRequest, name: str, cursor: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[name] = cursor
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
