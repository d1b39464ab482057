"""Webhook endpoints over the API: one's own only, the secret once, every write repeatable."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from tests.api.conftest import Caller, token_for
from tests.rooms.exchange import Exchange, make_exchange
from truetonne.api.models import WebhookEndpoint
from truetonne.api.webhooks.operations import EventType
from truetonne.edge.identifiers import new_id
from truetonne.edge.outbox import EVENT_TYPES
from truetonne.edge.permissions import Role
from truetonne.people.actions import grant_role, record_person
from truetonne.people.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None, at: Any) -> Exchange:
    return make_exchange(at=at)


def caller_for(exchange: Exchange, organization: Organization) -> Caller:
    person = record_person(
        person_id=new_id(), email=f"{new_id()}@x.example", name="Chief", password=None, request_id=str(new_id()),
        at=exchange.at,
    )  # fmt: skip
    grant_role(person=person, organization=organization, role=Role.ADMINISTRATOR, request_id="r", at=exchange.at)
    return Caller(token=token_for(person=person, organization=organization, at=exchange.at))


def test_the_types_of_the_api_are_those_of_the_outbox() -> None:
    assert get_args(EventType) == EVENT_TYPES


def test_an_endpoint_from_making_to_removing(exchange: Exchange) -> None:
    caller = caller_for(exchange, exchange.member)
    given = {"url": "https://erp.example.org/hooks", "types": ["order.placed"], "note": "ERP"}

    made = caller.post("/v1/webhooks", given, key="first")
    repeated = caller.post("/v1/webhooks", given, key="first")
    other = caller.post("/v1/webhooks", {**given, "note": "CRM"}, key="first")

    assert (made.status, repeated.status, other.status) == (201, 201, 422)
    assert made.json["secret"].startswith("whsec_")
    assert (repeated.json["id"], repeated.json["secret"]) == (made.json["id"], None)
    assert other.code == "idempotency_key_reused"
    address = f"/v1/webhooks/{made.json['id']}"
    assert caller.get(address).json["secret"] is None
    assert caller.get("/v1/webhooks").json["data"][0]["types"] == ["order.placed"]
    assert caller.post(f"{address}/pause", {}, key="p").json["pause_reason"] == "BY_HAND"
    assert caller.post(f"{address}/test", {}, key="t0").status == 409
    assert caller.post(f"{address}/resume", {}, key="q").json["state"] == "ACTIVE"
    turned = caller.post(f"{address}/rotate", {}, key="turn").json
    assert turned["secret"] not in (None, made.json["secret"])
    assert caller.post(f"{address}/rotate", {}, key="turn").json["secret"] is None
    assert caller.post(f"{address}/test", {}, key="t").status == 202
    log = caller.get(f"{address}/messages").json
    assert [each["type"] for each in log["data"]] == ["webhook.test"]
    again = caller.post(f"{address}/replay", {"messages": [log["data"][0]["id"]]}, key="a")
    assert (again.status, again.json) == (202, {"messages": 1})
    assert caller.post(f"{address}/replay", {}, key="b").code == "invalid_request"
    assert caller.post(f"{address}/replay", {"since": "2020-01-01T00:00:00Z"}, key="c").code == "invalid_time"
    assert caller.post(f"{address}/remove", {}, key="r").json["state"] == "REMOVED"
    assert caller.get(address).status == 404


@pytest.mark.parametrize(
    "url", ["ftp://erp.example.org/", "https://a:b@erp.example.org/", "https://erp.example.org:0/"]
)
def test_refuses_an_address_with_the_reason(exchange: Exchange, url: str) -> None:
    answer = caller_for(exchange, exchange.member).post("/v1/webhooks", {"url": url}, key="x")

    assert (answer.status, answer.code) == (422, "webhook_address_refused")
    assert answer.json["reason"] in {"not_https", "has_a_password", "no_address"}


def test_nobody_reads_or_moves_another_organizations_endpoint(exchange: Exchange) -> None:
    mine, theirs = caller_for(exchange, exchange.member), caller_for(exchange, exchange.operator)
    made = mine.post("/v1/webhooks", {"url": "https://erp.example.org/hooks"}, key="first")
    address = f"/v1/webhooks/{made.json['id']}"

    assert theirs.get("/v1/webhooks").json["data"] == []
    assert theirs.get(address).status == 404
    assert theirs.get(f"{address}/messages").status == 404
    for verb in ("rotate", "pause", "resume", "remove", "test"):
        assert theirs.post(f"{address}/{verb}", {}, key=verb).status == 404
    assert WebhookEndpoint.objects.get().state == "ACTIVE"


def test_no_more_than_twenty(exchange: Exchange) -> None:
    caller = caller_for(exchange, exchange.member)
    given = {"url": "https://erp.example.org/hooks"}

    statuses = [caller.post("/v1/webhooks", given, key=str(number)).status for number in range(21)]

    assert statuses == [201] * 20 + [409]
