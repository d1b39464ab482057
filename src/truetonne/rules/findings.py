"""What a judgement returns: findings, not booleans. One finding per rule, all at once, none hides another.

*Not shown* (the evidence is missing) is not *not met* (the evidence says no). The outcome follows from the findings
by one function.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class FindingResult(StrEnum):
    """What one rule found.

    MET: shown and fulfilled. NOT_MET: the evidence says no. NOT_SHOWN: the evidence is missing. CONDITIONAL:
    fulfilled until a date. PENDING: promised, not yet fulfilled.
    """

    MET = "met"
    NOT_MET = "not_met"
    NOT_SHOWN = "not_shown"
    CONDITIONAL = "conditional"
    PENDING = "pending"


class Outcome(StrEnum):
    """What all findings of an assessment amount to; only ELIGIBLE and CONDITIONAL open what is asked for."""

    ELIGIBLE = "eligible"
    CONDITIONAL = "conditional"
    PENDING = "pending"
    INELIGIBLE = "ineligible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number, date or word that a finding rests on, with its unit (empty for dates and words)."""

    name: str
    value: int | Decimal | date | str
    unit: str = ""

    def as_json(self) -> dict[str, object]:
        """Return JSON-like values: decimals and dates as texts, whole numbers as they are."""
        value = self.value if isinstance(self.value, (int, str)) else str(self.value)
        return {"name": self.name, "value": value, "unit": self.unit}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule's result.

    ``rule_set`` is ``id/version``; ``message_key`` names the sentence that the interface translates, filled from
    ``figures``, ``also`` further sentences where the rule fails in more than one way; ``mends`` are keys of what would
    change the result; ``lapses_on`` is the last day on which it holds; ``warnings`` change nothing; ``basis`` says
    when the rule set itself is unverified.
    """

    rule: str
    rule_set: str
    result: FindingResult
    message_key: str
    also: tuple[str, ...] = ()
    clause: str = ""
    evidence_ids: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    mends: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    lapses_on: date | None = None
    basis: str = ""

    @property
    def is_failure(self) -> bool:
        """Say whether the rule stops the assessment: not met or not shown."""
        return self.result in (FindingResult.NOT_MET, FindingResult.NOT_SHOWN)

    def as_json(self) -> dict[str, object]:
        """Return JSON-like values for the API, the command line and stored decisions."""
        return {
            "rule": self.rule,
            "rule_set": self.rule_set,
            "result": self.result.value,
            "message_key": self.message_key,
            "also": list(self.also),
            "clause": self.clause,
            "evidence_ids": list(self.evidence_ids),
            "figures": [figure.as_json() for figure in self.figures],
            "mends": list(self.mends),
            "warnings": list(self.warnings),
            "lapses_on": self.lapses_on.isoformat() if self.lapses_on else None,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A judgement of one case as of a day under one rule-set version; made by ``assess``."""

    rule_set: str
    as_of: date
    outcome: Outcome
    findings: tuple[Finding, ...]

    @property
    def failing(self) -> tuple[str, ...]:
        """Return the rules that are not met or not shown, each once, in the order of the findings."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings if finding.is_failure))

    @property
    def pending(self) -> tuple[str, ...]:
        """Return the rules that are pending, each once."""
        return tuple(dict.fromkeys(each.rule for each in self.findings if each.result is FindingResult.PENDING))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return all warnings, in the order of the findings."""
        return tuple(warning for finding in self.findings for warning in finding.warnings)

    @property
    def conditional_until(self) -> date | None:
        """Return the last day of a conditional outcome, None where nothing is conditional."""
        dates = [
            finding.lapses_on
            for finding in self.findings
            if finding.result is FindingResult.CONDITIONAL and finding.lapses_on
        ]
        return min(dates, default=None)

    @property
    def lapses_on(self) -> date | None:
        """Return the first day on which any finding lapses, None where none does."""
        return min((finding.lapses_on for finding in self.findings if finding.lapses_on), default=None)

    def as_json(self) -> dict[str, object]:
        """Return JSON-like values."""
        return {
            "rule_set": self.rule_set,
            "as_of": self.as_of.isoformat(),
            "outcome": self.outcome.value,
            "conditional_until": self.conditional_until.isoformat() if self.conditional_until else None,
            "lapses_on": self.lapses_on.isoformat() if self.lapses_on else None,
            "findings": [finding.as_json() for finding in self.findings],
        }


def derive_outcome(*, findings: Iterable[Finding]) -> Outcome:
    """Return the outcome: any failure, else any pending, else any conditional, else eligible.

    Raises ValueError without findings: nothing judged is not a pass. Source: standards reference 2.1, operator policy.
    """
    found = tuple(findings)
    if not found:
        raise ValueError("an assessment needs at least one finding")
    results = {finding.result for finding in found}
    if any(finding.is_failure for finding in found):
        return Outcome.INELIGIBLE
    if FindingResult.PENDING in results:
        return Outcome.PENDING
    return Outcome.CONDITIONAL if FindingResult.CONDITIONAL in results else Outcome.ELIGIBLE


def assess(*, rule_set: str, as_of: date, findings: Iterable[Finding]) -> Assessment:
    """Return the assessment of these findings, with the outcome that follows from them."""
    found = tuple(findings)
    return Assessment(rule_set=rule_set, as_of=as_of, outcome=derive_outcome(findings=found), findings=found)
