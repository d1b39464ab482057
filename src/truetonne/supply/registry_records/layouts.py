"""Finding the layout that a file has: the first row that shows every column which one of the mapping's tables needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from truetonne.supply.registry_records.files import BadRow, Cells, Grid, Source
from truetonne.supply.registry_records.mapping import FieldSpec, Mapping, TableSpec
from truetonne.supply.registry_records.values import cell_text
from truetonne.supply.registry_records.vocabulary import Table

HEADER_ROWS_MAX = 50
"""A header is looked for in so many rows."""

_UNNAMED = re.compile(r"(Unnamed: \d+)?")


class HeaderNotFound(Exception):
    """No table of the mapping fits the file; carries the best try's missing columns."""

    code = "column_missing"

    def __init__(self, *, file: str, spec: TableSpec, missing: tuple[str, ...], found: tuple[str, ...]) -> None:
        names = ", ".join(repr(name) for name in missing)
        columns = "columns" if len(missing) > 1 else "column"
        has = ", ".join(found[:40]) or "nothing that reads as a header"
        super().__init__(f"read as {spec.title}, {columns} {names} missing; {file} has: {has}")
        self.file = file
        self.table = spec.kinds[0].table
        self.missing = missing
        self.found = found


class ColumnAmbiguous(Exception):
    """A needed column occurs twice in the header."""

    code = "column_missing"

    def __init__(self, *, file: str, spec: TableSpec, column: str) -> None:
        super().__init__(f"{file}: the column {column!r} occurs twice; rename one of them")
        self.file = file
        self.table = spec.kinds[0].table
        self.missing = (column,)


class TableUnknown(Exception):
    """The mapping has no such table; carries the tables that it has."""

    code = "table_unknown"

    def __init__(self, *, table: str, known: tuple[str, ...]) -> None:
        super().__init__(f"the mapping has no table {table!r}; it has {', '.join(known)}")
        self.table = table
        self.known = known


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A table of the mapping as one file lays it out."""

    spec: TableSpec
    grid: Grid
    header: tuple[str, ...]
    header_at: int
    has_trailing_blank: bool

    def rows(self) -> Iterator[Cells | BadRow]:
        """The rows below the header."""
        return islice(self.grid.rows(), self.header_at + 1, None)

    def index(self, *, names: Sequence[str]) -> int | None:
        """Place of the first of ``names`` that the header has."""
        return next((self.header.index(name) for name in names if name in self.header), None)


def fold_header(*, text: str) -> str:
    """Return a header with all white space collapsed and trimmed, and without characters that do not print."""
    spaced = " ".join(text.split())
    return spaced if spaced.isprintable() else "".join(c for c in spaced if c.isprintable()).strip()


def find_layout(*, source: Source, mapping: Mapping, table: Table | None = None, name: str | None = None) -> Layout:
    """Return how a file is laid out. Raises HeaderNotFound, ColumnAmbiguous, TableUnknown.

    Holdings are only found when ``table`` asks for them, because their layout often equals that of public records.
    ``name`` asks for the tables of that title.
    """
    specs = _candidates(mapping=mapping, table=table, name=name)
    best: tuple[int, Layout | None, HeaderNotFound | None] = (-1, None, None)
    for delimiter in source.delimiters:
        for grid in _grids(source=source, delimiter=delimiter, specs=specs):
            best = _search(grid=grid, specs=specs, file=source.name, best=best)
            if best[1] is not None:
                _check_ambiguous(layout=best[1], file=source.name)
                return best[1]
    raise best[2] or HeaderNotFound(file=source.name, spec=specs[0], missing=_needed(specs[0]), found=())


def _candidates(*, mapping: Mapping, table: Table | None, name: str | None) -> tuple[TableSpec, ...]:
    specs = tuple(
        spec
        for spec in mapping.tables
        if (name is None or spec.title == name)
        and (
            (table is None and all(kind.table is not Table.HOLDINGS for kind in spec.kinds))
            or any(kind.table is table for kind in spec.kinds)
        )
    )
    if not specs:
        known = tuple(dict.fromkeys(kind.table.value for spec in mapping.tables for kind in spec.kinds))
        raise TableUnknown(table=name or (table.value if table else ""), known=known)
    return specs


def _grids(*, source: Source, delimiter: str, specs: tuple[TableSpec, ...]) -> tuple[Grid, ...]:
    declared = {spec.delimiter for spec in specs if spec.delimiter}
    if delimiter and declared and delimiter not in declared:
        return ()
    grids = source.grids(delimiter)
    wanted = {spec.sheet for spec in specs if spec.sheet}
    named = tuple(grid for grid in grids if grid.sheet in wanted)
    return named or grids


def _search(
    *,
    grid: Grid,
    specs: tuple[TableSpec, ...],
    file: str,
    best: tuple[int, Layout | None, HeaderNotFound | None],
) -> tuple[int, Layout | None, HeaderNotFound | None]:
    for at, row in enumerate(islice(grid.rows(), HEADER_ROWS_MAX)):
        if isinstance(row, BadRow):
            continue
        header = [fold_header(text=cell_text(cell=cell)) for cell in row]
        trailing = len(header) > 1 and _UNNAMED.fullmatch(header[-1]) is not None
        names = tuple(header[:-1] if trailing else header)
        fitting: list[tuple[int, TableSpec]] = []
        for spec in specs:
            matched, missing = _compare(spec=spec, names=frozenset(names))
            if not missing:
                fitting.append((matched, spec))
            elif matched > best[0]:
                found = tuple(name for name in names if name)
                best = (matched, None, HeaderNotFound(file=file, spec=spec, missing=missing, found=found))
        if fitting:
            # The most telling layout wins; max keeps the mapping's order among equals.
            spec = max(fitting, key=lambda pair: pair[0])[1]
            layout = Layout(spec=spec, grid=grid, header=names, header_at=at, has_trailing_blank=trailing)
            return (best[0], layout, None)
    return best


def _fields(spec: TableSpec) -> Iterator[FieldSpec]:
    yield from spec.columns.values()
    for kind in spec.rows:
        yield from kind.columns.values()
    if spec.program is not None:
        yield spec.program


def _conditions(spec: TableSpec) -> tuple[str, ...]:
    return tuple(fold_header(text=kind.when.column) for kind in spec.rows if kind.when is not None)


def _compare(*, spec: TableSpec, names: frozenset[str]) -> tuple[int, tuple[str, ...]]:
    """How many of a table's columns a header has, and which needed ones it lacks."""
    matched: set[str] = set()
    missing: list[str] = []
    for field in _fields(spec):
        alternatives = [fold_header(text=name) for name in field.column]
        present = [name for name in alternatives if name in names]
        sums = [fold_header(text=name) for name in field.sum]
        matched.update(present, (name for name in sums if name in names))
        if field.optional or field.constant is not None:
            continue
        if alternatives and not present:
            missing.append(alternatives[0])
        missing.extend(name for name in sums if name not in names)
    for name in _conditions(spec):
        (matched.add if name in names else missing.append)(name)
    return len(matched), tuple(dict.fromkeys(missing))


def _needed(spec: TableSpec) -> tuple[str, ...]:
    return _compare(spec=spec, names=frozenset())[1]


def _check_ambiguous(*, layout: Layout, file: str) -> None:
    used = {fold_header(text=name) for field in _fields(layout.spec) for name in (*field.column, *field.sum)}
    for name in sorted(used | set(_conditions(layout.spec))):
        if layout.header.count(name) > 1:
            raise ColumnAmbiguous(file=file, spec=layout.spec, column=name)
