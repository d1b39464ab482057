"""Importing a registry's public records: projects, issuances, retirements, cancellations, reversals of everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.supply.actions.confirm_retirements import confirm_retirements
from truetonne.supply.actions.standings import apply_standings
from truetonne.supply.catalog import ProgramMapping, find_program
from truetonne.supply.models import ImportRun, Program
from truetonne.supply.registry_records.reading import Reading
from truetonne.supply.registry_records.report import Amount, FileFacts, Finding, RemarkTally, Report, Totals
from truetonne.supply.registry_records.rows import RecordRow
from truetonne.supply.registry_records.vocabulary import Outcome
from truetonne.supply.states import RunKind
from truetonne.supply.storing import (
    balances,
    completeness,
    contests,
    outcomes,
    overlaps,
    projects,
    records,
    staging,
    verdicts,
)
from truetonne.supply.totals import find_total_mismatches


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A load as asked for: whose files, read how, by whom and when. Ids and the clock come from the caller."""

    run_id: UUID
    program: ProgramMapping
    readings: Sequence[Reading]
    edition: date
    is_complete: bool
    person_id: UUID | None
    request_id: str
    at: datetime
    new_id: Callable[[], UUID]

    @property
    def files(self) -> tuple[str, ...]:
        """The files' names, in the order in which rows number them."""
        return tuple(reading.source.name for reading in self.readings)

    def input_hash(self, *, verb: str) -> bytes:
        """What makes a repeated request the same one."""
        asked = {
            "program": self.program.code,
            "mapping": self.program.text,
            "files": [reading.source.sha256 for reading in self.readings],
            "edition": self.edition,
            "complete": self.is_complete,
        }
        return fingerprint(verb=verb, given=asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A load's run and its report as printed, without rows; ``queries.list_report_rows`` has those."""

    run_id: UUID
    report: dict[str, object]
    is_replay: bool


def import_records(*, load: Load) -> Loaded:
    """Store what a registry's files say; afterwards each row is accepted, known, held or refused, and reported.

    All or nothing: a file that breaks off raises and stores nothing. Nothing stored is ever changed by a later load.
    Lots of projects whose registry status became adverse or unknown go on hold. May be called by supply staff.
    Raises RequestReused, FileUnreadable, ProgramUnknown. A complete load that shrank is refused as a whole, not raised.
    """
    input_hash = load.input_hash(verb="import_records")
    first = find_first(load=load, input_hash=input_hash)
    if first is not None:
        return first
    with transaction.atomic():
        staging.begin_load()
        # Asked again under the lock: the same request may have been answered while this one waited.
        first = find_first(load=load, input_hash=input_hash)
        if first is not None:
            return first
        tally = RemarkTally()
        staging.stage_rows(rows=remarked_rows(load=load, tally=tally), new_id=load.new_id)
        dropped = completeness.find_drops(program=load.program.code) if load.is_complete else []
        if dropped:
            findings = dropped
            by_table = _refuse_all()
        else:
            mappings = _ensure_programs(load=load)
            findings = _judge_and_store(load=load, mappings=mappings)
            outcomes.settle_held(run=load.run_id, files=load.files, at=load.at)
            contests.lift_contests()
            by_table = outcomes.count_tables()
            findings = [*outcomes.find_row_findings(), *tally.findings(), *findings]
        outcomes.list_rows(run=load.run_id, files=load.files)
        report = make_report(load=load, by_table=by_table, findings=(*encoding_findings(load=load), *findings))
        store_run(load=load, kind=RunKind.RECORDS, report=report, input_hash=input_hash, is_refused=bool(dropped))
        staging.end_load()
    return Loaded(run_id=load.run_id, report=report.as_json(), is_replay=False)


def find_first(*, load: Load, input_hash: bytes) -> Loaded | None:
    """Return the answer that this request got before. Raises RequestReused."""
    run = ImportRun.objects.filter(request_id=load.request_id).first()
    if run is None:
        return None
    require_same_input(request_id=load.request_id, first=run.input_hash, now=input_hash)
    return Loaded(run_id=run.pk, report=run.report, is_replay=True)


def remarked_rows(*, load: Load, tally: RemarkTally) -> Iterator[RecordRow]:
    """The rows of all files; their remarks go to ``tally`` as they pass."""
    for reading in load.readings:
        for row in reading.rows():
            if row.remarks:
                tally.add(row=row)
            yield row


def _ensure_programs(*, load: Load) -> dict[str, ProgramMapping]:
    """Make sure that every program which the rows name is known. Raises ProgramUnknown."""
    mappings = {load.program.code: load.program}
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT program FROM supply_staged_row WHERE outcome <> 'refused'")
        for (code,) in cursor.fetchall():
            if code not in mappings:
                mappings[code] = find_program(program=code)
    for found in mappings.values():
        ensure_program(program=found)
    return mappings


def ensure_program(*, program: ProgramMapping) -> None:
    """Record a program with the mapping that reads its files now."""
    facts = program.mapping.program
    values = {
        "name": facts.name, "website": facts.website, "unit_kg": facts.unit_kg, "is_synthetic": facts.synthetic,
        "mapping_name": program.name, "mapping_text": program.text,
    }  # fmt: skip
    if not Program.objects.filter(code=facts.code).update(**values):
        Program.objects.create(code=facts.code, **values)


def _judge_and_store(*, load: Load, mappings: dict[str, ProgramMapping]) -> list[Finding]:
    """Judge and store one kind of record after another: uses are compared with the issuances of the same load."""
    run, edition = load.run_id, load.edition
    remaining = tuple(c for c, m in mappings.items() if m.mapping.issuance.quantity == "remaining")
    tables = _staged_tables()
    findings: list[Finding] = []
    verdicts.judge_repeats()
    verdicts.judge_known_projects()
    projects.store_projects(run=run, edition=edition)
    if load.is_complete and "projects" in tables:
        findings += completeness.find_vanished_projects()
    verdicts.judge_known(group="issuances")
    verdicts.judge_serials_elsewhere()
    overlaps.judge_overlaps(group="issuances", remaining=remaining)
    if load.is_complete and "issuances" in tables:
        findings += completeness.find_vanished(
            group="issuances", run=run, remaining=bool(remaining), tables=("issuances",)
        )
    records.keep_editions(group="issuances", run=run, edition=edition)
    records.store_issuances(run=run)
    verdicts.judge_known(group="uses")
    verdicts.judge_dates_of_issue()
    overlaps.judge_overlaps(group="uses", remaining=())
    if load.is_complete:
        uses = tuple(sorted(tables & {"retirements", "cancellations", "reversals"}))
        findings += completeness.find_vanished(group="uses", run=run, remaining=False, tables=uses)
    records.keep_editions(group="uses", run=run, edition=edition)
    records.store_uses(run=run)
    findings += _find_balances(load=load, mappings=mappings, tables=tables)
    findings += apply_standings(standings=projects.list_standings(), request_id=load.request_id, at=load.at)
    for code in mappings:
        findings += confirm_retirements(program=code, request_id=f"{load.request_id}/{code}", at=load.at)
    return findings


def _staged_tables() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute('SELECT DISTINCT "table" FROM supply_staged_row WHERE outcome <> %s', ["refused"])
        return frozenset(str(row[0]) for row in cursor.fetchall())


def _find_balances(*, load: Load, mappings: dict[str, ProgramMapping], tables: frozenset[str]) -> list[Finding]:
    found: list[Finding] = []
    for code, program in mappings.items():
        complete = (load.is_complete and "issuances" in tables) or _has_complete(program=code)
        over = balances.find_over_retired(mapping=program.mapping, program=code)
        found += balances.weaken(findings=over, is_complete=complete)
        found += balances.find_buffer_shortfalls(program=code)
        if load.is_complete:
            remaining = program.mapping.issuance.quantity == "remaining"
            found += find_total_mismatches(program=code, is_remaining=remaining)
    return found


def _has_complete(*, program: str) -> bool:
    runs = ImportRun.objects.filter(program=program, kind=RunKind.RECORDS, is_complete=True, is_refused=False)
    return runs.filter(report__by_table__has_key="issuances").exists()


def _refuse_all() -> dict[str, Totals]:
    """Refuse every staged row, because the load as a whole is refused."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO supply_staged_verdict (seq, outcome, code, reason, facts)"
            " SELECT seq, 'refused', 'total_dropped', 'this complete load is more than 1 % smaller than the one before',"
            " '{\"whole_file\": true}' FROM supply_staged_row"
        )
    return {
        table: Totals(amounts={Outcome.REFUSED: Amount(rows=totals.read.rows, kg=totals.read.kg)})
        for table, totals in outcomes.count_tables().items()
    }


def encoding_findings(*, load: Load) -> tuple[Finding, ...]:
    """One finding for each file that was not UTF-8."""
    return tuple(
        Finding(code="encoding_fallback", table=r.title, facts={"file": r.source.name, "encoding": "cp1252"})
        for r in load.readings
        if r.source.encoding == "cp1252"
    )


def make_report(*, load: Load, by_table: dict[str, Totals], findings: tuple[Finding, ...]) -> Report:
    """Put a load's report together."""
    files = tuple(
        FileFacts(name=r.source.name, table=r.title, encoding=r.source.encoding, sha256=r.source.sha256)
        for r in load.readings
    )
    order = {"error": 0, "warning": 1, "note": 2}
    ranked = sorted(findings, key=lambda f: order[str(f.as_json()["severity"])])
    return Report(
        program=load.program.code, edition=load.edition.isoformat(), is_complete=load.is_complete, files=files,
        by_table=by_table, findings=tuple(ranked),
    )  # fmt: skip


def store_run(*, load: Load, kind: RunKind, report: Report, input_hash: bytes, is_refused: bool) -> None:
    """Write down the load with its report; its rows stand in ImportRow."""
    ImportRun.objects.create(
        id=load.run_id, kind=kind, program=load.program.code, edition=load.edition, is_complete=load.is_complete,
        person_id=load.person_id, request_id=load.request_id, input_hash=input_hash,
        files=[file.as_json() for file in report.files], report=report.as_json(), is_refused=is_refused,
        effective_at=load.at,
    )  # fmt: skip
