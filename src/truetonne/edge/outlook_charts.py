"""Charts of what may come: the delivery fan of a forward contract, the solvency of a buffer pool.

Specifications only, the same for page, PDF and notebook: ``edge.charts.render`` draws them in the page's colours,
``draw_for_paper`` for a PDF, a notebook shows the returned chart as it is.
Texts come from the caller, translated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair

from truetonne.science.durability.portfolio import PoolOutlook
from truetonne.science.quantity import KG_PER_TONNE
from truetonne.science.removals.delivery_fan import DeliveryFan

INK, BLUE, PALE, SEAL, PAPER = "#14181d", "#2f5578", "#a9bccb", "#bf2c15", "#fafaf7"
HEIGHT = 240
PIXELS_PER_TICK = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FanWords:
    """Texts of the delivery fan; English unless the caller translates."""

    cumulative: str = "Tonnes delivered, cumulative"
    due: str = "due"
    middle: str = "P50"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolWords:
    """Texts of the solvency chart; English unless the caller translates."""

    balance: str = "Tonnes in the pool"
    middle: str = "median"
    empty: str = "pool empty"


def chart_delivery_fan(*, fan: DeliveryFan, width: int, words: FanWords | None = None) -> altair.LayerChart:
    """Draw what is due as a stepped line, P10 to P90 as a band and P50 as a line, cumulative tonnes by year.

    ``width`` in pixels (740 broad, 330 narrow).
    """
    said = words or FanWords()
    rows = [
        {"year": str(year.year), "due": year.due_t, "low": year.p10_t, "middle": year.p50_t, "high": year.p90_t}
        for year in fan.years
    ]
    x = _years(field="year", width=width, years=[str(year.year) for year in fan.years])
    base = altair.Chart(altair.InlineData(values=rows)).encode(x=x)
    band = base.mark_area(color=PALE, opacity=1, interpolate="linear").encode(
        y=altair.Y("low:Q", title=said.cumulative), y2="high:Q"
    )
    middle = base.mark_line(color=BLUE, point={"filled": True, "color": BLUE}).encode(y="middle:Q")
    due = base.mark_line(color=INK, strokeDash=[4, 3], interpolate="step-after").encode(y="due:Q")
    ends = [
        *_label(row=rows[-1], x=x, field="due", text=said.due, color=INK, dy=-10),
        *_label(row=rows[-1], x=x, field="middle", text=said.middle, color=BLUE, dy=14),
    ]
    return _laid_over([band, middle, due, *ends], width=width)


def chart_buffer_solvency(*, outlook: PoolOutlook, width: int, words: PoolWords | None = None) -> altair.LayerChart:
    """Draw the pool's balance by year: 5 % to 95 % of the runs as a band, the median as a line, zero as the end.

    ``width`` in pixels (740 broad, 330 narrow).
    """
    said = words or PoolWords()
    rows = [
        {"year": str(year), "low": low / KG_PER_TONNE, "middle": middle / KG_PER_TONNE, "high": high / KG_PER_TONNE}
        for year, (low, middle, high) in enumerate(outlook.balance_kg, 1)
    ]
    x = _years(field="year", width=width, years=[str(row["year"]) for row in rows])
    base = altair.Chart(altair.InlineData(values=rows)).encode(x=x)
    band = base.mark_area(color=PALE, opacity=1).encode(y=altair.Y("low:Q", title=said.balance), y2="high:Q")
    middle = base.mark_line(color=BLUE).encode(y="middle:Q")
    zero = altair.Chart(altair.InlineData(values=[{"zero": 0}])).mark_rule(color=SEAL).encode(y="zero:Q")
    ends = [
        *_label(row=rows[-1], x=x, field="middle", text=said.middle, color=BLUE, dy=-10),
        *_label(row=rows[0] | {"zero": 0}, x=x, field="zero", text=said.empty, color=SEAL, dy=-8, is_first=True),
    ]
    return _laid_over([band, middle, zero, *ends], width=width)


def describe_fan(*, fan: DeliveryFan) -> str:
    """Say a fan's finding in one English sentence, for labels of notebooks and logs."""
    last = fan.years[-1]
    return (
        f"By {last.year} {last.due_t:,.0f} t are due; P10 {last.p10_t:,.0f} t, P50 {last.p50_t:,.0f} t,"
        f" P90 {last.p90_t:,.0f} t, expected {last.expected_t:,.0f} t"
    )


def _laid_over(layers: Sequence[altair.Chart], *, width: int) -> altair.LayerChart:
    return altair.LayerChart(layer=list(layers), width=width, height=HEIGHT)


def _years(*, field: str, width: int, years: Sequence[str]) -> altair.X:
    """An axis of years with no more labels than fit."""
    step = max(1, -(-len(years) * PIXELS_PER_TICK // max(width, 1)))
    shown = list(years)[::step]
    scale = altair.Scale(domain=list(years), padding=0.5)
    return altair.X(f"{field}:O", title=None, scale=scale, axis=altair.Axis(values=shown, labelAngle=0))


def _label(
    *, row: Mapping[str, object], x: altair.X, field: str, text: str, color: str, dy: int, is_first: bool = False
) -> list[altair.Chart]:
    """Name a line at its end, or at its beginning, instead of in a legend; paper around the letters keeps them legible."""
    base = altair.Chart(altair.InlineData(values=[{**row, "text": text}])).encode(x=x, y=f"{field}:Q", text="text:N")
    place: dict[str, Any] = {"align": "left" if is_first else "right", "dx": 4 if is_first else -4, "dy": dy}
    ground: altair.Chart = base.mark_text(color=PAPER, stroke=PAPER, strokeWidth=5, strokeJoin="round", **place)
    words: altair.Chart = base.mark_text(color=color, **place)
    return [ground, words]
