"""A stated target, judged by the rules of the day on which it was validated: findings, one for every rule.

An intensity target always carries what it means in absolute emissions. Sources: the rule sets ``sbti-aca-legacy`` and
``sbti-cnzs`` (standards reference 5.2 to 5.6), with their status.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from truetonne.rules.findings import Figure, Finding, FindingResult
from truetonne.rules.rule_set import RuleSet, rule_set
from truetonne.rules.targets.boundary import StatedTarget, check_target, check_target_v2
from truetonne.rules.targets.contraction import (
    Contraction,
    Emissions,
    Pathway,
    add_contractions,
    contract_by_fixed_rate,
    contract_dynamically,
)
from truetonne.rules.targets.intensity import absolute_change, least_intensity_reduction
from truetonne.rules.targets.rule_sets import (
    FIXED_RATES,
    NET_ZERO_STANDARD,
    FixedRates,
    NetZeroStandard,
    name_rule_set,
)

PATHWAYS: Final = {1: "scope1", 2: "scope2", 3: "scope3_wb2c"}
"""The least ambitious pathway that each scope may follow."""


class Metric(StrEnum):
    """What a target is measured in."""

    ABSOLUTE = "absolute"
    ECONOMIC_INTENSITY = "economic_intensity"
    PHYSICAL_INTENSITY = "physical_intensity"
    SDA = "sda"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """What a target says. ``base_kg`` and ``recent_kg`` map covered scopes to kilograms; ``reduction`` is a share.

    ``growth_per_year`` is the growth of activity that an intensity target expects. ``judged_on`` is the day of
    validation, or for a target that nobody validated the day on which it is judged.
    """

    metric: Metric
    base_year: int
    base_kg: Mapping[int, int]
    target_year: int
    reduction: Fraction
    judged_on: date
    recent_year: int | None = None
    recent_kg: Mapping[int, int] = field(default_factory=dict)
    coverage: Fraction | None = None
    submitted_year: int | None = None
    net_zero_year: int | None = None
    growth_per_year: Fraction | None = None
    chosen_rule_set: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetVerdict:
    """Findings with the rule set that made them; ``absolute_change`` is what the target means in absolute emissions."""

    rule_set: str
    basis: str
    findings: tuple[Finding, ...]
    absolute_change: Fraction | None

    @property
    def passes(self) -> bool:
        """Say whether no rule fails."""
        return not any(finding.is_failure for finding in self.findings)


def judge_target(*, facts: TargetFacts) -> TargetVerdict:
    """Judge a stated target by the rules in force on ``facts.judged_on``.

    Raises NotEstablished between 14 and 28 April 2026 unless a rule set was chosen, YearsOutOfOrder, UndefinedResult.
    """
    id = name_rule_set(validated_on=facts.judged_on, chosen=facts.chosen_rule_set)
    if id == FIXED_RATES.id:
        fixed = rule_set(family=FIXED_RATES, version="before-2026-04")
        findings = [*_judge_fixed(facts, fixed)]
        return _verdict(facts, fixed.key, fixed.basis, findings)
    standard = rule_set(family=NET_ZERO_STANDARD, as_of=facts.judged_on)
    findings = [*_check_boundary(facts, standard), *_judge_ambition(facts, standard)]
    return _verdict(facts, standard.key, standard.basis, findings)


def _verdict(facts: TargetFacts, key: str, basis: str, findings: list[Finding]) -> TargetVerdict:
    change: Fraction | None = -facts.reduction
    if facts.metric is not Metric.ABSOLUTE:
        change = None
        if facts.growth_per_year is not None:
            years = facts.target_year - facts.base_year
            change = absolute_change(
                intensity_reduction=facts.reduction, growth_per_year=facts.growth_per_year, years=years
            )  # fmt: skip
        result = FindingResult.NOT_SHOWN if change is None else FindingResult.MET
        shown = () if change is None else (("absolute_change", change),)
        findings.append(_find("absolute_beside", result, shown, key, basis))
    return TargetVerdict(rule_set=key, basis=basis, findings=tuple(findings), absolute_change=change)


def _judge_fixed(facts: TargetFacts, fixed: RuleSet[FixedRates]) -> list[Finding]:
    if facts.metric is not Metric.ABSOLUTE:
        return [_find("ambition", FindingResult.NOT_SHOWN, (), fixed.key, fixed.basis)]
    rates = fixed.body
    rate = rates.rate_well_below_2c if set(facts.base_kg) == {3} else rates.rate_1_5c
    least = contract_by_fixed_rate(
        rate_per_year=Fraction(rate), base_year=facts.base_year, target_year=facts.target_year
    )  # fmt: skip
    return [_compare(facts.reduction, least, fixed.key, fixed.basis)]


def _check_boundary(facts: TargetFacts, standard: RuleSet[NetZeroStandard]) -> tuple[Finding, ...]:
    is_scope3 = set(facts.base_kg) == {3}
    stated = StatedTarget(
        scope12_coverage=None if is_scope3 else facts.coverage,
        scope3_coverage=facts.coverage if 3 in facts.base_kg else None,
        base_year=facts.base_year,
        target_year=facts.target_year,
        submission_year=facts.submitted_year,
        net_zero_year=facts.net_zero_year,
    )
    if standard.body.boundary is not None:
        return check_target(
            target=stated, rule=standard.body.boundary, rule_set=standard.key, basis=standard.basis
        )  # fmt: skip
    if standard.body.boundary_v2 is not None:
        return check_target_v2(
            target=stated, rule=standard.body.boundary_v2, rule_set=standard.key, basis=standard.basis
        )  # fmt: skip
    return ()


def _judge_ambition(facts: TargetFacts, standard: RuleSet[NetZeroStandard]) -> list[Finding]:
    key, basis = standard.key, standard.basis
    if facts.metric in (Metric.ECONOMIC_INTENSITY, Metric.PHYSICAL_INTENSITY):
        boundary = standard.body.boundary
        if boundary is None:
            return [_find("ambition", FindingResult.NOT_SHOWN, (), key, basis)]
        least = least_intensity_reduction(
            rate_per_year=Fraction(boundary.intensity_rate), years=facts.target_year - facts.base_year
        )  # fmt: skip
        return [_compare(facts.reduction, least, key, basis)]
    rows = {row.name: row for row in standard.body.pathway}
    known = facts.recent_year is not None and all(scope in facts.recent_kg for scope in facts.base_kg)
    if facts.metric is Metric.SDA or not known or not all(PATHWAYS[scope] in rows for scope in facts.base_kg):
        return [_find("ambition", FindingResult.NOT_SHOWN, (), key, basis)]
    parts: list[tuple[Emissions, Contraction]] = []
    for scope, base_kg in sorted(facts.base_kg.items()):
        if base_kg == 0:
            continue
        row = rows[PATHWAYS[scope]]
        emissions = Emissions(
            base_year=facts.base_year, base=Fraction(base_kg), most_recent_year=facts.recent_year or 0,
            most_recent=Fraction(facts.recent_kg[scope]),
        )  # fmt: skip
        pathway = Pathway(
            name=row.name, net_zero_ambition=Fraction(row.nza), net_zero_year=row.nzy, floor_per_year=Fraction(row.floor)
        )  # fmt: skip
        contraction = contract_dynamically(pathway=pathway, emissions=emissions, target_year=facts.target_year)
        parts.append((emissions, contraction))
    whole = add_contractions(parts=parts)
    # What is asked of scopes together is the sum of what is asked of each.
    base = sum((emissions.base for emissions, _ in parts), Fraction(0))
    return [_compare(facts.reduction, 1 - whole.target_emissions / base, key, basis)]


def _compare(stated: Fraction, least: Fraction, key: str, basis: str) -> Finding:
    result = FindingResult.MET if stated >= least else FindingResult.NOT_MET
    return _find("ambition", result, (("stated", stated), ("least", least)), key, basis)


def _find(
    rule: str, result: FindingResult, figures: tuple[tuple[str, Fraction], ...], key: str, basis: str
) -> Finding:  # fmt: skip
    return Finding(
        rule=rule, rule_set=key, result=result, message_key=f"target.{rule}.{result.value}",
        figures=tuple(Figure(name=name, value=_written(value)) for name, value in figures), basis=basis,
    )  # fmt: skip


def _written(value: Fraction) -> Decimal:
    """Return six places of a share, rounded away from what would flatter the target."""
    millionths = -((-value.numerator * 1_000_000) // value.denominator)
    return Decimal(millionths) / 1_000_000
