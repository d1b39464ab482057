"""California's page of a seller, one for each project: everything asked for, and what is missing as an error."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.identifiers import InvalidId, read_id
from truetonne.edge.permissions import public
from truetonne.edge.tables import Column, Table, csv_lines
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.footprints.words import PACK_WORDS
from truetonne.market.project_page import ProjectPage, read_project
from truetonne.market.seller_facts import make_seller_pack
from truetonne.market.words import SELLER_FACT_WORDS
from truetonne.rules.packs.filling import FilledPack, FilledPoint, is_absent
from truetonne.supply.queries import ProjectNotFound


@public
@require_safe
def seller_page(request: HttpRequest, project: str) -> HttpResponse:
    """What the operator, as a seller of credits, states of one project."""
    page, filled = _fill(project=project)
    context = {
        "nav_current": "catalogue", "page": page, "text": project, "filled": filled, "table": _table(filled),
        "title": PACK_WORDS["ab-1305-seller"], "missing_count": len(filled.missing),
        "missing": [SELLER_FACT_WORDS[each.point.fact] for each in filled.missing],
        "point_count": len(filled.points),
    }  # fmt: skip
    return render(request, "market/seller_page.html", context)


@public
@require_safe
def seller_file(request: HttpRequest, project: str, form: str) -> HttpResponse:
    """The same as JSON or CSV; it changes when the project's record does."""
    page, filled = _fill(project=project)
    if form == "json":
        head = {"project": page.facts.name, "program": page.facts.program_name, "project_id": page.facts.ref}
        text = json.dumps({**head, **filled.as_json()}, ensure_ascii=False, indent=1)
        response = HttpResponse(text, content_type="application/json")
    elif form == "csv":
        header = ("fact", "locator", "status", "value", "missing")
        rows = [
            (each.point.fact, each.point.locator, each.point.status.value, _plain(each.value),
             "yes" if each.is_missing else "")
            for each in filled.points
        ]  # fmt: skip
        response = HttpResponse(b"".join(csv_lines(header=header, rows=rows)), content_type="text/csv; charset=utf-8")
    else:
        raise Http404("this page comes as json and csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{project.lower()}-ab-1305.{form}"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _fill(*, project: str) -> tuple[ProjectPage, FilledPack]:
    today = datetime.now(UTC).date()
    try:
        page = read_project(project_id=read_id(prefix="prj", text=project), today=today)
    except (InvalidId, ProjectNotFound) as error:
        raise Http404(str(error)) from None
    return page, make_seller_pack(page=page, language=current_language(), today=today)


def _table(filled: FilledPack) -> Table:
    return Table(
        caption=_("What is asked for"),
        caption_hidden=True,
        columns=(Column(label=_("Asked for")), Column(label=_("Where")), Column(label=_("Answer"))),
        rows=tuple(
            (str(SELLER_FACT_WORDS[each.point.fact]), each.point.locator, _answer(each)) for each in filled.points
        ),
    )


def _answer(each: FilledPoint) -> str | SafeString:
    if each.is_missing:
        return _("missing")
    if isinstance(each.value, list):
        # Serials and hashes are long: they break anywhere.
        items = format_html_join(mark_safe("<br>"), "{}", ((item,) for item in each.value))
        return format_html('<span class="mono">{}</span>', items)
    return _("yes") if each.value is True else _plain(each.value)


def _plain(value: object) -> str:
    if is_absent(value):
        return ""
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
