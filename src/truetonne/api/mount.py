"""The one API object: the rooms' routers under /v1/, each operation's query and headers checked before its body."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.operation import Operation

from truetonne.api.failures import handle_failures, shape_errors_of
from truetonne.api.judgements import router as judgements_router
from truetonne.api.webhooks.operations import router as webhooks_router
from truetonne.edge.calls import NEEDS_KEY, StrictParser, find_parameter_errors
from truetonne.edge.idempotency import KEY_HEADER, read_key
from truetonne.edge.problems import FieldError, Problem, shape_problem
from truetonne.footprints.api import router as footprints_router
from truetonne.ledger.api import router as ledger_router
from truetonne.market.api import router as market_router
from truetonne.members.api import router as members_router
from truetonne.supply.api import router as supply_router
from truetonne.supply.review_api import router as review_router

Run = Callable[..., HttpResponse]

DESCRIPTION: Final = (
    "Quantities are whole kilograms of CO2e, or tonnes as text; money is whole minor units. Errors follow RFC 9457 and"
    " are matched by `code`. Every write takes the header `Idempotency-Key` and may be sent again."
)


def check_parameters(run: Run) -> Run:
    """Say who may call it, and note unknown query parameters and a missing key, so that all errors come at once."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    operation.view_func.permission = _permission(operation=operation)  # type: ignore[attr-defined]
    known, repeatable = _query_names(operation=operation)
    needs_key = (operation.openapi_extra or {}).get("parameters") == NEEDS_KEY["parameters"]

    @wraps(run)
    def checked(request: HttpRequest, **path: object) -> HttpResponse:
        errors = find_parameter_errors(query=dict(request.GET.lists()), known=known, repeatable=repeatable)
        if needs_key and request.GET.get("dry_run") != "true":
            errors += _key_errors(request=request)
        request.__dict__["_shape_errors"] = errors
        return run(request, **path)

    return checked


def refuse_noted(view: Run) -> Run:
    """Refuse a request with a right body whose query or headers were found wrong."""

    @wraps(view)
    def guarded(request: HttpRequest, **values: object) -> HttpResponse:
        errors = shape_errors_of(request)
        if errors:
            raise shape_problem(errors=errors)
        return view(request, **values)

    return guarded


def _permission(*, operation: Operation) -> str:
    """Return who may call an operation, as pages say it of themselves."""
    return "|".join(str(getattr(auth, "permission", "")) for auth in operation.auth_callbacks) or "public"


def _query_names(*, operation: Operation) -> tuple[frozenset[str], frozenset[str]]:
    known: set[str] = set()
    repeatable: set[str] = set()
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            known |= set(getattr(model, "__ninja_flatten_map__", {}))
            repeatable |= set(getattr(model, "__ninja_collection_fields__", ()))
    return frozenset(known), frozenset(repeatable)


def _key_errors(*, request: HttpRequest) -> list[FieldError]:
    try:
        read_key(header=request.headers.get(KEY_HEADER))
    except Problem as problem:
        return [FieldError(pointer=f"/header/{KEY_HEADER}", code=problem.code, detail=problem.detail)]
    return []


def _operation_id(operation: Operation) -> str:
    return str(operation.view_func.__name__)


@cache
def get_api() -> NinjaAPI:
    """Return the API with every room's router mounted."""
    api = NinjaAPI(
        title="truetonne",
        version="1",
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        urls_namespace="v1",
        parser=StrictParser(),
    )
    api.get_openapi_operation_id = _operation_id  # type: ignore[method-assign]
    handle_failures(api=api)
    api.add_decorator(check_parameters, mode="view")
    api.add_decorator(refuse_noted, mode="operation")
    for room_router in (
        ledger_router,
        members_router,
        supply_router,
        review_router,
        footprints_router,
        market_router,
        judgements_router,
        webhooks_router,
    ):
        api.add_router("", room_router)
    return api
