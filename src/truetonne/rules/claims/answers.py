"""A linter's verdict as JSON-like values, its texts in one language: the same for page, API and command line."""

from __future__ import annotations

from truetonne.rules.claims.lint import LintFinding, LintVerdict
from truetonne.rules.claims.lint_rules import LintTable


def describe_verdict(*, verdict: LintVerdict, table: LintTable, language: str = "en") -> dict[str, object]:
    """Return whether the text passes, its sentences with the rules found in each, and every finding."""
    findings = [describe_finding(finding=one, table=table, language=language) for one in verdict.findings]
    sentences = [
        {
            "text": sentence.text,
            "start": sentence.start,
            "end": sentence.end,
            "rules": sorted({one.rule.id for one in verdict.findings if one.sentence == place}),
        }
        for place, sentence in enumerate(verdict.sentences)
    ]
    return {
        "passes": verdict.passes,
        "sentences": sentences,
        "findings": findings,
        "rule_set": verdict.rule_set,
        "basis": verdict.basis,
    }


def describe_finding(*, finding: LintFinding, table: LintTable, language: str) -> dict[str, object]:
    """Return one finding; ``sentence`` is null for one about the text as a whole."""
    rule = finding.rule
    return {
        "rule": rule.id,
        "severity": finding.severity.value,
        "sentence": finding.sentence if finding.sentence >= 0 else None,
        "start": finding.start,
        "end": finding.end,
        "written": finding.written,
        "title": rule.title.in_language(language),
        "fix": rule.fix.in_language(language),
        "basis": rule.basis.in_language(language),
        "status": rule.status.value,
        "markets": list(rule.markets),
        "assumed": list(finding.assumed),
        "missing": [{"part": name, "name": table.slot_name[name].in_language(language)} for name in finding.missing],
        "due": list(finding.due),
        "softened": finding.softened or None,
    }
