"""Search over everything, and every table as a file, for the operator's people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from truetonne.edge.permissions import RoleMissing, staff
from truetonne.market.office_exports import EXPORTS
from truetonne.market.office_search import TEXT_MAX, search_office
from truetonne.market.views.acting import person_of


@staff()
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What a text finds, kind by kind."""
    text = request.GET.get("q", "").strip()[:TEXT_MAX]
    found = search_office(text=text, person=person_of(request))
    return render(request, "market/office_search.html", {"nav_current": "office", "text": text, "found": found})


@staff()
@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """The tables that this person may have."""
    person = person_of(request)
    rows = [(name, each.title) for name, each in EXPORTS.items() if any(person.has_role(role) for role in each.roles)]
    return render(request, "market/office_exports.html", {"nav_current": "office", "rows": rows})


@staff()
@require_GET
def export_file(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """One table as CSV."""
    export = EXPORTS.get(table)
    if export is None:
        raise Http404("no such table")
    person = person_of(request)
    if not any(person.has_role(role) for role in export.roles):
        raise RoleMissing(permission=f"staff:{'|'.join(export.roles)}", roles=export.roles)
    response = StreamingHttpResponse(export.lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
