"""Our own blocks against our own holdings and against the registries' public records."""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.db import connection

from truetonne.supply.registry_records.mapping import Mapping
from truetonne.supply.registry_records.report import Finding

_OPEN = """
    s.outcome = 'accepted' AND NOT EXISTS (SELECT 1 FROM supply_staged_verdict v WHERE v.seq = s.seq)
"""

# Known: the same block, or its parts, or a block that it is a part of; the ledger's lots have it already.
_KNOWN = f"""
INSERT INTO supply_staged_verdict (seq, outcome, matched)
SELECT s.seq, 'known', 0 FROM supply_staged_row s
WHERE {_OPEN} AND s.first IS NOT NULL AND (
    EXISTS (SELECT 1 FROM supply_holding h WHERE h.program_id = s.program AND h.key = s.key
            AND h.first = s.first AND h.last = s.last AND h.kg = s.kg)
    OR (SELECT sum(h.last - h.first + 1) FROM supply_holding h WHERE h.program_id = s.program AND h.key = s.key
        AND h.first >= s.first AND h.last <= s.last) = s.last - s.first + 1)
"""

_PARTS = f"""
WITH part AS (
    SELECT s.seq, h.id AS holding, h.last - h.first + 1 AS whole, s.last - s.first + 1 AS length
    FROM supply_staged_row s JOIN supply_holding h ON h.program_id = s.program AND h.key = s.key
         AND h.first <= s.first AND h.last >= s.last
    WHERE {_OPEN} AND s.first IS NOT NULL
)
INSERT INTO supply_staged_verdict (seq, outcome, matched)
SELECT seq, 'known', 0 FROM part WHERE holding IN (
    SELECT holding FROM part GROUP BY holding, whole HAVING sum(length) = whole)
"""

_OVERLAPS = f"""
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT DISTINCT ON (s.seq) s.seq, 'held', 'serial_overlap', 'serial', s.serial,
       'serials ' || s.first || ' to ' || s.last || ' overlap ' || h.first || ' to ' || h.last || ' of our block ' || h.serial,
       jsonb_build_object('first', s.first, 'last', s.last, 'other', h.serial, 'other_first', h.first, 'other_last', h.last)
FROM supply_staged_row s JOIN supply_holding h ON h.program_id = s.program AND h.key = s.key
     AND h.first <= s.last AND h.last >= s.first
WHERE {_OPEN} AND s.first IS NOT NULL ORDER BY s.seq, h.first
"""

# Within one file the first block stands and the later one is held, as the ledger would have it.
_OVERLAPS_HERE = f"""
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT DISTINCT ON (s.seq) s.seq, 'held', 'serial_overlap', 'serial', s.serial,
       'serials ' || s.first || ' to ' || s.last || ' overlap ' || o.first || ' to ' || o.last || ' of record ' || o.record,
       jsonb_build_object('first', s.first, 'last', s.last, 'other', o.serial, 'other_first', o.first,
                          'other_last', o.last, 'record', o.record)
FROM supply_staged_row s JOIN supply_staged_row o ON o.program = s.program AND o.key = s.key AND o.seq < s.seq
     AND o.first <= s.last AND o.last >= s.first AND o.outcome = 'accepted'
WHERE {_OPEN} AND s.first IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM supply_staged_verdict v WHERE v.seq = o.seq AND v.outcome = 'held')
ORDER BY s.seq, o.first
"""

_ELSEWHERE = f"""
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT DISTINCT ON (s.seq) s.seq, 'held', 'serial_overlap', 'serial', s.serial,
       'the same serial number is a block of ours at ' || h.program_id,
       jsonb_build_object('other_program', h.program_id, 'other', h.serial)
FROM supply_staged_row s JOIN supply_holding h ON h.serial = s.serial AND h.program_id <> s.program
WHERE {_OPEN} ORDER BY s.seq, h.program_id
"""

_USED = f"""
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT DISTINCT ON (s.seq) s.seq, 'held', 'serial_overlap', 'serial', s.serial,
       'the registry''s ' || u.kind || ' show ' || u.serial || ' as used'
       || coalesce(' on ' || u.used_on, '') || ', which overlaps this block',
       jsonb_build_object('first', s.first, 'last', s.last, 'other', u.serial, 'other_first', u.first,
                          'other_last', u.last, 'kind', u.kind)
FROM supply_staged_row s JOIN supply_registryuse u ON u.program = s.program AND u.key = s.key
     AND u.first <= s.last AND u.last >= s.first AND u.kind <> 'reversals'
WHERE {_OPEN} AND s.first IS NOT NULL ORDER BY s.seq, u.first
"""

_CONTESTED = f"""
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT DISTINCT ON (s.seq) s.seq, 'held', 'serial_overlap', 'serial', s.serial,
       'the registry''s issuance ' || r.serial || ' is contradicted by another row of its records',
       jsonb_build_object('first', s.first, 'last', s.last, 'other', r.serial)
FROM supply_staged_row s JOIN supply_registryissuance r ON r.program = s.program AND r.key = s.key
     AND r.first <= s.last AND r.last >= s.first AND r.is_contested
WHERE {_OPEN} AND s.first IS NOT NULL ORDER BY s.seq, r.first
"""

# Where issuances have ranges a block must lie inside issued ones (several that touch are as good as one). Under a key
# that is the registry alone only those count that the block meets: what was not imported is unknown.
_OUTSIDE = f"""
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT s.seq, 'held', 'issuance_exceeded', 'serial', s.serial,
       'serials ' || s.first || ' to ' || s.last || ' reach beyond the public issuance ' || i.first || ' to ' || i.last,
       jsonb_build_object('first', s.first, 'last', s.last, 'issued_first', i.first, 'issued_last', i.last)
FROM supply_staged_row s
CROSS JOIN LATERAL (
    SELECT min(r.first) AS first, max(r.last) AS last, range_agg(int8range(r.first, r.last, '[]')) AS ranges
    FROM supply_registryissuance r
    WHERE r.program = s.program AND r.key = s.key AND r.first IS NOT NULL
      AND (s.key <> '' OR r.first <= s.last AND r.last >= s.first)
) i
WHERE {_OPEN} AND s.first IS NOT NULL AND i.ranges IS NOT NULL AND NOT i.ranges @> int8range(s.first, s.last, '[]')
"""

_BLOCKS = f"""
SELECT s.seq, s.serial, s.key, s.first, s.last, s.unit_kg, s.kg, s.project, coalesce(s.name, ''), s.vintage, s.vintage_start,
       s.vintage_end, s.issued, s.issuance, coalesce(s.status, ''), coalesce(s.unit_status, ''), coalesce(s.country, ''),
       coalesce(s.developer, ''), coalesce(s.project_type, ''), coalesce(s.methodology, ''),
       coalesce(s.credit_class, ''), s.content, s.raw,
       EXISTS (SELECT 1 FROM supply_registryissuance r WHERE r.program = s.program AND (
                   r.key = s.key AND r.first <= s.first AND r.last >= s.last
                   OR r.first IS NULL AND r.project = s.project AND r.vintage IS NOT DISTINCT FROM s.vintage))
FROM supply_staged_row s WHERE {_OPEN} AND s.first IS NOT NULL ORDER BY s.seq
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedBlock:
    """A block of ours as its file states it, ready to become a lot."""

    seq: int
    serial: str
    key: str
    first: int
    last: int
    unit_kg: int
    kg: int
    project: str
    name: str
    vintage: int | None
    vintage_start: date | None
    vintage_end: date | None
    issued: date | None
    issuance: str
    status: str
    unit_status: str
    country: str
    developer: str
    project_type: str
    methodology: str
    credit_class: str
    content: UUID
    raw: AnyMapping[str, object]
    issuance_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why a block is held."""

    seq: int
    code: str
    field: str
    value: str
    reason: str
    facts: AnyMapping[str, object]


def judge_known() -> None:
    """Find blocks that are lots already, whole, cut otherwise or joined; what only overlaps one is held."""
    for statement in (_KNOWN, _PARTS, _OVERLAPS, _OVERLAPS_HERE, _ELSEWHERE):
        _run(statement)


def judge_against_records(*, mapping: Mapping) -> list[Finding]:
    """Hold blocks that public records show as used, contested or never issued, or that exceed their issuance."""
    for statement in (_USED, _CONTESTED, _OUTSIDE):
        _run(statement)
    if not _issuances_have_ranges(mapping=mapping):
        add_verdicts(verdicts=_exceeding(blocks=list_open_blocks(), program=mapping.program.code))
    return _unknown_issuances(blocks=list_open_blocks())


def _issuances_have_ranges(*, mapping: Mapping) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM supply_registryissuance WHERE program = %s AND first IS NULL)",
            [mapping.program.code],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def _exceeding(*, blocks: Sequence[StagedBlock], program: str) -> list[Verdict]:
    """Where issuances have no ranges: our blocks and the public uses of a project and vintage within what was issued."""
    found: list[Verdict] = []
    taken: dict[tuple[str, int | None], int] = {}
    for block in blocks:
        group = (block.project, block.vintage)
        issued, used, ours = _figures(program=program, project=block.project, vintage=block.vintage)
        if issued is None:
            continue
        before = ours + taken.get(group, 0)
        if used + before + block.kg > issued:
            facts = {
                "project": block.project, "vintage": block.vintage, "issued_kg": issued, "used_kg": used,
                "ours_kg": before, "block_kg": block.kg, "excess_kg": used + before + block.kg - issued,
            }  # fmt: skip
            reason = (
                f"project {block.project}, vintage {block.vintage}: issued {issued} kg, used by others {used} kg, ours"
                f" already {before} kg; this block of {block.kg} kg does not fit"
            )
            found.append(
                Verdict(
                    seq=block.seq,
                    code="issuance_exceeded",
                    field="quantity",
                    value=str(block.kg),
                    reason=reason,
                    facts=facts,
                )
            )
        else:
            taken[group] = taken.get(group, 0) + block.kg
    return found


def _figures(*, program: str, project: str, vintage: int | None) -> tuple[int | None, int, int]:
    """Issued, used by others and already ours, in kilograms, of one project and vintage; issued None when unknown."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(kg)::text FROM supply_registryissuance WHERE program = %s AND project = %s"
            " AND vintage IS NOT DISTINCT FROM %s AND NOT is_contested AND delivery = 'EX_POST' AND first IS NULL",
            [program, project, vintage],
        )
        issued = cursor.fetchone()
        # Uses inside our own blocks are ours: the registry's picture of what we retired.
        cursor.execute(
            "SELECT coalesce(sum(u.kg), 0)::text FROM supply_registryuse u WHERE u.program = %s AND u.project = %s"
            " AND u.vintage IS NOT DISTINCT FROM %s AND NOT u.is_contested AND u.kind <> 'reversals' AND NOT EXISTS ("
            "SELECT 1 FROM supply_holding h WHERE h.program_id = u.program AND h.key = u.key AND h.first <= u.last"
            " AND h.last >= u.first)",
            [program, project, vintage],
        )
        used = cursor.fetchone()
        cursor.execute(
            "SELECT coalesce(sum(h.kg), 0)::text FROM supply_holding h JOIN supply_project p ON p.id = h.project_id"
            " WHERE h.program_id = %s AND p.ref = %s AND h.vintage IS NOT DISTINCT FROM %s",
            [program, project, vintage],
        )
        ours = cursor.fetchone()
    return (
        int(issued[0]) if issued and issued[0] is not None else None,
        int(used[0]) if used else 0,
        int(ours[0]) if ours else 0,
    )


def _unknown_issuances(*, blocks: Sequence[StagedBlock]) -> list[Finding]:
    unknown = [block for block in blocks if not block.issuance_known]
    if not unknown:
        return []
    facts = {"first": unknown[0].serial, "projects": sorted({block.project for block in unknown})[:20]}
    kg = sum(block.kg for block in unknown)
    return [Finding(code="issuance_unknown", table="holdings", rows=len(unknown), kg=kg, facts=facts)]


def list_open_blocks() -> tuple[StagedBlock, ...]:
    """The staged blocks that nothing speaks against so far."""
    names = [field.name for field in fields(StagedBlock)]
    with connection.cursor() as cursor:
        cursor.execute(_BLOCKS)
        rows = cursor.fetchall()
    made = []
    for row in rows:
        values = dict(zip(names, row, strict=True))
        if isinstance(values["raw"], str):
            values["raw"] = json.loads(values["raw"])
        made.append(StagedBlock(**values))
    return tuple(made)


def add_verdicts(*, verdicts: Sequence[Verdict]) -> None:
    """Hold the blocks with the reasons given."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)"
            " VALUES (%s, 'held', %s, %s, %s, %s, %s)",
            [(v.seq, v.code, v.field, v.value, v.reason, json.dumps(dict(v.facts))) for v in verdicts],
        )


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
