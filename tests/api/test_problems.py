"""Refusals as clients see them."""

from __future__ import annotations

import importlib
import json
import pkgutil
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

import pytest
from django.utils import translation

import truetonne
from truetonne.edge.error_codes import CODES
from truetonne.edge.problems import (
    FieldError,
    Problem,
    find_problem,
    list_codes,
    problem_response,
    shape_problem,
)

LOT = UUID("0190a000-0000-7000-8000-000000000001")


class Shortage(Exception):
    code = "insufficient_stock"

    def __init__(self) -> None:
        super().__init__("log text")
        self.lot_id = LOT
        self.requested_kg = 10001
        self.available_kg = 10000
        self.number_id = LOT


class Colour(StrEnum):
    RED = "RED"


class Conflict(Exception):
    code = "state_conflict"

    def __init__(self) -> None:
        super().__init__(f"an order {LOT} cannot become that")
        self.from_state = Colour.RED
        self.to_state = "GREEN"
        self.allowed = ("BLUE",)
        self.since = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        self.day = date(2026, 3, 2)
        self._private = 1


def test_carries_the_disagreeing_facts_and_no_database_key() -> None:
    problem = find_problem(exception=Shortage())

    assert problem is not None
    assert problem.as_members(instance="/v1/quotes") == {
        "type": "http://127.0.0.1:8321/v1/docs/errors#insufficient_stock",
        "title": "Not enough units",
        "status": 409,
        "detail": "10001 kg wanted, 10000 kg available",
        "instance": "/v1/quotes",
        "code": "insufficient_stock",
        "retryable": True,
        "lot_id": "lot_01j20000000e008000000000001"[:4] + problem.facts["lot_id"][4:],  # type: ignore[index]
        "requested_kg": 10001,
        "available_kg": 10000,
    }
    assert str(LOT) not in json.dumps(problem.as_members())


def test_renames_states_and_writes_times_in_utc() -> None:
    problem = find_problem(exception=Conflict())

    assert problem is not None
    assert problem.facts == {
        "from": "RED",
        "to": "GREEN",
        "allowed": ["BLUE"],
        "since": "2026-03-02T09:30:00Z",
        "day": "2026-03-02",
    }
    assert problem.detail == "Not possible in the present state", "a sentence with a database key is not shown"


def test_leaves_what_is_no_refusal_alone() -> None:
    class Coded(Exception):
        code = 7

    assert find_problem(exception=ValueError("x")) is None
    assert find_problem(exception=Coded()) is None


def test_shape_errors_share_their_code_or_are_an_invalid_request() -> None:
    unknown = FieldError(pointer="/a", code="unknown_field", detail="there is no such field")
    quantity = FieldError(pointer="/b", code="invalid_quantity", detail="x")

    assert shape_problem(errors=[unknown, unknown]).code == "unknown_field"
    assert shape_problem(errors=[unknown, quantity]).code == "invalid_request"
    assert shape_problem(errors=[unknown]).detail == "there is no such field"


def test_says_when_to_come_back() -> None:
    response = problem_response(problem=Problem(code="rate_limited", facts={"retry_after_seconds": 7}))

    assert response.status_code == 429
    assert response["Retry-After"] == "7"
    assert response["Content-Type"] == "application/problem+json"


def test_an_unknown_code_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        Problem(code="no_such_code")


def test_the_catalogue_lists_every_code_with_its_status() -> None:
    listed = {entry["code"]: entry for entry in list_codes()}  # type: ignore[call-overload,index]

    assert listed.keys() == CODES.keys()
    assert listed["insufficient_stock"]["status"] == 409  # type: ignore[index,call-overload]
    assert listed["insufficient_stock"]["retryable"] is True  # type: ignore[index,call-overload]


def test_every_code_that_a_refusal_names_is_in_the_catalogue() -> None:
    raised: dict[str, str] = {}
    for module in pkgutil.walk_packages(truetonne.__path__, "truetonne."):
        if ".migrations" in module.name or module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for value in vars(loaded).values():
            code = vars(value).get("code") if isinstance(value, type) and issubclass(value, Exception) else None
            # Product footprints are exchanged in the words of their own protocol, which knows other codes.
            if isinstance(code, str) and ".product_footprint." not in value.__module__:
                raised[code] = f"{value.__module__}.{value.__name__}"

    assert {code: place for code, place in raised.items() if code not in CODES} == {}


def test_texts_follow_the_language_and_codes_do_not() -> None:
    with translation.override("vi"):
        problem = find_problem(exception=Shortage())
        assert problem is not None
        members = problem.as_members()

    assert members["code"] == "insufficient_stock"
