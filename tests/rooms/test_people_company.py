"""Sign-in with a company by OpenID Connect, against a provider that answers from memory; and its settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from truetonne.config.exchange import SettingInvalid
from truetonne.config.identity import Oidc, read_identity
from truetonne.people.actions import record_person
from truetonne.people.adapters import CompanyAdapter
from truetonne.people.models import AuditLine, Person

pytestmark = pytest.mark.django_db

ISSUER = "https://login.tallow.example"
OIDC = Oidc(
    issuer=ISSUER, client_id="truetonne", secret="s", name="Tallow", domains=frozenset({"tallow.example"})
)  # fmt: skip
CONFIGURATION = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "userinfo_endpoint": f"{ISSUER}/me",
    "jwks_uri": f"{ISSUER}/keys",
    "token_endpoint_auth_methods_supported": ["client_secret_post"],
}


class Provider:
    """An identity provider that knows one person and checks what it is sent."""

    def __init__(self, *, person: dict[str, Any]) -> None:
        self.person = person

    def __enter__(self) -> Provider:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def get(self, address: str, **_: Any) -> Answer:
        return Answer(self.person if address.endswith("/me") else CONFIGURATION)

    def request(self, method: str, address: str, *, data: Any = None, **_: Any) -> Answer:
        assert (method, address) == ("POST", f"{ISSUER}/token")
        assert data["code"] == "c0de"
        assert data["code_verifier"], "the code is tied to this browser"
        return Answer({"access_token": "a", "token_type": "Bearer"})


class Answer:
    status_code = 200
    headers: dict[str, str] = {"content-type": "application/json"}

    def __init__(self, body: Any) -> None:
        self.body = body

    def json(self) -> Any:
        return self.body

    def raise_for_status(self) -> None:
        return None


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    cache.clear()
    provider = Provider(person={"sub": "1", "email": "Ida@Tallow.example", "email_verified": True, "name": "Ida Berg"})
    monkeypatch.setattr(CompanyAdapter, "get_requests_session", lambda self: provider)
    identity = replace(settings.IDENTITY, oidc=OIDC)
    apps = identity.list_oidc_apps()
    with override_settings(IDENTITY=identity, SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": apps}}):
        yield provider


def come_back(client: Client) -> Any:
    """Go to the provider and return with a code, as a browser does."""
    sent = client.post("/sign-in/with/company/?process=login")
    assert sent["Location"].startswith(f"{ISSUER}/authorize?")
    state = parse_qs(urlsplit(sent["Location"]).query)["state"][0]
    return client.get(f"/sign-in/with/company/back/?code=c0de&state={state}")


def test_a_known_person_of_a_trusted_domain_is_that_person(company: Provider, client: Client, at: datetime) -> None:
    ida = record_person(
        person_id=UUID(int=3), email="ida@tallow.example", name="Ida", password=None, request_id="p", at=at
    )
    assert "Sign in with Tallow" in client.get("/sign-in/").content.decode()

    come_back(client)

    assert client.get("/account/").context["person"] == ida
    assert AuditLine.objects.filter(action="session.started", subject=str(ida.pk)).exists()


def test_a_newcomer_of_a_trusted_domain_gets_an_account(company: Provider, client: Client) -> None:
    come_back(client)

    person = Person.objects.get()
    assert (person.email, person.name, person.has_usable_password()) == ("ida@tallow.example", "Ida Berg", False)
    assert client.get("/account/").status_code == 200


def test_the_provider_does_not_speak_for_other_domains(company: Provider, client: Client, at: datetime) -> None:
    other = record_person(
        person_id=UUID(int=3), email="boss@northquay.example", name="Boss", password=None, request_id="p", at=at
    )
    company.person = {"sub": "2", "email": "boss@northquay.example", "email_verified": True, "name": "Not the boss"}

    come_back(client)

    assert client.get("/account/").status_code == 302
    assert not AuditLine.objects.filter(action="session.started", subject=str(other.pk)).exists()


def test_a_forged_return_is_refused(company: Provider, client: Client) -> None:
    client.get("/sign-in/with/company/back/?code=c0de&state=forged")

    assert not Person.objects.exists()
    assert client.get("/account/").status_code == 302


def test_no_company_is_offered_where_none_is_set(client: Client) -> None:
    assert "Sign in with" not in client.get("/sign-in/").content.decode().replace("Sign in with a passkey", "")
    assert client.get("/sign-in/with/company/").status_code == 404


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"TRUETONNE_OIDC_ISSUER": "http://login.example", "TRUETONNE_OIDC_CLIENT_ID": "x"}, "TRUETONNE_OIDC_ISSUER"),
        ({"TRUETONNE_OIDC_ISSUER": "https://login.example"}, "TRUETONNE_OIDC_CLIENT_ID"),
        ({"TRUETONNE_OIDC_CLIENT_ID": "x"}, "TRUETONNE_OIDC_ISSUER"),
        ({"TRUETONNE_MAIL_URL": "ftp://mail.example"}, "TRUETONNE_MAIL_URL"),
        ({"TRUETONNE_MAIL_URL": "smtp://u:p@mail.example:x"}, "TRUETONNE_MAIL_URL"),
        ({"TRUETONNE_PROXIES": "one"}, "TRUETONNE_PROXIES"),
        ({"TRUETONNE_STAFF_MFA": "maybe"}, "TRUETONNE_STAFF_MFA"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(given: dict[str, str], name: str) -> None:
    with pytest.raises(SettingInvalid) as refusal:
        read_identity(environ=given, home=Path("/nowhere"), host="x.example")

    assert refusal.value.name == name
    assert ":p@" not in str(refusal.value)


def test_mail_settings_are_read_from_one_address() -> None:
    given = {"TRUETONNE_MAIL_URL": "smtps://user:p%40ss@mail.example"}
    identity = read_identity(environ=given, home=Path("/nowhere"), host="x.example")

    mail = identity.mail
    assert (mail.host, mail.port, mail.user, mail.password) == ("mail.example", 465, "user", "p@ss")
    assert (mail.is_tls, mail.is_starttls, mail.is_sent) == (True, False, True)
    assert identity.mail_from == "truetonne <noreply@x.example>"
