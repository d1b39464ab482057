"""Reading a table of rule data into a frozen dataclass: the dataclass is the schema.

Nothing is coerced except what TOML cannot write: a ``Decimal`` is a text or a plain number (never a binary float,
see ``read_toml``), a list becomes a tuple, an empty text becomes None where the field is a date or nothing.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from types import MappingProxyType, UnionType
from typing import Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Table = TypeVar("Table")


class TableInvalid(ValueError):
    """Rule data that does not fit its schema; carries ``path`` (``r2.max_age_months``) and ``fact``."""

    def __init__(self, *, path: str, fact: str) -> None:
        super().__init__(f"{path}: {fact}" if path else fact)
        self.path = path
        self.fact = fact


def read_toml(*, text: str) -> dict[str, object]:
    """Parse TOML with exact decimals; raises TableInvalid with the parser's line and column."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise TableInvalid(path="", fact=str(error)) from None


def read_table(*, values: object, schema: type[Table], path: str = "") -> Table:
    """Return ``schema`` (a frozen dataclass) filled from a mapping.

    Fields may be str, bool, int, Decimal, date, an Enum, a Literal, ``tuple[X, ...]``, ``Mapping[str, X]``, another
    dataclass, any of these ``| None``, or ``object`` for free frozen data. A key that the schema does not know, a
    missing key without a default and a value of another type raise TableInvalid.
    """
    if not isinstance(values, Mapping):
        raise TableInvalid(path=path, fact="a table is due")
    fields = {field.name: field for field in dataclasses.fields(cast(type, schema))}
    unknown = sorted(set(values) - set(fields))
    if unknown:
        raise TableInvalid(path=path, fact=f"unknown {', '.join(unknown)}; known are {', '.join(fields)}")
    hints = get_type_hints(schema)
    given = {name: _read(values[name], hints[name], _join(path, name)) for name in fields if name in values}
    missing = [name for name, field in fields.items() if name not in given and _is_required(field)]
    if missing:
        raise TableInvalid(path=path, fact=f"missing {', '.join(missing)}")
    try:
        return schema(**given)
    except ValueError as error:
        raise TableInvalid(path=path, fact=str(error)) from None


def freeze(value: object) -> object:
    """Return the value with mappings made read-only and lists made tuples, all the way down."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(freeze(item) for item in value)
    return value


def _is_required(field: dataclasses.Field[object]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _read(value: object, kind: object, path: str) -> object:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _read_optional(value, args, path)
    if origin is Literal:
        if value not in args:
            raise TableInvalid(path=path, fact=f"{value!r} is none of {', '.join(map(str, args))}")
        return value
    if origin is tuple:
        return _read_tuple(value, args, path)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise TableInvalid(path=path, fact="a table is due")
        return MappingProxyType({name: _read(item, args[1], _join(path, name)) for name, item in value.items()})
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return read_table(values=value, schema=kind, path=path)
    return _read_plain(value, kind, path)


def _read_optional(value: object, args: tuple[object, ...], path: str) -> object:
    kinds = [arg for arg in args if arg is not type(None)]
    if len(kinds) != 1:
        raise TypeError(f"{path}: a schema field holds one kind, or that kind or None")
    if value is None or (value == "" and kinds[0] is not str):
        return None
    return _read(value, kinds[0], path)


def _read_tuple(value: object, args: tuple[object, ...], path: str) -> object:
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        raise TableInvalid(path=path, fact="a list is due")
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_read(item, args[0], f"{path}[{place}]") for place, item in enumerate(value))
    if len(value) != len(args):
        raise TableInvalid(path=path, fact=f"a list of {len(args)} values is due")
    pairs = zip(value, args, strict=True)
    return tuple(_read(item, kind, f"{path}[{place}]") for place, (item, kind) in enumerate(pairs))


def _read_plain(value: object, kind: object, path: str) -> object:
    if kind is object:
        return freeze(value)
    if kind is Decimal:
        return _read_decimal(value, path)
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(str(member.value) for member in kind)
            raise TableInvalid(path=path, fact=f"{value!r} is none of {known}") from None
    if kind not in (str, bool, int, date):
        raise TypeError(f"{path}: a schema cannot hold {kind}")
    # A boolean is an int and a moment is a date to isinstance; neither is meant.
    if type(value) is not kind or isinstance(value, datetime):
        words = {str: "a text", bool: "true or false", int: "a whole number", date: "a date such as 2026-01-31"}
        raise TableInvalid(path=path, fact=f"{value!r} is not {words[cast(type, kind)]}")
    return value


def _read_decimal(value: object, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise TableInvalid(path=path, fact=f"{value!r} is not an exact number")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise TableInvalid(path=path, fact=f"{value!r} is not an exact number") from None
    if not number.is_finite():
        raise TableInvalid(path=path, fact=f"{value!r} is not finite")
    return number


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
