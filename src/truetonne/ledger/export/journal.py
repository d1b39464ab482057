"""A journal in hledger's format: one transaction per ledger event, no balances and no assertions.

An accounting program that knows nothing of truetonne adds these up and must arrive at the public register's figures.
Accounts: ``lots:LOT:available|reserved|held|retired|cancelled`` in kg, ``issued:PROGRAM`` in kg (negative: what came in),
``charged:PART`` and ``buyers`` in the currency charged. Every transaction sums to zero, commodity by commodity.

How many kilograms a hold or a split moves follows from the events before it, so the events are replayed here; no
balance of any table is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from truetonne.edge.identifiers import show_id
from truetonne.science.money import COST_PARTS, format_minor

_CHUNK = 5_000
_EVENTS = """
    SELECT e.id, e.kind, e.effective_at FROM ledger_entry e
    WHERE e.kind IN ('ISSUE', 'SPLIT', 'HOLD', 'RELEASE', 'RESERVATION', 'RESOLUTION', 'RETIREMENT', 'CANCELLATION')
    ORDER BY e.id
"""
_LOTS = """
    SELECT lot.id, lot.public_id, lot.entry_id, lot.parent_id, k.program, lot.unit_stop - lot.unit_start
    FROM ledger_lot lot JOIN ledger_registry_key k ON k.number = lot.key_number ORDER BY lot.id
"""
_HOLDS = "SELECT entry_id, lot_id, is_hold FROM ledger_hold WHERE entry_id = ANY(%s)"
_RESERVED = "SELECT entry_id, lot_id, kg FROM ledger_reservation WHERE entry_id = ANY(%s) ORDER BY id"
_RESOLVED = """
    SELECT x.entry_id, r.lot_id, r.kg FROM ledger_resolution x JOIN ledger_reservation r ON r.id = x.reservation_id
    WHERE x.entry_id = ANY(%s) AND x.outcome <> 'POSTED' ORDER BY r.id
"""
_LINES = """
    SELECT line.entry_id, line.lot_id, line.stop_unit - line.start_unit, line.reservation_id IS NOT NULL, p.currency,
           line.project_minor, line.registry_fee_minor, line.verification_minor, line.fx_minor, line.tax_minor, line.handling_minor
    FROM ledger_line line LEFT JOIN ledger_price p ON p.id = line.price_id
    WHERE line.entry_id = ANY(%s) ORDER BY line.lot_id, line.stop_unit
"""

Posting = tuple[str, str]


@dataclass(slots=True)
class _Lot:
    """One lot while its events are replayed."""

    shown_id: str
    program: str
    entry_id: int
    parent_pk: int | None
    issued_kg: int
    available_kg: int = 0
    held_kg: int = 0
    is_held: bool = False

    def free_account(self) -> str:
        """Where unused, unreserved kilograms of this lot stand now."""
        return "held" if self.is_held else "available"

    def add_free(self, kg: int) -> None:
        if self.is_held:
            self.held_kg += kg
        else:
            self.available_kg += kg


@dataclass(slots=True)
class _Events:
    """What hangs on the entries of one chunk."""

    holds: dict[int, list[Sequence[Any]]] = field(default_factory=dict)
    reserved: dict[int, list[Sequence[Any]]] = field(default_factory=dict)
    resolved: dict[int, list[Sequence[Any]]] = field(default_factory=dict)
    lines: dict[int, list[Sequence[Any]]] = field(default_factory=dict)


def write_journal(*, connection: psycopg.Connection) -> Iterator[str]:
    """Yield the journal's transactions as text, oldest first, ready to be joined.

    ``connection`` may read the ledger and is in one transaction of the caller (a server-side cursor is used). Writes
    nothing.
    """
    lots = _read_lots(connection=connection)
    by_entry: dict[int, list[int]] = {}
    for pk, lot in lots.items():
        by_entry.setdefault(lot.entry_id, []).append(pk)
    yield "; truetonne ledger: one transaction per event, no balances\n; kg are kilograms of CO2e\n"
    with connection.cursor(name="journal") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(_EVENTS)
        while rows := cursor.fetchmany(_CHUNK):
            events = _read_events(connection=connection, ids=[int(row[0]) for row in rows])
            for entry_id, kind, effective_at in rows:
                postings = _postings(
                    entry_id=int(entry_id),
                    kind=str(kind),
                    lots=lots,
                    made=by_entry.get(int(entry_id), []),
                    events=events,
                )
                if postings:
                    yield _transaction(entry_id=int(entry_id), kind=str(kind), at=effective_at, postings=postings)


def _read_lots(*, connection: psycopg.Connection) -> dict[int, _Lot]:
    """Read lots with the mass each was made with: its own and that of what was split off it later."""
    rows = connection.execute(_LOTS).fetchall()
    lots = {
        int(row[0]): _Lot(
            shown_id=show_id(prefix="lot", id=row[1]),
            program=str(row[4]),
            entry_id=int(row[2]),
            parent_pk=row[3],
            issued_kg=int(row[5]),
        )
        for row in rows
    }
    for lot in reversed(list(lots.values())):
        if lot.parent_pk is not None:
            lots[lot.parent_pk].issued_kg += lot.issued_kg
    return lots


def _read_events(*, connection: psycopg.Connection, ids: Sequence[int]) -> _Events:
    events = _Events()
    for query, found in (
        (_HOLDS, events.holds),
        (_RESERVED, events.reserved),
        (_RESOLVED, events.resolved),
        (_LINES, events.lines),
    ):
        for row in connection.execute(query, [list(ids)]):
            found.setdefault(int(row[0]), []).append(row)
    return events


def _postings(
    *, entry_id: int, kind: str, lots: Mapping[int, _Lot], made: Sequence[int], events: _Events
) -> list[Posting]:
    postings: list[Posting] = []
    for pk in made:
        postings += _issue(lot=lots[pk]) if kind == "ISSUE" else _split(lot=lots[pk], lots=lots)
    if kind != "SPLIT":
        for row in events.holds.get(entry_id, ()):
            postings += _hold(lot=lots[int(row[1])], is_hold=bool(row[2]))
    for row in events.reserved.get(entry_id, ()):
        lot, kg = lots[int(row[1])], int(row[2])
        lot.available_kg -= kg
        postings += _move(lot=lot, kg=kg, source="available", target="reserved")
    for row in events.resolved.get(entry_id, ()):
        lot, kg = lots[int(row[1])], int(row[2])
        lot.add_free(kg)
        postings += _move(lot=lot, kg=kg, source="reserved", target=lot.free_account())
    for row in events.lines.get(entry_id, ()):
        postings += _line(row=row, lot=lots[int(row[1])], target="retired" if kind == "RETIREMENT" else "cancelled")
    return postings


def _issue(*, lot: _Lot) -> list[Posting]:
    lot.available_kg = lot.issued_kg
    return [
        (f"lots:{lot.shown_id}:available", f"{lot.issued_kg} kg"),
        (f"issued:{lot.program}", f"-{lot.issued_kg} kg"),
    ]


def _split(*, lot: _Lot, lots: Mapping[int, _Lot]) -> list[Posting]:
    parent = lots[lot.parent_pk or 0]
    lot.is_held = parent.is_held
    lot.add_free(lot.issued_kg)
    parent.add_free(-lot.issued_kg)
    account = parent.free_account()
    return [
        (f"lots:{parent.shown_id}:{account}", f"-{lot.issued_kg} kg"),
        (f"lots:{lot.shown_id}:{account}", f"{lot.issued_kg} kg"),
    ]


def _hold(*, lot: _Lot, is_hold: bool) -> list[Posting]:
    kg = lot.available_kg if is_hold else lot.held_kg
    source, target = ("available", "held") if is_hold else ("held", "available")
    lot.is_held = is_hold
    lot.available_kg, lot.held_kg = (0, kg) if is_hold else (kg, 0)
    return _move(lot=lot, kg=kg, source=source, target=target) if kg else []


def _line(*, row: Sequence[Any], lot: _Lot, target: str) -> list[Posting]:
    kg = int(row[2])
    source = "reserved" if row[3] else lot.free_account()
    if not row[3]:
        lot.add_free(-kg)
    postings = _move(lot=lot, kg=kg, source=source, target=target)
    currency = row[4]
    if currency is None:
        return postings
    charged = [(part, int(minor)) for part, minor in zip(COST_PARTS, row[5:11], strict=True) if minor]
    postings += [
        (f"charged:{part}", f"{format_minor(minor=minor, currency=currency)} {currency}") for part, minor in charged
    ]
    total = sum(minor for _, minor in charged)
    if charged:
        postings.append(("buyers", f"{format_minor(minor=-total, currency=currency)} {currency}"))
    return postings


def _move(*, lot: _Lot, kg: int, source: str, target: str) -> list[Posting]:
    return [(f"lots:{lot.shown_id}:{source}", f"-{kg} kg"), (f"lots:{lot.shown_id}:{target}", f"{kg} kg")]


def _transaction(*, entry_id: int, kind: str, at: datetime, postings: Sequence[Posting]) -> str:
    lines = [f"    {account}  {amount}" for account, amount in postings]
    return "\n".join([f"{at:%Y-%m-%d} * {kind.lower()} | entry {entry_id}", *lines, ""])
