"""Judgements over HTTP: a text read without a token, and the rule sets as data."""

from __future__ import annotations

import pytest

from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db


def test_a_text_is_read_without_a_token_and_without_a_key(anyone: Caller) -> None:
    body = {"text": "A carbon neutral cup.", "subject": "product", "markets": ["EU"], "sources": ["credit"]}

    answer = anyone.post("/v1/claims/lint", body)

    assert answer.status == 200, answer.json
    assert answer.json["passes"] is False
    assert {finding["rule"] for finding in answer.json["findings"]} == {"EU-825-1", "NEUT-1"}
    first = answer.json["findings"][0]
    assert body["text"][first["start"] : first["end"]] == first["written"] == "carbon neutral"
    assert (answer.json["rule_set"], answer.json["basis"]) == ("claims-lint/1", "unverified rule set")


def test_an_old_text_is_judged_as_of_its_day(anyone: Caller) -> None:
    body = {"text": "A sustainable cup.", "subject": "product", "markets": ["EU"], "as_of": "2026-09-26"}

    assert anyone.post("/v1/claims/lint", body).json["findings"] == []


def test_numbers_are_compared_with_the_record(anyone: Caller) -> None:
    body = {"text": "We retired 5 t.", "record": {"quantities_kg": [4000]}, "sources": ["credit"]}

    (finding,) = anyone.post("/v1/claims/lint", body).json["findings"]

    assert (finding["rule"], finding["due"]) == ("NUM-1", ["4000 kg"])


@pytest.mark.parametrize(
    "body",
    [{"text": ""}, {}, {"text": "x", "subject": "planet"}, {"text": "x", "colour": "green"}, {"text": "x" * 20_001}],
)
def test_a_question_that_cannot_be_read_is_refused(anyone: Caller, body: dict[str, object]) -> None:
    assert anyone.post("/v1/claims/lint", body).status == 400


def test_a_day_before_any_version_has_no_rules(anyone: Caller) -> None:
    assert anyone.post("/v1/claims/lint", {"text": "x", "as_of": "1999-01-01"}).status == 404


def test_every_rule_set_is_listed_with_its_source(anyone: Caller) -> None:
    rows = anyone.get("/v1/rules").json["data"]

    assert {"vcmi-tiers", "claims-lint", "exchange-eligibility"} <= {row["id"] for row in rows}
    assert all(row["source"]["document"] for row in rows)


def test_a_rule_set_is_given_by_version_or_by_day(anyone: Caller) -> None:
    by_name = anyone.get("/v1/rules/sbti-cnzs?version=2.0").json
    by_day = anyone.get("/v1/rules/sbti-cnzs?as_of=2026-12-01").json

    assert by_name["version"] == "2.0"
    assert by_name["body"]["ongoing"]["engaged_share"] == "0.01"
    assert by_day["version"] == "1.3.1"


@pytest.mark.parametrize(
    "path", ["/v1/rules/nothing", "/v1/rules/sbti-cnzs?version=9", "/v1/rules/sbti-cnzs?as_of=1999-01-01"]
)
def test_what_is_not_there_is_not_found(anyone: Caller, path: str) -> None:
    assert anyone.get(path).status == 404
