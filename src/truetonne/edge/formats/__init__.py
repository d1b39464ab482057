"""How numbers, money, days and serials read in each language: the only formatter of pages, PDF and messages."""

from __future__ import annotations

from truetonne.edge.formats.numbers import (
    CURRENCY_SIGNS,
    MINUS,
    NO_BREAK,
    Digits,
    count_text,
    currency_sign,
    decimal_text,
    money_digits,
    money_text,
    percent_text,
    share_text,
    tonnes_digits,
    tonnes_text,
)
from truetonne.edge.formats.serials import serials_text
from truetonne.edge.formats.times import (
    NaiveInstant,
    as_utc,
    clock_text,
    day_text,
    instant_iso,
    instant_text,
    month_text,
)
from truetonne.edge.formats.words import quantity_in_words

__all__ = [
    "CURRENCY_SIGNS",
    "MINUS",
    "NO_BREAK",
    "Digits",
    "NaiveInstant",
    "as_utc",
    "clock_text",
    "count_text",
    "currency_sign",
    "day_text",
    "decimal_text",
    "instant_iso",
    "instant_text",
    "money_digits",
    "money_text",
    "month_text",
    "percent_text",
    "quantity_in_words",
    "serials_text",
    "share_text",
    "tonnes_digits",
    "tonnes_text",
]
