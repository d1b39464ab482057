"""Organizations: founding, inviting, roles, leaving, facts; and that none sees another's."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.test import Client

from tests.rooms.signing_in import sign_in
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role
from truetonne.people import actions, joining
from truetonne.people.adapters import write_mail
from truetonne.people.models import AuditLine, Invitation, Organization, OrganizationKind, Person
from truetonne.people.organization_forms import FactsForm

pytestmark = pytest.mark.django_db

LEI = "529900T8BM49AURSDO55"
FACTS = {
    "name": "Tallow & Pine", "legal_name": "Tallow & Pine AB", "country": "SE", "lei": LEI,
    "registration_number": "556000-0000", "domain": "tallow.example",
}  # fmt: skip
SECRET = "s" * 43


def person_named(name: str, *, at: datetime) -> Person:
    person_id = new_id()
    return actions.record_person(
        person_id=person_id, email=f"{name}@tallow.example", name=name.title(), password=None,
        request_id=str(person_id), at=at,
    )  # fmt: skip


@pytest.fixture
def founder(at: datetime) -> Person:
    return person_named("ida", at=at)


@pytest.fixture
def member(founder: Person, at: datetime) -> Organization:
    return joining.found_organization(organization_id=UUID(int=2), facts=FACTS, person=founder, request_id="f", at=at)


@pytest.fixture
def rival(at: datetime) -> tuple[Person, Organization]:
    person = person_named("rival", at=at)
    organization = joining.found_organization(
        organization_id=UUID(int=3), facts={**FACTS, "name": "Rival", "legal_name": "Rival AB", "lei": ""},
        person=person, request_id="r", at=at,
    )  # fmt: skip
    return person, organization


def address(organization: Organization, *rest: str) -> str:
    return "/".join(["/organizations", show_id(prefix="org", id=organization.pk), *rest, ""])


def invite(client: Client, organization: Organization, *, email: str, roles: tuple[str, ...] = ("BUYER",)) -> str:
    client.post(address(organization, "invitations"), {"email": email, "roles": roles})
    found = re.search(r"/invitations/[\w-]+/", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def test_somebody_records_their_company_and_administers_it(client: Client, founder: Person) -> None:
    sign_in(client, founder)

    answer = client.post("/organizations/new/", FACTS)

    found = Organization.objects.get(lei=LEI)
    assert answer["Location"] == address(found)
    assert {m.role for m in found.memberships.all()} == {"ADMINISTRATOR", "APPLICANT"}
    assert found.kind == OrganizationKind.MEMBER
    assert "Tallow &amp; Pine AB" in client.get(address(found)).content.decode()


@pytest.mark.parametrize(
    ("field", "text"), [("lei", "529900T8BM49AURSDO56"), ("lei", "123"), ("domain", "not a domain"), ("country", "XX")]
)
def test_facts_that_cannot_be_are_refused_with_the_field(
    client: Client, founder: Person, field: str, text: str
) -> None:
    sign_in(client, founder)

    answer = client.post("/organizations/new/", {**FACTS, field: text})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Organization.objects.exists()


def test_a_colleague_is_invited_signs_up_and_joins_with_a_role(
    client: Client, founder: Person, member: Organization
) -> None:
    sign_in(client, founder)
    link = invite(client, member, email="Nora@Lind.example", roles=("BUYER", "REPORTER"))
    guest = Client()
    assert "Ida invites you" in guest.get(link).content.decode()
    sent = len(mail.outbox)
    given = {"name": "Nora Lind", "email": "nora@lind.example", "password1": "a long enough phrase", "next": link}

    assert guest.post("/sign-up/", given)["Location"] == link
    assert len(mail.outbox) == sent, "the link proved the mailbox already"
    assert guest.post(link)["Location"] == address(member)

    nora = Person.objects.get(email="nora@lind.example")
    assert nora.list_roles() == {Role.BUYER, Role.REPORTER}
    assert guest.get(link).status_code == 410
    told = AuditLine.objects.filter(organization=member).values_list("action", flat=True)
    assert {"invitation.sent", "invitation.accepted", "role.granted"} <= set(told)


def test_an_invitation_is_no_good_in_another_mailbox(
    client: Client, founder: Person, member: Organization, rival: tuple[Person, Organization]
) -> None:
    sign_in(client, founder)
    link = invite(client, member, email="nora@lind.example")
    thief = sign_in(Client(), rival[0])

    answer = thief.post(link)

    assert answer.status_code == 403
    assert "The invitation went to" in answer.content.decode()
    assert not rival[0].memberships.filter(organization=member).exists()


def test_an_invitation_ends_after_a_week_and_when_it_is_withdrawn(
    founder: Person, member: Organization, at: datetime
) -> None:
    facts = {"organization": member, "email": "nora@lind.example", "roles": [Role.BUYER], "by": founder}
    joining.invite_person(invitation_id=UUID(int=7), secret=SECRET, request_id="i", at=at, **facts)  # type: ignore[arg-type]
    assert joining.find_invitation(secret=SECRET, at=at + timedelta(days=6)).pk == UUID(int=7)
    with pytest.raises(joining.InvitationOver):
        joining.find_invitation(secret=SECRET, at=at + timedelta(days=7))

    joining.invite_person(invitation_id=UUID(int=8), secret=SECRET + "2", request_id="j", at=at, **facts)  # type: ignore[arg-type]

    with pytest.raises(joining.InvitationOver):
        joining.find_invitation(secret=SECRET, at=at)
    second = Invitation.objects.get(pk=UUID(int=8))
    joining.withdraw_invitation(invitation=second, by=founder, request_id="w", at=at)
    with pytest.raises(joining.InvitationOver):
        joining.find_invitation(secret=SECRET + "2", at=at)


def test_a_members_administrator_cannot_invite_into_the_operators_roles(
    founder: Person, member: Organization, at: datetime, client: Client
) -> None:
    with pytest.raises(actions.RoleNotPossible):
        joining.invite_person(
            invitation_id=UUID(int=7), organization=member, email="x@y.example", roles=[Role.FINANCE], secret=SECRET,
            by=founder, request_id="i", at=at,
        )  # fmt: skip
    sign_in(client, founder)
    assert client.post(address(member, "invitations"), {"email": "x@y.example", "roles": "FINANCE"}).status_code == 422
    assert not mail.outbox


def test_the_last_administrator_stays(client: Client, founder: Person, member: Organization, at: datetime) -> None:
    sign_in(client, founder)
    own = founder.memberships.get(role="ADMINISTRATOR")

    client.post(address(member, "roles", str(own.pk), "take"))
    client.post(address(member, "leave"))
    assert founder.memberships.filter(role="ADMINISTRATOR").exists()

    colleague = person_named("nora", at=at)
    actions.grant_role(person=colleague, organization=member, role=Role.ADMINISTRATOR, request_id="n", at=at)
    client.post(address(member, "leave"))

    assert not founder.memberships.exists()
    assert AuditLine.objects.filter(action="organization.left", subject=str(founder.pk)).exists()


def test_facts_change_and_the_line_keeps_old_and_new(client: Client, founder: Person, member: Organization) -> None:
    sign_in(client, founder)

    client.post(address(member, "facts"), {**FACTS, "legal_name": "Tallow AB"})

    member.refresh_from_db()
    assert member.legal_name == "Tallow AB"
    line = AuditLine.objects.get(action="organization.changed")
    assert line.facts == {"legal_name": ["Tallow & Pine AB", "Tallow AB"]}


def test_one_organization_never_sees_anothers(
    client: Client, founder: Person, member: Organization, rival: tuple[Person, Organization], at: datetime
) -> None:
    sign_in(client, founder)
    invite(client, member, email="nora@lind.example")
    invitation = show_id(prefix="inv", id=Invitation.objects.get().pk)
    stranger = sign_in(Client(), rival[0])
    role = founder.memberships.first()
    assert role is not None

    answers = {
        "page": stranger.get(address(member)).status_code,
        "facts": stranger.post(address(member, "facts"), FACTS).status_code,
        "invite": stranger.post(address(member, "invitations"), {"email": "a@b.example", "roles": "BUYER"}).status_code,
        "withdraw": stranger.post(address(member, "invitations", invitation, "withdraw")).status_code,
        "withdraw by way of one's own": stranger.post(
            address(rival[1], "invitations", invitation, "withdraw")
        ).status_code,
        "give": stranger.post(address(member, "roles"), {}).status_code,
        "take": stranger.post(address(member, "roles", str(role.pk), "take")).status_code,
        "take by way of one's own": stranger.post(address(rival[1], "roles", str(role.pk), "take")).status_code,
        "leave": stranger.post(address(member, "leave")).status_code,
    }

    assert set(answers.values()) == {404}, answers
    assert "Tallow" not in stranger.get("/organizations/").content.decode()


def test_a_colleague_without_administration_reads_and_changes_nothing(
    client: Client, member: Organization, at: datetime
) -> None:
    buyer = person_named("nora", at=at)
    actions.grant_role(person=buyer, organization=member, role=Role.BUYER, request_id="n", at=at)
    sign_in(client, buyer)

    page = client.get(address(member)).content.decode()

    assert "Send the invitation" not in page
    assert client.post(address(member, "facts"), FACTS).status_code == 403
    assert client.post(address(member, "roles"), {}).status_code == 403


def test_the_database_lets_an_invitation_end_once(founder: Person, member: Organization, at: datetime) -> None:
    joining.invite_person(
        invitation_id=UUID(int=7), organization=member, email="x@y.example", roles=[Role.BUYER], secret=SECRET,
        by=founder, request_id="i", at=at,
    )  # fmt: skip
    Invitation.objects.filter(pk=UUID(int=7)).update(withdrawn_at=at)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Invitation.objects.filter(pk=UUID(int=7)).update(withdrawn_at=None)

    assert isinstance(refusal.value.__cause__, psycopg.errors.RestrictViolation)


def test_forms_are_not_sent_without_end(client: Client, founder: Person) -> None:
    sign_in(client, founder)
    answers = [client.post("/organizations/new/", {}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("name", ["Evil\r\nBcc: someone@elsewhere.example", "live\u202edemo", "nul\x07bell"])
def test_a_company_is_named_in_one_line(name: str) -> None:
    form = FactsForm({"legal_name": name, "name": name, "country": "FI"})

    assert {"legal_name", "name"} <= set(form.errors)


def test_a_name_of_an_earlier_day_breaks_no_mails_subject(mailoutbox: list[EmailMessage]) -> None:
    write_mail(
        to="ida@tallow.example", subject="Evidence of Evil\r\nBcc: x ends", body="b", address="https://a.example"
    )

    assert mailoutbox[0].subject.endswith("Evidence of Evil Bcc: x ends")
    assert mailoutbox[0].message()["Bcc"] is None
