"""How often something may be asked: counted in the database, so that all web workers see one count.

``limit`` guards the sending of a form, ``count_request`` anything else. What is counted by is kept as a hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import TypeVar, cast

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])

_COUNT = """
INSERT INTO edge_ratecount (key, window_start, requests) VALUES (%s, %s, 1)
ON CONFLICT (key, window_start) DO UPDATE SET requests = edge_ratecount.requests + 1
RETURNING requests
"""
_FORGET = "DELETE FROM edge_ratecount WHERE window_start < %s"


class TooManyRequests(Exception):
    """Asked too often; carries the seconds to wait."""

    code = "rate_limited"

    def __init__(self, *, retry_after_seconds: int) -> None:
        super().__init__(f"asked too often; wait {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


def limit(*, name: str, times: int, seconds: int) -> Callable[[ViewT], ViewT]:
    """Let a view be posted to so many times in each window, by person where one is signed in, else by network."""

    def decorate(view: ViewT) -> ViewT:
        @wraps(view)
        def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method == "POST":
                who = f"person {request.user.pk}" if request.user.is_authenticated else network_of(request)
                try:
                    count_request(name=name, who=who, times=times, seconds=seconds, at=datetime.now(UTC))
                except TooManyRequests as refusal:
                    return _page(request=request, refusal=refusal)
            return view(request, *args, **kwargs)

        return cast("ViewT", counted)

    return decorate


def count_request(*, name: str, who: str, times: int, seconds: int, at: datetime) -> None:
    """Count one request in the window that holds ``at``. Raises TooManyRequests past ``times``."""
    start = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
    key = hashlib.sha256(f"{name}:{who}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, start])
        (requests,) = cursor.fetchone()
        if requests == 1:
            cursor.execute(_FORGET, [at - timedelta(days=2)])
    if requests > times:
        wait = int((start + timedelta(seconds=seconds) - at).total_seconds()) + 1
        raise TooManyRequests(retry_after_seconds=wait)


def network_of(request: HttpRequest) -> str:
    """Return the address a request comes from, past as many proxies as the operator says are theirs."""
    return str(get_client_ip(request) or "")


def _page(*, request: HttpRequest, refusal: TooManyRequests) -> HttpResponseBase:
    view = import_string(import_string(f"{settings.ROOT_URLCONF}.handler429"))
    response = cast(HttpResponseBase, view(request, refusal))
    response["Retry-After"] = str(refusal.retry_after_seconds)
    return response
