"""Give an exchange a long history fast: ``python -m bench.harness.history PART OF LINES BASE``.

Orders are decided by the product's own code (``ledger.retiring``: serials, charges, bodies, annexes) over lots that
this process reads once; only the writing differs. Rows go in by COPY as superuser with triggers off, and the lots'
state is set at the end. What comes out is the same to the row as what one order after the other would have left,
waiting for the log worker; foreign keys, chains, charges and bodies hold, so that an audit passes.

Several processes may load one exchange at once: each takes every OF-th lot, and its own entry ids.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

import psycopg

from bench.harness.library import start, stock_lots

CHUNK = 2_000
DAYS = 700
ENTRY_COLUMNS = "id, kind, request_id, input_hash, body, effective_at, recorded_at"
CERTIFICATE_COLUMNS = "entry_id, certificate_id, retirement_id, unit_kind, kg, annex"
LINE_COLUMNS = (
    "lot_id, start_unit, stop_unit, prev_unit, head_unit, entry_id, use, price_id, project_minor, registry_fee_minor,"
    " verification_minor, fx_minor, tax_minor, handling_minor"
)
NEXT_ID = "SELECT setval(pg_get_serial_sequence('ledger_entry', 'id'), (SELECT max(id) FROM ledger_entry))"
LOT_STATE = (
    "UPDATE ledger_lot SET head = %s, retired_kg = %s - unit_start - cancelled_kg, carried_project = %s,"
    " carried_registry_fee = %s, carried_verification = %s, carried_fx = %s, carried_tax = %s, carried_handling = %s"
    " WHERE id = %s"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Which part of the work this process does: number ``part`` of ``parts``, until ``lines`` lines are written.

    ``base`` is the last entry's id before any part began.
    """

    part: int
    parts: int
    lines: int
    base: int


def load(*, share: Share, admin: psycopg.Connection) -> tuple[int, int]:
    """Write the share's orders; return how many orders and lines."""
    from truetonne.ledger.facts import read_facts
    from truetonne.ledger.issuer import this_exchange
    from truetonne.ledger.lots import lock_lots
    from truetonne.ledger.retiring import Ground
    from truetonne.ledger.wire import transaction

    issuer = this_exchange()
    with transaction() as wire:
        lots, _ = lock_lots(wire=wire, lot_ids=stock_lots()[share.part :: share.parts])
        facts = read_facts(wire=wire, lots=lots.values())
    start_at = datetime.now(tz=UTC).replace(microsecond=0) - timedelta(days=DAYS)
    ground = Ground(
        wire=wire, issuer=issuer, lots=lots, facts=facts, reservations={}, covers={}, batches={}, recalled={},
        recorded_at=start_at, at=start_at,
    )  # fmt: skip
    admin.execute("SET session_replication_role = replica")
    orders, lines = _write_orders(share=share, ground=ground, admin=admin)
    with admin.transaction(), admin.cursor() as cursor:
        cursor.execute(NEXT_ID)
        cursor.executemany(LOT_STATE, [(lot.head, lot.head, *lot.carried.as_tuple(), lot.pk) for lot in lots.values()])
    return orders, lines


def _write_orders(*, share: Share, ground: object, admin: psycopg.Connection) -> tuple[int, int]:
    """Write chunk by chunk: a chunk is one transaction, so that the log worker may follow."""
    plans = _plans(share=share, ground=ground)
    orders = lines = chunk_number = 0
    while chunk := list(islice(plans, CHUNK)):
        first_id = share.base + 1 + (chunk_number * share.parts + share.part) * CHUNK
        with admin.transaction():
            lines += _copy(admin=admin, chunk=chunk, first_id=first_id)
        orders += len(chunk)
        chunk_number += 1
        if share.part == 0 and chunk_number % 10 == 0:
            print(f"    {orders * share.parts:,} orders written", file=sys.stderr, flush=True)
    return orders, lines


def _plans(*, share: Share, ground: object) -> Iterator[object]:
    """Decide one order after the other, each a little later than the one before."""
    from bench.harness.orders import new_instruction
    from truetonne.ledger.retiring import Ground, plan_retirement

    assert isinstance(ground, Ground)
    chance = Random(f"history/{share.part}")
    lot_ids = list(ground.lots)
    step = timedelta(days=DAYS - 1) / max(1, share.lines // 2)
    at = ground.at
    lines = 0
    while lines < share.lines:
        at += step
        instruction = replace(new_instruction(chance=chance, lots=lot_ids), effective_at=at)
        instruction = replace(instruction, draws=instruction.draws[: share.lines - lines])
        lines += len(instruction.draws)
        yield plan_retirement(ground=replace(ground, recorded_at=at, at=at), instruction=instruction)


def _copy(*, admin: psycopg.Connection, chunk: Sequence[object], first_id: int) -> int:
    from truetonne.ledger.actions.retire import instruction_hash
    from truetonne.ledger.retiring import Plan

    entries, certificates, lines = [], [], []
    for entry_id, plan in enumerate(chunk, start=first_id):
        assert isinstance(plan, Plan)
        given = plan.instruction
        at = plan.effective_at
        input_hash = instruction_hash(instruction=given)
        entries.append((entry_id, "RETIREMENT", given.retirement_id.hex, input_hash, plan.body, at, at))
        certificates.append(
            (entry_id, given.certificate_id, given.retirement_id, str(plan.kind), plan.kg, plan.annex_bytes)
        )
        lines += [
            (
                line.lot.pk, line.start_unit, line.stop_unit, line.prev_unit,
                line.start_unit if line.prev_unit is None else None, entry_id, "RETIREMENT", line.price_id,
                *line.charged.as_tuple(),
            )
            for line in plan.lines
        ]  # fmt: skip
    _copy_rows(admin, "ledger_entry", ENTRY_COLUMNS, entries)
    _copy_rows(admin, "ledger_certificate", CERTIFICATE_COLUMNS, certificates)
    _copy_rows(admin, "ledger_line", LINE_COLUMNS, lines)
    return len(lines)


def _copy_rows(admin: psycopg.Connection, table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    with admin.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def main() -> None:
    """Load a share into the exchange of TRUETONNE_HOME; the superuser's way in comes on standard input."""
    part, parts, lines, base = (int(argument) for argument in sys.argv[1:5])
    start()
    with psycopg.connect(**json.loads(sys.stdin.read()), autocommit=True) as admin:
        orders, written = load(share=Share(part=part, parts=parts, lines=lines, base=base), admin=admin)
    print(json.dumps({"orders": orders, "lines": written}))


if __name__ == "__main__":
    main()
