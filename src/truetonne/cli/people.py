"""``truetonne people``: the first accounts of an exchange, and who may do what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
from rich.table import Table

from truetonne.cli.console import bootstrap_django, fail, output
from truetonne.edge.permissions import Role

if TYPE_CHECKING:
    from truetonne.people.models import Organization, Person


@click.group()
def command() -> None:
    """Give people access, and see who has it."""


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name, as others see it.")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role], case_sensitive=False),
    help="What the person may do; may be given several times.",
)  # fmt: skip
@click.option("--country", default="US", show_default=True, help="Country of the operator, when this makes it.")
def add(email: str, name: str, roles: tuple[str, ...], country: str) -> None:
    """Add a person to the operator's staff; the first one makes the operator. Asks for a password.

    Exit codes: 0 added, 2 the person is known already or the password is too short.
    """
    bootstrap_django()
    from truetonne.edge.identifiers import new_id
    from truetonne.people.actions import PersonAlreadyKnown, grant_role, record_person

    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    _check_password(password=password, email=email)
    at = datetime.now(UTC)
    operator = _operator(country=country, at=at)
    try:
        person = record_person(
            person_id=new_id(), email=email, name=name, password=password, request_id=str(new_id()), at=at
        )
    except PersonAlreadyKnown:
        fail(f"{email}: signs in already", fix="See: truetonne people list")
    for role in roles:
        grant_role(person=person, organization=operator, role=Role(role.upper()), request_id=str(new_id()), at=at)
    output.print(f"{person.email} may sign in as {', '.join(sorted(role.upper() for role in roles))}")


@command.command(name="list")
def list_people() -> None:
    """Show who signs in, for which organization, with which roles."""
    bootstrap_django()
    from truetonne.people.models import Membership

    rows = Membership.objects.select_related("person", "organization").order_by("organization__name", "person__email")
    table = Table(box=None, pad_edge=False)
    for heading in ("organization", "e-mail", "name", "role", "account"):
        table.add_column(heading)
    for row in rows:
        account = "open" if row.person.is_active else "closed"
        table.add_row(row.organization.name, row.person.email, row.person.name, row.role, account)
    output.print(table if table.row_count else "nobody yet; add somebody with: truetonne people add")


@command.command()
@click.argument("email")
@click.option("--reason", required=True, help="Why; kept in the audit trail.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask again.")
def close(*, email: str, reason: str, is_sure: bool) -> None:
    """Close a person's account at once; roles and everything they did stay. Shows what they still hold and asks.

    Exit codes: 0 closed, or closed already; 1 refused, the exchange would have no administrator; 2 unusable input.
    """
    bootstrap_django()
    from truetonne.edge.identifiers import new_id
    from truetonne.market.held import list_held
    from truetonne.people.actions import LastAdministrator
    from truetonne.people.closing import ReasonMissing, deactivate_person

    person, at = _person(email=email), datetime.now(UTC)
    for finding in list_held(person=person, at=at):
        output.print(f"{finding.title}: {finding.text}")
    if not is_sure and not click.confirm(f"Close the account of {person.email}?"):
        fail("nothing was closed", fix="Answer y, or add --yes")
    try:
        changed = deactivate_person(person_id=person.pk, reason=reason, by=None, request_id=str(new_id()), at=at)
    except LastAdministrator:
        fail(f"{email}: the last administrator of the exchange", fix="Give the role to somebody else first", code=1)
    except ReasonMissing as refusal:
        fail(f"--reason: {refusal}", fix="Write why in one sentence")
    output.print(f"{person.email} is closed" if changed else f"{person.email} was closed already")


@command.command()
@click.argument("email")
@click.option("--reason", required=True, help="Why; kept in the audit trail.")
def reopen(email: str, reason: str) -> None:
    """Open a closed account again, with the roles it has. A new password is asked for on the sign-in page.

    Exit codes: 0 open, or open already; 2 unusable input.
    """
    bootstrap_django()
    from truetonne.edge.identifiers import new_id
    from truetonne.people.closing import ReasonMissing, reactivate_person

    person = _person(email=email)
    try:
        changed = reactivate_person(
            person_id=person.pk, reason=reason, by=None, request_id=str(new_id()), at=datetime.now(UTC)
        )
    except ReasonMissing as refusal:
        fail(f"--reason: {refusal}", fix="Write why in one sentence")
    output.print(f"{person.email} is open again" if changed else f"{person.email} is open")


def _person(*, email: str) -> Person:
    from truetonne.people.models import Person

    found = Person.objects.filter(email=email.strip().lower()).first()
    if found is None:
        fail(f"{email}: nobody signs in with this address", fix="See: truetonne people list")
    return found


def _check_password(*, password: str, email: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password)
    except ValidationError as error:
        fail(
            f"the password for {email}: {' '.join(error.messages)}", fix="Choose a longer one that is not a common word"
        )


def _operator(*, country: str, at: datetime) -> Organization:
    from django.conf import settings

    from truetonne.edge.identifiers import new_id
    from truetonne.people.actions import record_organization
    from truetonne.people.models import Organization, OrganizationKind

    found = Organization.objects.filter(kind=OrganizationKind.OPERATOR).first()
    if found is not None:
        return found
    name = settings.TRUETONNE.operator_name
    return record_organization(
        organization_id=new_id(), kind=OrganizationKind.OPERATOR, name=name, legal_name=name, country=country.upper(),
        request_id=str(new_id()), at=at,
    )  # fmt: skip
