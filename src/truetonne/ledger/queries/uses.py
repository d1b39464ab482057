"""The lines of one lot, in the order of its units."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from truetonne.ledger.values import CancelReason, LotUse
from truetonne.science.serial_block import SerialBlock

LINES_MAX = 1_000

_LINES = """
    SELECT line.stop_unit, line.use, line.stop_unit - line.start_unit, line.start_unit - lot.unit_start, lot.first_serial,
        lot.last_serial, lot.unit_kg, certificate.retirement_id, certificate.certificate_id, cancellation.reason,
        entry.recorded_at
    FROM ledger_lot lot
    JOIN ledger_line line ON line.lot_id = lot.id
    JOIN ledger_entry entry ON entry.id = line.entry_id
    LEFT JOIN ledger_certificate certificate ON certificate.entry_id = line.entry_id
    LEFT JOIN ledger_cancellation cancellation ON cancellation.entry_id = line.entry_id
    WHERE lot.public_id = %s AND line.stop_unit > %s ORDER BY line.stop_unit LIMIT %s
"""


def lines_of_lot(*, lot_id: UUID, after: int = -1, limit: int = LINES_MAX) -> tuple[LotUse, ...]:
    """Return the lines of a lot behind the line ``after``, ``limit`` at most (1 to LINES_MAX)."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [lot_id, after, max(1, min(limit, LINES_MAX))])
        return tuple(
            LotUse(
                line_id=row[0],
                use=row[1],
                kg=row[2],
                serials=SerialBlock(first=row[4], last=row[5], unit_kg=row[6]).part(offset_kg=row[3], kg=row[2]),
                retirement_id=row[7],
                certificate_id=row[8],
                cancel_reason=None if row[9] is None else CancelReason(row[9]),
                recorded_at=row[10],
            )
            for row in cursor.fetchall()
        )
