"""Writing a file that somebody sent in to the exchange's own folder: piece by piece, to disk, with its hash.

Where a room's files lie and how long they stay is the room's matter.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAME_CHARACTERS_MAX: Final = 120


class FilesNotStored(Exception):
    """Files could not be written to the exchange's folder; carries the reason. Nothing of them is left."""

    code = "internal_error"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the files could not be stored: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that lies under the folder it was stored in, at ``place``; ``sha256`` in hexadecimal."""

    name: str
    place: str
    size_bytes: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """As a row keeps it."""
        return {"name": self.name, "place": self.place, "size_bytes": self.size_bytes, "sha256": self.sha256}


def store_file(*, root: Path, folder: str, name: str, chunks: Iterable[bytes]) -> StoredFile:
    """Write a file into ``folder`` under ``root``, where none of that name may lie yet; raises FilesNotStored."""
    plain = plain_name(name=name)
    path = root / folder / plain
    size_bytes, digest = 0, hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size_bytes += len(chunk)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise FilesNotStored(reason=error.strerror or "it is there already") from error
    except OSError as error:
        path.unlink(missing_ok=True)
        raise FilesNotStored(reason=error.strerror or type(error).__name__) from error
    return StoredFile(name=plain, place=f"{folder}/{plain}", size_bytes=size_bytes, sha256=digest.hexdigest())


def plain_name(*, name: str) -> str:
    """Return the last part of a file's name without characters that no name should have; its suffix stays."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip().lstrip(".")
    head, dot, tail = shown.partition(".")
    return f"{head[: NAME_CHARACTERS_MAX - len(tail)]}{dot}{tail}"[-NAME_CHARACTERS_MAX:] or "file"
