"""What this room does outside a request: it tells of tonnes that are missing, and mails those whom contracts concern."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from truetonne.edge.jobs import daily, job
from truetonne.supply.actions.forwards.telling import MAIL_JOB, Notice
from truetonne.supply.forwards.mailing import mail_contract
from truetonne.supply.forwards.shortfalls import tell_shortfalls


@daily(name="supply.short_contracts")
def tell_short(*, at: datetime) -> int:
    """Tell of contracts that lack tonnes of years that are over."""
    return tell_shortfalls(at=at)


@job(name=MAIL_JOB)
def mail(what: str, contract: str, person: str, ref: str) -> None:
    """Write one mail about a contract."""
    today = datetime.now(UTC).date()
    mail_contract(what=Notice(what), contract_id=UUID(contract), person_id=UUID(person), ref=ref, today=today)
