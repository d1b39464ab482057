"""Public pages are kept for strangers, and made anew as soon as the database, the log or the minute may show otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections
from django.http import HttpResponse
from django.test import Client

from tests.rooms.exchange import make_exchange
from truetonne.ledger.actions.hold import hold_lot
from truetonne.site import kept_pages

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def shelves() -> Iterator[None]:
    kept_pages.forget_pages()
    yield
    kept_pages.forget_pages()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that were made, not kept."""
    addresses: list[str] = []
    keep = kept_pages._keep

    def counted(**given: object) -> object:
        addresses.append(str(given["key"][2]))  # type: ignore[index]
        return keep(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_pages, "_keep", counted)
    return addresses


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other workers write other databases of the same server, and every writer moves the snapshot."""
    monkeypatch.setattr(kept_pages, "read_stamp", lambda: ("1:1:", 1, 1))


def test_makes_a_page_once_for_all_strangers(quiet: None, made: list[str]) -> None:
    first = Client().get("/catalogue/")
    second = Client().get("/catalogue/")

    assert made == ["/catalogue/"]
    assert (first.content, first["Content-Security-Policy"]) == (second.content, second["Content-Security-Policy"])


def test_makes_one_page_for_each_language_theme_and_address(quiet: None, made: list[str]) -> None:
    for headers, cookies, path in (
        ({}, {}, "/catalogue/"),
        ({"accept-language": "vi"}, {}, "/catalogue/"),
        ({}, {settings.LANGUAGE_COOKIE_NAME: "zh-hans"}, "/catalogue/"),
        ({}, {"theme": "dark"}, "/catalogue/"),
        ({}, {}, "/catalogue/?order=price"),
    ):
        client = Client(headers=headers)
        client.cookies.load(cookies)
        page = client.get(path)
        assert page.status_code == 200

    assert len(made) == 5
    assert b'lang="vi"' in Client(headers={"accept-language": "vi"}).get("/catalogue/").content


def test_keeps_nothing_for_whoever_has_a_session(quiet: None, made: list[str]) -> None:
    clerk = make_exchange(at=datetime(2026, 3, 2, tzinfo=UTC)).clerk
    Client().get("/catalogue/")
    client = Client()
    client.force_login(clerk)

    page = client.get("/catalogue/")

    assert made == ["/catalogue/"]
    assert clerk.name in page.content.decode()
    assert clerk.name not in Client().get("/catalogue/").content.decode()


def test_keeps_no_answer_that_sets_a_cookie_or_chooses_a_language(quiet: None, made: list[str]) -> None:
    Client().get("/sign-in/")
    Client().get("/catalogue/?lang=vi")
    Client().get("/no-such-page/")

    assert made == []


def test_a_reader_with_a_forms_token_is_shown_kept_pages_and_leaves_none(quiet: None, made: list[str]) -> None:
    reader = Client()
    assert settings.CSRF_COOKIE_NAME in reader.get("/apply/").cookies
    reader.get("/apply/")
    reader.get("/check/")
    assert made == []

    kept = Client().get("/check/")

    assert (made, reader.get("/check/")["ETag"]) == (["/check/"], kept["ETag"])


def test_shows_an_act_at_the_next_request() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    lot = make_exchange(at=at).add_lot()
    before = Client().get("/catalogue/").content.decode()

    hold_lot(lot_id=lot.lot_id, reason="fire in two parcels", request_id="h", at=at)

    assert "fire in two parcels" not in before
    assert "fire in two parcels" in Client().get("/catalogue/").content.decode()


def test_any_committed_row_moves_the_stamp_and_a_row_taken_back_shows_nothing_old() -> None:
    before = kept_pages.read_stamp()[0]
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("INSERT INTO django_session VALUES ('k', 'd', now())")
    finally:
        other.close()

    assert kept_pages.read_stamp()[0] != before


def test_a_page_made_while_somebody_writes_is_not_shown_after_the_commit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The write commits after the stamp was read and before the page was made: the next reader has another stamp."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    lot = make_exchange(at=at).add_lot()
    keep = kept_pages._keep

    def late(**given: object) -> object:
        monkeypatch.setattr(kept_pages, "_keep", keep)
        hold_lot(lot_id=lot.lot_id, reason="fire in two parcels", request_id="h", at=at)
        return keep(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_pages, "_keep", late)
    Client().get("/catalogue/")

    assert "fire in two parcels" in Client().get("/catalogue/").content.decode()


def test_the_minute_and_the_checkpoint_are_part_of_the_stamp(monkeypatch: pytest.MonkeyPatch, made: list[str]) -> None:
    for stamp in (("1:1:", 1, 1), ("1:1:", 2, 1), ("1:1:", 2, 2), ("1:1:", 2, 2)):
        monkeypatch.setattr(kept_pages, "read_stamp", lambda stamp=stamp: stamp)
        Client().get("/log/")

    assert len(made) == 3


def test_answers_not_modified_to_whoever_has_the_page(quiet: None) -> None:
    first = Client().get("/catalogue/")

    again = Client(headers={"if-none-match": first["ETag"]}).get("/catalogue/")

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == "no-cache"


def test_inside_a_transaction_nothing_is_kept(quiet: None, made: list[str]) -> None:
    from django.db import transaction

    with transaction.atomic():
        Client().get("/catalogue/")

    assert (made, connection.in_atomic_block) == ([], False)


def test_a_page_that_needs_no_database_is_there_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("the database does not answer")

    monkeypatch.setattr(kept_pages, "read_stamp", fail)

    assert Client().get("/accessibility/").status_code == 200


def test_a_full_shelf_is_emptied(quiet: None, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_pages, "BYTES_MAX", 1)

    for path in ("/catalogue/", "/check/", "/catalogue/"):
        answer = Client().get(path)
        assert isinstance(answer, HttpResponse)

    assert made == ["/catalogue/", "/check/", "/catalogue/"]
