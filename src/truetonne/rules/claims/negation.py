"""Whether a term is denied where it stands: "does not make the product carbon neutral" claims nothing.

A denial counts only in the same clause and close before the term, and not in turns that affirm ("not only").
Source: standards reference 13.2 (operator policy); the words themselves are rule data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from truetonne.rules.claims.reading import Match, Sentence, find_terms, read_plain

_CLAUSE: Final = re.compile(r"[,;:()\u2013\u2014\uFF0C\uFF1B\uFF1A\u3001\uFF08\uFF09]")
WORDS_BEFORE_MAX: Final = 8
SIGNS_BEFORE_MAX: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class NegationWords:
    """Words that deny, and turns that look like it but affirm."""

    denying: tuple[str, ...]
    affirming: tuple[str, ...]


def is_denied(*, sentence: Sentence, match: Match, words: NegationWords) -> bool:
    """Say whether a denying word stands close before the match in its clause. Places are those of the whole text."""
    before = sentence.text[: match.start - sentence.start]
    clause = _CLAUSE.split(before)[-1]
    near = _near(clause)
    affirmed = _count(near, words.affirming)
    return _count(near, words.denying) > affirmed


def _near(clause: str) -> str:
    parts = clause.split()
    if len(parts) > WORDS_BEFORE_MAX:
        clause = " ".join(parts[-WORDS_BEFORE_MAX:])
    return clause if any(part.isascii() for part in parts) else clause[-SIGNS_BEFORE_MAX:]


def _count(text: str, terms: Sequence[str]) -> int:
    return len(find_terms(text=read_plain(text=text), terms=terms, original=text))
