"""From the cells of one row to a cleaned row, judged by what it says itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from hashlib import blake2b

from truetonne.supply.registry_records import checks
from truetonne.supply.registry_records.binding import Binder, BoundKind
from truetonne.supply.registry_records.countries import to_alpha2
from truetonne.supply.registry_records.files import BadRow, Cells
from truetonne.supply.registry_records.grammar import compile_patterns, separate_columns
from truetonne.supply.registry_records.layouts import Layout
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

IDENTIFIER_MAX = 500
_IDENTIFIERS = ("project", "serial", "transaction", "issuance", "batch")
_encode = json.JSONEncoder(ensure_ascii=False).encode
_RENAMED = {"quantity": "kg", "class": "credit_class", "reason": "reason_text"}


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
        self.unit_statuses = {fold_word(text=status.value.replace("_", " ")): status for status in UnitStatus} | {
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
        if row.outcome is Outcome.REFUSED:
            return row
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
        row.raw = _encode(texts)
        try:
            row.content = blake2b(row.raw.encode(), digest_size=16).hexdigest()
            said = "holds a NUL character" if "\\u0000" in row.raw and any("\0" in t for t in texts.values()) else ""
        except UnicodeEncodeError:
            said = "holds half of a surrogate pair"
        if said:
            row.raw = "{}"
            row.mark(problem=_refused("text_unreadable", "", "", said))

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
                row.mark(problem=_refused("number_unreadable", bound.header, _text(bound.printed(cells)), reason))
        for name in _IDENTIFIERS:
            text = getattr(row, name)
            if len(text) > IDENTIFIER_MAX:
                reason = f"{len(text)} characters; an identifier has at most {IDENTIFIER_MAX}"
                row.mark(problem=_refused("text_unreadable", name, text[:80], reason))
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
        code = str(bound.read(cells))
        if not re.fullmatch(r"[a-z][a-z0-9_]{1,31}", code):
            reason = "no program of the mapping (add the word to words)"
            row.mark(problem=_refused("row_unmatched", bound.header, code, reason))
            return
        row.program = code

    def _translate(self, row: RecordRow) -> None:
        if row.country:
            # A country that no code is known for stays readable in the row as printed.
            row.country = to_alpha2(text=row.country)
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
