"""The language switch: links to the same page with ``?lang=``, kept in a cookie.

The parameter is taken out of the request before any view sees it, so that every page has the switch and
no view needs to know. It stands before Django's LocaleMiddleware, which then reads the cookie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.cache import patch_vary_headers

from truetonne.edge.languages import LANGUAGE_TAGS, find_tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PARAMETER = "lang"
COOKIE_AGE_SECONDS = 365 * 24 * 3600
NAMES = {"en": ("English", "EN"), "vi": ("Tiếng Việt", "VI"), "zh-Hans": ("中文", "中")}
"""Each language in its own words, long and short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """One entry of the switch."""

    tag: str
    name: str
    short: str
    href: str
    is_current: bool


class LanguageFromAddress:
    """Take ``lang`` out of the address, use it for this answer and remember it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = self._take(request=request)
        response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        if chosen is not None and response.get("Content-Type", "").startswith("text/html"):
            # Drawings and files stand in pages of others, where a cookie of ours has no business.
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=COOKIE_AGE_SECONDS,
                samesite="Lax",
                secure=request.is_secure(),
                httponly=True,
            )
        return response

    def _take(self, *, request: HttpRequest) -> str | None:
        if PARAMETER not in request.GET:
            return None
        query = request.GET.copy()
        tag = find_tag(language=str(query.pop(PARAMETER)[-1]))
        query._mutable = False
        request.GET = query  # type: ignore[assignment]
        request.META["QUERY_STRING"] = query.urlencode()
        if tag is None:
            return None
        code = tag.lower()
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = code
        return code


def language_links(*, request: HttpRequest, current: str) -> tuple[LanguageLink, ...]:
    """Return the switch for this page: the same address in each language."""
    links = []
    for tag in LANGUAGE_TAGS:
        query = request.GET.copy()
        query[PARAMETER] = tag
        name, short = NAMES[tag]
        href = f"{request.path}?{query.urlencode()}"
        links.append(LanguageLink(tag=tag, name=name, short=short, href=href, is_current=tag == current))
    return tuple(links)
