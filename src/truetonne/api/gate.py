"""Answers the API's operations before the middleware of the pages: no session, no cookie, no form, no language link.

What holds for every answer (security headers, a known host) stands before it; the language is the header's alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver
from django.utils import translation
from django.utils.cache import patch_vary_headers

from truetonne.api.failures import respond
from truetonne.edge.odd_text import find_odd_text
from truetonne.edge.problems import FieldError, Problem, shape_problem

PREFIX: Final = "/v1/"
PAGES: Final = ("/v1/docs", "/v1/openapi.json")


class ApiGate:
    """Stands behind Django's SecurityMiddleware and before everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX) or request.path_info.startswith(PAGES):
            return self.get_response(request)
        try:
            request.get_host()
        except DisallowedHost:
            return respond(
                request=request, problem=Problem(code="invalid_request", detail="this host is not known here")
            )
        odd = find_odd_text(request=request)
        if odd:
            fault = FieldError(pointer=odd, code="invalid_request", detail="the address holds a NUL")
            return respond(request=request, problem=shape_problem(errors=[fault]))
        match = request.resolver_match = get_resolver().resolve(request.path_info)
        language = translation.get_language_from_request(_without_cookies(request))
        with translation.override(language):
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Content-Length", str(len(response.content)))
        patch_vary_headers(response, ("Accept-Language",))
        return response


def _without_cookies(request: HttpRequest) -> HttpRequest:
    """A language chosen on a page is no choice of a program's."""
    request.COOKIES = {}
    return request
