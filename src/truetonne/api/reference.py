"""The OpenAPI document as a page shows it: operations in groups, each with its parameters and fields. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.edge.problems import Json
from truetonne.edge.tables import Column, Table

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

REF: Final = "#/components/schemas/"
GROUPS: Final = {
    "register": _("Public register"),
    "quotes and orders": _("Quotes and orders"),
    "retirements": _("Retirements"),
}
"""Tags in the order of the page, with their headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One operation. ``anchor`` is its operation id."""

    anchor: str
    method: str
    path: str
    summary: str
    text: str
    needs_token: bool
    parameters: Table | None
    fields: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Operations under one heading."""

    name: StrPromise | str
    operations: tuple[Described, ...]


def list_groups(*, document: Mapping[str, Json]) -> tuple[Group, ...]:
    """Return the operations of an OpenAPI document by tag, in the order of ``GROUPS``."""
    found: dict[str, list[Described]] = {name: [] for name in GROUPS}
    schemas = _mapping(_mapping(document.get("components")).get("schemas"))
    for path, methods in _mapping(document["paths"]).items():
        for method, operation in _mapping(methods).items():
            details = _mapping(operation)
            tags = _list(details.get("tags"))
            described = _describe(method=method, path=path, details=details, schemas=schemas)
            found.setdefault(str(tags[0]) if tags else "other", []).append(described)
    return tuple(Group(name=GROUPS.get(name, name), operations=tuple(each)) for name, each in found.items() if each)


def _describe(*, method: str, path: str, details: Mapping[str, Json], schemas: Mapping[str, Json]) -> Described:
    return Described(
        anchor=str(details["operationId"]),
        method=method.upper(),
        path=path,
        summary=str(details.get("summary", "")),
        text=str(details.get("description", "")).replace("`", ""),
        needs_token="security" in details,
        parameters=_parameters(items=_list(details.get("parameters"))),
        fields=_fields(body=_mapping(details.get("requestBody")), schemas=schemas),
    )


def _parameters(*, items: Iterable[Json]) -> Table | None:
    rows = tuple(
        (each["name"], each["in"], _form(schema=_mapping(each.get("schema"))), _need(each.get("required")))
        for each in map(_mapping, items)
    )
    return _table(caption=_("Parameters"), head=(_("name"), _("where"), _("form"), _("need")), rows=rows)


def _fields(*, body: Mapping[str, Json], schemas: Mapping[str, Json]) -> Table | None:
    content = _mapping(_mapping(body.get("content")).get("application/json"))
    rows = tuple(_walk(schema=_mapping(content.get("schema")), schemas=schemas, name="", is_needed=True, depth=0))
    return _table(caption=_("Body"), head=(_("field"), _("form"), _("need")), rows=rows)


def _walk(
    *, schema: Mapping[str, Json], schemas: Mapping[str, Json], name: str, is_needed: bool, depth: int
) -> Iterable[tuple[object, ...]]:
    """Yield a row for each field, parts of objects after their object, in the notation ``rows[].quantity.kg``."""
    inner = _resolve(schema=schema, schemas=schemas)
    if inner.get("type") == "array":
        yield name, "list", _need(is_needed)
        yield from _walk(
            schema=_mapping(inner.get("items")), schemas=schemas, name=f"{name}[]", is_needed=True, depth=depth + 1
        )
        return
    parts = _mapping(inner.get("properties"))
    if name and not name.endswith("[]"):
        yield name, "object" if parts else _form(schema=inner), _need(is_needed)
    elif name and not parts:
        yield name, _form(schema=inner), _need(is_needed)
    if depth > 5:
        return
    required = _list(inner.get("required"))
    for part, details in parts.items():
        yield from _walk(
            schema=_mapping(details),
            schemas=schemas,
            name=f"{name}.{part}" if name else part,
            is_needed=part in required,
            depth=depth + 1,
        )


def _resolve(*, schema: Mapping[str, Json], schemas: Mapping[str, Json]) -> Mapping[str, Json]:
    """Follow references, and take the one branch of an optional field that is not null."""
    if "$ref" in schema:
        return _resolve(schema=_mapping(schemas[str(schema["$ref"]).removeprefix(REF)]), schemas=schemas)
    found = _list(schema.get("anyOf")) or _list(schema.get("allOf"))
    branches = [each for each in map(_mapping, found) if each.get("type") != "null"]
    return _resolve(schema=branches[0], schemas=schemas) if len(branches) == 1 else schema


def _form(*, schema: Mapping[str, Json]) -> str:
    branches = [each for each in map(_mapping, _list(schema.get("anyOf"))) if each.get("type") != "null"]
    if branches:
        return " or ".join(_form(schema=each) for each in branches)
    if "enum" in schema:
        return " | ".join(map(str, _list(schema["enum"])))
    if schema.get("type") == "array":
        return f"list of {_form(schema=_mapping(schema.get('items')))}"
    limits = [
        f"{word} {schema[key]}"
        for key, word in (
            ("minimum", "from"),
            ("maximum", "to"),
            ("minLength", "at least"),
            ("maxLength", "at most"),
            ("minItems", "at least"),
            ("maxItems", "at most"),
        )
        if key in schema
    ]
    kind = str(schema.get("format") or schema.get("const") or schema.get("type") or "value")
    return " ".join([{"string": "text", "integer": "whole number"}.get(kind, kind), *limits])


def _need(required: object) -> str:
    return "required" if required else "optional"


def _table(*, caption: StrPromise, head: tuple[StrPromise, ...], rows: tuple[tuple[object, ...], ...]) -> Table | None:
    if not rows:
        return None
    columns = tuple(Column(label=label, mono=index == 0) for index, label in enumerate(head))  # type: ignore[arg-type]
    return Table(caption=caption, caption_hidden=True, columns=columns, rows=rows, snug=True, fold=False)  # type: ignore[arg-type]


def _mapping(value: object) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Json]:
    return value if isinstance(value, list) else []
