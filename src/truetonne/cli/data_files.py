"""Tables of analysts: .csv, .txt, .xlsx, .parquet and .json (a list of objects), each also as .gz, as data frames."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from truetonne.cli.console import fail

KINDS = (".csv", ".txt", ".xlsx", ".parquet", ".json")


def read_table(path: str) -> pl.DataFrame:
    """Read one file; a file that is missing, empty or of another kind ends the command with what to do."""
    name = path.removesuffix(".gz")
    kind = Path(name).suffix.lower()
    if kind not in KINDS:
        fail(f"{path}: files of this kind are not read", fix=f"Save it as one of: {', '.join(KINDS)}")
    try:
        raw = Path(path).read_bytes()
        data = gzip.decompress(raw) if path.endswith(".gz") else raw
    except (OSError, EOFError) as error:
        fail(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})", fix="Name a file that is there")
    try:
        table = _parse(data, kind=kind)
    except (pl.exceptions.PolarsError, UnicodeDecodeError, ValueError) as error:
        fail(f"{path}: cannot be read as {kind} ({str(error).splitlines()[0]})", fix="See whether the file is whole")
    if table.is_empty():
        fail(f"{path}: it holds no rows", fix="Name a file with a header and at least one row")
    return table


def need_columns(*, table: pl.DataFrame, columns: Sequence[str], path: str, option: str) -> None:
    """End the command if a column is missing, naming those there are."""
    for column in columns:
        if column not in table.columns:
            fail(f"{option} {column}: {path} has no such column", fix=f"Columns: {', '.join(table.columns)}")


def numbers(*, table: pl.DataFrame, column: str, path: str, option: str) -> NDArray[np.float64]:
    """Return a column as finite numbers; a gap or a text ends the command with the first record concerned."""
    series = table[column]
    if series.dtype == pl.String:
        cast = series.str.strip_chars().cast(pl.Float64, strict=False)
        bad = (cast.is_null() & series.is_not_null() & (series.str.strip_chars() != "")).arg_true()
        if len(bad):
            record = int(bad[0]) + 1
            fix = f"Match on it exactly (--exact {column}), or write numbers" if option == "--covariates" else ""
            fail(f"{option} {column}: {series[int(bad[0])]!r} in record {record} of {path} is no number", fix=fix)
        series = cast
    elif not (series.dtype.is_numeric() or series.dtype == pl.Boolean):
        fail(f"{option} {column}: {path} holds no numbers there ({series.dtype})", fix="Name a column of numbers")
    values = series.cast(pl.Float64).to_numpy().astype(np.float64)
    bad_rows = np.flatnonzero(~np.isfinite(values))
    if len(bad_rows):
        more = f" and {len(bad_rows) - 1} more" if len(bad_rows) > 1 else ""
        fail(
            f"{option} {column}: record {bad_rows[0] + 1}{more} of {path} has no finite number there (empty or NaN)",
            fix="Leave these records out, or fill the gaps, before",
        )
    return values


def labels(*, table: pl.DataFrame, column: str, path: str, option: str) -> NDArray[np.str_]:
    """Return a column as texts; an empty cell ends the command."""
    series = table[column].cast(pl.String)
    empty = (series.is_null() | (series == "")).arg_true()
    if len(empty):
        fail(
            f"{option} {column}: record {int(empty[0]) + 1} of {path} is empty there ({len(empty)} in all)",
            fix="Fill the gaps, or leave these records out, before",
        )
    return series.to_numpy().astype(np.str_)


def _parse(data: bytes, *, kind: str) -> pl.DataFrame:
    if kind == ".parquet":
        return pl.read_parquet(io.BytesIO(data))
    if kind == ".xlsx":
        return pl.read_excel(io.BytesIO(data), engine="calamine")
    if kind == ".json":
        return pl.read_json(io.BytesIO(data), infer_schema_length=None)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    table = pl.read_csv(
        io.StringIO(text).read().encode(), separator=separator, infer_schema_length=None,
        null_values=["", "NA", "NaN", "nan"],
    )  # fmt: skip
    return table.rename({column: column.strip() for column in table.columns if column != column.strip()})
