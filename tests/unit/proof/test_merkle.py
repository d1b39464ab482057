from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.proof.merkle import (
    EMPTY_ROOT,
    CompactRange,
    OutsideLog,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_hash,
)

# The eight leaves and the values that the reference implementations of Certificate Transparency test with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def as_defined(entries: Sequence[bytes]) -> bytes:
    """MTH(D) of RFC 6962 2.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return sha256(b"\x01" + as_defined(entries[:split]) + as_defined(entries[split:])).digest()


class Tree:
    """A reader of perfect subtrees over a list of entries."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        self.entries = entries

    def read(self, level: int, index: int) -> bytes:
        part = self.entries[index << level : (index + 1) << level]
        assert len(part) == 1 << level, "a node beyond the log was asked for"
        return as_defined(part)


def unhexed(hashes: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in hashes]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(size: int) -> None:
    tree = Tree(LEAVES)

    assert root_hash(size=size, read=tree.read).hex() == ROOTS[size - 1]
    assert as_defined(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root_hash(size=0, read=Tree([]).read) == EMPTY_ROOT == as_defined([])
    assert CompactRange().root() == EMPTY_ROOT


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_inclusion_proofs_are_those_of_the_reference(index: int, size: int) -> None:
    path = inclusion_proof(index=index, size=size, read=Tree(LEAVES).read)

    assert path == unhexed(PATHS[index, size])


@pytest.mark.parametrize(("old_size", "size"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_reference(old_size: int, size: int) -> None:
    path = consistency_proof(old_size=old_size, size=size, read=Tree(LEAVES).read)

    assert path == unhexed(CONSISTENCY[old_size, size])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 21, 33])
def test_every_entry_is_proven_at_its_index_and_at_no_other(size: int) -> None:
    entries = [b"entry %d" % number for number in range(size)]
    tree, root = Tree(entries), as_defined(entries)

    for index, entry in enumerate(entries):
        path = inclusion_proof(index=index, size=size, read=tree.read)
        proven = [
            other
            for other in range(-1, size + 3)
            if is_included(leaf=leaf_hash(entry), index=other, size=size, path=path, root=root)
        ]

        # A proof says nothing of a size that nobody signed: with another size, another index may fit the same path.
        assert proven == [index]


@given(st.integers(1, 300), st.data())
def test_a_changed_path_leaf_or_root_proves_nothing(size: int, data: st.DataObject) -> None:
    entries = [b"entry %d" % number for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_proof(index=index, size=size, read=Tree(entries).read)
    leaf, root = leaf_hash(entries[index]), as_defined(entries)

    assert is_included(leaf=leaf, index=index, size=size, path=path, root=root)
    assert not is_included(leaf=leaf_hash(b"other"), index=index, size=size, path=path, root=root)
    assert not is_included(leaf=leaf, index=index, size=size, path=[*path, root], root=root)
    assert not is_included(leaf=leaf, index=index, size=size, path=path, root=leaf_hash(b"root"))
    if path:
        assert not is_included(leaf=leaf, index=index, size=size, path=path[:-1], root=root)
        changed = [leaf_hash(b"other"), *path[1:]]
        assert not is_included(leaf=leaf, index=index, size=size, path=changed, root=root)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 9, 31, 32, 40])
def test_any_two_sizes_are_consistent_and_only_with_their_own_roots(size: int) -> None:
    entries = [b"entry %d" % number for number in range(size)]
    tree, root = Tree(entries), as_defined(entries)

    for old_size in range(1, size + 1):
        path = consistency_proof(old_size=old_size, size=size, read=tree.read)
        old_root = as_defined(entries[:old_size])
        assert is_consistent(old_size=old_size, old_root=old_root, size=size, root=root, path=path)
        other = leaf_hash(b"other")
        assert not is_consistent(old_size=old_size, old_root=other, size=size, root=root, path=path)
        assert not is_consistent(old_size=old_size, old_root=old_root, size=size, root=other, path=path)
        assert not is_consistent(old_size=old_size, old_root=old_root, size=size, root=root, path=[*path, other])
        if path:
            assert not is_consistent(old_size=old_size, old_root=old_root, size=size, root=root, path=path[:-1])


def test_no_log_is_consistent_with_a_longer_or_an_empty_one() -> None:
    root = as_defined(LEAVES)

    assert not is_consistent(old_size=0, old_root=EMPTY_ROOT, size=8, root=root, path=[])
    assert not is_consistent(old_size=9, old_root=root, size=8, root=root, path=[])


@given(st.integers(0, 400))
def test_appending_one_by_one_comes_to_the_same_root(size: int) -> None:
    entries = [b"%d" % number for number in range(size)]
    compact = CompactRange()

    for entry in entries:
        compact.append(leaf=leaf_hash(entry))
    resumed = CompactRange(size=compact.size, hashes=compact.hashes)
    resumed.append(leaf=leaf_hash(b"one more"))

    assert compact.root() == as_defined(entries)
    assert resumed.root() == as_defined([*entries, b"one more"])


def test_a_compact_range_has_a_hash_for_each_one_bit() -> None:
    with pytest.raises(ValueError, match="one-bit"):
        CompactRange(size=3, hashes=[EMPTY_ROOT])


@pytest.mark.parametrize(("index", "size"), [(-1, 8), (8, 8), (0, 0)])
def test_refuses_a_proof_of_what_is_outside(index: int, size: int) -> None:
    with pytest.raises(OutsideLog) as refusal:
        inclusion_proof(index=index, size=size, read=Tree(LEAVES).read)

    assert (refusal.value.asked, refusal.value.size) == (index, size)


@pytest.mark.parametrize(("old_size", "size"), [(0, 8), (9, 8), (-1, 3)])
def test_refuses_a_consistency_proof_of_sizes_that_do_not_grow(old_size: int, size: int) -> None:
    with pytest.raises(OutsideLog):
        consistency_proof(old_size=old_size, size=size, read=Tree(LEAVES).read)


def test_a_leaf_can_never_be_taken_for_a_node() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")

    assert leaf_hash(left + right) != node_hash(left, right)
