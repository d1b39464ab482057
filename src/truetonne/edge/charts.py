"""Charts drawn on the server: one Altair specification, two SVG drawings in the page's own colours, one table.

The drawing serves light, dark and print: every colour is replaced by its token, and no ``style`` attribute,
script or address is in it. The caption is the claim, the label says the finding in words, the table holds the
figures; without the table there is no chart. Colours and sizes: the house's look, charts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

import altair
import vl_convert
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from truetonne.edge.languages import writing
from truetonne.edge.pdf.glyphs import FONT_FOLDER
from truetonne.edge.tables import Table
from truetonne.edge.templatetags.edge_formats import current_language

BROAD_WIDTH = 740
NARROW_WIDTH = 330

TOKENS = {
    "#14181d": "var(--ink)",
    "#464f59": "var(--ink-2)",
    "#626b74": "var(--ink-3)",
    "#d8dbd6": "var(--rule)",
    "#858c91": "var(--rule-2)",
    "#bf2c15": "var(--seal)",
    "#2f5578": "var(--blue)",
    "#a9bccb": "var(--blue-2)",
    "#fafaf7": "var(--paper)",
    "#f1f2ee": "var(--wash)",
    "#e4e9ee": "var(--ramp-1)",
    "#6d8ba5": "var(--ramp-3)",
    "#16304a": "var(--ramp-5)",
    "#e3a08f": "var(--away-2)",
    "#8aa5bd": "var(--away-4)",
}
"""Each colour of the light page and the token that stands for it in every theme."""

LOOK: Mapping[str, object] = {
    "background": "transparent",
    "aria": False,
    "font": "Archivo",
    "padding": {"left": 0, "right": 6, "top": 6, "bottom": 0},
    "view": {"stroke": None},
    "axis": {
        "labelColor": "#626b74",
        "titleColor": "#626b74",
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelPadding": 6,
        "tickColor": "#858c91",
        "tickSize": 4,
        "domainColor": "#14181d",
        "gridColor": "#d8dbd6",
    },
    "axisX": {"grid": False},
    "axisY": {
        "domain": False,
        "ticks": False,
        "tickCount": 4,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "start",
        "titleX": 0,
        "titleY": -12,
    },
    "line": {"strokeWidth": 2},
    "point": {"size": 46, "filled": True},
    "rule": {"color": "#14181d"},
    "area": {"opacity": 0.35},
    "bar": {"cornerRadius": 0},
    "text": {"font": "Archivo", "fontSize": 13, "color": "#14181d"},
    "legend": {"disable": True},
    "title": {"anchor": "start", "fontSize": 15, "fontWeight": 600},
    "range": {
        "category": ["#14181d", "#2f5578", "#858c91", "#bf2c15", "#a9bccb"],
        "ramp": ["#e4e9ee", "#a9bccb", "#6d8ba5", "#2f5578", "#16304a"],
        "diverging": ["#bf2c15", "#e3a08f", "#d8dbd6", "#8aa5bd", "#2f5578"],
    },
}

_COLOUR = re.compile(
    r'(?P<name>\b(?:fill|stroke|stop-color)=)"(?P<colour>#[0-9a-fA-F]+|rgba?\([^"]*\)|hsla?\([^"]*\))"'
)
_ROOT = re.compile(r"<svg [^>]*>")
_SAID_ELSEWHERE = re.compile(r' (?:style|role|aria-[a-z]+)="[^"]*"')
"""The page's own label says what the drawing shows; the converter's English descriptions would only repeat it."""
_IDS = re.compile(r'(id="|url\(#|href="#)')


class ColourWithoutToken(ValueError):
    """A drawing holds a colour that the look has no token for, so it could not follow the theme; carries it."""

    code = "internal_error"

    def __init__(self, *, colour: str) -> None:
        self.colour = colour
        super().__init__(f"{colour} has no token; use the colours of the look")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart ready for the page: claim and sample for the caption, two drawings, and the table beside them."""

    claim: str
    sample: str
    broad_svg: SafeString
    narrow_svg: SafeString
    table: Table

    @property
    def rows(self) -> tuple[tuple[object, ...], ...]:
        return self.table.rows


def render(
    *, chart: Callable[[int], altair.TopLevelMixin], label: str, table: Table, claim: str = "", sample: str = ""
) -> Figure:
    """Draw a chart twice, for broad and for narrow screens.

    ``chart`` makes the Altair chart for a width in pixels (740 and 330): the narrow one wants fewer ticks. ``label``
    says the finding for those who do not see it; ``claim`` is the caption, ``sample`` its small line with unit and
    sample. Numbers on axes are written as the reader's language writes them. Drawings are cached by specification and
    language. Raises ColourWithoutToken.
    """
    drawings = [
        _draw(
            specification=json.dumps(chart(width).to_dict(), sort_keys=True),
            width=width,
            name=name,
            language=current_language(),
        )
        for width, name in ((BROAD_WIDTH, "broad"), (NARROW_WIDTH, "narrow"))
    ]
    broad, narrow = (
        mark_safe(drawing.replace("<svg ", f'<svg role="img" aria-label="{conditional_escape(label)}" ', 1))  # noqa: S308
        for drawing in drawings
    )
    shown = table if table.caption_hidden else replace(table, caption_hidden=True)
    return Figure(claim=claim or table.caption, sample=sample, broad_svg=broad, narrow_svg=narrow, table=shown)


def draw_once(*, chart: altair.TopLevelMixin, name: str) -> str:
    """Return one drawing in the page's colours that serves every width: for what has no words in it, such as a map."""
    text = json.dumps(chart.to_dict(), sort_keys=True)
    return _draw(specification=text, width=BROAD_WIDTH, name=name, language=current_language())


def draw_for_paper(*, chart: altair.TopLevelMixin) -> str:
    """Return one drawing with its colours kept, for a PDF."""
    return _convert(specification=json.dumps(chart.to_dict(), sort_keys=True), language=current_language())


@lru_cache(maxsize=256)
def _draw(*, specification: str, width: int, name: str, language: str) -> str:
    svg = _SAID_ELSEWHERE.sub("", _convert(specification=specification, language=language))
    root = _ROOT.search(svg)
    box = re.search(r'viewBox="([^"]*)"', root[0]) if root else None
    if root is None or box is None:
        raise ValueError(f"no drawing came out at width {width}")
    key = f"{name}-{sha256(specification.encode()).hexdigest()[:8]}"
    body = _IDS.sub(lambda found: f"{found[1]}{key}-", _COLOUR.sub(_token, svg[root.end() :]))
    return f'<svg class="{name}" viewBox="{box[1]}">{body}'


def _convert(*, specification: str, language: str) -> str:
    _know_fonts()
    version = altair.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
    numbers = writing(language=language)
    locale = {"decimal": numbers.point, "thousands": numbers.group, "grouping": [3], "currency": ["", ""]}
    return str(vl_convert.vegalite_to_svg(specification, vl_version=version, config=dict(LOOK), format_locale=locale))


@lru_cache(maxsize=1)
def _know_fonts() -> None:
    """Let the converter measure words with the bundled fonts, so that a drawing is the same on every machine."""
    vl_convert.register_font_directory(str(FONT_FOLDER))


def _token(found: re.Match[str]) -> str:
    colour = found["colour"].lower()
    try:
        return f'{found["name"]}"{TOKENS[colour]}"'
    except KeyError:
        raise ColourWithoutToken(colour=colour) from None
