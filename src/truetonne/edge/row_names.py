"""Names of the rows of a bar chart: beside the bars where there is room, above each bar where there is not.

A name that is cut off says nothing, and words in Vietnamese are long. Knows no framework: a notebook imports it alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair

NARROW_WIDTH_MAX = 420
"""Charts up to this many pixels carry their names above the bars."""
_LINE = 17
_RAISED = -10


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRows:
    """How a chart places its rows: ``y`` for every mark, ``marks`` to lay over it, and the height of a row in pixels.

    ``offset`` moves a bar down, so that its name fits above it; 0 where names stand beside.
    """

    y: altair.Y
    marks: tuple[altair.Chart, ...]
    offset: int
    row_height: int


def name_rows(*, field: str, names: Sequence[str], width: int, row_height: int, label_limit: int) -> NamedRows:
    """Place ``names`` in this order for a chart of ``width`` pixels; ``label_limit`` is the room beside the bars.

    ``names`` are what the data hold under ``field``.
    """
    order = list(names)
    if width > NARROW_WIDTH_MAX:
        axis = altair.Axis(domain=False, ticks=False, labelLimit=label_limit)
        return NamedRows(
            y=altair.Y(f"{field}:N", sort=order, title=None, axis=axis), marks=(), offset=0, row_height=row_height
        )
    y = altair.Y(f"{field}:N", sort=order, title=None, axis=None)
    rows = altair.Chart(altair.InlineData(values=[{field: name} for name in order]))
    marks = rows.mark_text(align="left", dy=_RAISED, limit=width).encode(x=altair.value(0), y=y, text=f"{field}:N")
    return NamedRows(y=y, marks=(marks,), offset=_LINE // 2, row_height=row_height + _LINE)
