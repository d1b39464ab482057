"""Read a JSON body strictly: UTF-8, one object, no member twice, no NaN, no depth without end.

Decimal numbers are kept as floats here, so that a field of whole numbers refuses them by name.
"""

from __future__ import annotations

import json
from typing import NoReturn

from truetonne.edge.problems import FieldError, Json, shape_problem

BODY_BYTES_MAX = 16 * 1024 * 1024
"""As much as settings.DATA_UPLOAD_MAX_MEMORY_SIZE lets in; a batch of 5,000 retirements takes about 5 MB."""


def read_object(*, raw: bytes) -> dict[str, Json]:
    """Return the object in a request's body. Raises a Problem that says what cannot be read and where."""
    try:
        text = raw.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError as error:
        _refuse(detail=f"the body is not UTF-8 at byte {error.start}")
    except json.JSONDecodeError as error:
        _refuse(detail=f"the body is not JSON at line {error.lineno}, column {error.colno}: {error.msg}")
    except (ValueError, RecursionError) as error:
        _refuse(detail=f"the body cannot be read: {error}")
    if not isinstance(value, dict):
        _refuse(detail="the body is one JSON object")
    return value


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise ValueError(f"member {name!r} stands twice in one object")
            seen.add(name)
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _refuse(*, detail: str) -> NoReturn:
    raise shape_problem(errors=[FieldError(pointer="", code="invalid_request", detail=detail)]) from None
