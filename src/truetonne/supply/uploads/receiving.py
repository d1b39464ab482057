"""Where sent-in files lie until their import is done: a folder of the exchange, one folder an upload."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from truetonne.edge.stored_files import FilesNotStored, StoredFile, store_file


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file as it arrives, piece by piece."""

    name: str
    chunks: Iterable[bytes]


def upload_folder(*, upload_id: UUID) -> Path:
    """Return the folder of one upload."""
    return Path(settings.TRUETONNE.home) / "uploads" / upload_id.hex


def store_files(*, upload_id: UUID, files: Sequence[IncomingFile]) -> tuple[StoredFile, ...]:
    """Write files into the upload's folder, each in a folder of its own so that names stay. Raises FilesNotStored."""
    root = upload_folder(upload_id=upload_id)
    try:
        return tuple(
            store_file(root=root, folder=str(number), name=file.name, chunks=file.chunks)
            for number, file in enumerate(files)
        )
    except FilesNotStored:
        remove_files(upload_id=upload_id)
        raise


def remove_files(*, upload_id: UUID) -> None:
    """Remove what is left of an upload's files; nothing there is no error."""
    shutil.rmtree(upload_folder(upload_id=upload_id), ignore_errors=True)
