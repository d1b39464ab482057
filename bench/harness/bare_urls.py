"""Two views that do nothing but what any Django view must: send a page, and store rows in one transaction.

They stand behind the exchange's own middleware. An order's address is below /v1/, as ours is, so that the same short
way through the middleware serves both.
"""

from __future__ import annotations

import json
from typing import Final

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

TABLE: Final = "bench_bare"
PAGE: Final = b"<!doctype html><html lang=en><title>bare</title><main>" + b"x" * 16_000 + b"</main></html>"
BODY: Final = "x" * 200


def page(request: HttpRequest) -> HttpResponse:
    """Send 16 kB."""
    return HttpResponse(PAGE)


def order(request: HttpRequest, rows: int) -> HttpResponse:
    """Read a JSON body and insert so many rows, one INSERT each, in one transaction."""
    given = json.loads(request.body)
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(rows):
            cursor.execute(f"INSERT INTO {TABLE} (body) VALUES (%s)", [BODY])
    return HttpResponse(
        json.dumps({"lines": len(given["rows"] if "rows" in given else given["picks"])}).encode(),
        status=201,
        content_type="application/json",
    )


urlpatterns = [path("bare/", page), path("v1/bare/<int:rows>/", order)]
