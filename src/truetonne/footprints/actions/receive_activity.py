"""Take in a file of activity from a page, and put it in line once somebody said which column is what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.jobs import enqueue
from truetonne.edge.stored_files import StoredFile
from truetonne.footprints.actions.load_activity import EntityNotFound
from truetonne.footprints.activity_files.cleaning import ActivityMapping as ColumnMapping
from truetonne.footprints.activity_files.preview import hash_header
from truetonne.footprints.models import ActivityMapping, ActivityUpload
from truetonne.footprints.states import LoadState
from truetonne.members.acts import By, leave_line
from truetonne.members.models import LegalEntity

LOAD_JOB = "footprints.load_activity"
UPLOAD_PREFIX = "aup"
_OPEN = (LoadState.MAPPING, LoadState.FAILED, LoadState.INTERRUPTED)


class UploadNotOpen(Exception):
    """The file is in line or was imported; carries its state."""

    code = "state_conflict"

    def __init__(self, *, state: str) -> None:
        super().__init__(f"the import is {state.lower()}")
        self.from_state = state


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file under the exchange's folder, which is evidence and stays, of an entity's year with its columns and first rows."""

    kept: StoredFile
    name: str
    year: int
    header: tuple[str, ...]
    sample: tuple[Mapping[str, str], ...]
    total_rows: int | None


@transaction.atomic
def receive_activity(
    *, upload_id: UUID, entity_id: UUID, organization_id: UUID, file: ReceivedFile, by: By
) -> ActivityUpload:
    """Record a file with its hash; it waits for its mapping. A repeated request answers alike. Raises EntityNotFound."""
    done = ActivityUpload.objects.filter(request_id=by.request_id).first()
    if done is not None:
        return done
    if not LegalEntity.objects.filter(pk=entity_id, organization_id=organization_id).exists():
        raise EntityNotFound("no legal entity of this organization has this id")
    stored = ActivityUpload.objects.create(
        pk=upload_id, entity_id=entity_id, year=file.year, name=file.name, file_name=file.kept.name,
        file_place=file.kept.place, file_sha256=bytes.fromhex(file.kept.sha256), size_bytes=file.kept.size_bytes,
        header=list(file.header), sample=[dict(row) for row in file.sample], total_rows=file.total_rows,
        person_id=by.person_id, request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    leave_line(
        by=by, action="activity.received", subject=show_id(prefix=UPLOAD_PREFIX, id=upload_id),
        organization_id=organization_id, facts={"year": file.year, "sha256": file.kept.sha256},
    )  # fmt: skip
    return stored


@transaction.atomic
def map_activity(
    *, mapping_id: UUID, upload_id: UUID, organization_id: UUID, mapping: ColumnMapping, by: By
) -> ActivityUpload:
    """Say which column is what, remember it for the organization's next file of these columns, and start the import.

    Raises EntityNotFound, UploadNotOpen.
    """
    rows = ActivityUpload.objects.select_for_update(of=("self",)).filter(entity__organization_id=organization_id)
    found = rows.filter(pk=upload_id).first()
    if found is None:
        raise EntityNotFound("no file of this organization has this id")
    if ActivityMapping.objects.filter(request_id=by.request_id).exists():
        return found
    if found.state not in _OPEN:
        raise UploadNotOpen(state=found.state)
    content: dict[str, Any] = mapping.as_json()
    ActivityMapping.objects.create(
        pk=mapping_id, organization_id=organization_id, name=found.file_name[:200], content=content,
        header_sha256=hash_header(header=tuple(found.header)), person_id=by.person_id, request_id=by.request_id,
        effective_at=by.at,
    )  # fmt: skip
    ActivityUpload.objects.filter(pk=upload_id).update(
        mapping=content, state=LoadState.WAITING, problem="", fix="", read_rows=0, ended_at=None
    )
    enqueue(name=LOAD_JOB, lock=f"activity {found.entity_id} {found.year}", upload=str(upload_id))
    leave_line(
        by=by, action="activity.mapped", subject=show_id(prefix=UPLOAD_PREFIX, id=upload_id),
        organization_id=organization_id,
    )  # fmt: skip
    found.refresh_from_db()
    return found
