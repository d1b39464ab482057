"""The linter: a text in, and for every sentence the rules that would not allow it.

What is not stated of a text (its market, its subject, what it rests on) is assumed to bring a rule to bear, and the
finding says what was assumed. It reads words, not law: a text without findings is not thereby lawful.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from truetonne.rules.claims.lint_rules import Kind, LintRule, LintTable, Severity
from truetonne.rules.claims.negation import NegationWords, is_denied
from truetonne.rules.claims.numbers import ClaimRecord, find_differing, has_quantity, has_serial, has_year
from truetonne.rules.claims.reading import Match, Sentence, find_terms, is_quoted, read_plain, split_sentences
from truetonne.rules.rule_set import RuleSet
from truetonne.science.errors import ImplausibleValue

TEXT_CHARACTERS_MAX: Final = 20_000
_SHOWN_BY_FORM: Final = {"year": has_year, "quantity": has_quantity, "serials": has_serial}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """What is stated about a text; empty and None mean not stated.

    ``subject`` is product, company or certificate; ``sources`` what the claim rests on (credit, inset, pool, sector,
    scope3plus, own_reductions); ``facts`` are further statements such as purpose=ongoing, delivered=no, own_label=yes,
    leaf_pathway=3.
    """

    as_of: date
    subject: str = ""
    markets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    record: ClaimRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFinding:
    """A rule that would not allow a sentence: its words and place, and how grave it is.

    ``sentence`` counts from 0, -1 for a finding about the text as a whole. ``missing`` names the parts that are not
    there, ``due`` what the record has. ``assumed`` names what was not stated and taken to apply. ``softened`` says
    why a block became a warning: ``denied`` or ``quoted``.
    """

    rule: LintRule
    severity: Severity
    sentence: int
    start: int
    end: int
    written: str
    assumed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    softened: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintVerdict:
    """The sentences of a text and all findings, in the order of the text; ``passes`` where nothing blocks."""

    rule_set: str
    basis: str
    sentences: tuple[Sentence, ...]
    findings: tuple[LintFinding, ...]

    @property
    def objections(self) -> tuple[str, ...]:
        """Return the ids of the rules that block the text, each once."""
        return tuple(dict.fromkeys(one.rule.id for one in self.findings if one.severity is Severity.BLOCK))

    @property
    def passes(self) -> bool:
        """Say whether no finding blocks the text."""
        return not self.objections


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text under one rule."""

    rule: LintRule
    assumed: tuple[str, ...]
    text: str
    sentences: tuple[Sentence, ...]
    record: ClaimRecord | None
    table: LintTable


def lint_text(*, text: str, facts: TextFacts, rules: RuleSet[LintTable]) -> LintVerdict:
    """Read a text by every rule that applies on the day; raises ImplausibleValue past 20 000 characters."""
    if len(text) > TEXT_CHARACTERS_MAX:
        reason = f"a text has at most {TEXT_CHARACTERS_MAX} characters"
        raise ImplausibleValue(field="text", value=len(text), reason=reason, fix="Read it in parts")
    sentences = split_sentences(text=text)
    found: list[LintFinding] = []
    for rule in rules.body.rule:
        assumed = _applies(rule, facts)
        if assumed is not None:
            reading = _Reading(rule, assumed, text, sentences, facts.record, rules.body)
            found.extend(_READERS[rule.kind](reading))
    ordered = sorted(found, key=lambda one: (one.sentence < 0, one.start, one.rule.id))
    return LintVerdict(rule_set=rules.key, basis=rules.basis, sentences=sentences, findings=_once(ordered))


def _applies(rule: LintRule, facts: TextFacts) -> tuple[str, ...] | None:
    """Return what has to be assumed for the rule to apply, or None where it does not."""
    if rule.valid_from is not None and facts.as_of < rule.valid_from:
        return None
    if any(facts.facts.get(name) != value for name, value in (rule.needs or {}).items()):
        return None
    assumed = []
    for name, allowed, stated in (
        ("market", rule.markets, facts.markets),
        ("subject", rule.subjects, (facts.subject,) if facts.subject else ()),
        ("source", rule.sources, facts.sources),
    ):
        if allowed and not stated:
            assumed.append(name)
        elif allowed and not set(allowed) & set(stated):
            return None
    return tuple(assumed)


def _read_terms(reading: _Reading) -> Iterator[LintFinding]:
    terms, unless = reading.table.terms_of(reading.rule.terms), reading.table.terms_of(reading.rule.unless)
    for place, sentence in enumerate(reading.sentences):
        named = _matches(sentence, unless)
        for match in _matches(sentence, terms):
            if not any(other.start < match.end and match.start < other.end for other in named):
                yield _finding(reading, sentence, place, match)


def _read_together(reading: _Reading) -> Iterator[LintFinding]:
    terms, beside = reading.table.terms_of(reading.rule.terms), reading.table.terms_of(reading.rule.beside)
    for place, sentence in enumerate(reading.sentences):
        others = _matches(sentence, beside)
        for match in _matches(sentence, terms):
            if any(other.end <= match.start or other.start >= match.end for other in others):
                yield _finding(reading, sentence, place, match)
                break


def _read_required(reading: _Reading) -> Iterator[LintFinding]:
    rule, text, table = reading.rule, reading.text, reading.table
    triggers = find_terms(text=read_plain(text=text), terms=table.terms_of(rule.terms), original=text)
    if rule.terms and not triggers:
        return
    missing = tuple(name for name in rule.slots if not _shows(name, text, table))
    if missing:
        start, end = (triggers[0].start, triggers[0].end) if triggers else (0, 0)
        yield _place(reading, sentence=-1, start=start, end=end, written=text[start:end], missing=missing)


def _read_numbers(reading: _Reading) -> Iterator[LintFinding]:
    if reading.record is None:
        return
    for number in find_differing(text=reading.text, record=reading.record):
        spans = enumerate(reading.sentences)
        place = next((at for at, one in spans if one.start <= number.start < one.end), -1)
        yield _place(
            reading, sentence=place, start=number.start, end=number.end, written=number.written, due=number.due
        )


def _finding(reading: _Reading, sentence: Sentence, place: int, match: Match) -> LintFinding:
    words = NegationWords(denying=reading.table.denying.all, affirming=reading.table.affirming.all)
    softened = ""
    if is_denied(sentence=sentence, match=match, words=words):
        softened = "denied"
    elif is_quoted(text=reading.text, match=match):
        softened = "quoted"
    return _place(reading, sentence=place, start=match.start, end=match.end, written=match.written, softened=softened)


def _place(
    reading: _Reading,
    *,
    sentence: int,
    start: int,
    end: int,
    written: str,
    missing: tuple[str, ...] = (),
    due: tuple[str, ...] = (),
    softened: str = "",
) -> LintFinding:
    return LintFinding(
        rule=reading.rule,
        severity=Severity.WARN if softened else reading.rule.severity,
        sentence=sentence,
        start=start,
        end=end,
        written=written,
        assumed=reading.assumed,
        missing=missing,
        due=due,
        softened=softened,
    )


def _matches(sentence: Sentence, terms: tuple[str, ...]) -> tuple[Match, ...]:
    found = find_terms(text=read_plain(text=sentence.text), terms=terms, original=sentence.text)
    return tuple(
        Match(start=one.start + sentence.start, end=one.end + sentence.start, written=one.written, term=one.term)
        for one in found
    )


def _shows(slot: str, text: str, table: LintTable) -> bool:
    by_form = _SHOWN_BY_FORM.get(slot)
    if by_form is not None and by_form(text=text):
        return True
    words = table.slot.get(slot)
    return words is not None and bool(find_terms(text=read_plain(text=text), terms=words.all, original=text))


def _once(findings: Sequence[LintFinding]) -> tuple[LintFinding, ...]:
    """Keep one finding per rule and place."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for one in findings:
        key = (one.rule.id, one.start, one.end)
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return tuple(kept)


_READERS: Final = {
    Kind.TERMS: _read_terms,
    Kind.TOGETHER: _read_together,
    Kind.REQUIRED: _read_required,
    Kind.NUMBERS: _read_numbers,
}
