"""Balances of public records: more used than issued, more reversed than the buffer holds. Findings, never repairs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

from truetonne.supply.registry_records.mapping import Mapping
from truetonne.supply.registry_records.report import FINDINGS_MAX, Finding
from truetonne.supply.registry_records.vocabulary import Severity

_COLUMN = {"issued": "issued_on"}
_STAGED = {"issued": "issued"}

# What the records know of each group that this load touches: issued, retired, cancelled. Contested rows are in no
# balance; ex-ante units are not issued yet; buffer units that stand beside the quantity can only be cancelled.
_OVER_RETIRED = """
WITH touched AS (
    SELECT DISTINCT {staged} FROM {source} r
    WHERE r.program = %(program)s {staged_filter}
), issued AS (
    SELECT {names}, sum(r.kg) AS kg, sum(coalesce(r.buffer_kg, 0)) AS buffer_kg, max(r.vintage_total_kg) AS vintage_total_kg,
           count(*) AS n
    FROM supply_registryissuance r
    WHERE r.program = %(program)s AND NOT r.is_contested AND r.delivery = 'EX_POST' {filter} GROUP BY {positions}
), used AS (
    SELECT {names}, coalesce(sum(r.kg) FILTER (WHERE r.kind = 'retirements'), 0) AS retired_kg,
           coalesce(sum(r.kg) FILTER (WHERE r.kind = 'cancellations'), 0) AS cancelled_kg,
           max(r.vintage_total_kg) AS vintage_total_kg, count(*) AS n
    FROM supply_registryuse r
    WHERE r.program = %(program)s AND NOT r.is_contested AND r.kind <> 'reversals' {filter} GROUP BY {positions}
), compared AS (
    SELECT {columns}, used.retired_kg, used.cancelled_kg, used.n AS n, {issued_kg} AS issued_kg,
           {buffer_kg} AS buffer_kg
    FROM used JOIN touched USING ({columns}) {join} JOIN issued USING ({columns})
), judged AS (
    SELECT *, greatest(retired_kg - issued_kg, retired_kg + cancelled_kg - issued_kg - buffer_kg) AS excess_kg
    FROM compared WHERE issued_kg IS NOT NULL
)
SELECT jsonb_build_object({facts}), issued_kg::text, retired_kg::text, cancelled_kg::text, buffer_kg::text,
       excess_kg::text, n
FROM judged WHERE excess_kg > 0 ORDER BY {columns} LIMIT %(most)s
"""

_SHORTFALL = """
WITH touched AS (
    SELECT DISTINCT project FROM {source} r WHERE r.program = %(program)s {staged_filter}
), lost AS (
    SELECT project, sum(kg) AS reversed_kg, count(*) AS n FROM supply_registryuse JOIN touched USING (project)
    WHERE program = %(program)s AND kind = 'reversals' AND NOT is_contested GROUP BY 1
), kept AS (
    SELECT project, coalesce(sum(buffer_kg), 0) AS buffer_kg FROM supply_registryissuance JOIN touched USING (project)
    WHERE program = %(program)s AND NOT is_contested GROUP BY 1
)
SELECT project, reversed_kg::text, coalesce(buffer_kg, 0)::text, n FROM lost LEFT JOIN kept USING (project)
WHERE reversed_kg > coalesce(buffer_kg, 0) ORDER BY project LIMIT %(most)s
"""


_STAGED_FILTER = (
    """AND r.outcome = 'accepted' AND r."table" IN ('issuances', 'retirements', 'cancellations', 'reversals')"""
)


def find_over_retired(*, mapping: Mapping, program: str, is_whole: bool = False) -> list[Finding]:
    """Find issuances of which more is retired or cancelled than was issued, the excess exact to the kilogram.

    Groups are those that the mapping says link uses to issuances: those that the staged load touches, or all with
    ``is_whole``. No comment clears a finding.
    """
    fields, extra = _group(mapping=mapping)
    statement = _statement(mapping=mapping, fields=fields, extra=extra, is_whole=is_whole)
    found = []
    with connection.cursor() as cursor:
        cursor.execute(statement, {"program": program, "most": FINDINGS_MAX})
        for group, issued, retired, cancelled, buffer, excess, rows in cursor.fetchall():
            facts = {
                "program": program, **_facts(group), "issued_kg": int(issued), "retired_kg": int(retired),
                "cancelled_kg": int(cancelled), "buffer_kg": int(buffer), "excess_kg": int(excess),
            }  # fmt: skip
            found.append(Finding(code="over_retired", table="retirements", rows=rows, kg=int(excess), facts=facts))
    return found


def find_buffer_shortfalls(*, program: str, is_whole: bool = False) -> list[Finding]:
    """Find projects whose reversals are larger than their buffer contributions, with the shortfall."""
    found = []
    statement = _SHORTFALL.format(
        source="supply_registryuse" if is_whole else "supply_staged_row",
        staged_filter="" if is_whole else _STAGED_FILTER,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"program": program, "most": FINDINGS_MAX})
        for project, reversed_kg, buffer_kg, rows in cursor.fetchall():
            short = int(reversed_kg) - int(buffer_kg)
            facts = {
                "program": program, "project": project, "reversed_kg": int(reversed_kg), "buffer_kg": int(buffer_kg),
                "shortfall_kg": short,
            }  # fmt: skip
            found.append(Finding(code="buffer_shortfall", table="reversals", rows=rows, kg=short, facts=facts))
    return found


def weaken(*, findings: Sequence[Finding], is_complete: bool) -> list[Finding]:
    """Where only slices of a registry are known, more used than issued may mean that an issuance was not imported."""
    if is_complete:
        return list(findings)
    return [
        Finding(
            code=f.code, table=f.table, rows=f.rows, kg=f.kg, severity=Severity.WARNING,
            facts={**f.facts, "issuances_complete": False},
        )
        for f in findings
    ]  # fmt: skip


def _group(*, mapping: Mapping) -> tuple[tuple[str, ...], str]:
    match = mapping.issuance.match
    if match != "serial":
        return match, ""
    has_key = bool(mapping.serial.key) or any(pattern.key for pattern in mapping.serial.patterns)
    return (("key",), "AND r.first IS NOT NULL") if has_key else (("project", "vintage"), "")


def _statement(*, mapping: Mapping, fields: tuple[str, ...], extra: str, is_whole: bool) -> str:
    remaining = mapping.issuance.quantity == "remaining"
    inside = mapping.buffer.inside

    def names(renamed: dict[str, str]) -> str:
        return ", ".join(f"coalesce(r.{renamed.get(name, name)}::text, '') AS g_{name}" for name in fields)

    columns = ", ".join(f"g_{name}" for name in fields)
    return _OVER_RETIRED.format(
        staged=names(_COLUMN if is_whole else _STAGED),
        source="supply_registryuse" if is_whole else "supply_staged_row",
        staged_filter="" if is_whole else _STAGED_FILTER,
        names=names(_COLUMN),
        columns=columns,
        positions=", ".join(str(at) for at in range(1, len(fields) + 1)),
        filter=extra,
        issued_kg="greatest(issued.vintage_total_kg, used.vintage_total_kg)" if remaining else "issued.kg",
        buffer_kg="0" if inside or remaining else "issued.buffer_kg",
        # What remains says nothing of what was used up, so a vintage may be known from its uses alone.
        join="LEFT" if remaining else "",
        facts=", ".join(f"'{name}', g_{name}" for name in fields),
    )


def _facts(value: object) -> dict[str, object]:
    read = json.loads(value) if isinstance(value, str) else value
    return dict(read) if isinstance(read, dict) else {}
