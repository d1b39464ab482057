"""Events for other systems: written in the transaction of the act, sent afterwards by a worker.

An event concerns one organization, or with ``organization_id`` None everybody. ``data`` holds ids and facts that
its readers may see, never personal contact data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from truetonne.edge.models import OutboxEvent
from truetonne.edge.problems import Json, as_json

EVENT_TYPES: Final = (
    "application.decided", "eligibility.lapsing", "eligibility.suspended", "quote.expired", "order.placed",
    "order.confirmed", "order.delayed", "order.substituted", "order.partially_delivered", "order.delivered",
    "order.cancelled", "retirement.completed", "retirement.registry_confirmed", "credit.recalled", "credit.made_good",
    "review.due", "review.expired", "lot.held", "lot.listed", "price.changed", "inset.claimed", "inset.voided",
    "badge.expired", "pledge.overdue", "pledge.removed", "supplier.plan_due", "correction.recorded",
)  # fmt: skip
"""Every type that an endpoint may ask for. Open: types are added, never renamed."""


class EventOutsideTransaction(RuntimeError):
    """An event was recorded outside the transaction of its act: it could be told without having happened."""

    code = "internal_error"


def record_event(
    *, event_id: UUID, type: str, organization_id: UUID | None, data: Mapping[str, object], at: datetime
) -> None:
    """Write an event in the running transaction; it is sent only if that commits.

    ``type`` is one of EVENT_TYPES. The same ``event_id`` again changes nothing, so that a repeated act tells once.
    Raises EventOutsideTransaction, and ValueError for a type that is not known.
    """
    if type not in EVENT_TYPES:
        raise ValueError(f"no event is called {type}: add it to EVENT_TYPES and to docs/reference/webhooks.md")
    if not connection.in_atomic_block:
        raise EventOutsideTransaction(f"{type} {event_id} is not in a transaction")
    body: Json = {name: as_json(value) for name, value in data.items()}
    event = OutboxEvent(id=event_id, type=type, organization_id=organization_id, data=body, effective_at=at)
    OutboxEvent.objects.bulk_create([event], ignore_conflicts=True)
