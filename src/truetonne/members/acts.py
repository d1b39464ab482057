"""Who acts, in which request, when; and the line that every act leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truetonne.people.actions import record_audit_line


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """The person, the request's id, and the moment."""

    person_id: UUID
    request_id: str
    at: datetime


def leave_line(
    *,
    by: By,
    action: str,
    subject: str,
    organization_id: UUID | None,
    facts: Mapping[str, object] | None = None,
    event: str = "",
) -> None:
    """Append who did what to which object; ``event`` as in ``record_audit_line``."""
    record_audit_line(
        action=action,
        subject=subject,
        person_id=by.person_id,
        organization_id=organization_id,
        request_id=by.request_id,
        at=by.at,
        facts=facts,
        event=event,
    )
