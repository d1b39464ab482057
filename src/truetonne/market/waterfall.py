"""From gross to net as a table of figures and a drawing in which each deduction begins where the one before it ended."""

from __future__ import annotations

from dataclasses import dataclass

import altair
from django.utils.html import format_html
from django.utils.translation import gettext as _

from truetonne.edge.charts import BROAD_WIDTH, Figure, draw_for_paper, render
from truetonne.edge.formats import share_text, tonnes_text
from truetonne.edge.gross_to_net import gross_to_net_chart, list_steps
from truetonne.edge.pdf.sheets import PAPER_WIDTH, Drawing, Part
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language, tonnes
from truetonne.supply.dossier.queries import Waterfall
from truetonne.supply.dossier.words import GROSS_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class FallRow:
    """One part: its words, its mass (deductions are negative), and whether it is a sum or the result."""

    words: str
    kg: int
    is_sum: bool = False
    is_result: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """One issuance, ready for the page."""

    issuance: str
    vintage: str
    source: str
    rows: tuple[FallRow, ...]


def build_fall(*, waterfall: Waterfall, vintage: str) -> Fall:
    """Return the rows of one issuance: gross, each deduction, issued, the buffer, and what may be sold."""
    entry = waterfall.entry
    rows = [FallRow(words=str(GROSS_WORDS["gross_kg"]), kg=entry.gross_kg)]
    left = entry.gross_kg
    for name, kg in waterfall.deductions:
        if name != "buffer_kg":
            rows.append(FallRow(words=str(GROSS_WORDS[name]), kg=-kg))
            left -= kg
    rows.append(FallRow(words=_("Issued"), kg=left, is_sum=True))
    share = share_text(part=entry.buffer_kg, whole=left, language=current_language()) if left else ""
    buffer_words = ", ".join(filter(None, (str(GROSS_WORDS["buffer_kg"]), share)))
    rows.append(FallRow(words=buffer_words, kg=-entry.buffer_kg))
    rows.append(FallRow(words=str(GROSS_WORDS["net_kg"]), kg=entry.net_kg, is_sum=True, is_result=True))
    return Fall(issuance=entry.issuance, vintage=vintage, source=entry.source, rows=tuple(rows))


def draw_fall(*, waterfall: Waterfall, vintage: str) -> Figure:
    """Return one issuance as a figure of the page: what may be sold as its claim, the drawing, and every figure."""
    fall = build_fall(waterfall=waterfall, vintage=vintage)
    rows = [
        (format_html("<b>{}</b>", row.words) if row.is_sum else row.words, tonnes(row.kg))
        for row in fall.rows
        if not row.is_result
    ]
    table = Table(
        caption=_("Vintage %(vintage)s, t CO2e") % {"vintage": vintage},
        columns=(Column(label=_("Part")), Column(label=_("Tonnes"), numeric=True)),
        rows=tuple(rows),
        foot=next((row.words, tonnes(row.kg, unit="t")) for row in fall.rows if row.is_result),
        fold=False,
    )
    claim = _claim(waterfall=waterfall)
    return render(
        chart=lambda width: chart_waterfall(waterfall=waterfall, width=width), label=claim, claim=claim, table=table,
        sample=" · ".join((table.caption, _issuance(fall), _source(fall))),
    )  # fmt: skip


def _issuance(fall: Fall) -> str:
    return _("Issuance %(issuance)s") % {"issuance": fall.issuance}


def _source(fall: Fall) -> str:
    return _("source: %(source)s") % {"source": fall.source}


def _claim(*, waterfall: Waterfall) -> str:
    entry, language = waterfall.entry, current_language()
    return _("Of %(gross)s that were measured %(net)s may be sold.") % {
        "gross": tonnes_text(kg=entry.gross_kg, language=language),
        "net": tonnes_text(kg=entry.net_kg, language=language),
    }


def chart_waterfall(*, waterfall: Waterfall, width: int) -> altair.TopLevelMixin:
    """Return one issuance as the shared chart from gross to net, in the reader's language, for a width in pixels."""
    entry, language = waterfall.entry, current_language()
    named = {name.removesuffix("_kg"): str(words) for name, words in GROSS_WORDS.items()}
    steps = list_steps(
        gross_kg=entry.gross_kg,
        deductions_kg={name.removesuffix("_kg"): kg for name, kg in waterfall.deductions if kg},
        net_kg=entry.net_kg,
    )
    return gross_to_net_chart(
        steps=steps, width=width, words=named, tonnes=lambda kg: tonnes_text(kg=kg, language=language)
    )


def draw_waterfall(*, waterfall: Waterfall) -> str:
    """Draw one issuance as an SVG that stands alone."""
    return draw_for_paper(chart=chart_waterfall(waterfall=waterfall, width=BROAD_WIDTH))


def part_of(*, waterfall: Waterfall, vintage: str) -> Part:
    """Return one issuance as a part of a sheet: the chart with its claim, and every figure below it."""
    fall, language = build_fall(waterfall=waterfall, vintage=vintage), current_language()
    table = Table(
        caption=_("From gross to net"),
        columns=(Column(label=_("Part")), Column(label=_("Tonnes"), numeric=True)),
        rows=tuple((row.words, tonnes_text(kg=row.kg, language=language)) for row in fall.rows),
    )
    return Part(
        title=f"{_issuance(fall)} · {vintage}", hint=_source(fall),
        drawing=Drawing(chart=chart_waterfall(waterfall=waterfall, width=PAPER_WIDTH), claim=_claim(waterfall=waterfall)), tables=(table,),
    )  # fmt: skip
