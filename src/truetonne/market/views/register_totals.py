"""The register's sums by quarter, what projects cost, and what was refused. No sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import altair
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.charts import Figure
from truetonne.edge.charts import render as draw
from truetonne.edge.formats import tonnes_text
from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import public
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language, tonnes
from truetonne.market.quarters import Quarter, costs_csv, quarters_csv, read_quarters
from truetonne.market.refused import read_refusals, refused_csv
from truetonne.market.views.register import register_tabs
from truetonne.supply.actions.issue_fuel_batch import LEDGER_PROGRAM
from truetonne.supply.models import Program
from truetonne.supply.words import REVIEW_LINE_WORDS

COSTS_SHOWN = 200
"""Rows of the cost table on the page; the file has all."""


@public
@require_safe
def quarters(request: HttpRequest) -> HttpResponse:
    """Stock, sold, retired and recalled by quarter, and the average cost of each project."""
    found = read_quarters(at=datetime.now(UTC))
    registries = dict(Program.objects.values_list("code", "name")) | {LEDGER_PROGRAM: _("Fuel inset")}
    context = {
        "nav_current": "register",
        "tabs": register_tabs(current="quarters"),
        "rows": [(row, quarter_text(row=row)) for row in found.quarters],
        "costs": [
            (row, quarter_text(row=row), registries.get(row.program, row.program)) for row in found.costs[:COSTS_SHOWN]
        ],
        "inset_costs": [
            (row, quarter_text(row=row), registries.get(row.program, row.program))
            for row in found.inset_costs[:COSTS_SHOWN]
        ],
        "hidden_costs": max(0, len(found.costs) - COSTS_SHOWN) + max(0, len(found.inset_costs) - COSTS_SHOWN),
        "counted_at": found.counted_at,
        "figure": _figure(rows=found.quarters) if found.quarters else None,
    }
    return render(request, "market/register_quarters.html", context)


@public
@require_safe
def refused(request: HttpRequest) -> HttpResponse:
    """Everything that was reviewed and refused, with the reasons."""
    found = read_refusals()
    context = {
        "nav_current": "register",
        "tabs": register_tabs(current="refused"),
        "found": found,
        "rows": [
            (
                row,
                show_id(prefix="prj", id=row.holding.project_id),
                [(words, getattr(row, name)) for name, words in REVIEW_LINE_WORDS.items()],
            )
            for row in found.reviews
        ],
    }
    return render(request, "market/register_refused.html", context)


@public
@require_safe
def totals_file(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """One of the tables as CSV."""
    lines: Iterator[bytes]
    if table == "refused":
        lines = refused_csv(rows=read_refusals().reviews)
    else:
        found = read_quarters(at=datetime.now(UTC))
        lines = (
            quarters_csv(rows=found.quarters)
            if table == "quarters"
            else costs_csv(rows=(*found.costs, *found.inset_costs))
        )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    response["Cache-Control"] = "public, no-cache"
    return response


def quarter_text(*, row: object) -> str:
    """Print a quarter: its year and its number."""
    day = row.starts_on  # type: ignore[attr-defined]
    return _("%(year)s, quarter %(number)s") % {"year": day.year, "number": (day.month + 2) // 3}


def _figure(*, rows: tuple[Quarter, ...]) -> Figure:
    """Draw what was retired in each quarter beside what was left at its end."""
    shown, language = tuple(reversed(rows[:12])), current_language()
    values = [
        {"quarter": f"{row.starts_on.year} Q{(row.starts_on.month + 2) // 3}", "t": row.retired_kg / 1000}
        for row in shown
    ]

    def chart(width: int) -> altair.Chart:
        drawn: altair.Chart = (
            altair.Chart(altair.InlineData(values=values))
            .mark_bar(color="#14181d", size=min(48, width // (2 * max(1, len(values)))))
            .encode(
                x=altair.X("quarter:O", title=None, axis=altair.Axis(labelAngle=0, labelOverlap=True)),
                y=altair.Y("t:Q", title=_("Tonnes retired")),
            )
            .properties(width=width, height=200)
        )
        return drawn

    newest = rows[0]
    claim = _("%(mass)s retired in %(quarter)s") % {
        "mass": tonnes_text(kg=newest.retired_kg, language=language),
        "quarter": quarter_text(row=newest),
    }
    table = Table(
        caption=claim,
        columns=(Column(label=_("Quarter")), Column(label=_("Retired"), numeric=True)),
        rows=tuple((quarter_text(row=row), tonnes(row.retired_kg)) for row in shown),
    )
    label = ", ".join(f"{quarter_text(row=row)} {tonnes_text(kg=row.retired_kg, language=language)}" for row in shown)
    return draw(chart=chart, label=label, table=table, claim=claim, sample=_("Tonnes CO2e, all credits"))
