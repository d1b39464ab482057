"""Telling those whom a contract concerns: mails to members who committed, and to each member its share of a delivery.

Everything is queued in the act's own transaction and leaves when that holds. What everybody may read is told by the
public events that the acts write; here is what belongs to one member.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.edge.jobs import enqueue
from truetonne.edge.outbox import write_event
from truetonne.edge.permissions import Role
from truetonne.people.models import Person
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards.values import Contract
from truetonne.supply.models import ContractDelivery, DeliveryShare

MAIL_JOB: Final = "supply.mail_contract"


class Notice(StrEnum):
    """What a mail about a contract tells; ``ref`` of a notice is the schedule, hold, delivery or year that it is about."""

    SIGNED = "signed"
    SLIPPED = "slipped"
    CAME = "came"
    SHORT = "short"
    HELD = "held"
    RELEASED = "released"
    ENDED = "ended"


def mail_members(*, what: Notice, contract: Contract, ref: str = "") -> int:
    """Queue a mail to the buyers of every member that committed to a contract; returns to how many."""
    organization_ids = [each.organization_id for each in contract.commitments]
    people = Person.objects.filter(
        memberships__organization_id__in=organization_ids, memberships__role=Role.BUYER, is_active=True
    )
    found = tuple(people.distinct().order_by("pk").values_list("pk", flat=True))
    return mail_person(what=what, contract_id=contract.row.pk, person_ids=found, ref=ref)


def mail_person(*, what: Notice, contract_id: UUID, person_ids: Iterable[UUID], ref: str = "") -> int:
    """Queue one mail for each person, so that an address that fails keeps nobody else waiting."""
    count = 0
    for person_id in person_ids:
        enqueue(name=MAIL_JOB, what=what.value, contract=str(contract_id), person=str(person_id), ref=ref)
        count += 1
    return count


def tell_shares(*, contract: Contract, delivery: ContractDelivery, by: By) -> None:
    """Tell each member what of a delivery is set aside for it: as an event of its own, and by mail."""
    shares = DeliveryShare.objects.select_related("commitment").filter(delivery=delivery, commitment__isnull=False)
    for share in shares.order_by("id"):
        assert share.commitment is not None
        write_event(
            type="commitment.delivered",
            subject=show_id(prefix="fwd", id=contract.row.pk),
            organization_id=share.commitment.organization_id,
            request_id=f"{by.request_id}/{share.commitment_id}",
            at=by.at,
            data={
                "commitment": show_id(prefix="cmt", id=share.commitment.pk), "waiting_kg": share.waiting_kg, "kg": share.kg,
                "lot": None if share.lot is None else show_id(prefix="lot", id=share.lot), "first": share.first,
                "last": share.last, "is_substitute": delivery.is_substitute,
            },
        )  # fmt: skip
    mail_members(what=Notice.CAME, contract=contract, ref=str(delivery.pk))
