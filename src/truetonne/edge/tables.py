"""A table as a value: the same rows become a page's table and a CSV or JSON Lines file. Pure."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Spreadsheets take a field that begins so for a formula, in full width too."""
_NUMBER: Final = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*([eE][+-]?[0-9]+)?", re.ASCII)


class RowShape(ValueError):
    """A row has another number of cells than the table has columns; carries both."""

    code = "internal_error"

    def __init__(self, *, cells: int, columns: int) -> None:
        self.cells = cells
        self.columns = columns
        super().__init__(f"a row of {cells} cells in a table of {columns} columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. ``numeric`` stands at the right, ``mono`` is for serials and hashes, ``act`` for the last column's
    button; ``hidden`` heads are read out but not printed."""

    label: str
    numeric: bool = False
    mono: bool = False
    act: bool = False
    hidden: bool = False

    @property
    def css(self) -> str:
        names = (("r", self.numeric), ("mono", self.mono), ("go", self.act))
        return " ".join(name for name, on in names if on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is printed in one place, with its column's label for narrow screens."""

    content: object
    label: str
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a caption. The first cell of a row is its head; contents are text or safe markup.

    ``fold`` turns rows into slips on narrow screens, ``flow`` runs a slip on in one line, ``snug`` keeps the
    table and makes it smaller. ``foot`` is a sum and closes with the double rule: only figures that were added up.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    foot: tuple[object, ...] = ()
    note: str = ""
    caption_hidden: bool = False
    head_hidden: bool = False
    fold: bool = True
    flow: bool = False
    snug: bool = False

    def __post_init__(self) -> None:
        for row in (*self.rows, *((self.foot,) if self.foot else ())):
            if len(row) != len(self.columns):
                raise RowShape(cells=len(row), columns=len(self.columns))

    @property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        return tuple(
            tuple(
                Cell(content=cell.content, label=cell.label, css=" ".join(filter(None, (cell.css, _blank(cell.content)))))
                for cell in self._cells(row=row)
            )
            for row in self.rows
        )  # fmt: skip

    @property
    def foot_cells(self) -> tuple[Cell, ...]:
        return tuple(
            Cell(content=cell.content, label=cell.label, css=cell.css or ("" if cell.content else "blank"))
            for cell in self._cells(row=self.foot)
        )

    def _cells(self, *, row: Sequence[object]) -> tuple[Cell, ...]:
        return tuple(
            Cell(content=content, label=column.label, css=column.css)
            for content, column in zip(row, self.columns, strict=True)
        )


def _blank(content: object) -> str:
    """Return the class of a cell without content: a slip on a narrow screen leaves it out with its label."""
    return "blank" if content == "" else ""


def csv_lines(*, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Write rows as CSV, line by line: UTF-8, RFC 4180, ``None`` as an empty field. Nothing is rounded.

    A text that a spreadsheet would run as a formula (a name that begins with ``=``) gets an apostrophe in front;
    numbers, negative ones too, stand as they are.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in chain([header], rows):
        writer.writerow([_field(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _field(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) and _NUMBER.fullmatch(cell) is None:
        return f"'{cell}"
    return cell


def json_lines(*, records: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """Write records as JSON Lines, keys sorted, one line each. Values are text, integers, lists and objects."""
    for record in records:
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        yield text.encode() + b"\n"
