"""Years as people write them: 2050, "2050", "FY2050", "FY 2050". Anything else is not understood, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YEAR = re.compile(r"(?P<fiscal>FY ?)?(?P<year>[12]\d{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A calendar or fiscal year."""

    year: int
    is_fiscal: bool = False


def read_year(*, value: object) -> Year | None:
    """Return the year that a number or text names, or None where it is not understood.

    Source: standards reference 1.1, conventions 1.4.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        value = str(value)
    if not isinstance(value, str):
        return None
    found = _YEAR.fullmatch(value.strip())
    return Year(year=int(found["year"]), is_fiscal=found["fiscal"] is not None) if found else None
