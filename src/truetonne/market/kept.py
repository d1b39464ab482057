"""What many readers ask for and few acts change, kept in this process as long as the database shows the same.

The stamp is the database's own: the snapshot tells which transactions can be seen, so an equal one shows equal rows. The
newest entry and audit line stand beside it, because a transaction's own rows are not in its snapshot. What is kept is
read by all threads and changed by none.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, TypeVar, cast

from django.db import connection
from django.db.models import Max

from truetonne.ledger.queries.log import last_entry_id
from truetonne.people.models import AuditLine

KEPT_MAX: Final = 16

Value = TypeVar("Value")
Stamp = tuple[str, int, int]

_LOCK = Lock()
_KEPT: dict[Hashable, tuple[Stamp, object]] = {}


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


def forget_kept() -> None:
    """Ask for everything anew."""
    with _LOCK:
        _KEPT.clear()


def _stamp() -> Stamp:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        (snapshot,) = cursor.fetchone()
    return str(snapshot), last_entry_id(), AuditLine.objects.aggregate(last=Max("id"))["last"] or 0
