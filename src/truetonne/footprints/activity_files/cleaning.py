"""A raw row into a line of activity by a mapping: understood, held for a person, or refused with the reason."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from truetonne.footprints.activity_files.rows import Raw
from truetonne.footprints.states import RowOutcome
from truetonne.science.errors import InputRefused
from truetonne.science.footprint.unit_names import read_unit

FIELDS: Final = (
    "factor_key", "description", "supplier", "quantity", "unit", "amount", "currency", "price_year", "date", "part",
    "category", "region", "instrument_g_per_kwh", "uncertainty_pct", "data_quality",
)  # fmt: skip
"""What a column can be; a file whose columns have these names needs no mapping."""
_PARTS: Final = {
    "1": "SCOPE1",
    "2": "SCOPE2",
    "3": "SCOPE3",
    "SCOPE1": "SCOPE1",
    "SCOPE2": "SCOPE2",
    "SCOPE3": "SCOPE3",
}
_LARGEST: Final = Decimal("1e20")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityMapping:
    """Which column is what (``columns``), what holds for every row (``constants``), and the ledger's own words for
    activities (``keys``) in those of the factor sets. ``decimal_mark`` is ``.`` or ``,``.
    """

    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    decimal_mark: str = "."

    def as_json(self) -> dict[str, object]:
        """As it is stored."""
        return {
            "columns": dict(self.columns), "constants": dict(self.constants), "keys": dict(self.keys),
            "decimal_mark": self.decimal_mark,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanLine:
    """A row as understood. ``sha256`` is the same for the same row of the same place in the order of its equals."""

    row_number: int
    sha256: bytes
    raw: Raw
    factor_key: str
    part: str
    category: int | None
    description: str
    supplier: str
    region: str
    quantity: Decimal | None
    unit: str
    amount: Decimal | None
    currency: str
    price_year: int | None
    activity_date: date | None
    instrument_g_per_kwh: Decimal | None
    uncertainty_pct: Decimal | None
    data_quality: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNote:
    """A row that was not accepted, and why."""

    row_number: int
    outcome: RowOutcome
    code: str
    field: str
    value: str
    reason: str
    fix: str
    raw: Raw


class _Unfit(Exception):
    def __init__(self, *, outcome: RowOutcome, code: str, field: str, value: str, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.facts = {"outcome": outcome, "code": code, "field": field, "value": value, "reason": reason, "fix": fix}


def suggest_mapping(*, header: tuple[str, ...]) -> ActivityMapping:
    """Return a mapping of the columns that bear a field's own name, spelled with spaces or capitals as it may be."""
    plain = {name.strip().lower().replace(" ", "_"): name for name in header}
    return ActivityMapping(columns={field: plain[field] for field in FIELDS if field in plain})


def clean_rows(*, rows: Iterator[Raw], mapping: ActivityMapping, year: int) -> Iterator[CleanLine | RowNote]:
    """Read rows one by one for an inventory year; every row comes back as a line or as a note."""
    seen: Counter[bytes] = Counter()
    for number, raw in enumerate(rows, 1):
        told = hashlib.sha256(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode()).digest()
        seen[told] += 1
        sha256 = hashlib.sha256(told + seen[told].to_bytes(8, "big")).digest()
        try:
            yield _clean(raw=raw, number=number, sha256=sha256, mapping=mapping, year=year)
        except _Unfit as unfit:
            yield RowNote(row_number=number, raw=raw, **unfit.facts)  # type: ignore[arg-type]


def _clean(*, raw: Raw, number: int, sha256: bytes, mapping: ActivityMapping, year: int) -> CleanLine:
    cells = {**mapping.constants, **{name: raw.get(column, "") for name, column in mapping.columns.items()}}
    cells = {name: value or mapping.constants.get(name, "") for name, value in cells.items()}
    key = cells.get("factor_key", "")
    if not key:
        raise _held("factor_key_missing", "factor_key", "", "the row names no activity", "Map a column of activities")
    day = _day(cells.get("date", ""), year)
    part, category = _part(cells)
    quantity = _number(cells, "quantity", mapping)
    amount = _number(cells, "amount", mapping)
    unit, currency = cells.get("unit", ""), cells.get("currency", "").upper()
    if quantity is None and amount is None:
        raise _refused("no_figure", "quantity", "", "the row has neither a quantity nor an amount", "Blank is not 0")
    if quantity is not None:
        _check_unit(unit)
    if amount is not None and (len(currency) != 3 or not currency.isalpha()):
        raise _held("currency_missing", "currency", currency, "the amount has no currency", "Write a code such as EUR")
    price_year = _whole(cells.get("price_year", ""), "price_year") or (day.year if day else year)
    return CleanLine(
        row_number=number, sha256=sha256, raw=raw, factor_key=mapping.keys.get(key, key)[:300], part=part,
        category=category, description=cells.get("description", "")[:500], supplier=cells.get("supplier", "")[:200],
        region=cells.get("region", "")[:64], quantity=quantity, unit=unit if quantity is not None else "",
        amount=amount, currency=currency if amount is not None else "",
        price_year=price_year if amount is not None else None, activity_date=day,
        instrument_g_per_kwh=_number(cells, "instrument_g_per_kwh", mapping),
        uncertainty_pct=_number(cells, "uncertainty_pct", mapping), data_quality=_quality(cells),
    )  # fmt: skip


def _part(cells: Mapping[str, str]) -> tuple[str, int | None]:
    said = cells.get("part", "").upper().replace(" ", "").replace("SCOPE", "")
    part = _PARTS.get(said)
    if part is None:
        fix = "Write 1, 2 or 3 in a column, or give one scope for the whole file"
        raise _held("scope_unknown", "part", cells.get("part", ""), "the row's scope is not known", fix)
    if part != "SCOPE3":
        return part, None
    category = _whole(cells.get("category", ""), "category")
    if category is None or not 1 <= category <= 15:
        fix = "Write the number of the category, 1 to 15"
        raise _held("category_unknown", "category", cells.get("category", ""), "scope 3 has 15 categories", fix)
    return part, category


def _check_unit(unit: str) -> None:
    if not unit:
        raise _held(
            "unit_missing", "unit", "", "the quantity has no unit", "Map a column of units, or give one for all"
        )
    try:
        read_unit(unit)
    except InputRefused as error:
        raise _held(error.code, "unit", unit, error.reason, error.fix) from error


def _number(cells: Mapping[str, str], name: str, mapping: ActivityMapping) -> Decimal | None:
    text = cells.get(name, "").replace("\u00a0", "").replace(" ", "")
    if not text:
        return None
    thousands = "," if mapping.decimal_mark == "." else "."
    try:
        value = Decimal(text.replace(thousands, "").replace(mapping.decimal_mark, "."))
    except InvalidOperation:
        fix = f"Write a number with the decimal mark {mapping.decimal_mark!r}"
        raise _refused("not_a_number", name, text, "this is no number", fix) from None
    if not value.is_finite() or abs(value) > _LARGEST:
        raise _refused("not_a_number", name, text, "this number is out of all proportion", "Check the figure")
    if value < 0:
        fix = "Net a return against its purchase, or leave it out"
        raise _held("negative_quantity", name, text, "a quantity is not below 0; this may be a return", fix)
    return value


def _whole(text: str, name: str) -> int | None:
    plain = text.removesuffix(".0")
    if not plain:
        return None
    if not plain.isdigit():
        raise _refused("not_a_number", name, text, "this is no whole number", "Write digits alone")
    return int(plain)


def _day(text: str, year: int) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        raise _held("date_unknown", "date", text, "the date is not understood", "Write it as 2025-03-31") from None
    if day.year != year:
        raise _held(
            "outside_year", "date", text, f"the date lies outside {year}", "Send it with the year it belongs to"
        )
    return day


def _quality(cells: Mapping[str, str]) -> int | None:
    score = _whole(cells.get("data_quality", ""), "data_quality")
    if score is not None and not 1 <= score <= 5:
        raise _held("out_of_range", "data_quality", str(score), "a score runs from 1 to 5", "1 is very good, 5 poor")
    return score


def _held(code: str, field: str, value: str, reason: str, fix: str) -> _Unfit:
    return _Unfit(outcome=RowOutcome.HELD, code=code, field=field, value=value, reason=reason, fix=fix)


def _refused(code: str, field: str, value: str, reason: str, fix: str) -> _Unfit:
    return _Unfit(outcome=RowOutcome.REFUSED, code=code, field=field, value=value, reason=reason, fix=fix)
