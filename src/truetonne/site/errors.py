"""Error pages in the style of the house: what happened, why, and the way out. They never need the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template.loader import render_to_string

from truetonne.edge.permissions import public
from truetonne.people.words import ROLE_WORDS
from truetonne.site.context import read_frame

if TYPE_CHECKING:
    from django.http import HttpRequest


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or form cannot be read."""
    return _page(request=request, status=400)


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the person may not open this page; the roles that could are named."""
    roles = [str(ROLE_WORDS[role]) for role in getattr(exception, "roles", ())]
    return _page(request=request, status=403, permission=str(getattr(exception, "permission", "")), roles=roles)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing is at this address, or nothing this person may see."""
    return _page(request=request, status=404)


@public
def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: the same form was sent too often from here."""
    return _page(request=request, status=429)


@public
def failed(request: HttpRequest) -> HttpResponse:
    """500: the exchange failed; nothing of the request was kept."""
    return _page(request=request, status=500)


@public
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without this session's token, for example after a long pause."""
    return _page(request=request, status=403, template="stale")


def _page(
    *, request: HttpRequest, status: int, template: str = "", permission: str = "", roles: Sequence[str] = ()
) -> HttpResponse:
    """Render without context processors: they may need the very thing that failed."""
    name = f"site/errors/{template or status}.html"
    context = {"frame": read_frame(request=request), "permission": permission, "roles": roles, "path": request.path}
    return HttpResponse(render_to_string(name, context), status=status)
