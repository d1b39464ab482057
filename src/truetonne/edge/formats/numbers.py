"""Masses, money, counts and shares as people read them. One place, so that page, PDF and message agree.

Everything is integer arithmetic on kilograms and minor units; nothing is rounded except shares, which
say so. Texts are for reading; files use ``science.quantity.format_tonnes`` and ISO forms.
"""

from __future__ import annotations

from dataclasses import dataclass

from truetonne.edge.languages import writing
from truetonne.science.money import currency_exponent

MINUS = "\u2212"
NO_BREAK = "\u00a0"

CURRENCY_SIGNS = {
    "AUD": "A$", "BRL": "R$", "CAD": "C$", "CNY": "CN¥", "EUR": "€", "GBP": "£", "HKD": "HK$", "IDR": "Rp", "INR": "₹",
    "JPY": "JP¥", "KRW": "₩", "MXN": "MX$", "NZD": "NZ$", "SGD": "S$", "THB": "฿", "TWD": "NT$", "USD": "US$", "VND": "₫",
}  # fmt: skip
"""Signs that cannot be mistaken for another currency's; all others are shown by their ISO 4217 code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """A number cut where the ink changes: ``whole`` with sign and groups, ``part`` with its decimal point."""

    whole: str
    part: str

    @property
    def text(self) -> str:
        return self.whole + self.part


def tonnes_digits(*, kg: int, language: str) -> Digits:
    """Cut whole kilograms into tonnes with three decimals, always three."""
    return _digits(size=kg, decimals=3, language=language)


def money_digits(*, minor: int, currency: str, language: str) -> Digits:
    """Cut minor units at the currency's decimal point. Raises InvalidMoney for an unknown currency."""
    return _digits(size=minor, decimals=currency_exponent(currency=currency), language=language)


def currency_sign(*, currency: str) -> str:
    """Return the sign shown before an amount, an ISO code where signs are ambiguous. Raises InvalidMoney."""
    currency_exponent(currency=currency)
    return CURRENCY_SIGNS.get(currency, currency)


def count_text(*, count: int, language: str) -> str:
    """Print a count with the language's group separators."""
    return _digits(size=count, decimals=0, language=language).text


def tonnes_text(*, kg: int, language: str, unit: bool = True) -> str:
    """Print a mass in tonnes with three decimals, such as ``1,240.000 t`` or ``1.240,000 tấn``."""
    text = tonnes_digits(kg=kg, language=language).text
    return f"{text}{NO_BREAK}{writing(language=language).tonne}" if unit else text


def money_text(*, minor: int, currency: str, language: str) -> str:
    """Print an amount with its currency first, such as ``US$ 71,917.00``. Raises InvalidMoney."""
    sign = currency_sign(currency=currency)
    return f"{sign}{NO_BREAK}{money_digits(minor=minor, currency=currency, language=language).text}"


def decimal_text(*, decimal: str, language: str) -> str:
    """Print a decimal number given as text (``"-1234.5"``) in a language's digits, keeping every digit."""
    whole, _, part = decimal.removeprefix("+").partition(".")
    negative = whole.startswith("-")
    size = int(whole.removeprefix("-") + part)
    return _digits(size=-size if negative else size, decimals=len(part), language=language).text


def percent_text(*, decimal: str, language: str) -> str:
    """Print a percentage given as decimal text, with the space that the language wants."""
    return f"{decimal_text(decimal=decimal, language=language)}{_percent_sign(language=language)}"


def share_text(*, part: int, whole: int, language: str) -> str:
    """Print ``part`` of ``whole`` as a percentage with one decimal, rounded half up.

    A share that is not zero but would print as 0.0 prints as ``<0.1``; one below the whole never prints as 100.0.
    Raises ValueError when ``whole`` is not positive or ``part`` is negative.
    """
    if whole <= 0 or part < 0:
        raise ValueError(f"{part} of {whole} is not a share")
    permille = (2_000 * part + whole) // (2 * whole)
    sign = _percent_sign(language=language)
    if part and permille == 0:
        return f"<{_digits(size=1, decimals=1, language=language).text}{sign}"
    if part < whole and permille >= 1_000:
        return f">{_digits(size=999, decimals=1, language=language).text}{sign}"
    return f"{_digits(size=permille, decimals=1, language=language).text}{sign}"


def _percent_sign(*, language: str) -> str:
    space = writing(language=language).percent_space
    return f"{NO_BREAK if space else ''}%"


def _digits(*, size: int, decimals: int, language: str) -> Digits:
    style = writing(language=language)
    sign = MINUS if size < 0 else ""
    whole, part = divmod(abs(size), 10**decimals)
    grouped = f"{whole:,}".replace(",", style.group)
    return Digits(whole=sign + grouped, part=f"{style.point}{part:0{decimals}d}" if decimals else "")
