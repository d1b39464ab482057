"""A linter's verdict for people: the text with what was found marked in it, and a finding for each mark."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from truetonne.market.claims.lint_words import ShownLint, show_lint
from truetonne.rules.claims.lint import LintVerdict, TextFacts, lint_text
from truetonne.rules.claims.lint_rules import CLAIMS_LINT, Severity
from truetonne.rules.rule_set import rule_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the text; ``css`` is empty for what nobody objects to."""

    text: str
    css: str = ""
    rules: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage:
    """The verdict in one line, the marked text and the findings."""

    result: str
    word: str
    summary: str
    pieces: tuple[Piece, ...]
    findings: tuple[ShownLint, ...]
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
        findings=tuple(show_lint(one=one, rules=rules, language=language) for one in verdict.findings),
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
