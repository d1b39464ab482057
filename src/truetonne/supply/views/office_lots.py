"""The back office's lots: what the operator holds, and what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from truetonne.edge.permissions import Role, staff
from truetonne.ledger import queries as ledger


@staff(Role.SUPPLY, Role.FINANCE, Role.REVIEWER, Role.AUDITOR)
@require_GET
def lots(request: HttpRequest) -> HttpResponse:
    """Every lot with its state."""
    return render(request, "supply/office_lots.html", {"lots": ledger.list_lots()})
