"""Packs of a public record: a page with everything that is missing, and the same as JSON, CSV and PDF."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.formats import count_text, tonnes_text
from truetonne.edge.pdf import compile_pdf
from truetonne.edge.pdf.heads import head_svg
from truetonne.edge.permissions import public
from truetonne.edge.tables import Column, Table, csv_lines
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.footprints.queries.disclosures import DisclosedRecord
from truetonne.footprints.views.disclosures import record_or_404
from truetonne.footprints.words import PACK_WORDS
from truetonne.market.disclosure_packs import PACKS, make_pack
from truetonne.market.pack_words import code_words, fact_words
from truetonne.rules.packs.filling import FilledPack, FilledPoint, is_absent

TEMPLATE = Path(__file__).parent.parent / "pdf" / "pack.typ"


@public
@require_safe
def pack(request: HttpRequest, disclosure: str, pack: str) -> HttpResponse:
    """What the regime asks for, what the record answers, what is missing."""
    found, filled = _fill(disclosure=disclosure, pack=pack)
    context = {
        "nav_current": "disclosures", "found": found, "text": disclosure, "pack": pack, "filled": filled,
        "title": PACK_WORDS[pack], "table": _table(filled, is_page=True), "missing_count": len(filled.missing), "point_count": len(filled.points),
    }  # fmt: skip
    return render(request, "market/disclosure_pack.html", context)


@public
@require_safe
def pack_file(request: HttpRequest, disclosure: str, pack: str, form: str) -> HttpResponse:
    """The pack as a file; it changes when the record or the retirements of its year do."""
    found, filled = _fill(disclosure=disclosure, pack=pack)
    if form == "json":
        head = {"organization": found.name, "reporting_year": found.year, "record_sha256": found.sha256}
        text = json.dumps({**head, **filled.as_json()}, ensure_ascii=False, indent=1)
        response = HttpResponse(text, content_type="application/json")
    elif form == "csv":
        header = ("fact", "per", "row", "locator", "status", "value", "explanation", "missing")
        rows = [
            (each.point.fact, each.point.per.value, each.row, each.point.locator, each.point.status.value,
             _plain(each.value), each.explanation, "yes" if each.is_missing else "")
            for each in filled.points
        ]  # fmt: skip
        response = HttpResponse(b"".join(csv_lines(header=header, rows=rows)), content_type="text/csv; charset=utf-8")
    elif form == "pdf":
        response = HttpResponse(_pdf(found, filled, title=str(PACK_WORDS[pack])), content_type="application/pdf")
    else:
        raise Http404("packs come as json, csv and pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{pack}-{found.year}.{form}"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _fill(*, disclosure: str, pack: str) -> tuple[DisclosedRecord, FilledPack]:
    found = record_or_404(text=disclosure)
    if pack not in PACKS:
        raise Http404("no pack has this name")
    return found, make_pack(name=pack, found=found, today=datetime.now(UTC).date())


def _table(filled: FilledPack, *, is_page: bool = False) -> Table:
    """List every datapoint in words; a page adds the name that files have."""
    language = current_language()

    def asked(fact: str) -> str:
        words = fact_words(fact=fact)
        return format_html('{} <small class="quiet blk mono">{}</small>', words, fact) if is_page else words

    has_rows = not is_page or any(each.row is not None for each in filled.points)
    return Table(
        caption=_("Datapoints"),
        columns=(
            Column(label=_("Asked for")), *((Column(label=_("Row")),) if has_rows else ()), Column(label=_("Where")),
            Column(label=_("Answer")),
        ),
        rows=tuple(
            (
                asked(each.point.fact),
                *(("" if each.row is None else count_text(count=each.row, language=language),) if has_rows else ()),
                each.point.locator, _answer(each, language=language),
            )
            for each in filled.points
        ),
        caption_hidden=True, snug=True,
    )  # fmt: skip


def _answer(each: FilledPoint, *, language: str) -> str:
    if each.is_missing:
        return _("missing")
    value = each.value
    if is_absent(value):
        return each.explanation or _("not stated")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) and ("emissions" in each.point.fact or each.point.fact.endswith("_kg")):
        return tonnes_text(kg=value, language=language)
    return _said(value, fact=each.point.fact, language=language)


def _said(value: object, *, fact: str, language: str) -> str:
    """Say what a record holds in words: lists by semicolons, facts by their names."""
    if isinstance(value, list):
        return "; ".join(_said(item, fact=fact, language=language) for item in value)
    words = code_words(fact=fact, value=value, language=language)
    if words is not None:
        return words
    if isinstance(value, dict):
        facts = {name: item for name, item in value.items() if not is_absent(item)}
        return ", ".join(
            f"{fact_words(fact=name)}: {_said(item, fact=name, language=language)}" for name, item in facts.items()
        )
    return _plain(value)


def _plain(value: object) -> str:
    if is_absent(value):
        return ""
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _pdf(found: DisclosedRecord, filled: FilledPack, *, title: str) -> bytes:
    language = current_language()
    table = _table(filled)
    missing = _("Missing: %(missing)s of %(points)s") % {"missing": len(filled.missing), "points": len(filled.points)}
    data = {
        "lang": language.split("-")[0],
        "script": "Hans" if language == "zh-Hans" else "Latn",
        "title": f"{found.name}, {found.year}",
        "over": title,
        "operator": settings.TRUETONNE.operator_name,
        "lines": [
            missing,
            _("Gross emissions. No credit and no inset is taken off any figure."),
            *([_("The table of datapoints is not verified against the official text.")] if filled.basis else []),
            f"SHA-256 {found.sha256}",
        ],
        "head": [column.label for column in table.columns],
        "rows": [[str(cell) for cell in row] for row in table.rows],
        "foot": f"{title} · {filled.rule_set}",
        "page": _("Sheet {page} of {pages}"),
        **head_svg(logo=settings.TRUETONNE.logo),
    }
    return compile_pdf(template=TEMPLATE, data=data, at=found.published_at)
