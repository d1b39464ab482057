"""Sheets of parts as PDF: facts, a chart with its figures, tables and moments, set by one template for every room.

The chart is the page's and the notebook's own, drawn with its colours kept; its table stands below it, so that no
figure is in a picture alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path

import altair
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from truetonne.edge.charts import draw_for_paper
from truetonne.edge.formats import day_text
from truetonne.edge.languages import read_tag
from truetonne.edge.pdf.compiling import compile_pdf
from truetonne.edge.pdf.heads import head_svg
from truetonne.edge.tables import Table

TEMPLATE = Path(__file__).parent / "sheet.typ"
PAPER_WIDTH = 620
"""Pixels of a chart over the width of a sheet, so that its words come out about as large as the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart for paper: what it shows in a sentence, and its small line with unit and sample."""

    chart: altair.TopLevelMixin
    claim: str
    sample: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a sheet under a heading; what is empty is left out. ``moments`` are (when, words)."""

    title: str
    hint: str = ""
    note: str = ""
    drawing: Drawing | None = None
    tables: Sequence[Table] = ()
    facts: Sequence[tuple[str, object]] = ()
    moments: Sequence[tuple[str, str]] = ()


def print_sheet(
    *,
    title: str,
    over: str,
    lede: str,
    parts: Sequence[Part],
    operator: str,
    language: str,
    at: datetime,
    extra_fonts: Path | None = None,
) -> bytes:
    """Return a sheet as PDF, dated ``at``. Texts are in the language that is active. Raises MissingGlyph, DocumentFailed."""
    tag = read_tag(language=language)
    data: dict[str, object] = {
        "lang": tag.split("-")[0],
        "script": "Hans" if tag == "zh-Hans" else "Latn",
        "title": title,
        "over": over,
        "lede": lede,
        "operator": operator,
        **head_svg(logo=settings.TRUETONNE.logo),
        "foot": f"{title} · {operator} · {day_text(day=at.date(), language=tag)}",
        "page": _("Sheet {page} of {pages}"),
        "parts": [_part(part) for part in parts],
    }
    return compile_pdf(template=TEMPLATE, data=data, at=at, extra_fonts=extra_fonts)


def _part(part: Part) -> Mapping[str, object]:
    drawing = part.drawing
    return {
        "title": part.title,
        "hint": part.hint,
        "note": part.note,
        "svg": "" if drawing is None else draw_for_paper(chart=drawing.chart),
        "claim": "" if drawing is None else drawing.claim,
        "sample": "" if drawing is None else drawing.sample,
        "tables": [_table(table) for table in part.tables],
        "facts": [{"label": str(label), "value": plain(value)} for label, value in part.facts if plain(value)],
        "moments": [{"when": when, "words": words} for when, words in part.moments],
    }


def _table(table: Table) -> Mapping[str, object]:
    return {
        "caption": str(table.caption),
        "numeric": [column.numeric for column in table.columns],
        "head": [str(column.label) for column in table.columns],
        "rows": [[plain(cell) for cell in row] for row in table.rows],
        "foot": [plain(cell) for cell in table.foot],
    }


def plain(value: object) -> str:
    """Return a cell's or fact's text without its markup, lines joined by a dot in the middle."""
    text = str(value).replace("<br>", " · ").replace("<small", " <small")
    return " ".join(unescape(strip_tags(text)).split())
