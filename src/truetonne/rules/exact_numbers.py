"""Exact arithmetic of judgements: whole kilograms by direction, years as texts, and numbers as JSON writes them.

Judgements compute with ``Fraction``, so that "exactly 10 %" is exact and a comparison of shares is a comparison of
cross products. Source of the rounding directions: standards reference 1.1 (operator policy).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from truetonne.rules.years import read_year
from truetonne.science.errors import WrongType


def claimable_kg(*, exact_kg: Fraction) -> int:
    """Round down what somebody may claim or buy."""
    return floor(exact_kg)


def due_kg(*, exact_kg: Fraction) -> int:
    """Round up what somebody must cover."""
    return ceil(exact_kg)


def line_kg(*, exact_kg: Fraction) -> int:
    """Round an inventory line half to even, once per line."""
    return round(exact_kg)


def needed_year(value: object, *, field: str) -> int:
    """Return the year of 2050, "2050", "FY2050" or "FY 2050"; raises WrongType for anything else."""
    found = read_year(value=value)
    if found is None:
        raise WrongType(field=field, value=value, reason="the year is not understood", fix="Write 2050 or FY2050")
    return found.year


def plain(value: object) -> object:
    """Return a value as JSON writes it: exact numbers become integers or the nearest float, also inside lists."""
    if isinstance(value, (Fraction, Decimal)):
        number = Fraction(value)
        return number.numerator if number.denominator == 1 else float(number)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value
