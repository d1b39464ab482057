"""The published folder: tiles, entry bundles and the checkpoint, as any static host can serve them.

Each file appears whole or not at all. The checkpoint is written last, so that whatever it covers is there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from truetonne.proof.tiles import MissingTile

CHECKPOINT = "checkpoint"
PARTIAL_SUFFIX = ".p"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFolder:
    """The folder under which the log is published; the paths in it are those of tlog-tiles."""

    path: Path

    def read_tile(self, path: str) -> bytes:
        """Return a tile's bytes. Raises MissingTile."""
        try:
            return (self.path / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise MissingTile(path=path) from None

    def read_checkpoint(self) -> str | None:
        """Return the published checkpoint's text, None before the first."""
        try:
            return (self.path / CHECKPOINT).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def checkpoint_written_ns(self) -> int:
        """Return when the published checkpoint was written (file system's clock, nanoseconds), 0 before the first."""
        try:
            return (self.path / CHECKPOINT).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def write_tiles(self, *, files: Mapping[str, bytes]) -> None:
        """Write tiles and bundles. A full one takes the place of its partial forms, which are removed.

        Raises OSError (a full disk, a folder that may not be written): nothing that was published before is lost.
        """
        for name, data in files.items():
            write_whole(path=self.path / name, data=data)
            if not (self.path / name).parent.name.endswith(PARTIAL_SUFFIX):
                shutil.rmtree(self.path / f"{name}{PARTIAL_SUFFIX}", ignore_errors=True)

    def write_checkpoint(self, *, note: str) -> None:
        """Publish a signed checkpoint; everything it covers has been written before."""
        write_whole(path=self.path / CHECKPOINT, data=note.encode())


def write_whole(*, path: Path, data: bytes) -> None:
    """Write a file so that readers and a power cut see the old or the new one, never a part. Raises OSError."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    draft.replace(path)
