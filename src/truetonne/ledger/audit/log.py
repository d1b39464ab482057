"""The public log, recomputed from the stored bodies: leaves, roots, signatures, tiles, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import psycopg

from truetonne.ledger.audit.findings import Finding
from truetonne.proof.checkpoint import NotSigned, PublicKey, open_checkpoint
from truetonne.proof.merkle import CompactRange
from truetonne.proof.tiles import TILE_WIDTH, bundle_path, tile_path, tile_root, unpack_bundle
from truetonne.proof.verifier import Refused

LOG = "the public log"
_CHUNK = 5_000

_LEAVES = """
    SELECT l.log_index, l.entry_id, l.leaf_hash, e.body
    FROM ledger_leaf l LEFT JOIN ledger_entry e ON e.id = l.entry_id
    ORDER BY l.log_index
"""
_LEFT_BEHIND = """
    SELECT e.id, e.kind FROM ledger_entry e
    WHERE e.body IS NOT NULL AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.entry_id = e.id)
"""
_CHECKPOINTS = "SELECT size, root, note, seen_xid::text FROM ledger_checkpoint ORDER BY size"


def audit_log(
    *, connection: psycopg.Connection, keys: Sequence[PublicKey], tiles: Path | None
) -> tuple[list[Finding], int, int]:
    """Hold leaves, checkpoints and tiles against the entries. Returns findings, the size signed last and entries that wait.

    ``keys`` are the log's public keys; ``tiles`` is the published folder, or None where this machine has none.
    """
    checkpoints = connection.execute(_CHECKPOINTS).fetchall()
    findings, roots, leaves = _audit_leaves(connection=connection, sizes={int(row[0]) for row in checkpoints})
    signed = 0
    for size, root, note, _ in checkpoints:
        findings += _audit_checkpoint(size=int(size), root=bytes(root), note=str(note), keys=keys, roots=roots)
        signed = max(signed, int(size))
    if signed != leaves:
        findings.append(
            _finding(
                code="conservation_broken", rule="every leaf is covered by a checkpoint", size=signed, leaves=leaves
            )
        )
    waiting = _audit_queue(
        connection=connection, seen_xid=int(checkpoints[-1][3]) if checkpoints else 0, findings=findings
    )
    if tiles is not None and signed:
        findings += _audit_tiles(connection=connection, folder=tiles, size=signed)
    return findings, signed, waiting


def _audit_leaves(*, connection: psycopg.Connection, sizes: set[int]) -> tuple[list[Finding], dict[int, bytes], int]:
    findings: list[Finding] = []
    roots: dict[int, bytes] = {}
    tree = CompactRange()
    expected = 0
    with connection.cursor(name="audit_leaves") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(_LEAVES)
        for log_index, entry_id, leaf_hash, body in cursor:
            if log_index != expected:
                findings.append(
                    _finding(
                        code="conservation_broken",
                        rule="log indexes are consecutive",
                        log_index=log_index,
                        expected=expected,
                    )
                )
                expected = log_index
            computed = sha256(b"\x00" + bytes(body)).digest() if body is not None else b""
            if computed != bytes(leaf_hash):
                findings.append(
                    _finding(
                        code="total_mismatch",
                        rule="a leaf is the hash of its entry's stored bytes",
                        log_index=log_index,
                        entry=entry_id,
                    )
                )
            tree.append(leaf=computed or bytes(leaf_hash))
            expected += 1
            if expected in sizes:
                roots[expected] = tree.root()
    return findings, roots, expected


def _audit_checkpoint(
    *, size: int, root: bytes, note: str, keys: Sequence[PublicKey], roots: dict[int, bytes]
) -> list[Finding]:
    findings: list[Finding] = []
    try:
        opened = open_checkpoint(note, keys)
    except (NotSigned, Refused) as error:
        return [
            _finding(
                code="total_mismatch", rule="checkpoints are signed by the log's key", size=size, reason=str(error)
            )
        ]
    if (opened.size, opened.root) != (size, root):
        findings.append(
            _finding(
                code="total_mismatch", rule="a checkpoint's row says what its note says", size=size, noted=opened.size
            )
        )
    if roots.get(size) != root:
        findings.append(
            _finding(
                code="total_mismatch",
                rule="a checkpoint's root is the root of its leaves",
                size=size,
                root=root.hex(),
                recomputed=roots[size].hex() if size in roots else "not so many leaves",
            )
        )
    return findings


def _audit_queue(*, connection: psycopg.Connection, seen_xid: int, findings: list[Finding]) -> int:
    waiting = 0
    rows = connection.execute(f"{_LEFT_BEHIND} AND e.xid < %s::text::xid8", [str(seen_xid)]).fetchall()
    findings += [
        _finding(code="conservation_broken", rule="the worker passes no entry over", entry=entry_id, kind=kind)
        for entry_id, kind in rows
    ]
    row = connection.execute(f"SELECT count(*) FROM ({_LEFT_BEHIND}) waiting").fetchone()
    if row is not None:
        waiting = int(row[0])
    return waiting


def _audit_tiles(*, connection: psycopg.Connection, folder: Path, size: int) -> list[Finding]:
    """Compare published hash tiles and entry bundles with the leaves, tile by tile, level by level."""
    findings: list[Finding] = []
    hashes: Iterator[tuple[bytes, bytes]] = _leaf_stream(connection=connection, size=size)
    level_runs: list[bytes] = [b""]
    entries: list[bytes] = []
    index = 0
    for position, (leaf, body) in enumerate(hashes, start=1):
        level_runs[0] += leaf
        entries.append(body)
        if position % TILE_WIDTH == 0 or position == size:
            width = len(level_runs[0]) // 32
            findings += _compare(
                folder=folder, path=tile_path(level=0, index=index, width=width), expected=level_runs[0]
            )
            findings += _compare_bundle(folder=folder, path=bundle_path(index=index, width=width), expected=entries)
            if width == TILE_WIDTH:
                findings += _climb(
                    folder=folder, runs=level_runs, level=1, root=tile_root(tile=level_runs[0]), index=index
                )
            level_runs[0], entries, index = b"", [], index + 1
    for level in range(1, len(level_runs)):
        if level_runs[level]:
            width = len(level_runs[level]) // 32
            findings += _compare(
                folder=folder,
                path=tile_path(level=level, index=size // TILE_WIDTH ** (level + 1), width=width),
                expected=level_runs[level],
            )
    return findings


def _climb(*, folder: Path, runs: list[bytes], level: int, root: bytes, index: int) -> list[Finding]:
    """Add a full tile's root to the level above and compare that level's tile once it is full."""
    if level == len(runs):
        runs.append(b"")
    runs[level] += root
    if len(runs[level]) // 32 < TILE_WIDTH:
        return []
    above = index // TILE_WIDTH
    findings = _compare(folder=folder, path=tile_path(level=level, index=above), expected=runs[level])
    full, runs[level] = runs[level], b""
    return findings + _climb(folder=folder, runs=runs, level=level + 1, root=tile_root(tile=full), index=above)


def _leaf_stream(*, connection: psycopg.Connection, size: int) -> Iterator[tuple[bytes, bytes]]:
    with connection.cursor(name="audit_tiles") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(_LEAVES)
        for log_index, _, leaf_hash, body in cursor:
            if log_index >= size:
                return
            yield bytes(leaf_hash), bytes(body or b"")


def _compare(*, folder: Path, path: str, expected: bytes) -> list[Finding]:
    file = folder / path
    if file.is_file() and file.read_bytes() == expected:
        return []
    state = "differs" if file.is_file() else "is missing"
    return [_finding(code="total_mismatch", rule="published tiles are those of the leaves", path=path, state=state)]


def _compare_bundle(*, folder: Path, path: str, expected: list[bytes]) -> list[Finding]:
    file = folder / path
    try:
        if file.is_file() and unpack_bundle(data=file.read_bytes(), path=path) == expected:
            return []
    except ValueError:
        pass
    state = "differs" if file.is_file() else "is missing"
    return [
        _finding(code="total_mismatch", rule="published bundles hold the entries' stored bytes", path=path, state=state)
    ]


def _finding(*, code: str, rule: str, **facts: object) -> Finding:
    return Finding(code=code, check=f"{LOG}: {rule}", facts=facts)
