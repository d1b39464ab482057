"""Organizations, persons, their roles, their tokens, and the append-only lines of who did what when."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower, Now

from truetonne.edge.permissions import MEMBER_ROLES, STAFF_ROLES, Role
from truetonne.people.querysets import (
    ApiClientQuerySet,
    ApiTokenQuerySet,
    InvitationQuerySet,
    OrganizationQuerySet,
    PersonManager,
)
from truetonne.people.words import ROLE_WORDS


class OrganizationKind(models.TextChoices):
    """The operator runs the exchange, members buy from it, reviewers judge its supply from outside."""

    OPERATOR = "OPERATOR"
    MEMBER = "MEMBER"
    REVIEWER = "REVIEWER"


class Organization(models.Model):
    """A legal person. There is exactly one operator."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200)
    lei = models.CharField(max_length=20, blank=True, default="")
    registration_number = models.CharField(max_length=64, blank=True, default="")
    domain = models.CharField(max_length=253, blank=True, default="")
    country = models.CharField(max_length=2)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organization_kind_is_known", condition=models.Q(kind__in=OrganizationKind.values)
            ),
            models.UniqueConstraint(
                name="organization_operator_is_one", fields=["kind"], condition=models.Q(kind="OPERATOR")
            ),
            models.UniqueConstraint(name="organization_lei_is_unique", fields=["lei"], condition=~models.Q(lei="")),
            models.CheckConstraint(
                name="organization_country_is_alpha2", condition=models.Q(country__regex="^[A-Z]{2}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"

    @property
    def is_operator(self) -> bool:
        """Whether this organization runs the exchange."""
        return self.kind == OrganizationKind.OPERATOR


class Person(AbstractBaseUser):
    """Someone who signs in with an e-mail address. What they may do follows from their memberships only."""

    id = models.UUIDField(primary_key=True)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(name="person_email_is_unique", fields=["email"]),
            models.CheckConstraint(name="person_email_is_lower_case", condition=models.Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.email

    def has_role(self, role: Role) -> bool:
        """Whether this person has the role in the exchange; see ``list_roles``."""
        return role in self.list_roles()

    def holds_role(self, role: Role) -> bool:
        """Whether any organization gives this person the role, if only for itself."""
        return any(m.role == role for m in self.list_memberships())

    def has_role_in(self, *, role: Role, organization_id: UUID) -> bool:
        """Whether this one organization gives this person the role."""
        return any(m.role == role and m.organization_id == organization_id for m in self.list_memberships())

    def list_roles(self) -> frozenset[Role]:
        """The roles that open doors of the exchange: staff roles held in the operator, a reviewer's also outside it.

        What a member's own auditor or administrator holds ends at that member and is not among them.
        """
        return frozenset(Role(m.role) for m in self.list_memberships() if m.is_of_exchange)

    def has_second_factor(self) -> bool:
        """Whether an authenticator app or a passkey is asked for beside the password."""
        from allauth.mfa.models import Authenticator

        return bool(Authenticator.objects.filter(user_id=self.pk, type__in=["totp", "webauthn"]).exists())

    def list_memberships(self) -> tuple[Membership, ...]:
        """This person's memberships that count, with their organizations; read once per instance."""
        known: tuple[Membership, ...] | None = self.__dict__.get("_memberships")
        if known is None:
            rows = Membership.objects.filter(person_id=self.pk).select_related("organization").order_by("id")
            known = tuple(m for m in rows if m.counts)
            self.__dict__["_memberships"] = known
        return known

    def list_organization_ids(self) -> tuple[UUID, ...]:
        """Organizations this person acts for, in the order in which they joined them."""
        return tuple(dict.fromkeys(m.organization_id for m in self.list_memberships()))

    def list_administered_ids(self) -> tuple[UUID, ...]:
        """Organizations whose people and facts this person looks after."""
        return tuple(m.organization_id for m in self.list_memberships() if m.role == Role.ADMINISTRATOR)

    def works_in_office(self) -> bool:
        """Whether the back office has pages for this person: the operator's people, and readers of a reviewing firm."""
        return bool(self.list_roles() & STAFF_ROLES)

    def is_operator_staff(self) -> bool:
        """Whether this person holds a role in the operator."""
        return any(m.organization.is_operator for m in self.list_memberships())


ROLES_OF_KIND: Final[dict[str, frozenset[Role]]] = {
    OrganizationKind.OPERATOR: frozenset(Role),
    OrganizationKind.MEMBER: MEMBER_ROLES | {Role.AUDITOR, Role.ADMINISTRATOR},
    OrganizationKind.REVIEWER: frozenset({Role.REVIEWER, Role.ADMINISTRATOR}),
}
"""Roles that an organization can give. The operator buys and reports for itself too, so it can give all."""


def role_counts(*, role: Role, kind: str) -> bool:
    """Whether an organization of this kind can give the role."""
    return role in ROLES_OF_KIND.get(kind, frozenset())


def role_is_of_exchange(*, role: Role, kind: str) -> bool:
    """Whether the role, held in an organization of this kind, opens doors beyond that organization."""
    return kind == OrganizationKind.OPERATOR or role == Role.REVIEWER or role in MEMBER_ROLES


class Membership(models.Model):
    """One role of one person in one organization."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="membership_is_given_once", fields=["person", "organization", "role"]),
            models.CheckConstraint(
                name="membership_role_is_known", condition=models.Q(role__in=[r.value for r in Role])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organization_id}"

    @property
    def counts(self) -> bool:
        """Whether the role means anything in this organization."""
        return role_counts(role=Role(self.role), kind=self.organization.kind)

    @property
    def is_of_exchange(self) -> bool:
        """Whether the role opens doors beyond this organization."""
        return role_is_of_exchange(role=Role(self.role), kind=self.organization.kind)

    @property
    def role_words(self) -> str:
        """The role as people read it."""
        return str(ROLE_WORDS[self.role])


class Invitation(models.Model):
    """An offer to join an organization with roles, sent to one mailbox. It is taken once, in time, or not at all."""

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    roles = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="invitation_digest_is_unique", fields=["digest"]),
            models.CheckConstraint(name="invitation_email_is_lower_case", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(
                name="invitation_ends_one_way",
                condition=models.Q(accepted_at=None, accepted_by=None)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
            ),
            models.UniqueConstraint(
                name="invitation_waits_once",
                fields=["organization", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.pk}"

    @property
    def role_list(self) -> tuple[Role, ...]:
        """The roles that come with it."""
        return tuple(Role(each) for each in self.roles.split())

    @property
    def role_words(self) -> str:
        """The roles as people read them."""
        return ", ".join(str(ROLE_WORDS[role]) for role in self.role_list)


class ApiToken(models.Model):
    """A secret that lets a program act for one person in one organization. Only its hash is stored."""

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="tokens")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="token_digest_is_unique", fields=["digest"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class ApiClient(models.Model):
    """A program that gets short-lived tokens by the OAuth 2.0 client-credentials grant. Only its secret's hash is kept.

    It acts for one organization with the roles given here, in the name of whoever made it.
    """

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="clients")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    roles = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    revoked_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="client_digest_is_unique", fields=["digest"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"

    @property
    def role_list(self) -> tuple[Role, ...]:
        """The roles with which it acts."""
        return tuple(Role(each) for each in self.roles.split())

    @property
    def role_words(self) -> str:
        """The roles as people read them."""
        return ", ".join(str(ROLE_WORDS[role]) for role in self.role_list)


class AccessToken(models.Model):
    """A token that a client was given; it ends by itself and with its client."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="access_tokens")
    roles = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(name="access_token_by_end", fields=["expires_at"])]

    def __str__(self) -> str:
        return f"{self.client_id} {self.expires_at}"


class AuditLine(models.Model):
    """Who did what when, to which object. Never changed, never deleted."""

    id = models.BigAutoField(primary_key=True)
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=80)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=255)
    facts = models.JSONField(default=dict)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="audit_line_by_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject} {self.recorded_at}"
