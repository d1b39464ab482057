"""A retirement as it is answered: from the plan that was just written, or from the rows of an earlier one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from truetonne.ledger.retiring import Plan
from truetonne.ledger.values import RetiredLine, Retirement, StoredAnnex
from truetonne.ledger.wire import Statement, Wire, int8s, read_instant
from truetonne.science.money import CostParts
from truetonne.science.serial_block import SerialBlock

_RETIREMENTS = Statement.of(
    name="answers_retirements",
    sql="""
    SELECT entry.id, certificate.retirement_id, certificate.certificate_id, certificate.kg,
        encode(entry.body, 'hex'), encode(certificate.annex, 'hex'),
        (extract(epoch FROM entry.recorded_at) * 1000000)::bigint
    FROM ledger_entry entry JOIN ledger_certificate certificate ON certificate.entry_id = entry.id
    WHERE entry.id = ANY($1::bigint[])
    """,
)
_LINES = Statement.of(
    name="answers_lines",
    sql="""
    SELECT asked.entry_id, line.stop_unit, lot.public_id, line.stop_unit - line.start_unit,
        line.start_unit - lot.unit_start, lot.first_serial, lot.last_serial, lot.unit_kg, price.currency,
        line.project_minor, line.registry_fee_minor, line.verification_minor, line.fx_minor, line.tax_minor,
        line.handling_minor
    FROM ledger_certificate asked
    JOIN ledger_certificate original ON original.retirement_id = asked.retirement_id AND original.replaces_id IS NULL
    JOIN ledger_line line ON line.entry_id = original.entry_id
    JOIN ledger_lot lot ON lot.id = line.lot_id
    JOIN ledger_price price ON price.id = line.price_id
    WHERE asked.entry_id = ANY($1::bigint[]) ORDER BY asked.entry_id, line.place
    """,
)


def retirement_of(*, plan: Plan, recorded_at: datetime) -> Retirement:
    """Return the retirement that a plan became."""
    return Retirement(
        retirement_id=plan.instruction.retirement_id,
        certificate_id=plan.instruction.certificate_id,
        kg=plan.kg,
        lines=tuple(
            RetiredLine(
                line_id=line.stop_unit,
                lot_id=line.lot.lot_id,
                kg=line.kg,
                serials=line.serials,
                currency=line.currency or "",
                charged=line.charged,
            )
            for line in plan.lines
        ),
        body=plan.body,
        annex=StoredAnnex(plan.annex),
        recorded_at=recorded_at,
    )


def read_retirements(*, wire: Wire, entry_ids: Collection[int]) -> dict[int, Retirement]:
    """Return the retirements of entries, by entry."""
    keys = int8s(list(entry_ids))
    lines: dict[int, list[RetiredLine]] = {}
    for row in wire.run(_LINES, keys):
        lines.setdefault(int(row[0] or 0), []).append(_line(text=[str(value or b"", "ascii") for value in row]))
    found: dict[int, Retirement] = {}
    for row in wire.run(_RETIREMENTS, keys):
        text = [str(value or b"", "ascii") for value in row]
        entry_id = int(text[0])
        found[entry_id] = Retirement(
            retirement_id=UUID(text[1]),
            certificate_id=UUID(text[2]),
            kg=int(text[3]),
            lines=tuple(lines.get(entry_id, ())),
            body=bytes.fromhex(text[4]),
            annex=StoredAnnex(bytes.fromhex(text[5])),
            recorded_at=read_instant(row[6] or b"0"),
        )
    return found


def _line(*, text: list[str]) -> RetiredLine:
    block = SerialBlock(first=int(text[5]), last=int(text[6]), unit_kg=int(text[7]))
    return RetiredLine(
        line_id=int(text[1]),
        lot_id=UUID(text[2]),
        kg=int(text[3]),
        serials=block.part(offset_kg=int(text[4]), kg=int(text[3])),
        currency=text[8],
        charged=CostParts.of(map(int, text[9:15])),
    )
