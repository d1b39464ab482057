"""The home page and the pages that say how to check the exchange and how it may be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from truetonne.edge.permissions import public
from truetonne.site.home import build_home
from truetonne.site.home_facts import read_home_facts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """What was retired, where every tonne is now, and the last entries of the log."""
    page = build_home(facts=read_home_facts(), language=get_language() or "en")
    return render(request, "site/home.html", {"home": page})


@require_safe
@public
def check(request: HttpRequest) -> HttpResponse:
    """How anyone recomputes what the exchange shows."""
    return render(request, "site/check.html", {"nav_current": "check"})


@require_safe
@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the pages may be read, and whom to tell when one cannot."""
    return render(request, "site/accessibility.html")
