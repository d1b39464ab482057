"""A project's stated totals against the sum of its transactions, and older against newer statements."""

from __future__ import annotations

from django.db import connection

from truetonne.supply.registry_records.report import FINDINGS_MAX, Finding

# Where a registry lists what remains of its issuances, remainders and uses together are what was issued.
# A project without any transaction of a kind is not compared: nothing was imported that could disagree.
_MISMATCHES = """
WITH issued AS (
    SELECT project, sum(kg) FILTER (WHERE first IS NULL OR NOT %(remaining)s) AS whole,
           sum(kg) FILTER (WHERE first IS NOT NULL AND %(remaining)s) AS rest
    FROM supply_registryissuance WHERE program = %(program)s AND NOT is_contested GROUP BY 1
), used AS (
    SELECT project, sum(kg) FILTER (WHERE kind = 'retirements') AS retired, sum(kg) FILTER (WHERE kind = 'cancellations')
           AS cancelled FROM supply_registryuse WHERE program = %(program)s AND NOT is_contested GROUP BY 1
)
SELECT p.ref, t.what, t.stated::text, t.counted::text
FROM supply_project p LEFT JOIN issued i ON i.project = p.ref LEFT JOIN used u ON u.project = p.ref
CROSS JOIN LATERAL (VALUES
    ('issued', p.total_issued_kg, coalesce(i.whole, i.rest + coalesce(u.retired, 0) + coalesce(u.cancelled, 0))),
    ('retired', p.total_retired_kg, u.retired),
    ('cancelled', p.total_cancelled_kg, u.cancelled)
) AS t (what, stated, counted)
WHERE p.program_id = %(program)s AND t.stated IS NOT NULL AND t.counted IS NOT NULL AND t.stated <> t.counted
ORDER BY p.ref, t.what LIMIT %(most)s
"""

_FELL = """
SELECT p.ref, t.what, o.edition::text, n.edition::text, t.before::text, t.after::text
FROM supply_project p
JOIN LATERAL (SELECT * FROM supply_projectedition e WHERE e.project_id = p.id ORDER BY e.edition DESC, e.id DESC LIMIT 1) n
     ON true
JOIN LATERAL (SELECT * FROM supply_projectedition e WHERE e.project_id = p.id AND (e.edition, e.id) < (n.edition, n.id)
              ORDER BY e.edition DESC, e.id DESC LIMIT 1) o ON true
CROSS JOIN LATERAL (VALUES
    ('issued', o.total_issued_kg, n.total_issued_kg), ('retired', o.total_retired_kg, n.total_retired_kg),
    ('cancelled', o.total_cancelled_kg, n.total_cancelled_kg)
) AS t (what, before, after)
WHERE p.program_id = %(program)s AND t.after < t.before ORDER BY p.ref, t.what LIMIT %(most)s
"""


def find_total_mismatches(*, program: str, is_remaining: bool = False) -> list[Finding]:
    """Find projects whose stated totals are not the sum of their transactions, with both figures."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_MISMATCHES, {"program": program, "remaining": is_remaining, "most": FINDINGS_MAX})
        for project, what, stated, counted in cursor.fetchall():
            facts = {
                "program": program, "project": project, "total": what, "stated_kg": int(stated),
                "transactions_kg": int(counted), "difference_kg": int(stated) - int(counted),
            }  # fmt: skip
            found.append(Finding(code="total_mismatch", table="projects", rows=1, kg=0, facts=facts))
    return found


def find_fallen_totals(*, program: str) -> list[Finding]:
    """Find projects whose newest statement is smaller than the one before; totals of units only ever grow."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_FELL, {"program": program, "most": FINDINGS_MAX})
        for project, what, older, newer, before, after in cursor.fetchall():
            facts = {
                "program": program, "project": project, "total": what, "older_edition": older, "newer_edition": newer,
                "older_kg": int(before), "newer_kg": int(after),
            }  # fmt: skip
            found.append(Finding(code="edition_total_fell", table="projects", rows=1, kg=0, facts=facts))
    return found
