"""The two times of a fact: when it happened, as the caller says, and when the database wrote it down."""

from __future__ import annotations

from datetime import datetime, timedelta

from truetonne.ledger.refusals import Refusal

CLOCK_SKEW = timedelta(minutes=1)
"""How far a caller's clock may run ahead of the transaction's begin by the database's before a time is one in the future.

Clocks of machines differ by seconds, and a transaction that waited for a lock began a while ago.
"""


class EffectiveInFuture(Refusal):
    """A fact cannot happen after it is written down; carries both times."""

    code = "invalid_time"

    def __init__(self, *, effective_at: datetime, recorded_at: datetime) -> None:
        super().__init__(f"effective at {effective_at.isoformat()}, later than now, {recorded_at.isoformat()}")
        self.effective_at = effective_at
        self.recorded_at = recorded_at


class NaiveTime(Refusal):
    """A time without its zone; carries it."""

    code = "invalid_time"

    def __init__(self, *, given: datetime) -> None:
        super().__init__(f"{given.isoformat()} has no zone")
        self.given = given


def check_effective(*, effective_at: datetime, recorded_at: datetime) -> datetime:
    """Return when a fact happened, never later than it is recorded. Raises NaiveTime, EffectiveInFuture.

    A caller's clock that runs ahead by no more than CLOCK_SKEW counts as the database's own.
    """
    if effective_at.tzinfo is None:
        raise NaiveTime(given=effective_at)
    if effective_at > recorded_at + CLOCK_SKEW:
        raise EffectiveInFuture(effective_at=effective_at, recorded_at=recorded_at)
    return min(effective_at, recorded_at)
