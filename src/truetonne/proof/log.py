"""Growing the log: entries in, tiles and a root out. Pure; the ledger's worker reads, writes and signs around it.

``LogState`` is all that must be kept between two runs: the unfinished tile of each level and the unfinished bundle.
It can be read back from the tiles themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from truetonne.proof.merkle import join
from truetonne.proof.tiles import (
    ENTRY_BYTES_MAX,
    FULL_TILE_BYTES,
    HASH_BYTES,
    TILE_WIDTH,
    EntryTooLarge,
    TileDamaged,
    TileReader,
    bundle_path,
    edge_paths,
    tile_path,
    tile_root,
    unpack_bundle,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogState:
    """A log of ``size`` entries by its right edge: ``edge[level]`` are the hashes of the unfinished tile of that level,
    ``bundle`` the unfinished entry bundle (the entries of ``edge[0]``)."""

    size: int = 0
    edge: tuple[bytes, ...] = ()
    bundle: bytes = b""

    def root(self) -> bytes:
        """The root of all entries, from the edge alone."""
        subtrees: list[bytes] = []
        for tile in reversed(self.edge):
            subtrees += _cut(tile)
        return join(hashes=subtrees)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What appending did: the new state, its root, and the files to write before the checkpoint is.

    ``leaves`` are the leaf hashes of the new entries in order. Every file is new or, if partial tiles of the same
    width were written before, equal to what is there.
    """

    state: LogState
    root: bytes
    files: Mapping[str, bytes]
    leaves: Sequence[bytes]


def append(*, state: LogState, entries: Sequence[bytes]) -> Growth:
    """Append entries, given as their stored bytes, and return the files of tlog-tiles for the new size.

    Writes full tiles once and the partial tiles that the new size needs. Raises EntryTooLarge before anything is hashed.
    """
    for entry in entries:
        if len(entry) > ENTRY_BYTES_MAX:
            raise EntryTooLarge(size=len(entry))
    files: dict[str, bytes] = {}
    bundle = _append_bundles(state=state, entries=entries, files=files)
    leaves = [sha256(b"\x00" + entry).digest() for entry in entries]
    edge = _append_tiles(state=state, leaves=leaves, files=files)
    grown = LogState(size=state.size + len(entries), edge=edge, bundle=bundle)
    if entries:
        for level, path, _ in edge_paths(size=grown.size):
            files[path] = edge[level]
        if bundle:
            files[bundle_path(index=grown.size // TILE_WIDTH, width=grown.size % TILE_WIDTH)] = bundle
    return Growth(state=grown, root=grown.root(), files=files, leaves=leaves)


def load(*, size: int, read: TileReader) -> LogState:
    """Read the state of a log of ``size`` back from its tiles. Raises MissingTile, TileDamaged.

    Compare ``state.root()`` with the signed checkpoint before appending to it.
    """
    edge: list[bytes] = []
    for level, path, width in edge_paths(size=size):
        tile = read(path)
        if len(tile) != width * HASH_BYTES:
            raise TileDamaged(path=path, reason=f"{len(tile)} bytes, not {width * HASH_BYTES}")
        edge += [b""] * (level - len(edge))
        edge.append(tile)
    bundle = b""
    if size % TILE_WIDTH:
        path = bundle_path(index=size // TILE_WIDTH, width=size % TILE_WIDTH)
        bundle = read(path)
        entries = unpack_bundle(data=bundle, path=path)
        if b"".join(sha256(b"\x00" + entry).digest() for entry in entries) != edge[0]:
            raise TileDamaged(path=path, reason="its entries are not the ones that its tile hashes")
    return LogState(size=size, edge=tuple(edge), bundle=bundle)


def _append_bundles(*, state: LogState, entries: Sequence[bytes], files: dict[str, bytes]) -> bytes:
    """Put full bundles into ``files`` and return the unfinished one."""
    parts = [state.bundle]
    position = state.size
    for entry in entries:
        parts += (len(entry).to_bytes(2, "big"), entry)
        position += 1
        if position % TILE_WIDTH == 0:
            files[bundle_path(index=position // TILE_WIDTH - 1)] = b"".join(parts)
            parts = []
    return b"".join(parts)


def _append_tiles(*, state: LogState, leaves: Sequence[bytes], files: dict[str, bytes]) -> tuple[bytes, ...]:
    """Put full tiles into ``files``, level by level, and return the unfinished tile of each level."""
    edge: list[bytes] = []
    level, size, fresh = 0, state.size, leaves
    while fresh or level < len(state.edge):
        old = state.edge[level] if level < len(state.edge) else b""
        run = old + b"".join(fresh)
        index = size // TILE_WIDTH
        fresh = []
        full = len(run) - len(run) % FULL_TILE_BYTES
        for start in range(0, full, FULL_TILE_BYTES):
            tile = run[start : start + FULL_TILE_BYTES]
            files[tile_path(level=level, index=index)] = tile
            fresh.append(tile_root(tile=tile))
            index += 1
        edge.append(run[full:])
        level, size = level + 1, size // TILE_WIDTH
    while edge and not edge[-1]:
        edge.pop()
    return tuple(edge)


def _cut(tile: bytes) -> list[bytes]:
    """Roots of the perfect subtrees that cut an unfinished tile, largest first."""
    roots: list[bytes] = []
    start = 0
    while start < len(tile):
        width = 1 << ((len(tile) - start) // HASH_BYTES).bit_length() - 1
        roots.append(tile_root(tile=tile[start : start + width * HASH_BYTES]))
        start += width * HASH_BYTES
    return roots
