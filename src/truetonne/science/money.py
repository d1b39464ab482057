"""Money in minor units, cost parts, and the rule by which a lot sold in any pieces collects its cost exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

COST_PARTS = ("project", "registry_fee", "verification", "fx", "tax", "handling")
"""What a price is made of, in the order in which it is shown. There is no margin."""

CURRENCY_EXPONENTS = {
    "AED": 2, "AUD": 2, "BHD": 3, "BRL": 2, "CAD": 2, "CHF": 2, "CLP": 0, "CNY": 2, "COP": 2, "CZK": 2,
    "DKK": 2, "EUR": 2, "GBP": 2, "HKD": 2, "HUF": 2, "IDR": 2, "ILS": 2, "INR": 2, "ISK": 0, "JOD": 3,
    "JPY": 0, "KES": 2, "KRW": 0, "KWD": 3, "MXN": 2, "MYR": 2, "NOK": 2, "NZD": 2, "OMR": 3, "PEN": 2,
    "PHP": 2, "PLN": 2, "RON": 2, "SAR": 2, "SEK": 2, "SGD": 2, "THB": 2, "TND": 3, "TRY": 2, "TWD": 2,
    "TZS": 2, "USD": 2, "VND": 0, "ZAR": 2,
}  # fmt: skip
"""Decimal places of the minor unit by ISO 4217 alphabetic code."""

_DECIMAL = re.compile(r"(?P<whole>0|[1-9]\d*)(?:\.(?P<part>\d+))?", re.ASCII)


class InvalidMoney(ValueError):
    """A currency or amount that cannot be read; carries the value and the reason."""

    def __init__(self, *, value: object, reason: str) -> None:
        super().__init__(f"{value!r} is not an amount of money: {reason}")
        self.value = value
        self.reason = reason


def currency_exponent(*, currency: str) -> int:
    """Return the number of decimals of a currency's minor unit. Raises InvalidMoney for an unknown code."""
    try:
        return CURRENCY_EXPONENTS[currency]
    except KeyError:
        raise InvalidMoney(value=currency, reason="unknown currency; use an ISO 4217 code such as USD") from None


def parse_minor(*, text: str, currency: str) -> int:
    """Return the minor units in a decimal text such as ``"14.25"``; never rounds. Raises InvalidMoney."""
    exponent = currency_exponent(currency=currency)
    match = _DECIMAL.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise InvalidMoney(value=text, reason="write digits with a point, such as 14.25")
    part = match["part"] or ""
    if len(part) > exponent:
        raise InvalidMoney(value=text, reason=f"{currency} has {exponent} decimals, not {len(part)}")
    units_per_major = int("1" + "0" * exponent)
    return int(match["whole"]) * units_per_major + int(part.ljust(exponent, "0") or "0")


def format_minor(*, minor: int, currency: str) -> str:
    """Print minor units as a decimal text without separators, such as ``"14.25"``."""
    exponent = currency_exponent(currency=currency)
    sign, size = ("-", -minor) if minor < 0 else ("", minor)
    if exponent == 0:
        return f"{sign}{size}"
    whole, part = divmod(size, 10**exponent)
    return f"{sign}{whole}.{part:0{exponent}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostParts:
    """Six integers, one per cost part. As a price: minor units per tonne. As a charge: minor units. As carried: thousandths."""

    project: int = 0
    registry_fee: int = 0
    verification: int = 0
    fx: int = 0
    tax: int = 0
    handling: int = 0

    @classmethod
    def of(cls, values: Iterable[int]) -> CostParts:
        """Return the parts from their values in the order of COST_PARTS. Raises ValueError for another count."""
        project, registry_fee, verification, fx, tax, handling = values
        return cls(
            project=project, registry_fee=registry_fee, verification=verification, fx=fx, tax=tax, handling=handling
        )

    @property
    def total(self) -> int:
        """The sum of the six parts: the price is this sum and nothing else."""
        return self.project + self.registry_fee + self.verification + self.fx + self.tax + self.handling

    def as_tuple(self) -> tuple[int, int, int, int, int, int]:
        """The parts in the order of COST_PARTS."""
        return (self.project, self.registry_fee, self.verification, self.fx, self.tax, self.handling)


def round_half_even(*, thousandths: int) -> int:
    """Return the whole number nearest to ``thousandths / 1000``; halves go to the even neighbour."""
    whole, rest = divmod(thousandths, 1_000)
    if rest > 500 or (rest == 500 and whole % 2):
        return whole + 1
    return whole


def charge(*, price: CostParts, kg: int, carried: CostParts) -> tuple[CostParts, CostParts]:
    """Charge ``kg`` of a lot and return ``(charged, carried afterwards)``.

    ``price`` is in minor units per tonne, ``charged`` in minor units, ``carried`` in thousandths of a
    minor unit: exact minus charged over all live lines of the lot. A part of a tiny line may come
    out below zero. Source: at-cost rule of this exchange (our own).
    """
    charged: list[int] = []
    left: list[int] = []
    for per_tonne, before in zip(price.as_tuple(), carried.as_tuple(), strict=True):
        exact = per_tonne * kg
        minor = round_half_even(thousandths=exact + before)
        charged.append(minor)
        left.append(before + exact - 1_000 * minor)
    return CostParts.of(charged), CostParts.of(left)


def uncharge(*, price: CostParts, kg: int, charged: CostParts, carried: CostParts) -> CostParts:
    """Give a released line's difference back and return ``carried`` afterwards. Inverse of charge."""
    return CostParts.of(
        [
            before - per_tonne * kg + 1_000 * minor
            for per_tonne, minor, before in zip(price.as_tuple(), charged.as_tuple(), carried.as_tuple(), strict=True)
        ]
    )
