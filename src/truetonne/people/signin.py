"""How often a sign-in may fail: counted in the database, so that every web worker sees the same count."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from truetonne.people.models import SignInCount

WINDOW: Final = timedelta(minutes=15)
FAILURES_PER_ADDRESS_MAX: Final = 10
FAILURES_PER_NETWORK_MAX: Final = 100


class TooManySignIns(Exception):
    """Sign-in is closed for this address or network; carries the seconds to wait."""

    code = "rate_limited"

    def __init__(self, *, retry_after_seconds: int) -> None:
        super().__init__(f"too many failed sign-ins; wait {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


def require_sign_in_open(*, email: str, network: str, at: datetime) -> None:
    """Raise TooManySignIns when the address or the network failed too often in this window."""
    start = _window_start(at=at)
    counts = dict(
        SignInCount.objects.filter(
            window_start=start, key__in=[_key(kind="email", text=email), _key(kind="network", text=network)]
        ).values_list("key", "attempts")
    )
    if (
        counts.get(_key(kind="email", text=email), 0) >= FAILURES_PER_ADDRESS_MAX
        or counts.get(_key(kind="network", text=network), 0) >= FAILURES_PER_NETWORK_MAX
    ):
        raise TooManySignIns(retry_after_seconds=int((start + WINDOW - at).total_seconds()) + 1)


def count_failed_sign_in(*, email: str, network: str, at: datetime) -> None:
    """Add one failure to the address and to the network, and forget counts older than a day."""
    start = _window_start(at=at)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO people_signincount (key, window_start, attempts) VALUES (%s, %s, 1)"
            " ON CONFLICT (key, window_start) DO UPDATE SET attempts = people_signincount.attempts + 1",
            [(_key(kind="email", text=email), start), (_key(kind="network", text=network), start)],
        )
    SignInCount.objects.filter(window_start__lt=at - timedelta(days=1)).delete()


def _window_start(*, at: datetime) -> datetime:
    seconds = int(WINDOW.total_seconds())
    stamp = int(at.timestamp())
    return datetime.fromtimestamp(stamp - stamp % seconds, tz=at.tzinfo)


def _key(*, kind: str, text: str) -> str:
    """Hash what was typed: a mistyped password in the address field is not kept readable."""
    return hashlib.sha256(f"{kind}:{text.strip().lower()}".encode()).hexdigest()
