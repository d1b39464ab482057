"""What the linter found, in the reader's language: the same words wherever a text is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from truetonne.edge.status_words import STATUS_WORDS
from truetonne.rules.claims.lint import LintFinding
from truetonne.rules.claims.lint_rules import LintTable, Severity
from truetonne.rules.rule_set import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLint:
    """A finding as the findings list prints it."""

    result: str
    word: str
    title: str
    text: str
    evidence: str
    fix: str
    rule: str


def show_lint(*, one: LintFinding, rules: RuleSet[LintTable], language: str) -> ShownLint:
    """Return a finding of the linter in the reader's language, with its basis and what would mend it."""
    blocks = one.severity is Severity.BLOCK
    return ShownLint(
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
