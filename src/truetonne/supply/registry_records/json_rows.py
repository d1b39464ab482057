"""Rows out of JSON: a list of objects, one object a line, or an object that holds one such list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import TextIO

from truetonne.supply.registry_records.values import Cell

_CHUNK = 1 << 16
_HEADER_OBJECTS = 1_000
# Numbers stay as printed: a float would already have lost what was written.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str)


class JsonUnreadable(ValueError):
    """JSON that is not rows."""


def iterate_json(*, file: TextIO) -> Iterator[list[Cell]]:
    """Yield the header (the keys of the first objects), then one list of cells per object. Raises JsonUnreadable."""
    objects = _objects(file=file)
    first = list(islice(objects, _HEADER_OBJECTS))
    header = list(dict.fromkeys(key for item in first for key in item))
    yield list(header)
    known = set(header)
    for item in chain(first, objects):
        row: list[Cell] = [_cell(value=item.get(key)) for key in header]
        # A key that appears only later has no column; as further cells it is refused, never lost.
        row.extend(_cell(value=value) for key, value in item.items() if key not in known)
        yield row


def _cell(*, value: object) -> Cell:
    if value is None or isinstance(value, str | bool):
        return value
    return json.dumps(value, ensure_ascii=False)


def _objects(*, file: TextIO) -> Iterator[dict[str, object]]:
    buffer = file.read(_CHUNK).lstrip()
    if buffer.startswith("["):
        yield from _values(file=file, buffer=buffer[1:], ends="]")
    elif buffer.startswith("{"):
        yield from _lines_or_members(file=file, buffer=buffer)
    else:
        raise JsonUnreadable("is not a list of objects")


def _lines_or_members(*, file: TextIO, buffer: str) -> Iterator[dict[str, object]]:
    values = _values(file=file, buffer=buffer, ends="")
    first = next(values)
    second = next(values, None)
    if second is not None:
        yield first
        yield second
        yield from values
        return
    lists = [v for v in first.values() if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)]
    if len(lists) > 1:
        raise JsonUnreadable("holds more than one list of objects")
    yield from lists[0] if lists else [first]


def _values(*, file: TextIO, buffer: str, ends: str) -> Iterator[dict[str, object]]:
    """Decode one object after another, reading on while one is cut by the end of what was read."""
    while True:
        buffer = buffer.lstrip(" \t\r\n,")
        if not buffer:
            buffer = file.read(_CHUNK)
            if not buffer:
                if ends:
                    raise JsonUnreadable("ends before its list is closed")
                return
            continue
        if ends and buffer.startswith(ends):
            return
        try:
            value, end = _DECODER.raw_decode(buffer)
        except RecursionError:
            raise JsonUnreadable("is nested too deeply") from None
        except json.JSONDecodeError as error:
            more = file.read(max(_CHUNK, len(buffer)))
            if not more:
                raise JsonUnreadable(f"is not JSON: {error.msg}") from None
            buffer += more
            continue
        if not isinstance(value, dict):
            raise JsonUnreadable("holds something else than objects")
        yield value
        buffer = buffer[end:]
