"""What other rows of the load and earlier loads say of each row. Every step is one or a few statements."""

from __future__ import annotations

from django.db import connection

STORED = {"issuances": "supply_registryissuance", "uses": "supply_registryuse"}
"""The two tables of public records that a row can be known in."""

_TABLES = {"issuances": "('issuances')", "uses": "('retirements', 'cancellations', 'reversals')"}

_OPEN = """
    s.outcome = 'accepted' AND NOT EXISTS (SELECT 1 FROM supply_staged_verdict v WHERE v.seq = s.seq)
"""

_REPEATED = f"""
WITH twice AS (
    SELECT identity FROM supply_staged_row s WHERE {_OPEN} AND identity IS NOT NULL
    GROUP BY identity HAVING count(*) > 1
), ranked AS (
    SELECT s.*, row_number() OVER same AS nth, first_value(s.record) OVER same AS first_record,
           count(*) OVER (PARTITION BY s.identity) AS n, min(s.record) OVER (PARTITION BY s.identity) AS one,
           max(s.record) OVER (PARTITION BY s.identity) AS other,
           (min(s.content::text) OVER (PARTITION BY s.identity)) <> (max(s.content::text) OVER (PARTITION BY s.identity))
               AS differs
    FROM supply_staged_row s JOIN twice USING (identity)
    WHERE {_OPEN}
    WINDOW same AS (PARTITION BY s.identity, s.content ORDER BY s.seq)
)
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT seq, 'held', 'duplicate_row', CASE WHEN first IS NULL THEN '' ELSE 'serial' END,
       CASE WHEN serial <> '' THEN serial WHEN issuance <> '' THEN issuance ELSE project END,
       CASE WHEN nth > 1 THEN 'repeats record ' || first_record
            ELSE 'its key occurs again, with other details, in record ' || CASE WHEN record = one THEN other ELSE one END END,
       jsonb_build_object('record', record, 'repeats', CASE WHEN nth > 1 THEN first_record
                                                            WHEN record = one THEN other ELSE one END)
FROM ranked WHERE nth > 1 OR (differs AND first IS NULL)
"""
# Rows that repeat a whole row are held from the second on. Rows that share a key but differ contradict each other,
# so all are held; where they have ranges the overlap step says so and names the partner.

_KNOWN_RECORDS = """
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts, matched)
SELECT s.seq, CASE WHEN r.kg = s.kg THEN 'known' ELSE 'held' END,
       CASE WHEN r.kg = s.kg THEN '' ELSE 'quantity_changed' END,
       CASE WHEN r.kg = s.kg THEN '' ELSE 'quantity' END, CASE WHEN r.kg = s.kg THEN '' ELSE s.kg::text END,
       CASE WHEN r.kg = s.kg THEN '' ELSE 'known with ' || r.kg || ' kg, now ' || s.kg || ' kg' END,
       CASE WHEN r.kg = s.kg THEN NULL ELSE jsonb_build_object('stored_kg', r.kg, 'stated_kg', s.kg) END,
       CASE WHEN r.kg = s.kg THEN r.id END
FROM supply_staged_row s JOIN {stored} r ON r.identity = s.identity
WHERE {open} AND s."table" IN {tables}
"""

_LEFT_OVER = """
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT DISTINCT ON (s.seq) s.seq, 'held', 'quantity_changed', 'quantity', s.kg::text,
       'the same project, vintage and date were stored with ' || r.kg || ' kg, now ' || s.kg || ' kg',
       jsonb_build_object('stored_kg', r.kg, 'stated_kg', s.kg)
FROM supply_staged_row s JOIN {stored} r ON r.base = s.base
WHERE {open} AND s."table" IN {tables} AND s.identity <> s.base
  AND NOT EXISTS (SELECT 1 FROM supply_staged_verdict v JOIN supply_staged_row k ON k.seq = v.seq
                  WHERE v.matched = r.id AND k.base = s.base)
ORDER BY s.seq, r.id
"""

_KNOWN_PROJECTS = f"""
INSERT INTO supply_staged_verdict (seq, outcome)
SELECT s.seq, 'known' FROM supply_staged_row s
JOIN supply_project p ON p.program_id = s.program AND p.ref = s.project AND p.is_listed
WHERE {_OPEN} AND s."table" = 'projects'
"""

_SAME_SERIAL_ELSEWHERE = f"""
WITH met AS (
    SELECT s.seq, r.program || ' ' || r.serial AS label, r.program AS elsewhere, r.project
    FROM supply_staged_row s JOIN supply_registryissuance r
         ON r.serial = s.serial AND r.program <> s.program AND r.serial <> ''
    WHERE {_OPEN} AND s."table" = 'issuances' AND s.serial <> ''
    UNION ALL
    SELECT s.seq, t.program || ' ' || t.serial, t.program, t.project
    FROM supply_staged_row s JOIN supply_staged_row t
         ON t.serial = s.serial AND t.program <> s.program AND t."table" = 'issuances' AND t.serial <> ''
    WHERE {_OPEN} AND s."table" = 'issuances' AND s.serial <> ''
)
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT DISTINCT ON (s.seq) s.seq, 'held', 'serial_overlap', 'serial', s.serial,
       'the same serial number is issued at ' || m.label,
       jsonb_build_object('other', m.label, 'other_program', m.elsewhere, 'other_project', m.project)
FROM met m JOIN supply_staged_row s USING (seq) ORDER BY s.seq, m.label
"""

_CONTEST_ELSEWHERE = """
UPDATE supply_registryissuance r SET is_contested = true
FROM supply_staged_row s JOIN supply_staged_verdict v USING (seq)
WHERE v.code = 'serial_overlap' AND s."table" = 'issuances' AND s.serial <> '' AND r.serial = s.serial
  AND r.program <> s.program AND NOT r.is_contested
"""

_DATE_BY_RANGE = f"""
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT s.seq, 'held', 'date_order', 'used', s.used::text,
       'used on ' || s.used || ', before its issue on ' || i.issued_on,
       jsonb_build_object('issued', i.issued_on, 'used', s.used)
FROM supply_staged_row s
CROSS JOIN LATERAL (
    SELECT r.issued_on, r.last FROM supply_registryissuance r
    WHERE r.program = s.program AND r.key = s.key AND r.first <= s.first ORDER BY r.first DESC LIMIT 1
) i
WHERE {_OPEN} AND s."table" IN {_TABLES["uses"]} AND s.issued IS NULL AND s.first IS NOT NULL
  AND i.last >= s.last AND s.used < i.issued_on
"""

_DATE_BY_PROJECT = f"""
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT s.seq, 'held', 'date_order', 'used', s.used::text,
       'used on ' || s.used || ', before the first issue of the project and vintage on ' || i.issued_on,
       jsonb_build_object('issued', i.issued_on, 'used', s.used)
FROM supply_staged_row s
JOIN (SELECT program, project, vintage, min(issued_on) AS issued_on FROM supply_registryissuance
      WHERE first IS NULL AND vintage IS NOT NULL GROUP BY 1, 2, 3) i
     ON i.program = s.program AND i.project = s.project AND i.vintage = s.vintage
WHERE {_OPEN} AND s."table" IN {_TABLES["uses"]} AND s.issued IS NULL AND s.used < i.issued_on
"""


def judge_repeats() -> None:
    """Hold rows whose key occurs more than once in this load."""
    _run(_REPEATED)


def judge_known(*, group: str) -> None:
    """Find the rows of ``issuances`` or ``uses`` that are stored; hold those with another quantity."""
    _run(_KNOWN_RECORDS.format(stored=STORED[group], open=_OPEN, tables=_TABLES[group]))
    _run(_LEFT_OVER.format(stored=STORED[group], open=_OPEN, tables=_TABLES[group]))


def judge_known_projects() -> None:
    """Find the projects that an earlier list named."""
    _run(_KNOWN_PROJECTS)


def judge_serials_elsewhere() -> None:
    """Hold issuances whose printed serial number another registry issued too, and contest that one."""
    _run(_SAME_SERIAL_ELSEWHERE)
    _run(_CONTEST_ELSEWHERE)


def judge_dates_of_issue() -> None:
    """Hold uses that come before the issuance that the records know. Call when this load's issuances are stored."""
    _run(_DATE_BY_RANGE)
    _run(_DATE_BY_PROJECT)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
