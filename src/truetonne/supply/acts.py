"""Audit lines of supply: who of the operator did what to which lot, file or row. A repeated request leaves one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from truetonne.edge.outbox import write_event
from truetonne.people.actions import record_audit_line
from truetonne.people.models import AuditLine
from truetonne.people.queries import get_operator


def record_act(
    *,
    action: str,
    subject: str,
    person_id: UUID | None,
    request_id: str,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    event: str = "",
) -> None:
    """Append what a person of the operator, or the clock, did, once per request. Call in the act's own transaction.

    ``event`` names the type under which everyone is told of it by webhook: for what is public anyway.
    """
    if AuditLine.objects.filter(subject=subject, request_id=request_id, action=action).exists():
        return
    record_audit_line(
        action=action,
        subject=subject,
        person_id=person_id,
        organization_id=get_operator().pk,
        request_id=request_id,
        at=at,
        facts=facts,
    )
    if event:
        write_event(type=event, subject=subject, organization_id=None, request_id=request_id, at=at, data=facts)


def list_actors(*, subject: str) -> dict[str, str]:
    """Return who acted on an object, by the request of each act."""
    lines = AuditLine.objects.filter(subject=subject, person__isnull=False).order_by("id")
    return dict(lines.values_list("request_id", "person__name"))
