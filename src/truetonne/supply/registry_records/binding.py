"""A mapping's fields bound to one file's columns: from cells to cleaned values, compiled once per file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from truetonne.supply.registry_records.files import Cells
from truetonne.supply.registry_records.layouts import Layout, fold_header
from truetonne.supply.registry_records.mapping import FIELD_KINDS, Condition, FieldKind, FieldSpec, Mapping, RowKind
from truetonne.supply.registry_records.values import (
    Cell,
    DateReader,
    NumberFormat,
    Unreadable,
    cell_text,
    parse_quantity_kg,
    parse_year,
)

GetCell = Callable[[Cells], Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundField:
    """One field of one file. ``read`` returns the cleaned value, None for a blank number or date; it raises Unreadable."""

    name: str
    header: str
    kind: FieldKind
    read: Callable[[Cells], str | int | date | None]
    printed: GetCell
    """The cell as printed, for messages."""


def _reader(
    *, kind: FieldKind, get: GetCell, number: NumberFormat, dates: DateReader, add_days: int
) -> Callable[[Cells], str | int | date | None]:
    """Compile how cells of a kind are read, so that no row asks again what its columns are."""
    if kind is FieldKind.TEXT:
        return lambda cells: cell if (cell := get(cells)).__class__ is str else cell_text(cell=cell)
    parse = _parser(kind=kind, number=number, dates=dates, add_days=add_days)

    def read(cells: Cells) -> str | int | date | None:
        cell = get(cells)
        return None if cell is None or cell == "" else parse(cell)

    return read


def _parser(
    *, kind: FieldKind, number: NumberFormat, dates: DateReader, add_days: int
) -> Callable[[Cell], str | int | date | None]:
    if kind is FieldKind.QUANTITY:
        return lambda cell: parse_quantity_kg(text=_plain(cell), number=number)
    if kind is FieldKind.BALANCE:
        return lambda cell: _balance(text=_plain(cell), number=number)
    if kind is FieldKind.DATE and add_days:
        return lambda cell: dates.read(cell=cell) + timedelta(days=add_days)
    if kind is FieldKind.DATE:
        return lambda cell: dates.read(cell=cell)
    if kind is FieldKind.YEAR:
        return lambda cell: parse_year(cell=cell)
    return lambda cell: _whole(text=_plain(cell))


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell_text(cell=cell)


def _balance(*, text: str, number: NumberFormat) -> int:
    """What remains may be less than nothing: then more was used than there was."""
    size = parse_quantity_kg(text=text.removeprefix("-"), number=number)
    return -size if text.startswith("-") else size


def _joined(getters: list[GetCell], cells: Cells) -> str:
    return " + ".join(cell_text(cell=get(cells)) for get in getters)


def _whole(*, text: str) -> int:
    if not re.fullmatch(r"\d{1,13}", text, re.ASCII):
        raise Unreadable(reason="not a serial: digits only")
    return int(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundKind:
    """One kind of row: when a row is one, and its fields."""

    kind: RowKind
    is_meant: Callable[[Cells], bool] | None
    fields: tuple[BoundField, ...]
    absent: frozenset[str]
    """Optional fields for which this file has no column."""


class Binder:
    """Binds the kinds of a layout to its header."""

    def __init__(self, *, mapping: Mapping, layout: Layout) -> None:
        self.mapping = mapping
        self.layout = layout
        spec, base = layout.spec, mapping.format
        self.blanks = frozenset(("", *base.blanks, *spec.blanks))
        self.dates = self._date_reader(spec.dates or base.dates)
        self.number = NumberFormat(
            unit=spec.unit or base.unit,
            thousands=base.thousands if spec.thousands is None else spec.thousands,
            decimal=base.decimal,
        )

    def bind(self) -> tuple[BoundKind, ...]:
        """Return every kind of row, in the order in which they are tried."""
        return tuple(self._bind_kind(kind) for kind in self.layout.spec.kinds)

    def program(self) -> BoundField | None:
        """The column that names each row's program, where there is one."""
        spec = self.layout.spec.program
        return None if spec is None else self._bind_field("project", spec)

    def _bind_kind(self, kind: RowKind) -> BoundKind:
        columns = self.layout.spec.columns | kind.columns
        fields, absent = [], set()
        for name, spec in columns.items():
            bound = self._bind_field(name, spec)
            if bound is None:
                absent.add(name)
            else:
                fields.append(bound)
        return BoundKind(
            kind=kind,
            is_meant=None if kind.when is None else self._bind_condition(kind.when),
            fields=tuple(fields),
            absent=frozenset(absent),
        )

    def _bind_field(self, name: str, spec: FieldSpec) -> BoundField | None:
        if spec.constant is not None:
            constant = spec.constant
            return self._bound(name, spec, name, lambda _: constant, lambda _: constant)
        if spec.sum:
            return self._bind_sum(name, spec)
        index = self.layout.index(names=[fold_header(text=column) for column in spec.column])
        if index is None:
            return None
        filled = self._getter(index, spec, exact=name == "serial")
        get = _translated(filled, spec) if _translates(spec) else filled
        return self._bound(name, spec, self.layout.header[index], get, lambda cells: cells[index])

    def _bound(self, name: str, spec: FieldSpec, header: str, get: GetCell, printed: GetCell) -> BoundField:
        kind = FIELD_KINDS[name]
        add_days = 1 if name in ("vintage_end", "credited_until") and spec.inclusive else 0
        dates = self._date_reader(spec.dates) if spec.dates else self.dates
        read = _reader(kind=kind, get=get, number=self._number(spec), dates=dates, add_days=add_days)
        return BoundField(name=name, header=header, kind=kind, read=read, printed=printed)

    def _number(self, spec: FieldSpec) -> NumberFormat:
        return NumberFormat(
            unit=spec.unit or self.number.unit,
            thousands=self.number.thousands if spec.thousands is None else spec.thousands,
            decimal=self.number.decimal,
        )

    def _bind_sum(self, name: str, spec: FieldSpec) -> BoundField | None:
        places = [self.layout.index(names=[fold_header(text=column)]) for column in spec.sum]
        getters = [self._getter(at, spec) for at in places if at is not None]
        number = self._number(spec)
        if not getters:
            return None

        def add(cells: Cells) -> int | None:
            parts = [get(cells) for get in getters]
            stated = [parse_quantity_kg(text=_plain(part), number=number) for part in parts if part != ""]
            return sum(stated) if stated else None

        header = " + ".join(spec.sum)
        return BoundField(
            name=name, header=header, kind=FieldKind.QUANTITY, read=add, printed=lambda cells: _joined(getters, cells)
        )

    def _getter(self, index: int, spec: FieldSpec, *, exact: bool = False) -> GetCell:
        blanks = self.blanks | set(spec.blanks)
        fallbacks = [self.layout.index(names=[fold_header(text=name)]) for name in spec.fallback]
        places = (index, *(at for at in fallbacks if at is not None))

        def first_filled(cells: Cells) -> Cell:
            for at in places:
                cell = cells[at]
                if type(cell) is str:
                    # A serial number is kept and compared as printed; other text only loses outer blanks.
                    text = cell.strip("\r\n\t ") if exact else cell.strip()
                    if text not in blanks:
                        return text
                elif cell is not None:
                    return cell
            return ""

        return first_filled

    def _bind_condition(self, when: Condition) -> Callable[[Cells], bool]:
        index = self.layout.index(names=[fold_header(text=when.column)])
        if index is None:
            raise ValueError(f"the layout was chosen without {when.column!r}")
        blanks = self.blanks
        equals = frozenset(when.equals)
        regex = None if when.matches is None else re.compile(when.matches)

        def test(cells: Cells) -> bool:
            text = cell_text(cell=cells[index]).strip()
            if when.filled is not None:
                return (text not in blanks) is when.filled
            return text in equals if regex is None else regex.search(text) is not None

        return test

    def _date_reader(self, formats: tuple[str, ...]) -> DateReader:
        return DateReader(formats=formats, two_digit_years_from=self.mapping.format.two_digit_years_from)


def _translates(spec: FieldSpec) -> bool:
    return bool(spec.pattern or spec.words or spec.contains or spec.negative)


def _translated(get: GetCell, spec: FieldSpec) -> GetCell:
    regex = re.compile(spec.pattern) if spec.pattern else None
    words = {key.casefold(): value for key, value in spec.words.items()}

    def translate(cells: Cells) -> Cell:
        text = cell_text(cell=get(cells))
        if text == "":
            return ""
        if regex is not None:
            match = regex.search(text)
            text = "" if match is None else (match[1] if regex.groups else match[0]) or ""
        if spec.negative:
            if not text.startswith("-"):
                raise Unreadable(reason="this column holds negative numbers, and this one is not")
            text = text[1:]
        if words:
            text = words.get(text.casefold(), text)
        if spec.contains:
            text = next((value for part, value in spec.contains.items() if part in text), "")
        return text

    return translate
