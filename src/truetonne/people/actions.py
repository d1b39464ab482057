"""Writes about organizations, persons, roles and tokens, and the audit line that every room's action leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from truetonne.edge.outbox import write_event
from truetonne.edge.permissions import Role
from truetonne.people.models import (
    ApiToken,
    AuditLine,
    Membership,
    Organization,
    OrganizationKind,
    Person,
)

LIVE_START = "tt_"
SANDBOX_START = "test_tt_"


class RoleNotPossible(Exception):
    """A staff role outside the operator, or a reviewer's role in a member."""

    code = "forbidden"

    def __init__(self, *, role: Role, organization_id: UUID, kind: str) -> None:
        super().__init__(f"role {role} cannot be given in an organization of kind {kind}")
        self.role = role
        self.organization_id = organization_id
        self.kind = kind


class LastAdministrator(Exception):
    """The organization would have nobody left who may give roles."""

    code = "state_conflict"

    def __init__(self, *, organization_id: UUID) -> None:
        super().__init__(f"organization {organization_id} would have no administrator left")
        self.organization_id = organization_id


class PersonAlreadyKnown(Exception):
    """Another person signs in with this e-mail address."""

    code = "state_conflict"

    def __init__(self, *, email: str) -> None:
        super().__init__(f"{email} already signs in here")
        self.email = email


def record_audit_line(
    *,
    action: str,
    subject: str,
    person_id: UUID | None,
    organization_id: UUID | None,
    request_id: str,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    event: str = "",
) -> None:
    """Append who did what to which object. ``subject`` is a typed id such as ``ord_...``; ``facts`` hold no float.

    ``event`` names the type under which the organization is told of it by webhook; left out, nobody is told.
    """
    AuditLine.objects.create(
        action=action,
        subject=subject,
        person_id=person_id,
        organization_id=organization_id,
        request_id=request_id,
        facts=dict(facts or {}),
        effective_at=at,
    )
    if event:
        write_event(
            type=event, subject=subject, organization_id=organization_id, request_id=request_id, at=at, data=facts
        )


@transaction.atomic
def record_organization(
    *,
    organization_id: UUID,
    kind: OrganizationKind,
    name: str,
    legal_name: str,
    country: str,
    request_id: str,
    at: datetime,
    lei: str = "",
    registration_number: str = "",
    domain: str = "",
    by: Person | None = None,
) -> Organization:
    """Record a legal person. The database refuses a second operator and a LEI that is already known."""
    organization = Organization.objects.create(
        pk=organization_id,
        kind=kind,
        name=name,
        legal_name=legal_name,
        lei=lei,
        registration_number=registration_number,
        domain=domain.lower(),
        country=country,
    )
    record_audit_line(
        action="organization.recorded",
        subject=str(organization_id),
        person_id=by.pk if by else None,
        organization_id=organization_id,
        request_id=request_id,
        at=at,
        facts={"kind": str(kind), "name": name},
    )
    return organization


@transaction.atomic
def record_person(
    *,
    person_id: UUID,
    email: str,
    name: str,
    password: str | None,
    request_id: str,
    at: datetime,
    by: Person | None = None,
) -> Person:
    """Record someone who may sign in; without a password they ask for one by mail. Raises PersonAlreadyKnown.

    Whoever records them vouches for the address: it counts as confirmed.
    """
    address = email.strip().lower()
    if Person.objects.filter(email=address).exists():
        raise PersonAlreadyKnown(email=address)
    person = Person(pk=person_id, email=address, name=name)
    person.set_password(password)
    person.save(force_insert=True)
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    record_audit_line(
        action="person.recorded",
        subject=str(person_id),
        person_id=by.pk if by else None,
        organization_id=None,
        request_id=request_id,
        at=at,
    )
    return person


@transaction.atomic
def grant_role(
    *, person: Person, organization: Organization, role: Role, request_id: str, at: datetime, by: Person | None = None
) -> Membership:
    """Give a role in an organization; giving it twice changes nothing. Raises RoleNotPossible."""
    membership = Membership(person=person, organization=organization, role=role)
    if not membership.counts:
        raise RoleNotPossible(role=role, organization_id=organization.pk, kind=organization.kind)
    known, created = Membership.objects.get_or_create(person=person, organization=organization, role=role)
    if created:
        person.__dict__.pop("_memberships", None)
        record_audit_line(
            action="role.granted",
            subject=str(person.pk),
            person_id=by.pk if by else None,
            organization_id=organization.pk,
            request_id=request_id,
            at=at,
            facts={"role": str(role)},
        )
    return known


@transaction.atomic
def take_role(*, membership_id: int, request_id: str, at: datetime, by: Person) -> None:
    """Take a role from a person; taking it twice changes nothing. The audit lines keep that it was given.

    Raises LastAdministrator for the last administration of an organization.
    """
    found = Membership.objects.filter(pk=membership_id).first()
    if found is None:
        return
    if found.role == Role.ADMINISTRATOR:
        require_another_administrator(organization_id=found.organization_id, person_id=found.person_id)
    found.delete()
    record_audit_line(
        action="role.taken",
        subject=str(found.person_id),
        person_id=by.pk,
        organization_id=found.organization_id,
        request_id=request_id,
        at=at,
        facts={"role": found.role},
    )


def require_another_administrator(*, organization_id: UUID, person_id: UUID) -> None:
    """Raise LastAdministrator unless somebody else administers the organization, whose row is locked."""
    Organization.objects.select_for_update().get(pk=organization_id)
    others = Membership.objects.filter(organization_id=organization_id, role=Role.ADMINISTRATOR, person__is_active=True)
    if not others.exclude(person_id=person_id).exists():
        raise LastAdministrator(organization_id=organization_id)


def token_digest(*, secret: str) -> bytes:
    """Return the 32 bytes under which a token is stored; the secret has 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).digest()


@transaction.atomic
def issue_token(
    *,
    token_id: UUID,
    person: Person,
    organization: Organization,
    name: str,
    secret_part: str,
    livemode: bool,
    expires_at: datetime | None,
    request_id: str,
    at: datetime,
) -> str:
    """Store the hash of a new token and return its text, which is shown once.

    ``secret_part`` is at least 43 URL-safe characters of the caller's randomness. The token acts with
    the roles that ``person`` holds at the time of each call.
    """
    if len(secret_part) < 43:
        raise ValueError("a token needs 43 characters of randomness")
    text = (LIVE_START if livemode else SANDBOX_START) + secret_part
    ApiToken.objects.create(
        pk=token_id,
        person=person,
        organization=organization,
        name=name,
        digest=token_digest(secret=text),
        expires_at=expires_at,
    )
    record_audit_line(
        action="token.issued",
        subject=str(token_id),
        person_id=person.pk,
        organization_id=organization.pk,
        request_id=request_id,
        at=at,
        facts={"name": name},
    )
    return text


@transaction.atomic
def revoke_token(*, token_id: UUID, person: Person, request_id: str, at: datetime) -> None:
    """Stop a token of this person; stopping it twice changes nothing. Raises ApiToken.DoesNotExist."""
    token = ApiToken.objects.visible_to(person).select_for_update().get(pk=token_id)
    if token.revoked_at is not None:
        return
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    record_audit_line(
        action="token.revoked",
        subject=str(token_id),
        person_id=person.pk,
        organization_id=token.organization_id,
        request_id=request_id,
        at=at,
    )
