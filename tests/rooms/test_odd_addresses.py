"""Odd characters and odd numbers in the query of any page get a plain answer, never a failure of the server."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import quote as encode

import pytest
from django.http import QueryDict
from django.test import Client

from tests.api.conftest import Caller
from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.signing_in import sign_in
from tests.rooms.test_every_door import DOORS
from tests.rooms.trading import ask, take
from truetonne.api.mount import get_api
from truetonne.edge.paging import write_cursor
from truetonne.edge.permissions import STAFF_ROLES
from truetonne.people.actions import grant_role

pytestmark = pytest.mark.django_db

LISTS = [door.address for door in DOORS if not re.search(r"xxx_|/a/|7", door.address)]
"""Addresses without an id in them: lists, searches, overviews, forms."""

NAMES = (
    "q", "at", "after", "before", "limit", "lot", "lots", "project", "program", "stage", "outcome", "subject", "version",
    "leaf", "year", "quarter", "kind", "class", "country", "vintage", "vintage_from", "vintage_until", "price", "standard",
    "label", "sort", "order", "status", "purpose", "beneficiary", "since", "until", "registry", "page", "serial", "state",
    "currency", "tonnes", "replaces", "lang", "next", "code", "text",
)  # fmt: skip
"""Every name that some page reads, and some that none does."""

ODD = {
    "NUL": "%00",
    "NUL in the middle": "a%00b",
    "half a character": "%ED%A0%80",
    "bytes that are no UTF-8": "%FF%FE",
    "a number that no column holds": "99999999999999999999",
    "a number below nothing": "-1",
    "a digit that is no number": encode("²"),
    "digits of another script": encode("٢٠٢٤"),
    "infinity": "1e999",
    "a pattern": encode("%_\\'\"(["),
    "a day that is not": "2024-02-31",
    "an instant beyond time": encode("9999-12-31T23:59:59-12:00"),
    "an id of nothing": "lot_00000000000000000000000000",
    "emoji": encode("🌲" * 300),
}


REFUSED_FIRST = ("q", "at", "after", "year", "lot")
OF_EVERY_PAGE = {"lang"}
_READ: dict[str, frozenset[str]] = {}


def names_read(client: Client, address: str) -> frozenset[str]:
    """Return the parameters that a page asks for when it is opened without any."""
    if address not in _READ:
        with noting_reads() as names:
            _close(client.get(address))
        _READ[address] = frozenset(names)
    return _READ[address]


@contextmanager
def noting_reads() -> Iterator[set[str]]:
    """Note each parameter that code asks a query for by its name, and all of them where a room takes the query whole."""
    names: set[str] = set()

    def noted(read: Callable[..., Any]) -> Callable[..., Any]:
        def note(query: QueryDict, *arguments: Any, **more: Any) -> Any:
            if arguments:
                names.add(str(arguments[0]))
            elif "/truetonne/site/" not in _asker(query):
                names.update(NAMES)
            return read(query, *arguments, **more)

        return note

    with pytest.MonkeyPatch.context() as patch:
        for method in ("get", "getlist", "__getitem__", "__contains__", "dict", "items", "lists", "keys", "values"):
            patch.setattr(QueryDict, method, noted(getattr(QueryDict, method)))
        yield names


def _asker(query: QueryDict) -> str:
    """Return the file that asked: what a query asks itself, as when the frame of a page copies it, is not meant."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_locals.get("self") is query:
        frame = frame.f_back
    return frame.f_code.co_filename


def pages_for(*, odd: str, client: Client) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each page that reads its query, with the names it reads; of those that read nothing, some for each odd text."""
    for place, address in enumerate(LISTS):
        names = names_read(client, address) - OF_EVERY_PAGE
        if names or place % len(ODD) == list(ODD).index(odd):
            yield address, names


@pytest.fixture
def exchange(at: datetime) -> Exchange:
    made = make_exchange(at=at)
    made.add_lot()
    take(made, ask(made, kg=3_000))
    for role in STAFF_ROLES:
        grant_role(person=made.clerk, organization=made.operator, role=role, request_id=f"odd {role}", at=at)
    return made


@pytest.mark.parametrize("odd", list(ODD))
def test_every_list_answers_plainly(exchange: Exchange, client: Client, odd: str) -> None:
    sign_in(client, exchange.clerk)
    client.raise_request_exception = False
    # Long text is given to one name at a time: no server takes an address as long as all of them together.
    query = "&".join(f"{name}={ODD[odd][:120]}" for name in NAMES)
    failed, walked = [], 0

    for address, names in pages_for(odd=odd, client=client):
        walked += 1
        # One parameter may hide another: those that may be refused first are also asked without the rest.
        for each in (query, *(f"{name}={ODD[odd]}" for name in names if name in REFUSED_FIRST)):
            answer: Any = client.get(f"{address}?{each}")
            if answer.status_code >= 500:
                failed.append(f"{address}?{each[:60]}: {answer.status_code}")
            _close(answer)

    assert walked > 40
    assert failed == []


def test_what_a_page_reads_is_noted(exchange: Exchange, client: Client) -> None:
    """Else the parameters that one may hide would not be asked alone."""
    sign_in(client, exchange.clerk)

    assert {"q", "at", "after"} <= names_read(client, "/register/")
    assert sum(1 for address in LISTS if names_read(client, address) & set(REFUSED_FIRST)) > 20


def test_a_nul_is_told_in_the_language_of_the_reader(exchange: Exchange, client: Client) -> None:
    answer = client.get("/register/?q=%00&lang=vi")

    assert answer.status_code == 400
    assert 'lang="vi"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/register/", "/orders/", "/log/"])
def test_a_forged_cursor_is_no_cursor(exchange: Exchange, client: Client, path: str) -> None:
    sign_in(client, exchange.clerk)
    forged = write_cursor(list_name="another list", position=("nothing\x00",))

    assert client.get(path, {"after": forged}).status_code == 404


def test_lists_of_the_api_answer_plainly(exchange: Exchange) -> None:
    failed = []

    for router in get_api()._get_bound_routers():
        for path, view in router.path_operations.items():
            if any("GET" in operation.methods for operation in view.operations) and "{" not in path:
                for odd in ODD.values():
                    answer = Caller(token=None).get(f"/v1{path}?" + "&".join(f"{name}={odd}" for name in NAMES[:6]))
                    if answer.status >= 500:
                        failed.append(f"{path} {odd}: {answer.status}")
                    if answer.status == 401:
                        # Who is not let in is refused before the query is read, whatever it says.
                        break

    assert failed == []


def _close(answer: Any) -> None:
    if answer.streaming:
        # Not answer.close(): that also ends the request, and with it the test's transaction.
        for close in answer._resource_closers:
            close()
