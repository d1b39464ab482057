"""Requests of the wrong form: every error at once, each with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import CLAIM, Answer, Caller
from truetonne.ledger.values import LotState

pytestmark = pytest.mark.django_db


def test_shows_every_error_at_once_with_its_place(clerk: Caller) -> None:
    body = {
        "quantity": {"kg": 1.0, "unit": "t"},
        "beneficiary": {"display_name": 7, "iban": "x"},
        "picks": [{"lot": "lot_1", "quantity": {"tonnes": 1.5}}, {"quantity": {}}],
        "effective_at": "2026-03-02T09:30:00",
        "authorized": "yes",
        "colour": "green",
    }

    answer = clerk.post("/v1/retirements?verbose=1&dry_run=maybe", body, key=None)

    assert (answer.status, answer.code) == (400, "invalid_request")
    assert answer.errors == {
        "/query/verbose": "unknown_field",
        "/query/dry_run": "invalid_request",
        "/header/Idempotency-Key": "idempotency_key_required",
        "/quantity/kg": "invalid_quantity",
        "/quantity/unit": "unknown_field",
        "/beneficiary/display_name": "invalid_request",
        "/beneficiary/iban": "unknown_field",
        "/picks/0/lot": "invalid_id",
        "/picks/0/quantity/tonnes": "invalid_quantity",
        "/picks/1/lot": "invalid_request",
        "/picks/1/quantity": "invalid_quantity",
        "/effective_at": "invalid_time",
        "/authorized": "invalid_request",
        "/colour": "unknown_field",
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"quantity": {"kg": 1}, "extra": 1}, "unknown_field"),
        ({"quantity": {"kg": 1.0}}, "invalid_quantity"),
        ({"quantity": {"tonnes": 1.5}}, "invalid_quantity"),
        ({"quantity": {"tonnes": "1.2345"}}, "invalid_quantity"),
        ({"quantity": {"kg": 0}}, "invalid_quantity"),
        ({"amount": {"minor": 1.5, "currency": "USD"}}, "invalid_money"),
        ({"picks": [{"lot": "ord_00000000000000000000000000", "quantity": {"kg": 1}}]}, "invalid_id"),
        ({}, "invalid_request"),
        ({"quantity": {"kg": 1}, "amount": {"minor": 1, "currency": "USD"}}, "invalid_request"),
        ({"quantity": 5}, "invalid_request"),
        ({"quantity": None}, "invalid_request"),
    ],
)
def test_one_kind_of_error_gives_its_own_code(buyer: Caller, body: dict[str, Any], code: str) -> None:
    answer = buyer.post("/v1/quotes", body)

    assert (answer.status, answer.code) == (400, code)


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b'{"quantity":{"kg":1},"quantity":{"kg":2}}', b'{"quantity":{"kg":NaN}}', b"\xff\xfe"],
)
def test_a_body_that_cannot_be_read_says_why(buyer: Caller, raw: bytes) -> None:
    answer = buyer.post_raw("/v1/quotes", raw)

    assert (answer.status, answer.code) == (400, "invalid_request")
    assert answer.json["detail"]


def test_a_body_in_another_format_is_refused(buyer: Caller) -> None:
    response = buyer.client.post("/v1/quotes", {"kg": "1"}, headers={**buyer.headers, "Idempotency-Key": "k"})

    answer = Answer(response=response)
    assert (answer.status, answer.code, answer.json["expected"]) == (415, "unsupported_media_type", "application/json")


def test_a_body_that_is_too_large_is_refused(buyer: Caller) -> None:
    answer = buyer.post("/v1/quotes", {"quantity": {"kg": 1}, "pad": "x" * (16 * 1024 * 1024)})

    assert (answer.status, answer.code) == (413, "payload_too_large")


def test_a_missing_key_is_its_own_error(buyer: Caller) -> None:
    answer = buyer.post("/v1/quotes", {"quantity": {"kg": 1}}, key=None)

    assert (answer.status, answer.code) == (400, "idempotency_key_required")


def test_a_parameter_stands_once(buyer: Caller, lot: LotState) -> None:
    answer = buyer.post("/v1/quotes?dry_run=true&dry_run=false", {"quantity": {"kg": 1}})

    assert answer.errors == {"/query/dry_run": "invalid_request"}


def test_a_year_may_be_a_number_or_a_text(clerk: Caller, lot: LotState) -> None:
    def year(value: object) -> tuple[int, str]:
        answer = clerk.post("/v1/retirements", {**CLAIM, "claim_year": value, "quantity": {"kg": 500}})
        return answer.status, answer.code

    assert year(2025) == year("2025") == (409, "beneficiary_name_in_review")
    assert year("FY25")[0] == year("25")[0] == year(25)[0] == year(2025.0)[0] == year(True)[0] == 400


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["lot_00000000000000000000000000", "USD", "2026-03-02", "2026-03-02T00:00:00Z", "1.5", "VN", "\x00"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [
    "quantity", "amount", "picks", "lots", "currency", "beneficiary", "purpose", "claim_year", "period", "country",
    "scope", "note", "inventory_line", "signer", "authorized", "quote", "external_id", "reference", "value_date",
    "reason", "refund", "effective_at", "settled_by", "lines", "rows",
]  # fmt: skip
PARTS = ["kg", "tonnes", "minor", "currency", "lot", "quantity", "start", "end", "lei", "domain", "hidden_until"]
PLAIN = st.dictionaries(st.sampled_from(FIELDS), JSON | st.dictionaries(st.sampled_from(PARTS), JSON), max_size=6)
NEARLY = PLAIN.map(lambda given: {**CLAIM, "quantity": {"kg": 500}, **given})
PATHS = [
    "/v1/quotes",
    "/v1/orders",
    "/v1/orders/ord_00000000000000000000000000/payments",
    "/v1/orders/ord_00000000000000000000000000/deliveries",
    "/v1/orders/ord_00000000000000000000000000/cancellation",
    "/v1/retirements",
]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(path=st.sampled_from(PATHS), body=PLAIN | NEARLY, key=st.text(max_size=5).filter(str.isascii) | st.just("k"))
def test_no_request_makes_the_exchange_fail(
    buyer: Caller, clerk: Caller, lot: LotState, path: str, body: dict[str, Any], key: str
) -> None:
    raw = json.dumps(body).encode()
    for caller in (buyer, clerk):
        answer = caller.post_raw(path, raw, key="".join(char for char in key if char.isprintable()))

        assert answer.status < 500, answer.json
        if answer.status >= 400:
            assert {"type", "title", "status", "detail", "code", "retryable"} <= answer.json.keys()
