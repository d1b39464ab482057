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

# Lines of a lot follow each other without a gap: those that end within the serial, and the one that ends behind it.
_OF_SERIAL = """
    WITH serial AS (
        SELECT lot.id AS lot_id, lot.unit_start + (%(serial)s - lot.first_serial) * lot.unit_kg AS start_unit,
            lot.unit_start + (%(serial)s - lot.first_serial + 1) * lot.unit_kg AS stop_unit,
            lot.facts->>'issuance_id' AS batch
        FROM ledger_lot lot WHERE %(serial)s BETWEEN lot.first_serial AND lot.last_serial
    )
    SELECT serial.batch, certificate.certificate_id FROM serial
    CROSS JOIN LATERAL (
        SELECT line.stop_unit, line.entry_id FROM ledger_line line
        WHERE line.lot_id = serial.lot_id AND line.stop_unit > serial.start_unit AND line.stop_unit < serial.stop_unit
        UNION ALL
        (SELECT line.stop_unit, line.entry_id FROM ledger_line line
         WHERE line.lot_id = serial.lot_id AND line.stop_unit >= serial.stop_unit AND line.start_unit < serial.stop_unit
         ORDER BY line.stop_unit LIMIT 1)
    ) line
    JOIN ledger_certificate certificate ON certificate.entry_id = line.entry_id
    WHERE lower(serial.batch) = lower(%(batch)s) ORDER BY serial.lot_id, line.stop_unit
"""


def certificates_of_serial(*, batch: str, serial: int) -> tuple[UUID, ...]:
    """Return the certificates that hold a part of this serial of the registry's batch, in the order of its units.

    Each is the one first written for its retirement. ``batch`` is the issuance's id, in any case.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OF_SERIAL, {"batch": batch, "serial": serial})
        return tuple(dict.fromkeys(certificate_id for _batch, certificate_id in cursor.fetchall()))


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
