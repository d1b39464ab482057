"""Every form that changes something leaves its line in the audit trail: watched in whichever test sends it.

``watch`` looks at each form that a test sends to a page or operation: one that is answered well and wrote rows must
have written an audit line too. ``posts.json`` names for every address that takes a form the test that sends it; that
test fails when it no longer leaves the line. ``RENEW_POSTS=FOLDER`` notes there what a run has seen.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from psycopg.pq import TransactionStatus

FILE: Final = Path(__file__).with_name("posts.json")
WRITTEN: Final = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(?:public"?\.)?"?(\w+)', re.IGNORECASE)
SAVEPOINT: Final = re.compile(r'\s*SAVEPOINT "?(\w+)', re.IGNORECASE)
ROLLBACK: Final = re.compile(r'\s*ROLLBACK TO SAVEPOINT "?(\w+)', re.IGNORECASE)
TECHNICAL: Final = (
    "django_session", "django_cache", "edge_", "usersessions_", "account_emailconfirmation", "procrastinate_", "people_accesstoken",
)  # fmt: skip
"""Tables of the machinery: sessions, limits, kept answers and the outbox, jobs, tokens of an hour."""
SIGN_IN: Final = ("/sign-in/?", "/account/again/", "/account/security/?needed")

WITHOUT_LINE: Final[dict[str, str]] = {
    "/.well-known/errors.json": "answers with the catalogue of errors and writes nothing",
    "/account/again/code/": "mails a code and changes nothing of the account",
    "/account/again/code/enter/": "shows who it is; the act that asked leaves its line",
    "/account/again/passkey/": "shows who it is; the act that asked leaves its line",
    "/account/again/second/": "shows who it is; the act that asked leaves its line",
    "/apply/<str:application>/write/<str:name>/": "keeps a draft that nobody judges; handing it in leaves the line",
    "/auth/token": "exchanges a program's secret for an hour; making the program left the line",
    "/basket/add/": "keeps the basket in the session; the quote leaves the line",
    "/claims/": "reads a text with the rules and keeps nothing of it",
    "/sign-in/confirm/": "asks again for the mail; the confirmed address leaves the line",
    "/sign-in/password/": "mails a link; the new password leaves the line",
    "/sign-in/with/<slug:provider_id>/": "leads to the company; coming back signed in leaves the line",
    "/theme/": "keeps the reader's choice of light or dark in a cookie",
    "/verify/": "checks a certificate that the reader brings and keeps nothing",
}
"""Forms that leave no line, each with its reason."""
NOT_SENT: Final[dict[str, str]] = {
    "/account/company/": "company.disconnected",
    "/account/password/": "password.changed",
    "/account/password/set/": "password.changed",
    "/account/security/app/": "factor.added",
    "/account/security/app/remove/": "factor.removed",
    "/account/security/codes/new/": "factor.renewed",
    "/account/security/passkeys/<int:pk>/": "factor.added",
    "/account/security/passkeys/<int:pk>/remove/": "factor.removed",
    "/account/security/passkeys/add/": "factor.added",
    "/account/sessions/": "session.ended",
    "/apply/<str:application>/withdraw/": "application.withdrawn",
    "/inventories/<str:inventory>/publish/": "disclosure.published",
    "/office/certificates/<str:certificate>/correct/": "certificate.replaced",
    "/office/orders/<str:order>/cancel/": "order.cancelled",
    "/office/projects/<str:project>/<str:kind>/<str:entry>/withdraw/": "withdrawn",
    "/office/ratings/<str:case>/developer/": "project.developer_found",
    "/office/targets/<str:target>/": "target.accepted",
    "/orders/<str:order>/cancel/": "order.cancelled",
    "/orders/<str:order>/inset/tiers/": "inset.tier_disclosed",
    "/organizations/<str:org>/webhooks/<str:webhook>/rotate/": "secret_changed",
    "/sign-in/company/": "person.signed_up",
    "/sign-in/passkey/": "session.started",
    "/sign-in/with/<slug:provider_id>/back/": "session.started",
    "/targets/new/": "target.set",
}
"""Forms that no test of the rooms sends well yet, with the line that their act leaves: its own tests or a browser send it."""

QUIET: Final = {*WITHOUT_LINE, "/account/addresses/", "/account/security/app/"}
"""An address or an app that is not confirmed yet leaves no line; confirming it does."""


@dataclass(kw_only=True)
class Seen:
    """What one test sent: the addresses whose form left a line, and the faults."""

    proven: set[str] = field(default_factory=set)
    silent: dict[str, set[str]] = field(default_factory=dict)


def route_of(path: str) -> str:
    """Return the pattern of an address, the same for all its ids; nothing where there is no such address."""
    try:
        return f"/{resolve(path).route}"
    except Resolver404:
        return ""


def is_well_answered(response: HttpResponse) -> bool:
    """Whether something may have been done: not refused, and not sent to sign in first."""
    if response.status_code in {301, 302, 303}:
        return not response["Location"].startswith(SIGN_IN)
    return 200 <= response.status_code < 300


@contextmanager
def written_tables() -> Iterator[list[str]]:
    """Collect the tables that a block writes through Django; what a savepoint took back is left out again."""
    found: list[str] = []
    marks: dict[str, int] = {}

    def look(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = sql if isinstance(sql, str) else str(sql)
        if (mark := SAVEPOINT.match(text)) is not None:
            marks[mark[1]] = len(found)
        elif (back := ROLLBACK.match(text)) is not None:
            del found[marks.get(back[1], len(found)) :]
        elif (table := WRITTEN.match(text)) is not None and not table[1].startswith(TECHNICAL):
            found.append(table[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def last_line() -> int | None:
    """Return the newest audit line's number, asked beside Django so that no test's count of queries sees it."""
    raw = connection.connection
    if raw is None or raw.closed or raw.info.transaction_status == TransactionStatus.INERROR:
        return None
    cursor = raw.cursor()
    row = cursor.execute("SELECT coalesce(max(id), 0) FROM people_auditline").fetchone()
    return int(row[0]) if row else 0


def watch(send: Callable[..., HttpResponse], seen: Seen) -> Callable[..., HttpResponse]:
    """Return ``Client.request`` that looks at each form it sends."""

    def request(self: Client, **given: Any) -> HttpResponse:
        if given.get("REQUEST_METHOD") != "POST":
            return send(self, **given)
        before = last_line()
        with written_tables() as tables:
            response = send(self, **given)
        after = last_line()
        if before is not None and after is not None and is_well_answered(response):
            note(route=route_of(str(given["PATH_INFO"])), has_line=after > before, tables=set(tables), seen=seen)
        return response

    return request


def note(*, route: str, has_line: bool, tables: set[str], seen: Seen) -> None:
    """Keep what one form did: it left a line, or it wrote rows and left none; lines taken back take the rows along."""
    if has_line:
        seen.proven.add(route)
    elif tables and "people_auditline" not in tables and route not in QUIET:
        seen.silent.setdefault(route, set()).update(tables)


def check(*, seen: Seen, test: str) -> None:
    """Raise AssertionError for a form that changed something without a line, and for a proof that no longer proves."""
    if "RENEW_POSTS" in os.environ:
        _keep(seen=seen, test=test)
        return
    assert not seen.silent, f"changed rows and left no line in the audit trail: {seen.silent}"
    missing = {route for route, proof in read_posts().items() if proof == test} - seen.proven
    assert not missing, f"{test} is to show that these leave a line, and did not send them: {sorted(missing)}"


def _keep(*, seen: Seen, test: str) -> None:
    folder = Path(os.environ["RENEW_POSTS"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
        for route in sorted(seen.proven):
            file.write(json.dumps({"route": route, "test": test}) + "\n")
        for route, tables in sorted(seen.silent.items()):
            file.write(json.dumps({"route": route, "test": test, "silent": sorted(tables)}) + "\n")


@cache
def read_posts() -> dict[str, str]:
    """Return the test that sends each address's form."""
    found: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
