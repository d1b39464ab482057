"""Every address that takes a form has a test that sends it and finds its line in the audit trail, or says why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import URLResolver, get_resolver

from tests.architecture.test_doors import views
from tests.conftest import ROOT
from tests.rooms import posts

METHODS = "request_method_list"


def find_posts(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the pattern and view of every page that takes a form; the interface's operations have tests of their own."""
    for entry in resolver.url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from find_posts(entry, address)
        elif not address.startswith("/v1/"):
            (view,) = views(entry)
            if takes_forms(view):
                yield address, view


def takes_forms(view: Callable[..., Any] | None) -> bool:
    """Work out from its decorators, or from its class, whether a view takes POST; one that says nothing takes all."""
    while view is not None:
        names = getattr(getattr(view, "__code__", None), "co_freevars", ())
        if METHODS in names:
            return "POST" in view.__closure__[names.index(METHODS)].cell_contents  # type: ignore[attr-defined, index]
        owner = getattr(view, "view_class", None)
        if owner is not None:
            return hasattr(owner, "post")
        view = getattr(view, "__wrapped__", None)
    return True


ROUTES = {address for address, _view in find_posts(get_resolver())}


def test_every_form_is_sent_by_a_test_or_says_why_it_leaves_no_line() -> None:
    said = [*posts.read_posts(), *posts.WITHOUT_LINE, *posts.NOT_SENT]

    assert len(ROUTES) > 80
    assert sorted(ROUTES - set(said)) == []
    assert sorted(set(said) - ROUTES) == []
    assert len(said) == len(set(said))
    assert len(posts.NOT_SENT) <= 24, "a new form gets a test that sends it"
    assert all(len(reason.split()) >= 4 for reason in posts.WITHOUT_LINE.values())


def test_every_proof_is_a_test_that_is_there() -> None:
    missing = []
    for proof in set(posts.read_posts().values()):
        file, _colons, name = proof.partition("::")
        if not re.search(rf"^def {re.escape(name)}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE):
            missing.append(proof)

    assert missing == []


def test_the_line_of_a_form_that_is_not_sent_stands_in_the_code() -> None:
    source = "".join(file.read_text("utf-8") for file in (ROOT / "src").rglob("*.py"))

    assert [name for name in set(posts.NOT_SENT.values()) if not re.search(rf"[\"'.]{name}[\"']", source)] == []


def test_a_form_that_writes_without_a_line_is_found() -> None:
    seen = posts.Seen()
    posts.note(route="/a/", has_line=True, tables={"market_order"}, seen=seen)
    posts.note(route="/b/", has_line=False, tables=set(), seen=seen)
    posts.check(seen=seen, test="none")

    posts.note(route="/c/", has_line=False, tables={"market_order"}, seen=seen)

    with pytest.raises(AssertionError, match="market_order"):
        posts.check(seen=seen, test="none")


@pytest.mark.django_db
def test_what_a_savepoint_takes_back_was_not_written() -> None:
    with posts.written_tables() as tables, connection.cursor() as cursor:
        cursor.execute('SAVEPOINT "s1"')
        cursor.execute("UPDATE people_person SET name = 'x'")
        cursor.execute('ROLLBACK TO SAVEPOINT "s1"')
        cursor.execute("UPDATE people_organization SET name = 'x'")
        cursor.execute("DELETE FROM django_session")

    assert tables == ["people_organization"]
