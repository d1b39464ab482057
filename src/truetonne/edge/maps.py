"""A map of countries drawn on the server: shaded by a figure, with the table of the same figures beside it.

Shapes: Natural Earth (public domain), already projected; see ``edge/geography``. No request leaves the exchange.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import altair
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from truetonne.edge.charts import draw_once

WIDTH, HEIGHT = 740, 345
SHADES = ("#a9bccb", "#6d8ba5", "#2f5578")
"""From little to much; a country without a figure is the rule's grey."""
NOTHING = "#d8dbd6"
_SHAPES = Path(__file__).with_name("geography") / "countries.jsonl"
_FINE = re.compile(r"(\d+\.\d)\d+")


def draw_countries(*, amounts: Mapping[str, int], label: str) -> SafeString:
    """Draw the world with the countries of ``amounts`` (ISO 3166-1 alpha-2 to a figure) shaded by thirds of the largest.

    ``label`` says the finding for those who do not see it. Countries too small for the map are left to the table.
    """
    most = max(amounts.values(), default=0)
    thirds = {code: min(2, 3 * amount // most) if most else 0 for code, amount in amounts.items()}
    drawn = _draw(tuple(sorted(thirds.items())))
    return mark_safe(drawn.replace("<svg ", f'<svg role="img" aria-label="{conditional_escape(label)}" ', 1))  # noqa: S308


def is_drawn(*, code: str) -> bool:
    """Whether a country is large enough to be on the map."""
    return code in _shapes()


@lru_cache(maxsize=64)
def _draw(thirds: tuple[tuple[str, int], ...]) -> str:
    """One path for all countries without a figure keeps the drawing small; each other country has its own."""
    shaded = dict(thirds)
    rest = [polygon for code, polygons in _shapes().items() if code not in shaded for polygon in polygons]
    features = [_feature(polygons=rest, fill=NOTHING)]
    features += [
        _feature(polygons=_shapes()[code], fill=SHADES[third]) for code, third in shaded.items() if code in _shapes()
    ]
    chart = (
        altair.Chart(altair.InlineData(values=features))
        .mark_geoshape(stroke="#fafaf7", strokeWidth=0.5)
        .encode(fill=altair.Fill("properties.fill:N", scale=None))
        .project(type="identity", scale=1, translate=[0, 0])
        .properties(width=WIDTH, height=HEIGHT)
    )
    return _FINE.sub(r"\1", draw_once(chart=chart, name="map"))


def _feature(*, polygons: list[Any], fill: str) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"fill": fill},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


@lru_cache(maxsize=1)
def _shapes() -> dict[str, list[Any]]:
    """Read the countries; territories without a code of their own are joined under the empty one."""
    found: dict[str, list[Any]] = {}
    for line in _SHAPES.read_text(encoding="utf-8").splitlines():
        country = json.loads(line)
        found.setdefault(country["code"], []).extend(country["polygons"])
    return found
