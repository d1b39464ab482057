"""Serial numbers by a registry's grammar: inclusive ranges, their key parts, and what they say about the row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from truetonne.supply.registry_records.values import DateReader, Unreadable

SERIAL_MAX = 2**40 - 1
"""Serials must fit the registry unit space: key number x 2^40 + serial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A field that a serial number also prints: a template of its named parts, or one part that is a date."""

    field: str
    template: str = ""
    part: str = ""
    dates: DateReader | None = None
    add_days: int = 0

    def value(self, *, parts: Mapping[str, str]) -> str | date:
        """Return what the serial number says the field is. Raises Unreadable for a date that is none."""
        if self.dates is None:
            return self.template.format_map(parts)
        day = self.dates.read(cell=parts[self.part])
        return date.fromordinal(day.toordinal() + self.add_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialPattern:
    """One grammar: a regular expression with the parts ``first`` and ``last`` (or ``serial`` for a single unit)."""

    regex: re.Pattern[str]
    key: tuple[str, ...]
    key_prefix: str = ""
    agreements: tuple[Agreement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSerial:
    """A range under the key that makes it unique. ``parts`` are the pattern's named parts as printed."""

    key: str
    first: int
    last: int
    parts: Mapping[str, str]
    pattern: SerialPattern

    @property
    def count(self) -> int:
        """Both ends count; not positive when the ends are reversed."""
        return self.last - self.first + 1


class KeyPartMissing(Unreadable):
    """A key part is in neither the serial number nor the row; carries its name."""

    def __init__(self, *, part: str) -> None:
        super().__init__(reason=f"the key part {part!r} is in neither the serial number nor the row's columns")
        self.part = part


def parse_serial(*, text: str, patterns: tuple[SerialPattern, ...], fields: Mapping[str, str]) -> ParsedSerial | None:
    """Read a printed serial number with the first pattern that fits it whole; None when none does.

    The text is taken as printed: no blank is added, dropped or replaced. ``fields`` gives key parts that the
    serial number does not print. Raises KeyPartMissing.
    """
    for pattern in patterns:
        match = pattern.regex.fullmatch(text)
        if match is None:
            continue
        parts = {name: value for name, value in match.groupdict().items() if value is not None}
        single = parts.get("serial")
        first, last = (single, single) if single is not None else (parts["first"], parts["last"])
        key = make_key(pattern=pattern, parts=parts, fields=fields)
        return ParsedSerial(key=key, first=int(first), last=int(last), parts=parts, pattern=pattern)
    return None


def make_key(*, pattern: SerialPattern, parts: Mapping[str, str], fields: Mapping[str, str]) -> str:
    """Join the key parts, in the order in which the mapping names them. Raises KeyPartMissing."""
    values = [pattern.key_prefix] if pattern.key_prefix else []
    for part in pattern.key:
        value = parts.get(part) or fields.get(part) or ""
        if not value:
            raise KeyPartMissing(part=part)
        values.append(value)
    return "/".join(values)
