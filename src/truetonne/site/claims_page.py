"""A linter's verdict for people: the text with what was found marked in it, and a finding for each mark."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from truetonne.rules.claims.lint import LintFinding, LintVerdict, TextFacts, lint_text
from truetonne.rules.claims.lint_rules import CLAIMS_LINT, LintTable, Severity
from truetonne.rules.rule_set import RuleSet, rule_set
from truetonne.site.rule_words import STATUS_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the text; ``css`` is empty for what nobody objects to."""

    text: str
    css: str = ""
    rules: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding as the findings list prints it."""

    result: str
    word: str
    title: str
    text: str
    evidence: str
    fix: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage:
    """The verdict in one line, the marked text and the findings."""

    result: str
    word: str
    summary: str
    pieces: tuple[Piece, ...]
    findings: tuple[Shown, ...]
    tally: tuple[tuple[int, str], ...]
    rule_set: str
    basis: str


def build_claims_page(*, text: str, facts: TextFacts, language: str) -> ClaimsPage:
    """Judge a text by the rules in force on the day of the facts."""
    rules = rule_set(family=CLAIMS_LINT, as_of=facts.as_of)
    verdict = lint_text(text=text, facts=facts, rules=rules)
    blocking = [one for one in verdict.findings if one.severity is Severity.BLOCK]
    result, word = _result(verdict=verdict)
    refused = len({one.sentence for one in blocking if one.sentence >= 0})
    return ClaimsPage(
        result=result,
        word=word,
        summary=_summary(verdict=verdict, refused=refused),
        pieces=tuple(_pieces(text=text, verdict=verdict)),
        findings=tuple(_shown(one=one, rules=rules, language=language) for one in verdict.findings),
        tally=(
            (len(verdict.sentences), ngettext("sentence", "sentences", len(verdict.sentences))),
            (len(blocking), _("not allowed")),
            (len(verdict.findings) - len(blocking), _("to look at")),
        ),
        rule_set=verdict.rule_set,
        basis=verdict.basis,
    )


def _result(*, verdict: LintVerdict) -> tuple[str, str]:
    if not verdict.passes:
        return "not_met", _("Not allowed")
    return ("conditional", _("A person has to look")) if verdict.findings else ("met", _("Nothing found"))


def _summary(*, verdict: LintVerdict, refused: int) -> str:
    if not verdict.findings:
        return _("No rule objects to a word of it. That is not advice on the law.")
    if verdict.passes:
        return _("Nothing blocks the text, but read what was found: a denial or a quotation may still mislead.")
    if not refused:
        return _("What is missing from the text keeps it from being used.")
    return ngettext(
        "%(count)s sentence could not be used as it stands.",
        "%(count)s sentences could not be used as they stand.",
        refused,
    ) % {"count": refused}


def _pieces(*, text: str, verdict: LintVerdict) -> Iterator[Piece]:
    """Cut the text at every end of a mark; where marks overlap the graver one shows."""
    placed = [one for one in verdict.findings if one.end > one.start and one.sentence >= 0]
    edges = sorted({0, len(text), *(one.start for one in placed), *(one.end for one in placed)})
    for start, end in itertools.pairwise(edges):
        over = [one for one in placed if one.start <= start and end <= one.end]
        blocks = any(one.severity is Severity.BLOCK for one in over)
        css = "stop" if blocks else "wait" if over else ""
        yield Piece(text=text[start:end], css=css, rules=", ".join(sorted({one.rule.id for one in over})))


def _shown(*, one: LintFinding, rules: RuleSet[LintTable], language: str) -> Shown:
    blocks = one.severity is Severity.BLOCK
    return Shown(
        result="not_met" if blocks else "conditional",
        word=_("Not allowed") if blocks else _("Look at it"),
        title=one.rule.title.in_language(language),
        text=_what(one=one, table=rules.body, language=language),
        evidence=" · ".join(
            [one.rule.basis.in_language(language), str(STATUS_WORDS[one.rule.status]), *_conditions(one=one)]
        ),
        fix=one.rule.fix.in_language(language),
        rule=one.rule.id,
    )


def _what(*, one: LintFinding, table: LintTable, language: str) -> str:
    if one.missing:
        parts = ", ".join(table.slot_name[name].in_language(language) for name in one.missing)
        return _("Missing: %(parts)s") % {"parts": parts}
    where = _("“%(words)s” in sentence %(number)s") % {"words": one.written, "number": one.sentence + 1}
    if one.due:
        return _("%(where)s; the record has %(due)s") % {"where": where, "due": ", ".join(one.due)}
    return where


def _conditions(*, one: LintFinding) -> Iterator[str]:
    if one.softened == "denied":
        yield _("only a warning, because the sentence denies it")
    elif one.softened == "quoted":
        yield _("only a warning, because it stands in a quotation")
    assumed = {
        "market": _("it is read in the European Union"),
        "subject": _("it speaks about a product"),
        "source": _("it rests on credits or insets"),
    }
    if one.assumed:
        yield _("if %(conditions)s") % {"conditions": _(" and ").join(assumed[name] for name in one.assumed)}
