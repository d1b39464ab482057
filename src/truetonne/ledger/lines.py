"""Writing lines: the one table that every use of units goes through."""

from __future__ import annotations

from collections.abc import Sequence

from truetonne.ledger.lots import DrawnLine
from truetonne.ledger.wire import Statement, Wire, int8s

COLUMNS = (
    "lot_id, start_unit, stop_unit, prev_unit, head_unit, place, reservation_id, price_id, project_minor, registry_fee_minor,"
    " verification_minor, fx_minor, tax_minor, handling_minor, energy_mj, volume_ml"
)
COLUMN_COUNT = 16


def arrays(*, first: int, count: int = COLUMN_COUNT) -> str:
    """Return ``$n::bigint[], ...``, one for each column."""
    return ", ".join(f"${number}::bigint[]" for number in range(first, first + count))


_WRITE = Statement.of(
    name="lines_write",
    sql=f"""
    INSERT INTO ledger_line (entry_id, use, {COLUMNS})
    SELECT line.entry_id, $1, {COLUMNS} FROM unnest({arrays(first=2, count=COLUMN_COUNT + 1)}) AS line (entry_id, {COLUMNS})
    """,  # noqa: S608
)


def columns(*, lines: Sequence[DrawnLine]) -> list[bytes]:
    """Return the arrays of COLUMNS."""
    charges = list(zip(*[line.charged.as_tuple() for line in lines], strict=True))
    return [
        int8s([line.lot.pk for line in lines]),
        int8s([line.start_unit for line in lines]),
        int8s([line.stop_unit for line in lines]),
        int8s([line.prev_unit for line in lines]),
        int8s([None if line.prev_unit is not None else line.start_unit for line in lines]),
        int8s([line.place for line in lines]),
        int8s([line.reservation_pk for line in lines]),
        int8s([line.price_id for line in lines]),
        *[int8s(part) for part in charges],
        int8s([line.energy_mj for line in lines]),
        int8s([line.volume_ml for line in lines]),
    ]


def write_lines(*, wire: Wire, use: str, entry_ids: Sequence[int], lines: Sequence[DrawnLine]) -> None:
    """Write lines of one use in one statement, each under its entry."""
    wire.run(_WRITE, use.encode(), int8s(entry_ids), *columns(lines=lines))
