"""The bytes of a list's file and its rows of text: .csv, .txt, .xlsx, .parquet and .json, each also as .gz."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from datetime import date, datetime
from pathlib import Path

Rows = list[list[str]]


class ListUnreadable(ValueError):
    """A file that cannot be read as this list; carries the file, the fact and the code of the finding."""

    def __init__(self, *, file: str, code: str, fact: str) -> None:
        super().__init__(f"{file}: {fact}")
        self.file = file
        self.code = code
        self.fact = fact


def read_bytes(*, path: Path) -> bytes:
    """Return a file's content, unpacked; raises ListUnreadable."""
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if path.suffix.lower() == ".gz" else content
    except (OSError, EOFError, zlib.error) as error:
        fact = getattr(error, "strerror", None) or str(error)
        raise ListUnreadable(file=path.name, code="file_unreadable", fact=fact) from None


def read_rows(*, content: bytes, path: Path, sheet: str = "") -> tuple[Rows, str]:
    """Return the rows of a file as texts, and its encoding; raises ListUnreadable."""
    suffix = next((each for each in reversed([each.lower() for each in path.suffixes]) if each != ".gz"), "")
    if suffix == ".xlsx":
        return _workbook(content=content, sheet=sheet, file=path.name), ""
    if suffix == ".parquet":
        return _parquet(content=content, file=path.name), ""
    text, encoding = _decode(content=content, file=path.name)
    if suffix == ".json":
        return _objects(text=text, file=path.name), encoding
    lines = text.split("\n", 1)[0]
    delimiter = next((each for each in ("\t", ";") if lines.count(each) > lines.count(",")), ",")
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)], encoding


def _decode(*, content: bytes, file: str) -> tuple[str, str]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise ListUnreadable(file=file, code="encoding_unknown", fact="neither UTF-8 nor cp1252")


def _objects(*, text: str, file: str) -> Rows:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ListUnreadable(file=file, code="file_unreadable", fact=str(error)) from None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ListUnreadable(file=file, code="file_unreadable", fact="a list of objects is due")
    header = list(dict.fromkeys(str(name) for each in found for name in each))
    return [header, *([_cell(each.get(name)) for name in header] for each in found)]


def _parquet(*, content: bytes, file: str) -> Rows:
    import polars as pl
    from polars.exceptions import PolarsError

    try:
        frame = pl.read_parquet(io.BytesIO(content))
    except (PolarsError, OSError) as error:
        raise ListUnreadable(file=file, code="file_unreadable", fact=str(error)) from None
    return [list(frame.columns), *([_cell(value) for value in row] for row in frame.iter_rows())]


def _workbook(*, content: bytes, sheet: str, file: str) -> Rows:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in found.to_python()]
    except (CalamineError, ValueError) as error:
        raise ListUnreadable(file=file, code="file_unreadable", fact=str(error)) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    return str(value)
