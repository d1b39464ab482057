"""Generated requests over the whole OpenAPI document: whatever is sent, the exchange answers and never breaks.

``FUZZ_REQUESTS=5000`` sends so many, spread over all operations; without it a few hundred are sent. Half of them name
objects that exist, so that they come past the first check.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings

from tests.api.conftest import CLAIM, Caller, lot_id
from tests.rooms.exchange import Exchange
from truetonne.api.views import get_document
from truetonne.ledger.values import LotState

pytestmark = pytest.mark.django_db

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "120"))
KINDS = {"ord": "order", "qte": "quote", "lot": "lot", "oln": "line"}


@pytest.fixture
def known(buyer: Caller, exchange: Exchange, lot: LotState) -> dict[str, str]:
    """One object of each kind that a request can name."""
    exchange.add_lot(year=2021)
    quote = buyer.post("/v1/quotes", {"quantity": {"kg": 1_000}}).json
    taken = buyer.post("/v1/quotes", {"quantity": {"kg": 2_000}}).json
    order = buyer.post("/v1/orders", {**CLAIM, "quote": taken["id"]}).json
    return {"order": order["id"], "quote": quote["id"], "lot": lot_id(lot), "line": taken["lines"][0]["id"]}


def knowing(value: Any, known: dict[str, str], chance: random.Random) -> Any:
    """Return the value with about half of its ids replaced by ids of objects that exist."""
    if isinstance(value, dict):
        return {name: knowing(each, known, chance) for name, each in value.items()}
    if isinstance(value, list):
        return [knowing(each, known, chance) for each in value]
    if isinstance(value, str) and value[:3] in KINDS and value[3:4] == "_" and chance.random() < 0.5:
        return known[KINDS[value[:3]]]
    return value


def test_answers_every_generated_request(buyer: Caller, clerk: Caller, known: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_dict(get_document())
    operations = [found.ok() for found in schema.get_all_operations()]
    statuses: Counter[int] = Counter()
    broken: list[str] = []
    chance = random.Random(20261128)

    for operation in operations:

        @settings(
            max_examples=max(1, REQUESTS // len(operations) + 1),
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            status = answer_of(case, caller=chance.choice((buyer, clerk)), known=known, chance=chance)
            statuses[status] += 1
            if status >= 500:
                broken.append(f"{case.method} {case.formatted_path} {dict(case.query or {})} {case.body!r}")

        send()

    print(f"{sum(statuses.values())} generated requests: {dict(sorted(statuses.items()))}")
    assert broken == []
    assert sum(statuses.values()) >= REQUESTS // 2
    assert any(status < 300 for status in statuses)


def answer_of(case: Any, *, caller: Caller, known: dict[str, str], chance: random.Random) -> int:
    """Send one generated case as a signed-in client would and return its status."""
    path = "/".join(knowing(part, known, chance) for part in str(case.formatted_path).split("/"))
    headers = {name: str(value) for name, value in dict(case.headers or {}).items() if name != "Authorization"}
    body = b"" if case.method == "GET" else json.dumps(knowing(plain(case.body), known, chance)).encode()
    client: Client = caller.client
    response = client.generic(
        case.method,
        path,
        body,
        content_type="application/json",
        headers={
            **{name: value.encode("ascii", "replace").decode() for name, value in headers.items()},
            **caller.headers,
        },
        query_params={name: value for name, value in dict(case.query or {}).items() if value is not None},
    )
    return response.status_code


def plain(body: Any) -> Any:
    """Return the generated body, an empty object where none was made."""
    return body if isinstance(body, (dict, list, str, int, bool, float)) or body is None else {}
