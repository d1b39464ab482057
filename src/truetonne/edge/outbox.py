"""Events that others may be told of: written in the transaction of what happened, told afterwards.

The room above that tells them (webhooks) registers itself with ``follow``; it then queues its work in the same
transaction. An event of one organization is told to that organization only; one without is public.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from truetonne.edge.models import Event

EVENT_PREFIX: Final = "evt"
EVENT_TYPES: Final = (
    "application.decided", "eligibility.lapsing", "eligibility.suspended",
    "quote.expired", "order.placed", "order.confirmed", "order.delayed", "order.substituted",
    "order.partially_delivered", "order.delivered", "order.cancelled", "order.expired", "retirement.completed",
    "correction.recorded", "credit.recalled", "credit.made_good",
    "review.decided", "review.expired", "lot.listed", "lot.held", "price.changed",
    "offtake.signed", "offtake.slipped", "offtake.short", "offtake.delivered", "offtake.substituted", "offtake.held",
    "offtake.released", "offtake.ended", "pool.delivered", "commitment.delivered", "inset.claimed", "inset.voided",
)  # fmt: skip
"""An open list: clients tolerate types that they do not know."""

_WRITE = """
INSERT INTO edge_event (id, type, subject, organization_id, data, effective_at)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::jsonb[], %s::timestamptz[])
ON CONFLICT DO NOTHING
"""

Follower = Callable[[Sequence[Event]], None]
_followers: list[Follower] = []


class EventTypeUnknown(ValueError):
    """An event of a type that the list does not have; carries it."""

    def __init__(self, *, type: str) -> None:
        super().__init__(f"{type} is no event type")
        self.type = type


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One happening, as ``write_event`` takes it."""

    type: str
    subject: str
    organization_id: UUID | None
    request_id: str
    data: Mapping[str, object] = field(default_factory=dict)


def follow(follower: Follower) -> None:
    """Call this with all events of a write, inside the transaction that writes it. For a room's start, once."""
    if follower not in _followers:
        _followers.append(follower)


def write_event(
    *,
    type: str,
    subject: str,
    organization_id: UUID | None,
    request_id: str,
    at: datetime,
    data: Mapping[str, object] | None = None,
) -> None:
    """Write an event into the outbox; call it in the transaction of what happened. ``data`` holds no float.

    The same happening written twice (same type, subject and request) is one event. Raises EventTypeUnknown.
    """
    happened = Happened(
        type=type, subject=subject, organization_id=organization_id, request_id=request_id, data=data or {}
    )
    write_events(happened=(happened,), at=at)


@transaction.atomic(savepoint=False)
def write_events(*, happened: Sequence[Happened], at: datetime) -> None:
    """Write many events of one moment at once, as ``write_event`` writes one. Raises EventTypeUnknown."""
    for each in happened:
        if each.type not in EVENT_TYPES:
            raise EventTypeUnknown(type=each.type)
    events = tuple(
        Event(
            pk=derive_event_id(type=each.type, subject=each.subject, request_id=each.request_id, at=at),
            type=each.type, subject=each.subject, organization_id=each.organization_id, data=dict(each.data),
            effective_at=at,
        )
        for each in happened
    )  # fmt: skip
    if not events:
        return
    rows = [
        (each.pk, each.type, each.subject, each.organization_id, json.dumps(each.data), each.effective_at)
        for each in events
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(column) for column in zip(*rows, strict=True)])
    for follower in _followers:
        follower(events)


def derive_event_id(*, type: str, subject: str, request_id: str, at: datetime) -> UUID:
    """Return the id of an event: a UUID of version 7 whose time is ``at``, the same for the same happening."""
    milliseconds = int(at.astimezone(UTC).timestamp() * 1_000) & ((1 << 48) - 1)
    digest = int.from_bytes(hashlib.sha256("\0".join((type, subject, request_id)).encode()).digest()[:10], "big")
    value = milliseconds << 80 | 0x7 << 76 | (digest >> 62 & 0xFFF) << 64 | 0b10 << 62 | digest & ((1 << 62) - 1)
    return UUID(int=value)
