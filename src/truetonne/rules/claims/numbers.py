"""Numbers in a claim against the record that it rests on: kilograms and tonnes, years, serials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

_KG: Final = r"kg|kilograms?|kilogam|ki-lô-gam|公斤|千克"
_TONNES: Final = r"tonnes?|tons?|tấn|吨|t(?=\s*(?:CO|\W|$))"
_QUANTITY: Final = re.compile(
    rf"(?<![A-Za-z0-9.,])(?P<number>\d[\d.,\u00A0\u202F ]*\d|\d)\s*(?P<unit>{_KG}|{_TONNES})(?:\s*CO[2₂]?e?)?",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<![\d.,-])(?:19|20)\d{2}(?![\d.,]*\d|-\d)")
_SERIAL: Final = re.compile(r"(?<![A-Z0-9_-])(?=[A-Z0-9_+-]*\d)[A-Z0-9][A-Z0-9_+]*(?:-[A-Z0-9_+]+){2,}", re.IGNORECASE)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}|\d{2}-\d{2}-\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """What the record says: kilograms, the years that may be named (inventory, vintage, retirement), serial ranges."""

    quantities_kg: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFound:
    """A number that differs from the record, with its place and what the record has."""

    start: int
    end: int
    written: str
    kind: str
    due: tuple[str, ...]


def has_quantity(*, text: str) -> bool:
    """Say whether a text names kilograms or tonnes."""
    return _QUANTITY.search(text) is not None


def has_year(*, text: str) -> bool:
    """Say whether a text names a year."""
    return _YEAR.search(text) is not None


def has_serial(*, text: str) -> bool:
    """Say whether a text holds what looks like a registry serial."""
    return any(not _DATE.fullmatch(match.group()) for match in _SERIAL.finditer(text))


def find_differing(*, text: str, record: ClaimRecord) -> Iterator[NumberFound]:
    """Yield quantities, years and serials that the record does not hold; a kind the record leaves empty is not read."""
    if record.quantities_kg:
        for match in _QUANTITY.finditer(text):
            readings = {one * _unit_kg(match["unit"]) for one in _readings(match["number"])}
            if not readings & {Fraction(one) for one in record.quantities_kg}:
                yield _found(match, "quantity", tuple(f"{one} kg" for one in record.quantities_kg))
    spans = [match.span() for match in _SERIAL.finditer(text)] + [match.span() for match in _QUANTITY.finditer(text)]
    if record.years:
        for match in _YEAR.finditer(text):
            inside = any(start <= match.start() < end for start, end in spans)
            if not inside and int(match.group()) not in record.years:
                yield _found(match, "year", tuple(str(one) for one in record.years))
    if record.serials:
        for match in _SERIAL.finditer(text):
            if not _DATE.fullmatch(match.group()) and not any(match.group() in one for one in record.serials):
                yield _found(match, "serial", record.serials)


def _found(match: re.Match[str], kind: str, due: tuple[str, ...]) -> NumberFound:
    return NumberFound(start=match.start(), end=match.end(), written=match.group().strip(), kind=kind, due=due)


def _unit_kg(unit: str) -> int:
    return 1 if re.fullmatch(_KG, unit, re.IGNORECASE) else 1000


def _readings(written: str) -> set[Fraction]:
    """Return what a number can mean: the comma or the point may be the decimal sign, by language."""
    bare = re.sub(r"[\s\u00A0\u202F]", "", written)
    forms = {bare.replace(",", ""), bare.replace(".", "").replace(",", ".")}
    return {Fraction(form) for form in forms if re.fullmatch(r"\d+(?:\.\d+)?", form)}
