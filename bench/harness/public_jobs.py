"""Public pages inside one exchange: found by their links, as a stranger finds them, and timed inside the server."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from statistics import median
from typing import Any
from urllib.parse import urljoin, urlsplit

REQUESTS = 24
REQUESTS_AFTER_AN_ACT = 5
PAGES_MAX = 60
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)"')
_ID = re.compile(r"[a-z]{3}_[0-9a-z]{26}|[0-9a-f]{64}|\d+(?:-\d\d-\d\d)?|(?<=/rules/)[a-z0-9-]+")
_NO_PAGE = re.compile(r"\.\w+$|^/log/(checkpoint|key|tile)|^/v1/|^/documents/|^/sign-")


def find_public_pages() -> list[str]:
    """Return the address of one page of each kind that a stranger reaches from the home page."""
    from django.test import Client

    client: Any = Client(SERVER_NAME="127.0.0.1")
    waiting, known, found = ["/"], {"/"}, list[str]()
    while waiting and len(found) < PAGES_MAX:
        path = waiting.pop(0)
        answer = client.get(path)
        if answer.status_code != 200 or answer.streaming or "text/html" not in answer["Content-Type"]:
            continue
        found.append(path)
        for link in _LINK.findall(answer.content.decode()):
            target = urlsplit(urljoin(f"http://127.0.0.1{path}", link)).path
            if not link.startswith(("http", "mailto")) and not _NO_PAGE.search(target):
                kind = _ID.sub("*", target)
                if kind not in known:
                    known.add(kind)
                    waiting.append(target)
    return found


def time_public_pages(argument: str) -> dict[str, object]:
    """Time each public page from the request's arrival to the last byte: made anew, made after an act, and kept."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from truetonne.site.kept_pages import forget_pages

    def act() -> None:
        """Commit a transaction that any reader must take for an act."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")

    def take(client: Client, path: str, *, before: Callable[[], None] | None = None) -> float:
        if before is not None:
            before()
        began = time.perf_counter()
        _ = client.get(path).content
        return 1000 * (time.perf_counter() - began)

    pages = {}
    for path in find_public_pages():
        # Each page as a stranger's first: the token of another page's form would leave it unkept.
        client = Client(SERVER_NAME="127.0.0.1")
        anew = sorted(take(client, path, before=forget_pages) for _ in range(REQUESTS))
        after = [take(client, path, before=act) for _ in range(REQUESTS_AFTER_AN_ACT)]
        kept = [take(client, path) for _ in range(REQUESTS)]
        forget_pages()
        with CaptureQueriesContext(connection) as asked:
            size = len(client.get(path).content)
        pages[_ID.sub("*", path)] = {
            "median_ms": median(anew), "worst_ms": anew[-1], "after_ms": median(after), "kept_ms": median(kept),
            "bytes": size, "queries": len(asked),
        }  # fmt: skip
    return {"pages": pages}


def list_public_pages(argument: str) -> dict[str, object]:
    """Name the public pages."""
    return {"paths": find_public_pages()}
