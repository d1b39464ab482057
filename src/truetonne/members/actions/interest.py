"""Keep what a company without an account wrote on the public page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.members.models import Interest
from truetonne.people.actions import record_audit_line


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInterest:
    """Who asks, and how to answer."""

    company: str
    country: str
    domain: str
    relationship: str
    contact_name: str
    contact_email: str
    language: str
    message: str = ""


@transaction.atomic
def express_interest(*, interest_id: UUID, interest: NewInterest, request_id: str, at: datetime) -> Interest:
    """Keep an expression of interest for the operator's people; the same request is kept once."""
    known = Interest.objects.filter(request_id=request_id).first()
    if known is not None:
        return known
    kept = Interest.objects.create(pk=interest_id, request_id=request_id, effective_at=at, **asdict(interest))
    record_audit_line(
        action="interest.expressed", subject=show_id(prefix="int", id=interest_id), person_id=None,
        organization_id=None, request_id=request_id, at=at,
    )  # fmt: skip
    return kept
