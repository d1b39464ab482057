"""Entries: the one row that every ledger event writes, and the public body that most of them carry.

A body is made once, of public fields only, and its canonical bytes are what the log hashes. Bodies of retirements
and corrections are certificates (``certificates``); the others are made here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import find_first
from truetonne.ledger.wire import Statement, Wire, byteas, instant, instants, read_instant, texts
from truetonne.proof.canonical import Refused as NotCanonical
from truetonne.proof.canonical import encode
from truetonne.proof.certificate import instant_text
from truetonne.proof.tiles import ENTRY_BYTES_MAX

FORMAT = "truetonne/entry/1"

_NOW = Statement.of(name="now", sql="SELECT (extract(epoch FROM now()) * 1000000)::bigint")
_WRITE = Statement.of(
    name="entry_write",
    sql="""
    INSERT INTO ledger_entry (kind, request_id, input_hash, body, effective_at)
    VALUES ($1, $2, $3::bytea, $4::bytea, $5::timestamptz) ON CONFLICT (request_id) DO NOTHING RETURNING id
    """,
)
_WRITE_MANY = Statement.of(
    name="entries_write",
    sql="""
    INSERT INTO ledger_entry (kind, request_id, input_hash, body, effective_at)
    SELECT $1, * FROM unnest($2::text[], $3::bytea[], $4::bytea[], $5::timestamptz[])
    ON CONFLICT (request_id) DO NOTHING RETURNING id, request_id
    """,
)
_WRITE_MANY_PRIVATE = Statement.of(
    name="entries_write_private",
    sql="""
    INSERT INTO ledger_entry (kind, request_id, input_hash, effective_at)
    SELECT $1, * FROM unnest($2::text[], $3::bytea[], $4::timestamptz[])
    ON CONFLICT (request_id) DO NOTHING RETURNING id, request_id
    """,
)


class EntryKind(StrEnum):
    """What happened. PRICE, LISTING, RESERVATION and RESOLUTION are not in the public log."""

    ISSUE = "ISSUE"
    SPLIT = "SPLIT"
    RETIREMENT = "RETIREMENT"
    CANCELLATION = "CANCELLATION"
    HOLD = "HOLD"
    RELEASE = "RELEASE"
    RECALL = "RECALL"
    CORRECTION = "CORRECTION"
    REPLACEMENT = "REPLACEMENT"
    CONFIRMATION = "CONFIRMATION"
    RATING = "RATING"
    PRICE = "PRICE"
    LISTING = "LISTING"
    RESERVATION = "RESERVATION"
    RESOLUTION = "RESOLUTION"


class BodyRefused(Refusal):
    """A public body cannot be made of these facts; carries the member and the reason."""

    code = "invalid_request"

    def __init__(self, *, member: str, reason: str) -> None:
        super().__init__(f"the log entry cannot be made: {member}: {reason}")
        self.member = member
        self.reason = reason


class RequestsCollide(Refusal):
    """Rows of a batch were written by another call at the same moment: nothing of this call stands; try again."""

    code = "request_in_progress"

    def __init__(self, *, rows: int) -> None:
        super().__init__(f"{rows} rows of this batch are being written by another call")
        self.rows = rows


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry about to be written. ``body`` is None for the kinds that are not public."""

    request_id: str
    input_hash: bytes
    body: bytes | None
    effective_at: datetime


def read_now(*, wire: Wire) -> datetime:
    """Return the transaction's time by the database's clock: what ``recorded_at`` will be."""
    return read_instant(wire.run(_NOW)[0][0] or b"0")


def entry_body(*, kind: EntryKind, facts: Mapping[str, object], effective_at: datetime, recorded_at: datetime) -> bytes:
    """Return the canonical bytes of a public entry. Raises BodyRefused."""
    body = {
        "format": FORMAT,
        "kind": kind.value,
        "effective_at": instant_text(effective_at),
        "recorded_at": instant_text(recorded_at),
        **facts,
    }
    try:
        data = encode(body)
    except NotCanonical as refusal:
        raise BodyRefused(member=kind.value.lower(), reason=str(refusal)) from None
    if len(data) > ENTRY_BYTES_MAX:
        raise BodyRefused(member=kind.value.lower(), reason=f"{len(data)} bytes, at most {ENTRY_BYTES_MAX}")
    return data


def write_entry(*, wire: Wire, kind: EntryKind, entry: NewEntry) -> int:
    """Write one entry and return its key. The caller has looked for the request before; raises RequestsCollide."""
    rows = wire.run(
        _WRITE,
        kind.encode(),
        entry.request_id.encode(),
        entry.input_hash,
        entry.body,
        instant(entry.effective_at),
    )
    if not rows:
        find_first(wire=wire, request_id=entry.request_id, input_hash=entry.input_hash)
        raise RequestsCollide(rows=1)
    return int(rows[0][0] or 0)


def write_entries(*, wire: Wire, kind: EntryKind, entries: Sequence[NewEntry]) -> list[int]:
    """Write entries of one kind in one statement and return their keys in order. Raises RequestsCollide."""
    if not entries:
        return []
    columns = [
        kind.encode(),
        texts([entry.request_id for entry in entries]),
        byteas([entry.input_hash for entry in entries]),
    ]
    statement = _WRITE_MANY_PRIVATE
    if entries[0].body is not None:
        statement = _WRITE_MANY
        columns.append(byteas([entry.body or b"" for entry in entries]))
    rows = wire.run(statement, *columns, instants([entry.effective_at for entry in entries]))
    if len(rows) != len(entries):
        raise RequestsCollide(rows=len(entries) - len(rows))
    keys = {row[1]: int(row[0] or 0) for row in rows}
    return [keys[entry.request_id.encode()] for entry in entries]
