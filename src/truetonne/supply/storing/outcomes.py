"""The end of a load: held rows stored once, every row that was not accepted listed, all counted."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.db import connection

from truetonne.supply.registry_records.report import Amount, Finding, Totals
from truetonne.supply.registry_records.vocabulary import Outcome

Parameters = dict[str, UUID | datetime | list[str]]

# A row's place among equal rows of this load tells a repeated row from its first.
_OCCURRENCES = """
    coalesce(o.nth, 1) AS occurrence
FROM supply_staged_row s LEFT JOIN (
    SELECT seq, row_number() OVER (PARTITION BY program, "table", content ORDER BY seq) AS nth
    FROM supply_staged_row WHERE content IN (
        SELECT content FROM supply_staged_row WHERE content IS NOT NULL GROUP BY content HAVING count(*) > 1)
) o USING (seq)
"""

_ROW_VERDICTS = """
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT seq, outcome, code, field, value, reason, facts FROM supply_staged_row WHERE outcome <> 'accepted'
"""

_CLEANED = """
    jsonb_strip_nulls(to_jsonb(s) - ARRAY['raw', 'seq', 'file', 'record', 'outcome', 'code', 'field', 'value', 'reason',
                                          'facts', 'new_id'])
"""

_STILL_HELD = f"""
WITH held AS (
    SELECT s.seq, s.program, s."table", s.content, v.code, {_OCCURRENCES}
    JOIN supply_staged_verdict v USING (seq) WHERE v.outcome = 'held'
)
UPDATE supply_staged_verdict v
SET outcome = 'known', reason = 'held since ' || to_char(h.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || ': ' || h.reason
FROM held x JOIN supply_heldrow h
     ON h.program = x.program AND h."table" = x."table" AND h.content = x.content AND h.occurrence = x.occurrence
    AND h.code = x.code
WHERE v.seq = x.seq
"""

_HOLD = f"""
INSERT INTO supply_heldrow (id, run_id, program, "table", file, record, code, field, value, reason, facts, kg, serial,
    project, content, occurrence, cleaned, raw)
SELECT gen_random_uuid(), %(run)s, x.program, x."table", (%(files)s::text[])[x.file + 1], x.record, v.code, v.field,
       v.value, v.reason, coalesce(v.facts, '{{}}'), x.kg, x.serial, x.project, x.content, x.occurrence, x.cleaned, x.raw
FROM (SELECT s.*, {_CLEANED} AS cleaned, {_OCCURRENCES}) x JOIN supply_staged_verdict v USING (seq)
WHERE v.outcome = 'held' ORDER BY x.seq
"""

# A held row that now passes all checks waits for nobody any more.
_PASSED = f"""
WITH passed AS (
    SELECT s.program, s."table", s.content, {_OCCURRENCES}
    LEFT JOIN supply_staged_verdict v USING (seq)
    WHERE (v.seq IS NULL OR v.outcome = 'known' AND v.code = '') AND s.outcome = 'accepted'
      AND EXISTS (SELECT 1 FROM supply_heldrow h WHERE h.content = s.content)
)
INSERT INTO supply_helddecision (row_id, verdict, reason, run_id, effective_at)
SELECT h.id, 'PASSED', 'passed every check in a later load', %(run)s, %(at)s
FROM supply_heldrow h JOIN passed p
     ON p.program = h.program AND p."table" = h."table" AND p.content = h.content AND p.occurrence = h.occurrence
WHERE NOT EXISTS (SELECT 1 FROM supply_helddecision d WHERE d.row_id = h.id)
"""

_LIST_ROWS = """
INSERT INTO supply_importrow (run_id, file, record, "table", outcome, code, field, value, reason, kg, row_count)
SELECT %(run)s, (%(files)s::text[])[s.file + 1], s.record::text, s."table", v.outcome, v.code, v.field,
       left(v.value, 1000), left(v.reason, 2000), s.kg, 1
FROM supply_staged_row s JOIN supply_staged_verdict v USING (seq)
WHERE (v.outcome IN ('held', 'refused') OR v.code <> '') AND NOT coalesce(v.facts ? 'whole_file', false)
ORDER BY s.seq
"""

# A file refused as a whole is one entry.
_LIST_FILES = """
INSERT INTO supply_importrow (run_id, file, record, "table", outcome, code, field, value, reason, kg, row_count)
SELECT %(run)s, (%(files)s::text[])[s.file + 1],
       CASE WHEN count(*) = 1 THEN min(s.record)::text ELSE min(s.record) || '-' || max(s.record) END, s."table",
       v.outcome, v.code, v.field, '', left(v.reason, 2000), sum(s.kg), count(*)
FROM supply_staged_row s JOIN supply_staged_verdict v USING (seq)
WHERE v.facts ? 'whole_file' GROUP BY s.file, s."table", v.outcome, v.code, v.field, v.reason ORDER BY s.file
"""

_LIST_KNOWN = """
WITH known AS (
    SELECT s.file, s.record, s."table", s.kg,
           s.record - row_number() OVER (PARTITION BY s.file, s."table" ORDER BY s.record) AS run
    FROM supply_staged_row s JOIN supply_staged_verdict v USING (seq) WHERE v.outcome = 'known' AND v.code = ''
)
INSERT INTO supply_importrow (run_id, file, record, "table", outcome, reason, kg, code, field, value, row_count)
SELECT %(run)s, (%(files)s::text[])[file + 1],
       CASE WHEN count(*) = 1 THEN min(record)::text ELSE min(record) || '-' || max(record) END, "table", 'known',
       'stored by an earlier load', sum(kg), '', '', '', count(*)
FROM known GROUP BY file, "table", run ORDER BY file, min(record)
"""

_COUNT = """
SELECT s."table", coalesce(v.outcome, 'accepted'), count(*), sum(s.kg)
FROM supply_staged_row s LEFT JOIN supply_staged_verdict v USING (seq) GROUP BY 1, 2 ORDER BY 1, 2
"""

_ROW_FINDINGS = """
SELECT v.code, s."table", count(*), sum(s.kg),
       (array_agg(coalesce(v.facts, '{}') || jsonb_build_object('record', s.record, 'field', v.field, 'value', v.value)
                  ORDER BY s.seq))[1]
FROM supply_staged_row s JOIN supply_staged_verdict v USING (seq)
WHERE v.code <> '' AND v.outcome IN ('held', 'refused') GROUP BY 1, 2 ORDER BY 1, 2
"""

_STILL = """
SELECT s."table", count(*), sum(s.kg),
       (array_agg(jsonb_build_object('record', s.record, 'code', v.code, 'reason', v.reason) ORDER BY s.seq))[1]
FROM supply_staged_row s JOIN supply_staged_verdict v USING (seq)
WHERE v.code <> '' AND v.outcome = 'known' GROUP BY 1 ORDER BY 1
"""

_CHANGED = """
SELECT s."table", count(*), sum(s.kg),
       (array_agg(jsonb_build_object('record', s.record, 'changed', v.changed) ORDER BY s.seq))[1]
FROM supply_staged_row s JOIN supply_staged_verdict v USING (seq) WHERE v.changed IS NOT NULL GROUP BY 1 ORDER BY 1
"""


def settle_held(*, run: UUID, files: tuple[str, ...], at: datetime) -> None:
    """Take in what rows alone had against them, store new held rows, recognise old ones, close those that pass."""
    parameters: Parameters = {"run": run, "files": list(files), "at": at}
    for statement in (_ROW_VERDICTS, _STILL_HELD, _HOLD, _PASSED):
        _execute(statement, parameters)


def list_rows(*, run: UUID, files: tuple[str, ...]) -> None:
    """Write down each row that was not accepted, runs of known rows as one."""
    parameters: Parameters = {"run": run, "files": list(files)}
    _execute(_LIST_ROWS, parameters)
    _execute(_LIST_FILES, parameters)
    _execute(_LIST_KNOWN, parameters)


def count_tables() -> dict[str, Totals]:
    """Rows and kilograms of each outcome, table by table."""
    amounts: dict[str, dict[Outcome, Amount]] = {}
    for table, outcome, rows, kg in _fetch(_COUNT):
        amounts.setdefault(str(table), {})[Outcome(str(outcome))] = Amount(rows=int(str(rows)), kg=int(str(kg)))
    return {table: Totals(amounts=found) for table, found in amounts.items()}


def find_row_findings() -> list[Finding]:
    """One finding per code and table of held and refused rows, with the facts of the first; one of changed rows."""
    found = []
    for code, table, rows, kg, facts in _fetch(_ROW_FINDINGS):
        found.append(
            Finding(code=str(code), table=str(table), rows=int(str(rows)), kg=int(str(kg)), facts=_json(facts))
        )
    for code, statement in (("still_held", _STILL), ("row_changed", _CHANGED)):
        for table, rows, kg, facts in _fetch(statement):
            found.append(Finding(code=code, table=str(table), rows=int(str(rows)), kg=int(str(kg)), facts=_json(facts)))
    return found


def _json(value: object) -> dict[str, object]:
    read = json.loads(value) if isinstance(value, str) else value
    return dict(read) if isinstance(read, dict) else {}


def _fetch(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _execute(statement: str, parameters: Parameters) -> None:
    with connection.cursor() as cursor:
        # Without parameters a statement is sent as it is, so that its own percent signs stay.
        used = {name: value for name, value in parameters.items() if f"%({name})s" in statement}
        cursor.execute(statement, used or None)
