"""The log as static files: C2SP tlog-tiles. Paths, hash tiles, entry bundles, and reading proofs out of tiles.

A tile holds up to 256 neighbouring hashes of one level; level 0 holds leaf hashes, each hash of level L + 1 is the
root of a full tile of level L. A bundle holds the same 256 entries as a tile of level 0. Nothing here touches files:
tiles come in through a ``TileReader`` and go out as ``path -> bytes``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Protocol

TILE_WIDTH = 256
TILE_HEIGHT = 8
HASH_BYTES = 32
ENTRY_BYTES_MAX = 65_535
FULL_TILE_BYTES = TILE_WIDTH * HASH_BYTES
INDEX_MAX = 2**53 - 1

_PATH = re.compile(
    r"tile/(?P<level>[0-9]|[1-5][0-9]|6[0-3]|entries)/(?P<groups>(?:x[0-9]{3}/)*)(?P<last>[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?"
)


class EntryTooLarge(ValueError):
    """An entry does not fit the two length bytes of a bundle; carries its size."""

    code = "invalid_request"

    def __init__(self, *, size: int) -> None:
        super().__init__(f"an entry of {size} bytes; at most {ENTRY_BYTES_MAX} fit a log entry")
        self.size = size
        self.size_max = ENTRY_BYTES_MAX


class MissingTile(LookupError):
    """A tile that the log's size needs is not there; carries its path."""

    code = "internal_error"

    def __init__(self, *, path: str) -> None:
        super().__init__(f"{path} is missing from the log")
        self.path = path


class TileDamaged(ValueError):
    """A tile or bundle is shorter, longer or other than its path says; carries the path."""

    code = "internal_error"

    def __init__(self, *, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class TileReader(Protocol):
    """Gives the bytes behind a tile path, such as ``tile/0/x001/067.p/8``; raises MissingTile."""

    def __call__(self, path: str) -> bytes: ...


def tile_path(*, level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Return the path of a hash tile.

    >>> tile_path(level=0, index=1234067, width=8)
    'tile/0/x001/x234/067.p/8'
    """
    return f"tile/{level}/{_number(index, width)}"


def bundle_path(*, index: int, width: int = TILE_WIDTH) -> str:
    """Return the path of an entry bundle."""
    return f"tile/entries/{_number(index, width)}"


def read_path(*, path: str) -> tuple[int | None, int, int] | None:
    """Return level (None for a bundle), index and width of a tile path; None if it is no such path.

    Only the one written form is read, so that a path can be joined to a folder without further care.
    """
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    index = int(match["groups"].replace("x", "").replace("/", "") + match["last"])
    if match["groups"].startswith("x000/") or index > INDEX_MAX:
        return None
    level = None if match["level"] == "entries" else int(match["level"])
    return level, index, int(match["width"] or TILE_WIDTH)


def _number(index: int, width: int) -> str:
    digits = f"{index % 1000:03d}"
    while index >= 1000:
        index //= 1000
        digits = f"x{index % 1000:03d}/{digits}"
    return digits if width == TILE_WIDTH else f"{digits}.p/{width}"


def edge_paths(*, size: int) -> Iterator[tuple[int, str, int]]:
    """Yield level, path and width of the partial tile at each level of a log of ``size`` that has one."""
    level = 0
    while size:
        index, width = divmod(size, TILE_WIDTH)
        if width:
            yield level, tile_path(level=level, index=index, width=width), width
        size, level = index, level + 1


def pack_bundle(*, entries: Sequence[bytes]) -> bytes:
    """Return entries with two big-endian length bytes before each. Raises EntryTooLarge."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > ENTRY_BYTES_MAX:
            raise EntryTooLarge(size=len(entry))
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def unpack_bundle(*, data: bytes, path: str = "bundle") -> list[bytes]:
    """Return the entries of a bundle. Raises TileDamaged when the lengths do not come out even."""
    entries: list[bytes] = []
    position = 0
    while position < len(data):
        start = position + 2
        position = start + int.from_bytes(data[position:start], "big")
        if start > len(data) or position > len(data):
            raise TileDamaged(path=path, reason="the bundle ends inside an entry")
        entries.append(data[start:position])
    return entries


def tile_root(*, tile: bytes) -> bytes:
    """Return the root over a run of hashes whose number is a power of two: a full tile or an aligned part of one."""
    hashes = [tile[start : start + HASH_BYTES] for start in range(0, len(tile), HASH_BYTES)]
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return hashes[0]


class TiledLog:
    """Reads hashes of perfect subtrees out of the tiles of a log of ``size``: give ``node`` to the functions of ``merkle``.

    Keeps the tiles that it read; make a new one for each request.
    """

    def __init__(self, *, size: int, read: TileReader) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], bytes] = {}

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of entries ``index * 2**level`` up to ``(index + 1) * 2**level``. Raises MissingTile, TileDamaged."""
        tile_level, height = divmod(level, TILE_HEIGHT)
        tile_index, position = divmod(index << height, TILE_WIDTH)
        start, stop = position * HASH_BYTES, (position + (1 << height)) * HASH_BYTES
        tile = self._tile(tile_level, tile_index)
        if stop > len(tile):
            raise MissingTile(path=tile_path(level=tile_level, index=tile_index))
        return tile_root(tile=tile[start:stop])

    def entry(self, index: int) -> bytes:
        """Return the bytes of one entry out of its bundle. Raises MissingTile, TileDamaged."""
        bundle, position = divmod(index, TILE_WIDTH)
        width = min(TILE_WIDTH, self.size - bundle * TILE_WIDTH)
        path = bundle_path(index=bundle, width=width)
        entries = unpack_bundle(data=self._read_grown(path, bundle_path(index=bundle), width), path=path)
        if len(entries) < width:
            raise TileDamaged(path=path, reason=f"{len(entries)} entries, not {width}")
        return entries[position]

    def _tile(self, level: int, index: int) -> bytes:
        known = self._tiles.get((level, index))
        if known is not None:
            return known
        width = min(TILE_WIDTH, (self.size >> TILE_HEIGHT * level) - index * TILE_WIDTH)
        path = tile_path(level=level, index=index, width=max(width, 1))
        tile = self._read_grown(path, tile_path(level=level, index=index), width)[: width * HASH_BYTES]
        if len(tile) != width * HASH_BYTES:
            raise TileDamaged(path=path, reason=f"{len(tile)} bytes, not {width * HASH_BYTES}")
        self._tiles[level, index] = tile
        return tile

    def _read_grown(self, path: str, full_path: str, width: int) -> bytes:
        """Read a partial tile, or the full one that has taken its place since."""
        if width == TILE_WIDTH:
            return self._read(full_path)
        try:
            return self._read(path)
        except MissingTile:
            return self._read(full_path)


def reader_of(*, files: Mapping[str, bytes]) -> TileReader:
    """Return a TileReader over tiles in memory."""

    def read(path: str) -> bytes:
        try:
            return files[path]
        except KeyError:
            raise MissingTile(path=path) from None

    return read
