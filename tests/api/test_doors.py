"""Who may call what: tokens, roles, and what happens at addresses that are not there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from tests.api.conftest import ALL_ROLES, CLAIM, Answer, Caller, lot_id, token_for
from tests.rooms.exchange import Exchange, make_exchange  # noqa: F401 - shared with the fixtures
from truetonne.api.mount import get_api
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role
from truetonne.ledger.values import LotState
from truetonne.people.actions import grant_role, record_organization, record_person, revoke_token
from truetonne.people.models import ApiToken, Organization, OrganizationKind, Person

pytestmark = pytest.mark.django_db

ORDER = show_id(prefix="ord", id=new_id())
QUOTE = show_id(prefix="qte", id=new_id())
PAYMENT = {"amount": {"minor": 1, "currency": "USD"}, "reference": "x", "value_date": "2026-03-01"}
WRITES: dict[str, dict[str, Any]] = {
    "/v1/quotes": {"quantity": {"kg": 1}},
    "/v1/orders": {**CLAIM, "quote": QUOTE},
    f"/v1/orders/{ORDER}/payments": PAYMENT,
    f"/v1/orders/{ORDER}/deliveries": {},
    f"/v1/orders/{ORDER}/cancellation": {"reason": "REQUESTED"},
    "/v1/retirements": {**CLAIM, "quantity": {"kg": 1}},
}
MAY: dict[str, set[Role]] = {
    "/v1/quotes": {Role.BUYER},
    "/v1/orders": {Role.BUYER},
    f"/v1/orders/{ORDER}/payments": {Role.FINANCE},
    f"/v1/orders/{ORDER}/deliveries": {Role.FINANCE},
    f"/v1/orders/{ORDER}/cancellation": {Role.BUYER, Role.FINANCE, Role.SUPPLY},
    "/v1/retirements": {Role.FINANCE},
}
READS = (f"/v1/quotes/{QUOTE}", f"/v1/orders/{ORDER}", "/v1/orders/by-idempotency-key/k")


def person_with(*, role: Role, organization: Organization, at: datetime) -> Caller:
    person = record_person(
        person_id=new_id(), email=f"{new_id().hex}@x.example", name="P", password=None, request_id=new_id().hex, at=at
    )
    grant_role(person=person, organization=organization, role=role, request_id=new_id().hex, at=at)
    return Caller(token=token_for(person=person, organization=organization, at=at))


@pytest.mark.parametrize("role", ALL_ROLES)
def test_each_role_opens_its_own_doors_only(exchange: Exchange, role: Role) -> None:
    caller = person_with(role=role, organization=exchange.operator, at=exchange.at)

    closed = {path for path, body in WRITES.items() if is_closed(caller.post(path, body))}

    assert set(WRITES) - closed == {path for path, roles in MAY.items() if role in roles}


def is_closed(answer: Answer) -> bool:
    """Whether the door is shut for this role; who is let in may still be no eligible buyer."""
    return answer.status == 403 and answer.code == "forbidden"


def test_a_members_token_opens_no_door_of_the_operator(buyer: Caller) -> None:
    closed = {path for path, body in WRITES.items() if buyer.post(path, body).code == "forbidden"}

    assert closed == {path for path, roles in MAY.items() if Role.BUYER not in roles}


def test_names_the_permission_that_is_missing(buyer: Caller) -> None:
    answer = buyer.post("/v1/retirements", WRITES["/v1/retirements"])

    assert (answer.status, answer.code, answer.json["permission"]) == (403, "forbidden", "staff:FINANCE")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer nobody", "token x"])
def test_asks_for_a_token(anyone: Caller, header: str | None) -> None:
    if header is not None:
        anyone.headers["Authorization"] = header

    answers = [*(anyone.get(path) for path in READS), *(anyone.post(path, body) for path, body in WRITES.items())]

    assert {(answer.status, answer.code) for answer in answers} == {(401, "unauthenticated")}
    assert all(answer.response["WWW-Authenticate"].startswith("Bearer") for answer in answers)


def test_a_token_ends_when_it_says_and_when_it_is_revoked(exchange: Exchange, today: datetime) -> None:
    ended = token_for(
        person=exchange.buyer,
        organization=exchange.member,
        at=exchange.at,
        expires_at=today - timedelta(seconds=1),
    )
    answer = Caller(token=ended).get(READS[0])
    assert (answer.status, answer.code, answer.json["retryable"]) == (401, "token_expired", True)

    caller = Caller(token=token_for(person=exchange.buyer, organization=exchange.member, at=exchange.at))
    assert caller.get(READS[0]).status == 404
    token = ApiToken.objects.get(expires_at=None)
    revoke_token(token_id=token.pk, person=exchange.buyer, request_id="r", at=today)
    assert caller.get(READS[0]).code == "unauthenticated"


def test_a_person_who_left_has_no_token(exchange: Exchange, buyer: Caller) -> None:
    Person.objects.filter(pk=exchange.buyer.pk).update(is_active=False)

    assert buyer.get(READS[0]).code == "unauthenticated"


def test_a_token_carries_the_roles_of_its_organization_only(exchange: Exchange) -> None:
    grant_role(person=exchange.clerk, organization=exchange.member, role=Role.BUYER, request_id="both", at=exchange.at)
    as_buyer = Caller(token=token_for(person=exchange.clerk, organization=exchange.member, at=exchange.at))

    assert as_buyer.post("/v1/retirements", WRITES["/v1/retirements"]).code == "forbidden"
    assert as_buyer.post("/v1/quotes", {"quantity": {"kg": 1}}).code == "insufficient_stock"


def test_a_token_of_the_wrong_side_is_told_so(anyone: Caller) -> None:
    anyone.headers["Authorization"] = "Bearer tt_live"
    assert "live exchange" in anyone.get(READS[0]).json["detail"]


def test_orders_of_another_organization_are_not_found(exchange: Exchange, buyer: Caller, lot: LotState) -> None:
    quote = buyer.post("/v1/quotes", {"picks": [{"lot": lot_id(lot), "quantity": {"kg": 500}}]}).json["id"]
    order = buyer.post("/v1/orders", {**CLAIM, "quote": quote}, key="k-1").json["id"]
    other = record_organization(
        organization_id=new_id(), kind=OrganizationKind.MEMBER, name="Other", legal_name="Other AB", country="SE",
        request_id="other", at=exchange.at,
    )  # fmt: skip
    stranger = person_with(role=Role.BUYER, organization=other, at=exchange.at)

    assert stranger.get(f"/v1/quotes/{quote}").status == 404
    assert stranger.get(f"/v1/orders/{order}").status == 404
    assert stranger.get("/v1/orders/by-idempotency-key/k-1").status == 404
    assert stranger.post(f"/v1/orders/{order}/cancellation", {"reason": "REQUESTED"}).status == 404
    assert stranger.post("/v1/orders", {**CLAIM, "quote": quote}).status == 404
    assert buyer.get(f"/v1/orders/{order}").status == 200


def test_a_buyer_cannot_refund_himself(buyer: Caller, lot: LotState) -> None:
    quote = buyer.post("/v1/quotes", {"quantity": {"kg": 500}}).json["id"]
    order = buyer.post("/v1/orders", {**CLAIM, "quote": quote}).json["id"]
    body = {"reason": "REQUESTED", "refund": {"reference": "mine", "value_date": "2026-03-01"}}

    answer = buyer.post(f"/v1/orders/{order}/cancellation", body)

    assert answer.json["payments"] == []


def is_problem(answer: Answer, *, status: int, code: str) -> bool:
    return (
        answer.response["Content-Type"] == "application/problem+json"
        and (answer.status, answer.code, answer.json["status"]) == (status, code, status)
        and answer.json["type"].endswith(f"#{code}")
    )


@pytest.mark.parametrize(
    "path", ["/v1/", "/v1/nothing", "/v1/quotes/", "/v1/orders/x/y/z", "/v1/public/", "/v1/../v1/x"]
)
def test_every_other_address_is_a_problem(anyone: Caller, path: str) -> None:
    assert is_problem(anyone.get(path), status=404, code="not_found")
    assert is_problem(anyone.post(path, {}), status=404, code="not_found")


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(anyone: Caller) -> None:
    got = anyone.get("/v1/retirements")
    put = Answer(response=anyone.client.put(READS[0]))

    assert is_problem(got, status=405, code="method_not_allowed")
    assert (got.response["Allow"], got.json["allowed"]) == ("POST", ["POST"])
    assert is_problem(put, status=405, code="method_not_allowed")


def test_a_fault_of_ours_shows_a_number_and_nothing_else(
    buyer: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("truetonne.market.api.orders.quote", fail)
    answer = buyer.post("/v1/quotes", {"quantity": {"kg": 1}}, key="k-1")

    assert is_problem(answer, status=500, code="internal_error")
    assert answer.json["retryable"] is True
    assert "secret" not in answer.response.content.decode()
    assert answer.json["correlation_id"] in caplog.text
    monkeypatch.undo()
    assert buyer.post("/v1/quotes", {"quantity": {"kg": 1}}, key="k-1").code == "insufficient_stock", (
        "the key runs again"
    )


@override_settings(DEBUG=False)
def test_titles_follow_the_language(anyone: Caller) -> None:
    english, vietnamese = anyone.get(READS[0]), anyone.get(READS[0], Accept_Language="vi")

    assert english.code == vietnamese.code
    assert vietnamese.response["Content-Language"] == "vi"


def test_every_operation_says_who_may_call_it() -> None:
    said = {
        (path, operation.methods[0]): operation.view_func.permission  # type: ignore[attr-defined]
        for router in get_api()._get_bound_routers()
        for path, view in router.path_operations.items()
        for operation in view.operations
    }

    assert said[("/retirements", "POST")] == "staff:FINANCE"
    assert said[("/quotes", "POST")] == "member:BUYER"
    assert all(said.values())


def test_answers_depend_on_the_token_and_the_language_only(anyone: Caller) -> None:
    anyone.client.cookies["django_language"] = "vi"
    response = anyone.get("/v1/public/totals").response

    assert response["Vary"] == "Accept-Language"
    assert response["Content-Language"] == "en"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    assert int(response["Content-Length"]) == len(response.content)


def test_the_language_link_of_the_pages_is_no_parameter_here(anyone: Caller) -> None:
    assert anyone.get("/v1/public/totals?lang=vi").errors == {"/query/lang": "unknown_field"}


def test_an_unknown_host_is_refused(anyone: Caller) -> None:
    answer = anyone.get("/v1/public/totals", Host="elsewhere.example")

    assert is_problem(answer, status=400, code="invalid_request")
