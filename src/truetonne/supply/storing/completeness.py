"""What only a complete load can tell: that it shrank, and that rows vanished. A slice never says so."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from truetonne.supply.models import ImportRun
from truetonne.supply.registry_records.report import Finding
from truetonne.supply.states import RunKind
from truetonne.supply.storing.verdicts import STORED

SHRINK_PCT_MAX = 1
"""A complete load may be so many percent smaller than the one before it (operator policy)."""

_READABLE = """
SELECT "table", count(*), coalesce(sum(kg), 0)::text FROM supply_staged_row WHERE outcome <> 'refused' GROUP BY 1
"""

_VANISHED = """
SELECT count(*), coalesce(sum(r.kg), 0)::text,
       (array_agg(coalesce(nullif(r.serial, ''), nullif(r.issuance, ''), r.project) ORDER BY r.id))[1:10]
FROM {stored} r
WHERE r.program = ANY(%(programs)s) {kind} AND r.run <> %(run)s
  AND NOT EXISTS (SELECT 1 FROM supply_staged_row s WHERE s.identity = r.identity)
  AND NOT EXISTS (SELECT 1 FROM supply_staged_member k JOIN supply_staged_member m USING (island)
                  WHERE k.stored = r.id AND m.seq IS NOT NULL)
  {unused}
"""

_VANISHED_PROJECTS = """
SELECT count(*), (array_agg(p.ref ORDER BY p.ref))[1:10] FROM supply_project p
WHERE p.program_id = ANY(%(programs)s) AND p.is_listed
  AND NOT EXISTS (SELECT 1 FROM supply_staged_row s WHERE s."table" = 'projects' AND s.program = p.program_id
                  AND s.project = p.ref)
"""

# What remained of an issuance and is now retired has not vanished.
_UNUSED = """
  AND NOT EXISTS (SELECT 1 FROM supply_registryuse u
                  WHERE u.program = r.program AND u.key = r.key AND u.first <= r.last AND u.last >= r.first)
"""


def find_drops(*, program: str) -> list[Finding]:
    """Compare the staged totals with those of the complete load before. Call before anything is stored."""
    with connection.cursor() as cursor:
        cursor.execute(_READABLE)
        now = {str(table): (int(rows), int(kg)) for table, rows, kg in cursor.fetchall()}
    found = []
    for table, before in _earlier_totals(program=program).items():
        if table in now and _shrank(now=now[table], before=before):
            facts = {
                "table": table, "rows_before": before[0], "rows_now": now[table][0], "kg_before": before[1],
                "kg_now": now[table][1], "shrink_pct_max": SHRINK_PCT_MAX,
            }  # fmt: skip
            found.append(Finding(code="total_dropped", table=table, rows=now[table][0], kg=now[table][1], facts=facts))
    return found


def _earlier_totals(*, program: str) -> dict[str, tuple[int, int]]:
    totals: dict[str, tuple[int, int]] = {}
    runs = ImportRun.objects.filter(program=program, kind=RunKind.RECORDS, is_complete=True, is_refused=False)
    for report in runs.order_by("-recorded_at", "-id").values_list("report", flat=True)[:50]:
        for table, counted in report["by_table"].items():
            if table not in totals:
                totals[table] = tuple(counted["read"][unit] - counted["refused"][unit] for unit in ("rows", "kg"))
    return totals


def _shrank(*, now: tuple[int, int], before: tuple[int, int]) -> bool:
    """By mass where the table has one: ranges may be cut otherwise without anything being lost."""
    unit = 1 if before[1] > 0 else 0
    return now[unit] * 100 < before[unit] * (100 - SHRINK_PCT_MAX)


def find_vanished(*, group: str, run: UUID, remaining: bool, tables: tuple[str, ...]) -> list[Finding]:
    """Find stored ``issuances`` or ``uses`` that this complete load does not have. Call after the overlap step."""
    found = []
    for table in tables:
        kind = "" if group == "issuances" else "AND r.kind = %(table)s"
        statement = _VANISHED.format(
            stored=STORED[group], kind=kind, unused=_UNUSED if remaining and group == "issuances" else ""
        )
        rows, kg, examples = _one(statement, {"programs": _programs(), "run": run, "table": table})
        if rows:
            facts = {"rows": rows, "kg": int(str(kg)), "examples": examples}
            found.append(Finding(code="rows_vanished", table=table, rows=int(str(rows)), kg=int(str(kg)), facts=facts))
    return found


def find_vanished_projects() -> list[Finding]:
    """Find listed projects that this complete list does not name."""
    rows, examples = _one(_VANISHED_PROJECTS, {"programs": _programs()})
    if not rows:
        return []
    facts = {"rows": rows, "examples": examples}
    return [Finding(code="rows_vanished", table="projects", rows=int(str(rows)), kg=0, facts=facts)]


def _programs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT program FROM supply_staged_row")
        return [str(row[0]) for row in cursor.fetchall()]


def _one(statement: str, parameters: Mapping[str, list[str] | UUID | str]) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {k: v for k, v in parameters.items() if f"%({k})s" in statement})
        row = cursor.fetchone()
    return tuple(row or ())
