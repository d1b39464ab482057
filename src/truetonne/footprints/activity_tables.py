"""Stored lines, and lines fresh from a file, as the engine's table of activity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import pyarrow as pa

from truetonne.footprints.activity_files.cleaning import CleanLine
from truetonne.footprints.models import ActivityLine

_FIELDS = (
    "factor_key", "part", "category", "region", "supplier", "unit", "currency", "price_year", "instrument_g_per_kwh",
    "quantity", "amount", "uncertainty_pct", "data_quality",
)  # fmt: skip
_NUMBERS = {"instrument_g_per_kwh", "quantity", "amount", "uncertainty_pct", "data_quality"}
_PIECE = 20_000


def load_lines(*, load_ids: Sequence[UUID]) -> pa.Table:
    """Return the lines of loads, in pieces so that Python never holds them all."""
    rows = ActivityLine.objects.filter(load__in=load_ids).order_by("id").values_list("id", *_FIELDS)
    return _table(rows.iterator(chunk_size=_PIECE))


def table_of_lines(*, lines: Iterable[CleanLine]) -> pa.Table:
    """Return lines of a file that is not stored; a line's number is its row's."""
    return _table((line.row_number, *(getattr(line, name) for name in _FIELDS)) for line in lines)


def _table(rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    # Loaded where lines are counted: pages that only show figures would wait for the engine and never use it.
    from truetonne.science.footprint.tables import ACTIVITY

    schema = ACTIVITY.to_pyarrow()
    pieces, piece = [], []
    for row in rows:
        piece.append(row)
        if len(piece) == _PIECE:
            pieces.append(_batch(piece, schema))
            piece = []
    if piece:
        pieces.append(_batch(piece, schema))
    return pa.Table.from_batches(pieces, schema=schema)


def _batch(piece: list[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    columns = dict(zip(("line_id", *_FIELDS), zip(*piece, strict=True), strict=True))
    arrays = {}
    for name, values in columns.items():
        told = [None if value is None else float(value) for value in values] if name in _NUMBERS else list(values)
        if name in {"category", "price_year"}:
            told = [value or 0 for value in values]
        arrays[name] = pa.array(told, type=schema.field(name).type)
    return pa.RecordBatch.from_arrays([arrays[name] for name in schema.names], schema=schema)
