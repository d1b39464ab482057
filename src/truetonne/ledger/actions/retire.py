"""Retiring: units used for good on a beneficiary's behalf, with the certificate that proves it. Cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import psycopg

from truetonne.ledger.answers import read_retirements, retirement_of
from truetonne.ledger.facts import read_facts
from truetonne.ledger.insets import cover_lot_ids, read_batches, read_covers
from truetonne.ledger.issuer import Issuer, this_exchange
from truetonne.ledger.lines import COLUMNS, arrays, columns
from truetonne.ledger.lots import lock_lots
from truetonne.ledger.recalled import read_open_parts
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import check_request_id, find_first, fingerprint
from truetonne.ledger.reservations import read_reservations
from truetonne.ledger.retiring import Ground, Plan, plan_retirement
from truetonne.ledger.values import Retirement, RetirementInstruction
from truetonne.ledger.wire import Statement, Wire, instant, int8, int8s, transaction

_WRITE_SQL = f"""
    WITH entry AS (
        INSERT INTO ledger_entry (kind, request_id, input_hash, body, effective_at)
        VALUES ('RETIREMENT', $1, $2::bytea, $3::bytea, $4::timestamptz) ON CONFLICT (request_id) DO NOTHING RETURNING id
    ), certificate AS (
        INSERT INTO ledger_certificate (entry_id, certificate_id, retirement_id, unit_kind, kg, annex)
        SELECT id, $5::uuid, $6::uuid, $7, $8::bigint, $9::bytea FROM entry
    ), lines AS (
        INSERT INTO ledger_line (entry_id, use, {COLUMNS})
        SELECT entry.id, 'RETIREMENT', line.* FROM entry, unnest({arrays(first=10)}) AS line
    )"""  # noqa: S608
_WRITE = Statement.of(name="retire", sql=f"{_WRITE_SQL} SELECT id FROM entry")  # noqa: S608
_WRITE_COVERED = Statement.of(
    name="retire_covered",
    sql=f"""{_WRITE_SQL}, covers AS (
        INSERT INTO ledger_cover (scope3_lot_id, scope3_stop_unit, scope1_lot_id, scope1_stop_unit, kg)
        SELECT cover.* FROM entry, unnest($26::bigint[], $27::bigint[], $28::bigint[], $29::bigint[], $30::bigint[]) AS cover
    ) SELECT id FROM entry""",  # noqa: S608
)
MAKE_GOOD = Statement.of(
    name="make_good",
    sql="""
    INSERT INTO ledger_make_good (entry_id, recalled_part_id, kg)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])
    """,
)


class AlreadyRetired(Refusal):
    """A retirement or certificate of this id exists under another request; carries the id."""

    code = "already_retired"

    def __init__(self, *, retirement_id: UUID) -> None:
        super().__init__(f"retirement {retirement_id} or its certificate exists already")
        self.retirement_id = retirement_id


def retire_units(*, instruction: RetirementInstruction, request_id: str, at: datetime) -> Retirement:
    """Retire units of one or more lots for one beneficiary, purpose and period.

    The lots' next units become lines for good, charged at cost; the certificate's body becomes the log entry. Draws
    with a reservation post it whole, with its own charge. Called for the operator's staff and for paid orders.

    Raises NothingToRetire, KindsMixed, CurrenciesMixed, CertificateInvalid, AlreadyRetired, RequestReused, what
    ``lots.check_sellable`` and ``LiveReservation.check_postable`` raise, and for insets and make-goods what
    ``insets`` and ``recalled`` raise.
    """
    check_request_id(request_id=request_id)
    input_hash = instruction_hash(instruction=instruction)
    issuer = this_exchange()
    with transaction() as wire:
        try:
            ground = read_ground(wire=wire, instructions=(instruction,), at=at, issuer=issuer)
            plan = plan_retirement(ground=ground, instruction=instruction)
        except Refusal:
            # A refusal may be of this very request's second attempt: what it asks for was done by the first.
            first = find_first(wire=wire, request_id=request_id, input_hash=input_hash)
            if first is None:
                raise
            return read_retirements(wire=wire, entry_ids=(first,))[first]
        entry_id = _write(wire=wire, plan=plan, request_id=request_id, input_hash=input_hash)
        if entry_id is None:
            first = find_first(wire=wire, request_id=request_id, input_hash=input_hash)
            assert first is not None
            return read_retirements(wire=wire, entry_ids=(first,))[first]
        if plan.make_good:
            write_make_good(wire=wire, made=[(entry_id, part, kg) for part, kg in plan.make_good])
        return retirement_of(plan=plan, recorded_at=ground.recorded_at)


def instruction_hash(*, instruction: RetirementInstruction) -> bytes:
    """Return the fingerprint of what an instruction asks for. Ids, salts and times may be made anew for a retry."""
    return fingerprint(
        verb="retire",
        asked=(
            [
                (draw.lot_id.hex, draw.kg, draw.reservation_id, [(cover.line_id, cover.kg) for cover in draw.covers])
                for draw in instruction.draws
            ],
            dict(instruction.public),
            dict(instruction.private),
            instruction.make_good_for,
        ),
    )


def read_ground(*, wire: Wire, instructions: Sequence[RetirementInstruction], at: datetime, issuer: Issuer) -> Ground:
    """Lock every lot that the instructions draw on, once and in order, and read what they are judged against."""
    draws = [draw for instruction in instructions for draw in instruction.draws]
    cover_ids = {cover.line_id for draw in draws for cover in draw.covers}
    lot_ids = {draw.lot_id for draw in draws}
    lot_ids.update(cover_lot_ids(wire=wire, line_ids=cover_ids))
    lots, recorded_at = lock_lots(wire=wire, lot_ids=lot_ids)
    return Ground(
        wire=wire,
        issuer=issuer,
        lots=lots,
        facts=read_facts(wire=wire, lots=lots.values()),
        reservations=read_reservations(
            wire=wire, reservation_ids={draw.reservation_id for draw in draws if draw.reservation_id is not None}
        ),
        covers=read_covers(wire=wire, line_ids=cover_ids),
        batches=read_batches(wire=wire, batch_pks={lot.batch_id for lot in lots.values() if lot.batch_id is not None}),
        recalled=read_open_parts(
            wire=wire, line_ids={line for instruction in instructions for line in instruction.make_good_for}
        ),
        recorded_at=recorded_at,
        at=at,
    )


def write_make_good(*, wire: Wire, made: Sequence[tuple[int, int, int]]) -> None:
    """Link make-good retirements to the recalled parts that they replace: (entry, part, kg)."""
    wire.run(MAKE_GOOD, *[int8s(column) for column in zip(*made, strict=True)])


def _write(*, wire: Wire, plan: Plan, request_id: str, input_hash: bytes) -> int | None:
    """Write entry, certificate and lines in one statement; None if the request id is taken."""
    instruction = plan.instruction
    parameters = [
        request_id.encode(),
        input_hash,
        plan.body,
        instant(plan.effective_at),
        instruction.certificate_id.bytes,
        instruction.retirement_id.bytes,
        plan.kind.encode(),
        int8(plan.kg),
        plan.annex,
        *columns(lines=plan.lines),
    ]
    statement = _WRITE
    if plan.covers:
        statement = _WRITE_COVERED
        rows = [(line.lot.pk, line.stop_unit, cover.lot_pk, cover.line_id, kg) for line, cover, kg in plan.covers]
        parameters += [int8s(column) for column in zip(*rows, strict=True)]
    try:
        rows_written = wire.run(statement, *parameters, is_last=not plan.make_good)
    except psycopg.errors.UniqueViolation as error:
        raise refusal_of(error=error, retirement_id=instruction.retirement_id) from error
    return int(rows_written[0][0] or 0) if rows_written else None


def refusal_of(*, error: psycopg.errors.UniqueViolation, retirement_id: UUID) -> Exception:
    """Return what a unique key's refusal means, or the error itself."""
    if (error.diag.constraint_name or "").startswith("ledger_certificate_"):
        return AlreadyRetired(retirement_id=retirement_id)
    return error
