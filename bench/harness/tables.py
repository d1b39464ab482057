"""Results: rounds of measurements become medians, medians become a table that a terminal or a JSON file can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

Cell = str | int | float | None


@dataclass(slots=True, kw_only=True)
class Table:
    """One benchmark's result. ``columns`` maps a member of each row to its heading; ``notes`` are whole sentences."""

    name: str
    title: str
    columns: Mapping[str, str]
    rows: list[dict[str, Cell]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, **row: Cell) -> None:
        """Add a row; members that ``columns`` does not name go to the JSON file only."""
        self.rows.append(row)

    def as_text(self) -> str:
        """Return the table as plain text, numbers to the right."""
        grid = [list(self.columns.values())]
        grid += [[show(row.get(member)) for member in self.columns] for row in self.rows]
        widths = [max(len(line[place]) for line in grid) for place in range(len(self.columns))]
        numeric = [all(isinstance(row.get(member), int | float | None) for row in self.rows) for member in self.columns]
        lines = [f"{self.name}: {self.title}", ""]
        for number, cells in enumerate(grid):
            padded = [
                cell.rjust(width) if is_number else cell.ljust(width)
                for cell, width, is_number in zip(cells, widths, numeric, strict=True)
            ]
            lines.append("  " + "  ".join(padded).rstrip())
            if number == 0:
                lines.append("  " + "  ".join("-" * width for width in widths))
        return "\n".join([*lines, "", *(f"  {note}" for note in self.notes)]) + "\n"

    def as_json(self) -> dict[str, object]:
        """Return the table for a JSON file."""
        return {"name": self.name, "title": self.title, "rows": self.rows, "notes": self.notes}


def show(value: Cell) -> str:
    """Print a cell: thousands apart, three significant digits for small numbers, a dash for nothing."""
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if abs(value) >= 100 or value == int(value):
        return f"{round(value):,}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def middle(values: Sequence[float | None]) -> float | None:
    """Return the median of what was measured, None if nothing was."""
    known = [value for value in values if value is not None]
    return median(known) if known else None


def ratio(value: float | None, base: float | None) -> float | None:
    """Return ``value / base`` where both are known."""
    return value / base if value is not None and base else None


def spread(values: Sequence[float]) -> str:
    """Return lowest and highest, as ``3,900-4,800``."""
    return f"{show(min(values))}-{show(max(values))}" if values else "-"
