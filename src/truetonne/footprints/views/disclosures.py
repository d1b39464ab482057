"""Public records of emissions: a list, a page for each, and the record as the bytes that were published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.charts import Figure
from truetonne.edge.formats import day_text, percent_text, tonnes_text
from truetonne.edge.identifiers import InvalidId, read_id, show_id
from truetonne.edge.languages import writing
from truetonne.edge.paging import InvalidCursor, InvalidLimit, read_window
from truetonne.edge.permissions import public
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.footprints.charts import draw_path
from truetonne.footprints.pdf.sheet import print_record
from truetonne.footprints.queries.disclosures import (
    DisclosedRecord,
    count_disclosures,
    find_disclosure,
    list_disclosures,
    page_disclosures,
)
from truetonne.footprints.queries.residual import find_published, gross_by_path
from truetonne.footprints.queries.trajectories import list_paths
from truetonne.footprints.words import (
    ASSURANCE_WORDS,
    CATEGORY_WORDS,
    CONSOLIDATION_WORDS,
    INVENTORY_FINDING_WORDS,
    METRIC_WORDS,
    PACK_WORDS,
    SCOPE_WORDS,
    STATE_WORDS,
)

FOREVER = "public, max-age=31536000, immutable"


@public
@require_safe
def disclosures(request: HttpRequest) -> HttpResponse:
    """Every organization and year with its record in force."""
    try:
        window = read_window(
            list_name="disclosures page", limit=None, after=request.GET.get("after"), before=request.GET.get("before")
        )
    except (InvalidCursor, InvalidLimit) as error:
        raise Http404(str(error)) from None
    page = page_disclosures(window=window)
    language = current_language()
    table = Table(
        caption=_("Disclosed years, newest first"),
        columns=(
            Column(label=_("Organization")), Column(label=_("Year")), Column(label=_("Scope 1, t"), numeric=True),
            Column(label=_("Scope 2 location-based, t"), numeric=True),
            Column(label=_("Scope 2 market-based, t"), numeric=True), Column(label=_("Scope 3, t"), numeric=True),
            Column(label=_("Assurance")), Column(label=_("Published")),
        ),
        rows=tuple(
            (
                _link(each, words=each.name), str(each.year),
                *(_mass(each.record.get(name), language=language) for name, _words in SCOPE_WORDS[:4]),
                str(ASSURANCE_WORDS[each.level_of_assurance]), day_text(day=each.published_at.date(), language=language),
            )
            for each in page.items
        ),
        caption_hidden=True,
    )  # fmt: skip
    context = {"nav_current": "disclosures", "table": table, "page": page, "count": count_disclosures()}
    return render(request, "footprints/disclosures.html", context)


@public
@require_safe
def disclosure(request: HttpRequest, disclosure: str) -> HttpResponse:
    """One record: scopes, categories, targets with their paths, history, proof."""
    found = record_or_404(text=disclosure)
    language = current_language()
    history = list_disclosures(entity_id=found.entity_id, year=found.year)
    context = {
        "nav_current": "disclosures",
        "found": found,
        "text": disclosure,
        "scopes": _scopes(found, language=language),
        "categories": _categories(found, language=language),
        "targets": _targets(found, language=language),
        "figures": _figures(found, language=language),
        "packs": [(name, words) for name, words in PACK_WORDS.items() if name != "ab-1305-seller"],
        "warnings": [INVENTORY_FINDING_WORDS.get(code, code) for code in found.content.get("findings", ())],
        "restated": _restated(found, language=language),
        "history": _history(history, language=language),
        "facts": _facts(found, language=language),
    }
    return render(request, "footprints/disclosure.html", context)


def _facts(found: DisclosedRecord, *, language: str) -> list[tuple[str, object]]:
    return [
        (_("Period"), _period(found, language=language)),
        (_("Boundary"), CONSOLIDATION_WORDS[found.record["org_boundary_approach"]]),
        (_("GWP set"), found.record["gwp_source"]),
        (_("Assurance"), ASSURANCE_WORDS[found.level_of_assurance]),
        (_("Assured by"), found.assurer),
        (_("Version"), found.version),
        (_("LEI"), found.record["legal_entity_identifier"]),
    ]


def _period(found: DisclosedRecord, *, language: str) -> str:
    names = ("date_start_reporting_year", "date_end_reporting_year")
    days = [day_text(day=date.fromisoformat(str(found.record[name])), language=language) for name in names]
    return writing(language=language).between.join(days)


@public
@require_safe
def record(request: HttpRequest, disclosure: str) -> HttpResponse:
    """The record's bytes as they were published; their SHA-256 is on the page."""
    found = record_or_404(text=disclosure)
    response = HttpResponse(found.body, content_type="application/json")
    response.headers["Cache-Control"] = FOREVER
    response.headers["Content-Disposition"] = f'attachment; filename="{found.year}-v{found.version}.json"'
    return response


@public
@require_safe
def record_pdf(request: HttpRequest, disclosure: str) -> HttpResponse:
    """The record as a PDF in the reader's language; its hash is that of the record's bytes."""
    found = record_or_404(text=disclosure)
    language = current_language()
    tables = [
        _scopes(found, language=language), _categories(found, language=language), _targets(found, language=language),
        _restated(found, language=language),
    ]  # fmt: skip
    content = print_record(
        found=found, tables=[table for table in tables if table is not None], facts=_facts(found, language=language), language=language,
        operator=settings.TRUETONNE.operator_name,
    )  # fmt: skip
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.year}-v{found.version}.pdf"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def record_or_404(*, text: str) -> DisclosedRecord:
    """Return the record that an address names."""
    try:
        found = find_disclosure(disclosure_id=read_id(prefix="dsc", text=text))
    except InvalidId as error:
        raise Http404(str(error)) from None
    if found is None:
        raise Http404("no disclosure has this id")
    return found


def _link(each: DisclosedRecord, *, words: str) -> SafeString:
    address = reverse("footprints:disclosure", kwargs={"disclosure": show_id(prefix="dsc", id=each.disclosure_id)})
    return format_html('<a href="{}">{}</a>', address, words)


def _mass(kg: object, *, language: str) -> str:
    """Return tonnes; what is not disclosed says so and is never 0."""
    return tonnes_text(kg=kg, language=language, unit=False) if isinstance(kg, int) else _("not disclosed")


def _scopes(found: DisclosedRecord, *, language: str) -> Table:
    return Table(
        caption=_("Gross emissions"),
        columns=(Column(label=_("Scope")), Column(label=_("Tonnes CO2e"), numeric=True)),
        rows=tuple((str(words), _mass(found.record.get(name), language=language)) for name, words in SCOPE_WORDS),
        note=_("The two of scope 2 are two answers to one question and are never added."),
        fold=False,
    )


def _categories(found: DisclosedRecord, *, language: str) -> Table:
    rows = []
    for number, words in CATEGORY_WORDS.items():
        name = f"scope_3_ghgp_c{number}"
        state = found.record[f"{name}_relevancy"]
        kg = found.record[f"{name}_emissions_ghg"]
        shown = tonnes_text(kg=kg, language=language, unit=False) if isinstance(kg, int) else _("not stated")
        reason = found.record[f"{name}_rationale_non_disclose"] or ""
        rows.append((f"{number} · {words}", str(STATE_WORDS[state]), shown, reason))
    return Table(
        caption=_("Scope 3 by category"),
        caption_hidden=True,
        columns=(
            Column(label=_("Category")), Column(label=_("State")), Column(label=_("Tonnes CO2e"), numeric=True),
            Column(label=_("Reason")),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def _targets(found: DisclosedRecord, *, language: str) -> Table | None:
    rows: list[dict[str, Any]] = found.record["targets"]
    if not rows:
        return None
    return Table(
        caption=_("Targets"),
        caption_hidden=True,
        columns=(
            Column(label=_("Scopes")), Column(label=_("Measured")), Column(label=_("Base year")),
            Column(label=_("Target year")), Column(label=_("Reduction"), numeric=True),
            Column(label=_("Absolute change"), numeric=True), Column(label=_("Validated by")),
        ),
        rows=tuple(
            (
                row["scopes"], str(METRIC_WORDS[row["metric"]]), str(row["base_year"]), str(row["target_year"]),
                _percent(row["reduction"], language=language),
                _percent(row["absolute_change"], language=language, is_signed=True),
                row["target_validation_provider"] or _("nobody"),
            )
            for row in rows
        ),
    )  # fmt: skip


def _figures(found: DisclosedRecord, *, language: str) -> list[Figure]:
    figures = []
    for path in list_paths(entity_id=found.entity_id, as_of=found.published_at.date()):
        actual = {}
        for year in range(path.points[0].year, path.points[-1].year + 1):
            scopes = find_published(entity_id=found.entity_id, year=year)
            kg = gross_by_path(scopes=scopes, path=path) if scopes is not None else None
            if kg is not None:
                actual[year] = kg
        figures.append(draw_path(years=path.follow(actual_kg=actual), scopes=path.name, language=language))
    return figures


def _restated(found: DisclosedRecord, *, language: str) -> Table | None:
    rows: list[dict[str, Any]] = found.record["restatements"]
    if not rows:
        return None
    return Table(
        caption=_("What this version changed"),
        caption_hidden=True,
        columns=(
            Column(label=_("Field"), mono=True), Column(label=_("Before, t"), numeric=True),
            Column(label=_("Now, t"), numeric=True), Column(label=_("Reason")),
        ),
        rows=tuple(
            (row["field"], _mass(row["old"], language=language), _mass(row["new"], language=language), row["rationale"])
            for row in rows
        ),
    )  # fmt: skip


def _history(history: list[DisclosedRecord], *, language: str) -> Table:
    return Table(
        caption=_("Versions of this year"),
        columns=(
            Column(label=_("Version")), Column(label=_("Published")), Column(label=_("SHA-256"), mono=True),
        ),
        rows=tuple(
            (_link(each, words=str(each.version)), day_text(day=each.published_at.date(), language=language), each.sha256)
            for each in history
        ),
        caption_hidden=True,
    )  # fmt: skip


def _percent(text: str | None, *, language: str, is_signed: bool = False) -> str:
    if text is None:
        return ""
    number = Decimal(text) * 100
    shown = percent_text(decimal=f"{number:.1f}", language=language)
    return f"+{shown}" if is_signed and number > 0 else shown
