"""Where sent-in files lie until their import is done: a folder of the exchange, one folder an upload."""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

NAME_CHARACTERS_MAX = 120


class FilesNotStored(Exception):
    """Files could not be written to the exchange's folder; carries the reason. Nothing of them is left."""

    code = "internal_error"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the files could not be stored: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file as it arrives, piece by piece."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that lies in the upload's folder under ``place``."""

    name: str
    place: str
    size_bytes: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """As the upload keeps it."""
        return {"name": self.name, "place": self.place, "size_bytes": self.size_bytes, "sha256": self.sha256}


def upload_folder(*, upload_id: UUID) -> Path:
    """Return the folder of one upload."""
    return Path(settings.TRUETONNE.home) / "uploads" / upload_id.hex


def store_files(*, upload_id: UUID, files: Sequence[IncomingFile]) -> tuple[StoredFile, ...]:
    """Write files into the upload's folder, each in a folder of its own so that names stay. Raises FilesNotStored."""
    folder = upload_folder(upload_id=upload_id)
    stored: list[StoredFile] = []
    try:
        for number, file in enumerate(files):
            name = plain_name(name=file.name)
            place = folder / str(number) / name
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            size_bytes, sha256 = _write(path=place, chunks=file.chunks)
            shown = StoredFile(name=name, place=f"{number}/{name}", size_bytes=size_bytes, sha256=sha256)
            stored.append(shown)
    except OSError as error:
        remove_files(upload_id=upload_id)
        raise FilesNotStored(reason=error.strerror or type(error).__name__) from error
    return tuple(stored)


def remove_files(*, upload_id: UUID) -> None:
    """Remove what is left of an upload's files; nothing there is no error."""
    shutil.rmtree(upload_folder(upload_id=upload_id), ignore_errors=True)


def plain_name(*, name: str) -> str:
    """Return the last part of a file's name without characters that no name should have; its suffix stays."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip().lstrip(".")
    head, dot, tail = shown.partition(".")
    return f"{head[: NAME_CHARACTERS_MAX - len(tail)]}{dot}{tail}"[-NAME_CHARACTERS_MAX:] or "file"


def _write(*, path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()
