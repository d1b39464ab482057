"""A contract and a jurisdiction as PDF: the page's own sections, with the delivery fan or the buffer's balance drawn in."""

from __future__ import annotations

from collections.abc import Sequence

from truetonne.edge.pdf.sheets import PAPER_WIDTH, Drawing, Part
from truetonne.science.durability.portfolio import PoolOutlook
from truetonne.supply.forwards.figures import draw_fan, draw_pool
from truetonne.supply.forwards.outlook import Outlook
from truetonne.supply.forwards.sheets import Section


def parts_of(
    *, sections: Sequence[Section], outlook: Outlook | None = None, pool: PoolOutlook | None = None
) -> list[Part]:
    """Return a page's sections as parts of a sheet; a section's chart becomes the same chart for paper."""
    return [_part(section=section, outlook=outlook, pool=pool) for section in sections]


def _part(*, section: Section, outlook: Outlook | None, pool: PoolOutlook | None) -> Part:
    tables = [section.table] if section.table is not None else []
    drawing = None
    if section.figure is not None:
        chart = None
        if pool is not None and section.key == "buffer":
            chart = draw_pool(outlook=pool, width=PAPER_WIDTH)
        elif outlook is not None:
            chart = draw_fan(outlook=outlook, width=PAPER_WIDTH)
        if chart is not None:
            drawing = Drawing(chart=chart, claim=section.figure.claim, sample=section.figure.sample)
        tables.insert(0, section.figure.table)
    return Part(
        title=section.title, hint=section.hint, drawing=drawing, tables=tables, facts=section.facts,
        note=" ".join(filter(None, (section.note, *(section.empty or ())))),
        moments=[(moment.when, moment.words) for moment in section.timeline],
    )  # fmt: skip
