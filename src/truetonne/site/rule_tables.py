"""The tables of any rule set as parts of a page: single values, lists and rows, under the keys of the rule file.

Works on the JSON form, so that a new family needs no page of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from django.utils.html import format_html

from truetonne.edge.tables import Column, Table

_COLUMNS_MAX: Final = 6
_PAIRS_MAX: Final = 3
_TEXT_KEYS: Final = {"en", "vi", "zh"}
_LANGUAGE_KEYS: Final = {"en": "en", "vi": "vi", "zh-Hans": "zh", "zh-hans": "zh"}

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a rule set: its key as a heading (empty for the top), single values, and at most one table."""

    key: str
    name: str
    facts: Facts = ()
    table: Table | None = None


def list_parts(*, body: Mapping[str, object], language: str) -> tuple[Part, ...]:
    """Return the parts in the order of the file, single values first."""
    return tuple(_parts(key="", name="", value=body, language=language))


def _parts(*, key: str, name: str, value: Mapping[str, object], language: str) -> Iterator[Part]:
    single = {field: item for field, item in value.items() if _is_single(item)}
    facts = tuple((field, _write(item, language)) for field, item in single.items() if _says(item))
    if facts:
        yield Part(key=key, name=name, facts=facts)
    for field, item in value.items():
        if field in single or not item:
            continue
        path = f"{key}.{field}" if key else field
        if isinstance(item, Mapping):
            yield from _parts_of_mapping(key=path, value=item, language=language)
        elif isinstance(item, Sequence):
            yield from _parts_of_rows(key=path, rows=cast("Sequence[Mapping[str, object]]", item), language=language)


def _parts_of_mapping(*, key: str, value: Mapping[str, object], language: str) -> Iterator[Part]:
    rows = list(value.values())
    if rows and all(isinstance(row, Mapping) and _is_flat(row) and not _is_text(row) for row in rows):
        named = [{"": name, **cast("Mapping[str, object]", row)} for name, row in value.items()]
        yield Part(key=key, name="", table=_table(key=key, rows=named, language=language))
    else:
        yield from _parts(key=key, name="", value=value, language=language)


def _parts_of_rows(*, key: str, rows: Sequence[Mapping[str, object]], language: str) -> Iterator[Part]:
    columns = _columns(rows)
    if len(columns) <= _COLUMNS_MAX and all(_is_flat(row) for row in rows):
        yield Part(key=key, name="", table=_table(key=key, rows=rows, language=language))
        return
    for row in rows:
        first = next(iter(row.values()), "")
        rest = dict(list(row.items())[1:])
        yield from _parts(key=key, name=str(first), value=rest, language=language)


def _table(*, key: str, rows: Sequence[Mapping[str, object]], language: str) -> Table:
    columns = _columns(rows)
    return Table(
        caption=key,
        caption_hidden=True,
        columns=tuple(
            Column(label=column, numeric=place > 0 and _is_numeric(rows, column))
            for place, column in enumerate(columns)
        ),
        rows=tuple(
            tuple(
                format_html('<span class="{}">{}</span>', "mono" if place == 0 and not column else "", written)
                if (written := _write(row.get(column), language))
                else ""
                for place, column in enumerate(columns)
            )
            for row in rows
        ),
    )


def _columns(rows: Sequence[Mapping[str, object]]) -> list[str]:
    named = dict.fromkeys(column for row in rows for column in row)
    return [column for column in named if any(_says(row.get(column)) for row in rows)]


def _is_numeric(rows: Sequence[Mapping[str, object]], column: str) -> bool:
    written = [str(row.get(column)) for row in rows if _says(row.get(column))]
    return bool(written) and all(text.replace(".", "", 1).removeprefix("-").isdigit() for text in written)


def _is_flat(row: Mapping[str, object]) -> bool:
    return all(_is_single(item) for item in row.values())


def _is_single(value: object) -> bool:
    if isinstance(value, Mapping):
        return _is_text(value) or _is_pairs(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return all(not isinstance(item, (Mapping, list, tuple)) for item in value)
    return True


def _is_text(value: Mapping[str, object]) -> bool:
    return set(value) == _TEXT_KEYS and all(isinstance(item, str) for item in value.values())


def _is_pairs(value: Mapping[str, object]) -> bool:
    return 0 < len(value) <= _PAIRS_MAX and all(isinstance(item, str) for item in value.values())


def _says(value: object) -> bool:
    return value is not None and value not in ("", [], {})


def _write(value: object, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        if not _is_text(value):
            return ", ".join(f"{name} = {item}" for name, item in value.items())
        return str(value[_LANGUAGE_KEYS.get(language, "en")])
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(item) for item in value)
    return str(value)
