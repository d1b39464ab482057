"""Lots as the audit reads them, and the range each was issued with, worked back through its splits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from truetonne.edge.identifiers import show_id

_LOTS = """
    SELECT lot.id, lot.public_id, lot.entry_id, lot.parent_id, k.program, k.key, lot.first_serial, lot.last_serial, lot.unit_kg,
           lot.unit_start, lot.unit_stop, lot.kind, lot.lot_class, lot.facts
    FROM ledger_lot lot LEFT JOIN ledger_registry_key k ON k.number = lot.key_number ORDER BY lot.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedLot:
    """One lot. ``issued_last`` is the last serial it had when it was made, before later splits took its tail."""

    pk: int
    shown_id: str
    public_id: Any
    entry_id: int
    parent_pk: int | None
    program: str | None
    key: str | None
    first: int
    last: int
    issued_last: int
    unit_kg: int
    unit_start: int
    unit_stop: int
    kind: str
    lot_class: str
    facts: Mapping[str, Any]


def read_lots(*, connection: psycopg.Connection) -> dict[int, AuditedLot]:
    """Return all lots by key. Lots are few: one per block received and per split."""
    rows = connection.execute(_LOTS).fetchall()
    issued_last: dict[int, int] = {}
    first_child: dict[int, int] = {}
    for row in rows:
        if row[3] is not None:
            first_child.setdefault(int(row[3]), int(row[0]))
    # A child is made after its parent, so that walking backwards meets every child before its parent.
    for row in reversed(rows):
        child = first_child.get(int(row[0]))
        issued_last[int(row[0])] = int(row[7]) if child is None else issued_last.get(child, int(row[7]))
    return {
        int(row[0]): AuditedLot(
            pk=int(row[0]),
            shown_id=show_id(prefix="lot", id=row[1]),
            public_id=row[1],
            entry_id=int(row[2]),
            parent_pk=row[3],
            program=row[4],
            key=row[5],
            first=int(row[6]),
            last=int(row[7]),
            issued_last=issued_last[int(row[0])],
            unit_kg=int(row[8]),
            unit_start=int(row[9]),
            unit_stop=int(row[10]),
            kind=str(row[11]),
            lot_class=str(row[12]),
            facts=row[13] or {},
        )
        for row in rows
    }
