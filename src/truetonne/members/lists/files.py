"""The bytes of a list's file and its rows of text: .csv, .txt, .xlsx, .parquet and .json, each also as .gz."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from datetime import date, datetime
from pathlib import Path
from typing import Final

from truetonne.edge.workbooks import WorkbookUnreadable, read_sheet

Rows = list[list[str]]
UNPACKED_BYTES_MAX: Final = 256 * 1024 * 1024


class ListUnreadable(ValueError):
    """A file that cannot be read as this list; carries the file, the fact and the code of the finding."""

    def __init__(self, *, file: str, code: str, fact: str) -> None:
        super().__init__(f"{file}: {fact}")
        self.file = file
        self.code = code
        self.fact = fact


def read_bytes(*, path: Path) -> bytes:
    """Return a file's content, unpacked; raises ListUnreadable, also for one that unpacks to more than a list holds."""
    try:
        if path.suffix.lower() != ".gz":
            return path.read_bytes()
        with gzip.open(path, "rb") as packed:
            content = packed.read(UNPACKED_BYTES_MAX + 1)
        if len(content) > UNPACKED_BYTES_MAX:
            fact = f"unpacked it is larger than {UNPACKED_BYTES_MAX // 1024**2} MB"
            raise ListUnreadable(file=path.name, code="file_unreadable", fact=fact)
        return content
    except (OSError, EOFError, zlib.error) as error:
        fact = getattr(error, "strerror", None) or str(error)
        raise ListUnreadable(file=path.name, code="file_unreadable", fact=fact) from None


def read_rows(*, content: bytes, path: Path, sheet: str = "") -> tuple[Rows, str]:
    """Return the rows of a file as texts, and its encoding; raises ListUnreadable."""
    suffix = next((each for each in reversed([each.lower() for each in path.suffixes]) if each != ".gz"), "")
    if suffix == ".xlsx":
        return _workbook(path=path, sheet=sheet), ""
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


def _workbook(*, path: Path, sheet: str) -> Rows:
    try:
        return [[_cell(value) for value in row] for row in read_sheet(path=path, sheet=sheet)]
    except WorkbookUnreadable as error:
        raise ListUnreadable(file=path.name, code="file_unreadable", fact=error.reason) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    return str(value)
