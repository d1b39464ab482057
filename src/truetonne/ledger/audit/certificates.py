"""Certificates against rows: every public figure of a body is recomputed from lines, lots and prices.

The bodies are what the log proves; the rows are what balances and prices rest on. Neither is believed: each is held
against the other, and the private annex against the seals that the body carries.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from truetonne.edge.identifiers import show_id
from truetonne.ledger.audit.findings import Finding
from truetonne.ledger.audit.lots import AuditedLot
from truetonne.proof.canonical import encode
from truetonne.proof.certificate import instant_text
from truetonne.science.money import COST_PARTS
from truetonne.science.quantity import format_tonnes
from truetonne.science.serial_block import SerialBlock

CERTIFICATES = "certificates"
_CHUNK = 1_000
_ENTRIES = """
    SELECT e.id, e.kind, e.body, e.effective_at, e.recorded_at, c.certificate_id, c.retirement_id, c.unit_kind, c.kg,
           c.replaces_id, c.annex, old.certificate_id
    FROM ledger_entry e LEFT JOIN ledger_certificate c ON c.entry_id = e.id
    LEFT JOIN ledger_certificate old ON old.entry_id = c.replaces_id
    WHERE e.kind IN ('RETIREMENT', 'REPLACEMENT') ORDER BY e.id
"""
_LINES = """
    SELECT line.entry_id, line.lot_id, line.start_unit, line.stop_unit, p.currency, line.project_minor, line.registry_fee_minor,
           line.verification_minor, line.fx_minor, line.tax_minor, line.handling_minor, line.energy_mj, line.volume_ml
    FROM ledger_line line LEFT JOIN ledger_price p ON p.id = line.price_id
    WHERE line.entry_id = ANY(%s) AND line.use = 'RETIREMENT' ORDER BY line.entry_id, line.lot_id, line.stop_unit
"""
_FIRST_ENTRIES = """
    SELECT c.entry_id, origin.entry_id FROM ledger_certificate c
    JOIN ledger_certificate origin ON origin.retirement_id = c.retirement_id AND origin.replaces_id IS NULL
    WHERE c.entry_id = ANY(%s) AND c.replaces_id IS NOT NULL
"""
_PLACE = """
    (SELECT count(*) FROM ledger_line b WHERE b.entry_id = line.entry_id AND (b.lot_id, b.stop_unit) < (line.lot_id, line.stop_unit))
"""
_MADE_GOOD = f"""
    SELECT g.entry_id, c.certificate_id, {_PLACE}
    FROM ledger_make_good g JOIN ledger_recalled_part part ON part.id = g.recalled_part_id
    JOIN ledger_line line ON (line.lot_id, line.stop_unit) = (part.lot_id, part.stop_unit)
    LEFT JOIN ledger_certificate c ON c.entry_id = line.entry_id
    WHERE g.entry_id = ANY(%s)
"""
_COVERED = f"""
    SELECT three.stop_unit, c.certificate_id, {_PLACE}
    FROM ledger_cover cover
    JOIN ledger_line three ON (three.lot_id, three.stop_unit) = (cover.scope3_lot_id, cover.scope3_stop_unit)
    JOIN ledger_line line ON (line.lot_id, line.stop_unit) = (cover.scope1_lot_id, cover.scope1_stop_unit)
    LEFT JOIN ledger_certificate c ON c.entry_id = line.entry_id
    WHERE three.entry_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class _Row:
    """One certificate as the tables have it."""

    entry_id: int
    kind: str
    body: bytes
    effective_at: datetime
    recorded_at: datetime
    certificate_id: Any
    retirement_id: Any
    unit_kind: str | None
    kg: int | None
    replaces_id: int | None
    annex: bytes | None
    replaced_id: Any


def audit_certificates(*, connection: psycopg.Connection, lots: Mapping[int, AuditedLot]) -> Iterator[Finding]:
    """Compare every certificate's body, annex and lines. ``lots`` are all lots by key."""
    with connection.cursor(name="audit_certificates") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(_ENTRIES)
        while rows := [_Row(*row) for row in cursor.fetchmany(_CHUNK)]:
            yield from _audit_chunk(connection=connection, rows=rows, lots=lots)


def _audit_chunk(
    *, connection: psycopg.Connection, rows: Sequence[_Row], lots: Mapping[int, AuditedLot]
) -> Iterator[Finding]:
    ids = [row.entry_id for row in rows]
    first = {int(row[0]): int(row[1]) for row in connection.execute(_FIRST_ENTRIES, [ids])}
    origins = sorted({*ids, *first.values()})
    lines: dict[int, list[Sequence[Any]]] = {}
    for line in connection.execute(_LINES, [origins]):
        lines.setdefault(int(line[0]), []).append(line)
    refers = _References(
        made_good=_references(connection=connection, query=_MADE_GOOD, ids=origins),
        covered=_references(connection=connection, query=_COVERED, ids=origins),
    )
    for row in rows:
        origin = first.get(row.entry_id, row.entry_id)
        drawn = lines.get(origin, [])
        for rule, facts in _judge(row=row, origin=origin, lines=drawn, lots=lots, refers=refers):
            yield Finding(
                code="total_mismatch", check=f"{CERTIFICATES}: {rule}", facts={"entry": row.entry_id, **facts}
            )


Disagreement = tuple[str, dict[str, object]]
Referred = frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _References:
    """What certificates refer to, as certificate and place of a line: by entry of a make-good, by line of a SCOPE3."""

    made_good: Mapping[int, Referred]
    covered: Mapping[int, Referred]


def _references(*, connection: psycopg.Connection, query: str, ids: Sequence[int]) -> dict[int, Referred]:
    found: dict[int, set[tuple[str, int]]] = {}
    for key, certificate_id, place in connection.execute(query, [ids]):
        shown = "" if certificate_id is None else show_id(prefix="crt", id=certificate_id)
        found.setdefault(int(key), set()).add((shown, int(place)))
    return {key: frozenset(value) for key, value in found.items()}


def _judge(
    *, row: _Row, origin: int, lines: Sequence[Sequence[Any]], lots: Mapping[int, AuditedLot], refers: _References
) -> Iterator[Disagreement]:
    try:
        body = json.loads(bytes(row.body or b""))
    except ValueError as error:
        yield "a body is canonical JSON", {"reason": str(error)}
        return
    if row.certificate_id is None or row.kg is None:
        return  # entry_rows names an entry without its certificate
    expected = _head(row=row)
    found = {name: _member(body, name) for name in expected}
    for name, value in expected.items():
        if found[name] != value:
            yield "a body says what the certificate's row says", {"member": name, "body": found[name], "row": value}
    yield from _judge_lines(body=body, lines=lines, lots=lots)
    yield from _judge_references(body=body, origin=origin, lines=lines, refers=refers)
    yield from _judge_annex(body=body, row=row, lines=lines, lots=lots)


def _head(*, row: _Row) -> dict[str, object]:
    kg = int(row.kg or 0)
    expected: dict[str, object] = {
        "certificate_id": show_id(prefix="crt", id=row.certificate_id),
        "retirement_id": show_id(prefix="ret", id=row.retirement_id),
        "kind": "CREDIT" if row.unit_kind == "CREDIT" else "INSET",
        "quantity.kg": kg,
        "quantity.tonnes": format_tonnes(kg=kg),
        "act.recorded_at": instant_text(row.recorded_at),
        "replaces": None if row.replaced_id is None else show_id(prefix="crt", id=row.replaced_id),
    }
    if row.kind == "RETIREMENT":
        expected["act.effective_at"] = instant_text(row.effective_at)
        expected["version"] = 1
    else:
        # A correction is recorded later than the act that it words anew.
        del expected["act.recorded_at"]
    return expected


def _member(body: Mapping[str, Any], name: str) -> object:
    value: Any = body
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _judge_lines(
    *, body: Mapping[str, Any], lines: Sequence[Sequence[Any]], lots: Mapping[int, AuditedLot]
) -> Iterator[Disagreement]:
    stated = [dict(line) for line in body.get("lines", ())]
    if len(stated) != len(lines):
        yield "a body has the retirement's lines", {"body": len(stated), "rows": len(lines)}
        return
    for number, (said, line) in enumerate(zip(stated, lines, strict=True)):
        said.pop("make_good_for", None)
        if isinstance(said.get("inset"), dict):
            said["inset"] = {name: value for name, value in said["inset"].items() if name != "covered_by"}
        lot = lots.get(int(line[1]))
        expected = None if lot is None else _line(lot=lot, line=line)
        if said != expected:
            differing = sorted(
                name for name in {*said, *(expected or {})} if said.get(name) != (expected or {}).get(name)
            )
            yield "a body's lines are the ledger's lines with their lots' facts", {"line": number, "members": differing}


def _judge_references(
    *, body: Mapping[str, Any], origin: int, lines: Sequence[Sequence[Any]], refers: _References
) -> Iterator[Disagreement]:
    for said, line in zip(body.get("lines", ()), lines, strict=False):
        pairs = (
            ("make_good_for", said.get("make_good_for", ()), refers.made_good.get(origin, frozenset())),
            ("covered_by", said.get("inset", {}).get("covered_by", ()), refers.covered.get(int(line[3]), frozenset())),
        )
        for member, stated, expected in pairs:
            named = frozenset((one["certificate_id"], one["line"]) for one in stated)
            if named != expected:
                yield "a line refers to the lines that it replaces or stands on", {"member": member, "line": line[3]}


def _line(*, lot: AuditedLot, line: Sequence[Any]) -> dict[str, object] | None:
    kg = int(line[3]) - int(line[2])
    try:
        block = SerialBlock(first=lot.first, last=lot.issued_last, unit_kg=lot.unit_kg)
        part = block.part(offset_kg=int(line[2]) - lot.unit_start, kg=kg)
    except ValueError:
        return None
    member: dict[str, object] = {
        **lot.facts,
        "lot_id": lot.shown_id,
        "first": part.first,
        "last": part.last,
        "unit_kg": lot.unit_kg,
        "first_part_kg": part.first_part_kg,
        "last_part_kg": part.last_part_kg,
        "kg": kg,
    }
    inset = lot.facts.get("inset")
    if isinstance(inset, Mapping):
        member["inset"] = {**inset, "energy_mj": line[11], "volume_ml": line[12]}
    return member


def _judge_annex(
    *, body: Mapping[str, Any], row: _Row, lines: Sequence[Sequence[Any]], lots: Mapping[int, AuditedLot]
) -> Iterator[Disagreement]:
    try:
        annex = json.loads(bytes(row.annex or b""))
        seals = {
            name: hashlib.sha256(bytes.fromhex(part["salt"]) + encode(part["value"])).hexdigest()
            for name, part in annex.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield "an annex is canonical JSON", {"reason": str(error)}
        return
    if encode(annex) != bytes(row.annex or b""):
        yield "an annex is canonical JSON", {"reason": "the stored bytes are not the canonical ones"}
    if seals != body.get("annex_sha256"):
        yield "every part of the annex is what the body sealed", {"annex": seals, "body": body.get("annex_sha256")}
    price = annex.get("price", {}).get("value", {})
    charged = [_charged(line=line, lots=lots) for line in lines]
    expected = {
        "currency": lines[0][4] if lines else None,
        "lines": charged,
        "margin_minor": 0,
        "total_minor": sum(sum(line["charged_minor"].values()) for line in charged),
    }
    if price != expected:
        yield "the price in the annex is what the lines were charged", {"annex": price, "rows": expected}


def _charged(*, line: Sequence[Any], lots: Mapping[int, AuditedLot]) -> dict[str, Any]:
    lot = lots.get(int(line[1]))
    parts = {name: int(value) for name, value in zip(COST_PARTS, line[5:11], strict=True)}
    return {
        "lot_id": lot.shown_id if lot else None,
        "kg": int(line[3]) - int(line[2]),
        "charged_minor": parts,
        "total_minor": sum(parts.values()),
    }
