"""What supply can be asked. Nothing here changes anything; every answer is a frozen value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from truetonne.ledger.values import LotState
from truetonne.supply.actions.standings import find_standing
from truetonne.supply.lots import list_lots_of
from truetonne.supply.models import HeldRow, Holding, ImportRow, ImportRun, Program, Project, Review
from truetonne.supply.registry_records.report import RowNote
from truetonne.supply.registry_records.vocabulary import Standing
from truetonne.supply.states import RunKind


class ProjectNotFound(Exception):
    """No project has this id; carries it."""

    code = "not_found"

    def __init__(self, *, project_id: UUID) -> None:
        super().__init__(f"there is no project {project_id}")
        self.project_id = project_id


class RunNotFound(Exception):
    """No load has this id; carries it."""

    code = "not_found"

    def __init__(self, *, run_id: UUID) -> None:
        super().__init__(f"there is no load {run_id}")
        self.run_id = run_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    """A project as pages show it. ``standing`` takes a person's finding into account, ``status`` is the registry's."""

    project_id: UUID
    program: str
    program_name: str
    ref: str
    name: str
    status: str
    standing: Standing
    developer: str
    country: str
    project_type: str
    methodology: str
    credit_class: str
    website: str
    credited_from: date | None
    credited_until: date | None
    edition: date | None
    is_synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTotals:
    """What the imported public records say of a project, in kilograms and rows. Contested rows are left out."""

    issued_kg: int
    buffer_kg: int
    retired_kg: int
    cancelled_kg: int
    reversed_kg: int
    row_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """A load and its report without rows."""

    run_id: UUID
    kind: RunKind
    program: str
    edition: date
    is_complete: bool
    is_refused: bool
    person_id: UUID | None
    files: tuple[Mapping[str, object], ...]
    report: Mapping[str, object]
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFacts:
    """A held row that waits for a person."""

    held_row_id: UUID
    program: str
    table: str
    file: str
    record: int
    code: str
    field: str
    value: str
    reason: str
    facts: Mapping[str, object]
    kg: int
    serial: str
    project: str
    raw: Mapping[str, object]
    recorded_at: datetime


def get_project(*, project_id: UUID) -> ProjectFacts:
    """Return one project. Raises ProjectNotFound."""
    found = Project.objects.select_related("program").filter(pk=project_id).first()
    if found is None:
        raise ProjectNotFound(project_id=project_id)
    return _project(project=found)


def list_held_projects() -> tuple[ProjectFacts, ...]:
    """Return the projects of which we hold units, by program and ref."""
    held = Project.objects.select_related("program").filter(holdings__isnull=False).distinct()
    return tuple(_project(project=project) for project in held.order_by("program_id", "ref"))


def list_lot_ids_of_project(*, project_id: UUID) -> tuple[UUID, ...]:
    """Return the lots that came from a project's holdings, split-off ones included, oldest first."""
    return tuple(lot.lot_id for lot in list_lots_of_project(project_id=project_id))


def list_lots_of_project(*, project_id: UUID) -> tuple[LotState, ...]:
    """Return the state of each lot that came from a project's holdings, split-off ones included, oldest first."""
    return list_lots_of(holdings=tuple(Holding.objects.filter(project_id=project_id)))


def list_holdings(*, program: str | None = None, project_id: UUID | None = None) -> tuple[Holding, ...]:
    """Return our blocks with their project and load, newest first."""
    found = Holding.objects.select_related("project", "program", "run").order_by("-recorded_at", "-id")
    if program is not None:
        found = found.filter(program_id=program)
    if project_id is not None:
        found = found.filter(project_id=project_id)
    return tuple(found)


def list_reviews(*, holding_id: UUID) -> tuple[Review, ...]:
    """Return a holding's reviews, newest first."""
    return tuple(
        Review.objects.select_related("reviewer").filter(holding_id=holding_id).order_by("-recorded_at", "-id")
    )


def list_programs() -> tuple[Program, ...]:
    """Return the programs of which something was imported."""
    return tuple(Program.objects.order_by("name"))


def get_public_totals(*, program: str, project_ref: str) -> PublicTotals:
    """Return what the public records say of one project."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT coalesce(sum(kg), 0)::text || '/' || coalesce(sum(buffer_kg), 0)::text || '/' || count(*)
                    FROM supply_registryissuance
                    WHERE program = %(program)s AND project = %(ref)s AND NOT is_contested),
                   (SELECT coalesce(sum(kg) FILTER (WHERE kind = 'retirements'), 0)::text || '/'
                           || coalesce(sum(kg) FILTER (WHERE kind = 'cancellations'), 0)::text || '/'
                           || coalesce(sum(kg) FILTER (WHERE kind = 'reversals'), 0)::text || '/' || count(*)
                    FROM supply_registryuse
                    WHERE program = %(program)s AND project = %(ref)s AND NOT is_contested)
            """,
            {"program": program, "ref": project_ref},
        )
        row = cursor.fetchone()
    issued, uses = (tuple(map(int, str(text).split("/"))) for text in row or ("0/0/0", "0/0/0/0"))
    return PublicTotals(
        issued_kg=issued[0], buffer_kg=issued[1], retired_kg=uses[0], cancelled_kg=uses[1], reversed_kg=uses[2],
        row_count=issued[2] + uses[3],
    )  # fmt: skip


def get_run(*, run_id: UUID) -> RunFacts:
    """Return one load. Raises RunNotFound."""
    found = ImportRun.objects.filter(pk=run_id).first()
    if found is None:
        raise RunNotFound(run_id=run_id)
    return _run(run=found)


def list_runs(*, program: str | None = None, limit: int = 100) -> tuple[RunFacts, ...]:
    """Return the newest loads."""
    found = ImportRun.objects.order_by("-recorded_at", "-id")
    if program is not None:
        found = found.filter(program=program)
    return tuple(_run(run=run) for run in found[:limit])


def iterate_report_rows(*, run_id: UUID) -> Iterator[RowNote]:
    """Yield each row of a load that was not accepted, in the order of the report; they may be many."""
    for row in ImportRow.objects.filter(run_id=run_id).order_by("id").iterator(chunk_size=2_000):
        yield RowNote(
            file=row.file, record=row.record, table=row.table, outcome=row.outcome, code=row.code, field=row.field,
            value=row.value, reason=row.reason, kg=int(row.kg),
        )  # fmt: skip


def list_held_rows(*, program: str | None = None, limit: int = 1_000) -> tuple[HeldFacts, ...]:
    """Return held rows that wait for a person, oldest first."""
    found = HeldRow.objects.filter(decision__isnull=True).order_by("recorded_at", "file", "record", "id")
    if program is not None:
        found = found.filter(program=program)
    return tuple(
        HeldFacts(
            held_row_id=row.pk, program=row.program, table=row.table, file=row.file, record=row.record, code=row.code,
            field=row.field, value=row.value, reason=row.reason, facts=row.facts, kg=row.kg, serial=row.serial,
            project=row.project, raw=row.raw, recorded_at=row.recorded_at,
        )
        for row in found[:limit]
    )  # fmt: skip


def _project(*, project: Project) -> ProjectFacts:
    return ProjectFacts(
        project_id=project.pk, program=project.program_id, program_name=project.program.name, ref=project.ref,
        name=project.name or project.ref, status=project.status, standing=find_standing(project=project),
        developer=project.developer, country=project.country, project_type=project.project_type,
        methodology=project.methodology, credit_class=project.credit_class, website=project.website,
        credited_from=project.credited_from, credited_until=project.credited_until, edition=project.edition,
        is_synthetic=project.program.is_synthetic,
    )  # fmt: skip


def _run(*, run: ImportRun) -> RunFacts:
    return RunFacts(
        run_id=run.pk, kind=RunKind(run.kind), program=run.program, edition=run.edition, is_complete=run.is_complete,
        is_refused=run.is_refused, person_id=run.person_id, files=tuple(run.files), report=run.report,
        recorded_at=run.recorded_at,
    )  # fmt: skip
