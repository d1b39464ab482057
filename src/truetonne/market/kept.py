"""What many readers ask for and few acts change, kept in this process as long as the database shows the same.

The stamp is the database's own: the snapshot tells which transactions can be seen, so an equal one shows equal rows. The
newest entry and audit line stand beside it, because a transaction's own rows are not in its snapshot. What is kept is
read by all threads and changed by none.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, TypeVar, cast
from uuid import UUID

from django.db import connection
from django.db.models import Max

from truetonne.edge.snapshots import read_snapshot
from truetonne.ledger.queries.log import last_entry_id
from truetonne.ledger.queries.lots import list_lot_versions, list_lots
from truetonne.ledger.values import LotState
from truetonne.people.models import AuditLine

KEPT_MAX: Final = 64

Value = TypeVar("Value")
Stamp = tuple[str, int, int]

_LOCK = Lock()
_KEPT: dict[Hashable, tuple[Stamp, object]] = {}
_LOTS: dict[UUID, tuple[str, LotState]] = {}


def keep(*, key: Hashable, make: Callable[[], Value]) -> Value:
    """Return the value kept under ``key``, or make it anew where the database may show something else."""
    stamp = _stamp()
    known = _KEPT.get(key)
    if known is not None and known[0] == stamp:
        return cast("Value", known[1])
    value = make()
    with _LOCK:
        if len(_KEPT) >= KEPT_MAX:
            _KEPT.clear()
        _KEPT[key] = (stamp, value)
    return value


def keep_lots() -> tuple[LotState, ...]:
    """Return every lot as it stands, in the order of issue. After an act only the lots that it touched are read again."""
    return keep(key="lots", make=_read_lots)


def forget_kept() -> None:
    """Ask for everything anew."""
    with _LOCK:
        _KEPT.clear()
        _LOTS.clear()


def _read_lots() -> tuple[LotState, ...]:
    versions = list_lot_versions()
    known = {lot_id: kept[1] for lot_id, kept in list(_LOTS.items()) if versions.get(lot_id) == kept[0]}
    changed = [lot_id for lot_id in versions if lot_id not in known]
    read = {lot.lot_id: lot for lot in list_lots(lot_ids=changed)} if changed else {}
    with _LOCK:
        # A lot may have changed since its version was read: under the older version nobody will find it.
        _LOTS.update({lot_id: (versions[lot_id], lot) for lot_id, lot in read.items()})
        for lot_id in _LOTS.keys() - versions.keys():
            del _LOTS[lot_id]
    return tuple(read[lot_id] if lot_id in read else known[lot_id] for lot_id in versions)


def _stamp() -> Stamp:
    snapshot = read_snapshot()
    if not connection.in_atomic_block:
        return snapshot, 0, 0
    return snapshot, last_entry_id(), AuditLine.objects.aggregate(last=Max("id"))["last"] or 0
