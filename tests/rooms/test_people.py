from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.test import Client

from tests.rooms.signing_in import sign_in
from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import Role
from truetonne.people import actions, queries
from truetonne.people.models import AuditLine, Organization, OrganizationKind, Person

PASSWORD = "a long enough phrase"
SECRET = "s" * 43


@pytest.fixture
def operator(db: None, at: datetime) -> Organization:
    return actions.record_organization(
        organization_id=UUID(int=1),
        kind=OrganizationKind.OPERATOR,
        name="Northquay",
        legal_name="Northquay Ltd",
        country="DK",
        request_id="o1",
        at=at,
    )


@pytest.fixture
def member(db: None, at: datetime) -> Organization:
    return actions.record_organization(
        organization_id=UUID(int=2),
        kind=OrganizationKind.MEMBER,
        name="Tallow & Pine",
        legal_name="Tallow & Pine Furniture AB",
        country="SE",
        request_id="o2",
        at=at,
    )


@pytest.fixture
def person(db: None, at: datetime) -> Person:
    return actions.record_person(
        person_id=UUID(int=3), email="Ida@Tallow.example", name="Ida Berg", password=PASSWORD, request_id="p1", at=at
    )


def test_a_staff_role_is_refused_outside_the_operator(person: Person, member: Organization, at: datetime) -> None:
    with pytest.raises(actions.RoleNotPossible) as refusal:
        actions.grant_role(person=person, organization=member, role=Role.FINANCE, request_id="r", at=at)

    assert (refusal.value.role, refusal.value.kind) == (Role.FINANCE, "MEMBER")


def test_roles_count_only_where_they_can_be_given(
    person: Person, member: Organization, operator: Organization, at: datetime
) -> None:
    actions.grant_role(person=person, organization=member, role=Role.BUYER, request_id="r1", at=at)
    assert person.list_roles() == {Role.BUYER}
    assert not person.is_operator_staff()

    actions.grant_role(person=person, organization=operator, role=Role.SUPPLY, request_id="r2", at=at)

    assert person.list_roles() == {Role.BUYER, Role.SUPPLY}
    assert person.is_operator_staff()


def test_a_members_own_administrator_and_auditor_open_no_door_of_the_operator(
    person: Person, member: Organization, client: Client, at: datetime
) -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        actions.grant_role(person=person, organization=member, role=role, request_id=f"r {role}", at=at)

    assert person.holds_role(Role.ADMINISTRATOR)
    assert not person.has_role(Role.ADMINISTRATOR)
    assert person.has_role_in(role=Role.AUDITOR, organization_id=member.pk)
    assert not person.has_role_in(role=Role.AUDITOR, organization_id=UUID(int=1))
    client.force_login(person)
    assert client.get("/office/people/").status_code == 403
    assert client.get("/office/audit/").status_code == 403


@pytest.mark.parametrize("role", Role)
def test_each_kind_of_organization_gives_its_own_roles(
    person: Person, member: Organization, operator: Organization, role: Role, at: datetime
) -> None:
    actions.grant_role(person=person, organization=operator, role=role, request_id="o", at=at)

    if role in {Role.APPLICANT, Role.BUYER, Role.REPORTER, Role.AUDITOR, Role.ADMINISTRATOR}:
        actions.grant_role(person=person, organization=member, role=role, request_id="m", at=at)
    else:
        with pytest.raises(actions.RoleNotPossible):
            actions.grant_role(person=person, organization=member, role=role, request_id="m", at=at)


def test_organizations_are_visible_to_their_own_people_and_to_staff(
    person: Person, member: Organization, operator: Organization, at: datetime
) -> None:
    actions.grant_role(person=person, organization=member, role=Role.BUYER, request_id="r1", at=at)
    assert list(Organization.objects.visible_to(person)) == [member]

    actions.grant_role(person=person, organization=operator, role=Role.AUDITOR, request_id="r2", at=at)

    assert Organization.objects.visible_to(person).count() == 2


def test_a_second_operator_is_refused_by_the_database(operator: Organization, at: datetime) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.record_organization(
            organization_id=UUID(int=9),
            kind=OrganizationKind.OPERATOR,
            name="Other",
            legal_name="Other",
            country="DK",
            request_id="o9",
            at=at,
        )


def test_a_token_speaks_for_its_person_until_it_ends_or_is_revoked(
    person: Person, member: Organization, at: datetime
) -> None:
    text = actions.issue_token(
        token_id=UUID(int=7),
        person=person,
        organization=member,
        name="erp",
        secret_part=SECRET,
        livemode=False,
        expires_at=at + timedelta(days=1),
        request_id="t",
        at=at,
    )

    assert text.startswith("test_")
    assert queries.get_caller(secret=text, at=at).organization == member
    with pytest.raises(queries.TokenExpired):
        queries.get_caller(secret=text, at=at + timedelta(days=1))
    with pytest.raises(queries.TokenUnknown):
        queries.get_caller(secret=text + "x", at=at)
    actions.revoke_token(token_id=UUID(int=7), person=person, request_id="rt", at=at)
    with pytest.raises(queries.TokenUnknown):
        queries.get_caller(secret=text, at=at)


def test_the_account_page_makes_a_token_and_shows_it_once(
    person: Person, member: Organization, client: Client, at: datetime
) -> None:
    actions.grant_role(person=person, organization=member, role=Role.BUYER, request_id="r1", at=at)
    sign_in(client, person)
    organization = client.get("/account/").content.decode().split('<option value="org_')[1][:26]

    made = client.post(
        "/account/tokens/", {"name": "erp", "organization": f"org_{organization}", "days": "90"}
    ).content.decode()

    secret = made.split('id="token">')[1].split("<")[0]
    assert queries.get_caller(secret=secret, at=at).person == person
    assert secret not in client.get("/account/").content.decode()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE people_auditline SET action = 'x'", "DELETE FROM people_auditline", "TRUNCATE people_auditline"],
)
def test_audit_lines_are_never_changed(
    person: Person,
    transactional_db: None,
    superuser_connection: psycopg.Connection,
    web_connection: object,
    statement: str,
) -> None:
    assert AuditLine.objects.exists()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web_connection(autocommit=True).execute(statement)  # type: ignore[operator]
    with pytest.raises(psycopg.errors.RestrictViolation):
        superuser_connection.execute(statement)


@pytest.fixture
def administrator(operator: Organization, at: datetime, client: Client) -> Person:
    person = actions.record_person(
        person_id=UUID(int=50), email="admin@northquay.example", name="Ada", password=None, request_id="adm", at=at
    )
    actions.grant_role(person=person, organization=operator, role=Role.ADMINISTRATOR, request_id="admr", at=at)
    sign_in(client, person)
    return person


def test_an_administrator_records_people_and_gives_and_takes_roles(
    administrator: Person, operator: Organization, client: Client
) -> None:
    made = client.post("/office/people/people/", {"name": "New Person", "email": "New@Northquay.example"})
    password = made.content.decode().split('id="password">')[1].split("<")[0]
    person = Person.objects.get(email="new@northquay.example")
    assert person.check_password(password)
    markup = client.get("/office/people/").content.decode()
    assert password not in markup

    given = client.post(
        "/office/people/roles/",
        {
            "person": show_id(prefix="per", id=person.pk),
            "organization": show_id(prefix="org", id=operator.pk),
            "role": "SUPPLY",
        },
    )
    assert given.status_code == 302
    assert person.list_roles() == {Role.SUPPLY}
    client.post(f"/office/people/roles/{person.memberships.get().pk}/take/")

    assert not person.memberships.exists()
    assert list(AuditLine.objects.filter(subject=str(person.pk)).order_by("id").values_list("action", flat=True)) == [
        "person.recorded",
        "role.granted",
        "role.taken",
    ]


def test_an_administrator_keeps_their_own_administration(administrator: Person, client: Client) -> None:
    client.post(f"/office/people/roles/{administrator.memberships.get().pk}/take/")

    assert administrator.memberships.exists()


def test_a_staff_role_in_a_member_is_refused_on_the_page(
    administrator: Person, member: Organization, client: Client
) -> None:
    response = client.post(
        "/office/people/roles/",
        {
            "person": show_id(prefix="per", id=administrator.pk),
            "organization": show_id(prefix="org", id=member.pk),
            "role": "FINANCE",
        },
    )

    assert response.status_code == 422


def test_an_organization_is_recorded_once_per_lei(administrator: Person, client: Client) -> None:
    given = {"kind": "MEMBER", "name": "A", "legal_name": "A AB", "country": "se", "lei": "529900T8BM49AURSDO55"}

    assert client.post("/office/people/organizations/", given).status_code == 302
    assert client.post("/office/people/organizations/", given).status_code == 422
    assert Organization.objects.get(name="A").country == "SE"


def test_nobody_else_opens_the_administrators_page(
    person: Person, operator: Organization, client: Client, at: datetime
) -> None:
    actions.grant_role(person=person, organization=operator, role=Role.FINANCE, request_id="f", at=at)
    client.force_login(person)

    assert client.get("/office/people/").status_code == 403
