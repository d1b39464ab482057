"""Cancellations as they were made."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from truetonne.ledger.values import Cancellation, CancelReason
from truetonne.science.serial_block import SerialBlock

_READ = """
    SELECT line.entry_id, line.stop_unit, lot.public_id, line.stop_unit - line.start_unit, line.start_unit - lot.unit_start,
        lot.first_serial, lot.last_serial, lot.unit_kg, cancellation.reason, cancellation.note, entry.recorded_at
    FROM ledger_line line
    JOIN ledger_lot lot ON lot.id = line.lot_id
    JOIN ledger_cancellation cancellation ON cancellation.entry_id = line.entry_id
    JOIN ledger_entry entry ON entry.id = line.entry_id
    WHERE line.entry_id = ANY(%s)
"""


def read_cancellations(*, entry_ids: Sequence[int]) -> dict[int, Cancellation]:
    """Return cancellations by their entries."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(entry_ids)])
        return {
            row[0]: Cancellation(
                line_id=row[1],
                lot_id=row[2],
                kg=row[3],
                serials=SerialBlock(first=row[5], last=row[6], unit_kg=row[7]).part(offset_kg=row[4], kg=row[3]),
                reason=CancelReason(row[8]),
                note=row[9],
                recorded_at=row[10],
            )
            for row in cursor.fetchall()
        }
