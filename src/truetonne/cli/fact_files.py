"""Fact records in files: JSON objects, lines of JSON, or rows of a table with dotted headers or read by a mapping.

Tables are .csv, .txt, .xlsx or .parquet; every kind may be packed as .gz.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from truetonne.cli.console import fail
from truetonne.cli.json_input import parse_json, read_json

TABLES = ("csv", "txt", "xlsx", "parquet")

LISTS = ("scopes", "evidence_ids")
"""Facts that are lists; a cell holds them with commas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecord:
    """One record with the name it goes by; ``reason`` says why a row could not be read.

    ``sources`` say of each fact where it stands; no rule reads them, and they come out beside the findings.
    """

    name: str
    facts: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)


def read_facts_file(*, path: Path, mapping: str | None) -> Iterator[FactRecord]:
    """Yield the records of a file; a file that cannot be used ends the command with exit code 2."""
    suffix = "".join(path.suffixes[-2:]).lower().removesuffix(".gz").rsplit(".", 1)[-1]
    if not path.is_file() and str(path) != "-":
        fail(f"{path}: there is no such file", fix="Check the path")
    if mapping is not None:
        yield from _mapped(path=path, mapping=mapping)
    elif suffix == "jsonl":
        yield from _lines(path)
    elif suffix in TABLES:
        yield from _rows(path)
    elif path.name.endswith(".gz"):
        yield from _objects(parse_json(text=_unpack(path), path=str(path)), path=path)
    else:
        yield from _objects(read_json(path=str(path)), path=path)


def _objects(value: object, *, path: Path) -> Iterator[FactRecord]:
    if isinstance(value, Mapping) and isinstance(value.get("cases"), list):
        value = [{"record": case.get("id"), **case.get("inputs", {})} for case in value["cases"]]
    items = value if isinstance(value, list) else [value]
    for number, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            fail(f"{path}: record {number} is no object", fix='Write {"relationship": "supplier", ...}')
        yield _record(item, fallback=f"{path.name}:{number}")


def _record(item: Mapping[str, object], *, fallback: str) -> FactRecord:
    facts = {name: value for name, value in item.items() if name not in ("record", "company", "sources")}
    name, sources = str(item.get("company") or item.get("record") or fallback), item.get("sources", {})
    if not isinstance(sources, Mapping):
        return FactRecord(name=name, reason='sources: an object is due, such as {"country": "annual report 2025"}')
    return FactRecord(name=name, facts=facts, sources={str(fact): str(said) for fact, said in sources.items()})


def _lines(path: Path) -> Iterator[FactRecord]:
    for number, line in enumerate(_unpack(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            yield FactRecord(name=f"{path.name}:{number}", reason=f"column {error.colno}: {error.msg}")
            continue
        if isinstance(item, Mapping):
            yield _record(item, fallback=f"{path.name}:{number}")
        else:
            yield FactRecord(name=f"{path.name}:{number}", reason="this line is no object")


def _unpack(path: Path) -> str:
    """Return a text file, unpacked where it is packed."""
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if path.name.endswith(".gz") else raw).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        fail(f"{path}: {getattr(error, 'strerror', None) or error}", fix="Name a file (UTF-8) that you can read")


def _rows(path: Path) -> Iterator[FactRecord]:
    """Yield the rows of a table's first sheet under its first row; a row whose quotation marks break says so."""
    from truetonne.supply.registry_records.files import BadRow, FileUnreadable, open_source

    try:
        source = open_source(path=path)
        found = [list(source.grids(delimiter)[0].rows()) for delimiter in source.delimiters]
    except FileUnreadable as fault:
        fail(f"{path}: {fault.reason}", fix=fault.fix)
    # Of the delimiters that a text may have, the one that makes most of its first row.
    rows = max(found, key=lambda each: 0 if not each or isinstance(each[0], BadRow) else len(each[0]))
    if not rows or isinstance(rows[0], BadRow):
        return
    header = [_cell(name).strip() for name in rows[0]]
    for number, row in enumerate(rows[1:], 1):
        if isinstance(row, BadRow):
            yield FactRecord(name=f"{path.name}:{number}", reason=row.reason)
            continue
        texts = [_cell(value).strip() for value in row]
        cells = {name: text for name, text in zip(header, texts, strict=False) if name and text}
        if cells:
            yield _record(_nest(cells), fallback=f"{path.name}:{number}")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, list | tuple):
        return ", ".join(_cell(each) for each in value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _nest(cells: Mapping[str, str]) -> dict[str, object]:
    nested: dict[str, object] = {}
    for header, cell in cells.items():
        place = nested
        *parents, last = header.split(".")
        for name in parents:
            inner = place.setdefault(name, {})
            if not isinstance(inner, dict):
                break
            place = inner
        place[last] = _value(last, cell)
    return {name: _fold(value) for name, value in nested.items()}


def _fold(value: object) -> object:
    """Turn an object whose names are 0, 1, 2 into a list."""
    if not isinstance(value, dict):
        return value
    inner = {name: _fold(item) for name, item in value.items()}
    if inner and all(str(name).isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def _value(name: str, cell: str) -> object:
    if name in LISTS:
        parts = [part.strip() for part in cell.replace(";", ",").split(",") if part.strip()]
        return [int(part) if part.isdigit() else part for part in parts]
    if cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    return cell


def _mapped(*, path: Path, mapping: str) -> Iterator[FactRecord]:
    from truetonne.members.lists.files import ListUnreadable
    from truetonne.members.lists.mapping import ListMappingInvalid, find_mapping
    from truetonne.members.lists.reading import read_list

    try:
        file = read_list(path=path, mapping=find_mapping(name=mapping))
    except (ListMappingInvalid, ListUnreadable) as fault:
        fail(str(fault), fix="docs/reference/list-mappings.md shows a whole mapping")
    for entry in file.entries:
        if entry.code == "other_actor":
            continue
        name = entry.name or f"{path.name}:{entry.record}"
        if entry.outcome != "read":
            yield FactRecord(name=name, reason=f"{entry.column}: {entry.value!r}: {entry.reason}")
            continue
        yield FactRecord(name=name, facts=judgeable(entry.facts, country=entry.country))


def judgeable(facts: Mapping[str, object], *, country: str) -> dict[str, object]:
    """Return a list entry's facts in the names that the rules read."""
    known = {name: facts[name] for name in ("net_zero", "science", "disclosures") if name in facts}
    if country:
        known["country"] = country
    if "pledge_state" in facts:
        known["climate_pledge_signatory"] = True
        known["pledge_state"] = facts["pledge_state"]
        known["relationship"] = "signatory"
    science = known.get("science")
    if isinstance(science, Mapping) and science.get("type") == "sbti_committed" and "dated_on" in facts:
        known["science"] = {**{k: v for k, v in science.items() if k != "valid_to"}, "committed_on": facts["dated_on"]}
    if isinstance(science, Mapping) and "type" not in science:
        del known["science"]
    return known
