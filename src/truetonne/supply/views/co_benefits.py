"""Co-benefits of every project, each figure with its source and day: sources that differ stand side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import public
from truetonne.edge.tables import csv_lines
from truetonne.supply.dossier.sources import figures_table, group_figures
from truetonne.supply.forwards.facts import FIGURE_COLUMNS, figure_facts, list_figures
from truetonne.supply.forwards.sheets import Section
from truetonne.supply.models import CoBenefitFigure


@public
@require_safe
def co_benefits(request: HttpRequest) -> HttpResponse:
    """What sources say of farmers, hectares and trees, project by project."""
    by_project: dict[str, list[CoBenefitFigure]] = {}
    for row in list_figures():
        by_project.setdefault(show_id(prefix="prj", id=row.project_id), []).append(row)
    sections = [
        Section(
            key=text, title=rows[0].project.name or rows[0].project.ref,
            table=figures_table(groups=group_figures(rows=rows)),
            links=((f"/projects/{text}/", _("The project’s page")),),
        )
        for text, rows in by_project.items()
    ]  # fmt: skip
    if sections:
        links = ((reverse("supply:co_benefits_file"), _("Download as CSV")),)
        sections.append(Section(key="file", title=_("Every figure"), links=links))
    else:
        empty = (_("No figure is on record."), _("Each figure stands here with its source and its day."))
        sections = [Section(key="none", title=_("Co-benefits"), empty=empty)]
    context = {
        "nav_current": "catalogue", "heading": _("Co-benefits"), "here": _("Co-benefits"), "sections": sections,
        "crumbs": (("/", _("Home")), ("/catalogue/", _("Catalogue"))),
        "lede": _(
            "Farmers, hectares, trees and work beside the tonnes. Where sources differ every figure stands with its source"
            " and day; none is chosen, averaged or added."
        ),
    }  # fmt: skip
    return render(request, "supply/sheet.html", context)


@public
@require_safe
def co_benefits_file(request: HttpRequest) -> HttpResponse:
    """Every figure in force as CSV."""
    facts = (figure_facts(row=row) for row in list_figures())
    lines = csv_lines(header=FIGURE_COLUMNS, rows=([each[name] for name in FIGURE_COLUMNS] for each in facts))
    response = HttpResponse(b"".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="co-benefits.csv"'
    return response
