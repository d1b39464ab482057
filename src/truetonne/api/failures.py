"""Whatever goes wrong under /v1/ leaves as a problem: shape errors at once, refusals by name, faults by number."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from truetonne.edge.error_codes import CODES
from truetonne.edge.identifiers import new_id
from truetonne.edge.json_body import BODY_BYTES_MAX
from truetonne.edge.problems import FieldError, Problem, find_problem, problem_response, shape_problem

log = logging.getLogger(__name__)

CODE_OF_TYPE: Final = {"extra_forbidden": "unknown_field"}
SENTENCES: Final = {
    "extra_forbidden": _("there is no such field"),
    "missing": _("this field is required"),
    "int_type": _("write a whole number"),
    "bool_type": _("write true or false"),
    "string_type": _("write a text"),
    "list_type": _("write a list"),
    "string_unicode": _("the text holds half a character"),
}


def handle_failures(*, api: NinjaAPI) -> None:
    """Register what the API does with each kind of failure."""
    api.add_exception_handler(ValidationError, answer_shape)
    api.add_exception_handler(HttpError, answer_http_error)
    api.add_exception_handler(Http404, answer_missing)
    api.add_exception_handler(RequestDataTooBig, answer_too_large)
    api.add_exception_handler(Exception, answer_failure)


def answer_shape(request: HttpRequest, exc: ValidationError | type[ValidationError]) -> HttpResponse:
    """Answer all shape errors at once, those of the query and the headers included."""
    found = [*shape_errors_of(request), *_field_errors(errors=getattr(exc, "errors", ()))]
    return respond(request=request, problem=shape_problem(errors=found))


def answer_http_error(request: HttpRequest, exc: HttpError | type[HttpError]) -> HttpResponse:
    """Answer a body that could not be read by the reason the reader gave."""
    cause = exc.__cause__
    if isinstance(cause, Problem):
        if cause.errors:
            cause = shape_problem(errors=[*shape_errors_of(request), *cause.errors])
        return respond(request=request, problem=cause)
    return answer_failure(request, exc)


def answer_missing(request: HttpRequest, exc: Http404 | type[Http404]) -> HttpResponse:
    """Answer an object that is not there, or not this caller's."""
    return respond(request=request, problem=Problem(code="not_found"))


def answer_too_large(request: HttpRequest, exc: RequestDataTooBig | type[RequestDataTooBig]) -> HttpResponse:
    """Answer a body that is larger than the exchange reads."""
    return respond(request=request, problem=Problem(code="payload_too_large", facts={"bytes_max": BODY_BYTES_MAX}))


def answer_failure(request: HttpRequest, exc: Exception | type[Exception]) -> HttpResponse:
    """Answer a refusal by its code; anything else is logged whole and answered by a number only."""
    problem = find_problem(exception=exc) if isinstance(exc, Exception) else None
    if problem is None:
        correlation_id = new_id().hex
        log.error("request %s failed: %s %s", correlation_id, request.method, request.path, exc_info=exc)  # type: ignore[arg-type]
        problem = Problem(code="internal_error", facts={"correlation_id": correlation_id})
    return respond(request=request, problem=problem)


def respond(*, request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the problem as this request's answer."""
    return problem_response(problem=problem, instance=request.path)


def shape_errors_of(request: HttpRequest) -> Sequence[FieldError]:
    """Return the errors found in the request's query and headers before its body was read."""
    found: Sequence[FieldError] = request.__dict__.get("_shape_errors", ())
    return found


def _field_errors(*, errors: Iterable[Mapping[str, object]]) -> Iterable[FieldError]:
    for error in errors:
        kind = str(error["type"])
        code = CODE_OF_TYPE.get(kind, kind if kind in CODES else "invalid_request")
        location = error["loc"]
        parts = location if isinstance(location, tuple) else (location,)
        yield FieldError(pointer=_pointer(parts=parts), code=code, detail=str(SENTENCES.get(kind, error["msg"])))


def _pointer(*, parts: Sequence[object]) -> str:
    """Return the JSON Pointer of a place in the body, or ``/query/name``, ``/path/name``, ``/header/name``."""
    source, *rest = (str(part) for part in parts)
    # In a body the first part is the name of the view's argument.
    rest = rest[1:] if source == "body" else [source, *rest[-1:]]
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in rest)
