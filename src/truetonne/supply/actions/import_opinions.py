"""Importing what others publish about projects: ratings and third-party reviews, and labels, in bulk by a mapping.

Every row is accepted, known, held (about a project that the exchange does not know: kept with the load) or refused
(undated, without scale, unreadable). Each value keeps its rater's own scale and day; nothing is converted.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from truetonne.members.lists.files import read_bytes, read_rows
from truetonne.supply.actions.dossier import LabelOutsideBlock, record_entry
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.dossier.fields import Kind, entries_in_force
from truetonne.supply.dossier.states import LabelState
from truetonne.supply.models import Holding, OpinionLoad, Project
from truetonne.supply.registry_records.report import RowNote
from truetonne.supply.registry_records.vocabulary import Outcome

NEEDED = {
    "reviews": ("project", "rater", "value", "scale", "rated_on"),
    "labels": ("project", "label", "issuer", "valid_from", "evidence"),
}
MORE = {
    "reviews": ("program", "expires_on", "address", "note"),
    "labels": ("program", "vintage", "state", "valid_until"),
}
DAYS = ("rated_on", "expires_on", "valid_from", "valid_until")


class MappingUnusable(ValueError):
    """A mapping that does not say where a needed fact stands; carries the fact."""

    def __init__(self, *, fact: str) -> None:
        super().__init__(fact)
        self.fact = fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionMapping:
    """How a list is read: which column holds which fact, and facts that hold for every row."""

    kind: str
    text: str
    date_form: str = "%Y-%m-%d"
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)


def read_mapping(*, text: str) -> OpinionMapping:
    """Read a mapping: ``[list] kind, dates``, ``[columns]``, ``[fixed]``. Raises MappingUnusable."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingUnusable(fact=str(error)) from None
    head = given.get("list", {})
    kind = str(head.get("kind", ""))
    if kind not in NEEDED:
        raise MappingUnusable(fact="[list] kind is reviews or labels")
    columns, fixed = dict(given.get("columns", {})), dict(given.get("fixed", {}))
    known = {*NEEDED[kind], *MORE[kind]}
    for name in sorted({*columns, *fixed} - known):
        raise MappingUnusable(fact=f"{name} is no fact of {kind}; known: {', '.join(sorted(known))}")
    for name in NEEDED[kind]:
        if name not in columns and name not in fixed:
            raise MappingUnusable(fact=f"{name} stands in no column and is not fixed")
    return OpinionMapping(
        kind=kind, text=text, date_form=str(head.get("dates", "%Y-%m-%d")), columns=columns, fixed=fixed
    )


def import_opinions(
    *, path: Path, mapping: OpinionMapping, person_id: UUID, at: datetime, new_id: Callable[[], UUID]
) -> dict[str, Any]:
    """Import one file and return its report; the same file again is known throughout. Called by supply staff.

    Raises members.lists.files.ListUnreadable for a file that cannot be read, MappingUnusable for a missing column.
    """
    content = read_bytes(path=path)
    digest = hashlib.sha256(content).hexdigest()
    rows, encoding = read_rows(content=content, path=path)
    records = _records(rows=rows, mapping=mapping)
    notes: list[RowNote] = []
    counts: Counter[Outcome] = Counter()
    with transaction.atomic():
        for number, record in enumerate(records, start=2):
            by = By(person_id=person_id, request_id=f"opinion/{digest[:32]}/{number}", at=at)
            outcome, faulty, reason = _take(record=record, mapping=mapping, by=by, new_id=new_id)
            counts[outcome] += 1
            if outcome is not Outcome.ACCEPTED:
                notes.append(
                    RowNote(
                        file=path.name, record=str(number), table=mapping.kind, outcome=outcome.value, code="",
                        field=faulty, value=record.get(faulty, ""), reason=reason, kg=0,
                    )
                )  # fmt: skip
        totals = {
            "read": {"rows": sum(counts.values()), "kg": 0},
            **{one.value: {"rows": counts[one], "kg": 0} for one in Outcome},
        }
        OpinionLoad.objects.create(
            id=new_id(), person_id=person_id, kind=mapping.kind, file_name=path.name, sha256=digest,
            mapping=mapping.text, totals=totals, rows=[note.as_json() for note in notes], effective_at=at,
        )  # fmt: skip
    return {
        "program": mapping.fixed.get("program", ""),
        "edition": at.date().isoformat(),
        "complete": False,
        "files": [{"name": path.name, "table": mapping.kind, "encoding": encoding, "sha256": digest}],
        "totals": totals,
        "by_table": {mapping.kind: totals},
        "findings": [],
        "rows": [note.as_json() for note in notes],
    }


def _records(*, rows: Sequence[Sequence[str]], mapping: OpinionMapping) -> list[dict[str, str]]:
    header = [str(cell).strip() for cell in rows[0]] if rows else []
    for name, column in mapping.columns.items():
        if column not in header:
            raise MappingUnusable(fact=f"the file has no column {column!r} for {name}")
    places = {name: header.index(column) for name, column in mapping.columns.items()}
    return [
        {
            **mapping.fixed,
            **{name: str(row[place]).strip() for name, place in places.items() if place < len(row)},
        }
        for row in rows[1:]
        if any(str(cell).strip() for cell in row)
    ]


def _take(
    *, record: Mapping[str, str], mapping: OpinionMapping, by: By, new_id: Callable[[], UUID]
) -> tuple[Outcome, str, str]:
    """Take in one row; return its outcome, the field that decided it and why."""
    for name in NEEDED[mapping.kind]:
        if not record.get(name):
            return Outcome.REFUSED, name, "is missing: a rating or label without it says nothing"
    days: dict[str, date | None] = {}
    for name in DAYS:
        try:
            text = record.get(name, "")
            days[name] = datetime.strptime(text, mapping.date_form).date() if text else None  # noqa: DTZ007 - a day
        except ValueError:
            return Outcome.REFUSED, name, f"is no date of the form {mapping.date_form}"
    first, last = ("rated_on", "expires_on") if mapping.kind == "reviews" else ("valid_from", "valid_until")
    begin, end = days[first], days[last]
    if begin is not None and begin > by.at.date():
        return Outcome.REFUSED, first, "lies in the future"
    if begin is not None and end is not None and end <= begin:
        return Outcome.REFUSED, last, "is not after the day on which it begins"
    found = Project.objects.filter(ref=record["project"])
    if record.get("program"):
        found = found.filter(program_id=record["program"].lower())
    projects = list(found[:2])
    if len(projects) != 1:
        reason = (
            "no project of the exchange has this id" if not projects else "two registries have a project of this id"
        )
        return Outcome.HELD, "project", reason
    take = _take_review if mapping.kind == "reviews" else _take_label
    return take(record=record, days=days, project=projects[0], by=by, new_id=new_id)


def _take_review(
    *,
    record: Mapping[str, str],
    days: Mapping[str, date | None],
    project: Project,
    by: By,
    new_id: Callable[[], UUID],
) -> tuple[Outcome, str, str]:
    content = {
        "rater": record["rater"], "value": record["value"], "scale": record["scale"], "rated_on": days["rated_on"],
        "expires_on": days["expires_on"], "address": record.get("address", ""), "note": record.get("note", ""),
    }  # fmt: skip
    same = {name: content[name] for name in ("rater", "value", "scale", "rated_on")}
    if entries_in_force(kind=Kind.RATING).filter(project_id=project.pk, **same).exists():
        return Outcome.KNOWN, "", ""
    record_entry(kind=Kind.RATING, entry_id=new_id(), project_id=project.pk, content=content, by=by)
    return Outcome.ACCEPTED, "", ""


def _take_label(
    *,
    record: Mapping[str, str],
    days: Mapping[str, date | None],
    project: Project,
    by: By,
    new_id: Callable[[], UUID],
) -> tuple[Outcome, str, str]:
    """A label is about a project's units, of one vintage where one is named: every block of ours of them gets it."""
    holdings = Holding.objects.filter(project=project)
    if record.get("vintage"):
        if not record["vintage"].isdecimal():
            return Outcome.REFUSED, "vintage", "is no year"
        holdings = holdings.filter(vintage=int(record["vintage"]))
    blocks = list(holdings.order_by("recorded_at", "id"))
    if not blocks:
        return Outcome.HELD, "project", "the exchange holds no block of these units"
    state = record.get("state", "").upper() or LabelState.TAGGED.value
    if state not in LabelState.values:
        return Outcome.REFUSED, "state", f"is none of {', '.join(LabelState.values)}"
    is_new = False
    for block in blocks:
        content = {
            "holding_id": block.pk, "label": record["label"], "state": state, "issuer": record["issuer"],
            "first": block.first, "last": block.last, "valid_from": days["valid_from"],
            "valid_until": days["valid_until"], "evidence": record["evidence"],
        }  # fmt: skip
        same = {name: content[name] for name in ("holding_id", "label", "state", "valid_from")}
        if entries_in_force(kind=Kind.LABEL).filter(**same).exists():
            continue
        own = By(person_id=by.person_id, request_id=f"{by.request_id}/{block.pk.hex}", at=by.at)
        try:
            record_entry(kind=Kind.LABEL, entry_id=new_id(), project_id=project.pk, content=content, by=own)
        except LabelOutsideBlock as fault:
            return Outcome.HELD, "project", str(fault)
        is_new = True
    return (Outcome.ACCEPTED if is_new else Outcome.KNOWN), "", ""
