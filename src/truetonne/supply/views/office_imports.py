"""The back office's loads of registry files, and their reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from truetonne.edge.permissions import Role, staff
from truetonne.supply.queries import list_runs


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """The newest loads with their counts."""
    return render(request, "supply/office_imports.html", {"runs": list_runs()})
