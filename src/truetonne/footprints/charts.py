"""The chart of a path: what a target allows by year, and what was emitted."""

from __future__ import annotations

from collections.abc import Sequence

import altair
from django.utils.translation import gettext as _

from truetonne.edge.charts import Figure, render
from truetonne.edge.formats import tonnes_text
from truetonne.edge.tables import Column, Table
from truetonne.rules.targets.progress import YearOnPath

INK, BLUE = "#14181d", "#2f5578"
KG_PER_TONNE = 1_000
HEIGHT = 240
PIXELS_PER_LABEL = 60


def draw_path(*, years: Sequence[YearOnPath], scopes: str, language: str) -> Figure:
    """Draw the path as a line and the actual years as points, with the table of both and the gap."""
    known = [each for each in years if each.actual_kg is not None]
    last = known[-1] if known else None
    if last is None:
        claim = _("Scopes %(scopes)s: no year of the path is published yet") % {"scopes": scopes}
    elif last.is_on_track:
        claim = _("Scopes %(scopes)s: on track in %(year)s") % {"scopes": scopes, "year": last.year}
    else:
        gap = tonnes_text(kg=last.gap_kg or 0, language=language)
        claim = _("Scopes %(scopes)s: off track in %(year)s by %(gap)s") % {
            "scopes": scopes, "year": last.year, "gap": gap,
        }  # fmt: skip
    table = Table(
        caption=claim,
        columns=(
            Column(label=_("Year")),
            Column(label=_("Path, t"), numeric=True),
            Column(label=_("Emitted, t"), numeric=True),
            Column(label=_("Above the path, t"), numeric=True),
        ),
        rows=tuple(
            (
                str(each.year),
                tonnes_text(kg=each.path_kg, language=language, unit=False),
                "" if each.actual_kg is None else tonnes_text(kg=each.actual_kg, language=language, unit=False),
                "" if each.gap_kg is None else tonnes_text(kg=each.gap_kg, language=language, unit=False),
            )
            for each in years
        ),
        snug=True,
    )
    sample = _("Tonnes CO2e by year; line: the target's path, points: published inventories, without credits.")
    return render(
        chart=lambda width: _specify(years=years, width=width), label=claim, table=table, claim=claim, sample=sample
    )  # fmt: skip


def _specify(*, years: Sequence[YearOnPath], width: int) -> altair.LayerChart:
    rows = [
        {
            "year": str(each.year), "path": each.path_kg / KG_PER_TONNE,
            "actual": None if each.actual_kg is None else each.actual_kg / KG_PER_TONNE,
        }
        for each in years
    ]  # fmt: skip
    step = max(1, -(-len(rows) * PIXELS_PER_LABEL // max(width, 1)))
    shown = [str(each.year) for each in years][::step]
    scale = altair.Scale(domain=[str(each.year) for each in years], padding=0.5)
    x = altair.X("year:O", title=None, scale=scale, axis=altair.Axis(values=shown, labelAngle=0))
    base = altair.Chart(altair.InlineData(values=rows)).encode(x=x)
    y = altair.Scale(zero=True)
    path = base.mark_line(color=BLUE).encode(y=altair.Y("path:Q", title=None, scale=y))
    points = (
        altair.Chart(altair.InlineData(values=[row for row in rows if row["actual"] is not None]))
        .mark_point(color=INK, filled=True, size=60)
        .encode(x=x, y="actual:Q")
    )
    return altair.LayerChart(layer=[path, points], width=width, height=HEIGHT)
