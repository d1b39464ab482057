"""Every page and every operation of the API, opened as every role and as a stranger, answers as its permission says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.api.conftest import Caller, token_for
from tests.architecture.test_doors import views
from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.signing_in import sign_in
from truetonne.api.mount import get_api
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import STAFF_ROLES, Role
from truetonne.people.actions import grant_role, record_organization, record_person
from truetonne.people.models import ROLES_OF_KIND, Organization, OrganizationKind, Person

pytestmark = pytest.mark.django_db

NOBODY = "stranger"
GUEST = "signed in without a role"
WHO = (NOBODY, GUEST, *(f"{kind}:{role}" for kind, roles in ROLES_OF_KIND.items() for role in sorted(roles)))


@dataclass(frozen=True, kw_only=True)
class Door:
    """An address with what it says of who may open it."""

    address: str
    permission: str


def find_doors(resolver: URLResolver, prefix: str = "/") -> Iterator[Door]:
    for entry in resolver.url_patterns:
        pattern = str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from find_doors(entry, f"{prefix}{pattern}")
        elif not prefix.startswith("/v1/"):
            (view,) = views(entry)
            yield Door(address=fill(f"{prefix}{pattern}"), permission=str(getattr(view, "permission", "")))


def fill(address: str) -> str:
    """Return an address with ids that nothing has."""
    plain = re.sub(r"\(\?P<\w+>[^)]*\)", "a", address).replace("^", "").rstrip("$")
    unknown = show_id(prefix="xxx", id=UUID(int=7))
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: "7" if found[1] == "int" else unknown, plain)


ADMIN = re.compile(r"/office/admin/\w+/\w+/")
ADMIN_WALKED = "/office/admin/ledger/lot/"
"""All tables of the admin stand behind one guard, which every one of them is asked for; one of them is walked."""

DOORS = sorted(
    {door for door in find_doors(get_resolver())
     if not ADMIN.match(door.address) or door.address.startswith(ADMIN_WALKED)},
    key=lambda door: door.address,
)  # fmt: skip


def doors_for(*, who: str) -> list[Door]:
    """Return every door that asks who comes; of those open to everybody a third, another one for each next role.

    Nothing stands between a public page and whoever opens it: a stranger and a guest open all of them.
    """
    opens_all, turn = who in {NOBODY, GUEST}, WHO.index(who) % 3
    return [
        door
        for place, door in enumerate(DOORS)
        if opens_all or place % 3 == turn or not door.permission.startswith("public")
    ]


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    cache.clear()
    return make_exchange(at=at)


def place_for(*, kind: str, exchange: Exchange) -> Organization:
    if kind == OrganizationKind.OPERATOR:
        return exchange.operator
    if kind == OrganizationKind.MEMBER:
        return exchange.member
    return record_organization(
        organization_id=new_id(), kind=OrganizationKind.REVIEWER, name="Second Look", legal_name="Second Look Oy",
        country="FI", request_id="reviewing", at=exchange.at,
    )  # fmt: skip


def person_for(*, who: str, exchange: Exchange) -> tuple[Person | None, Organization | None]:
    """Return somebody who has this one role, and where."""
    if who == NOBODY:
        return None, None
    person = record_person(
        person_id=new_id(), email="walker@x.example", name="Walker", password=None, request_id="w", at=exchange.at
    )
    if who == GUEST:
        return person, None
    kind, _colon, role = who.partition(":")
    place = place_for(kind=kind, exchange=exchange)
    grant_role(person=person, organization=place, role=Role(role), request_id="wr", at=exchange.at)
    return person, place


def may_open(*, permission: str, who: str) -> bool:
    """Work out from the words alone who is let in: another reading of the rule than the product's."""
    level, _colon, names = permission.partition(":")
    if level == "public":
        return True
    if who == NOBODY:
        return False
    wanted = set(names.split("|")) if names else set()
    if level == "member" and not wanted:
        return True
    kind, _colon, role = who.partition(":")
    if level == "member":
        return role in wanted
    is_of_exchange = kind == "OPERATOR" or role == Role.REVIEWER or role not in STAFF_ROLES
    return role in wanted and is_of_exchange


def is_let_in(*, response: HttpResponse, permission: str) -> bool:
    if response.status_code == 302 and response["Location"].startswith("/sign-in/?next="):
        return False
    return not (response.status_code == 403 and f'<data value="{permission}">' in response.content.decode())


def session_of(client: Client) -> str:
    """Return the key of the session that the next request will name; nothing where it names none."""
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie is not None else ""


def test_every_address_says_who_may_open_it() -> None:
    doors = set(find_doors(get_resolver()))
    admin = {door.permission for door in doors if door.address.startswith("/office/admin/")}
    assert len(DOORS) > 100
    assert admin == {"staff:ADMINISTRATOR"}
    assert [door for door in doors if not re.match(r"(public|member|staff)\b", door.permission)] == []


def test_every_door_is_opened_by_many() -> None:
    opened = Counter(door for who in WHO for door in doors_for(who=who))

    assert set(opened) == set(DOORS)
    assert min(opened.values()) >= 5


@pytest.mark.parametrize("who", WHO)
def test_pages_let_in_whom_they_say(exchange: Exchange, who: str) -> None:
    person, _place = person_for(who=who, exchange=exchange)
    client = Client(raise_request_exception=False)
    session, wrong = "", []

    for door in doors_for(who=who):
        expected = may_open(permission=door.permission, who=who)
        # What is closed is closed to a form too; what is open is looked at and not written to.
        for method in ("get",) if expected else ("get", "post"):
            if person is not None and (not session or session_of(client) != session):
                # Some doors lead out: whoever came back out of one signs in again.
                sign_in(client, person)
                session = session_of(client)
            response: Any = getattr(client, method)(door.address)
            let_in = response.streaming or is_let_in(response=response, permission=door.permission)
            if response.streaming:
                # Not response.close(): that also ends the request, and with it the test's transaction.
                for close in response._resource_closers:
                    close()
            if let_in != expected or response.status_code >= 500:
                wrong.append(f"{method} {door.address} {door.permission}: {response.status_code}")

    assert wrong == []


@pytest.mark.parametrize("who", WHO)
def test_operations_let_in_whom_they_say(exchange: Exchange, who: str) -> None:
    person, place = person_for(who=who, exchange=exchange)
    token = None
    if person is not None and place is not None:
        ends = datetime.now(UTC) + timedelta(days=1)
        token = token_for(person=person, organization=place, at=exchange.at, expires_at=ends)
    caller = Caller(token=token)
    wrong = []

    for router in get_api()._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                permission = str(operation.view_func.permission)  # type: ignore[attr-defined]
                address = "/v1" + re.sub(r"\{[^}]*\}", show_id(prefix="xxx", id=UUID(int=7)), path)
                answer = caller.post(address, {}) if "POST" in operation.methods else caller.get(address)
                is_refused = answer.status == (401 if token is None else 403)
                expected = may_call(permission=permission, who=who, has_token=token is not None)
                if is_refused == expected or answer.status >= 500:
                    wrong.append(f"{operation.methods} {address} {permission}: {answer.status}")

    assert wrong == []


def may_call(*, permission: str, who: str, has_token: bool) -> bool:
    """As for pages, but that a token of the operator is needed wherever staff is asked for."""
    level, _colon, names = permission.partition(":")
    if level == "public":
        return True
    kind, _colon, role = who.partition(":")
    is_known = has_token and (level == "member" or kind == "OPERATOR")
    return is_known and (not names or role in names.split("|"))
