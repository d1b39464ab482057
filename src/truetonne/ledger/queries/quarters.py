"""What came in, was used for good and was recalled, by the quarter in which it took effect (UTC)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

# A lot that was split off came in when the lot did that it was split from.
_QUARTERS = """
    WITH RECURSIVE root AS (
        SELECT id, entry_id FROM ledger_lot WHERE parent_id IS NULL
        UNION ALL
        SELECT lot.id, root.entry_id FROM ledger_lot lot JOIN root ON root.id = lot.parent_id
    )
    SELECT quarter, sum(received_kg)::bigint, sum(retired_kg)::bigint, sum(cancelled_kg)::bigint, sum(recalled_kg)::bigint
    FROM (
        SELECT date_trunc('quarter', entry.effective_at AT TIME ZONE 'UTC')::date AS quarter,
            lot.unit_stop - lot.unit_start AS received_kg, 0 AS retired_kg, 0 AS cancelled_kg, 0 AS recalled_kg
        FROM ledger_lot lot JOIN root ON root.id = lot.id JOIN ledger_entry entry ON entry.id = root.entry_id
        WHERE lot.kind = 'CREDIT'
        UNION ALL
        SELECT date_trunc('quarter', entry.effective_at AT TIME ZONE 'UTC')::date, 0,
            sum(line.stop_unit - line.start_unit) FILTER (WHERE line.use = 'RETIREMENT'),
            sum(line.stop_unit - line.start_unit) FILTER (WHERE line.use = 'CANCELLATION'), 0
        FROM ledger_line line JOIN ledger_entry entry ON entry.id = line.entry_id JOIN ledger_lot lot ON lot.id = line.lot_id
        WHERE lot.kind = 'CREDIT' GROUP BY 1
        UNION ALL
        SELECT date_trunc('quarter', entry.effective_at AT TIME ZONE 'UTC')::date, 0, 0, 0,
            part.part_stop_unit - part.part_start_unit
        FROM ledger_recalled_part part JOIN ledger_entry entry ON entry.id = part.entry_id
    ) facts
    GROUP BY quarter ORDER BY quarter
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterTotals:
    """Kilograms of credits in one quarter, ``starts_on`` its first day. Recalled units were retired before and stay so."""

    starts_on: str
    received_kg: int
    retired_kg: int
    cancelled_kg: int
    recalled_kg: int


def list_quarter_totals() -> tuple[QuarterTotals, ...]:
    """Return every quarter in which something happened to credits, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_QUARTERS)
        return tuple(
            QuarterTotals(
                starts_on=row[0].isoformat(),
                received_kg=int(row[1] or 0),
                retired_kg=int(row[2] or 0),
                cancelled_kg=int(row[3] or 0),
                recalled_kg=int(row[4] or 0),
            )
            for row in cursor.fetchall()
        )
