"""Tokens for programs: the client-credentials grant, its errors in the shape of RFC 6749, and its end."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.api.conftest import Caller
from tests.rooms.exchange import Exchange
from tests.rooms.signing_in import sign_in
from truetonne.edge.identifiers import show_id
from truetonne.edge.limits import TooManyRequests, count_request
from truetonne.edge.permissions import Role
from truetonne.people import clients
from truetonne.people.actions import grant_role
from truetonne.people.models import AccessToken, ApiClient, AuditLine

pytestmark = pytest.mark.django_db

ID = UUID(int=77)
CLIENT = show_id(prefix="cli", id=ID)


@pytest.fixture
def secret(exchange: Exchange) -> str:
    return clients.make_client(
        client_id=ID, organization=exchange.member, name="erp", roles=[Role.BUYER, Role.REPORTER],
        secret_part="s" * 43, livemode=False, by=exchange.buyer, request_id="c", at=exchange.at,
    )  # fmt: skip


def basic(name: str, secret: str) -> str:
    return "Basic " + b64encode(f"{name}:{secret}".encode()).decode()


def ask(authorization: str | None, **body: Any) -> HttpResponse:
    headers = {} if authorization is None else {"Authorization": authorization}
    given = "&".join(f"{name}={value}" for name, value in ({"grant_type": "client_credentials"} | body).items())
    return Client(headers=headers).post("/auth/token", given, content_type="application/x-www-form-urlencoded")  # type: ignore[return-value]


def test_a_program_gets_a_token_that_opens_its_roles_doors(secret: str) -> None:
    answer = ask(basic(CLIENT, secret))

    given = answer.json()  # type: ignore[attr-defined]
    assert secret.startswith("test_")
    assert given["access_token"].startswith("test_")
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 3600, "BUYER REPORTER")
    assert answer["Cache-Control"] == "no-store"
    caller = Caller(token=given["access_token"])
    assert caller.post("/v1/quotes", {"quantity": {"kg": 1}}).code == "insufficient_stock"
    assert caller.post("/v1/retirements", {"quantity": {"kg": 1}}).code == "forbidden"


def test_a_scope_narrows_the_roles_and_never_widens_them(secret: str) -> None:
    narrow = ask(basic(CLIENT, secret), scope="REPORTER").json()  # type: ignore[attr-defined]
    wide = ask(basic(CLIENT, secret), scope="FINANCE")

    assert Caller(token=narrow["access_token"]).post("/v1/quotes", {"quantity": {"kg": 1}}).code == "forbidden"
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("authorization", "body", "status", "error"),
    [
        (None, {}, 401, "invalid_client"),
        ("Bearer x", {}, 401, "invalid_client"),
        ("Basic ???", {}, 401, "invalid_client"),
        (basic(CLIENT, "wrong"), {}, 401, "invalid_client"),
        (basic("org_00000000000000000000000000", "x"), {}, 401, "invalid_client"),
        ("right", {"grant_type": "password"}, 400, "unsupported_grant_type"),
        ("right", {"grant_type": ""}, 400, "invalid_request"),
        ("right", {"scope": "A&scope=B"}, 400, "invalid_request"),
    ],
)
def test_refusals_have_the_standards_shape(
    secret: str, authorization: str | None, body: dict[str, str], status: int, error: str
) -> None:
    answer = ask(basic(CLIENT, secret) if authorization == "right" else authorization, **body)

    assert (answer.status_code, answer.json()["error"]) == (status, error)  # type: ignore[attr-defined]
    assert set(answer.json()) == {"error", "error_description"}  # type: ignore[attr-defined]
    assert answer.has_header("WWW-Authenticate") == (status == 401)
    assert not AccessToken.objects.exists()


def test_only_a_posted_form_is_read(secret: str) -> None:
    client = Client(headers={"Authorization": basic(CLIENT, secret)})

    assert client.get("/auth/token").status_code == 405
    answer = client.post("/auth/token", {"grant_type": "client_credentials"}, content_type="application/json")
    assert answer.json()["error"] == "invalid_request"


def test_a_token_ends_after_an_hour_and_with_its_client(secret: str, exchange: Exchange, today: datetime) -> None:
    token = ask(basic(CLIENT, secret)).json()["access_token"]  # type: ignore[attr-defined]
    caller = Caller(token=token)
    AccessToken.objects.all().delete()
    old, _roles = clients.issue_access_token(
        client_id=ID, secret=secret, scope="", token_part="o" * 43, livemode=False, at=today - timedelta(hours=2)
    )
    assert Caller(token=old).post("/v1/quotes", {}).code == "token_expired"
    token = ask(basic(CLIENT, secret)).json()["access_token"]  # type: ignore[attr-defined]
    caller = Caller(token=token)

    found = ApiClient.objects.get()
    clients.revoke_client(client=found, by=exchange.buyer, request_id="r", at=today)

    assert caller.post("/v1/quotes", {}).code == "unauthenticated"
    assert ask(basic(CLIENT, secret)).status_code == 401


def test_too_many_attempts_are_told_to_wait(secret: str, monkeypatch: pytest.MonkeyPatch, today: datetime) -> None:
    for _ in range(60):
        count_request(name="x", who="192.0.2.1", times=60, seconds=60, at=today)
    with pytest.raises(TooManyRequests):
        count_request(name="x", who="192.0.2.1", times=60, seconds=60, at=today)
    count_request(name="x", who="192.0.2.2", times=60, seconds=60, at=today)
    count_request(name="x", who="192.0.2.1", times=60, seconds=60, at=today + timedelta(seconds=60))
    monkeypatch.setattr("truetonne.api.token.ATTEMPTS_PER_MINUTE", 0)

    answer = ask(basic(CLIENT, secret))

    assert (answer.status_code, answer.json()["error"]) == (429, "temporarily_unavailable")  # type: ignore[attr-defined]
    assert 0 < int(answer["Retry-After"]) <= 61


def test_an_administrator_makes_a_program_on_the_page_and_revokes_it(exchange: Exchange) -> None:
    grant_role(
        person=exchange.buyer, organization=exchange.member, role=Role.ADMINISTRATOR, request_id="a", at=exchange.at
    )
    client = sign_in(Client(), exchange.buyer)
    address = f"/organizations/{show_id(prefix='org', id=exchange.member.pk)}/programs/"

    page = client.post(address, {"name": "erp", "roles": ["BUYER"]}).content.decode()

    name = page.split('id="client-id">')[1].split("<")[0]
    secret = page.split('id="client-secret">')[1].split("<")[0]
    assert ask(basic(name, secret)).status_code == 200
    assert secret not in client.get(address).content.decode()
    client.post(f"{address}{name}/revoke/")
    assert ask(basic(name, secret)).status_code == 401
    assert {"client.made", "client.revoked"} <= set(AuditLine.objects.values_list("action", flat=True))


def test_a_program_of_another_organization_is_not_found(exchange: Exchange, secret: str) -> None:
    grant_role(
        person=exchange.clerk, organization=exchange.operator, role=Role.ADMINISTRATOR, request_id="a", at=exchange.at
    )
    stranger = sign_in(Client(), exchange.clerk)
    own, other = (show_id(prefix="org", id=each.pk) for each in (exchange.operator, exchange.member))

    assert stranger.post(f"/organizations/{other}/programs/{CLIENT}/revoke/").status_code == 404
    assert stranger.post(f"/organizations/{own}/programs/{CLIENT}/revoke/").status_code == 404
    assert stranger.get(f"/organizations/{other}/programs/").status_code == 404
    assert ApiClient.objects.get().revoked_at is None
