"""Keeping a project's dossier: an entry is recorded, replaced by a better one, or withdrawn with a reason. Nothing is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.acts import record_act
from truetonne.supply.dossier.fields import CONTENT, GROSS_DEDUCTIONS, Kind
from truetonne.supply.models import DocumentFile, Holding, Project

if TYPE_CHECKING:
    from truetonne.supply.models import DossierEntry

FILE_BYTES_MAX = 10 * 1024 * 1024
"""A document's file may be so large; larger ones are linked and their hash is given."""


class PartsDoNotSum(Exception):
    """Gross less its deductions is not the net that was given; carries both masses."""

    code = "invalid_quantity"

    def __init__(self, *, stated_kg: int, summed_kg: int) -> None:
        super().__init__(f"gross less its deductions is {summed_kg} kg, the stated net is {stated_kg} kg")
        self.stated_kg = stated_kg
        self.summed_kg = summed_kg


class RatingUndated(Exception):
    """A rating without its day or its scale says nothing; carries what is missing."""

    code = "source_required"

    def __init__(self, *, missing: tuple[str, ...]) -> None:
        super().__init__(f"a rating states its rater, value, scale and day; missing: {', '.join(missing)}")
        self.missing = missing


class EntryReplaced(Exception):
    """Somebody replaced or withdrew this entry before; carries its id."""

    code = "state_conflict"

    def __init__(self, *, entry_id: UUID) -> None:
        super().__init__(f"entry {entry_id} was replaced or withdrawn already")
        self.entry_id = entry_id


class LabelOutsideBlock(Exception):
    """A label names serials that the block does not hold; carries both ranges."""

    code = "serial_count_mismatch"

    def __init__(self, *, first: int, last: int, block_first: int, block_last: int) -> None:
        super().__init__(f"serials {first} to {last} are not all within the block {block_first} to {block_last}")
        self.first = first
        self.last = last
        self.block_first = block_first
        self.block_last = block_last


class DocumentTooLarge(Exception):
    """A file is larger than the dossier keeps; carries both sizes."""

    code = "invalid_request"

    def __init__(self, *, size_bytes: int) -> None:
        super().__init__(f"the file has {size_bytes} bytes, at most {FILE_BYTES_MAX} are kept")
        self.size_bytes = size_bytes
        self.size_bytes_max = FILE_BYTES_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A document's bytes as they were sent."""

    content: bytes
    media_type: str


def record_entry(
    *,
    kind: Kind,
    entry_id: UUID,
    project_id: UUID,
    content: Mapping[str, object],
    by: By,
    replaces_id: UUID | None = None,
    file: SentFile | None = None,
) -> DossierEntry:
    """Add an entry to a project's dossier; the one it replaces stays on record behind it. Called by supply staff.

    ``content`` holds the kind's own fields. Raises PartsDoNotSum, RatingUndated, LabelOutsideBlock, DocumentTooLarge,
    EntryReplaced, RequestReused.
    """
    model = kind.model
    digest = hashlib.sha256(file.content).hexdigest() if file is not None else ""
    input_hash = fingerprint(
        verb=f"record_{kind.value}", given=(project_id, dict(content), replaces_id, digest, by.person_id)
    )
    first = model.objects.filter(request_id=by.request_id).first()
    if first is not None:
        require_same_input(request_id=by.request_id, first=first.input_hash, now=input_hash)
        return cast("DossierEntry", first)
    _judge(kind=kind, content=content, file=file)
    with transaction.atomic():
        # Two people who replace one entry meet on the project's row; the unique column stands behind it.
        Project.objects.select_for_update().get(pk=project_id)
        _require_in_force(kind=kind, entry_id=replaces_id)
        given = {name: content[name] for name in CONTENT[kind] if name in content}
        if file is not None:
            given |= _keep_file(file=file, digest=digest)
        entry = model.objects.create(
            id=entry_id, project_id=project_id, replaces_id=replaces_id, person_id=by.person_id,
            request_id=by.request_id, input_hash=input_hash, effective_at=by.at, **given,
        )  # fmt: skip
        _note(act="replaced" if replaces_id else "recorded", kind=kind, entry=entry, by=by, reason="")
    return cast("DossierEntry", entry)


def withdraw_entry(*, kind: Kind, entry_id: UUID, withdrawal_id: UUID, reason: str, by: By) -> DossierEntry:
    """Take an entry out of the dossier, with the reason; it stays on record. Called by supply staff.

    Raises EntryReplaced, RequestReused.
    """
    model = kind.model
    input_hash = fingerprint(verb=f"withdraw_{kind.value}", given=(entry_id, reason, by.person_id))
    first = model.objects.filter(request_id=by.request_id).first()
    if first is not None:
        require_same_input(request_id=by.request_id, first=first.input_hash, now=input_hash)
        return cast("DossierEntry", first)
    with transaction.atomic():
        old = model.objects.get(pk=entry_id)
        Project.objects.select_for_update().get(pk=old.project_id)
        _require_in_force(kind=kind, entry_id=entry_id)
        names = [*CONTENT[kind], *(("file_id", "sha256") if kind is Kind.DOCUMENT else ())]
        entry = model.objects.create(
            id=withdrawal_id, project_id=old.project_id, replaces_id=entry_id, is_withdrawn=True, reason=reason,
            person_id=by.person_id, request_id=by.request_id, input_hash=input_hash, effective_at=by.at,
            **{name: getattr(old, name) for name in names},
        )  # fmt: skip
        _note(act="withdrawn", kind=kind, entry=entry, by=by, reason=reason)
    return cast("DossierEntry", entry)


def _judge(*, kind: Kind, content: Mapping[str, object], file: SentFile | None) -> None:
    if kind is Kind.RATING:
        missing = tuple(name for name in ("rater", "value", "scale", "rated_on") if not content.get(name))
        if missing:
            raise RatingUndated(missing=missing)
    if kind is Kind.GROSS_TO_NET:
        _judge_sum(content=cast("Mapping[str, int]", content))
    if kind is Kind.LABEL:
        _judge_label(content=content)
    if file is not None and len(file.content) > FILE_BYTES_MAX:
        raise DocumentTooLarge(size_bytes=len(file.content))


def _judge_sum(*, content: Mapping[str, int]) -> None:
    summed_kg = content["gross_kg"] - sum(content[name] for name in GROSS_DEDUCTIONS)
    if summed_kg != content["net_kg"]:
        raise PartsDoNotSum(stated_kg=content["net_kg"], summed_kg=summed_kg)


def _judge_label(*, content: Mapping[str, object]) -> None:
    block = Holding.objects.get(pk=str(content["holding_id"]))
    first, last = int(str(content["first"])), int(str(content["last"]))
    if not block.first <= first <= last <= block.last:
        raise LabelOutsideBlock(first=first, last=last, block_first=block.first, block_last=block.last)


def _require_in_force(*, kind: Kind, entry_id: UUID | None) -> None:
    if entry_id is None:
        return
    found = kind.model.objects.filter(pk=entry_id, is_withdrawn=False, replaced_by__isnull=True)
    if not found.exists():
        raise EntryReplaced(entry_id=entry_id)


def _keep_file(*, file: SentFile, digest: str) -> dict[str, object]:
    """Keep the bytes once, whoever sends them; return the columns that point at them."""
    facts = {"content": file.content, "media_type": file.media_type[:100], "size_bytes": len(file.content)}
    DocumentFile.objects.get_or_create(sha256=digest, defaults=facts)
    return {"file_id": digest, "sha256": digest}


def _note(*, act: str, kind: Kind, entry: DossierEntry, by: By, reason: str) -> None:
    facts: dict[str, object] = {"kind": kind.value, "entry": entry.pk.hex}
    if reason:
        facts["reason"] = reason
    record_act(
        action=f"project.{kind.value}_{act}",
        subject=show_id(prefix="prj", id=entry.project_id),
        person_id=by.person_id,
        request_id=by.request_id,
        at=by.at,
        facts=facts,
    )
