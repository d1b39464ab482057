"""Figures of several sources side by side: grouped by what they count, never merged, with a word where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text, decimal_text
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.dossier.words import ATTAINMENT_WORDS, MEASURE_WORDS
from truetonne.supply.models import CoBenefitFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureGroup:
    """What all sources say of one measure of one project. ``differs`` when they do not say the same."""

    measure: str
    attainment: str
    rows: tuple[CoBenefitFigure, ...]

    @property
    def differs(self) -> bool:
        return len({row.figure for row in self.rows}) > 1


def group_figures(*, rows: Sequence[CoBenefitFigure]) -> tuple[FigureGroup, ...]:
    """Group figures by measure and by whether they were reached or planned; every figure stays."""
    groups: dict[tuple[str, str], list[CoBenefitFigure]] = {}
    for row in rows:
        groups.setdefault((row.measure, row.attainment), []).append(row)
    return tuple(
        FigureGroup(measure=measure, attainment=attainment, rows=tuple(found))
        for (measure, attainment), found in groups.items()
    )


def figures_table(*, groups: Sequence[FigureGroup]) -> Table:
    """Print every figure with its source and day; the first of a group that differs says so."""
    language = current_language()
    columns = (
        Column(label=_("What")), Column(label=_("Figure"), numeric=True), Column(label=_("Source")),
        Column(label=_("Stated on")),
    )  # fmt: skip
    rows = []
    for group in groups:
        head = f"{MEASURE_WORDS[group.measure]}, {ATTAINMENT_WORDS[group.attainment]}"
        for row in group.rows:
            note = format_html(' <small class="quiet blk">{}</small>', _("sources differ")) if group.differs else ""
            source = (
                format_html('<a href="{}" rel="noopener">{}</a>', row.address, row.source)
                if row.address
                else row.source
            )
            figure = decimal_text(decimal=figure_text(figure=row.figure), language=language)
            rows.append(
                (format_html("{}{}", head, note), figure, source, day_text(day=row.stated_on, language=language))
            )
    return Table(caption=_("Co-benefits by source"), columns=columns, rows=tuple(rows), caption_hidden=True)


def figure_text(*, figure: Decimal) -> str:
    """Return a figure without trailing zeros."""
    return f"{figure:f}".rstrip("0").rstrip(".") if "." in f"{figure:f}" else f"{figure:f}"
