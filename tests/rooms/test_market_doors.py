"""A walk through every door of the exchange: who is let in, and who is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.rooms.exchange import Exchange, make_exchange
from truetonne.edge.identifiers import show_id

pytestmark = pytest.mark.django_db

SAMPLES = {
    "certificate": "crt", "order": "ord", "quote": "qte", "lot": "lot", "project": "prj", "name": "bnm", "run": "run",
    "upload": "upl", "row": "hrw", "review": "rev", "recall": "rcl", "token": "tok",
}  # fmt: skip


def doors(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, str]]:
    """Yield the address of every page with a permission, filled with ids that nothing has."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from doors(entry, f"{prefix}{entry.pattern}")
            continue
        permission = str(getattr(entry.callback, "permission", ""))
        if permission.startswith(("member", "staff")) and not str(entry.pattern).startswith("^"):
            yield fill(f"{prefix}{entry.pattern}"), permission


def fill(address: str) -> str:
    def sample(match: re.Match[str]) -> str:
        kind, name = match[1], match[2]
        return "7" if kind == "int" else show_id(prefix=SAMPLES.get(name, "xxx"), id=UUID(int=7))

    return re.sub(r"<(?:(\w+):)?(\w+)>", sample, address)


DOORS = sorted(set(doors(get_resolver())))


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at, is_admitted=False)


def test_there_are_doors() -> None:
    assert len(DOORS) > 30


@pytest.mark.parametrize(("address", "permission"), DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_sign_in(client: Client, address: str, permission: str, method: str) -> None:
    response = getattr(client, method)(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize(("address", "permission"), [door for door in DOORS if door[1].startswith("staff")])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_buyer_is_kept_out_of_the_office(
    exchange: Exchange, client: Client, address: str, permission: str, method: str
) -> None:
    client.force_login(exchange.buyer)

    assert getattr(client, method)(address).status_code == 403


@pytest.mark.parametrize(("address", "permission"), DOORS)
def test_ids_that_nothing_has_are_not_found_and_never_an_error(
    exchange: Exchange, client: Client, address: str, permission: str
) -> None:
    client.force_login(exchange.clerk if permission.startswith("staff") else exchange.buyer)

    assert client.get(address).status_code in {200, 302, 403, 404, 405}
    assert client.post(address, {}).status_code in {200, 302, 403, 404, 405, 422}


def test_a_file_larger_than_a_certificate_is_refused_before_it_is_read(exchange: Exchange, client: Client) -> None:
    response = client.post("/verify/", {"certificate": SimpleUploadedFile("c.json", b" " * 2_000_000)})

    assert response.status_code == 422
    assert "larger than a certificate" in response.content.decode()
