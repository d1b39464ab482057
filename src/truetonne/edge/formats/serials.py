"""Serial ranges of a certificate line as people read them, with what was taken of an opened serial."""

from __future__ import annotations

from truetonne.edge.formats.numbers import NO_BREAK, count_text
from truetonne.edge.languages import read_tag, writing

_TAKEN = {"en": "{part} of {unit} kg", "vi": "{part} trên {unit} kg", "zh-Hans": "{unit} kg 中的 {part}"}


def serials_text(*, first: int, last: int, first_part_kg: int, last_part_kg: int, unit_kg: int, language: str) -> str:
    """Print an inclusive range, ``120001 to 120900``; a serial taken in part says how much of it.

    >>> serials_text(first=7, last=9, first_part_kg=1000, last_part_kg=250, unit_kg=1000, language="en")
    '7 to 9 (250 of 1,000\\xa0kg)'

    Serials are printed without separators: they are names, not counts.
    """
    head = f"{first}{_taken(kg=first_part_kg, unit_kg=unit_kg, language=language)}"
    if first == last:
        return head
    tail = f"{last}{_taken(kg=last_part_kg, unit_kg=unit_kg, language=language)}"
    return f"{head}{writing(language=language).between}{tail}"


def _taken(*, kg: int, unit_kg: int, language: str) -> str:
    if kg == unit_kg:
        return ""
    pattern = _TAKEN[read_tag(language=language)]
    part = count_text(count=kg, language=language)
    unit = count_text(count=unit_kg, language=language)
    return f" ({pattern.format(part=part, unit=unit)})".replace(" kg", f"{NO_BREAK}kg")
