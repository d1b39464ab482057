"""Generated requests over the whole OpenAPI document: whatever is sent, the exchange answers and never breaks.

``FUZZ_REQUESTS=5000`` sends so many, spread over all operations; without it a few hundred are sent. They come from a
buyer, a clerk and from one person of either side who has every role that it can give. Half of the ids named are ids of
objects that exist, so that requests come past the first check.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings

from tests.api.conftest import CLAIM, Caller, token_for
from tests.rooms.exchange import Exchange
from truetonne.api.views import get_document
from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role
from truetonne.ledger.values import LotState
from truetonne.market.attribution import Beneficiary
from truetonne.people.actions import grant_role, record_person
from truetonne.people.models import role_counts

pytestmark = pytest.mark.django_db

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "120"))
ID = re.compile(r"\b([a-z]{3})_[0-9a-hjkmnp-tv-z]{26}\b")
WEBHOOK: dict[str, Any] = {"url": "https://hooks.example.org/in"}


@pytest.fixture
def callers(buyer: Caller, clerk: Caller, exchange: Exchange) -> tuple[Caller, ...]:
    """Buyer and clerk, and for the operator and the member somebody who may do all that can be done there."""
    everybody = [buyer, clerk]
    for organization in (exchange.operator, exchange.member):
        person_id = new_id()
        person = record_person(
            person_id=person_id, email=f"all@{organization.domain}", name="Everything", password=None,
            request_id=str(person_id), at=exchange.at,
        )  # fmt: skip
        for role in Role:
            if role_counts(role=role, kind=organization.kind):
                grant_role(
                    person=person,
                    organization=organization,
                    role=role,
                    request_id=f"{role} {person_id}",
                    at=exchange.at,
                )
        everybody.append(Caller(token=token_for(person=person, organization=organization, at=exchange.at)))
    return tuple(everybody)


@pytest.fixture
def known(
    callers: tuple[Caller, ...], exchange: Exchange, lot: LotState, confirmed_name: Beneficiary
) -> dict[str, list[str]]:
    """Objects that a request can name, by the prefix of their id: what was made here and every list's first page."""
    buyer, clerk, staff, member = callers
    exchange.add_lot(year=2021)
    quote = buyer.post("/v1/quotes", {"quantity": {"kg": 1_000}})
    taken = buyer.post("/v1/quotes", {"quantity": {"kg": 2_000}})
    order = buyer.post("/v1/orders", {**CLAIM, "quote": taken.json["id"]})
    retired = clerk.post("/v1/retirements", {**CLAIM, "quantity": {"kg": 3_000}})
    endpoint = member.post("/v1/webhooks", WEBHOOK)
    answers = [quote, taken, order, retired, endpoint]
    answers += [caller.get(path) for path in listed() for caller in (staff, member)]
    found: dict[str, set[str]] = {}
    for answer in answers:
        assert answer.status < 500, answer.response.content
        for each in ID.finditer(answer.response.content.decode()):
            found.setdefault(each[1], set()).add(each[0])
    # The ids of the objects that the answers above are made of, and of what they hold.
    assert {"lot", "qte", "ord", "oln", "ret", "crt", "whk", "app", "org"} <= set(found)
    return {prefix: sorted(ids) for prefix, ids in found.items()}


def listed() -> list[str]:
    """Every address of the document that is read without an id."""
    return [path for path, item in get_document()["paths"].items() if "get" in item and "{" not in path]


def knowing(value: Any, known: dict[str, list[str]], chance: random.Random) -> Any:
    """Return the value with about half of its ids replaced by ids of objects that exist."""
    if isinstance(value, dict):
        return {name: knowing(each, known, chance) for name, each in value.items()}
    if isinstance(value, list):
        return [knowing(each, known, chance) for each in value]
    if isinstance(value, str) and value[3:4] == "_" and value[:3] in known and chance.random() < 0.5:
        return chance.choice(known[value[:3]])
    return value


def test_answers_every_generated_request(callers: tuple[Caller, ...], known: dict[str, list[str]]) -> None:
    schema = schemathesis.openapi.from_dict(get_document())
    operations = [found.ok() for found in schema.get_all_operations()]
    statuses: Counter[int] = Counter()
    broken: list[str] = []
    chance = random.Random(20261128)

    for operation in operations:

        @settings(
            # A tenth more: an operation without parameters has fewer different requests than its share.
            max_examples=REQUESTS * 11 // (10 * len(operations)) + 1,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            status = answer_of(case, caller=chance.choice(callers), known=known, chance=chance)
            statuses[status] += 1
            if status >= 500:
                broken.append(f"{case.method} {case.formatted_path} {dict(case.query or {})} {case.body!r}")

        send()

    print(f"{sum(statuses.values())} generated requests: {dict(sorted(statuses.items()))}")
    assert broken == []
    assert sum(statuses.values()) >= REQUESTS
    assert any(status < 300 for status in statuses)


def answer_of(case: Any, *, caller: Caller, known: dict[str, list[str]], chance: random.Random) -> int:
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
