"""Importing the operator's copy of the table of core carbon principle decisions. The table itself is not shipped."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from truetonne.members.lists.files import ListUnreadable, read_bytes, read_rows
from truetonne.people.actions import record_audit_line
from truetonne.rules.ccp.lookup import CcpRow
from truetonne.rules.ccp.lookup import read_rows as read_decisions
from truetonne.science.errors import InputRefused
from truetonne.supply.ccp.lookup import find_edition
from truetonne.supply.models import CcpDecision, CcpEdition
from truetonne.supply.registry_records.report import RowNote
from truetonne.supply.registry_records.vocabulary import Outcome

COLUMNS = {
    "program": ("program", "programme"),
    "methodology": ("methodology", "protocol"),
    "versions": ("versions", "version"),
    "decision": ("decision", "state", "status"),
    "decided_on": ("decided_on", "date"),
}
"""Heads under which a column is known, whatever their case; decision and date may be absent."""
NEEDED = ("program", "methodology", "versions")
TABLE = "ccp"


def import_ccp(
    *,
    path: Path,
    dated: date,
    source: str,
    person_id: UUID,
    at: datetime,
    new_id: Callable[[], UUID],
    is_synthetic: bool = False,
) -> dict[str, Any]:
    """Import one edition of the table and return its report. Called by supply staff; an edition is never changed.

    Of every row the outcome is accepted, known (it stands above already, or the whole edition was imported before) or
    refused (no program, methodology, version or no such decision). A blank decision is undecided. Decisions that differ
    from the edition before are findings. Raises members.lists.files.ListUnreadable for a file without the columns or
    without a row that can be read: nothing is stored then.
    """
    content = read_bytes(path=path)
    digest = hashlib.sha256(content).hexdigest()
    records, encoding = _read(content=content, path=path)
    is_known = CcpEdition.objects.filter(dated=dated, file_sha256=digest).exists()
    accepted: list[tuple[int, CcpRow, Mapping[str, str], date | None]] = []
    notes: list[RowNote] = []
    counts: Counter[Outcome] = Counter()
    seen: set[CcpRow] = set()
    for number, record in enumerate(records, start=1):
        outcome, row, day, faulty, reason = _judge(record=record)
        if row is not None and (is_known or row in seen):
            outcome, reason = Outcome.KNOWN, "" if is_known else "stands in the file already"
        if row is not None and outcome is Outcome.ACCEPTED:
            seen.add(row)
            accepted.append((number, row, record, day))
        counts[outcome] += 1
        if outcome is not Outcome.ACCEPTED:
            notes.append(
                RowNote(
                    file=path.name, record=str(number), table=TABLE, outcome=outcome.value, code="", field=faulty,
                    value=record.get(faulty, ""), reason=reason, kg=0,
                )
            )  # fmt: skip
    if not accepted and not is_known:
        raise ListUnreadable(file=path.name, code="file_unreadable", fact="no row could be read")
    before = find_edition(as_of=dated)
    report = _report(
        path=path, dated=dated, digest=digest, encoding=encoding, counts=counts,
        findings=[] if is_known else [*_disagreeing(rows=[row for _, row, _, _ in accepted]),
                                      *_changed(before=before, accepted=accepted)],
    )  # fmt: skip
    if not is_known:
        edition = CcpEdition(
            id=new_id(), dated=dated, source=source, is_synthetic=is_synthetic, file_name=path.name,
            file_sha256=digest, decision_count=len(accepted),
            report={**report, "rows": [note.as_json() for note in notes]}, person_id=person_id,
            request_id=f"ccp/{dated}/{digest[:32]}", effective_at=at,
        )  # fmt: skip
        with transaction.atomic():
            edition.save(force_insert=True)
            _tell(edition=edition)
            CcpDecision.objects.bulk_create(
                CcpDecision(
                    edition=edition, row_number=number, program=row.program, methodology=row.methodology,
                    versions=record["versions"].strip(), state=row.state.value, decided_on=day,
                )
                for number, row, record, day in accepted
            )  # fmt: skip
    return {**report, "rows": [note.as_json() for note in notes]}


def _tell(*, edition: CcpEdition) -> None:
    """Leave the line of an edition that is stored."""
    record_audit_line(
        action="ccp.imported",
        subject=f"ccp/{edition.dated.isoformat()}",
        person_id=edition.person_id,
        organization_id=None,
        request_id=edition.request_id,
        at=edition.effective_at,
        facts={"sha256": edition.file_sha256, "decisions": edition.decision_count},
    )


def _read(*, content: bytes, path: Path) -> tuple[list[dict[str, str]], str]:
    if ".json" in [suffix.lower() for suffix in path.suffixes]:
        content = _rows_of(content=content, file=path.name)
    rows, encoding = read_rows(content=content, path=path)
    header = [str(cell).strip().casefold() for cell in rows[0]] if rows else []
    places = {
        name: next((header.index(each) for each in heads if each in header), None) for name, heads in COLUMNS.items()
    }
    for name in NEEDED:
        if places[name] is None:
            heads = " or ".join(COLUMNS[name])
            raise ListUnreadable(file=path.name, code="column_missing", fact=f"there is no column {heads}")
    return [
        {name: row[place].strip() for name, place in places.items() if place is not None and place < len(row)}
        for row in rows[1:]
        if any(cell.strip() for cell in row)
    ], encoding


def _rows_of(*, content: bytes, file: str) -> bytes:
    """Return the list of rows of an object that holds them under ``rows``; a list is returned as it is."""
    try:
        found = json.loads(content)
    except ValueError as error:
        raise ListUnreadable(file=file, code="file_unreadable", fact=str(error)) from None
    return json.dumps(found.get("rows")).encode() if isinstance(found, dict) else content


def _judge(*, record: Mapping[str, str]) -> tuple[Outcome, CcpRow | None, date | None, str, str]:
    day = record.get("decided_on", "")
    plain = {**record, "decision": record.get("decision", "").casefold().replace(" ", "_")}
    try:
        (row,) = read_decisions(rows=[plain])
        decided_on = date.fromisoformat(day) if day else None
    except InputRefused as refused:
        return Outcome.REFUSED, None, None, refused.field.rpartition(".")[2], refused.reason
    except ValueError:
        return Outcome.REFUSED, None, None, "decided_on", "is no day of the form 2026-08-04"
    return Outcome.ACCEPTED, row, decided_on, "", ""


def _disagreeing(*, rows: Sequence[CcpRow]) -> list[dict[str, Any]]:
    by_key: dict[tuple[Any, ...], set[str]] = {}
    for row in rows:
        by_key.setdefault((row.program, row.methodology, row.versions), set()).add(row.state.value)
    return [
        _finding(
            code="decisions_disagree", severity="warning",
            facts={"program": key[0], "methodology": key[1], "decisions": ", ".join(sorted(states))},
        )
        for key, states in by_key.items() if len(states) > 1
    ]  # fmt: skip


def _changed(
    *, before: CcpEdition | None, accepted: Sequence[tuple[int, CcpRow, Mapping[str, str], date | None]]
) -> list[dict[str, Any]]:
    if before is None:
        return []
    known = {(row.program, row.methodology, row.versions): row.state for row in before.decisions.all()}
    return [
        _finding(
            code="decision_changed", severity="note",
            facts={"program": row.program, "methodology": row.methodology, "before": was, "now": row.state.value},
        )
        for _, row, record, _ in accepted
        for was in [known.get((row.program, row.methodology, record["versions"].strip()), row.state.value)]
        if was != row.state.value
    ]  # fmt: skip


def _finding(*, code: str, severity: str, facts: Mapping[str, str]) -> dict[str, Any]:
    return {"code": code, "severity": severity, "table": TABLE, "rows": 1, "kg": 0, "facts": dict(facts)}


def _report(
    *,
    path: Path,
    dated: date,
    digest: str,
    encoding: str,
    counts: Mapping[Outcome, int],
    findings: list[dict[str, Any]],
) -> dict[str, Any]:
    totals = {
        "read": {"rows": sum(counts.values()), "kg": 0},
        **{one.value: {"rows": counts.get(one, 0), "kg": 0} for one in Outcome},
    }
    return {
        "program": TABLE, "edition": dated.isoformat(), "complete": True,
        "files": [{"name": path.name, "table": TABLE, "encoding": encoding or "binary", "sha256": digest}],
        "totals": totals, "by_table": {TABLE: totals}, "findings": findings,
    }  # fmt: skip
