"""How long a product footprint may be used, and how its numbers are written.

Source: WBCSD PACT Technical Specifications 3.0.3 (published), in our own words. That 29 February plus three years is
28 February is operator policy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from truetonne.science.errors import InputMissing, WrongType

VALIDITY_YEARS: Final = 3
_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?")


class LifecycleStatus(StrEnum):
    """A footprint is ACTIVE until it is DEPRECATED, and never changes again."""

    ACTIVE = "Active"
    DEPRECATED = "Deprecated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """The span of a footprint; ``is_default`` where the footprint states none."""

    start: datetime
    end: datetime
    reference_end: datetime
    is_default: bool

    @property
    def breaches(self) -> tuple[str, ...]:
        """Return what the span breaks: refused on our own footprints, a warning on received ones."""
        found = []
        if self.start < self.reference_end:
            found.append("validity_before_reference_end")
        if self.end > add_years(moment=self.reference_end, years=VALIDITY_YEARS):
            found.append("validity_over_three_years")
        if self.end < self.start:
            found.append("validity_reversed")
        return tuple(found)

    def may_be_used(self, *, at: datetime) -> bool:
        """Say whether the footprint may still be used; the end is exclusive here, which is the careful reading."""
        return self.start <= at < self.end


def read_moment(*, value: object, field: str) -> datetime:
    """Return a moment in UTC from RFC 3339 text; a text without offset is refused."""
    if not isinstance(value, str):
        raise WrongType(field=field, value=value, reason="a moment such as 2026-01-31T00:00:00Z is due")
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise WrongType(field=field, value=value, reason="a moment such as 2026-01-31T00:00:00Z is due")
    return moment.astimezone(UTC)


def write_moment(*, moment: datetime) -> str:
    """Return the moment with ``Z``, which no client can mistake for a space."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def add_years(*, moment: datetime, years: int) -> datetime:
    """Return the same day years later, 29 February becoming 28 where there is none."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def find_validity(*, footprint: Mapping[str, object]) -> Validity:
    """Return the span of a footprint: the dates it states, else the reference period's end and three years.

    Raises InputMissing without the reference period's end, WrongType.
    """
    pcf = footprint.get("pcf")
    inner = pcf if isinstance(pcf, Mapping) else {}
    ends = inner.get("referencePeriodEnd", footprint.get("referencePeriodEnd"))
    if ends is None:
        reason = "a footprint's validity starts from it"
        raise InputMissing(field="pcf.referencePeriodEnd", value=None, reason=reason)
    reference_end = read_moment(value=ends, field="pcf.referencePeriodEnd")
    start = footprint.get("validityPeriodStart")
    end = footprint.get("validityPeriodEnd")
    return Validity(
        start=reference_end if start is None else read_moment(value=start, field="validityPeriodStart"),
        end=add_years(moment=reference_end, years=VALIDITY_YEARS)
        if end is None
        else read_moment(value=end, field="validityPeriodEnd"),
        reference_end=reference_end,
        is_default=start is None and end is None,
    )


def is_decimal_text(*, value: object) -> bool:
    """Say whether a value is a number as the exchange writes it: a text, digits, no exponent, never a JSON number."""
    return isinstance(value, str) and _DECIMAL.fullmatch(value) is not None


def read_decimal(*, value: object, field: str) -> Decimal:
    """Return the number of a decimal text; raises WrongType."""
    if not is_decimal_text(value=value):
        fix = 'Write it as a text without exponent, such as "0.35"'
        raise WrongType(field=field, value=value, reason="a decimal text is due", fix=fix)
    return Decimal(str(value))


def may_follow(*, before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    """Say whether a footprint may become another under the same id: only its status, from active to deprecated."""
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    if not changed:
        return True
    from_active = before.get("status") == LifecycleStatus.ACTIVE
    return changed == {"status"} and from_active and after.get("status") == LifecycleStatus.DEPRECATED
