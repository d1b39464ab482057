"""Names of organizations as registries print them, in the one form in which two of them are called equal."""

from __future__ import annotations

import unicodedata

_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "‟": '"', "–": "-", "—": "-", "‑": "-"}
)


def normalize_name(*, text: str) -> str:
    """Return a name folded for case, width, quotes, dashes and white space, and nothing else.

    >>> normalize_name(text="Tradewater’s  Retail customers") == normalize_name(text="TRADEWATER'S RETAIL CUSTOMERS")
    True

    Commas, suffixes and word order stay: ``Smith Energy, LLC`` and ``Smith Energy LLC`` differ, and a person decides.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return " ".join(folded.split())


def is_same_name(*, one: str, other: str) -> bool:
    """Whether two names are equal once normalised; never by a part of the name, and blank equals nothing."""
    folded = normalize_name(text=one)
    return folded != "" and folded == normalize_name(text=other)
