"""Closing an account: nothing of it works any more, what it did stays, and an administrator always remains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.rooms.signing_in import sign_in
from tests.rooms.test_people_company import Provider, come_back, company  # noqa: F401 - a fixture
from truetonne.cli import people as people_command
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role
from truetonne.market.held import list_held
from truetonne.people import actions, clients, closing, joining, queries
from truetonne.people.adapters import write_mail
from truetonne.people.models import AuditLine, Invitation, Organization, OrganizationKind, Person

PASSWORD = "a long enough phrase"
SECRET = "s" * 43


@pytest.fixture(autouse=True)
def _no_counts(db: None) -> None:
    cache.clear()


@pytest.fixture
def operator(db: None, at: datetime) -> Organization:
    return actions.record_organization(
        organization_id=UUID(int=1), kind=OrganizationKind.OPERATOR, name="Northquay", legal_name="Northquay Ltd",
        country="DK", request_id="o1", at=at,
    )  # fmt: skip


@pytest.fixture
def member(db: None, at: datetime) -> Organization:
    return actions.record_organization(
        organization_id=UUID(int=2), kind=OrganizationKind.MEMBER, name="Tallow & Pine", legal_name="Tallow & Pine AB",
        country="SE", request_id="o2", at=at,
    )  # fmt: skip


def make_person(number: int, email: str, *, place: Organization, role: Role, at: datetime) -> Person:
    person = actions.record_person(
        person_id=UUID(int=number), email=email, name=email.split("@", maxsplit=1)[0].title(), password=PASSWORD,
        request_id=f"p{number}", at=at,
    )  # fmt: skip
    actions.grant_role(person=person, organization=place, role=role, request_id=f"r{number}", at=at)
    return person


@pytest.fixture
def administrator(operator: Organization, at: datetime) -> Person:
    return make_person(50, "ada@northquay.example", place=operator, role=Role.ADMINISTRATOR, at=at)


@pytest.fixture
def ida(member: Organization, at: datetime) -> Person:
    return make_person(3, "ida@tallow.example", place=member, role=Role.ADMINISTRATOR, at=at)


def close(person: Person, *, by: Person | None, at: datetime, reason: str = "left the company") -> bool:
    return closing.deactivate_person(person_id=person.pk, reason=reason, by=by, request_id=str(new_id()), at=at)


def enter(client: Client, *, password: str = PASSWORD) -> None:
    client.post("/sign-in/", {"login": "ida@tallow.example", "password": password})


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_sessions_end_and_no_password_signs_in(administrator: Person, ida: Person, at: datetime) -> None:
    open_session, later = Client(), Client()
    enter(open_session)
    assert is_in(open_session)

    close(ida, by=administrator, at=at)
    enter(later)

    assert not is_in(open_session)
    assert not is_in(later)
    line = AuditLine.objects.get(action="person.deactivated")
    assert (line.subject, line.person_id) == (str(ida.pk), administrator.pk)
    assert (line.facts["reason"], line.facts["sessions"]) == ("left the company", 1)


def test_a_known_password_put_back_by_hand_does_not_sign_in_either(
    administrator: Person, ida: Person, at: datetime
) -> None:
    close(ida, by=administrator, at=at)
    ida.set_password(PASSWORD)
    ida.save(update_fields=["password"])
    client = Client()

    client.force_login(ida)
    enter(client)

    assert not is_in(client)


def test_a_link_to_a_new_password_that_was_mailed_before_is_no_good(
    administrator: Person, ida: Person, client: Client, at: datetime
) -> None:
    client.post("/sign-in/password/", {"email": ida.email})
    link = next(word for word in str(mail.outbox[0].body).split() if "/sign-in/password/" in word)

    close(ida, by=administrator, at=at)
    asked_again = client.post("/sign-in/password/", {"email": ida.email})
    page = client.get(link.removeprefix("http://testserver"), follow=True).content.decode()

    assert "too old or was used" in page
    assert asked_again["Location"] == "/sign-in/password/sent/"
    assert len(mail.outbox) == 1


def test_a_company_s_word_does_not_open_a_closed_account(
    company: Provider,  # noqa: F811 - the fixture
    administrator: Person,
    ida: Person,
    client: Client,
    at: datetime,
) -> None:
    close(ida, by=administrator, at=at)

    come_back(client)

    assert not is_in(client)
    assert not AuditLine.objects.filter(action="session.started", subject=str(ida.pk)).exists()


def test_tokens_are_gone_programs_are_refused_invitations_are_withdrawn(
    administrator: Person, ida: Person, member: Organization
) -> None:
    at = datetime.now(UTC)
    token = actions.issue_token(
        token_id=UUID(int=7), person=ida, organization=member, name="erp", secret_part=SECRET, livemode=False,
        expires_at=at + timedelta(days=9), request_id="t", at=at,
    )  # fmt: skip
    secret = clients.make_client(
        client_id=UUID(int=8), organization=member, name="erp", roles=[Role.BUYER], secret_part=SECRET, livemode=False,
        by=ida, request_id="c", at=at,
    )  # fmt: skip
    joining.invite_person(
        invitation_id=UUID(int=9), organization=member, email="new@tallow.example", roles=[Role.BUYER], secret="x",
        by=ida, request_id="i", at=at,
    )  # fmt: skip

    def ask() -> str:
        return clients.issue_access_token(
            client_id=UUID(int=8), secret=secret, scope="", token_part=SECRET, livemode=False, at=at
        )[0]

    access = ask()
    headers = {"authorization": f"Bearer {access}", "host": "127.0.0.1"}
    assert Client(headers=headers).get("/v1/inventories").status_code == 200
    close(ida, by=administrator, at=at)

    with pytest.raises(queries.TokenUnknown):
        queries.get_caller(secret=token, at=at)
    with pytest.raises(clients.ClientUnknown):
        ask()
    assert Client(headers=headers).get("/v1/inventories").status_code == 401
    assert not Invitation.objects.waiting().exists()
    closing.reactivate_person(person_id=ida.pk, reason="came back", by=administrator, request_id="o", at=at)
    assert ask() == access
    with pytest.raises(queries.TokenUnknown):
        queries.get_caller(secret=token, at=at)


def test_no_mail_goes_to_a_closed_account(administrator: Person, ida: Person, at: datetime) -> None:
    close(ida, by=administrator, at=at)

    write_mail(to="Ida@Tallow.example", subject="s", body="b", address="a")
    write_mail(to="other@tallow.example", subject="s", body="b", address="a")

    assert [message.to for message in mail.outbox] == [["other@tallow.example"]]


def test_roles_stay_and_count_again_when_the_account_is_opened(
    administrator: Person, ida: Person, member: Organization, client: Client, at: datetime
) -> None:
    assert close(ida, by=administrator, at=at)
    assert not close(ida, by=administrator, at=at)
    assert ida.memberships.count() == 1

    assert closing.reactivate_person(person_id=ida.pk, reason="came back", by=administrator, request_id="o", at=at)
    assert not closing.reactivate_person(person_id=ida.pk, reason="came back", by=administrator, request_id="o", at=at)
    enter(client)
    assert not is_in(client), "the old password is gone"
    client.post("/sign-in/password/", {"email": ida.email})
    assert len(mail.outbox) == 1

    lines = AuditLine.objects.filter(subject=str(ida.pk)).order_by("pk").values_list("action", flat=True)
    assert list(lines)[:4] == ["person.recorded", "role.granted", "person.deactivated", "person.reactivated"]
    assert Person.objects.get(pk=ida.pk).has_role_in(role=Role.ADMINISTRATOR, organization_id=member.pk)


def test_nobody_closes_their_own_account_or_the_last_administrator(
    administrator: Person, ida: Person, operator: Organization, at: datetime
) -> None:
    with pytest.raises(closing.OwnAccount) as own:
        close(administrator, by=administrator, at=at)
    with pytest.raises(actions.LastAdministrator) as last:
        close(administrator, by=None, at=at)
    with pytest.raises(closing.ReasonMissing):
        close(ida, by=administrator, at=at, reason="  ")
    second = make_person(51, "bo@northquay.example", place=operator, role=Role.ADMINISTRATOR, at=at)
    close(second, by=administrator, at=at)
    with pytest.raises(actions.LastAdministrator):
        close(administrator, by=None, at=at)

    assert own.value.person_id == administrator.pk
    assert last.value.organization_id == operator.pk
    assert Person.objects.filter(is_active=False).get() == second


CLOSE = "UPDATE people_person SET is_active = false WHERE id = %s"
TAKE = "DELETE FROM people_membership WHERE role = 'ADMINISTRATOR' AND person_id = %s"


@pytest.mark.parametrize("statement", [CLOSE, TAKE])
def test_the_database_keeps_an_administrator_whoever_asks_and_however_many_ask_at_once(
    administrator: Person,
    operator: Organization,
    transactional_db: None,
    web_connection: Callable[..., psycopg.Connection],
    at: datetime,
    statement: str,
) -> None:
    second = make_person(51, "bo@northquay.example", place=operator, role=Role.ADMINISTRATOR, at=at)
    first_try, second_try = web_connection(), web_connection()
    second_try.execute("SET lock_timeout = '200ms'")
    second_try.commit()

    first_try.execute(statement, [second.pk])
    with pytest.raises(psycopg.errors.LockNotAvailable):
        second_try.execute(statement, [administrator.pk])
    second_try.rollback()
    first_try.commit()
    for each in (CLOSE, TAKE):
        with pytest.raises(psycopg.errors.RestrictViolation, match="no administrator left"):
            second_try.execute(each, [administrator.pk])
        second_try.rollback()


def test_the_office_asks_for_a_reason_shows_what_is_held_and_closes(
    administrator: Person, ida: Person, member: Organization, client: Client, at: datetime
) -> None:
    sign_in(client, administrator)
    address = f"/office/people/persons/{show_id(prefix='per', id=ida.pk)}/"
    listed = client.get("/office/people/persons/", {"q": "tallow"}).content.decode()
    asked = client.get(f"{address}close/").content.decode()

    assert address in listed
    assert "Nobody else administers" in asked
    assert member.name.replace("&", "&amp;") in asked
    assert client.post(f"{address}close/", {"reason": " "}).status_code == 422
    assert client.post(f"{address}close/", {"reason": "left"}).status_code == 302
    page = client.get(address).content.decode()
    assert "The account is closed" in page
    assert "person.deactivated" in page
    assert address in client.get("/office/people/persons/", {"state": "closed"}).content.decode()
    assert "Nobody is like this." in client.get("/office/people/persons/", {"q": "nothing"}).content.decode()
    assert "ida@tallow.example, account closed" in client.get("/office/search/", {"q": "ida"}).content.decode()
    assert client.get(f"{address}reopen/").status_code == 200
    assert client.post(f"{address}reopen/", {"reason": "came back"}).status_code == 302
    assert Person.objects.get(pk=ida.pk).is_active


def test_the_office_refuses_one_s_own_account_with_words(administrator: Person, client: Client) -> None:
    sign_in(client, administrator)
    address = f"/office/people/persons/{show_id(prefix='per', id=administrator.pk)}/"

    answer = client.post(f"{address}close/", {"reason": "tired"})

    assert answer.status_code == 422
    assert "cannot close your own account" in answer.content.decode()
    assert f'href="{address}close/"' not in client.get(address).content.decode()
    assert client.get("/office/people/persons/per_nothing/").status_code == 404


def test_an_account_with_nothing_to_do_holds_nothing(operator: Organization, at: datetime) -> None:
    idle = make_person(60, "idle@northquay.example", place=operator, role=Role.FINANCE, at=at)

    assert list_held(person=idle, at=at) == ()


def test_the_command_closes_and_opens_and_keeps_the_last_administrator(
    administrator: Person, ida: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_command, "bootstrap_django", lambda: None)

    def run(*words: str, answer: str = "") -> tuple[int, str]:
        result = CliRunner().invoke(people_command.command, [*words, "--reason", "left"], input=answer)
        return result.exit_code, result.output

    assert run("close", ida.email, answer="n\n")[0] == 2
    code, said = run("close", ida.email, answer="y\n")
    assert (code, "Nobody else administers: Tallow & Pine" in said, f"{ida.email} is closed" in said) == (0, True, True)
    assert run("close", ida.email, "--yes")[1].endswith(f"{ida.email} was closed already\n")
    assert run("reopen", ida.email) == (0, f"{ida.email} is open again\n")
    assert run("close", administrator.email, "--yes")[0] == 1
    assert run("close", "nobody@x.example", "--yes")[0] == 2
    assert "open" in CliRunner().invoke(people_command.command, ["list"]).output
