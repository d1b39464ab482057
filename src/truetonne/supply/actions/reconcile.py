"""Everything against everything: transactions and stated totals, older and newer editions, our retirements and theirs."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import connection, transaction

from truetonne.supply.actions.confirm_retirements import confirm_retirements, find_unconfirmed
from truetonne.supply.catalog import find_program
from truetonne.supply.models import ImportRun, Program
from truetonne.supply.registry_records.report import FINDINGS_MAX, Finding
from truetonne.supply.states import RunKind
from truetonne.supply.storing.balances import find_buffer_shortfalls, find_over_retired, weaken
from truetonne.supply.totals import find_fallen_totals, find_total_mismatches

_CHANGED = """
SELECT e."table", e.edition::text, r.program, coalesce(nullif(r.serial, ''), nullif(r.issuance, ''), r.project), e.changed
FROM supply_recordedition e JOIN (
    SELECT 'issuances' AS "table", id, program, serial, issuance, project FROM supply_registryissuance
    WHERE program = %(program)s
    UNION ALL
    SELECT 'uses', id, program, serial, issuance, project FROM supply_registryuse WHERE program = %(program)s
) r ON r."table" = e."table" AND r.id = e.record_id
ORDER BY e.id LIMIT %(most)s
"""


def list_reconcilable() -> tuple[str, ...]:
    """Programs of which something was imported."""
    return tuple(Program.objects.order_by("code").values_list("code", flat=True))


def reconcile(*, program: str, request_id: str, at: datetime) -> list[Finding]:
    """Compare all that is known of a program and return every break with both figures; nothing is repaired.

    What our retirements and the registry's records agree on is confirmed in the log; that is the only write. Raises
    ProgramUnknown.
    """
    found = find_program(program=program)
    code = found.code
    with transaction.atomic():
        findings = confirm_retirements(program=code, request_id=request_id, at=at)
    over = find_over_retired(mapping=found.mapping, program=code, is_whole=True)
    findings += weaken(findings=over, is_complete=_is_complete(program=code))
    findings += find_buffer_shortfalls(program=code, is_whole=True)
    findings += find_total_mismatches(program=code, is_remaining=found.mapping.issuance.quantity == "remaining")
    findings += find_fallen_totals(program=code)
    findings += _find_changed(program=code)
    findings += find_unconfirmed(program=code)
    return findings


def _is_complete(*, program: str) -> bool:
    runs = ImportRun.objects.filter(program=program, kind=RunKind.RECORDS, is_complete=True, is_refused=False)
    return runs.filter(report__by_table__has_key="issuances").exists()


def _find_changed(*, program: str) -> list[Finding]:
    """Records that a later edition states otherwise, with what was and what is."""
    findings = []
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, {"program": program, "most": FINDINGS_MAX})
        for table, edition, code, record, changed in cursor.fetchall():
            differences = json.loads(changed) if isinstance(changed, str) else changed
            facts = {"program": code, "record": record, "edition": edition, "changed": differences}
            findings.append(Finding(code="row_changed", table=table, rows=1, kg=0, facts=facts))
    return findings
