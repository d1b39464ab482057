import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truetonne.proof.log import LogState, append, load
from truetonne.proof.merkle import (
    EMPTY_ROOT,
    CompactRange,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_hash,
)
from truetonne.proof.tiles import (
    ENTRY_BYTES_MAX,
    INDEX_MAX,
    EntryTooLarge,
    MissingTile,
    TileDamaged,
    TiledLog,
    bundle_path,
    edge_paths,
    pack_bundle,
    read_path,
    reader_of,
    tile_path,
    unpack_bundle,
)


def entries(count: int, start: int = 0) -> list[bytes]:
    return [b"entry %d" % number for number in range(start, start + count)]


def grown(count: int) -> tuple[LogState, dict[str, bytes]]:
    growth = append(state=LogState(), entries=entries(count))
    return growth.state, dict(growth.files)


def root_of(count: int) -> bytes:
    compact = CompactRange()
    for entry in entries(count):
        compact.append(leaf=leaf_hash(entry))
    return compact.root()


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 1234067, 256, "tile/0/x001/x234/067"),
        (3, 67, 8, "tile/3/067.p/8"),
        (0, 1000, 255, "tile/0/x001/000.p/255"),
        (63, 999, 1, "tile/63/999.p/1"),
    ],
)
def test_paths_are_those_of_the_standard(level: int, index: int, width: int, path: str) -> None:
    assert tile_path(level=level, index=index, width=width) == path
    assert read_path(path=path) == (level, index, width)


@given(st.integers(0, INDEX_MAX), st.integers(1, 256))
def test_reads_every_path_that_it_writes(index: int, width: int) -> None:
    assert read_path(path=bundle_path(index=index, width=width)) == (None, index, width)
    assert read_path(path=tile_path(level=1, index=index, width=width)) == (1, index, width)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/08",
        "tile/0/../000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/x01/000",
        "tile/entries/000.p/1\n",
        "tile/0/٠٠٠",
        "tile/0/" + "x999/" * 6 + "999",
    ],
)
def test_reads_no_other_path(path: str) -> None:
    assert read_path(path=path) is None


def test_a_log_of_70000_has_the_tiles_of_the_standards_example() -> None:
    _, files = grown(70_000)

    full = [path for path in files if path.startswith("tile/0/") and ".p/" not in path]
    assert len(full) == 273
    assert list(edge_paths(size=70_000)) == [
        (0, "tile/0/273.p/112", 112),
        (1, "tile/1/001.p/17", 17),
        (2, "tile/2/000.p/1", 1),
    ]
    assert "tile/1/000" in files
    assert len(files["tile/0/273.p/112"]) == 112 * 32
    assert len(files["tile/0/000"]) == 8192


def test_a_log_of_256_has_a_full_tile_and_one_hash_above() -> None:
    _, files = grown(256)

    assert set(files) == {"tile/0/000", "tile/1/000.p/1", "tile/entries/000"}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 700), max_size=6))
def test_growing_in_any_steps_makes_the_same_log(steps: list[int]) -> None:
    state, files, size = LogState(), {}, 0
    for step in steps:
        growth = append(state=state, entries=entries(step, start=size))
        for path, data in growth.files.items():
            assert files.setdefault(path, data) == data, "a published file may never change"
        state, size = growth.state, size + step
        assert growth.root == state.root() == root_of(size)
        assert load(size=size, read=reader_of(files=files)) == state
    whole, whole_files = grown(size)

    assert state == whole
    assert {path: files[path] for path in whole_files} == whole_files


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600, 65_536, 65_537, 66_000])
def test_proofs_come_out_of_tiles(size: int) -> None:
    state, files = grown(size)
    log = TiledLog(size=size, read=reader_of(files=files))
    root = state.root()

    assert root_hash(size=size, read=log.node) == root == root_of(size)
    for index in {0, size // 3, size // 2, size - 1}:
        path = inclusion_proof(index=index, size=size, read=log.node)
        assert log.entry(index) == b"entry %d" % index
        assert is_included(leaf=leaf_hash(log.entry(index)), index=index, size=size, path=path, root=root)
    for old_size in {1, size // 2 or 1, size}:
        path = consistency_proof(old_size=old_size, size=size, read=log.node)
        assert is_consistent(old_size=old_size, old_root=root_of(old_size), size=size, root=root, path=path)


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 1500), st.data())
def test_an_older_size_is_proven_from_the_tiles_of_a_newer_one(size: int, data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, old_size - 1))
    files: dict[str, bytes] = {}
    state = LogState()
    for step, start in ((old_size, 0), (size - old_size, old_size)):
        growth = append(state=state, entries=entries(step, start=start))
        state = growth.state
        files |= growth.files
    pruned = {path: tile for path, tile in files.items() if not _has_full_successor(path, files)}

    log = TiledLog(size=old_size, read=reader_of(files=pruned))

    path = inclusion_proof(index=index, size=old_size, read=log.node)
    root = root_of(old_size)
    assert is_included(leaf=leaf_hash(b"entry %d" % index), index=index, size=old_size, path=path, root=root)
    assert log.entry(index) == b"entry %d" % index


def _has_full_successor(path: str, files: dict[str, bytes]) -> bool:
    return ".p/" in path and path.split(".p/", maxsplit=1)[0] in files


def test_an_empty_log_has_the_root_of_nothing_and_no_file() -> None:
    growth = append(state=LogState(), entries=[])

    assert (growth.root, growth.files, growth.leaves) == (EMPTY_ROOT, {}, [])
    assert load(size=0, read=reader_of(files={})) == LogState()


def test_returns_the_leaf_hashes_of_the_new_entries_in_order() -> None:
    growth = append(state=grown(300)[0], entries=entries(5, start=300))

    assert growth.leaves == [leaf_hash(entry) for entry in entries(5, start=300)]


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_give_back_their_entries(stored: list[bytes]) -> None:
    assert unpack_bundle(data=pack_bundle(entries=stored)) == stored


def test_a_bundle_carries_the_largest_entry_and_refuses_one_byte_more() -> None:
    largest = bytes(ENTRY_BYTES_MAX)

    assert pack_bundle(entries=[largest])[:2] == b"\xff\xff"
    for refuses in (
        lambda: pack_bundle(entries=[largest + b"\x00"]),
        lambda: append(state=LogState(), entries=[b"small", largest + b"\x00"]),
    ):
        with pytest.raises(EntryTooLarge) as refusal:
            refuses()
        assert (refusal.value.size, refusal.value.size_max) == (65_536, 65_535)


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_refuses_a_bundle_that_ends_inside_an_entry(cut: int) -> None:
    data = pack_bundle(entries=[b"one", b"two"])

    with pytest.raises(TileDamaged):
        unpack_bundle(data=data[:-cut], path="tile/entries/000.p/2")


def test_names_the_tile_that_is_missing() -> None:
    _, files = grown(300)
    del files["tile/0/001.p/44"]

    with pytest.raises(MissingTile) as refusal:
        load(size=300, read=reader_of(files=files))
    log = TiledLog(size=300, read=reader_of(files=files))
    with pytest.raises(MissingTile):
        inclusion_proof(index=299, size=300, read=log.node)

    assert refusal.value.path == "tile/0/001.p/44"


@pytest.mark.parametrize("path", ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"])
def test_refuses_a_tile_cut_short(path: str) -> None:
    _, files = grown(300)
    files[path] = files[path][:-1]

    with pytest.raises(TileDamaged) as refusal:
        load(size=300, read=reader_of(files=files))

    assert refusal.value.path == path


def test_refuses_a_bundle_whose_entries_the_tile_does_not_hash() -> None:
    _, files = grown(300)
    files["tile/entries/001.p/44"] = pack_bundle(entries=[*entries(43, start=256), b"another"])

    with pytest.raises(TileDamaged):
        load(size=300, read=reader_of(files=files))


def test_a_changed_hash_changes_the_root() -> None:
    state, files = grown(70_000)
    chance = random.Random(4)
    for path in ("tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"):
        damaged = bytearray(files[path])
        damaged[chance.randrange(len(damaged))] ^= 1
        reloaded = LogState(
            size=state.size,
            edge=tuple(
                bytes(damaged) if path.startswith(f"tile/{level}/") else tile for level, tile in enumerate(state.edge)
            ),
            bundle=state.bundle,
        )
        assert reloaded.root() != state.root()
