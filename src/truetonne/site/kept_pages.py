"""Public pages as strangers see them, kept whole in this process while the database shows the same.

A page is kept for one address, language and theme, and only what everybody gets: a view that is public, asked without
a session, answered with a page and no cookie. A form's token is of one reader: a page that holds one sets a cookie, and
whoever brought that cookie is shown kept pages but leaves none. The stamp is the database's own snapshot: it changes with every
transaction that commits, so an equal one shows equal rows. Clocks and the log's files change pages too: the minute and
the checkpoint's time of writing stand in the stamp. Whoever asks inside a transaction (tests do) is answered anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.timezone import now
from django.utils.translation import get_language_from_request

from truetonne.edge.snapshots import read_snapshot
from truetonne.ledger.log.published import checkpoint_written_ns
from truetonne.site.appearance import THEME_COOKIE, read_theme
from truetonne.site.language import PARAMETER

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

BYTES_MAX: Final = 32 * 1024 * 1024
_NEVER: Final = ("/static/", "/v1/", "/auth/", "/office/", "/account/", "/documents/")

Stamp = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A page's bytes with the headers that it was answered with."""

    content: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str


@dataclass(slots=True, kw_only=True)
class Shelf:
    """The pages of one stamp. With another stamp there is another shelf."""

    stamp: Stamp
    pages: dict[Hashable, KeptPage] = field(default_factory=dict)
    size: int = 0


_LOCK: Final = Lock()
_SHELVES: Final[dict[str, Shelf]] = {}


class KeepPublicPages:
    """Stands behind the API's gate and before everything that a page without a session does not need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request=request):
            return self.get_response(request)
        try:
            key, stamp = _key(request=request), read_stamp()
        except DatabaseError:
            # A page that needs no database is there without one.
            return self.get_response(request)
        page = _find(key=key, stamp=stamp)
        if page is None:
            response = self.get_response(request)
            if not _is_for_everybody(request=request, response=response):
                return response
            assert isinstance(response, HttpResponse)
            page = _keep(key=key, stamp=stamp, response=response)
        return _answer(request=request, page=page)


def read_stamp() -> Stamp:
    """Return what changes whenever a page may change. Call it outside a transaction."""
    return read_snapshot(), int(now().timestamp()) // 60, checkpoint_written_ns()


def forget_pages() -> None:
    """Make every page anew."""
    with _LOCK:
        _SHELVES.clear()


def _may_be_kept(*, request: HttpRequest) -> bool:
    path = request.path_info
    # Pages end in a slash; files do not, and are streamed or kept by browsers themselves.
    if request.method != "GET" or not path.endswith("/") or path.startswith(_NEVER) or connection.in_atomic_block:
        return False
    if PARAMETER in request.GET or "HTTP_HX_REQUEST" in request.META or "HTTP_AUTHORIZATION" in request.META:
        return False
    if not set(request.COOKIES) <= {settings.LANGUAGE_COOKIE_NAME, THEME_COOKIE, settings.CSRF_COOKIE_NAME}:
        return False
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _key(*, request: HttpRequest) -> Hashable:
    return (
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        get_language_from_request(request),
        read_theme(request=request),
    )


def _is_for_everybody(*, request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the next stranger may be given the same answer."""
    view = request.resolver_match.func if request.resolver_match else None
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
        and response.get("Content-Type", "").startswith("text/html")
        and getattr(view, "permission", "") == "public"
        and "no-store" not in response.get("Cache-Control", "")
    )


def _find(*, key: Hashable, stamp: Stamp) -> KeptPage | None:
    shelf = _SHELVES.get(_database())
    return shelf.pages.get(key) if shelf is not None and shelf.stamp == stamp else None


def _keep(*, key: Hashable, stamp: Stamp, response: HttpResponse) -> KeptPage:
    """Keep a page under the stamp that was read before it was made; what was recorded meanwhile has changed the stamp."""
    response.headers.setdefault("Cache-Control", "no-cache")
    content = response.content
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    page = KeptPage(content=content, headers=tuple(response.headers.items()), etag=etag)
    with _LOCK:
        shelf = _SHELVES.get(_database())
        if shelf is None or shelf.stamp != stamp or shelf.size > BYTES_MAX:
            shelf = _SHELVES[_database()] = Shelf(stamp=stamp)
        shelf.pages[key] = page
        shelf.size += len(content)
    return page


def _answer(*, request: HttpRequest, page: KeptPage) -> HttpResponseBase:
    response = HttpResponse(page.content, headers=dict(page.headers))
    response.headers["ETag"] = page.etag
    found = get_conditional_response(request, etag=page.etag, response=response)
    return response if found is None else found


def _database() -> str:
    return str(connection.settings_dict["NAME"])
