"""The problem that any operation may answer, as the OpenAPI document states it."""

from __future__ import annotations

from typing import Final

from truetonne.edge.problems import CONTENT_TYPE, Json

PROBLEM: Final[dict[str, Json]] = {
    "type": "object",
    "description": "RFC 9457. Match `code`; the facts that disagree are further members.",
    "required": ["type", "title", "status", "detail", "code", "retryable"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "retryable": {"type": "boolean"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": True,
}
ANSWER: Final[dict[str, Json]] = {
    "description": "A problem; the codes stand at /.well-known/errors.json",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def add_problems(*, document: dict[str, Json]) -> None:
    """Let every operation of the document answer a problem."""
    components, paths = document["components"], document["paths"]
    assert isinstance(components, dict)
    assert isinstance(paths, dict)
    schemas = components["schemas"]
    assert isinstance(schemas, dict)
    schemas["Problem"] = PROBLEM
    for methods in paths.values():
        assert isinstance(methods, dict)
        for operation in methods.values():
            assert isinstance(operation, dict)
            answers = operation["responses"]
            assert isinstance(answers, dict)
            answers["default"] = ANSWER
