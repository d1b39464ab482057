"""The one worker that gives committed entries their place in the log, signs and publishes.

Order: leaves and the signed checkpoint are committed to the database first, then tiles are written, then the
checkpoint is published. A worker that dies in between leaves nothing to repair by hand: the next one compares what is
published with what is committed and goes on, or refuses to sign where the two are not one history.

Neither sequence numbers nor times decide anything. An entry waits until its transaction has committed; the watermark
``seen_xid`` says up to which transaction every entry has been looked at, so that an entry which commits late is found
however old its number is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from truetonne.ledger.log.folder import LogFolder
from truetonne.ledger.log.rebuilding import LogForked, restore_tiles
from truetonne.proof.checkpoint import Signer, sign_checkpoint
from truetonne.proof.log import LogState, append

WORKER_LOCK = 0x7472_7565_746C_6F67
"""Advisory lock of the one worker ("truetlog" in ASCII)."""

ENTRIES_PER_CHECKPOINT_MAX = 16_384
IDLE_SECONDS = 0.15
"""How long the worker sleeps when nothing waits: an entry is normally published within a second of its commit."""

_LAST = "SELECT size, root, seen_xid::text FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
_HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
_WAITING = """
    SELECT e.id, e.xid::text, e.body FROM ledger_entry e
    WHERE e.body IS NOT NULL AND e.xid >= %s::text::xid8
      AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.entry_id = e.id)
    ORDER BY e.xid, e.id LIMIT %s
"""
_COPY_LEAVES = "COPY ledger_leaf (log_index, entry_id, leaf_hash) FROM STDIN (FORMAT binary)"
_WRITE_CHECKPOINT = "INSERT INTO ledger_checkpoint (size, root, note, seen_xid) VALUES (%s, %s, %s, %s::text::xid8)"

__all__ = ["IDLE_SECONDS", "WORKER_LOCK", "LogForked", "LogWorker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What one round did: how many entries got a place, and the log's size afterwards."""

    entries: int
    size: int


class LogWorker:
    """Numbers, hashes, signs and publishes. One connection, one thread; a second worker waits for the first to go.

    ``connection`` may SELECT entries and INSERT leaves and checkpoints (the web's role may). ``start`` before
    ``index_once``. A round that fails leaves database and folder as they were or as one of them is ahead; ``start``
    again then.
    """

    def __init__(self, *, connection: psycopg.Connection, folder: LogFolder, signer: Signer, origin: str) -> None:
        self._connection = connection
        self._folder = folder
        self._signer = signer
        self._origin = origin
        self._state = LogState()
        self._seen_xid = 0

    def start(self, *, is_waiting: bool = True) -> bool:
        """Become the one worker and bring the published folder up to what is committed.

        Returns False if another worker has the lock and ``is_waiting`` is False. Raises LogForked where the
        published checkpoint is not of this history: sign nothing then.
        """
        verb = "pg_advisory_lock" if is_waiting else "pg_try_advisory_lock"
        row = self._connection.execute(f"SELECT {verb}(%s)", [WORKER_LOCK]).fetchone()
        self._connection.commit()
        if not is_waiting and not (row and row[0]):
            return False
        last = self._connection.execute(_LAST).fetchone()
        self._connection.commit()
        size, root, self._seen_xid = (int(last[0]), bytes(last[1]), int(last[2])) if last else (0, b"", 0)
        self._state = restore_tiles(
            connection=self._connection, folder=self._folder, size=size, root=root, key=self._signer.public_key
        )
        return True

    def index_once(self) -> Indexed:
        """Give a place to what is committed and has none, up to ENTRIES_PER_CHECKPOINT_MAX, and publish it."""
        with self._connection.transaction():
            # The horizon is read before the entries: what commits in between is seen now and again next time.
            horizon = self._int(_HORIZON)
            cursor = self._connection.cursor(binary=True)
            rows = cursor.execute(_WAITING, [str(self._seen_xid), ENTRIES_PER_CHECKPOINT_MAX]).fetchall()
            if not rows:
                return Indexed(entries=0, size=self._state.size)
            growth = append(state=self._state, entries=[row[2] for row in rows])
            is_all = len(rows) < ENTRIES_PER_CHECKPOINT_MAX
            seen_xid = horizon if is_all else min(horizon, int(rows[-1][1]))
            note = sign_checkpoint(origin=self._origin, size=growth.state.size, root=growth.root, signer=self._signer)
            with cursor.copy(_COPY_LEAVES) as copy:
                copy.set_types(["int8", "int8", "bytea"])
                for place, (row, leaf) in enumerate(zip(rows, growth.leaves, strict=True), start=self._state.size):
                    copy.write_row((place, row[0], leaf))
            cursor.execute(_WRITE_CHECKPOINT, [growth.state.size, growth.root, note, str(seen_xid)])
        self._state, self._seen_xid = growth.state, seen_xid
        self._folder.write_tiles(files=growth.files)
        self._folder.write_checkpoint(note=note)
        return Indexed(entries=len(rows), size=growth.state.size)

    def run(self, *, stop: threading.Event, report: Callable[[Indexed], None] = lambda indexed: None) -> None:
        """Index until ``stop`` is set: round after round while entries wait, then a short sleep between looks."""
        self.start()
        while not stop.is_set():
            indexed = self.index_once()
            if indexed.entries:
                report(indexed)
            if indexed.entries < ENTRIES_PER_CHECKPOINT_MAX:
                stop.wait(IDLE_SECONDS)

    def _int(self, query: str) -> int:
        row = self._connection.execute(query).fetchone()
        return int(row[0]) if row else 0
