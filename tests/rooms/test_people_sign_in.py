"""Sign-up, sign-in, passwords, second factors, sessions: through the pages."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from tests.rooms.signing_in import sign_in
from truetonne.edge.permissions import Role
from truetonne.people import actions
from truetonne.people.models import AuditLine, OrganizationKind, Person

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough phrase"
LINK = re.compile(r"http://[^\s]+")


@pytest.fixture
def person(at: datetime) -> Person:
    return actions.record_person(
        person_id=UUID(int=3), email="Ida@Tallow.example", name="Ida Berg", password=PASSWORD, request_id="p1", at=at
    )


@pytest.fixture(autouse=True)
def _no_counts(db: None) -> None:
    cache.clear()


def link_in(message: mail.EmailMessage) -> str:
    found = LINK.search(str(message.body))
    assert found is not None
    return found[0].removeprefix("http://testserver")


def enter(client: Client, *, email: str = "ida@tallow.example", password: str = PASSWORD, to: str = "") -> object:
    return client.post("/sign-in/", {"login": email, "password": password, "next": to})


def digits(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def secret_of(page: str) -> str:
    return page.split('id="totp-key">')[1].split("<", maxsplit=1)[0]


def test_somebody_signs_up_confirms_by_mail_and_signs_in(client: Client) -> None:
    given = {"name": "Nora Lind", "email": "Nora@Lind.example", "password1": PASSWORD}
    assert client.post("/sign-up/", given)["Location"] == "/sign-in/confirm/"
    assert enter(client, email="nora@lind.example")["Location"] == "/sign-in/confirm/"  # type: ignore[index]
    address = link_in(mail.outbox[0])
    assert "Nora" not in mail.outbox[0].subject

    assert client.get(address).status_code == 200
    client.post(address)
    client.get("/sign-out/")
    client.logout()
    enter(client, email="nora@lind.example")

    person = Person.objects.get(email="nora@lind.example")
    assert person.name == "Nora Lind"
    assert "Nora Lind" in client.get("/account/").content.decode()
    assert list(AuditLine.objects.filter(subject=str(person.pk)).order_by("id").values_list("action", flat=True)) == [
        "person.signed_up",
        "email.confirmed",
        "session.started",
    ]


def test_a_known_address_is_not_given_away_at_sign_up(client: Client, person: Person) -> None:
    answer = client.post("/sign-up/", {"name": "X", "email": person.email, "password1": PASSWORD})

    assert answer["Location"] == "/sign-in/confirm/"
    assert Person.objects.count() == 1
    assert "account already" in mail.outbox[0].subject


def test_a_person_signs_in_whatever_the_case_of_the_address(person: Person, client: Client) -> None:
    assert enter(client, email="IDA@tallow.EXAMPLE").status_code == 302  # type: ignore[attr-defined]
    assert client.get("/account/").status_code == 200


def test_a_wrong_password_says_so_and_leaves_no_session(person: Person, client: Client) -> None:
    response = enter(client, password="something else")

    assert "do not belong together" in response.content.decode()  # type: ignore[attr-defined]
    assert client.get("/account/").status_code == 302
    assert AuditLine.objects.filter(action="session.refused", subject=str(person.pk)).count() == 1


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_sign_in_goes_only_to_addresses_of_this_exchange(person: Person, client: Client, wanted: str) -> None:
    assert enter(client, to=wanted)["Location"] == "/account/"  # type: ignore[index]


def test_ten_wrong_passwords_close_the_address_for_a_while_in_every_worker(person: Person) -> None:
    for _ in range(10):
        enter(Client(), password="something else")

    answer = enter(Client())

    assert "Too many wrong passwords" in answer.content.decode()  # type: ignore[attr-defined]
    assert enter(Client(), email="other@tallow.example").status_code == 200  # type: ignore[attr-defined]


def test_a_new_password_comes_by_mail_once(person: Person, client: Client) -> None:
    client.post("/sign-in/password/", {"email": person.email})
    address = link_in(mail.outbox[0])
    form = client.get(address, follow=True)
    new = "another long enough phrase"

    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert enter(Client(), password=new).status_code == 302  # type: ignore[attr-defined]
    assert "too old or was used" in Client().get(address, follow=True).content.decode()
    assert mail.outbox[-1].subject.endswith("A change to your sign-in")
    assert AuditLine.objects.filter(action="password.changed", subject=str(person.pk)).exists()


def test_asking_for_a_password_does_not_tell_who_signs_in_here(person: Person, client: Client) -> None:
    known = client.post("/sign-in/password/", {"email": person.email})
    unknown = client.post("/sign-in/password/", {"email": "nobody@tallow.example"})

    assert known["Location"] == unknown["Location"] == "/sign-in/password/sent/"


def test_an_app_is_added_and_then_asked_for(
    person: Person, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, person)
    page = client.get("/account/security/app/").content.decode()
    secret = secret_of(page)
    assert '<svg class="qr"' in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/security/app/", {"code": digits(secret)})
    assert answer["Location"] == "/account/security/codes/"
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored

    codes = re.findall(r"<li>(\d{8})</li>", client.get("/account/security/codes/").content.decode())
    assert len(codes) == 10
    assert client.get("/account/security/codes/file/").content.decode().split() == codes
    other = Client()
    assert enter(other)["Location"] == "/sign-in/second/"  # type: ignore[index]
    assert other.get("/account/").status_code == 302
    assert "not right" in other.post("/sign-in/second/", {"code": "000000"}).content.decode()
    other.post("/sign-in/second/", {"code": codes[0]})
    assert other.get("/account/").status_code == 200
    again = Client()
    enter(again)
    assert again.post("/sign-in/second/", {"code": codes[0]}).status_code == 200, "a recovery code works once"
    actions_told = AuditLine.objects.filter(subject=str(person.pk)).values_list("action", flat=True)
    assert {"factor.added", "session.started"} <= set(actions_told)


def test_an_old_session_is_asked_again_before_a_sensitive_act_and_then_does_it(person: Person, at: datetime) -> None:
    client = sign_in(Client(), person, seconds_ago=3600)
    member = actions.record_organization(
        organization_id=UUID(int=2), kind=OrganizationKind.MEMBER, name="T", legal_name="T", country="SE",
        request_id="o", at=at,
    )  # fmt: skip
    actions.grant_role(person=person, organization=member, role=Role.BUYER, request_id="r", at=at)
    organization = client.get("/account/").content.decode().split('<option value="org_')[1][:26]
    given = {"name": "erp", "organization": f"org_{organization}", "days": "90"}

    asked = client.post("/account/tokens/", given)

    assert asked["Location"].startswith("/account/again/?next=")
    done = client.post(asked["Location"], {"password": PASSWORD, "next": "/account/tokens/"}).content.decode()
    assert 'id="token">' in done


def test_all_other_sessions_end_at_once(person: Person, client: Client) -> None:
    elsewhere = Client()
    enter(elsewhere)
    enter(client)
    assert client.get("/account/sessions/").content.decode().count('role="rowheader"') == 2

    client.post("/account/sessions/")

    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_policy_asks_the_operators_people_for_a_second_factor(person: Person, client: Client, at: datetime) -> None:
    operator = actions.record_organization(
        organization_id=UUID(int=1), kind=OrganizationKind.OPERATOR, name="N", legal_name="N", country="DK",
        request_id="o", at=at,
    )  # fmt: skip
    actions.grant_role(person=person, organization=operator, role=Role.FINANCE, request_id="r", at=at)
    sign_in(client, person)
    assert client.get("/office/").status_code == 200
    from dataclasses import replace

    with override_settings(IDENTITY=replace(settings.IDENTITY, staff_needs_second_factor=True)):
        assert client.get("/office/")["Location"] == "/account/security/?needed=1"
        assert "needs a second factor" in client.get("/account/security/?needed=1").content.decode()
        Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
        assert client.get("/office/").status_code == 200


def test_sign_up_may_be_by_invitation_only(client: Client) -> None:
    from dataclasses import replace

    with override_settings(IDENTITY=replace(settings.IDENTITY, sign_up_is_open=False)):
        assert "by invitation only" in client.get("/sign-up/").content.decode()
        given = {"name": "Nora", "email": "nora@lind.example", "password1": PASSWORD}
        client.post("/sign-up/", given)

    assert not Person.objects.exists()


def test_addresses_are_added_confirmed_and_removed(person: Person, client: Client) -> None:
    sign_in(client, person)
    client.post("/account/addresses/", {"action_add": "", "email": "ida@berg.example"})
    client.post(link_in(mail.outbox[0]))
    client.post("/account/addresses/", {"action_primary": "", "email": "ida@berg.example"})
    person.refresh_from_db()
    assert person.email == "ida@berg.example"

    client.post("/account/addresses/", {"action_remove": "", "email": "ida@tallow.example"})

    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["ida@berg.example"]


@pytest.mark.parametrize("language", ["vi", "zh-Hans"])
def test_pages_and_mails_speak_the_readers_language(person: Person, language: str) -> None:
    client = Client(headers={"accept-language": language})

    page = client.get("/sign-in/").content.decode()
    client.post("/sign-in/password/", {"email": person.email})

    assert ">Password<" not in page
    assert ">Sign in<" not in page
    assert "Choose a new password" not in mail.outbox[0].subject
