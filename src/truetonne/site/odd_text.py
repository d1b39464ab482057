"""Answers an address that holds a NUL as one that cannot be read, before any page sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truetonne.edge.odd_text import find_odd_text
from truetonne.site.errors import bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class RefuseOddText:
    """Stands behind the language, so that the refusal is in the reader's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if find_odd_text(request=request):
            return bad_request(request, ValueError("the address holds a NUL"))
        return self.get_response(request)
