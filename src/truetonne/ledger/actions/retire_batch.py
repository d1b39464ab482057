"""Retiring many instructions in one transaction, in a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import psycopg

from truetonne.ledger.actions.retire import AlreadyRetired, instruction_hash, read_ground, write_make_good
from truetonne.ledger.answers import read_retirements, retirement_of
from truetonne.ledger.entries import EntryKind, NewEntry, write_entries
from truetonne.ledger.issuer import this_exchange
from truetonne.ledger.lines import COLUMN_COUNT, COLUMNS, arrays, columns
from truetonne.ledger.requests import check_request_id, row_request_id
from truetonne.ledger.retiring import Plan, plan_retirement
from truetonne.ledger.rows import Row, judge_rows
from truetonne.ledger.values import Refused, Retirement, RetirementInstruction
from truetonne.ledger.wire import Statement, Wire, byteas, int8s, texts, transaction, uuids

_KNOWN = Statement.of(
    name="certificates_known",
    sql="""
    SELECT retirement_id, certificate_id FROM ledger_certificate
    WHERE retirement_id = ANY($1::uuid[]) OR certificate_id = ANY($2::uuid[])
    """,
)
_WRITE_SQL = f"""
    WITH certificates AS (
        INSERT INTO ledger_certificate (entry_id, certificate_id, retirement_id, unit_kind, kg, annex)
        SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::bytea[])
    ), lines AS (
        INSERT INTO ledger_line (entry_id, use, {COLUMNS})
        SELECT line.entry_id, 'RETIREMENT', {COLUMNS}
        FROM unnest({arrays(first=7, count=COLUMN_COUNT + 1)}) AS line (entry_id, {COLUMNS})
    )"""  # noqa: S608
_WRITE = Statement.of(name="retire_batch", sql=f"{_WRITE_SQL} SELECT 1")
_WRITE_COVERED = Statement.of(
    name="retire_batch_covered",
    sql=f"""{_WRITE_SQL}, covers AS (
        INSERT INTO ledger_cover (scope3_lot_id, scope3_stop_unit, scope1_lot_id, scope1_stop_unit, kg)
        SELECT * FROM unnest($24::bigint[], $25::bigint[], $26::bigint[], $27::bigint[], $28::bigint[])
    ) SELECT 1""",  # noqa: S608
)


def retire_units_batch(
    *,
    instructions: Sequence[RetirementInstruction],
    request_id: str,
    at: datetime,
    row_request_ids: Sequence[str] | None = None,
) -> tuple[Retirement | Refused, ...]:
    """Retire for many instructions in order; a refused one (by its retirement id) does not sink the others.

    Each row's own request is the call's with the retirement's id, or the one that ``row_request_ids`` gives it, so
    that a repeated call answers row by row. Each retirement is a log entry and a certificate of its own. Refusals are
    those of ``retire_units``.
    """
    check_request_id(request_id=request_id)
    issuer = this_exchange()
    rows = [
        Row(
            row_id=one.retirement_id,
            request_id=row_request_id(request_id=request_id, row_id=one.retirement_id)
            if row_request_ids is None
            else check_request_id(request_id=row_request_ids[place]),
            input_hash=instruction_hash(instruction=one),
            asked=one,
        )
        for place, one in enumerate(instructions)
    ]
    with transaction() as wire:
        ground = read_ground(wire=wire, instructions=instructions, at=at, issuer=issuer)
        taken = _taken_ids(wire=wire, instructions=instructions)

        def judge(asked: RetirementInstruction) -> Plan:
            ids = {asked.retirement_id.bytes, asked.certificate_id.bytes}
            if ids & taken:
                raise AlreadyRetired(retirement_id=asked.retirement_id)
            plan = plan_retirement(ground=ground, instruction=asked)
            taken.update(ids)
            ground.take(plan=plan)
            return plan

        judged = judge_rows(wire=wire, rows=rows, judge=judge)
        _write(wire=wire, plans=judged.fresh)
        answers = {row.row_id: retirement_of(plan=plan, recorded_at=ground.recorded_at) for row, plan in judged.fresh}
        first = read_retirements(wire=wire, entry_ids=judged.answered.values())
    return tuple(
        Refused(row_id=row.row_id, error=judged.refused[row.row_id])
        if row.row_id in judged.refused
        else answers.get(row.row_id) or first[judged.answered[row.row_id]]
        for row in rows
    )


def _taken_ids(*, wire: Wire, instructions: Sequence[RetirementInstruction]) -> set[bytes]:
    known = wire.run(
        _KNOWN,
        uuids([one.retirement_id for one in instructions]),
        uuids([one.certificate_id for one in instructions]),
    )
    return {bytes.fromhex(str(value or b"", "ascii").replace("-", "")) for row in known for value in row}


def _write(*, wire: Wire, plans: Sequence[tuple[Row[RetirementInstruction], Plan]]) -> None:
    if not plans:
        return
    entries = [
        NewEntry(request_id=row.request_id, input_hash=row.input_hash, body=plan.body, effective_at=plan.effective_at)
        for row, plan in plans
    ]
    keys = write_entries(wire=wire, kind=EntryKind.RETIREMENT, entries=entries)
    lines = [(key, line) for key, (_, plan) in zip(keys, plans, strict=True) for line in plan.lines]
    parameters = [
        int8s(keys),
        uuids([plan.instruction.certificate_id for _, plan in plans]),
        uuids([plan.instruction.retirement_id for _, plan in plans]),
        texts([plan.kind.value for _, plan in plans]),
        int8s([plan.kg for _, plan in plans]),
        byteas([plan.annex for _, plan in plans]),
        int8s([key for key, _ in lines]),
        *columns(lines=[line for _, line in lines]),
    ]
    covers = [
        (line.lot.pk, line.stop_unit, cover.lot_pk, cover.line_id, kg)
        for _, plan in plans
        for line, cover, kg in plan.covers
    ]
    statement = _WRITE
    if covers:
        statement = _WRITE_COVERED
        parameters += [int8s(column) for column in zip(*covers, strict=True)]
    try:
        wire.run(statement, *parameters)
    except psycopg.errors.UniqueViolation as error:
        if (error.diag.constraint_name or "").startswith("ledger_certificate_"):
            raise AlreadyRetired(retirement_id=plans[0][1].instruction.retirement_id) from error
        raise
    made = [(key, part, kg) for key, (_, plan) in zip(keys, plans, strict=True) for part, kg in plan.make_good]
    if made:
        write_make_good(wire=wire, made=made)
