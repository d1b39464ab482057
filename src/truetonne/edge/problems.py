"""Problem responses (RFC 9457): one code, the facts that disagree, and every shape error at once.

A refusal is an exception class with a ``code`` of the catalogue and the facts as attributes; this module
turns it into a problem. Knows no room: ids are recognized by the attribute's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import TypeAlias
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from truetonne.edge.error_codes import CODES, ErrorCode
from truetonne.edge.identifiers import show_id

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

CONTENT_TYPE = "application/problem+json"
ERRORS_PAGE = "/v1/docs/errors"
MEMBERS = frozenset({"type", "title", "status", "detail", "instance", "code", "retryable", "errors"})
"""Members of every problem; a fact may not take their names."""

ID_PREFIXES = {
    "organization_id": "org", "project_id": "prj", "issuance_id": "iss", "lot_id": "lot", "quote_id": "qte",
    "order_id": "ord", "reservation_id": "rsv", "retirement_id": "ret", "certificate_id": "crt", "review_id": "rev",
    "evidence_id": "evd", "line_id": "oln", "contract_id": "fwd", "batch_id": "ins", "activity_id": "act",
    "destruction_id": "dst", "contribution_id": "ctb", "claim_id": "clm",
}  # fmt: skip
"""Typed prefix of each id a refusal may carry; other database keys are never shown."""

RENAMED = {"from_state": "from", "to_state": "to"}
"""Facts whose public name is a word Python reserves."""

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One thing wrong with the request's form. ``pointer`` is a JSON Pointer, or names a query parameter or header."""

    pointer: str
    code: str
    detail: str


class Problem(Exception):
    """An anticipated failure as the API shows it. Raises KeyError for a code that is not in the catalogue."""

    def __init__(
        self,
        *,
        code: str,
        detail: str = "",
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        self.kind: ErrorCode = CODES[code]
        self.code = code
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.facts: dict[str, Json] = {
            name: shown for name, value in (facts or {}).items() for name, shown in _shown(name=name, value=value)
        }
        self.detail = detail or _sentence(kind=self.kind, facts=self.facts)
        super().__init__(f"{code}: {self.detail}")

    @property
    def status(self) -> int:
        return self.kind.status

    @property
    def is_retryable(self) -> bool:
        return self.kind.is_retryable

    def as_members(self, *, instance: str = "") -> dict[str, Json]:
        """Return the problem's members in their fixed order, texts in the active language."""
        members: dict[str, Json] = {
            "type": type_url(code=self.code),
            "title": str(self.kind.title),
            "status": self.status,
            "detail": self.detail,
        }
        if instance:
            members["instance"] = instance
        members |= {"code": self.code, "retryable": self.is_retryable}
        if self.errors:
            members["errors"] = [asdict(error) for error in self.errors]
        return members | {name: value for name, value in self.facts.items() if name not in MEMBERS}


def shape_problem(*, errors: Iterable[FieldError]) -> Problem:
    """Return one problem for all shape errors: their code where they share one, else ``invalid_request``."""
    found = tuple(errors)
    codes = {error.code for error in found}
    code = codes.pop() if len(codes) == 1 else "invalid_request"
    detail = found[0].detail if len(found) == 1 else _("%(count)s fields are wrong") % {"count": len(found)}
    return Problem(code=code, detail=detail, errors=found)


def find_problem(*, exception: BaseException) -> Problem | None:
    """Return the problem a refusal means, or None for an exception that is no refusal.

    A refusal has a ``code`` of the catalogue; its public attributes become facts, its ``faults`` errors. A sentence of its own is
    used where the catalogue has none for these facts, unless it holds a database key.
    """
    if isinstance(exception, Problem):
        return exception
    code = getattr(exception, "code", None)
    if not isinstance(code, str) or code not in CODES:
        return None
    facts = {name: value for name, value in vars(exception).items() if not name.startswith("_") and name != "code"}
    faults = facts.pop("faults", ())
    problem = Problem(code=code, facts=facts, errors=map(_field_error, faults if isinstance(faults, tuple) else ()))
    own = str(exception)
    if problem.detail == str(problem.kind.title) and own and not _UUID.search(own):
        problem.detail = own
    return problem


def problem_response(*, problem: Problem, instance: str = "") -> HttpResponse:
    """Return the HTTP response of a problem; ``instance`` is the path that was asked for."""
    body = json.dumps(problem.as_members(instance=instance), ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body.encode(), status=problem.status, content_type=CONTENT_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    seconds = problem.facts.get("retry_after_seconds")
    if isinstance(seconds, int):
        response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    # A refusal is an answer; Django would write a warning for each.
    response._has_been_logged = problem.status < 500  # type: ignore[attr-defined]
    return response


def type_url(*, code: str) -> str:
    """Return the address at which a code is explained."""
    return f"{settings.TRUETONNE.base_url}{ERRORS_PAGE}#{code}"


def list_codes() -> list[Json]:
    """Return the catalogue as data, texts in the active language."""
    return [
        {
            "code": code,
            "type": type_url(code=code),
            "status": kind.status,
            "retryable": kind.is_retryable,
            "title": str(kind.title),
            "carries": list(kind.carries),
        }
        for code, kind in CODES.items()
    ]


def _field_error(fault: object) -> FieldError:
    """Return a refusal's fault (field, code, detail) as an error of the request's field ``beneficiary.lei``."""
    field, code, detail = (str(getattr(fault, name)) for name in ("field", "code", "detail"))
    return FieldError(pointer="/" + field.replace(".", "/"), code=code, detail=detail)


def _sentence(*, kind: ErrorCode, facts: Mapping[str, Json]) -> str:
    """Fill the catalogue's sentence, or fall back to the title where a fact is missing."""
    if kind.detail is None:
        return str(kind.title)
    spoken = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in facts.items()
        if value is not None
    }
    try:
        return str(kind.detail) % spoken
    except KeyError:
        return str(kind.title)


def _shown(*, name: str, value: object) -> Iterable[tuple[str, Json]]:
    """Yield a fact under its public name, or nothing for what is not shown outside."""
    public = RENAMED.get(name, name)
    prefix = ID_PREFIXES.get(name.removesuffix("s") if name.endswith("_ids") else name)
    if isinstance(value, UUID):
        if prefix:
            yield public, show_id(prefix=prefix, id=value)
    elif prefix and isinstance(value, (tuple, list)) and all(isinstance(each, UUID) for each in value):
        yield public, [show_id(prefix=prefix, id=each) for each in value]
    else:
        yield public, as_json(value)


def as_json(value: object) -> Json:
    """Return a value in its public form: instants in UTC with Z, enums by value, no float and no database key."""
    if isinstance(value, Enum):
        return as_json(value.value)
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_json(each) for key, each in value.items() if not isinstance(each, UUID)}
    if is_dataclass(value) and not isinstance(value, type):
        return as_json(asdict(value))
    if isinstance(value, (tuple, list, set, frozenset)):
        return [as_json(each) for each in value if not isinstance(each, UUID)]
    return str(value)
