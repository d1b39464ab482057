"""The fact register: figures that are quoted about others, each with its source and state, conflicts kept. Pure.

Pages cite a fact by its id and never write the figure themselves, so that a corrected fact corrects every page.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from truetonne.science.errors import NotInTable

LANGUAGES: Final = ("en", "vi", "zh")
_FACT_KEYS: Final = frozenset({"id", "subject", "note", "entry"})
_ENTRY_KEYS: Final = frozenset({"value", "unit", "period", "says", "source", "dated", "status"})
THOUSAND: Final = Decimal(1000)


class FactStatus(StrEnum):
    """Confirmed is what we state; corrected is what a source printed and we do not; conflict: sources disagree."""

    CONFIRMED = "confirmed"
    CONFLICT = "conflict"
    UNVERIFIED = "unverified"
    CORRECTED = "corrected"


class FactInvalid(ValueError):
    """A fact of the data cannot be read; carries its id and the reason."""

    code = "input_refused"

    def __init__(self, *, fact: str, reason: str) -> None:
        super().__init__(f"fact {fact!r}: {reason}")
        self.fact = fact
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEntry:
    """What one source says. ``value`` is decimal text or blank where ``says`` tells it in words, by language.

    ``dated`` is the source's own day, month or year as ISO text, blank where it states none; ``period`` is what the
    figure covers: a year, ``2021/2035``, ``FY2025``, or a length such as ``10 a``.
    """

    value: str
    unit: str
    period: str
    says: Mapping[str, str]
    source: str
    dated: str
    status: FactStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One subject with everything that sources say of it, what we state first. Texts are by language: en, vi, zh."""

    id: str
    subject: Mapping[str, str]
    note: Mapping[str, str]
    entries: tuple[FactEntry, ...]

    @property
    def stated(self) -> FactEntry:
        """The entry that pages quote: the first, with its state."""
        return self.entries[0]

    @property
    def is_thousandfold(self) -> bool:
        """Whether two sources differ by exactly a thousand: a unit misread. Source: features reference, FR-3."""
        values = [Decimal(each.value) for each in self.entries if each.value]
        return any(low and high / low == THOUSAND for low in values for high in values)


@lru_cache(maxsize=1)
def list_facts() -> tuple[Fact, ...]:
    """Return every fact of the register, in its order. Raises FactInvalid."""
    return read_facts(text=Path(__file__).with_name("launch.toml").read_text(encoding="utf-8"))


def get_fact(*, fact_id: str) -> Fact:
    """Return one fact. Raises NotInTable for an id that the register does not have."""
    found = {fact.id: fact for fact in list_facts()}
    if fact_id not in found:
        fix = "Use an id of the fact register, /facts/"
        raise NotInTable(field="fact", value=fact_id, reason="the register has no such fact", fix=fix)
    return found[fact_id]


def read_facts(*, text: str) -> tuple[Fact, ...]:
    """Read facts out of TOML. Raises FactInvalid for unknown keys, a missing source, status or language, or a repeated id."""
    facts = tuple(_fact(given=given) for given in tomllib.loads(text).get("fact", []))
    seen: set[str] = set()
    for fact in facts:
        if fact.id in seen:
            raise FactInvalid(fact=fact.id, reason="its id is used twice")
        seen.add(fact.id)
    return facts


def _fact(*, given: Mapping[str, Any]) -> Fact:
    name = str(given.get("id", ""))
    _known(fact=name, given=given, keys=_FACT_KEYS)
    if not name or not given.get("entry"):
        raise FactInvalid(fact=name, reason="it needs an id and at least one entry")
    return Fact(
        id=name,
        subject=_texts(fact=name, given=given.get("subject"), is_needed=True),
        note=_texts(fact=name, given=given.get("note"), is_needed=False),
        entries=tuple(_entry(fact=name, given=entry) for entry in given["entry"]),
    )


def _entry(*, fact: str, given: Mapping[str, Any]) -> FactEntry:
    _known(fact=fact, given=given, keys=_ENTRY_KEYS)
    value = str(given.get("value", ""))
    if value:
        try:
            Decimal(value)
        except InvalidOperation:
            raise FactInvalid(fact=fact, reason=f"{value!r} is no decimal number") from None
    says = _texts(fact=fact, given=given.get("says"), is_needed=not value)
    if not given.get("source") or given.get("status") not in set(FactStatus):
        raise FactInvalid(fact=fact, reason="every entry needs a source and a status")
    return FactEntry(
        value=value,
        unit=str(given.get("unit", "")),
        period=str(given.get("period", "")),
        says=says,
        source=str(given["source"]),
        dated=str(given.get("dated", "")),
        status=FactStatus(given["status"]),
    )


def _known(*, fact: str, given: Mapping[str, Any], keys: frozenset[str]) -> None:
    unknown = sorted(set(given) - keys)
    if unknown:
        raise FactInvalid(fact=fact, reason=f"unknown keys: {', '.join(unknown)}")


def _texts(*, fact: str, given: object, is_needed: bool) -> Mapping[str, str]:
    if given is None and not is_needed:
        return {}
    missing = [tag for tag in LANGUAGES if not isinstance(given, dict) or not given.get(tag)]
    if missing:
        raise FactInvalid(fact=fact, reason=f"a text is missing in {', '.join(missing)}")
    assert isinstance(given, dict)
    return {tag: str(given[tag]) for tag in LANGUAGES}


def text_of(*, texts: Mapping[str, str], language: str) -> str:
    """Return a text in a language (en, vi, zh-Hans), blank where the fact has none."""
    return texts.get(language.split("-", 1)[0].lower(), "")


def count_by_status(*, facts: Sequence[Fact]) -> dict[FactStatus, int]:
    """Count entries by their state."""
    return {status: sum(e.status is status for fact in facts for e in fact.entries) for status in FactStatus}
