"""From a file and a mapping to cleaned rows, one at a time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from truetonne.supply.registry_records.files import FileUnreadable, Progress, Source, open_source
from truetonne.supply.registry_records.layouts import ColumnAmbiguous, HeaderNotFound, Layout, find_layout
from truetonne.supply.registry_records.mapping import Mapping
from truetonne.supply.registry_records.row_reader import RowReader
from truetonne.supply.registry_records.rows import Problem, RecordRow
from truetonne.supply.registry_records.values import Cell, cell_text
from truetonne.supply.registry_records.vocabulary import Outcome, Table

PROGRESS_EVERY = 2_000


Refusal = HeaderNotFound | ColumnAmbiguous


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file that is about to be read: what it is, and its rows. With a ``refusal`` every row is refused."""

    source: Source
    title: str
    rows: Callable[[], Iterator[RecordRow]] = field(repr=False)
    refusal: Refusal | None = None


def read_file(
    *,
    path: Path,
    mapping: Mapping,
    today: date,
    table: Table | None = None,
    file: int = 0,
    progress: Progress | None = None,
) -> Reading:
    """Open a registry's file and find its layout; ``rows()`` then streams it in bounded memory.

    ``today`` is the day after which dates lie in the future, ``table`` narrows the layouts that are tried, ``file``
    numbers the file within its load. A file without a needed column is read too: all its rows are refused.
    Raises FileUnreadable (also while streaming) and TableUnknown.
    """
    source = open_source(path=path)
    try:
        layout = find_layout(source=source, mapping=mapping, table=table)
    except (HeaderNotFound, ColumnAmbiguous) as refusal:
        refused = refusal
        code = mapping.program.code
        return Reading(
            source=source, title=refused.table.value, refusal=refused,
            rows=lambda: _refuse_all(source=source, refusal=refused, file=file, program=code),
        )  # fmt: skip
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(source=source, record=0, error=error) from None

    def rows() -> Iterator[RecordRow]:
        reader = RowReader(mapping=mapping, layout=layout, today=today, file=file)
        yield from _stream(reader=reader, source=source, layout=layout, progress=progress)

    return Reading(source=source, title=layout.spec.title, rows=rows)


def _broken(*, source: Source, record: int, error: Exception) -> FileUnreadable:
    reason = f"breaks off after record {record} ({error})"
    return FileUnreadable(name=source.name, reason=reason, fix="Fetch or export the file again")


def _refuse_all(*, source: Source, refusal: Refusal, file: int, program: str) -> Iterator[RecordRow]:
    """Count the rows below what should have been the header, each refused for the file's reason."""
    grids = source.grids(source.delimiters[0])
    if not grids:
        return
    for record, _ in enumerate(islice(grids[0].rows(), 1, None), start=1):
        row = RecordRow()
        row.file, row.record, row.table, row.program = file, record, refusal.table, program
        row.mark(
            problem=Problem(
                outcome=Outcome.REFUSED, code="column_missing", field=refusal.missing[0], value="",
                reason=str(refusal), facts={"whole_file": True, "columns": list(refusal.missing)},
            )
        )  # fmt: skip
        yield row


def _is_blank(cell: Cell) -> bool:
    return cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())


def _stream(*, reader: RowReader, source: Source, layout: Layout, progress: Progress | None) -> Iterator[RecordRow]:
    record = 0
    stop = reader.stop_index()
    try:
        for cells in layout.rows():
            if isinstance(cells, list):
                if _is_blank(cells[0]) and all(_is_blank(cell) for cell in cells):
                    continue
                if stop is not None and cell_text(cell=cells[stop[0]]).strip() == stop[1]:
                    break
            record += 1
            yield reader.read(cells=cells, record=record)
            if progress is not None and record % PROGRESS_EVERY == 0:
                progress(source.position(), source.size)
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(source=source, record=record, error=error) from None
    if progress is not None:
        progress(source.size, source.size)
