"""Bringing the published folder to what the database has committed, and refusing to go on with another history."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from truetonne.ledger.log.folder import LogFolder
from truetonne.proof.checkpoint import NotSigned, PublicKey, open_checkpoint
from truetonne.proof.log import LogState, append, load
from truetonne.proof.tiles import MissingTile, TileDamaged
from truetonne.proof.verifier import Refused

_CHUNK = 8_192
_BODIES = """
    SELECT e.body FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry_id
    WHERE l.log_index >= %s AND l.log_index < %s ORDER BY l.log_index
"""
_NOTED = "SELECT root, note FROM ledger_checkpoint WHERE size = %s"


class LogForked(Exception):
    """What is published is not a part of what is committed; carries both sizes and the reason. Nothing was signed."""

    code = "log_forked"

    def __init__(self, *, published_size: int, committed_size: int, reason: str) -> None:
        super().__init__(
            f"the published checkpoint covers {published_size} entries, the database {committed_size}: {reason};"
            " restore the database or the log folder that belongs to it before anything else is signed"
        )
        self.published_size = published_size
        self.committed_size = committed_size
        self.reason = reason


def restore_tiles(
    *, connection: psycopg.Connection, folder: LogFolder, size: int, root: bytes, key: PublicKey
) -> LogState:
    """Return the state of the log of ``size`` entries, writing tiles and checkpoint that a stopped worker left out.

    ``root`` is the committed root, ``key`` the log's own. Raises LogForked if the published checkpoint is larger than
    what is committed, is not signed by ``key``, or is of other entries.
    """
    _check_published(connection=connection, folder=folder, size=size, key=key)
    if size == 0:
        return LogState()
    state = _load(folder=folder, size=size)
    if state is None or state.root() != root:
        state = _rebuild(connection=connection, folder=folder, size=size)
    if state.root() != root:
        raise LogForked(published_size=size, committed_size=size, reason="the entries do not hash to the signed root")
    noted = connection.execute(_NOTED, [size]).fetchone()
    connection.commit()
    if noted is not None:
        folder.write_checkpoint(note=str(noted[1]))
    return state


def _check_published(*, connection: psycopg.Connection, folder: LogFolder, size: int, key: PublicKey) -> None:
    text = folder.read_checkpoint()
    if text is None:
        return
    try:
        published = open_checkpoint(text, [key])
    except (NotSigned, Refused) as error:
        raise LogForked(published_size=0, committed_size=size, reason=f"it cannot be read ({error})") from None
    if published.size > size:
        raise LogForked(published_size=published.size, committed_size=size, reason="the database is older")
    noted = connection.execute(_NOTED, [published.size]).fetchone()
    connection.commit()
    if noted is None or bytes(noted[0]) != published.root:
        raise LogForked(published_size=published.size, committed_size=size, reason="its root is of other entries")


def _load(*, folder: LogFolder, size: int) -> LogState | None:
    try:
        return load(size=size, read=folder.read_tile)
    except (MissingTile, TileDamaged):
        return None


def _rebuild(*, connection: psycopg.Connection, folder: LogFolder, size: int) -> LogState:
    """Write every tile again from the stored bodies, chunk by chunk."""
    state = LogState()
    for start in range(0, size, _CHUNK):
        entries: Sequence[bytes] = [
            bytes(row[0]) for row in connection.execute(_BODIES, [start, min(start + _CHUNK, size)]).fetchall()
        ]
        connection.commit()
        growth = append(state=state, entries=entries)
        folder.write_tiles(files=growth.files)
        state = growth.state
    return state
