"""A mass written out in words, so that a slip of the comma on a certificate is seen at once.

Whole tonnes and kilograms are both named, zero included. English, Vietnamese and Chinese (in the
numerals that cannot be altered by a stroke). Source: our own rule, certificate fields, group 5.
"""

from __future__ import annotations

from truetonne.edge.languages import read_tag
from truetonne.science.quantity import KG_PER_TONNE, Quantity

_EN_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))

_VI_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_VI_SCALES = ((10**6, "triệu"), (10**3, "nghìn"))

_ZH_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ZH_PLACES = ((1_000, "仟"), (100, "佰"), (10, "拾"))


def quantity_in_words(*, kg: int, language: str) -> str:
    """Write ``0 <= kg <= 10**15`` out, as one sentence. Raises InvalidQuantity and UnknownLanguage.

    >>> quantity_in_words(kg=1_240_000, language="en")
    'One thousand two hundred and forty tonnes, no kilograms, of carbon dioxide equivalent.'
    """
    tonnes, rest = divmod(Quantity(kg=kg).kg, KG_PER_TONNE)
    tag = read_tag(language=language)
    if tag == "zh-Hans":
        return f"{_chinese(tonnes)}吨{_chinese(rest)}千克二氧化碳当量。"
    if tag == "vi":
        text = f"{_vietnamese(tonnes)} tấn, {_vietnamese(rest)} ki-lô-gam, các-bon đi-ô-xít tương đương."
    else:
        text = f"{_counted(tonnes, 'tonne')}, {_counted(rest, 'kilogram')}, of carbon dioxide equivalent."
    return text[0].upper() + text[1:]


def _counted(count: int, noun: str) -> str:
    if count == 0:
        return f"no {noun}s"
    return f"{_english(count)} {noun}{'' if count == 1 else 's'}"


def _english(number: int) -> str:
    if number < 20:
        return _EN_SMALL[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        return _EN_TENS[tens] + (f"-{_EN_SMALL[unit]}" if unit else "")
    if number < 1_000:
        hundreds, rest = divmod(number, 100)
        return f"{_EN_SMALL[hundreds]} hundred" + (f" and {_english(rest)}" if rest else "")
    size, name = next(scale for scale in _EN_SCALES if number >= scale[0])
    head, rest = divmod(number, size)
    if rest == 0:
        return f"{_english(head)} {name}"
    joint = " and " if rest < 100 else " "
    return f"{_english(head)} {name}{joint}{_english(rest)}"


def _vietnamese(number: int) -> str:
    if number >= 10**9:
        head, rest = divmod(number, 10**9)
        return f"{_vietnamese(head)} tỷ" + (f" {_vietnamese_below(rest, leads=False)}" if rest else "")
    return _vietnamese_below(number, leads=True)


def _vietnamese_below(number: int, *, leads: bool) -> str:
    """Read a number below 10**9; one that does not lead names its empty hundreds ("không trăm linh năm")."""
    parts: list[str] = []
    for size, name in _VI_SCALES:
        head, number = divmod(number, size)
        if head:
            parts.append(f"{_vietnamese_group(head, leads=leads and not parts)} {name}")
    if number or not parts:
        parts.append(_vietnamese_group(number, leads=leads and not parts))
    return " ".join(parts)


def _vietnamese_group(number: int, *, leads: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    parts: list[str] = []
    if hundreds or not leads:
        parts.append(f"{_VI_DIGITS[hundreds]} trăm")
    if tens > 1:
        parts.append(f"{_VI_DIGITS[tens]} mươi")
    elif tens == 1:
        parts.append("mười")
    elif unit and parts:
        parts.append("linh")
    if unit:
        changed = {1: "mốt"} if tens > 1 else {}
        if tens:
            changed[5] = "lăm"
        parts.append(changed.get(unit, _VI_DIGITS[unit]))
    return " ".join(parts) or _VI_DIGITS[0]


def _chinese(number: int) -> str:
    if number == 0:
        return _ZH_DIGITS[0]
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            head, rest = divmod(number, size)
            gap = _ZH_DIGITS[0] if 0 < rest < size // 10 else ""
            return f"{_chinese(head)}{name}{gap}{_chinese(rest) if rest else ''}"
    text, gap = "", ""
    for size, name in _ZH_PLACES:
        digit, number = divmod(number, size)
        if digit:
            text, gap = f"{text}{gap}{_ZH_DIGITS[digit]}{name}", ""
        elif text and number:
            gap = _ZH_DIGITS[0]
    return text + (gap + _ZH_DIGITS[number] if number else "")
