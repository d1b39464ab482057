"""Whom a command of emissions acts for: a person by e-mail address, their organization, one of its legal entities.

Organizations and entities are named by identifiers. A name is never looked for: names are alike, identifiers are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import click

from truetonne.cli.console import fail
from truetonne.edge.permissions import Role

if TYPE_CHECKING:
    from truetonne.members.acts import By
    from truetonne.members.models import LegalEntity
    from truetonne.people.models import Organization, Person

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def whom_options(command: Decorated) -> Decorated:
    """Add ``--by``, ``--company`` and ``--entity`` to a command."""
    for option in (
        click.option(
            "--entity", metavar="ID", help="A legal entity by LEI or registration number [the company's main one]."
        ),
        click.option(
            "--company", metavar="ID", help="Web domain, LEI or registration number, where you report for several."
        ),
        click.option("--by", "email", required=True, metavar="EMAIL", help="Who acts; a reporter of the company."),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """A reporter with their organization and the legal entity that is meant."""

    person: Person
    organization: Organization
    entity: LegalEntity
    at: datetime

    def by(self, *, request_id: str = "") -> By:
        """Return who acts now, in a request of its own unless one is named."""
        from truetonne.edge.identifiers import new_id
        from truetonne.members.acts import By

        return By(person_id=self.person.pk, request_id=request_id or str(new_id()), at=self.at)


def find_reporting(*, email: str, company: str | None, entity: str | None) -> Reporting:
    """Return whom a command acts for; the main entity is recorded where the organization has none yet."""
    at = datetime.now(UTC)
    person = find_person(email=email)
    organizations = [m.organization for m in person.list_memberships() if m.role == Role.REPORTER]
    if not organizations:
        fail(f"--by {email}: reports for nobody", fix="Give the role REPORTER: the company's administrator does")
    fitting = [one for one in organizations if company is None or company in _identifiers(one)]
    if not fitting:
        fail(f"--company {company}: no company of {email} has this identifier", fix=_choices(organizations))
    if len(fitting) > 1:
        fail(f"--by {email}: reports for {len(fitting)} companies", fix=f"Add --company; {_choices(fitting)}")
    organization = fitting[0]
    return Reporting(
        person=person, organization=organization, at=at,
        entity=_find_entity(organization=organization, entity=entity, person=person, at=at),
    )  # fmt: skip


def find_person(*, email: str) -> Person:
    """Return who signs in with an address, or end the command."""
    from truetonne.people.models import Person

    found = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        fail(f"--by {email}: nobody signs in with this address", fix="See: truetonne people list")
    return found


def _find_entity(
    *, organization: Organization, entity: str | None, person: Person, at: datetime
) -> LegalEntity:  # fmt: skip
    from truetonne.edge.identifiers import new_id
    from truetonne.members.actions.figures import add_entity
    from truetonne.members.acts import By
    from truetonne.members.models import LegalEntity

    if entity is None:
        by = By(person_id=person.pk, request_id=f"main entity {organization.pk}", at=at)
        return add_entity(
            entity_id=new_id(), organization=organization, name=organization.legal_name, country=organization.country,
            is_main=True, lei=organization.lei, by=by,
        )  # fmt: skip
    rows = LegalEntity.objects.filter(organization=organization)
    found = [one for one in rows if entity in {one.lei, one.registration_number} - {""}]
    if len(found) != 1:
        known = ", ".join(f"{one.name} ({one.lei or one.registration_number or 'no identifier'})" for one in rows)
        fail(f"--entity {entity}: names {len(found)} entities of {organization.name}", fix=f"Known: {known or 'none'}")
    return found[0]


def _identifiers(organization: Organization) -> set[str]:
    return {organization.domain, organization.lei, organization.registration_number} - {""}


def _choices(organizations: list[Organization]) -> str:
    return "known: " + ", ".join(sorted(one.domain or one.lei or one.registration_number for one in organizations))
