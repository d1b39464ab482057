"""Masses of CO2e as whole kilograms, and their one printed and one parsed form.

The unit of account everywhere is the integer kilogram. Tonnes exist only as text, at the edges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KG_PER_TONNE = 1_000
QUANTITY_KG_MAX = 10**15
"""Largest mass of one line (operator policy), far below 2**53, so that every JSON reader keeps it exact."""

_TONNES = re.compile(r"(?P<whole>0|[1-9]\d*)(?:\.(?P<part>\d{1,3}))?", re.ASCII)


class InvalidQuantity(ValueError):
    """A text or number that is not a mass in tonnes or kilograms; carries the value and the reason."""

    def __init__(self, *, value: object, reason: str) -> None:
        super().__init__(f"{value!r} is not a quantity: {reason}")
        self.value = value
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quantity:
    """A mass of CO2e in whole kilograms, ``0 <= kg <= 10**15``.

    Raises InvalidQuantity when ``kg`` is not an int (a float or bool never is) or out of range.
    Source: conventions of this exchange, values; our own rule.
    """

    kg: int

    def __post_init__(self) -> None:
        if type(self.kg) is not int:
            raise InvalidQuantity(value=self.kg, reason="kilograms are a whole number, never a decimal fraction")
        if not 0 <= self.kg <= QUANTITY_KG_MAX:
            raise InvalidQuantity(value=self.kg, reason=f"kilograms must lie between 0 and {QUANTITY_KG_MAX}")

    @classmethod
    def from_tonnes(cls, *, text: str) -> Quantity:
        """Read tonnes written as digits with at most three decimals, such as ``"3.250"``.

        Raises InvalidQuantity for a number instead of text, a sign, an exponent, a separator,
        blanks or a fourth decimal; nothing is ever rounded.
        """
        return cls(kg=parse_tonnes(text=text))

    @property
    def tonnes(self) -> str:
        """The tonnes as text without trailing zeros."""
        return format_tonnes(kg=self.kg)


def parse_tonnes(*, text: str) -> int:
    """Return the kilograms in a text of tonnes with at most three decimals.

    >>> parse_tonnes(text="3.25")
    3250

    Raises InvalidQuantity; see Quantity.from_tonnes.
    """
    if not isinstance(text, str):
        raise InvalidQuantity(
            value=text, reason='tonnes are written as text, such as "1.5", because a decimal number is not exact'
        )
    match = _TONNES.fullmatch(text)
    if match is None:
        raise InvalidQuantity(
            value=text, reason="tonnes are digits with at most three decimals after a point, such as 1234.567"
        )
    kg = int(match["whole"]) * KG_PER_TONNE + int((match["part"] or "0").ljust(3, "0"))
    if kg > QUANTITY_KG_MAX:
        raise InvalidQuantity(value=text, reason=f"more than {QUANTITY_KG_MAX // KG_PER_TONNE} tonnes")
    return kg


def format_tonnes(*, kg: int) -> str:
    """Print whole kilograms as tonnes, without trailing zeros: the form of JSON and of files.

    >>> format_tonnes(kg=1_234_500)
    '1234.5'

    ``kg`` may be negative (a difference). Pages use ``edge.formats``, which adds separators.
    """
    sign, size = ("-", -kg) if kg < 0 else ("", kg)
    whole, part = divmod(size, KG_PER_TONNE)
    return f"{sign}{whole}.{part:03d}".rstrip("0").rstrip(".")
