"""Numbers, dates, years and texts as registries print them. Nothing is guessed and nothing is rounded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | float | bool | Decimal | date | None
"""What a file gives: text, or a typed value of a workbook or a Parquet file."""

YEAR_FIRST, YEAR_LAST = 1900, 2200
"""Dates outside these years are typing errors."""

ISO = "ISO"
"""Name of the one date format that is no pattern: 2026-04-13, 2026-04-13T12:35:58.842275, with or without Z."""


class Unreadable(ValueError):
    """A cell that cannot be read; carries the reason and what would be readable."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InvalidDateFormat(ValueError):
    """A date format of a mapping that cannot be used; carries the format and the reason."""

    def __init__(self, *, text: str, reason: str) -> None:
        super().__init__(f"{text!r} is not a date format: {reason}")
        self.text = text
        self.reason = reason


def cell_text(*, cell: Cell) -> str:
    """Return a cell as the text that is kept beside every cleaned value.

    Whole floats lose their ``.0`` (workbooks know no integers), dates become ISO, line ends become line feeds.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """How a source prints quantities: unit ``t`` or ``kg``, thousands separator and decimal mark."""

    unit: str = "t"
    thousands: str = ""
    decimal: str = "."


KG_MAX = 2**62
"""Largest quantity that can be stored; far beyond what is plausible."""

_NUMBER = re.compile(r"(\d+)(?:\.(\d+))?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_WHOLE_TONNES = re.compile(r"\d{1,15}", re.ASCII)


def parse_quantity_kg(*, text: str, number: NumberFormat) -> int:
    """Return whole kilograms.

    >>> parse_quantity_kg(text="1,454,054", number=NumberFormat(thousands=","))
    1454054000

    Raises Unreadable for signs, exponents, separators that the source does not declare, and parts of a kilogram.
    """
    if number.unit == "t" and _WHOLE_TONNES.fullmatch(text):
        return int(text) * 1_000
    plain = text
    if number.thousands and number.thousands in text:
        plain = _ungroup(text=text, number=number)
    elif number.decimal != ".":
        if "." in text:
            raise Unreadable(reason=f"write decimals after {number.decimal!r}, as the mapping declares")
        plain = text.replace(number.decimal, ".")
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise Unreadable(reason=_number_reason(text=text, number=number))
    places = 3 if number.unit == "t" else 0
    part = (match[2] or "").rstrip("0")
    if len(part) > places:
        raise Unreadable(reason="less than a kilogram; quantities are whole kilograms and never rounded")
    kg = int(match[1] + part.ljust(places, "0"))
    if kg > KG_MAX:
        raise Unreadable(reason=f"more than {KG_MAX} kg")
    return kg


def _ungroup(*, text: str, number: NumberFormat) -> str:
    head, mark, tail = text.partition(number.decimal)
    if not re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(number.thousands)}[0-9]{{3}})+", head):
        raise Unreadable(reason=f"{number.thousands!r} must stand before every three digits")
    return head.replace(number.thousands, "") + ("." + tail if mark else "")


def _number_reason(*, text: str, number: NumberFormat) -> str:
    if text == "":
        return "blank, where a quantity is needed"
    if text[0] in "-+":
        return "a quantity has no sign"
    if not number.thousands and _GROUPED.fullmatch(text):
        return 'thousands separators are read only where the mapping declares them (thousands = ",")'
    return "not digits with at most one decimal mark"


def parse_year(*, cell: Cell) -> int:
    """Return a year of four digits; a workbook's ``2024.0`` is one. Raises Unreadable."""
    text = cell_text(cell=cell).strip()
    match = re.fullmatch(r"(\d{4})(?:\.0+)?", text, re.ASCII)
    if match is None:
        raise Unreadable(reason="not a year of four digits")
    year = int(match[1])
    if not YEAR_FIRST <= year <= YEAR_LAST:
        raise Unreadable(reason=f"a year between {YEAR_FIRST} and {YEAR_LAST} is needed")
    return year


_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MON": r"(?P<name>[A-Za-z]{3})",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
    "hh": r"\d{2}",
    "h": r"\d{1,2}",
    "mm": r"[0-5]\d",
    "ss": r"[0-5]\d",
    "f": r"\d{1,9}",
    "AM": r"[AP]M",
    "Z": r"(?:Z|[+-]\d{2}:?\d{2})",
}
_TOKEN = re.compile("|".join(sorted(_TOKENS, key=len, reverse=True)))
_MONTHS = {
    name: at
    for at, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)
_CACHE_MAX = 50_000


def compile_date_format(*, text: str, two_digit_years_from: int | None) -> re.Pattern[str]:
    """Turn a format such as ``M/D/YYYY h:mm:ss AM`` into a pattern; raises InvalidDateFormat.

    One letter stands for one or two digits, two letters for exactly two. ``YY`` needs ``two_digit_years_from``.
    """
    parts, at = [], 0
    for token in _TOKEN.finditer(text):
        parts.append(re.escape(text[at : token.start()]))
        parts.append(_TOKENS[token[0]])
        at = token.end()
    parts.append(re.escape(text[at:]))
    try:
        pattern = re.compile("".join(parts), re.ASCII)
    except re.error:
        raise InvalidDateFormat(text=text, reason="a part of the date occurs twice") from None
    names = set(pattern.groupindex)
    if not names & {"year", "short"} or not names & {"month", "name"} or "day" not in names:
        raise InvalidDateFormat(text=text, reason="it needs year, month and day: YYYY or YY, MM, M or MON, DD or D")
    if "short" in names and two_digit_years_from is None:
        raise InvalidDateFormat(text=text, reason="YY needs two_digit_years_from = the first year it can mean")
    return pattern


def _day(year: int, month: int, day: int) -> date:
    if not YEAR_FIRST <= year <= YEAR_LAST:
        raise ValueError
    return date(year, month, day)


class DateReader:
    """Reads dates in the declared formats only; keeps what it read, because dates repeat."""

    def __init__(self, *, formats: tuple[str, ...], two_digit_years_from: int | None = None) -> None:
        self.formats = formats
        self.years_from = two_digit_years_from
        self._patterns = tuple(
            _ISO if text == ISO else compile_date_format(text=text, two_digit_years_from=two_digit_years_from)
            for text in formats
        )
        self._seen: dict[str, date] = {}

    def read(self, *, cell: Cell) -> date:
        """Return the day; the time of day is left to the raw value. Raises Unreadable."""
        if type(cell) is not str:
            if isinstance(cell, date):
                day = cell.date() if isinstance(cell, datetime) else cell
                if not YEAR_FIRST <= day.year <= YEAR_LAST:
                    raise Unreadable(reason=f"a year between {YEAR_FIRST} and {YEAR_LAST} is needed")
                return day
            cell = cell_text(cell=cell)
        seen = self._seen.get(cell)
        if seen is None:
            seen = self._parse(text=cell.strip())
            if len(self._seen) < _CACHE_MAX:
                self._seen[cell] = seen
        return seen

    def _parse(self, *, text: str) -> date:
        for pattern in self._patterns:
            match = pattern.fullmatch(text)
            if match is not None:
                try:
                    return self._build(match=match)
                except ValueError:
                    raise Unreadable(reason=f"there is no such day; formats read here: {self._names()}") from None
        raise Unreadable(reason=f"not in a declared date format: {self._names()}")

    def _build(self, *, match: re.Match[str]) -> date:
        if match.re is _ISO:
            return _day(int(match[1]), int(match[2]), int(match[3]))
        found = match.groupdict()
        month = int(found["month"]) if "month" in found else _MONTHS.get(found["name"].lower(), 0)
        if "short" in found:
            start = self.years_from or 0
            year = start - start % 100 + int(found["short"])
            year += 100 if year < start else 0
        else:
            year = int(found["year"])
        return _day(year, month, int(found["day"]))

    def _names(self) -> str:
        return ", ".join(self.formats) or "none (add dates = [...] to the mapping)"
