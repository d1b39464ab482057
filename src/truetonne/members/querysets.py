"""Which rows of this room a person may see: the operator's eligibility staff all, others those of their organizations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from truetonne.edge.permissions import Role

if TYPE_CHECKING:
    from truetonne.members.models import Application, Evidence  # noqa: F401 - named in the bases below
    from truetonne.people.models import Person

READERS = (Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
"""Roles of the operator that may read every application and its evidence."""


def reads_everything(*, person: Person) -> bool:
    """Say whether a person of the operator may read what companies handed in."""
    return any(person.has_role(role) for role in READERS)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, person: Person) -> ApplicationQuerySet:
        """Eligibility staff see every application, others those of their organizations."""
        if reads_everything(person=person):
            return self
        return self.filter(organization_id__in=person.list_organization_ids())


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, person: Person) -> EvidenceQuerySet:
        """Eligibility staff see all evidence, others that of their organizations."""
        if reads_everything(person=person):
            return self
        return self.filter(organization_id__in=person.list_organization_ids())
