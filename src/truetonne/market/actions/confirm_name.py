"""Decide on a beneficiary's name before its first use on a certificate."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from truetonne.market.models import BeneficiaryName, BeneficiaryNameDecision
from truetonne.people.actions import record_audit_line


class NameNotFound(Exception):
    """There is no such name."""

    code = "not_found"


class NameAlreadyDecided(Exception):
    """A person decided on this name before; carries how and when."""

    code = "state_conflict"

    def __init__(self, *, name: str, is_confirmed: bool, decided_at: datetime) -> None:
        word = "confirmed" if is_confirmed else "refused"
        super().__init__(f"{name} was {word} at {decided_at.isoformat()}")
        self.name = name
        self.is_confirmed = is_confirmed
        self.decided_at = decided_at


class ReasonNeeded(Exception):
    """A name is refused with a reason."""

    code = "invalid_request"


@transaction.atomic
def confirm_name(
    *, name_id: UUID, person_id: UUID, is_confirmed: bool, request_id: str, at: datetime, reason: str = ""
) -> None:
    """Confirm or refuse a name with its identifiers, once and for good. For staff.

    Orders in a refused name cannot be delivered: they are cancelled and their money goes back. Repeating
    the same decision changes nothing. Raises NameNotFound, NameAlreadyDecided, ReasonNeeded.
    """
    if not is_confirmed and not reason.strip():
        raise ReasonNeeded("say why the name is refused")
    name = BeneficiaryName.objects.filter(pk=name_id).first()
    if name is None:
        raise NameNotFound("no name has this id")
    try:
        with transaction.atomic():
            BeneficiaryNameDecision.objects.create(
                name=name,
                is_confirmed=is_confirmed,
                person_id=person_id,
                reason=reason,
                request_id=request_id,
                effective_at=at,
            )
    except IntegrityError:
        known = BeneficiaryNameDecision.objects.get(pk=name_id)
        if known.request_id == request_id and known.is_confirmed == is_confirmed:
            return
        raise NameAlreadyDecided(
            name=name.display_name, is_confirmed=known.is_confirmed, decided_at=known.effective_at
        ) from None
    record_audit_line(
        action="name.confirmed" if is_confirmed else "name.refused",
        subject=str(name_id),
        person_id=person_id,
        organization_id=name.organization_id,
        request_id=request_id,
        at=at,
        facts={"name": name.display_name, "reason": reason},
    )
