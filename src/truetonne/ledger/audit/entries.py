"""Public entries other than certificates against the rows that they tell of.

The body of each is read back from its canonical bytes; what it must say is put together from rows. RATING entries
have no row beside them: their bytes are held by the log alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import psycopg

from truetonne.edge.identifiers import show_id
from truetonne.ledger.audit.findings import Finding
from truetonne.ledger.audit.lots import AuditedLot
from truetonne.proof.canonical import encode
from truetonne.proof.certificate import instant_text
from truetonne.science.serial_block import SerialBlock

Lots = Mapping[int, AuditedLot]
Fields = dict[str, object]

_CHUNK = 2_000
_ENTRIES = """
    SELECT id, kind, body, effective_at, recorded_at FROM ledger_entry
    WHERE kind IN ('ISSUE', 'SPLIT', 'HOLD', 'RELEASE', 'CANCELLATION', 'RECALL', 'CORRECTION', 'CONFIRMATION', 'RATING')
    ORDER BY id
"""
_HOLDS = "SELECT entry_id, lot_id, is_hold, reason FROM ledger_hold"
_CANCELLATIONS = """
    SELECT c.entry_id, c.reason, c.note, line.lot_id, line.start_unit, line.stop_unit
    FROM ledger_cancellation c JOIN ledger_line line ON line.entry_id = c.entry_id
"""
_RECALLS = """
    SELECT r.entry_id, r.public_id, k.program, k.key, r.first_serial, r.last_serial, r.reason,
           (SELECT count(DISTINCT line.entry_id) FROM ledger_recalled_part p
            JOIN ledger_line line ON (line.lot_id, line.stop_unit) = (p.lot_id, p.stop_unit) WHERE p.entry_id = r.entry_id),
           (SELECT coalesce(sum(p.part_stop_unit - p.part_start_unit), 0) FROM ledger_recalled_part p WHERE p.entry_id = r.entry_id)
    FROM ledger_recall r LEFT JOIN ledger_registry_key k ON k.number = r.key_number
"""
_CORRECTIONS = """
    SELECT x.entry_id, old.certificate_id, c.certificate_id, x.reason
    FROM ledger_correction x LEFT JOIN ledger_certificate c ON c.entry_id = x.certificate_entry_id
    LEFT JOIN ledger_certificate old ON old.entry_id = c.replaces_id
"""
_CONFIRMATIONS = """
    SELECT f.entry_id, c.retirement_id,
           array_agg((SELECT count(*) FROM ledger_line before WHERE before.entry_id = line.entry_id
                      AND (before.lot_id, before.stop_unit) < (line.lot_id, line.stop_unit))
                     ORDER BY line.lot_id, line.stop_unit)
    FROM ledger_confirmation f
    JOIN ledger_line line ON (line.lot_id, line.stop_unit) = (f.lot_id, f.stop_unit)
    LEFT JOIN ledger_certificate c ON c.entry_id = line.entry_id
    GROUP BY f.entry_id, c.retirement_id
"""


def audit_entries(*, connection: psycopg.Connection, lots: Lots) -> Iterator[Finding]:
    """Compare the body of every entry that is not a certificate with its rows. ``lots`` are all lots by key."""
    expected = _expected(connection=connection, lots=lots)
    with connection.cursor(name="audit_entries") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(_ENTRIES)
        for entry_id, kind, body, effective_at, recorded_at in cursor:
            yield from _judge(
                entry_id=int(entry_id),
                kind=str(kind),
                body=bytes(body or b""),
                times={"effective_at": instant_text(effective_at), "recorded_at": instant_text(recorded_at)},
                expected=expected.get(int(entry_id)),
            )


def _judge(
    *, entry_id: int, kind: str, body: bytes, times: Mapping[str, str], expected: Fields | None
) -> Iterator[Finding]:
    try:
        said: Any = json.loads(body)
        is_canonical = isinstance(said, dict) and encode(said) == body
    except ValueError:
        said, is_canonical = {}, False
    if not is_canonical:
        yield _finding(
            entry_id=entry_id, kind=kind, member="", said="bytes that are not canonical JSON", expected="canonical JSON"
        )
        return
    if expected is None and kind != "RATING":
        yield _finding(entry_id=entry_id, kind=kind, member="", said="an event", expected="nothing: its rows are gone")
    wanted: Fields = {"kind": kind, **times, **(expected or {})}
    for member, value in wanted.items():
        if said.get(member) != value:
            yield _finding(entry_id=entry_id, kind=kind, member=member, said=said.get(member), expected=value)


def _finding(*, entry_id: int, kind: str, member: str, said: object, expected: object) -> Finding:
    return Finding(
        code="total_mismatch",
        check="entries of the log say what the rows say",
        facts={"entry": entry_id, "kind": kind, "member": member, "entry_says": said, "rows_say": expected},
    )


def _expected(*, connection: psycopg.Connection, lots: Lots) -> dict[int, Fields]:
    found: dict[int, Fields] = {}
    for lot in lots.values():
        found[lot.entry_id] = _issue(lot=lot) if lot.parent_pk is None else _split(lot=lot, lots=lots)
    readers: tuple[tuple[str, Callable[[Sequence[Any], Lots], Fields]], ...] = (
        (_HOLDS, _hold),
        (_CANCELLATIONS, _cancellation),
        (_RECALLS, _recall),
        (_CORRECTIONS, _correction),
        (_CONFIRMATIONS, _confirmation),
    )
    for query, read in readers:
        for row in connection.execute(query):
            # A split-off lot's hold stands under the split's entry, which tells of the lot.
            if int(row[0]) not in found:
                found[int(row[0])] = read(row, lots)
    return found


def _shown(lots: Lots, pk: int) -> str | None:
    lot = lots.get(pk)
    return lot.shown_id if lot else None


def _issue(*, lot: AuditedLot) -> Fields:
    return {
        "lot": {
            "lot_id": lot.shown_id,
            "program": lot.program,
            "key": lot.key,
            "first": lot.first,
            "last": lot.issued_last,
            "unit_kg": lot.unit_kg,
            "kg": (lot.issued_last - lot.first + 1) * lot.unit_kg,
            "unit_kind": lot.kind,
            "lot_class": lot.lot_class,
            "facts": dict(lot.facts),
        }
    }


def _split(*, lot: AuditedLot, lots: Lots) -> Fields:
    return {
        "lot_id": _shown(lots, lot.parent_pk or 0),
        "new_lot_id": lot.shown_id,
        "first": lot.first,
        "last": lot.issued_last,
        "kg": (lot.issued_last - lot.first + 1) * lot.unit_kg,
    }


def _hold(row: Sequence[Any], lots: Lots) -> Fields:
    return {"lot_id": _shown(lots, row[1]), "reason": row[3], "kind": "HOLD" if row[2] else "RELEASE"}


def _cancellation(row: Sequence[Any], lots: Lots) -> Fields:
    lot, kg = lots.get(row[3]), int(row[5]) - int(row[4])
    if lot is None:
        return {"lot_id": None}
    fields: Fields = {"lot_id": lot.shown_id, "kg": kg, "reason": row[1], "note": row[2]}
    try:
        block = SerialBlock(first=lot.first, last=lot.issued_last, unit_kg=lot.unit_kg)
        part = block.part(offset_kg=int(row[4]) - lot.unit_start, kg=kg)
    except ValueError:
        return fields | {"first": None}
    return fields | {
        "first": part.first,
        "last": part.last,
        "first_part_kg": part.first_part_kg,
        "last_part_kg": part.last_part_kg,
    }


def _recall(row: Sequence[Any], _: Lots) -> Fields:
    return {
        "recall_id": show_id(prefix="rcl", id=row[1]),
        "program": row[2],
        "key": row[3],
        "first": row[4],
        "last": row[5],
        "reason": row[6],
        "affected_certificates": int(row[7]),
        "affected_kg": int(row[8]),
    }


def _correction(row: Sequence[Any], _: Lots) -> Fields:
    return {
        "certificate_id": None if row[1] is None else show_id(prefix="crt", id=row[1]),
        "replaced_by": None if row[2] is None else show_id(prefix="crt", id=row[2]),
        "reason": row[3],
    }


def _confirmation(row: Sequence[Any], _: Lots) -> Fields:
    return {
        "retirement_id": None if row[1] is None else show_id(prefix="ret", id=row[1]),
        "lines": [int(place) for place in row[2]],
    }
