"""The API described: for programs as OpenAPI and as the error catalogue, for people as two pages."""

from __future__ import annotations

import json
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from truetonne.api.failures import respond
from truetonne.api.mount import get_api
from truetonne.api.problem_schema import add_problems
from truetonne.api.reference import list_groups
from truetonne.edge.answers import CONTENT_TYPE, encode, public_answer, tagged
from truetonne.edge.error_codes import CODES
from truetonne.edge.permissions import public
from truetonne.edge.problems import Json, Problem, list_codes


@public
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 description."""
    return tagged(request=request, content=_description(), content_type=CONTENT_TYPE)


@public
def error_catalogue(request: HttpRequest) -> HttpResponse:
    """Every error code, with its status and whether to try again."""
    return public_answer(request=request, data={"errors": list_codes()})


@public
def reference(request: HttpRequest) -> HttpResponse:
    """The API for people: every operation with its fields."""
    return render(request, "api/reference.html", {"nav_current": "api", "groups": list_groups(document=get_document())})


@public
def errors(request: HttpRequest) -> HttpResponse:
    """The error codes for people; each problem's ``type`` leads here."""
    return render(request, "api/errors.html", {"nav_current": "api", "codes": list(CODES.items())})


@csrf_exempt
@public
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Every other address under /v1/."""
    return respond(request=request, problem=Problem(code="not_found", detail="The API is described at /v1/docs"))


@cache
def get_document() -> dict[str, Json]:
    """Return the OpenAPI document; it depends on the code only."""
    # By way of JSON: the document that ninja makes has numbers as names.
    document: dict[str, Json] = json.loads(json.dumps(get_api().get_openapi_schema(path_prefix="/v1/")))
    add_problems(document=document)
    return document


@cache
def _description() -> bytes:
    return encode(data=get_document())
