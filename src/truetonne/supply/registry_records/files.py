"""Opening registry files: .csv, .txt, .xlsx, .parquet and .json, each also as .gz, row by row.

Text is read twice, once to learn its encoding and its hash, once for its rows, and never held whole.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from truetonne.edge.workbooks import WorkbookUnreadable, list_sheets, read_sheet
from truetonne.supply.registry_records.json_rows import JsonUnreadable, iterate_json
from truetonne.supply.registry_records.values import Cell

SUFFIXES = (".csv", ".txt", ".xlsx", ".parquet", ".json")
FIELD_SIZE_MAX = 1_048_576
_CHUNK = 1 << 20
_BATCH_ROWS = 20_000

Cells = list[Cell]
Progress = Callable[[int, int], None]
"""Called with how much of a file is read and how much there is, in bytes or rows."""


class FileUnreadable(Exception):
    """A file that cannot be read at all; carries its name, the reason and what to do."""

    code = "file_unreadable"

    def __init__(self, *, name: str, reason: str, fix: str) -> None:
        super().__init__(f"{name}: {reason}. {fix}")
        self.name = name
        self.reason = reason
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that is not even cells."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet, or the whole of a file that has none. ``rows`` starts anew at each call."""

    sheet: str
    rows: Callable[[], Iterator[Cells | BadRow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file with what reports say about it."""

    name: str
    path: Path
    encoding: str
    sha256: str
    size: int
    grids: Callable[[str], tuple[Grid, ...]] = field(repr=False)
    """The sheets, given a delimiter (which only text has)."""
    delimiters: tuple[str, ...] = ("",)
    position: Callable[[], int] = field(repr=False, default=lambda: 0)


def open_source(*, path: Path) -> Source:
    """Open a file by its suffix. Raises FileUnreadable."""
    name = path.name
    if not path.is_file():
        reason = "is a folder" if path.is_dir() else "there is no such file"
        raise FileUnreadable(name=str(path), reason=reason, fix="Check the path")
    suffix = Path(name.removesuffix(".gz")).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise FileUnreadable(
            name=name, reason=f"the suffix {suffix!r} is unknown", fix=f"Use {known}, or those with .gz"
        )
    try:
        if suffix in (".csv", ".txt"):
            return _text_source(path=path)
        return _other_source(path=path, suffix=suffix)
    except (OSError, EOFError, zlib.error) as error:
        raise FileUnreadable(
            name=name, reason=f"cannot be read ({error})", fix="Fetch or export the file again"
        ) from None


def _printable(name: str) -> str:
    """A file's name without bytes that are no text."""
    return name.encode("utf-8", "replace").decode()


def _open_bytes(path: Path) -> AbstractContextManager[IO[bytes]]:
    if path.name.endswith(".gz"):
        return cast("AbstractContextManager[IO[bytes]]", gzip.GzipFile(path, "rb"))
    return path.open("rb")


def _sha256(*, path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text_source(*, path: Path) -> Source:
    encoding = _find_encoding(path=path)
    place = [0]
    csv.field_size_limit(FIELD_SIZE_MAX)

    def grids(delimiter: str) -> tuple[Grid, ...]:
        return (Grid(sheet="", rows=lambda: _csv_rows(path=path, encoding=encoding, delimiter=delimiter, place=place)),)

    return Source(
        name=_printable(path.name), path=path, encoding=encoding.removesuffix("-sig"), sha256=_sha256(path=path),
        size=path.stat().st_size, grids=grids, delimiters=(",", ";", "\t", "|"), position=lambda: place[0],
    )  # fmt: skip


def _find_encoding(*, path: Path) -> str:
    """UTF-8 strictly; where that fails, cp1252 strictly; bytes are never dropped."""
    for encoding in ("utf-8", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        done = 0
        with _open_bytes(path) as file:
            head = file.read(4)
            if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise FileUnreadable(name=path.name, reason="is UTF-16", fix="Save it as UTF-8 (in Excel: CSV UTF-8)")
            try:
                decoder.decode(head)
                while chunk := file.read(_CHUNK):
                    decoder.decode(chunk)
                    done += len(chunk)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError as error:
                place = done + len(head) + error.start
                continue
        return "utf-8-sig" if encoding == "utf-8" else encoding
    raise FileUnreadable(
        name=path.name, reason=f"is neither UTF-8 nor cp1252 (near byte {place})", fix="Save it as UTF-8"
    )


def _csv_rows(*, path: Path, encoding: str, delimiter: str, place: list[int]) -> Iterator[Cells | BadRow]:
    with path.open("rb") as raw:
        stream: IO[bytes] = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if path.name.endswith(".gz") else raw
        text = io.TextIOWrapper(cast("IO[bytes]", io.BufferedReader(stream, _CHUNK)), encoding=encoding, newline="")
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        number = 0
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield BadRow(reason=_csv_reason(error=error))
                continue
            number += 1
            if number & 1023 == 0:
                place[0] = raw.tell()
            if row:
                yield row  # type: ignore[misc]


def _csv_reason(*, error: csv.Error) -> str:
    text = str(error)
    if "unexpected end of data" in text:
        return "a quotation mark is opened in this row and never closed; everything after it became part of the row"
    return f"the row's quotation marks or size cannot be read ({text})"


def _other_source(*, path: Path, suffix: str) -> Source:
    place = [0, 0]
    if suffix == ".xlsx":
        grids = _workbook_grids(path=path, place=place)
    elif suffix == ".parquet":
        grids = (Grid(sheet="", rows=lambda: _parquet_rows(path=path, place=place)),)
    else:
        grids = (Grid(sheet="", rows=lambda: _json_rows(path=path, place=place)),)
    return Source(
        name=_printable(path.name), path=path, encoding="utf-8" if suffix == ".json" else suffix.removeprefix("."),
        sha256=_sha256(path=path), size=path.stat().st_size, grids=lambda _: grids, position=lambda: place[0],
    )  # fmt: skip


def _workbook_grids(*, path: Path, place: list[int]) -> tuple[Grid, ...]:
    size = path.stat().st_size
    total = [1]

    def learn(count: int) -> None:
        total[0] = max(count, 1)

    def rows(sheet: str) -> Iterator[Cells]:
        try:
            for at, row in enumerate(read_sheet(path=path, sheet=sheet, on_total=learn), start=1):
                place[0] = size * at // total[0]
                yield cast("Cells", row)
        except WorkbookUnreadable as error:
            raise _no_workbook(path=path, error=error) from None

    try:
        names = list_sheets(path=path)
    except WorkbookUnreadable as error:
        raise _no_workbook(path=path, error=error) from None
    return tuple(Grid(sheet=name, rows=lambda name=name: rows(name)) for name in names)  # type: ignore[misc]


def _no_workbook(*, path: Path, error: WorkbookUnreadable) -> FileUnreadable:
    return FileUnreadable(name=path.name, reason=f"is no .xlsx workbook ({error.reason})", fix="Save it again as .xlsx")


def _parquet_rows(*, path: Path, place: list[int]) -> Iterator[Cells]:
    import polars

    with tempfile.TemporaryDirectory() as folder:
        plain = path
        if path.name.endswith(".gz"):
            plain = Path(folder) / "plain.parquet"
            with _open_bytes(path) as packed, plain.open("wb") as unpacked:
                while chunk := packed.read(_CHUNK):
                    unpacked.write(chunk)
        try:
            frame = polars.scan_parquet(plain)
            names = frame.collect_schema().names()
            total = max(int(frame.select(polars.len()).collect().item()), 1)
        except (polars.exceptions.PolarsError, OSError) as error:
            raise FileUnreadable(
                name=path.name, reason=f"is no Parquet file ({error})", fix="Export it again"
            ) from None
        yield cast("Cells", names)
        for start in range(0, total, _BATCH_ROWS):
            place[0] = path.stat().st_size * start // total
            for row in frame.slice(start, _BATCH_ROWS).collect().iter_rows():
                yield list(row)


def _json_rows(*, path: Path, place: list[int]) -> Iterator[Cells]:
    with path.open("rb") as raw:
        stream = gzip.GzipFile(fileobj=raw) if path.name.endswith(".gz") else raw
        try:
            text = io.TextIOWrapper(cast("IO[bytes]", stream), encoding="utf-8-sig", newline="")
            for row in iterate_json(file=text):
                place[0] = raw.tell()
                yield row
        except (JsonUnreadable, UnicodeDecodeError) as error:
            raise FileUnreadable(name=path.name, reason=str(error), fix="Give a list of objects, one per row") from None
