"""What this room does outside a request: it makes messages of events, sends them, and mails when it paused somebody."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from uuid import UUID

from truetonne.api.webhooks.notices import mail_paused
from truetonne.api.webhooks.telling import (
    DELIVER_JOB,
    PAUSED_JOB,
    SPREAD_JOB,
    deliver,
    note_broken_off,
    spread_event,
)
from truetonne.edge.jobs import job


@job(name=SPREAD_JOB)
def spread(event: str) -> None:
    """Make the messages of one event."""
    spread_event(event_id=UUID(event))


@job(name=DELIVER_JOB, hears_of_repeats=True)
def attempt(delivery: int, round: int, number: int, is_repeat: bool) -> None:  # noqa: FBT001 - the queue passes names
    """Make one attempt at one message; one that was broken off is noted, and the next follows."""
    if is_repeat:
        note_broken_off(delivery_id=delivery, round=round, number=number, at=datetime.now(UTC))
        return
    deliver(
        delivery_id=delivery,
        round=round,
        number=number,
        clock=lambda: datetime.now(UTC),
        jitter=secrets.randbelow(1_000) / 1_000,
    )


@job(name=PAUSED_JOB)
def tell_paused(endpoint: str) -> None:
    """Mail the administrators of an endpoint that the exchange paused."""
    mail_paused(endpoint_id=UUID(endpoint))
