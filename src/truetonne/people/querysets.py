"""Which rows of this room a person may see."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

if TYPE_CHECKING:
    from truetonne.people.models import ApiClient, ApiToken, Invitation, Organization, Person  # noqa: F401 - named in the bases below


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, person: Person) -> OrganizationQuerySet:
        """Operator staff see every organization, others their own."""
        if person.is_operator_staff():
            return self
        return self.filter(pk__in=person.list_organization_ids())


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, person: Person) -> InvitationQuerySet:
        """Invitations of the organizations that this person administers."""
        return self.filter(organization_id__in=person.list_administered_ids())

    def waiting(self) -> InvitationQuerySet:
        """Neither taken nor withdrawn; some may be too old."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, person: Person) -> ApiTokenQuerySet:
        """A person sees the tokens that act in their own name."""
        return self.filter(person_id=person.pk)

    def live(self, *, at: datetime) -> ApiTokenQuerySet:
        """Tokens that are neither revoked nor expired at ``at``."""
        return self.filter(revoked_at=None).filter(models.Q(expires_at=None) | models.Q(expires_at__gt=at))


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    def visible_to(self, person: Person) -> ApiClientQuerySet:
        """Clients of the organizations that this person administers."""
        return self.filter(organization_id__in=person.list_administered_ids())


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        """Find the person by e-mail address, whatever its case."""
        return self.get(email=(username or "").strip().lower())
