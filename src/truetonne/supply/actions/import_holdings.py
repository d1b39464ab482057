"""Importing the operator's own blocks: each becomes a lot under review, inside what its registry issued."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from truetonne.ledger import actions as ledger
from truetonne.ledger.values import LotClass, NewLot, Refused
from truetonne.supply.actions.import_records import (
    Load,
    Loaded,
    encoding_findings,
    ensure_program,
    find_first,
    make_report,
    remarked_rows,
    store_run,
)
from truetonne.supply.actions.standings import find_standing, hold_reason
from truetonne.supply.holding_facts import lot_facts
from truetonne.supply.holding_projects import ensure_projects
from truetonne.supply.models import Holding, Project
from truetonne.supply.registry_records.report import Finding, RemarkTally
from truetonne.supply.registry_records.vocabulary import Standing, UnitStatus
from truetonne.supply.states import RunKind
from truetonne.supply.storing import holdings, outcomes, staging, verdicts
from truetonne.supply.storing.holdings import StagedBlock, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A block on its way to become a lot."""

    staged: StagedBlock
    holding_id: UUID
    lot_id: UUID
    project: Project


def import_holdings(*, load: Load) -> Loaded:
    """Make lots under review of the operator's own blocks; afterwards each row is accepted, known, held or refused.

    From then on nothing that overlaps them can become a lot. A block that is not inside what its registry is known to
    have issued, that a public record shows as used, or that overlaps another block stays a held row. Buffer units
    become BUFFER lots. Lots of a project whose status is not sellable go on hold at once. May be called by supply
    staff; the importer cannot review. Raises RequestReused, FileUnreadable.
    """
    input_hash = load.input_hash(verb="import_holdings")
    first = find_first(load=load, input_hash=input_hash)
    if first is not None:
        return first
    with transaction.atomic():
        staging.begin_load()
        # Asked again under the lock: the same request may have been answered while this one waited.
        first = find_first(load=load, input_hash=input_hash)
        if first is not None:
            return first
        ensure_program(program=load.program)
        tally = RemarkTally()
        staging.stage_rows(rows=remarked_rows(load=load, tally=tally), new_id=load.new_id)
        verdicts.judge_repeats()
        holdings.judge_known()
        findings = [*tally.findings(), *holdings.judge_against_records(mapping=load.program.mapping)]
        findings += _issue(load=load)
        outcomes.settle_held(run=load.run_id, files=load.files, at=load.at)
        by_table = outcomes.count_tables()
        outcomes.list_rows(run=load.run_id, files=load.files)
        found = (*encoding_findings(load=load), *outcomes.find_row_findings(), *findings)
        report = make_report(load=load, by_table=by_table, findings=found)
        store_run(load=load, kind=RunKind.HOLDINGS, report=report, input_hash=input_hash, is_refused=False)
        staging.end_load()
    return Loaded(run_id=load.run_id, report=report.as_json(), is_replay=False)


def _issue(*, load: Load) -> list[Finding]:
    """Issue what is left; what the ledger refuses becomes a held row that says why."""
    staged = holdings.list_open_blocks()
    projects = ensure_projects(program=load.program.code, blocks=staged, new_id=load.new_id)
    blocks: list[_Block] = []
    refused: list[Verdict] = []
    for one in staged:
        missing = _missing(block=one)
        if missing is not None:
            refused.append(missing)
            continue
        project = projects[one.project]
        blocks.append(_Block(staged=one, holding_id=load.new_id(), lot_id=load.new_id(), project=project))
    lots = [_new_lot(load=load, block=block) for block in blocks]
    outcome = ledger.issue_lots(lots=lots, request_id=load.request_id, at=load.at)
    issued: list[_Block] = []
    for block, answer in zip(blocks, outcome, strict=True):
        if isinstance(answer, Refused):
            refused.append(_refused(block=block.staged, error=answer.error))
        else:
            issued.append(block)
    holdings.add_verdicts(verdicts=refused)
    _store(load=load, blocks=issued)
    return _hold(load=load, blocks=issued)


def _missing(*, block: StagedBlock) -> Verdict | None:
    """What a certificate line could not do without."""
    name = (
        "project" if not block.project else "vintage" if block.vintage is None and block.vintage_start is None else ""
    )
    if not name:
        return None
    reason = f"the block states no {name}, neither in a column nor in its serial number"
    return Verdict(seq=block.seq, code="value_missing", field=name, value="", reason=reason, facts={})


def _new_lot(*, load: Load, block: _Block) -> NewLot:
    staged = block.staged
    is_buffer = staged.unit_status == UnitStatus.BUFFER.value
    return NewLot(
        lot_id=block.lot_id, program=load.program.code, key=staged.key, first=staged.first, last=staged.last,
        unit_kg=staged.unit_kg, lot_class=LotClass.BUFFER if is_buffer else LotClass.STOCK,
        facts=lot_facts(program=load.program.mapping, project=block.project, block=staged),
    )  # fmt: skip


def _refused(*, block: StagedBlock, error: Exception) -> Verdict:
    """The ledger's refusal of a row as the held row's reason, with its facts."""
    facts = {
        name: value if isinstance(value, int | str) else str(value)
        for name, value in vars(error).items()
        if not name.startswith("_")
    }
    code = str(getattr(error, "code", "serial_overlap"))
    known = code if code in ("serial_overlap", "serial_count_mismatch") else "not_holdable"
    return Verdict(seq=block.seq, code=known, field="serial", value=block.serial, reason=str(error), facts=facts)


def _store(*, load: Load, blocks: list[_Block]) -> None:
    Holding.objects.bulk_create(
        Holding(
            id=block.holding_id, lot_id=block.lot_id, program_id=load.program.code, project=block.project,
            run_id=load.run_id, key=block.staged.key, first=block.staged.first, last=block.staged.last,
            unit_kg=block.staged.unit_kg, kg=block.staged.kg,
            lot_class="BUFFER" if block.staged.unit_status == UnitStatus.BUFFER.value else "STOCK",
            serial=block.staged.serial, vintage=block.staged.vintage, vintage_start=block.staged.vintage_start,
            vintage_end=block.staged.vintage_end, issued_on=block.staged.issued,
            issuance_known=block.staged.issuance_known, content=block.staged.content, raw=block.staged.raw,
        )
        for block in blocks
    )  # fmt: skip


def _hold(*, load: Load, blocks: list[_Block]) -> list[Finding]:
    """Hold the new lots that their project's status, or their own, keeps from being sold."""
    found: dict[UUID, list[_Block]] = {}
    for block in blocks:
        standing = find_standing(project=block.project)
        pending = block.staged.unit_status == UnitStatus.PENDING_EXPORT.value
        if standing is Standing.SELLABLE and not pending:
            continue
        reason = hold_reason(status=block.project.status, standing=standing.value)
        if pending and standing is Standing.SELLABLE:
            reason = f"the registry says {block.staged.status!r}"
        request_id = f"{load.request_id}/hold/{block.lot_id.hex}"
        ledger.hold_lot(lot_id=block.lot_id, reason=reason, request_id=request_id, at=load.at)
        found.setdefault(block.project.pk, []).append(block)
    return [_held_finding(blocks=held) for held in found.values()]


def _held_finding(*, blocks: list[_Block]) -> Finding:
    project = blocks[0].project
    kg = sum(block.staged.kg for block in blocks)
    facts = {
        "program": project.program_id, "project": project.ref, "status": project.status,
        "standing": find_standing(project=project).value, "lots": len(blocks), "frozen_kg": kg, "retired_kg": 0,
    }  # fmt: skip
    code = "status_adverse" if project.status else "status_unknown"
    return Finding(code=code, table="holdings", rows=len(blocks), kg=kg, facts=facts)
