"""Recalls, and what of them waits to be made good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from truetonne.ledger.refusals import Refusal
from truetonne.ledger.values import Recall, RecalledLine

_RECALLS = """
    SELECT recall.entry_id, recall.public_id, key.program, key.key, recall.first_serial, recall.last_serial, recall.reason,
        entry.recorded_at,
        (SELECT array_agg(lot.public_id ORDER BY lot.id) FROM ledger_entry held
         JOIN ledger_hold hold ON hold.entry_id = held.id JOIN ledger_lot lot ON lot.id = hold.lot_id
         WHERE held.xid = entry.xid AND held.body IS NOT NULL
             AND starts_with(held.request_id, entry.request_id || '/hold/'))
    FROM ledger_recall recall
    JOIN ledger_registry_key key ON key.number = recall.key_number
    JOIN ledger_entry entry ON entry.id = recall.entry_id
"""
_LINES = """
    SELECT part.entry_id, part.stop_unit, certificate.certificate_id, certificate.retirement_id,
        sum(part.part_stop_unit - part.part_start_unit)::bigint
    FROM ledger_recalled_part part
    JOIN ledger_line line ON line.lot_id = part.lot_id AND line.stop_unit = part.stop_unit
    JOIN ledger_certificate certificate ON certificate.entry_id = line.entry_id
    WHERE part.entry_id = ANY(%s)
    GROUP BY part.entry_id, part.lot_id, part.stop_unit, certificate.certificate_id, certificate.retirement_id
    ORDER BY part.entry_id, part.lot_id, part.stop_unit
"""
_OPEN = """
    SELECT recall.public_id, part.stop_unit, certificate.certificate_id, certificate.retirement_id,
        sum(part.part_stop_unit - part.part_start_unit)::bigint,
        sum(part.part_stop_unit - part.part_start_unit - coalesce(made.kg, 0))::bigint
    FROM ledger_recalled_part part
    JOIN ledger_recall recall ON recall.entry_id = part.entry_id
    JOIN ledger_line line ON line.lot_id = part.lot_id AND line.stop_unit = part.stop_unit
    JOIN ledger_certificate certificate ON certificate.entry_id = line.entry_id
    LEFT JOIN (SELECT recalled_part_id, sum(kg) AS kg FROM ledger_make_good GROUP BY recalled_part_id) made
        ON made.recalled_part_id = part.id
    GROUP BY recall.entry_id, recall.public_id, part.lot_id, part.stop_unit, certificate.certificate_id,
        certificate.retirement_id
    HAVING sum(part.part_stop_unit - part.part_start_unit - coalesce(made.kg, 0)) > 0
    ORDER BY recall.entry_id, part.lot_id, part.stop_unit
"""


class RecallNotFound(Refusal):
    """No recall has this id."""

    code = "not_found"

    def __init__(self, *, recall_id: UUID | int) -> None:
        super().__init__(f"there is no recall {recall_id}")
        self.recall_id = recall_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMakeGood:
    """A recalled line of which ``open_kg`` of ``recalled_kg`` wait to be made good."""

    recall_id: UUID
    line_id: int
    certificate_id: UUID
    retirement_id: UUID
    recalled_kg: int
    open_kg: int


def get_recall(*, recall_id: UUID | None = None, entry_id: int | None = None) -> Recall:
    """Return one recall, by its id or its entry. Raises RecallNotFound."""
    where, value = ("recall.public_id = %s", recall_id) if entry_id is None else ("recall.entry_id = %s", entry_id)
    found = _read(where=where, parameters=[value])
    if not found:
        raise RecallNotFound(recall_id=recall_id or entry_id or 0)
    return found[0]


def list_recalls() -> tuple[Recall, ...]:
    """Return every recall, the oldest first."""
    return _read(where="true", parameters=[])


def list_open_make_goods() -> tuple[OpenMakeGood, ...]:
    """Return the recalled lines that wait to be made good, in the order in which they were recalled."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        return tuple(
            OpenMakeGood(
                recall_id=row[0],
                line_id=row[1],
                certificate_id=row[2],
                retirement_id=row[3],
                recalled_kg=row[4],
                open_kg=row[5],
            )
            for row in cursor.fetchall()
        )


def _read(*, where: str, parameters: Sequence[UUID | int | None]) -> tuple[Recall, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_RECALLS} WHERE {where} ORDER BY recall.entry_id", parameters)
        rows = cursor.fetchall()
        cursor.execute(_LINES, [[row[0] for row in rows]])
        lines: dict[int, list[RecalledLine]] = {}
        for entry_id, line_id, certificate_id, retirement_id, kg in cursor.fetchall():
            line = RecalledLine(line_id=line_id, certificate_id=certificate_id, retirement_id=retirement_id, kg=kg)
            lines.setdefault(entry_id, []).append(line)
    return tuple(
        Recall(
            recall_id=row[1],
            program=row[2],
            key=row[3],
            first=row[4],
            last=row[5],
            reason=row[6],
            lines=tuple(lines.get(row[0], ())),
            held_lot_ids=tuple(row[8] or ()),
            recorded_at=row[7],
        )
        for row in rows
    )
