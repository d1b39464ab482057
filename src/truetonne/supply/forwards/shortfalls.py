"""The clock of contracts: when a year has closed and tonnes are missing, everybody is told, once a year while it lasts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.outbox import write_event
from truetonne.people.actions import record_audit_line
from truetonne.people.models import AuditLine
from truetonne.people.queries import get_operator
from truetonne.supply.actions.forwards.telling import Notice, mail_members
from truetonne.supply.forwards.reading import list_contracts
from truetonne.supply.forwards.states import ContractState
from truetonne.supply.forwards.values import Contract

ACTION = "forward.short"


def tell_shortfalls(*, at: datetime) -> int:
    """Tell of every contract that lacks tonnes of closed years, and return of how many. Twice tells nobody twice."""
    contracts = list_contracts(today=at.date())
    return sum(_tell(contract=each, at=at) for each in contracts if each.state == ContractState.SHORTFALL)


@transaction.atomic
def _tell(*, contract: Contract, at: datetime) -> bool:
    year = at.year - 1
    subject, request_id = show_id(prefix="fwd", id=contract.row.pk), f"short/{contract.row.pk.hex}/{year}"
    if AuditLine.objects.filter(subject=subject, request_id=request_id, action=ACTION).exists():
        return False
    facts = {"year": year, "shortfall_kg": contract.standing.shortfall_kg, "name": contract.row.name}
    record_audit_line(
        action=ACTION, subject=subject, person_id=None, organization_id=get_operator().pk, request_id=request_id,
        at=at, facts=facts,
    )  # fmt: skip
    write_event(
        type="offtake.short", subject=subject, organization_id=None, request_id=request_id, at=at, data=facts
    )  # fmt: skip
    mail_members(what=Notice.SHORT, contract=contract, ref=str(year))
    return True
