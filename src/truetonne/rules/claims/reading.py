"""Reading a text for the linter: sentences, and a plain form in which terms are found, each place kept.

The plain form folds case, dashes and widths and drops what nobody sees, but keeps the accents that tell Vietnamese
words apart. Every character of it knows where it stands in the text as it came.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

_DASHES: Final = re.compile(r"[-\u00AD\u2010-\u2015\u2212\uFE58\uFE63\uFF0D_/]")
_INVISIBLE: Final = re.compile(r"[\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]")
_SENTENCE_END: Final = re.compile(
    r"[.!?\u2026]+[\"'\u201D\u2019\u00BB)\]]*(?=\s|$)|[\u3002\uFF01\uFF1F\uFF1B]+[\u201D\u300D\u300F]*|\n+"
)
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|incl|approx|no|vs|ca|v\.v|tr|st|dr|mr|ms|inc|ltd|co))\.$", re.IGNORECASE
)
_CJK: Final = re.compile(r"[\u3400-\u9FFF\uF900-\uFAFF]")
_QUOTES: Final = (("\u201c", "\u201d"), ("\u00ab", "\u00bb"), ("\u300c", "\u300d"), ("\u300e", "\u300f"), ('"', '"'))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its place in the text: ``text[start:end]``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A term found in a text: its place, the words as written, and the term as the list has it."""

    start: int
    end: int
    written: str
    term: str


@dataclass(frozen=True, slots=True)
class PlainText:
    """The plain form and, for each of its characters, the place it came from."""

    plain: str
    places: tuple[int, ...]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as it came of a span of the plain form."""
        last = self.places[end - 1]
        following = next((place for place in self.places[end:] if place > last), self.length)
        return self.places[start], following


def split_sentences(*, text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences; line breaks end one, decimals and common abbreviations do not."""
    found = []
    start = 0
    for end in _ends(text):
        piece = text[start:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            trail = len(piece.rstrip())
            found.append(Sentence(text=piece.strip(), start=start + lead, end=start + trail))
        start = end
    return tuple(found)


def read_plain(*, text: str) -> PlainText:
    """Return the plain form of a text."""
    out: list[str] = []
    places: list[int] = []
    for start, cluster in _clusters(text):
        folded = _DASHES.sub(" ", unicodedata.normalize("NFKC", _INVISIBLE.sub("", cluster)).casefold())
        for character in folded:
            spaced = " " if character.isspace() else character
            if spaced == " " and (not out or out[-1] == " "):
                continue
            out.append(spaced)
            places.append(start)
    return PlainText("".join(out), tuple(places), len(text))


def find_terms(*, text: PlainText, terms: Sequence[str], original: str) -> tuple[Match, ...]:
    """Return where the terms stand, the longest at each place, none inside another."""
    if not terms:
        return ()
    found = []
    for match in _pattern(tuple(terms)).finditer(text.plain):
        start, end = text.span(match.start(), match.end())
        found.append(Match(start=start, end=end, written=original[start:end].strip(), term=match.group()))
    return tuple(found)


def is_quoted(*, text: str, match: Match, words_min: int = 4, signs_min: int = 9) -> bool:
    """Say whether a match stands inside a quoted passage that is longer than the term itself.

    A term in quotation marks alone is no quotation of a rule: it stays a claim.
    """
    for opening, closing in _QUOTES:
        before = text.rfind(opening, 0, match.start)
        if before < 0 or (opening != closing and text.find(closing, before, match.start) >= 0):
            continue
        if opening == closing and text.count(opening, 0, match.start) % 2 == 0:
            continue
        after = text.find(closing, match.end)
        if after < 0:
            continue
        passage = text[before + 1 : after]
        written = len(_CJK.findall(passage)) >= signs_min or len(passage.split()) >= words_min
        if written and len(passage) > len(match.written) + words_min:
            return True
    return False


def _ends(text: str) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        if match.group()[0] == "." and _ABBREVIATION.search(text[: match.start() + 1]):
            continue
        yield match.end()
    yield len(text)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield characters together with the marks that follow them, so that o and a grave accent become one letter."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield start, text[start:place]
            start = place


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    plain = {read_plain(text=term).plain.strip() for term in terms}
    parts = [_part(term) for term in sorted(plain, key=lambda term: (-len(term), term))]
    return re.compile("|".join(parts))


def _part(term: str) -> str:
    if _CJK.search(term):
        return r"\s*".join(re.escape(sign) for sign in term if not sign.isspace())
    words = r"\s+".join(re.escape(word) for word in term.removesuffix("*").split())
    return rf"(?<!\w){words}" + (r"\w*" if term.endswith("*") else r"(?!\w)")
