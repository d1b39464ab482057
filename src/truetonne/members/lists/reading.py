"""Rows of a list's file as entries: each row reads, is held with its reason, or is refused; none stops the others."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from truetonne.edge.parties import is_domain
from truetonne.members.lists.countries import read_country
from truetonne.members.lists.files import ListUnreadable, read_bytes, read_rows
from truetonne.members.lists.mapping import Field, ListMapping
from truetonne.rules.years import read_year


class _CellUnreadable(ValueError):
    def __init__(self, *, code: str, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.column = column
        self.value = value
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """One row: ``outcome`` is read, held or refused; ``facts`` are in the names of the eligibility rules."""

    record: int
    outcome: str
    raw: Mapping[str, str]
    name: str = ""
    key: str = ""
    lei: str = ""
    isin: str = ""
    registration_number: str = ""
    domain: str = ""
    country: str = ""
    public_url: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    code: str = ""
    column: str = ""
    value: str = ""
    reason: str = ""

    def as_duplicate(self, *, of: int) -> ReadEntry:
        """Return this row held, because the record ``of`` has the same key."""
        reason = f"the key stands in record {of} too"
        return replace(self, outcome="held", code="duplicate_row", value=self.key, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file with its hash and encoding, and its rows in order."""

    name: str
    sha256: str
    encoding: str
    entries: tuple[ReadEntry, ...]


def read_list(*, path: Path, mapping: ListMapping) -> ReadFile:
    """Read a .csv, .txt, .xlsx, .parquet or .json (each also as .gz); raises ListUnreadable without the list's columns."""
    content = read_bytes(path=path)
    rows, encoding = read_rows(content=content, path=path, sheet=mapping.sheet)
    header, place = _find_header(rows=rows, mapping=mapping, file=path.name)
    columns = {name: index for index, name in reversed(list(enumerate(header)))}
    _check_columns(columns=columns, mapping=mapping, file=path.name)
    seen: dict[str, int] = {}
    entries = []
    for number, row in enumerate(rows[place + 1 :], 1):
        if not any(cell.strip() for cell in row):
            continue
        entry = _entry(row=row, columns=columns, header=header, mapping=mapping, record=number)
        if entry.outcome == "read" and entry.key in seen:
            entry = entry.as_duplicate(of=seen[entry.key])
        elif entry.outcome == "read":
            seen[entry.key] = number
        entries.append(entry)
    return ReadFile(
        name=path.name, sha256=hashlib.sha256(content).hexdigest(), encoding=encoding, entries=tuple(entries)
    )


def entry_hash(*, entry: ReadEntry) -> bytes:
    """Return the hash of what a row says, by which a later load knows it again."""
    text = json.dumps([entry.raw, dict(entry.facts)], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def _find_header(*, rows: Sequence[Sequence[str]], mapping: ListMapping, file: str) -> tuple[list[str], int]:
    for place, row in enumerate(rows[:40]):
        names = [_collapse(cell) for cell in row]
        if any(header in names for header in mapping.header):
            return names, place
    fact = f"no row holds the header {' or '.join(mapping.header)}"
    raise ListUnreadable(file=file, code="column_missing", fact=fact)


def _check_columns(*, columns: Mapping[str, int], mapping: ListMapping, file: str) -> None:
    for each in mapping.fields:
        if not each.optional_column and not any(name in columns for name in each.column):
            fact = f"the column {' or '.join(each.column)} is missing"
            raise ListUnreadable(file=file, code="column_missing", fact=fact)


def _collapse(text: str) -> str:
    return " ".join(text.split())


def _entry(
    *, row: Sequence[str], columns: Mapping[str, int], header: Sequence[str], mapping: ListMapping, record: int
) -> ReadEntry:
    # Only what the mapping reads is kept: the rest of a list is its publisher's own text.
    wanted = {name for each in mapping.fields for name in each.column}
    wanted |= set(mapping.only.column) if mapping.only is not None else set()
    raw = {
        name: row[index].strip()
        for name, index in columns.items()
        if name in wanted and index < len(row) and row[index].strip()
    }
    if mapping.only is not None:
        held = _value_of(mapping.only.column, raw)
        if held not in mapping.only.values:
            return ReadEntry(
                record=record, outcome="refused", raw=raw, code="other_actor", column=mapping.only.column[0],
                value=held, reason="this row is not about a company",
            )  # fmt: skip
    plain: dict[str, str] = {}
    facts: dict[str, object] = {}
    try:
        for each in mapping.fields:
            value = _read_field(each, _value_of(each.column, raw))
            if value is None:
                continue
            if "." not in each.to and each.to in PLAIN:
                plain[each.to] = str(value)
            else:
                _put(facts, path=each.to, value=value, append=each.append)
    except _CellUnreadable as fault:
        outcome = "held" if fault.code == "status_unknown" else "refused"
        return ReadEntry(
            record=record, outcome=outcome, raw=raw, name=plain.get("name", ""), code=fault.code, column=fault.column,
            value=fault.value, reason=fault.reason,
        )  # fmt: skip
    for path, constant in mapping.constants.items():
        _put(facts, path=path, value=constant, append=0)
    return ReadEntry(
        record=record, outcome="read", raw=raw, name=plain["name"], key=plain.get("key") or plain["name"],
        lei=plain.get("lei", "").upper(), isin=plain.get("isin", "").upper(), domain=plain.get("domain", ""),
        registration_number=plain.get("registration_number", ""), country=plain.get("country", ""),
        public_url=web_address(text=plain.get("public_url", "")), facts=facts,
    )  # fmt: skip


def web_address(*, text: str) -> str:
    """Return an address that a page may link to: http or https, https where a list leaves the scheme out, else blank.

    >>> web_address(text="www.company.example/climate"), web_address(text="javascript:alert(1)")
    ('https://www.company.example/climate', '')
    """
    address = text.strip()
    if address.lower().startswith(("https://", "http://")):
        return address
    host = address.split("/", 1)[0].lower()
    return f"https://{address}" if is_domain(text=host) else ""


PLAIN = ("name", "key", "lei", "isin", "registration_number", "domain", "country", "public_url")
"""What an entry itself holds; everything else are facts."""


def _value_of(names: Sequence[str], raw: Mapping[str, str]) -> str:
    return next((_collapse(raw[name]) for name in names if raw.get(name, "").strip()), "")


def _read_field(each: Field, cell: str) -> object:
    if not cell:
        if each.required:
            raise _CellUnreadable(code="value_missing", column=each.column[0], value="", reason="this cell is empty")
        return None
    if each.words:
        folded = {word.casefold(): value for word, value in each.words.items()}
        if cell.casefold() not in folded:
            raise _CellUnreadable(code="status_unknown", column=each.column[0], value=cell, reason="an unknown word")
        mapped = folded[cell.casefold()]
        return (each.append if each.append and mapped else mapped) or None
    return _READERS[each.read](each, cell)


def _read_text(each: Field, cell: str) -> object:
    del each
    return cell


def _read_year_cell(each: Field, cell: str) -> object:
    """Return the latest of the years in a cell: it decides a deadline; the cell itself stays beside."""
    years = _years(each, cell)
    return max(years)


def _read_year_end(each: Field, cell: str) -> object:
    return date(max(_years(each, cell)), 12, 31).isoformat()


def _years(each: Field, cell: str) -> list[int]:
    found: list[int] = []
    for part in cell.replace("/", ",").split(","):
        # Sources write F2030, FY2024/2025 and FY2030/31: the second half of a split year is its last two digits.
        text = part.strip().removeprefix("F").removeprefix("Y").strip()
        if len(text) == 2 and text.isdigit() and found:
            text = f"{str(found[-1])[:2]}{text}"
        year = read_year(value=text)
        if year is None:
            raise _CellUnreadable(code="number_unreadable", column=each.column[0], value=cell, reason="no year")
        found.append(year.year)
    return found


def _read_date(each: Field, cell: str) -> object:
    for form in each.formats or ("%Y-%m-%d",):
        try:
            return datetime.strptime(cell, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise _CellUnreadable(
        code="date_unreadable", column=each.column[0], value=cell, reason="no date of the list's form"
    )


def _read_slug(each: Field, cell: str) -> object:
    """Return the last part of an address without .html, its hyphens as blanks: a name as the address spells it."""
    last = cell.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1].removesuffix(".html").replace("-", " ").strip()
    if not last:
        raise _CellUnreadable(code="value_missing", column=each.column[0], value=cell, reason="no name in the address")
    return last


def _read_country(each: Field, cell: str) -> object:
    del each
    return read_country(text=cell)


def _read_domain(each: Field, cell: str) -> object:
    """Return the host of an address without www.; an empty text for what is none: not stated, never guessed."""
    del each
    found = _HOST.match(cell.strip().lower())
    return found["host"] if found else ""


_HOST = re.compile(r"(?:https?://)?(?:www\.)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[:/?#]|$)")
_READERS = {
    "text": _read_text, "year": _read_year_cell, "year_end": _read_year_end, "date": _read_date, "slug": _read_slug,
    "country": _read_country, "words": _read_text, "domain": _read_domain,
}  # fmt: skip


def _put(facts: dict[str, object], *, path: str, value: object, append: int) -> None:
    *parents, last = path.split(".")
    place = facts
    for name in parents:
        inner = place.setdefault(name, {})
        assert isinstance(inner, dict)
        place = inner
    if append:
        known = place.setdefault(last, [])
        assert isinstance(known, list)
        known.append(value)
    else:
        place[last] = value


def each_fact_record(*, file: ReadFile) -> Iterator[tuple[ReadEntry, Mapping[str, object]]]:
    """Yield the entries that could be read with their facts."""
    for entry in file.entries:
        if entry.outcome == "read":
            yield entry, entry.facts
