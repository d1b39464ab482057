"""From gross to net as one chart for page, PDF and notebook: each deduction begins where the one before it ended.

Knows no framework: a notebook imports it alone. Words and numbers come from the caller, who knows the language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import altair

from truetonne.edge.row_names import NARROW_WIDTH_MAX, name_rows

_KG_PER_TONNE = 1_000
_ROW_HEIGHT = 34
_RAISED = -10


class StepKind(StrEnum):
    """What a bar stands for: a sum, a deduction, the buffer (units that exist but are not sold), or the result."""

    SUM = "sum"
    DEDUCTION = "deduction"
    BUFFER = "buffer"
    RESULT = "result"


_COLOURS = {
    StepKind.SUM: "#14181d",
    StepKind.DEDUCTION: "#a9bccb",
    StepKind.BUFFER: "#2f5578",
    StepKind.RESULT: "#bf2c15",
}
"""Colours of the look, so that a drawing on a page follows its theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bar in kilograms, from ``start_kg`` to ``stop_kg``; ``kg`` is what it adds (deductions are negative)."""

    name: str
    kind: StepKind
    start_kg: int
    stop_kg: int

    @property
    def kg(self) -> int:
        """The size of the bar; negative for what is taken off."""
        size = self.stop_kg - self.start_kg
        return -size if self.kind in {StepKind.DEDUCTION, StepKind.BUFFER} else size


def list_steps(*, gross_kg: int, deductions_kg: Mapping[str, int], net_kg: int) -> tuple[Step, ...]:
    """Return gross, each deduction in order (one named ``buffer`` in its own colour), and net, in kilograms.

    Raises ValueError where the parts do not add up to gross, or one is below 0: such a picture would not be true.
    """
    parts = {"net": net_kg, **deductions_kg}
    if gross_kg != sum(parts.values()) or min(parts.values()) < 0:
        raise ValueError(f"{parts} do not add up to a gross of {gross_kg} kg")
    steps = [Step(name="gross", kind=StepKind.SUM, start_kg=0, stop_kg=gross_kg)]
    left_kg = gross_kg
    for name, size in deductions_kg.items():
        kind = StepKind.BUFFER if name == "buffer" else StepKind.DEDUCTION
        steps.append(Step(name=name, kind=kind, start_kg=left_kg - size, stop_kg=left_kg))
        left_kg -= size
    return (*steps, Step(name="net", kind=StepKind.RESULT, start_kg=0, stop_kg=net_kg))


def gross_to_net_chart(
    *,
    steps: Sequence[Step],
    width: int,
    words: Mapping[str, str] | None = None,
    tonnes: Callable[[int], str] | None = None,
) -> altair.TopLevelMixin:
    """Return the chart for a width in pixels.

    ``words`` translate the names of the steps, ``tonnes`` writes kilograms as tonnes in the reader's language; without
    them names stand as they are and numbers in English.
    """
    write = tonnes or _tonnes_in_english
    named = words or {}
    rows = [
        {
            "step": named.get(step.name, step.name),
            "start": step.start_kg / _KG_PER_TONNE,
            "stop": step.stop_kg / _KG_PER_TONNE,
            "colour": _COLOURS[step.kind],
            "text": write(step.kg),
        }
        for step in steps
    ]
    order = [str(row["step"]) for row in rows]
    end = max((step.stop_kg for step in steps), default=0) / _KG_PER_TONNE
    base = altair.Chart(altair.InlineData(values=rows))
    placed = name_rows(field="step", names=order, width=width, row_height=_ROW_HEIGHT, label_limit=width // 3)
    is_narrow = width <= NARROW_WIDTH_MAX
    # Numbers stand one below the other: to the right of the longest bar, or above it beside the names.
    scale = altair.Scale(domain=[0, (end or 1) * (1 if is_narrow else 1.3)], nice=False)
    bars = base.mark_bar(height=12 if is_narrow else 18, yOffset=placed.offset).encode(
        x=altair.X("start:Q", scale=scale, axis=None),
        x2="stop:Q",
        y=placed.y,
        color=altair.Color("colour:N", scale=None, legend=None),
    )
    numbers = base.mark_text(align="right", dy=_RAISED if is_narrow else 0).encode(
        x=altair.value(width), y=placed.y, text="text:N"
    )
    return altair.layer(bars, numbers, *placed.marks).properties(width=width, height=placed.row_height * len(rows))


def _tonnes_in_english(kg: int) -> str:
    sign, size = ("−", -kg) if kg < 0 else ("", kg)
    return f"{sign}{size // _KG_PER_TONNE:,}.{size % _KG_PER_TONNE:03d} t"
