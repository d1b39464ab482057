"""From a file and a mapping to cleaned rows, one at a time."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from truetonne.supply.registry_records import checks
from truetonne.supply.registry_records.binding import Binder, BoundKind
from truetonne.supply.registry_records.files import BadRow, Cells, FileUnreadable, Progress, Source, open_source
from truetonne.supply.registry_records.grammar import compile_patterns, separate_columns
from truetonne.supply.registry_records.layouts import ColumnAmbiguous, HeaderNotFound, Layout, find_layout
from truetonne.supply.registry_records.mapping import Mapping, fold_word
from truetonne.supply.registry_records.rows import Problem, RecordRow
from truetonne.supply.registry_records.values import Cell, Unreadable, cell_text
from truetonne.supply.registry_records.vocabulary import (
    USES,
    Delivery,
    Outcome,
    Standing,
    Table,
    UnitStatus,
)

PROGRESS_EVERY = 2_000
_RENAMED = {"quantity": "kg", "class": "credit_class", "reason": "reason_text"}


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


def _stream(*, reader: RowReader, source: Source, layout: Layout, progress: Progress | None) -> Iterator[RecordRow]:
    record = 0
    stop = reader.stop_index()
    try:
        for cells in layout.rows():
            if isinstance(cells, list):
                if not cells[0] and all(cell is None or str(cell).strip() == "" for cell in cells):
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


class RowReader:
    """Reads the rows of one layout."""

    def __init__(self, *, mapping: Mapping, layout: Layout, today: date, file: int) -> None:
        self.mapping = mapping
        self.layout = layout
        self.today = today
        self.file = file
        binder = Binder(mapping=mapping, layout=layout)
        self.kinds = binder.bind()
        self.program_field = binder.program()
        self.patterns = compile_patterns(mapping=mapping)
        self.ranges = separate_columns(mapping=mapping)
        self.header = layout.header
        self.width = len(layout.header)
        self.standings = mapping.statuses.standings()
        self.ex_ante = frozenset(fold_word(text=word) for word in mapping.program.ex_ante)
        self.classes = {fold_word(text=word): value for word, value in mapping.classes.items()}
        self.reasons = {fold_word(text=word): value for word, value in mapping.reasons.items()}
        self.unit_statuses = {fold_word(text=status.value): status for status in UnitStatus} | {
            fold_word(text=word): value for word, value in mapping.unit_statuses.items()
        }

    def stop_index(self) -> tuple[int, str] | None:
        """Column and text of the row at which the table ends."""
        stop = self.layout.spec.stop
        if stop is None:
            return None
        index = self.layout.index(names=[" ".join(stop.column.split())])
        return None if index is None else (index, stop.equals)

    def read(self, *, cells: Cells | BadRow, record: int) -> RecordRow:
        """Return one row, whatever it holds; problems are marked on it."""
        row = RecordRow()
        row.file, row.record = self.file, record
        row.program, row.unit_kg = self.mapping.program.code, self.mapping.program.unit_kg
        row.delivery = self.mapping.program.delivery
        row.table = self.kinds[0].kind.table
        shape = self._shape_problem(cells)
        if isinstance(cells, BadRow) or shape is not None:
            row.mark(problem=shape or _refused("column_missing", "", "", "unreadable"))
            if isinstance(cells, list):
                self._keep_raw(row, cells)
            return row
        kind = next((k for k in self.kinds if k.is_meant is None or k.is_meant(cells)), None)
        self._keep_raw(row, cells)
        if kind is None:
            row.mark(problem=_refused("row_unmatched", "", "", "fits no kind of row that the mapping describes"))
            return row
        row.table = kind.kind.table
        self._fill(row, kind, cells)
        return row

    def _shape_problem(self, cells: Cells | BadRow) -> Problem | None:
        if isinstance(cells, BadRow):
            return _refused("column_missing", "", "", cells.reason)
        count = len(cells)
        if count < self.width:
            name = self.header[count]
            return _refused(
                "column_missing", name, "", f"{count} cells where the header has {self.width}: {name!r} is missing"
            )
        extra = [text for text in map(_text, cells[self.width :]) if text.strip()]
        if extra:
            return _refused("column_extra", "", extra[0], "a cell stands to the right of the last column")
        if count > self.width + 1:
            return _refused("column_extra", "", "", f"{count} cells where the header has {self.width}")
        return None

    def _keep_raw(self, row: RecordRow, cells: Cells) -> None:
        texts = {name: text for name, cell in zip(self.header, cells, strict=False) if (text := _text(cell))}
        row.raw = json.dumps(texts, ensure_ascii=False)
        try:
            row.content = blake2b(row.raw.encode(), digest_size=16).hexdigest()
        except UnicodeEncodeError:
            row.raw = json.dumps(texts)
            row.mark(problem=_refused("text_unreadable", "", "", "holds half of a surrogate pair"))
            row.raw, row.content = "{}", blake2b(row.raw.encode(), digest_size=16).hexdigest()
        if "\\u0000" in row.raw:
            row.raw = row.raw.replace("\\u0000", "")
            row.mark(problem=_refused("text_unreadable", "", "", "holds a NUL character"))

    def _fill(self, row: RecordRow, kind: BoundKind, cells: Cells) -> None:
        serial_header = ""
        for bound in kind.fields:
            try:
                value = bound.read(cells)
            except Unreadable as error:
                code = "date_unreadable" if bound.kind in ("date", "year") else "number_unreadable"
                row.mark(problem=_refused(code, bound.header, _text(bound.printed(cells)), error.reason))
                continue
            if bound.name == "serial":
                serial_header = bound.header
            if value is not None:
                setattr(row, _RENAMED.get(bound.name, bound.name), value)
            elif bound.name == "quantity":
                reason = "blank, where a quantity is needed"
                row.mark(problem=_refused("number_unreadable", bound.header, "", reason))
        if self.program_field is not None:
            self._read_program(row, cells)
        if row.outcome is Outcome.REFUSED:
            return
        self._translate(row)
        self._check(row, kind, serial_header)
        self._identify(row)

    def _read_program(self, row: RecordRow, cells: Cells) -> None:
        bound = self.program_field
        assert bound is not None
        code = _text(bound.get(cells))
        if not re.fullmatch(r"[a-z][a-z0-9_]{1,31}", code):
            reason = "no program of the mapping (add the word to words)"
            row.mark(problem=_refused("row_unmatched", bound.header, code, reason))
            return
        row.program = code

    def _translate(self, row: RecordRow) -> None:
        text = row.credit_class if row.credit_class is not None else row.project_type
        row.credit_class = self.classes.get(fold_word(text=text)) if text else None
        if row.table is Table.PROJECTS:
            row.standing = self.standings.get(fold_word(text=row.status or ""))
            if row.standing is None:
                row.standing = Standing.BLOCKED
                known = f"status {row.status!r} is in no list of the mapping; it blocks"
                row.mark(problem=_remark("status_unknown", "status", row.status or "", known))
            return
        if row.status:
            word = fold_word(text=row.status)
            if word in self.ex_ante:
                row.delivery = Delivery.EX_ANTE
            else:
                row.unit_status = self.unit_statuses.get(word)
        if row.delivery is Delivery.EX_ANTE and row.table is Table.ISSUANCES:
            row.mark(problem=_remark("ex_ante", "status", row.status or "", "ex-ante: never counted as retired"))
        if row.reason_text and row.table in USES:
            row.use_reason = self.reasons.get(fold_word(text=row.reason_text))
            if row.use_reason is None:
                row.mark(problem=_remark("word_unknown", "reason", row.reason_text, "no reason of the mapping"))

    def _check(self, row: RecordRow, kind: BoundKind, serial_header: str) -> None:
        if serial_header:
            for problem in checks.check_serial(row=row, patterns=self.patterns, header=serial_header):
                row.mark(problem=problem)
        elif row.first is not None or row.last is not None:
            for problem in self._check_separate(row):
                row.mark(problem=problem)
        if not row.project and row.table is not Table.HOLDINGS and row.outcome is Outcome.ACCEPTED:
            row.mark(problem=_refused("value_missing", "project", "", "blank, where a project is needed"))
        if row.table is Table.ISSUANCES and row.issued is None:
            row.mark(problem=_refused("value_missing", "issued", "", "blank, where the day of issue is needed"))
        if row.table is Table.RETIREMENTS and row.used is None and "used" not in kind.absent:
            row.mark(problem=_refused("value_missing", "used", "", "blank, where the day of retirement is needed"))
        for problem in checks.check_row(row=row, mapping=self.mapping, today=self.today):
            row.mark(problem=problem)

    def _check_separate(self, row: RecordRow) -> Iterator[Problem]:
        if row.first is None or row.last is None:
            yield _refused("value_missing", "first" if row.first is None else "last", "", "blank; both ends are needed")
            return
        row.serial = row.serial or f"{row.first}-{row.last}"
        try:
            row.key = self.ranges.key(row=row)
        except Unreadable as error:
            yield Problem(
                outcome=Outcome.HELD, code="serial_grammar_unknown", field="key", value="", reason=error.reason
            )
            return
        yield from checks.check_range(row=row, header="first")

    def _identify(self, row: RecordRow) -> None:
        """Hash what makes the row the same one when it comes again."""
        if row.first is not None:
            parts: tuple[object, ...] = (row.key, row.first, row.last)
        elif row.table is Table.PROJECTS:
            parts = (row.project,)
        elif self.layout.spec.identity:
            parts = tuple(getattr(row, _RENAMED.get(name, name)) for name in self.layout.spec.identity)
        elif row.transaction or row.issuance:
            parts = (row.transaction, row.issuance)
        else:
            parts = (row.project, row.vintage, row.issued, row.used)
        base = "\x1f".join(map(str, (row.program, row.table, *parts)))
        row.base = blake2b(base.encode(), digest_size=16).hexdigest()
        several = self.layout.spec.several and row.first is None
        row.identity = blake2b(f"{base}\x1f{row.kg}".encode(), digest_size=16).hexdigest() if several else row.base


def _text(cell: Cell) -> str:
    return cell if type(cell) is str and "\r" not in cell else cell_text(cell=cell)


def _refused(code: str, field: str, value: str, reason: str) -> Problem:
    return Problem(outcome=Outcome.REFUSED, code=code, field=field, value=value, reason=reason)


def _remark(code: str, field: str, value: str, reason: str) -> Problem:
    return Problem(outcome=None, code=code, field=field, value=value, reason=reason)
