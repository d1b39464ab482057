"""Loads and uploads as the operator sees them: the newest of both, and the rows of one load's report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from truetonne.edge.paging import Page, Window, cut
from truetonne.supply.models import ImportRow, ImportRun, Program, Upload
from truetonne.supply.registry_records.report import RowNote
from truetonne.supply.registry_records.vocabulary import Outcome
from truetonne.supply.states import RunKind, UploadState


class UploadNotFound(Exception):
    """No upload has this id."""

    code = "not_found"

    def __init__(self, *, upload_id: UUID) -> None:
        super().__init__("there is no such upload")
        self.upload_id = upload_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A row of a report with its place in it."""

    place: int
    note: RowNote


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """One load with its totals: rows and kilograms by outcome, ``read`` their sum."""

    run_id: UUID
    kind: RunKind
    program: str
    is_complete: bool
    is_refused: bool
    files: tuple[str, ...]
    totals: Mapping[str, tuple[int, int]]
    person: str
    recorded_at: datetime


def find_loads(*, program: str, window: Window) -> Page[LoadLine]:
    """Return a page of loads, newest first."""
    rows = ImportRun.objects.select_related("person")
    if program:
        rows = rows.filter(program=program)
    position = window.after or window.before
    if position is not None:
        rows = rows.filter(pk__gt=position[0]) if window.is_backward else rows.filter(pk__lt=position[0])
    # Ids are made from the time: their order is the order of the loads.
    found = rows.order_by("id" if window.is_backward else "-id")[: window.fetch]
    return cut(rows=[_line(run=run) for run in found], window=window, position=lambda line: (str(line.run_id),))


def list_programs_of_loads() -> dict[str, str]:
    """Return the programs of which anything was loaded, with their names."""
    codes = ImportRun.objects.order_by("program").values_list("program", flat=True).distinct()
    names = dict(Program.objects.values_list("code", "name"))
    return {code: names.get(code, code) for code in codes}


def list_open_uploads() -> tuple[Upload, ...]:
    """Return uploads that are not done: waiting, running, failed or interrupted, oldest first."""
    over = [UploadState.DONE, UploadState.DISCARDED]
    return tuple(Upload.objects.select_related("person").exclude(state__in=over).order_by("recorded_at", "id"))


def get_upload(*, upload_id: UUID) -> Upload:
    """Return one upload. Raises UploadNotFound."""
    upload = Upload.objects.select_related("person").filter(pk=upload_id).first()
    if upload is None:
        raise UploadNotFound(upload_id=upload_id)
    return upload


def count_report_rows(*, run_id: UUID) -> dict[str, int]:
    """How many entries a report lists, by outcome; a run of known rows is one."""
    rows = ImportRow.objects.filter(run_id=run_id).values("outcome").annotate(n=Count("id")).order_by("outcome")
    return {row["outcome"]: row["n"] for row in rows}


def find_report_rows(*, run_id: UUID, outcome: str, window: Window) -> Page[ReportRow]:
    """Return a page of a report's rows in the order of the report; a blank outcome means held and refused ones."""
    wanted = [outcome] if outcome else [Outcome.HELD.value, Outcome.REFUSED.value]
    rows = ImportRow.objects.filter(run_id=run_id, outcome__in=wanted)
    position = window.after or window.before
    if position is not None:
        rows = rows.filter(pk__lt=position[0]) if window.is_backward else rows.filter(pk__gt=position[0])
    found = rows.order_by("-id" if window.is_backward else "id")[: window.fetch]
    return cut(rows=[_report_row(row=row) for row in found], window=window, position=lambda row: (row.place,))


def report_pieces(*, report: Mapping[str, object], rows: Iterable[RowNote]) -> Iterator[bytes]:
    """Write a load's report as JSON piece by piece: rows may be a million and are never held together."""
    head = json.dumps({name: value for name, value in report.items() if name != "rows"}, ensure_ascii=False, indent=2)
    yield (head.removesuffix("\n}") + ',\n  "rows": [').encode()
    for at, row in enumerate(rows):
        yield (("," if at else "") + "\n    " + json.dumps(row.as_json(), ensure_ascii=False)).encode()
    yield b"\n  ]\n}\n"


def _report_row(*, row: ImportRow) -> ReportRow:
    note = RowNote(
        file=row.file,
        record=row.record,
        table=row.table,
        outcome=row.outcome,
        code=row.code,
        field=row.field,
        value=row.value,
        reason=row.reason,
        kg=int(row.kg),
    )
    return ReportRow(place=row.pk, note=note)


def _line(*, run: ImportRun) -> LoadLine:
    totals = run.report["totals"]
    return LoadLine(
        run_id=run.pk,
        kind=RunKind(run.kind),
        program=run.program,
        is_complete=run.is_complete,
        is_refused=run.is_refused,
        files=tuple(str(file["name"]) for file in run.files),
        totals={name: (int(amount["rows"]), int(amount["kg"])) for name, amount in totals.items()},
        person=run.person.name if run.person is not None else "",
        recorded_at=run.recorded_at,
    )
