"""Retirement statements that were published: as pages for people, as the canonical bytes that their hash covers, as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from truetonne.edge.answers import tagged
from truetonne.edge.identifiers import InvalidId, read_id, show_id
from truetonne.edge.permissions import public
from truetonne.edge.tables import csv_lines
from truetonne.proof.canonical import decode
from truetonne.supply.models import Program, PublishedStatement

STATEMENT_PREFIX = "stm"
JSON_TYPE = "application/json"
LISTED_MAX = 200
LINES_SHOWN = 500
"""Lines on a page; the files have all."""
COLUMNS = (
    "program", "project", "name", "vintage", "serial", "first", "last", "kg", "retired_on", "holder", "beneficiary",
    "reason", "purpose", "host_country_use", "transaction",
)  # fmt: skip


@public
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Every published statement, newest first."""
    rows = PublishedStatement.objects.order_by("-effective_at", "-id")[:LISTED_MAX]
    context = {
        "nav_current": "register",
        "rows": [(row, show_id(prefix=STATEMENT_PREFIX, id=row.pk)) for row in rows],
    }
    return render(request, "supply/statements.html", context)


@public
@require_safe
def statement(request: HttpRequest, statement: str) -> HttpResponse:
    """One statement: its total, its projects, and every range as its registry printed it."""
    found = _find(text=statement)
    body = cast("Mapping[str, Any]", decode(bytes(found.body)))
    names = dict(Program.objects.values_list("code", "name"))
    projects = [{**each, "registry": names.get(each["program"], each["program"])} for each in body["by_project"]]
    lines = [
        {
            **each,
            "registry": names.get(each["program"], each["program"]),
            "day": date.fromisoformat(each["retired_on"]) if each["retired_on"] else None,
        }
        for each in body["lines"][:LINES_SHOWN]
    ]
    context = {
        "nav_current": "register",
        "found": found,
        "text": statement.lower(),
        "body": body,
        "projects": projects,
        "lines": lines,
        "more_lines": max(0, len(body["lines"]) - LINES_SHOWN),
        "line_count": len(body["lines"]),
        "purposes": sorted({each["purpose"] for each in body["lines"]} - {""}),
        "holders": sorted({each["holder"] for each in body["lines"]} - {""}),
    }
    return render(request, "supply/statement.html", context)


@public
@require_safe
def statement_file(request: HttpRequest, statement: str) -> HttpResponse:
    """One published statement as its canonical bytes; it never changes."""
    return tagged(request=request, content=bytes(_find(text=statement).body), content_type=JSON_TYPE)


@public
@require_safe
def statement_table(request: HttpRequest, statement: str) -> StreamingHttpResponse:
    """Every line of one statement as CSV."""
    body = cast("Mapping[str, Any]", decode(bytes(_find(text=statement).body)))
    rows = (tuple(line[name] for name in COLUMNS) for line in body["lines"])
    response = StreamingHttpResponse(csv_lines(header=COLUMNS, rows=rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{statement.lower()}.csv"'
    return response


def _find(*, text: str) -> PublishedStatement:
    try:
        statement_id = read_id(prefix=STATEMENT_PREFIX, text=text)
    except InvalidId:
        raise Http404("no such statement") from None
    found = PublishedStatement.objects.filter(pk=statement_id).first()
    if found is None:
        raise Http404("no such statement")
    return found
