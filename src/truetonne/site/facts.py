"""The page of the fact register: every figure that is quoted about others, with its sources side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from truetonne.edge.permissions import public
from truetonne.edge.tables import csv_lines
from truetonne.edge.templatetags.edge_facts import dated_text, entry_text, period_text, source_text, status_word
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.rules.facts import FactEntry, FactStatus, count_by_status, list_facts, text_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

RESULTS = {
    FactStatus.CONFIRMED: "met",
    FactStatus.CONFLICT: "conditional",
    FactStatus.UNVERIFIED: "not_shown",
    FactStatus.CORRECTED: "not_met",
}
"""The shape beside each state: corrected is what a source printed and we do not state."""


@require_safe
@public
def facts(request: HttpRequest) -> HttpResponse:
    """Every fact with everything that sources say of it."""
    language, everything = current_language(), list_facts()
    context = {
        "facts": [
            {
                "id": fact.id,
                "subject": text_of(texts=fact.subject, language=language),
                "note": text_of(texts=fact.note, language=language),
                "is_thousandfold": fact.is_thousandfold,
                "entries": [_shown(entry=entry) for entry in fact.entries],
            }
            for fact in everything
        ],
        "tally": [
            (count, status_word(status), RESULTS[status]) for status, count in count_by_status(facts=everything).items()
        ],
    }
    return render(request, "site/facts.html", context)


@require_safe
@public
def facts_file(request: HttpRequest) -> StreamingHttpResponse:
    """The register as CSV, one entry a row."""
    header = ("id", "subject", "value", "unit", "period", "says", "source", "dated", "status", "note")
    rows = (
        (
            fact.id, fact.subject["en"], each.value, each.unit, each.period, each.says.get("en", ""), each.source,
            each.dated, each.status.value, fact.note.get("en", ""),
        )
        for fact in list_facts()
        for each in fact.entries
    )  # fmt: skip
    response = StreamingHttpResponse(csv_lines(header=header, rows=rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="facts.csv"'
    return response


def _shown(*, entry: FactEntry) -> dict[str, object]:
    return {
        "text": entry_text(entry=entry),
        "period": period_text(period=entry.period),
        "source": source_text(source=entry.source),
        "dated": dated_text(dated=entry.dated, language=current_language()),
        "result": RESULTS[entry.status],
        "word": status_word(entry.status),
    }
