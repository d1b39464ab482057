"""A version's parts as tables, and as a chart beside its table."""

from __future__ import annotations

from collections.abc import Sequence

import altair
from django.utils.html import format_html
from django.utils.translation import gettext as _

from truetonne.edge.charts import Figure, render
from truetonne.edge.formats import count_text, decimal_text, tonnes_text
from truetonne.edge.row_names import name_rows
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import tonnes
from truetonne.footprints.inventory_words import category_words, methods_text, part_words
from truetonne.footprints.models import InventoryTotal
from truetonne.footprints.words import STATE_WORDS

INK, BLUE, PALE = "#14181d", "#2f5578", "#a9bccb"
KG_PER_T = 1_000
BAR_PX = 26
LABEL_PX_MAX = 230


def list_scopes(*, totals: Sequence[InventoryTotal], lines_at: str, language: str) -> Table:
    """Return scopes 1 and 2, with both figures of scope 2, and biogenic CO2 apart; ``lines_at`` is the lines' address."""
    shown = [total for total in totals if total.category is None]
    columns, rows = _parts(first=_("Part"), totals=shown, lines_at=lines_at, language=language)
    return Table(
        caption=_("Scopes 1 and 2, and biogenic CO2"), columns=columns, caption_hidden=True, rows=rows,
        note=_("The two of scope 2 are two answers to one question and are never added."),
    )  # fmt: skip


def list_categories(*, totals: Sequence[InventoryTotal], lines_at: str, language: str) -> Table:
    """Return the 15 categories with their states; only figures are added up."""
    shown = [total for total in totals if total.category is not None]
    columns, rows = _parts(first=_("Category"), totals=shown, lines_at=lines_at, language=language)
    return Table(caption=_("Scope 3 by category"), columns=columns, caption_hidden=True, rows=rows)


def compare_totals(*, before: Sequence[InventoryTotal], now: Sequence[InventoryTotal], language: str) -> Table:
    """Return two versions part by part with the difference where both have a figure."""
    old = {(total.part, total.category): total for total in before}
    rows = []
    for total in now:
        was = old[total.part, total.category]
        change = (
            change_text(kg=total.mass_kg - was.mass_kg, language=language)
            if total.mass_kg is not None and was.mass_kg is not None
            else str(STATE_WORDS[total.state])
            if total.state != was.state
            else ""
        )
        if total.mass_kg is None and was.mass_kg is None and total.state == was.state:
            continue
        rows.append(
            (
                part_words(part=total.part, category=total.category), _mass(was),
                _mass(total), change,
            )
        )  # fmt: skip
    return Table(
        caption=_("Before and after, t CO2e"), caption_hidden=True, rows=tuple(rows),
        columns=(
            Column(label=_("Part")), Column(label=_("Before, t"), numeric=True), Column(label=_("Now, t"), numeric=True),
            Column(label=_("Difference, t"), numeric=True),
        ),
    )  # fmt: skip


def draw_parts(*, totals: Sequence[InventoryTotal], language: str) -> Figure | None:
    """Draw every part with a figure as a bar with its 95% interval; None where no part has one."""
    shown = [total for total in totals if total.mass_kg is not None and total.part != "BIOGENIC"]
    if not shown:
        return None
    largest = max(shown, key=lambda total: total.mass_kg or 0)
    claim = _("%(part)s is the largest part: %(tonnes)s") % {
        "part": part_words(part=largest.part, category=largest.category),
        "tonnes": tonnes_text(kg=largest.mass_kg or 0, language=language),
    }
    table = Table(
        caption=claim, snug=True,
        columns=(
            Column(label=_("Part")), Column(label=_("Tonnes CO2e"), numeric=True), Column(label=_("From, t"), numeric=True),
            Column(label=_("To, t"), numeric=True),
        ),
        rows=tuple(
            (
                part_words(part=total.part, category=total.category), _mass(total),
                *(tonnes_text(kg=kg, language=language, unit=False) if kg is not None else "" for kg in (total.low_kg, total.high_kg)),
            )
            for total in shown
        ),
    )  # fmt: skip
    sample = _("Tonnes CO2e; thin lines: 95% interval. Scope 2 stands by both methods, which are never added.")
    return render(
        chart=lambda width: _bars(shown, width=width), label=claim, claim=claim, sample=sample, table=table
    )  # fmt: skip


def _bars(totals: Sequence[InventoryTotal], *, width: int) -> altair.LayerChart:
    rows = [
        {
            "part": part_words(part=total.part, category=total.category), "t": (total.mass_kg or 0) / KG_PER_T,
            "low": (total.low_kg if total.low_kg is not None else total.mass_kg or 0) / KG_PER_T,
            "high": (total.high_kg if total.high_kg is not None else total.mass_kg or 0) / KG_PER_T,
        }
        for total in totals
    ]  # fmt: skip
    names = [str(row["part"]) for row in rows]
    placed = name_rows(field="part", names=names, width=width, row_height=BAR_PX, label_limit=LABEL_PX_MAX)
    base = altair.Chart(altair.InlineData(values=rows)).encode(y=placed.y)
    axis = altair.Axis(tickCount=3 if placed.marks else 6)
    bars = base.mark_bar(color=PALE, height=15, yOffset=placed.offset)
    spread = base.mark_rule(color=INK, yOffset=placed.offset).encode(x="low:Q", x2="high:Q")
    return altair.LayerChart(
        layer=[bars.encode(x=altair.X("t:Q", title=None, axis=axis)), spread, *placed.marks],
        width=width if placed.marks else width - LABEL_PX_MAX, height=placed.row_height * len(rows),
    )  # fmt: skip


def change_text(*, kg: int, language: str) -> str:
    """Print a difference with its sign."""
    return ("+" if kg > 0 else "") + tonnes_text(kg=kg, language=language, unit=False)


def _parts(
    *, first: str, totals: Sequence[InventoryTotal], lines_at: str, language: str
) -> tuple[tuple[Column, ...], tuple[tuple[object, ...], ...]]:
    """Return columns and rows of parts; a column that nothing fills is left out, as where figures were taken over whole."""
    columns, rows = _columns(first), [_row(total, lines_at=lines_at, language=language) for total in totals]
    kept = [place for place in range(len(columns)) if place < 3 or any(row[place] != "" for row in rows)]
    return (
        tuple(columns[place] for place in kept),
        tuple(tuple(row[place] if row[place] != "" else _("none") for place in kept) for row in rows),
    )  # fmt: skip


def _columns(first: str) -> tuple[Column, ...]:
    return (
        Column(label=first), Column(label=_("State")), Column(label=_("Tonnes CO2e"), numeric=True),
        Column(label=_("95% interval, t"), numeric=True), Column(label=_("Method")),
        Column(label=_("Data quality"), numeric=True), Column(label=_("Lines"), numeric=True),
    )  # fmt: skip


def _row(total: InventoryTotal, *, lines_at: str, language: str) -> tuple[object, ...]:
    words = category_words(number=total.category) or part_words(part=total.part, category=None)
    state: object = STATE_WORDS[total.state]
    if total.reason:
        state = format_html("{}<br><small>{}</small>", state, total.reason)
    spread = (
        "–".join(tonnes_text(kg=kg, language=language, unit=False) for kg in (total.low_kg, total.high_kg))
        if total.low_kg is not None and total.high_kg is not None
        else ""
    )
    quality = "" if total.data_quality is None else decimal_text(decimal=f"{total.data_quality:.1f}", language=language)
    lines: object = ""
    if total.line_count:
        address = f"{lines_at}?part={total.part}" + (f"&category={total.category}" if total.category else "")
        lines = format_html('<a href="{}">{}</a>', address, count_text(count=total.line_count, language=language))
        if total.missing_count:
            missing = _("%(count)s without a figure") % {
                "count": count_text(count=total.missing_count, language=language)
            }
            lines = format_html('{}<br><small><a href="{}&missing=1">{}</a></small>', lines, address, missing)
    methods = methods_text(method=total.method, shares=total.method_shares)
    return words, state, _mass(total), spread, methods, quality, lines


def _mass(total: InventoryTotal) -> str:
    return tonnes(kg=total.mass_kg)
