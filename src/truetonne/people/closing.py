"""Closing an account and opening it again. Memberships stay as history; who is closed acts nowhere. Writes.

The operator's administrators close anybody's account but their own. A member's administrator takes roles instead: an
account belongs to a person, who may work for others too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction

from truetonne.edge.permissions import Role
from truetonne.people.actions import record_audit_line, require_another_administrator
from truetonne.people.models import AccessToken, ApiToken, Invitation, Membership, OrganizationKind, Person

REASON_MAX: Final = 500


class ReasonMissing(Exception):
    """An account is closed and opened for a reason of 1 to 500 characters."""

    code = "invalid_request"

    def __init__(self, *, person_id: UUID) -> None:
        super().__init__(f"say why in 1 to {REASON_MAX} characters")
        self.person_id = person_id


class OwnAccount(Exception):
    """Somebody would close their own account; another administrator can."""

    code = "forbidden"

    def __init__(self, *, person_id: UUID) -> None:
        super().__init__("nobody closes their own account; another administrator can")
        self.person_id = person_id


@transaction.atomic
def deactivate_person(*, person_id: UUID, reason: str, by: Person | None, request_id: str, at: datetime) -> bool:
    """Close an account at once: no way of signing in, no session, no token and no program of theirs works any more.

    The password and the person's tokens are gone for good, invitations they sent are withdrawn; programs that they
    made are refused until the account is open again. Roles stay and count for nothing. Returns whether something
    changed: closing twice changes nothing. For the operator's administrators; ``by`` None is the command line.
    Raises ReasonMissing, OwnAccount, LastAdministrator, Person.DoesNotExist.
    """
    words = _reason(person_id=person_id, reason=reason)
    if by is not None and by.pk == person_id:
        raise OwnAccount(person_id=person_id)
    operators = Membership.objects.filter(
        person_id=person_id, role=Role.ADMINISTRATOR, organization__kind=OrganizationKind.OPERATOR
    ).values_list("organization_id", flat=True)
    for organization_id in operators:
        require_another_administrator(organization_id=organization_id, person_id=person_id)
    person = Person.objects.select_for_update().get(pk=person_id)
    if not person.is_active:
        return False
    person.is_active = False
    # Sessions, links to a new password and the password itself all hang on its hash: with it they end at once.
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    sessions = UserSession.objects.filter(user=person)
    facts = {
        "reason": words,
        "sessions": len(sessions),
        "tokens": ApiToken.objects.visible_to(person).live(at=at).update(revoked_at=at),
        "invitations": Invitation.objects.waiting().filter(invited_by=person).update(withdrawn_at=at),
    }
    for session in sessions:
        session.end()
    AccessToken.objects.filter(client__made_by=person).delete()
    _note(action="person.deactivated", person_id=person_id, by=by, request_id=request_id, at=at, facts=facts)
    return True


@transaction.atomic
def reactivate_person(*, person_id: UUID, reason: str, by: Person | None, request_id: str, at: datetime) -> bool:
    """Open an account again with the roles it has; a password is asked for by mail, tokens are made anew.

    Returns whether something changed: opening twice changes nothing. For the operator's administrators.
    Raises ReasonMissing, Person.DoesNotExist.
    """
    words = _reason(person_id=person_id, reason=reason)
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.is_active:
        return False
    person.is_active = True
    person.save(update_fields=["is_active"])
    _note(
        action="person.reactivated", person_id=person_id, by=by, request_id=request_id, at=at, facts={"reason": words}
    )
    return True


def is_closed(*, email: str) -> bool:
    """Whether a mailbox belongs to a closed account, so that no mail goes there."""
    address = email.strip().lower()
    closed = Person.objects.filter(is_active=False)
    return closed.filter(email=address).exists() or closed.filter(emailaddress__email=address).exists()


def _reason(*, person_id: UUID, reason: str) -> str:
    words = reason.strip()
    if not 1 <= len(words) <= REASON_MAX:
        raise ReasonMissing(person_id=person_id)
    return words


def _note(
    *, action: str, person_id: UUID, by: Person | None, request_id: str, at: datetime, facts: dict[str, object]
) -> None:
    record_audit_line(
        action=action,
        subject=str(person_id),
        person_id=by.pk if by else None,
        organization_id=None,
        request_id=request_id,
        at=at,
        facts=facts,
    )
