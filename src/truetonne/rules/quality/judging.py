"""From a reader's answers to findings, and from findings to a score with its spread. Pure.

A criterion counts as met only with words and with evidence; without them it is *not shown*. The score is arithmetic
on findings: nobody types it in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from truetonne.rules.ccp.lookup import CcpState
from truetonne.rules.findings import Figure, Finding, FindingResult
from truetonne.rules.quality.rubric import Overlay, Requirement, Rubric
from truetonne.rules.rule_set import RuleSet
from truetonne.science.errors import NotInTable, TooFewValues

ANSWERS = (FindingResult.MET, FindingResult.NOT_MET, FindingResult.NOT_SHOWN)
"""What a reader may say of a criterion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reader's answer to one criterion: the result, the reason, and hashes of evidence or of computations."""

    criterion: str
    result: FindingResult
    text: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is judged: kind (restoration, forest_protection, ...), methodology code and variant as they were submitted.

    ``figures`` are yes-or-no results of attached computations, by name; what is missing was not computed.
    """

    kind: str
    methodology: str = ""
    variant: str = ""
    figures: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """One part out of 100: what is surely met, what the reconciled reading says, what could still be shown."""

    part: str
    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The whole out of 100, every part with equal weight (operator policy); low <= middle <= high."""

    low: int
    middle: int
    high: int
    parts: tuple[PartScore, ...]


def judge_rubric(*, rules: RuleSet[Rubric], answers: Sequence[Answer]) -> tuple[Finding, ...]:
    """Return one finding for every criterion, in the rubric's order.

    An unanswered criterion, and one called met without a reason or without evidence, is not shown. Raises NotInTable for
    an answer to no criterion. Source: operator policy, quality-rubric.
    """
    given = {answer.criterion: answer for answer in answers}
    known = {criterion.id for criterion in rules.body.criterion}
    for name in sorted(set(given) - known):
        raise NotInTable(field="criterion", value=name, reason="the rubric has no such criterion")
    return tuple(_of_criterion(rules=rules, id=one.id, answer=given.get(one.id)) for one in rules.body.criterion)


def _of_criterion(*, rules: RuleSet[Rubric], id: str, answer: Answer | None) -> Finding:
    result, key = FindingResult.NOT_SHOWN, "quality.unanswered"
    if answer is not None:
        result, key = answer.result, f"quality.{answer.result.value}"
        if answer.result is FindingResult.MET and not answer.text.strip():
            result, key = FindingResult.NOT_SHOWN, "quality.without_reason"
        elif answer.result is FindingResult.MET and not answer.evidence:
            result, key = FindingResult.NOT_SHOWN, "quality.without_evidence"
    evidence = answer.evidence if answer is not None else ()
    return Finding(rule=id, rule_set=rules.key, result=result, message_key=key, evidence_ids=evidence)


def judge_overlay(
    *, rules: RuleSet[Overlay], findings: Sequence[Finding], subject: Subject
) -> tuple[Finding, ...]:  # fmt: skip
    """Return one finding for every requirement; none at all where the rule set is not about this kind of project.

    Where the methodology is the rule set's but its variant is not, the variant itself is a finding that is not met and
    nothing else is asked. Source: the rule set's own.
    """
    body = rules.body
    if body.kinds and subject.kind not in body.kinds:
        return ()
    if body.methodologies and subject.methodology not in body.methodologies:
        return ()
    if body.variant and subject.variant != body.variant:
        result = FindingResult.NOT_MET if subject.variant else FindingResult.NOT_SHOWN
        figures = (Figure(name="variant", value=subject.variant), Figure(name="variant_due", value=body.variant))
        return (
            Finding(
                rule=f"{rules.id}.variant", rule_set=rules.key, result=result, message_key="quality.variant",
                figures=figures,
            ),
        )  # fmt: skip
    by_rule = {finding.rule: finding for finding in findings}
    return tuple(_of_requirement(rules=rules, one=one, found=by_rule, subject=subject) for one in body.requirement)


def _of_requirement(
    *, rules: RuleSet[Overlay], one: Requirement, found: Mapping[str, Finding], subject: Subject
) -> Finding:
    results = [found[name].result if name in found else FindingResult.NOT_SHOWN for name in one.criteria]
    results += [_of_figure(value=subject.figures.get(name)) for name in one.figures]
    worst = FindingResult.MET
    for result in (FindingResult.NOT_SHOWN, FindingResult.NOT_MET):
        worst = result if result in results else worst
    evidence = tuple(dict.fromkeys(e for name in one.criteria if name in found for e in found[name].evidence_ids))
    figures = tuple(
        Figure(name=name, value="not_computed" if name not in subject.figures else str(subject.figures[name]).lower())
        for name in one.figures
    )
    return Finding(
        rule=one.id, rule_set=rules.key, result=worst, message_key=f"quality.{worst.value}", evidence_ids=evidence,
        figures=figures,
    )  # fmt: skip


def _of_figure(*, value: bool | None) -> FindingResult:
    if value is None:
        return FindingResult.NOT_SHOWN
    return FindingResult.MET if value else FindingResult.NOT_MET


def judge_ccp(*, rule_set: str, is_tagged: bool | None, state: CcpState | None) -> Finding:
    """Return the finding about the Core Carbon Principles tag: the registry's tag and the table's decision together.

    Without a tag of known state, or without a table, it is not shown; it never changes our score.
    """
    result = FindingResult.NOT_SHOWN
    if is_tagged is False or (state is not None and state in {CcpState.DOES_NOT_MEET, CcpState.WITHDRAWN}):
        result = FindingResult.NOT_MET
    elif is_tagged and (state is None or state is CcpState.APPROVED):
        result = FindingResult.MET
    figures = (
        Figure(name="tagged", value="unknown" if is_tagged is None else str(is_tagged).lower()),
        Figure(name="decision", value="not_imported" if state is None else state.value),
    )
    return Finding(
        rule="ccp.tag", rule_set=rule_set, result=result, message_key=f"quality.{result.value}", figures=figures
    )


def score_findings(*, rules: RuleSet[Rubric], readings: Sequence[Sequence[Finding]]) -> Score:
    """Return the score of a rating; ``readings`` are those of every reader, the reconciled one last.

    A part's share is met criteria over all. Low: the least of all readings, not shown counted as not met. Middle: the
    reconciled reading, counted so. High: the most of all readings, not shown counted as met. The whole is the mean of
    the parts; low and middle are rounded down, high up. Raises TooFewValues without a reading. Source: operator policy.
    """
    if not readings:
        raise TooFewValues(field="readings", value=0, reason="a score needs at least one reading")
    parts: list[tuple[str, Fraction, Fraction, Fraction]] = []
    for part in rules.body.part:
        names = {one.id for one in rules.body.criterion if one.part == part}
        shares = [_shares(findings=reading, names=names) for reading in readings]
        parts.append((part, min(low for low, _ in shares), shares[-1][0], max(high for _, high in shares)))
    count = len(parts)
    return Score(
        low=_down(sum((p[1] for p in parts), Fraction()) / count),
        middle=_down(sum((p[2] for p in parts), Fraction()) / count),
        high=_up(sum((p[3] for p in parts), Fraction()) / count),
        parts=tuple(PartScore(part=p[0], low=_down(p[1]), middle=_down(p[2]), high=_up(p[3])) for p in parts),
    )


def _shares(*, findings: Sequence[Finding], names: set[str]) -> tuple[Fraction, Fraction]:
    """Return the share that is met, and the share that is met or may still be shown."""
    results = [finding.result for finding in findings if finding.rule in names]
    met, open_ = results.count(FindingResult.MET), results.count(FindingResult.NOT_SHOWN)
    return Fraction(met, len(names)), Fraction(met + open_, len(names))


def _down(share: Fraction) -> int:
    return int(share * 100)


def _up(share: Fraction) -> int:
    return -int(-share * 100 // 1)


def find_obstacles(*, rules: RuleSet[Rubric], findings: Sequence[Finding], score: Score) -> tuple[str, ...]:
    """Return the blocking criteria that are not met, and ``score`` where it is too low; empty: may be accepted."""
    met = {finding.rule for finding in findings if finding.result is FindingResult.MET}
    blocking = [one.id for one in rules.body.criterion if one.is_blocking and one.id not in met]
    return (*blocking, *(("score",) if score.middle < rules.body.accept_score_min else ()))
