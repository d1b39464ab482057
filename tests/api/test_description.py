"""What describes the API: the OpenAPI document as stored, the error catalogue, and the two pages for people."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.api.conftest import Caller
from truetonne.api.views import get_document
from truetonne.edge.error_codes import CODES

STORED = Path(__file__).parent / "openapi.json"
RENEW = "RENEW_OPENAPI"
READ_BY_POST = {"/v1/claims/lint"}
"""Questions too long for an address: nothing is written, so they need no key."""


def test_the_api_is_the_one_that_is_stored() -> None:
    """A change of the API shows as a change of this file: set RENEW_OPENAPI=1 to write it anew, and read the diff."""
    text = json.dumps(get_document(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get(RENEW):
        STORED.write_text(text, encoding="utf-8")

    assert text == STORED.read_text(encoding="utf-8")


def test_every_write_needs_its_key_and_every_operation_has_words() -> None:
    for path, methods in get_document()["paths"].items():  # type: ignore[union-attr]
        for method, operation in methods.items():  # type: ignore[union-attr]
            names = {parameter["name"] for parameter in operation.get("parameters", [])}  # type: ignore[union-attr,index,call-overload]
            writes = method == "post" and path not in READ_BY_POST
            assert ("Idempotency-Key" in names) == writes, path
            assert operation["summary"], path  # type: ignore[index,call-overload]
            assert operation["description"], path  # type: ignore[index,call-overload]


def test_operation_ids_are_short_and_one_each() -> None:
    ids = [
        operation["operationId"]  # type: ignore[index,call-overload]
        for methods in get_document()["paths"].values()  # type: ignore[union-attr]
        for operation in methods.values()  # type: ignore[union-attr]
    ]

    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z_]+", str(each)) for each in ids)


@pytest.mark.django_db
def test_serves_the_document_with_an_etag(anyone: Caller) -> None:
    answer = anyone.get("/v1/openapi.json")

    assert answer.json["openapi"].startswith("3.1")
    assert anyone.get("/v1/openapi.json", If_None_Match=answer.response["ETag"]).status == 304


@pytest.mark.django_db
def test_serves_the_catalogue(anyone: Caller) -> None:
    listed = {entry["code"]: entry for entry in anyone.get("/.well-known/errors.json").json["errors"]}

    assert listed.keys() == CODES.keys()
    assert listed["quote_expired"] == {
        "code": "quote_expired",
        "type": "http://127.0.0.1:8321/v1/docs/errors#quote_expired",
        "status": 409,
        "retryable": False,
        "title": "The quote has expired",
        "carries": ["quote_id", "expires_at"],
    }


@pytest.mark.django_db
def test_the_pages_for_people_name_every_operation_and_code(anyone: Caller) -> None:
    reference = anyone.client.get("/v1/docs").content.decode()
    errors = anyone.client.get("/v1/docs/errors").content.decode()

    for path in get_document()["paths"]:  # type: ignore[union-attr]
        assert str(path) in reference
    for code in CODES:
        assert f'id="{code}"' in errors
    for page in (reference, errors):
        assert "<script" not in page
        assert " style=" not in page
        assert "cdn" not in page


def test_the_documentation_names_every_operation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    named = {re.sub(r"\{[^}]*\}", "{}", each) for each in re.findall(r"(?:GET|POST) /v1/[^\s`?]+", text)}

    for path, methods in get_document()["paths"].items():  # type: ignore[union-attr]
        for method in methods:  # type: ignore[union-attr]
            assert f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path)}" in named
