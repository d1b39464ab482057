"""From gross to net as a table whose bars fall: each deduction begins where the one before it ended."""

from __future__ import annotations

from dataclasses import dataclass

import altair
from django.utils.translation import gettext as _

from truetonne.edge.bars import BarPart, span
from truetonne.edge.charts import BROAD_WIDTH, draw_for_paper
from truetonne.edge.formats import share_text, tonnes_text
from truetonne.edge.gross_to_net import gross_to_net_chart, list_steps
from truetonne.edge.pdf.sheets import PAPER_WIDTH, Drawing, Part
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.dossier.queries import Waterfall
from truetonne.supply.dossier.words import GROSS_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class FallRow:
    """One part: its words, its mass (deductions are negative), its bar, and whether it is a sum or the result."""

    words: str
    kg: int
    bar: BarPart | None
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
    entry, whole = waterfall.entry, waterfall.entry.gross_kg
    rows = [
        FallRow(words=str(GROSS_WORDS["gross_kg"]), kg=whole, bar=_bar(start=0, stop=whole, whole=whole, fill="f-ink"))
    ]
    left = whole
    for name, kg in waterfall.deductions:
        if name == "buffer_kg":
            continue
        rows.append(
            FallRow(
                words=str(GROSS_WORDS[name]),
                kg=-kg,
                bar=_bar(start=left - kg, stop=left, whole=whole, fill="f-blue2"),
            )
        )
        left -= kg
    rows.append(
        FallRow(words=_("Issued"), kg=left, bar=_bar(start=0, stop=left, whole=whole, fill="f-ink"), is_sum=True)
    )
    share = share_text(part=entry.buffer_kg, whole=left, language=current_language()) if left else ""
    rows.append(
        FallRow(
            words=", ".join(filter(None, (str(GROSS_WORDS["buffer_kg"]), share))),
            kg=-entry.buffer_kg,
            bar=_bar(start=entry.net_kg, stop=left, whole=whole, fill="f-blue"),
        )
    )
    rows.append(
        FallRow(
            words=str(GROSS_WORDS["net_kg"]),
            kg=entry.net_kg,
            bar=_bar(start=0, stop=entry.net_kg, whole=whole, fill="f-seal"),
            is_sum=True,
            is_result=True,
        )
    )
    return Fall(issuance=entry.issuance, vintage=vintage, source=entry.source, rows=tuple(rows))


def _bar(*, start: int, stop: int, whole: int, fill: str) -> BarPart | None:
    """Draw a stretch; nothing where nothing was taken off or more was taken off than there was."""
    return span(start=start, stop=stop, whole=whole, fill=fill) if 0 <= start < stop else None


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
    entry = waterfall.entry
    claim = _("Of %(gross)s that were measured %(net)s may be sold.") % {
        "gross": tonnes_text(kg=entry.gross_kg, language=language),
        "net": tonnes_text(kg=entry.net_kg, language=language),
    }
    table = Table(
        caption=_("From gross to net"),
        columns=(Column(label=_("Part")), Column(label=_("Tonnes"), numeric=True)),
        rows=tuple((row.words, tonnes_text(kg=row.kg, language=language)) for row in fall.rows),
    )
    return Part(
        title=f"{_('Issuance')} {fall.issuance} · {vintage}", hint=f"{_('source:')} {fall.source}",
        drawing=Drawing(chart=chart_waterfall(waterfall=waterfall, width=PAPER_WIDTH), claim=claim), tables=(table,),
    )  # fmt: skip
