"""Numbers as people type them, read back to the one form of files: digits with a point. Pure.

What ``edge.formats`` prints in a language can be typed back in that language. A text that has two readings, such as
``1.500`` where the language parts thousands with a point, is refused with both of them, never guessed.
"""

from __future__ import annotations

import re

from truetonne.edge.languages import writing

TEXT_MAX = 40
_PLAIN = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        "\uff0c": ",", "\uff0e": ".", "\u2212": "-", "\uff0d": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ",
    }
)  # fmt: skip
"""Signs of other keyboards for the same thing: full width, thin and fixed spaces, the minus that pages print."""
_SPACED = re.compile(r"(?P<whole>[1-9]\d{0,2}(?: \d{3})+)(?:(?P<sign>[.,])(?P<part>\d+))?", re.ASCII)
_BOTH = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?:(?P<group>[.,])\d{3})+)(?!(?P=group))(?P<sign>[.,])(?P<part>\d+)", re.ASCII
)
_GROUPS = re.compile(r"[1-9]\d{0,2}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})+", re.ASCII)
_ONE = re.compile(r"(?P<whole>\d+)(?P<sign>[.,])(?P<part>\d+)", re.ASCII)


class NumberNotRead(ValueError):
    """A text that is no number in any language of the exchange."""

    code = "invalid_request"

    def __init__(self, *, text: str) -> None:
        self.text = text
        super().__init__(f"{text!r} is not a number")


class NumberUnclear(NumberNotRead):
    """A text with two readings. ``grouped`` and ``parted`` are both, written so that each is clear in ``language``."""

    def __init__(self, *, text: str, grouped: str, parted: str) -> None:
        super().__init__(text=text)
        self.grouped = grouped
        self.parted = parted


def read_number(*, text: str, language: str, decimals: int | None = None) -> str:
    """Return a typed number as digits with a point, keeping every decimal that was written.

    ``decimals`` is how many the quantity can have, None where that is open; where it is 0 a lone group of three is
    thousands. The language's own decimal sign always parts decimals. The point of files does so too where it cannot part
    thousands; a comma never parts decimals in a language that parts thousands with it.

    >>> read_number(text="1.240,500", language="vi")
    '1240.500'
    >>> read_number(text="3.25", language="vi")
    '3.25'

    Raises NumberUnclear for two readings, NumberNotRead for none, UnknownLanguage.
    """
    style = writing(language=language)
    plain = text.translate(_PLAIN).strip()
    minus, digits = ("-", plain[1:].lstrip()) if plain.startswith("-") else ("", plain.removeprefix("+"))
    if len(plain) > TEXT_MAX:
        raise NumberNotRead(text=text[:TEXT_MAX])
    if digits.isascii() and digits.isdigit():
        return minus + _whole(digits)
    found = _SPACED.fullmatch(digits) or _BOTH.fullmatch(digits)
    if found is not None:
        _require_decimal_sign(sign=found["sign"], point=style.point, text=text)
        return minus + _joined(re.sub(r"\D", "", found["whole"]), found["part"])
    groups = _GROUPS.fullmatch(digits)
    if groups is not None and groups["group"] == style.group:
        return minus + _whole(re.sub(r"\D", "", digits))
    one = _ONE.fullmatch(digits)
    if one is None:
        raise NumberNotRead(text=text)
    whole, part = one["whole"], one["part"]
    may_be_group = one["sign"] == style.group and len(part) == 3 and len(whole) <= 3 and not whole.startswith("0")
    if may_be_group and decimals == 0:
        return minus + whole + part
    if may_be_group:
        raise NumberUnclear(
            text=text.strip(), grouped=f"{minus}{whole}{part}", parted=f"{minus}{whole}{style.point}{part}"
        )
    _require_decimal_sign(sign=one["sign"], point=style.point, text=text)
    return minus + _joined(whole, part)


def _require_decimal_sign(*, sign: str | None, point: str, text: str) -> None:
    if sign not in {None, ".", point}:
        raise NumberNotRead(text=text)


def write_number(*, decimal: str, language: str) -> str:
    """Return digits with a point as one types them in a language: its own decimal sign, no separators of thousands."""
    return decimal.replace(".", writing(language=language).point)


def _whole(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _joined(whole: str, part: str | None) -> str:
    return f"{_whole(whole)}.{part}" if part else _whole(whole)
