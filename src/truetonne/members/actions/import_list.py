"""Load an edition of a public list: its entries, what appeared, changed and vanished, and evidence where they match.

Entries support findings and decide none; a missing entry rejects nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, lock_name
from truetonne.members.actions.list_evidence import offer_edition
from truetonne.members.lists.likeness import core_name, plain_number
from truetonne.members.lists.mapping import ListMapping
from truetonne.members.lists.reading import ReadEntry, ReadFile, entry_hash
from truetonne.members.models import ListEdition, ListEntry, ListVanishing, UnkeptListRow
from truetonne.members.queries.list_states import Standing, list_standing
from truetonne.people.actions import record_audit_line

OUTCOMES: Final = ("read", "accepted", "known", "held", "refused")
TABLE: Final = "evidence"
SENTENCES: Final[dict[str, str]] = {
    "column_extra": "the row has more cells than the header",
    "date_unreadable": "the date cannot be read",
    "duplicate_row": "the row's key occurs more than once in this edition",
    "edition_day_assumed": "only the month of the edition is known; its first day stands for it",
    "edition_not_newest": "a newer edition is loaded; this one hands in no evidence",
    "number_unreadable": "the number cannot be read",
    "other_actor": "the row is about no company",
    "row_changed": "an entry says something else than the edition before",
    "rows_appeared": "entries that the edition before did not hold",
    "rows_vanished": "entries of the edition before are missing; that counts against nobody",
    "status_unknown": "a word is in no list of the mapping",
    "value_missing": "a required value is blank",
}
"""What each code of a finding says."""
NAMED_MAX: Final = 10
"""So many names of rows that appeared, changed or vanished stand in the finding itself; the report lists all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLoad:
    """Files of one edition of a list, read by a mapping, and who loads them when.

    ``is_complete`` says that the files are the whole edition: only then can an entry vanish. ``is_day_assumed`` says
    that only the month of the edition is known.
    """

    edition_id: UUID
    mapping: ListMapping
    mapping_text: str
    files: Sequence[ReadFile]
    edition: date
    person_id: UUID | None
    request_id: str
    at: datetime
    new_id: Callable[[], UUID]
    is_complete: bool = True
    is_day_assumed: bool = False


@dataclass(slots=True)
class _Judged:
    """What became of every row, and how the edition differs from the ones before it."""

    rows: list[tuple[ReadFile, ReadEntry, str]] = field(default_factory=list)
    appeared: list[dict[str, object]] = field(default_factory=list)
    changed: list[dict[str, object]] = field(default_factory=list)
    vanished: list[Standing] = field(default_factory=list)
    is_first: bool = True


@transaction.atomic
def import_list(*, load: ListLoad) -> Mapping[str, object]:
    """Keep the entries of an edition and return the report: read = accepted + known + held + refused.

    A row is known when the editions up to this date say the same of the same key. The same files of the same edition
    again change nothing. An edition that is the list's newest hands its entries in as evidence wherever an identifier,
    or a person before, ties them to a company that applies or is a member.
    """
    given = fingerprint(
        verb="list",
        given={
            "list": load.mapping.id, "edition": load.edition.isoformat(), "complete": load.is_complete,
            "files": [file.sha256 for file in load.files],
        },
    )  # fmt: skip
    lock_name(name=f"list:{load.mapping.id}")
    before = ListEdition.objects.filter(list_name=load.mapping.id, edition=load.edition, input_hash=given).exists()
    judged = _judge(load=load)
    report = _report(load=load, judged=judged)
    if before:
        return {**report, "offered": 0}
    edition = ListEdition.objects.create(
        pk=load.edition_id, list_name=load.mapping.id, title=load.mapping.title, edition=load.edition,
        kind=load.mapping.kind.value, mapping_name=load.mapping.id, mapping_text=load.mapping_text,
        report={name: value for name, value in report.items() if name != "rows"}, person_id=load.person_id,
        request_id=load.request_id, input_hash=given, effective_at=load.at,
    )  # fmt: skip
    _store(edition=edition, judged=judged, load=load)
    offered = offer_edition(edition=edition, person_id=load.person_id, at=load.at, new_id=load.new_id)
    record_audit_line(
        action="list.imported", subject=show_id(prefix="lst", id=edition.pk), person_id=load.person_id,
        organization_id=None, request_id=load.request_id, at=load.at,
        facts={"list": load.mapping.id, "edition": load.edition.isoformat(), "offered": offered},
    )  # fmt: skip
    return {**report, "offered": offered}


def _judge(*, load: ListLoad) -> _Judged:
    known = list_standing(list_name=load.mapping.id, as_of=load.edition)
    judged = _Judged(is_first=not known)
    seen: dict[str, int] = {}
    for file in load.files:
        for each in file.entries:
            is_again = each.outcome == "read" and each.key in seen
            entry = each.as_duplicate(of=seen[each.key]) if is_again else each
            outcome = entry.outcome
            if outcome == "read":
                seen[entry.key] = entry.record
                outcome = _compare(entry=entry, before=known.get(entry.key[:300]), judged=judged)
            judged.rows.append((file, entry, outcome))
    if load.is_complete:
        # A row that is held is there: what cannot be read has not vanished.
        there = {key[:300] for key in seen} | {entry.key[:300] for _, entry, kind in judged.rows if kind == "held"}
        judged.vanished = [standing for key, standing in known.items() if key not in there]
    return judged


def _compare(*, entry: ReadEntry, before: Standing | None, judged: _Judged) -> str:
    if before is not None and before.content == entry_hash(entry=entry):
        return "known"
    named: dict[str, object] = {"key": entry.key, "name": entry.name}
    if before is not None:
        judged.changed.append({**named, "was": dict(before.facts), "now": dict(entry.facts)})
    elif not judged.is_first:
        judged.appeared.append(named)
    return "accepted"


def _store(*, edition: ListEdition, judged: _Judged, load: ListLoad) -> None:
    ListEntry.objects.bulk_create(
        [
            ListEntry(
                pk=load.new_id(), edition=edition, list_name=edition.list_name, key=entry.key[:300],
                name=entry.name[:300], name_key=core_name(name=entry.name), lei=entry.lei[:20], isin=entry.isin[:12],
                registration_number=plain_number(text=entry.registration_number)[:64], domain=entry.domain[:253], country=entry.country,
                public_url=entry.public_url[:2000], facts=dict(entry.facts), raw=dict(entry.raw),
                content=entry_hash(entry=entry),
            )
            for _, entry, outcome in judged.rows
            if outcome == "accepted"
        ],
        batch_size=500,
    )  # fmt: skip
    UnkeptListRow.objects.bulk_create(
        [
            UnkeptListRow(
                edition=edition, outcome=outcome, file=file.name, record=str(entry.record), code=entry.code,
                field=entry.column[:200], value=entry.value, reason=entry.reason, raw=dict(entry.raw),
            )
            for file, entry, outcome in judged.rows
            if outcome in UnkeptListRow.Outcome
        ],
        batch_size=500,
    )  # fmt: skip
    ListVanishing.objects.bulk_create(
        [ListVanishing(edition=edition, entry_id=standing.entry_id) for standing in judged.vanished], batch_size=500
    )


def _report(*, load: ListLoad, judged: _Judged) -> dict[str, object]:
    counts = Counter(outcome for _, _, outcome in judged.rows)
    totals = {name: {"rows": len(judged.rows) if name == "read" else counts[name], "kg": 0} for name in OUTCOMES}
    vanished: list[dict[str, object]] = [{"key": each.key, "name": each.name} for each in judged.vanished]
    return {
        "program": load.mapping.id,
        "edition": load.edition.isoformat(),
        "complete": load.is_complete,
        "files": [
            {"name": file.name, "table": TABLE, "encoding": file.encoding, "sha256": file.sha256} for file in load.files
        ],
        "totals": totals,
        "by_table": {TABLE: totals},
        "findings": [*_row_findings(judged=judged), *_edition_findings(load=load, judged=judged, vanished=vanished)],
        "changes": {"appeared": judged.appeared, "changed": judged.changed, "vanished": vanished},
        "rows": [_row(each) for each in judged.rows if each[2] != "accepted"],
    }


def _row_findings(*, judged: _Judged) -> list[dict[str, object]]:
    codes = Counter(entry.code for _, entry, outcome in judged.rows if outcome in ("held", "refused"))
    severity = {"other_actor": "note", "status_unknown": "warning"}
    return [_finding(code, rows, severity=severity.get(code, "error")) for code, rows in sorted(codes.items())]


def _edition_findings(*, load: ListLoad, judged: _Judged, vanished: list[dict[str, object]]) -> list[dict[str, object]]:
    found = []
    if load.is_day_assumed:
        found.append(_finding("edition_day_assumed", 0, facts={"edition": load.edition.isoformat()}))
    newer = ListEdition.objects.filter(list_name=load.mapping.id, edition__gt=load.edition).order_by("-edition").first()
    if newer is not None:
        found.append(_finding("edition_not_newest", 0, facts={"newest": newer.edition.isoformat()}))
    for code, rows in (("rows_appeared", judged.appeared), ("row_changed", judged.changed)):
        if rows:
            found.append(_finding(code, len(rows), facts=_names(rows)))
    if vanished:
        found.append(_finding("rows_vanished", len(vanished), severity="warning", facts=_names(vanished)))
    return found


def _names(rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    return {"names": [row["name"] for row in rows[:NAMED_MAX]]}


def _finding(
    code: str, rows: int, *, severity: str = "note", facts: Mapping[str, object] | None = None
) -> dict[str, object]:
    return {
        "code": code, "severity": severity, "table": TABLE, "rows": rows, "kg": 0, "says": SENTENCES[code],
        "facts": dict(facts or {}),
    }  # fmt: skip


def _row(judged: tuple[ReadFile, ReadEntry, str]) -> dict[str, object]:
    file, entry, outcome = judged
    return {
        "file": file.name, "record": str(entry.record), "table": TABLE, "outcome": outcome, "code": entry.code,
        "field": entry.column, "value": entry.value, "reason": entry.reason, "kg": 0,
    }  # fmt: skip
