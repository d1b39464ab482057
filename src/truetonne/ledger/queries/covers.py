"""SCOPE1 lines of a fuel batch and what of each is free to stand behind a SCOPE3 line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

_LINES = """
    SELECT line.stop_unit, line.stop_unit - line.start_unit, certificate.certificate_id, entry.effective_at,
        (SELECT coalesce(sum(cover.kg), 0) FROM ledger_cover cover
         WHERE cover.scope1_lot_id = lot.id AND cover.scope1_stop_unit = line.stop_unit)
    FROM ledger_batch batch
    JOIN ledger_lot lot ON lot.batch_id = batch.id AND lot.kind = 'INSET_SCOPE1'
    JOIN ledger_line line ON line.lot_id = lot.id AND line.use = 'RETIREMENT'
    JOIN ledger_entry entry ON entry.id = line.entry_id
    JOIN ledger_certificate certificate ON certificate.entry_id = line.entry_id
    WHERE batch.public_id = %s ORDER BY line.stop_unit
"""
_FIGURES = """
    SELECT line.lot_id, certificate.certificate_id, coalesce(line.energy_mj, 0), coalesce(line.volume_ml, 0)
    FROM ledger_certificate certificate JOIN ledger_line line ON line.entry_id = certificate.entry_id
    WHERE certificate.certificate_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveringLine:
    """A retired SCOPE1 line: its whole mass and what is free of it, in kilograms."""

    line_id: int
    kg: int
    free_kg: int
    certificate_id: UUID
    effective_at: datetime


def list_covering_lines(*, batch_id: UUID) -> tuple[CoveringLine, ...]:
    """Return the retired SCOPE1 lines of a batch in the order of their units."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [batch_id])
        return tuple(
            CoveringLine(
                line_id=row[0], kg=row[1], certificate_id=row[2], effective_at=row[3], free_kg=int(row[1] - row[4])
            )
            for row in cursor.fetchall()
        )


def fuel_of_certificates(*, certificate_ids: tuple[UUID, ...]) -> dict[UUID, tuple[int, int]]:
    """Return megajoules and millilitres of each certificate of insets."""
    found: dict[UUID, tuple[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [list(certificate_ids)])
        for _, certificate_id, energy_mj, volume_ml in cursor.fetchall():
            before = found.get(certificate_id, (0, 0))
            found[certificate_id] = (before[0] + energy_mj, before[1] + volume_ml)
    return found
