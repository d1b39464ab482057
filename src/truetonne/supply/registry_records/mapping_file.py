"""From the text of a mapping file to a Mapping, with errors that name the file, the key and the fix."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable

from pydantic import BaseModel, ValidationError

from truetonne.supply.registry_records import mapping as shapes
from truetonne.supply.registry_records.mapping import NEEDED, Mapping, TableSpec, check_dates


class MappingInvalid(Exception):
    """A mapping file that cannot be used. ``problems`` are ``(key, reason)`` pairs, all of them at once."""

    code = "mapping_invalid"

    def __init__(self, *, name: str, problems: tuple[tuple[str, str], ...]) -> None:
        lines = "; ".join(f"{key}: {reason}" if key else reason for key, reason in problems)
        super().__init__(f"mapping {name}: {lines}")
        self.name = name
        self.problems = problems


def read_mapping(*, text: str, name: str) -> Mapping:
    """Read a mapping; ``name`` is what errors call it. Raises MappingInvalid with every problem found."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingInvalid(name=name, problems=(("", f"not TOML: {error}"),)) from None
    try:
        mapping = Mapping.model_validate(data)
    except ValidationError as error:
        problems = tuple(_problem(loc=e["loc"], kind=e["type"], message=e["msg"]) for e in error.errors())
        raise MappingInvalid(name=name, problems=tuple(dict.fromkeys(problems))) from None
    problems = tuple(_cross_problems(mapping=mapping))
    if problems:
        raise MappingInvalid(name=name, problems=problems)
    return mapping


def _problem(*, loc: tuple[int | str, ...], kind: str, message: str) -> tuple[str, str]:
    # The names of union members (str, PartDate, function-...) are pydantic's, not the file's.
    steps = [step for step in loc if isinstance(step, int) or not _is_internal(step=step)]
    key = "".join(f"[{s + 1}]" if isinstance(s, int) else f".{s}" for s in steps).lstrip(".")
    if kind == "extra_forbidden":
        return key, "unknown key" + _suggestion(word=str(loc[-1]), known=_known_keys())
    if kind == "missing":
        return key, "missing; add it"
    if kind == "string_pattern_mismatch":
        return key, "2 to 32 lower-case letters, digits or _, beginning with a letter"
    return key, message.removeprefix("Value error, ")


def _is_internal(*, step: str) -> bool:
    return step in {"str", "PartDate", "tuple[str, ...]"} or step.startswith(("function-", "literal[", "tuple["))


def _known_keys() -> set[str]:
    sections = [m for m in vars(shapes).values() if isinstance(m, type) and issubclass(m, BaseModel)]
    return {field for section in sections for field in section.model_fields}


def _suggestion(*, word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else "; see docs/reference/registry-mappings.md"


def _cross_problems(*, mapping: Mapping) -> Iterable[tuple[str, str]]:
    if not mapping.tables and not mapping.serial.patterns:
        yield "tables", "a mapping needs at least one [[tables]] or a [serial] grammar"
    for at, table in enumerate(mapping.tables, start=1):
        key = f"tables[{at}]"
        yield from _table_problems(mapping=mapping, table=table, key=key)
    match = mapping.issuance.match
    if match != "serial":
        for field in match:
            if field not in ("project", "vintage", "vintage_start", "vintage_end", "issuance", "issued", "key"):
                yield "issuance.match", f"{field!r} cannot link rows to issuances"


def _table_problems(*, mapping: Mapping, table: TableSpec, key: str) -> Iterable[tuple[str, str]]:
    own = tuple(date for spec in table.columns.values() for date in spec.dates) + table.dates
    try:
        check_dates(texts=own, two_digit_years_from=mapping.format.two_digit_years_from)
    except ValueError as error:
        yield f"{key}.dates", str(error)
    supplied = {name for pattern in mapping.serial.patterns for name in pattern.agrees}
    for kind in table.kinds:
        columns = set(table.columns) | set(kind.columns)
        if "serial" in columns and not mapping.serial.patterns:
            yield f"{key}.columns.serial", "needs a [serial] grammar, or use first and last"
        if ("first" in columns) != ("last" in columns):
            yield f"{key}.columns", "first and last go together"
        for name in NEEDED[kind.table]:
            from_serial = name in supplied and "serial" in columns
            if name not in columns and not from_serial:
                yield f"{key}.columns.{name}", f"missing; {kind.table} need it (a column, or a constant)"
