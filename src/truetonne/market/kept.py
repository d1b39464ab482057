"""What many readers ask for and few acts change, kept in this process until something is recorded.

A value holds as long as the ledger and the audit trail have no newer row, and never longer than ``SECONDS_MAX``: an act
that commits after a later one shows up with the next, or with that age. What is kept is read by all threads and changed
by none.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, TypeVar, cast

from django.db.models import Max

from truetonne.ledger.queries.log import last_entry_id
from truetonne.people.models import AuditLine

SECONDS_MAX: Final = 5.0
KEPT_MAX: Final = 16

Value = TypeVar("Value")
Stamp = tuple[int, int]

_LOCK = Lock()
_KEPT: dict[Hashable, tuple[Stamp, float, object]] = {}


def keep(*, key: Hashable, make: Callable[[], Value]) -> Value:
    """Return the value kept under ``key``, or make it anew where something was recorded since."""
    stamp = (last_entry_id(), AuditLine.objects.aggregate(last=Max("id"))["last"] or 0)
    now = time.monotonic()
    known = _KEPT.get(key)
    if known is not None and known[0] == stamp and now - known[1] <= SECONDS_MAX:
        return cast("Value", known[2])
    value = make()
    with _LOCK:
        if len(_KEPT) >= KEPT_MAX:
            _KEPT.clear()
        _KEPT[key] = (stamp, now, value)
    return value


def forget_kept() -> None:
    """Ask for everything anew."""
    with _LOCK:
        _KEPT.clear()
