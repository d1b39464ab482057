"""The Merkle tree of the log: RFC 6962 section 2.1 and the verification of RFC 9162 section 2.1.

Proofs are built from a reader of perfect subtrees, so that they come from tiles, a database or a list alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from truetonne.proof.verifier import climb, leaf_hash, node_hash

__all__ = [
    "EMPTY_ROOT",
    "CompactRange",
    "NodeReader",
    "OutsideLog",
    "consistency_proof",
    "inclusion_proof",
    "is_consistent",
    "is_included",
    "leaf_hash",
    "node_hash",
    "root_hash",
]

EMPTY_ROOT = hashlib.sha256(b"").digest()

NodeReader = Callable[[int, int], bytes]
"""``read(level, index)``: the hash of entries ``index * 2**level`` up to ``(index + 1) * 2**level``, all present."""


class OutsideLog(ValueError):
    """An entry or size lies beyond the log; carries both numbers."""

    code = "not_found"

    def __init__(self, *, asked: int, size: int) -> None:
        super().__init__(f"{asked} lies outside a log of {size} entries")
        self.asked = asked
        self.size = size


def root_hash(*, size: int, read: NodeReader) -> bytes:
    """Return the root of the first ``size`` entries."""
    return _range_hash(0, size, read) if size else EMPTY_ROOT


def inclusion_proof(*, index: int, size: int, read: NodeReader) -> list[bytes]:
    """Return the sibling hashes from leaf ``index`` up to the root of ``size`` entries. Raises OutsideLog.

    Source: RFC 6962 section 2.1.1, PATH(m, D[n]).
    """
    if not 0 <= index < size:
        raise OutsideLog(asked=index, size=size)
    path: list[bytes] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            path.append(_range_hash(middle, last, read))
            last = middle
        else:
            path.append(_range_hash(first, middle, read))
            first = middle
    return path[::-1]


def consistency_proof(*, old_size: int, size: int, read: NodeReader) -> list[bytes]:
    """Return the hashes that show that the log of ``old_size`` entries begins the log of ``size``. Raises OutsideLog.

    Source: RFC 6962 section 2.1.2, SUBPROOF(m, D[n], b). Empty when the sizes are equal; ``old_size`` >= 1.
    """
    if not 1 <= old_size <= size:
        raise OutsideLog(asked=old_size, size=size)
    path: list[bytes] = []
    first, last, is_known = 0, size, True
    while old_size != last:
        middle = first + _split(last - first)
        if old_size <= middle:
            path.append(_range_hash(middle, last, read))
            last = middle
        else:
            path.append(_range_hash(first, middle, read))
            first, is_known = middle, False
    if not is_known:
        path.append(_range_hash(first, last, read))
    return path[::-1]


def is_included(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Say whether ``path`` proves that ``leaf`` is entry ``index`` of the log with ``size`` entries and ``root``."""
    nodes = climb(leaf=leaf, index=index, size=size, path=path)
    return bool(nodes) and nodes[-1] == root


def is_consistent(*, old_size: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Say whether ``path`` proves that the old log begins the new one. Source: RFC 9162 section 2.1.4.2."""
    if not 1 <= old_size <= size:
        return False
    if old_size == size:
        return not path and old_root == root
    hashes = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    if not hashes:
        return False
    position, last = old_size - 1, size - 1
    while position % 2:
        position, last = position >> 1, last >> 1
    old, new = hashes[0], hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if position % 2 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return old == old_root and new == root and last == 0


class CompactRange:
    """The least that must be kept of a log to go on appending: one hash per one-bit of its size, largest subtree first.

    Used to recompute a root from all entries in order, apart from tiles.
    """

    __slots__ = ("hashes", "size")

    def __init__(self, *, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if size < 0 or len(self.hashes) != size.bit_count():
            raise ValueError(
                f"a log of {size} entries has one hash for each one-bit of its size, not {len(self.hashes)}"
            )

    def append(self, *, leaf: bytes) -> None:
        """Add one leaf hash."""
        size, hashes = self.size, self.hashes
        while size & 1:
            leaf = node_hash(hashes.pop(), leaf)
            size >>= 1
        hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of all entries so far."""
        return join(hashes=self.hashes)


def join(*, hashes: Sequence[bytes]) -> bytes:
    """Return the root over the perfect subtrees that cut a log, largest first."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def _split(count: int) -> int:
    """Largest power of two below ``count``, which is at least 2."""
    return 1 << (count - 1).bit_length() - 1


def _range_hash(first: int, last: int, read: NodeReader) -> bytes:
    """Hash of entries ``first`` up to ``last`` (exclusive), where ``first`` starts a subtree of the tree's shape."""
    hashes: list[bytes] = []
    while first < last:
        level = (last - first).bit_length() - 1
        hashes.append(read(level, first >> level))
        first += 1 << level
    return join(hashes=hashes)
