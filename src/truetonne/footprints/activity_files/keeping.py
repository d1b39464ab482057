"""Where files of activity lie: a folder of the exchange, one folder an upload. They are evidence and stay."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

NAME_CHARACTERS_MAX = 120


class FileNotKept(Exception):
    """A file could not be written to the exchange's folder; carries the reason. Nothing of it is left."""

    code = "internal_error"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the file could not be stored: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file with its place under the exchange's folder, its size and the hash of its bytes."""

    name: str
    place: str
    size_bytes: int
    sha256: bytes


def keep_file(*, home: Path, upload_id: UUID, name: str, chunks: Iterable[bytes]) -> KeptFile:
    """Write a file under ``home``, piece by piece; raises FileNotKept."""
    plain = plain_name(name=name)
    place = Path("activity") / upload_id.hex / plain
    path = home / place
    size, digest = 0, hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise FileNotKept(reason=error.strerror or type(error).__name__) from error
    return KeptFile(name=plain, place=str(place), size_bytes=size, sha256=digest.digest())


def plain_name(*, name: str) -> str:
    """Return the last part of a file's name without characters that no name should have; its suffix stays."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip().lstrip(".")
    head, dot, tail = shown.rpartition(".")
    return (f"{head[: NAME_CHARACTERS_MAX - len(tail) - 1]}{dot}{tail}" if dot else tail)[
        -NAME_CHARACTERS_MAX:
    ] or "file"
