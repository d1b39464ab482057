"""A project's stated totals against the sum of its transactions, and older against newer statements."""

from __future__ import annotations

from django.db import connection

from truetonne.supply.models import ImportRun
from truetonne.supply.registry_records.report import FINDINGS_MAX, Finding
from truetonne.supply.registry_records.vocabulary import Severity
from truetonne.supply.states import RunKind

_TABLE_OF = {"issued": "issuances", "retired": "retirements", "cancelled": "cancellations"}

# Each edition's totals against the transactions known up to its day. A project without any transaction of a kind is
# not compared: nothing was imported that could disagree. Where a registry lists what remains of its issuances,
# remainders and uses together are what was issued.
_MISMATCHES = """
WITH stated AS (
    SELECT DISTINCT ON (e.project_id, e.edition) p.ref, e.edition, e.total_issued_kg, e.total_retired_kg, e.total_cancelled_kg
    FROM supply_projectedition e JOIN supply_project p ON p.id = e.project_id
    WHERE p.program_id = %(program)s AND (e.total_issued_kg IS NOT NULL OR e.total_retired_kg IS NOT NULL
                                          OR e.total_cancelled_kg IS NOT NULL)
    ORDER BY e.project_id, e.edition, e.id DESC
), issued AS (
    SELECT s.ref, s.edition, sum(r.kg) FILTER (WHERE r.first IS NULL OR NOT %(remaining)s) AS whole,
           sum(r.kg) FILTER (WHERE r.first IS NOT NULL AND %(remaining)s) AS rest
    FROM stated s JOIN supply_registryissuance r ON r.program = %(program)s AND r.project = s.ref AND NOT r.is_contested
         AND (r.issued_on IS NULL OR r.issued_on <= s.edition)
    GROUP BY 1, 2
), used AS (
    SELECT s.ref, s.edition, sum(r.kg) FILTER (WHERE r.kind = 'retirements') AS retired,
           sum(r.kg) FILTER (WHERE r.kind = 'cancellations') AS cancelled
    FROM stated s JOIN supply_registryuse r ON r.program = %(program)s AND r.project = s.ref AND NOT r.is_contested
         AND (r.used_on IS NULL OR r.used_on <= s.edition)
    GROUP BY 1, 2
)
SELECT s.ref, t.what, s.edition::text, t.stated::text, t.counted::text
FROM stated s LEFT JOIN issued i USING (ref, edition) LEFT JOIN used u USING (ref, edition)
CROSS JOIN LATERAL (VALUES
    ('issued', s.total_issued_kg, coalesce(i.whole, i.rest + coalesce(u.retired, 0) + coalesce(u.cancelled, 0))),
    ('retired', s.total_retired_kg, u.retired), ('cancelled', s.total_cancelled_kg, u.cancelled)
) AS t (what, stated, counted)
WHERE t.stated IS NOT NULL AND t.counted IS NOT NULL AND t.stated <> t.counted
ORDER BY s.ref, s.edition, t.what LIMIT %(most)s
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
    """Find projects whose stated totals are not the sum of their transactions, edition by edition, with both figures.

    A warning while the transactions are known from slices only: what differs may not have been imported.
    """
    complete = _complete_tables(program=program)
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_MISMATCHES, {"program": program, "remaining": is_remaining, "most": FINDINGS_MAX})
        for project, what, edition, stated, counted in cursor.fetchall():
            is_complete = _TABLE_OF[what] in complete
            facts = {
                "program": program, "project": project, "total": what, "edition": edition, "stated_kg": int(stated),
                "transactions_kg": int(counted), "difference_kg": int(stated) - int(counted),
                "transactions_complete": is_complete,
            }  # fmt: skip
            severity = Severity.ERROR if is_complete else Severity.WARNING
            found.append(Finding(code="total_mismatch", table="projects", rows=1, kg=0, facts=facts, severity=severity))
    return found


def _complete_tables(*, program: str) -> frozenset[str]:
    runs = ImportRun.objects.filter(program=program, kind=RunKind.RECORDS, is_complete=True, is_refused=False)
    return frozenset(table for report in runs.values_list("report", flat=True) for table in report["by_table"])


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
