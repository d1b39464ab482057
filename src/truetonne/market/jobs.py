"""What this room does outside a request: it mails those whom a claim on fuel concerns."""

from __future__ import annotations

from uuid import UUID

from truetonne.edge.jobs import job
from truetonne.market.inset_telling import MAIL_JOB, mail_claim


@job(name=MAIL_JOB)
def mail(quote: str, person: str) -> None:
    """Write one mail about a claim on fuel."""
    mail_claim(quote_id=UUID(quote), person_id=UUID(person))
