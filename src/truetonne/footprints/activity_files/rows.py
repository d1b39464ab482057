"""Rows of CSV, Excel and Parquet files, one after another, so that a long file needs no more memory than a short one."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from truetonne.edge.workbooks import WorkbookUnreadable, read_sheet

Raw = Mapping[str, str]
SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet")
_SNIFFED: Final = 64 * 1024
_BATCH: Final = 10_000


class ActivityFileUnreadable(Exception):
    """A file that cannot be read; carries its name, reason and fix. Nothing of it was taken."""

    code = "invalid_request"

    def __init__(self, *, name: str, reason: str, fix: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.fix = fix


def read_header(*, path: Path) -> tuple[str, ...]:
    """Return a file's columns; raises ActivityFileUnreadable."""
    for row in read_rows(path=path):
        return tuple(row)
    raise ActivityFileUnreadable(name=path.name, reason="it has no rows", fix="Send a file with a header and rows")


def read_rows(*, path: Path) -> Iterator[Raw]:
    """Yield rows as texts by column, whatever the file's kind; raises ActivityFileUnreadable."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        fix = f"Send one of: {', '.join(SUFFIXES)}"
        raise ActivityFileUnreadable(name=path.name, reason=f"{suffix or 'no ending'} is not read", fix=fix)
    try:
        if suffix == ".parquet":
            yield from _parquet_rows(path)
        elif suffix in {".xlsx", ".xls", ".ods"}:
            yield from _sheet_rows(path)
        else:
            yield from _text_rows(path)
    except UnicodeDecodeError as error:
        fix = "Save the file as UTF-8"
        raise ActivityFileUnreadable(name=path.name, reason="it is not UTF-8 text", fix=fix) from error
    except (OSError, csv.Error) as error:
        raise ActivityFileUnreadable(name=path.name, reason=str(error), fix="Check that the file is whole") from error


def _text_rows(path: Path) -> Iterator[Raw]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(_SNIFFED)
        file.seek(0)
        first = sample.partition("\n")[0]
        delimiter = max(",;\t|", key=first.count)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        header = _header([cell.strip() for cell in next(reader, [])], path)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(header, [cell.strip() for cell in cells])


def _sheet_rows(path: Path) -> Iterator[Raw]:
    try:
        rows = read_sheet(path=path)
        header = _header([_text(cell) for cell in next(rows, [])], path)
        for cells in rows:
            texts = [_text(cell) for cell in cells]
            if any(texts):
                yield _row(header, texts)
    except WorkbookUnreadable as error:
        fix = "Save the workbook again as .xlsx, with the rows in the first sheet and nothing far below them"
        raise ActivityFileUnreadable(name=path.name, reason=error.reason, fix=fix) from error


def _parquet_rows(path: Path) -> Iterator[Raw]:
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(path)
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                yield {name: _text(value) for name, value in row.items()}
    except pyarrow.ArrowException as error:
        raise ActivityFileUnreadable(
            name=path.name, reason=str(error), fix="Write the file again as Parquet"
        ) from error


def _header(cells: list[str], path: Path) -> list[str]:
    named = [cell for cell in cells if cell]
    twice = sorted({cell for cell in named if named.count(cell) > 1})
    if not named or twice:
        reason = f"the column {twice[0]!r} stands twice" if twice else "its first row names no columns"
        raise ActivityFileUnreadable(name=path.name, reason=reason, fix="Name every column once, in the first row")
    return cells


def _row(header: list[str], cells: list[str]) -> Raw:
    return {name: cells[place] if place < len(cells) else "" for place, name in enumerate(header) if name}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value).strip()
