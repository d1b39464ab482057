"""The public pages of rules: the list, one rule set with its history, and its file as shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from truetonne.edge.permissions import public
from truetonne.science.errors import NotInTable
from truetonne.site.rule_pages import build_rule_set_page, build_rules_page, find_rule_file, read_rule_file

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@public
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule set that judges anything here, with the version in force today."""
    page = build_rules_page(as_of=timezone.now().date(), language=get_language() or "en")
    origin = f"{request.scheme}://{request.get_host()}"
    return render(request, "site/rules.html", {"page": page, "nav_current": "rules", "origin": origin})


@require_safe
@public
def rule_set(request: HttpRequest, id: str) -> HttpResponse:
    """One rule set: what it says, where it stands, since when, and its earlier versions."""
    version = request.GET.get("version")
    try:
        page = build_rule_set_page(id=id, version=version, at=timezone.now(), language=get_language() or "en")
    except NotInTable as refused:
        raise Http404(str(refused)) from None
    return render(request, "site/rule_set.html", {"page": page, "nav_current": "rules"})


@require_safe
@public
def rule_file(request: HttpRequest, id: str, version: str) -> HttpResponse:
    """A version's file, byte for byte as the exchange reads it."""
    try:
        name = find_rule_file(id=id, version=version)
    except NotInTable as refused:
        raise Http404(str(refused)) from None
    answer = HttpResponse(read_rule_file(file=name), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
