"""The linter's rules as dated data: word lists in three languages, and what each rule forbids, for whom, since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from truetonne.rules.rule_set import Family
from truetonne.science.status import Status

LANGUAGES: Final = ("en", "vi", "zh-Hans")


class Severity(StrEnum):
    """BLOCK: the text may not be used. WARN: a person has to look."""

    BLOCK = "block"
    WARN = "warn"


class Kind(StrEnum):
    """How a rule reads: one of its terms, terms of two lists in one sentence, missing parts, differing numbers."""

    TERMS = "terms"
    TOGETHER = "together"
    REQUIRED = "required"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A text in the three languages of the exchange."""

    en: str
    vi: str
    zh: str

    def in_language(self, language: str) -> str:
        """Return the text in a language, English where it is none of the three."""
        return {"vi": self.vi, "zh": self.zh}.get(language.partition("-")[0].casefold(), self.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Terms in three languages; a star at the end stands for any ending."""

    en: tuple[str, ...] = ()
    vi: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Return the terms of every language: a text is read for all of them."""
        return (*self.en, *self.vi, *self.zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class LintRule:
    """One rule. Empty ``markets``, ``subjects`` and ``sources`` mean all; the others restrict where it applies.

    ``terms`` and ``beside`` name word lists, ``unless`` lists of phrases in which a term does not count. ``slots`` name the parts that a REQUIRED rule asks for. ``needs`` names
    facts that must be stated for the rule to apply at all, each with its value.
    """

    id: str
    kind: Kind
    severity: Severity
    title: Texts
    fix: Texts
    basis: Texts
    status: Status
    terms: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    needs: Mapping[str, str] | None = None
    valid_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LintTable:
    """One version of the linter: rules, negations, word lists, parts of a claim with the words that show them."""

    rule: tuple[LintRule, ...]
    denying: Words
    affirming: Words
    words: Mapping[str, Words]
    slot: Mapping[str, Words]
    slot_name: Mapping[str, Texts]

    def __post_init__(self) -> None:
        """Refuse rules that name a list or a part that the table does not hold."""
        for rule in self.rule:
            for name in (*rule.terms, *rule.beside, *rule.unless):
                if name not in self.words:
                    raise ValueError(f"{rule.id}: there is no word list {name}")
            for name in rule.slots:
                if name not in self.slot_name:
                    raise ValueError(f"{rule.id}: there is no part {name}")

    def terms_of(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the terms of several lists in all languages."""
        return tuple(term for name in names for term in self.words[name].all)


CLAIMS_LINT: Final = Family(id="claims-lint", body=LintTable)
