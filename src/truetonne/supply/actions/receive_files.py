"""Taking files in to be imported, starting an import again, and giving one up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.edge.stored_files import StoredFile
from truetonne.supply.acts import record_act
from truetonne.supply.models import Upload
from truetonne.supply.states import RunKind, UploadState

UPLOAD_PREFIX = "upl"
_OVER = (UploadState.FAILED, UploadState.INTERRUPTED)


class UploadNotOver(Exception):
    """Only a failed or interrupted import is started again or given up; carries its state."""

    code = "state_conflict"

    def __init__(self, *, state: str) -> None:
        super().__init__(f"the import is {state.lower()}")
        self.from_state = state
        self.allowed = tuple(state.value for state in _OVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """How files are to be read: by which registry's mapping, or an own one; blank where the columns are to tell."""

    kind: RunKind
    program: str
    mapping_name: str
    mapping_text: str
    table: str
    edition: date
    is_complete: bool


def find_received(*, order: ImportOrder, files: Sequence[StoredFile], request_id: str) -> Upload | None:
    """Return the upload that this request made before. Raises RequestReused."""
    first = Upload.objects.filter(request_id=request_id).first()
    if first is not None:
        require_same_input(request_id=request_id, first=bytes(first.input_hash), now=_hash(order=order, files=files))
    return first


@transaction.atomic
def receive_files(
    *,
    upload_id: UUID,
    order: ImportOrder,
    files: Sequence[StoredFile],
    person_id: UUID,
    request_id: str,
    at: datetime,
) -> Upload:
    """Put stored files in line for their import, in the name of the person who sent them.

    That person cannot review the units. Called by supply staff. Raises RequestReused.
    """
    first = find_received(order=order, files=files, request_id=request_id)
    if first is not None:
        return first
    upload = Upload.objects.create(
        id=upload_id,
        kind=order.kind.value,
        program=order.program,
        mapping_name=order.mapping_name,
        mapping_text=order.mapping_text,
        table=order.table,
        edition=order.edition,
        is_complete=order.is_complete,
        person_id=person_id,
        request_id=request_id,
        input_hash=_hash(order=order, files=files),
        files=[file.as_json() for file in files],
        size_bytes=sum(file.size_bytes for file in files),
        effective_at=at,
    )
    facts: dict[str, object] = {
        "kind": order.kind.value,
        "program": order.program,
        "files": [file.name for file in files],
    }
    _note(act="received", upload_id=upload_id, person_id=person_id, request_id=request_id, at=at, facts=facts)
    return upload


@transaction.atomic
def restart_upload(*, upload_id: UUID, person_id: UUID, request_id: str, at: datetime) -> None:
    """Put a failed or interrupted import in line again; what it had stored it finds again. Raises UploadNotOver."""
    _leave(upload_id=upload_id, state=UploadState.WAITING)
    _note(act="restarted", upload_id=upload_id, person_id=person_id, request_id=request_id, at=at, facts={})


@transaction.atomic
def discard_upload(*, upload_id: UUID, person_id: UUID, request_id: str, at: datetime) -> None:
    """Give a failed or interrupted import up; the caller removes its files. Raises UploadNotOver."""
    _leave(upload_id=upload_id, state=UploadState.DISCARDED)
    _note(act="discarded", upload_id=upload_id, person_id=person_id, request_id=request_id, at=at, facts={})


def _leave(*, upload_id: UUID, state: UploadState) -> None:
    upload = Upload.objects.select_for_update().get(pk=upload_id)
    if upload.state not in _OVER:
        raise UploadNotOver(state=upload.state)
    Upload.objects.filter(pk=upload_id).update(state=state)


def _note(
    *, act: str, upload_id: UUID, person_id: UUID, request_id: str, at: datetime, facts: Mapping[str, object]
) -> None:
    record_act(
        action=f"upload.{act}",
        subject=show_id(prefix=UPLOAD_PREFIX, id=upload_id),
        person_id=person_id,
        request_id=request_id,
        at=at,
        facts=facts,
    )


def _hash(*, order: ImportOrder, files: Sequence[StoredFile]) -> bytes:
    asked = {
        "kind": order.kind.value,
        "program": order.program,
        "mapping": order.mapping_text,
        "table": order.table,
        "edition": order.edition,
        "complete": order.is_complete,
        "files": [(file.name, file.sha256) for file in files],
    }
    return fingerprint(verb="receive_files", given=asked)
