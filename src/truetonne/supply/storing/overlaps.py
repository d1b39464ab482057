"""Ranges that meet under one key: the same range cut otherwise is known, anything else that overlaps is held."""

from __future__ import annotations

from django.db import connection

from truetonne.supply.storing.verdicts import STORED

_TABLES = {"issuances": "('issuances')", "uses": "('retirements', 'cancellations', 'reversals')"}
_KIND = {"issuances": "'issuances'", "uses": "r.kind"}

# An island is a run of ranges in which each starts before the furthest end so far; ranges that only touch are apart.
# Exactly known rows are left out: the stored row stands for them.
_MEMBERS = """
WITH fresh AS (
    SELECT s.program, s.key, s.first, s.last, s.seq FROM supply_staged_row s
    WHERE s.outcome = 'accepted' AND s."table" IN {tables} AND s.first IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM supply_staged_verdict v WHERE v.seq = s.seq)
), ranges AS (
    SELECT program COLLATE "C" AS program, key COLLATE "C" AS key, first, last, seq, NULL::bigint AS stored FROM fresh
    UNION ALL
    SELECT r.program COLLATE "C", r.key COLLATE "C", r.first, r.last, NULL, r.id
    FROM {stored} r JOIN (SELECT DISTINCT program, key FROM fresh) k USING (program, key) WHERE r.first IS NOT NULL
), reached AS (
    SELECT *, max(last) OVER (PARTITION BY program, key ORDER BY first, last DESC, stored, seq
                              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
    FROM ranges
), numbered AS (
    SELECT *, count(*) FILTER (WHERE reach IS NULL OR first > reach)
                  OVER (ORDER BY program, key, first, last DESC, stored, seq) AS island
    FROM reached
), crowded AS (
    SELECT island FROM numbered GROUP BY island HAVING count(*) > 1 AND count(seq) > 0
)
INSERT INTO supply_staged_member
    (place, island, "table", program, key, first, last, seq, stored, kind, project, vintage_start, vintage_end, vintage,
     transaction, label)
SELECT row_number() OVER (ORDER BY n.island, n.first, n.last DESC, n.stored, n.seq), n.island, '{group}', n.program,
       n.key, n.first, n.last, n.seq, n.stored, coalesce(s."table", {kind}), coalesce(s.project, r.project),
       coalesce(s.vintage_start, r.vintage_start), coalesce(s.vintage_end, r.vintage_end),
       coalesce(s.vintage, r.vintage), coalesce(s.transaction, r.transaction),
       CASE WHEN s.seq IS NULL THEN 'the stored row ' || r.serial ELSE 'record ' || s.record || ' (' || s.serial || ')' END
FROM numbered n JOIN crowded USING (island)
LEFT JOIN supply_staged_row s ON s.seq = n.seq LEFT JOIN {stored} r ON r.id = n.stored
"""

# Each member's partner: who reached furthest before it, or for the first of an island the next one. The furthest end
# and its place travel in one number: an end is below 2^40, a place below 2^23.
_PARTNERS = """
WITH found AS (
    SELECT place, max(last * 8388608 + place) OVER before AS packed, lead(place) OVER within AS following,
           row_number() OVER within AS nth
    FROM supply_staged_member
    WINDOW within AS (PARTITION BY island ORDER BY place),
           before AS (PARTITION BY island ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
UPDATE supply_staged_member m
SET partner = CASE WHEN f.nth = 1 THEN f.following ELSE f.packed & 8388607 END
FROM found f WHERE f.place = m.place
"""

_CUT_OTHERWISE = """
WITH judged AS (
    SELECT island, max(last) - min(first) + 1 AS length, count(seq) AS fresh, count(stored) AS known,
           sum(last - first + 1) FILTER (WHERE seq IS NOT NULL) AS fresh_length,
           sum(last - first + 1) FILTER (WHERE stored IS NOT NULL) AS known_length,
           count(DISTINCT kind) AS kinds, min(stored) AS one_stored
    FROM supply_staged_member GROUP BY island
)
INSERT INTO supply_staged_verdict (seq, outcome, matched)
SELECT m.seq, 'known', j.one_stored FROM supply_staged_member m JOIN judged j USING (island)
WHERE m.seq IS NOT NULL AND j.known > 0 AND j.kinds = 1
  AND j.fresh_length = j.length AND j.known_length = j.length
"""

# Where a file lists what remains of an issuance, a later file shows parts of what an earlier one showed whole.
_REMAINDERS = """
INSERT INTO supply_staged_verdict (seq, outcome, matched)
SELECT DISTINCT ON (m.seq) m.seq, 'known', k.stored
FROM supply_staged_member m JOIN supply_staged_member k
     ON k.island = m.island AND k.stored IS NOT NULL AND k.first <= m.first AND k.last >= m.last
    AND k.project = m.project AND k.vintage_start IS NOT DISTINCT FROM m.vintage_start
    AND k.vintage_end IS NOT DISTINCT FROM m.vintage_end
WHERE m.seq IS NOT NULL AND m."table" = 'issuances' AND m.program = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM supply_staged_verdict v WHERE v.seq = m.seq)
  AND NOT EXISTS (SELECT 1 FROM supply_staged_member o WHERE o.island = m.island AND o.seq IS NOT NULL
                  AND o.seq <> m.seq AND o.first <= m.last AND o.last >= m.first)
ORDER BY m.seq, k.stored
"""

_HOLD = """
INSERT INTO supply_staged_verdict (seq, outcome, code, field, value, reason, facts)
SELECT m.seq, 'held',
       CASE WHEN p.stored IS NOT NULL AND p.transaction <> '' AND p.transaction = m.transaction THEN 'quantity_changed'
            ELSE 'serial_overlap' END,
       'serial', s.serial, 'serials ' || m.first || ' to ' || m.last || ' overlap ' || p.first || ' to ' || p.last
       || ' of ' || p.label,
       jsonb_build_object('first', m.first, 'last', m.last, 'other', p.label, 'other_first', p.first, 'other_last', p.last,
                          'overlap', least(m.last, p.last) - greatest(m.first, p.first) + 1, 'key', m.key)
FROM supply_staged_member m JOIN supply_staged_member p ON p.place = m.partner JOIN supply_staged_row s ON s.seq = m.seq
WHERE NOT EXISTS (SELECT 1 FROM supply_staged_verdict v WHERE v.seq = m.seq)
"""

_CONTEST = """
UPDATE {stored} r SET is_contested = true
FROM supply_staged_member k
WHERE k.stored = r.id AND NOT r.is_contested AND EXISTS (
    SELECT 1 FROM supply_staged_member m JOIN supply_staged_verdict v ON v.seq = m.seq
    WHERE m.island = k.island AND v.outcome = 'held' AND v.code = 'serial_overlap'
      AND m.first <= k.last AND m.last >= k.first)
"""


def judge_overlaps(*, group: str, remaining: tuple[str, ...]) -> None:
    """Judge the ranges of ``issuances`` or ``uses`` that have no verdict yet; contest stored rows that held ones meet.

    ``remaining`` are the programs whose issuance rows list what remains of an issuance.
    """
    stored = STORED[group]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM supply_staged_member")
        cursor.execute(_MEMBERS.format(tables=_TABLES[group], kind=_KIND[group], stored=stored, group=group))
        if cursor.rowcount == 0:
            return
        cursor.execute(_PARTNERS)
        cursor.execute(_CUT_OTHERWISE)
        if group == "issuances" and remaining:
            cursor.execute(_REMAINDERS, [list(remaining)])
        cursor.execute(_HOLD)
        cursor.execute(_CONTEST.format(stored=stored))
