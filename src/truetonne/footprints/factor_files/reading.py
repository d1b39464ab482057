"""Rows of a factor file into factors, every row accepted, known, held or refused. Nothing blank becomes 0."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from truetonne.footprints.factor_files.mapping import FactorMapping
from truetonne.science.errors import InputRefused
from truetonne.science.footprint.unit_names import read_unit
from truetonne.science.gwp import find_factor, read_metric_name

_PLACE: Final = re.compile(r"\{([^{}]+)\}")
_GAS_FIELDS: Final = {"co2": "co2_g", "ch4_as_co2e": "ch4_g", "n2o_as_co2e": "n2o_g", "biogenic_co2": "biogenic_co2_g"}
NOTES_MAX: Final = 1000


class FactorFileUnreadable(Exception):
    """A factor file that cannot be read; carries its name, reason and fix."""

    code = "invalid_request"

    def __init__(self, *, name: str, reason: str, fix: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.fix = fix


@dataclass(slots=True, kw_only=True)
class ReadFactor:
    """One factor as a file states it, grams per unit; what the file does not say is None."""

    activity_key: str
    title: str
    unit: str
    part: str
    region: str
    year: int | None
    category: int | None
    method: str
    locator: str
    cells: Mapping[str, str]
    grams: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorNote:
    """A row that was not accepted, with what is wrong and what to do."""

    record: str
    outcome: str
    code: str
    field: str
    value: str
    reason: str


@dataclass(slots=True, kw_only=True)
class FactorReading:
    """What a file came to: factors, counts (read = accepted + known + held + refused) and rows not accepted."""

    factors: list[ReadFactor] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    notes: list[FactorNote] = field(default_factory=list)

    def note(self, *, record: str, outcome: str, code: str, field: str, value: str, reason: str) -> None:
        """Count a row that was not accepted; the first thousand are kept in full."""
        self.counts[outcome] += 1
        self.codes[code] += 1
        if len(self.notes) < NOTES_MAX:
            self.notes.append(
                FactorNote(record=record, outcome=outcome, code=code, field=field, value=value, reason=reason)
            )


def read_factors(*, path: Path, mapping: FactorMapping) -> FactorReading:
    """Read a publisher's file by its mapping; raises FactorFileUnreadable."""
    reading = FactorReading()
    found: dict[tuple[str, ...], ReadFactor] = {}
    weights = {
        gas: Decimal(repr(find_factor(gas=gas, metric=read_metric_name(mapping.gwp_set), **_origin(gas, mapping))))
        for gas in ("CH4", "N2O")
    }
    for record, row in _rows(path=path, mapping=mapping):
        reading.counts["read"] += 1
        _take(record=record, row=row, mapping=mapping, found=found, reading=reading, weights=weights)
    if not reading.counts["read"]:
        raise FactorFileUnreadable(name=path.name, reason="it holds no rows", fix="Check the file and its mapping")
    if mapping.attach_biogenic_by:
        _attach_biogenic(found=found, by=mapping.attach_biogenic_by)
    reading.factors = list(found.values())
    return reading


def _origin(gas: str, mapping: FactorMapping) -> dict[str, Any]:
    from truetonne.science.gwp import MethaneOrigin

    return {"origin": MethaneOrigin.NON_FOSSIL} if gas == "CH4" and mapping.gwp_set.startswith("AR6") else {}


def _take(
    *,
    record: str,
    row: Mapping[str, str],
    mapping: FactorMapping,
    found: dict[tuple[str, ...], ReadFactor],
    reading: FactorReading,
    weights: Mapping[str, Decimal],
) -> None:
    columns = mapping.columns
    said = _fill(columns.get("kind", ""), row)
    kind = mapping.kinds.get(said, "" if mapping.kinds else "co2e")
    text = _fill(columns["value"], row)
    refuse = {"record": record, "field": columns["value"], "value": text}
    if kind in {"", "skip"}:
        reading.note(
            **{**refuse, "field": columns.get("kind", ""), "value": said}, outcome="refused", code="not_a_factor",
            reason="this row is no emission factor",
        )  # fmt: skip
        return
    if not text:
        reading.note(**refuse, outcome="refused", code="no_value", reason="the row has no figure; blank is not 0")
        return
    try:
        value = Decimal(text)
        unit = _fill(columns["unit"], row)
        read_unit(unit)
    except InvalidOperation:
        reading.note(**refuse, outcome="refused", code="not_a_number", reason="the figure is no number")
        return
    except InputRefused as error:
        reading.note(
            record=record, outcome="held", code=error.code, field=columns["unit"], value=unit, reason=error.reason
        )
        return
    factor = _describe(row=row, mapping=mapping, unit=unit, record=record)
    if kind in {"co2e", "co2"} and factor.part == "BIOGENIC":
        kind = "biogenic_co2"
    key = (factor.activity_key, factor.unit, factor.region, factor.part)
    kept = found.setdefault(key, factor)
    name = "co2e_g" if kind == "co2e" else _GAS_FIELDS[kind]
    grams = value * Decimal(columns.get("unit_kg", "1")) * 1000
    if kind in {"ch4_as_co2e", "n2o_as_co2e"}:
        grams /= weights["CH4" if kind == "ch4_as_co2e" else "N2O"]
    if name in kept.grams:
        same = kept.grams[name] == grams
        reading.note(
            **refuse, outcome="known" if same else "held", code="repeated" if same else "contradicts",
            reason="the file has this factor before" + ("" if same else f", with {kept.grams[name] / 1000} kg"),
        )  # fmt: skip
        return
    kept.grams[name] = grams
    reading.counts["accepted"] += 1


def _describe(*, row: Mapping[str, str], mapping: FactorMapping, unit: str, record: str) -> ReadFactor:
    columns = mapping.columns
    key = _fill(columns["activity_key"], row)
    year, category = (_fill(columns.get(name, ""), row) for name in ("year", "category"))
    return ReadFactor(
        activity_key=key[:300],
        title=(_fill(columns.get("title", ""), row) or key)[:500],
        unit=unit,
        part=mapping.parts.get(_fill(columns.get("part", ""), row), ""),
        region=_fill(columns.get("region", ""), row),
        year=int(float(year)) if year else None,
        category=int(category) if category else None,
        method=_fill(columns.get("method", ""), row) or "average_data",
        locator=_fill(columns.get("locator", ""), row) or record,
        cells=row,
    )


def _attach_biogenic(*, found: Mapping[tuple[str, ...], ReadFactor], by: tuple[str, ...]) -> None:
    """Give a fuel of scope 1 the biogenic CO2 that the publisher prints apart, where exactly one row fits."""
    outside: dict[tuple[str, ...], list[Decimal]] = {}
    for factor in found.values():
        if factor.part == "BIOGENIC" and "biogenic_co2_g" in factor.grams:
            outside.setdefault(tuple(factor.cells[name] for name in by), []).append(factor.grams["biogenic_co2_g"])
    for factor in found.values():
        fitting = outside.get(tuple(factor.cells[name] for name in by), [])
        if factor.part == "SCOPE1" and len(fitting) == 1:
            factor.grams["biogenic_co2_g"] = fitting[0]


def _fill(template: str, row: Mapping[str, str]) -> str:
    """Fill ``{Column}`` places; parts divided by `` / `` whose cells are blank are left out."""
    filled = [_PLACE.sub(lambda place: row.get(place[1], ""), part).strip() for part in template.split(" / ")]
    return " / ".join(part for part in filled if part)


def _rows(*, path: Path, mapping: FactorMapping) -> Iterator[tuple[str, Mapping[str, str]]]:
    kind = str(mapping.file.get("kind", path.suffix.lstrip(".")))
    try:
        if kind == "csv":
            yield from _csv_rows(path)
        elif kind == "xlsx":
            yield from _sheet_rows(path, mapping)
        elif kind == "json":
            yield from _json_rows(path, mapping)
        else:
            raise FactorFileUnreadable(
                name=path.name, reason=f"{kind!r} files are not read", fix="Use csv, xlsx or json"
            )
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise FactorFileUnreadable(name=path.name, reason=str(error), fix="Check that the file is whole") from error


def _csv_rows(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            yield f"line {number}", {key.strip(): (value or "").strip() for key, value in row.items() if key}


def _sheet_rows(path: Path, mapping: FactorMapping) -> Iterator[tuple[str, Mapping[str, str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    sheet = str(mapping.file.get("sheet", ""))
    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    except CalamineError as error:
        raise FactorFileUnreadable(name=path.name, reason=str(error), fix=f"The sheet {sheet!r} is needed") from error
    start = int(str(mapping.file.get("header_row", 1)))
    header = [str(cell).strip() for cell in rows[start - 1]]
    for number, cells in enumerate(rows[start:], start + 1):
        row = {name: _cell(cell) for name, cell in zip(header, cells, strict=False) if name}
        filled = {value for value in row.values() if value}
        if not filled or str(mapping.file.get("end", "")) in filled:
            continue
        yield f"{sheet} row {number}", row


def _json_rows(path: Path, mapping: FactorMapping) -> Iterator[tuple[str, Mapping[str, str]]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    for step in filter(None, str(mapping.file.get("path", "")).split(".")):
        content = content[step]
    skipped = {str(key) for key in _listed(mapping.file.get("skip_keys"))}
    for key, value in content.items():
        if key in skipped:
            continue
        cells = value if isinstance(value, dict) else {"value": value}
        plain = {name: _cell(cell) for name, cell in cells.items() if not isinstance(cell, list | dict)}
        yield str(key), {"key": str(key), **plain}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value).strip()
