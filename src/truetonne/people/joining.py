"""How people join and leave an organization: founding it, inviting by mail, accepting, leaving. Writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from truetonne.edge.permissions import Role
from truetonne.people.actions import (
    RoleNotPossible,
    grant_role,
    record_audit_line,
    record_organization,
    require_another_administrator,
    token_digest,
)
from truetonne.people.models import (
    Invitation,
    Membership,
    Organization,
    OrganizationKind,
    Person,
    role_counts,
)
from truetonne.rules.clocks import clocks_on

FOUNDER_ROLES: Final = (Role.ADMINISTRATOR, Role.APPLICANT)
FACTS: Final = ("name", "legal_name", "lei", "registration_number", "country", "domain")


class InvitationOver(Exception):
    """No invitation that can still be taken has this secret: unknown, taken, withdrawn or too old."""

    code = "gone"


class InvitationForAnother(Exception):
    """The invitation went to a mailbox that this person has not confirmed as theirs."""

    code = "forbidden"

    def __init__(self, *, email: str) -> None:
        super().__init__("the invitation went to another mailbox")
        self.email = email


@transaction.atomic
def found_organization(
    *, organization_id: UUID, facts: Mapping[str, str], person: Person, request_id: str, at: datetime
) -> Organization:
    """Record a member organization of which this person is the first administrator and the applicant.

    It may do nothing yet: an application decides whether it buys. The database refuses a LEI that is known.
    """
    organization = record_organization(
        organization_id=organization_id,
        kind=OrganizationKind.MEMBER,
        name=facts["name"],
        legal_name=facts["legal_name"],
        lei=facts["lei"],
        registration_number=facts["registration_number"],
        country=facts["country"],
        domain=facts["domain"],
        request_id=request_id,
        at=at,
        by=person,
    )
    for role in FOUNDER_ROLES:
        grant_role(
            person=person, organization=organization, role=role, request_id=f"{request_id} {role}", at=at, by=person
        )
    return organization


@transaction.atomic
def change_facts(
    *, organization: Organization, facts: Mapping[str, str], by: Person, request_id: str, at: datetime
) -> None:
    """Replace what is known of an organization; the audit line keeps old and new of what differs."""
    found = Organization.objects.select_for_update().get(pk=organization.pk)
    changed = {name: [getattr(found, name), facts[name]] for name in FACTS if getattr(found, name) != facts[name]}
    if not changed:
        return
    for name in changed:
        setattr(found, name, facts[name])
    found.save(update_fields=list(changed))
    record_audit_line(
        action="organization.changed",
        subject=str(found.pk),
        person_id=by.pk,
        organization_id=found.pk,
        request_id=request_id,
        at=at,
        facts=changed,
    )


@transaction.atomic
def invite_person(
    *,
    invitation_id: UUID,
    organization: Organization,
    email: str,
    roles: Iterable[Role],
    secret: str,
    by: Person,
    request_id: str,
    at: datetime,
) -> Invitation:
    """Store an invitation; the caller mails its secret. An earlier one to the same mailbox is withdrawn.

    Raises RoleNotPossible for a role that organizations of this kind do not give.
    """
    wanted = sorted(set(roles))
    for role in wanted:
        if not role_counts(role=role, kind=organization.kind):
            raise RoleNotPossible(role=role, organization_id=organization.pk, kind=organization.kind)
    Organization.objects.select_for_update().get(pk=organization.pk)
    address = email.strip().lower()
    Invitation.objects.waiting().filter(organization=organization, email=address).update(withdrawn_at=at)
    invitation = Invitation.objects.create(
        pk=invitation_id,
        organization=organization,
        email=address,
        roles=" ".join(wanted),
        digest=token_digest(secret=secret),
        invited_by=by,
        expires_at=at + clocks_on(day=at.date()).invitation_life.span,
    )
    _note(action="invitation.sent", invitation=invitation, by=by, request_id=request_id, at=at)
    return invitation


def find_invitation(*, secret: str, at: datetime) -> Invitation:
    """Return the invitation that this secret opens. Raises InvitationOver."""
    found = (
        Invitation.objects.waiting()
        .select_related("organization", "invited_by")
        .filter(digest=token_digest(secret=secret), expires_at__gt=at)
        .first()
    )
    if found is None:
        raise InvitationOver("no invitation waits under this secret")
    return found


@transaction.atomic
def accept_invitation(*, secret: str, person: Person, request_id: str, at: datetime) -> Organization:
    """Join with the roles offered; each invitation once. Raises InvitationOver and InvitationForAnother."""
    waiting = find_invitation(secret=secret, at=at)
    invitation = Invitation.objects.waiting().select_for_update().filter(pk=waiting.pk).first()
    if invitation is None:
        raise InvitationOver("somebody took the invitation a moment ago")
    if not is_confirmed(person=person, email=invitation.email):
        raise InvitationForAnother(email=invitation.email)
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _note(action="invitation.accepted", invitation=invitation, by=person, request_id=request_id, at=at)
    for role in invitation.role_list:
        grant_role(
            person=person, organization=waiting.organization, role=role, request_id=f"{request_id} {role}", at=at,
            by=waiting.invited_by,
        )  # fmt: skip
    return waiting.organization


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Person, request_id: str, at: datetime) -> None:
    """Take an offer back; one that was taken or withdrawn stays as it is."""
    if Invitation.objects.waiting().filter(pk=invitation.pk).update(withdrawn_at=at):
        _note(action="invitation.withdrawn", invitation=invitation, by=by, request_id=request_id, at=at)


@transaction.atomic
def leave_organization(*, organization: Organization, person: Person, request_id: str, at: datetime) -> None:
    """Give up all roles in an organization. Raises LastAdministrator."""
    held = Membership.objects.filter(organization=organization, person=person)
    roles = sorted(held.values_list("role", flat=True))
    if Role.ADMINISTRATOR in roles:
        require_another_administrator(organization_id=organization.pk, person_id=person.pk)
    if not roles:
        return
    held.delete()
    person.__dict__.pop("_memberships", None)
    record_audit_line(
        action="organization.left",
        subject=str(person.pk),
        person_id=person.pk,
        organization_id=organization.pk,
        request_id=request_id,
        at=at,
        facts={"roles": roles},
    )


def is_confirmed(*, person: Person, email: str) -> bool:
    """Whether this person confirmed that the mailbox is theirs."""
    return bool(EmailAddress.objects.filter(user=person, email=email, verified=True).exists())


def _note(*, action: str, invitation: Invitation, by: Person, request_id: str, at: datetime) -> None:
    record_audit_line(
        action=action,
        subject=str(invitation.pk),
        person_id=by.pk,
        organization_id=invitation.organization_id,
        request_id=request_id,
        at=at,
        facts={"roles": invitation.roles.split()},
    )
