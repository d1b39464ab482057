"""The five conditions that LEAF lots hand down to their buyers.

Source: standards reference 2.5 (secondary: a summary hosted by the World Bank). A buyer that passes the exchange's own
rules can still fail here.
"""

from __future__ import annotations

from datetime import date

from truetonne.rules.eligibility.facts import CompanyFacts, Strategy
from truetonne.rules.eligibility.policy import LeafConditions
from truetonne.rules.findings import Figure, Finding, FindingResult
from truetonne.rules.rule_set import RuleSet
from truetonne.rules.years import read_year

Rules = RuleSet[LeafConditions]
NOTHING: tuple[str, ...] = ()


def list_leaf_findings(*, facts: CompanyFacts, rules: Rules) -> tuple[Finding, ...]:
    """Judge all five conditions: target, net zero, Race to Zero, public inventory, audited report of credit use."""
    return (
        _find_target(facts=facts, rules=rules),
        _find_net_zero(facts=facts, rules=rules),
        _find_race_to_zero(facts=facts, rules=rules),
        _find_inventory(facts=facts, rules=rules),
        _find_credit_use(facts=facts, rules=rules),
    )


def _find_target(*, facts: CompanyFacts, rules: Rules) -> Finding:
    in_force = [each for each in facts.strategies if _is_in_force(each, facts=facts, rules=rules)]
    if in_force:
        best = max(in_force, key=lambda each: each.valid_until or facts.as_of)
        return _finding(
            "LEAF-1", rules, FindingResult.MET, "leaf_target_shown", evidence_ids=best.evidence_ids,
            lapses_on=best.valid_until,
        )  # fmt: skip
    result = FindingResult.NOT_MET if facts.strategies else FindingResult.NOT_SHOWN
    return _finding("LEAF-1", rules, result, "leaf_no_target", mends=("validate_target",))


def _is_in_force(strategy: Strategy, *, facts: CompanyFacts, rules: Rules) -> bool:
    if strategy.kind not in rules.body.accepted_targets:
        return False
    if strategy.kind.startswith("own_target"):
        return strategy.check_passed is True
    return strategy.valid_until is not None and strategy.valid_until >= facts.as_of


def _find_net_zero(*, facts: CompanyFacts, rules: Rules) -> Finding:
    statement, limit = facts.net_zero, rules.body.net_zero_year_max
    figures = [Figure(name="limit", value=limit)]
    if statement is None:
        return _finding(
            "LEAF-2", rules, FindingResult.NOT_SHOWN, "leaf_no_net_zero", figures=tuple(figures),
            mends=("publish_net_zero",),
        )  # fmt: skip
    year = read_year(value=statement.year_as_written)
    if year is not None:
        figures.append(Figure(name="year", value=year.year))
    scopes = set(statement.scopes or ())
    is_whole = set(rules.body.required_scopes) <= scopes and statement.scope3_coverage in ("", "yes")
    if statement.kind == "net_zero" and year is not None and year.year <= limit and is_whole:
        result, key, mends = FindingResult.MET, "leaf_net_zero_shown", NOTHING
    else:
        result, key, mends = FindingResult.NOT_MET, "leaf_net_zero_short", ("extend_scopes",)
    return _finding(
        "LEAF-2", rules, result, key, figures=tuple(figures), evidence_ids=statement.evidence_ids, mends=mends
    )


def _find_race_to_zero(*, facts: CompanyFacts, rules: Rules) -> Finding:
    if facts.race_to_zero_url:
        return _finding(
            "LEAF-3", rules, FindingResult.MET, "leaf_in_race", evidence_ids=facts.race_to_zero_evidence_ids
        )
    return _finding("LEAF-3", rules, FindingResult.NOT_SHOWN, "leaf_not_in_race", mends=("join_race_to_zero",))


def _find_inventory(*, facts: CompanyFacts, rules: Rules) -> Finding:
    public = [each for each in facts.disclosures if each.is_public(as_of=facts.as_of)]
    known = {standard.casefold() for standard in rules.body.inventory_standards}
    figures = (Figure(name="standards", value=", ".join(rules.body.inventory_standards)),)
    for report in sorted(public, key=lambda each: each.period_end, reverse=True):
        if report.standard.casefold() in known:
            return _finding(
                "LEAF-4", rules, FindingResult.MET, "leaf_inventory_public", figures=figures,
                evidence_ids=report.evidence_ids,
            )  # fmt: skip
    key = "leaf_inventory_standard_unknown" if public else "leaf_no_inventory"
    return _finding("LEAF-4", rules, FindingResult.NOT_SHOWN, key, figures=figures, mends=("state_inventory_standard",))


def _find_credit_use(*, facts: CompanyFacts, rules: Rules) -> Finding:
    report = facts.credit_use_report
    if report is None or not report.url:
        return _finding("LEAF-5", rules, FindingResult.NOT_SHOWN, "leaf_no_credit_report", mends=("report_credit_use",))
    if report.is_separate and report.states_purpose and report.is_audited:
        result, key, mends = FindingResult.MET, "leaf_credit_report_audited", NOTHING
    else:
        result, key, mends = FindingResult.NOT_MET, "leaf_credit_report_short", ("audit_credit_report",)
    return _finding("LEAF-5", rules, result, key, evidence_ids=report.evidence_ids, mends=mends)


def _finding(
    rule: str, rules: Rules, result: FindingResult, key: str, *, figures: tuple[Figure, ...] = (),
    evidence_ids: tuple[str, ...] = (), mends: tuple[str, ...] = (), lapses_on: date | None = None,
) -> Finding:  # fmt: skip
    return Finding(
        rule=rule, rule_set=rules.key, result=result, message_key=key, figures=figures, evidence_ids=evidence_ids,
        mends=mends, lapses_on=lapses_on, basis=rules.basis,
    )  # fmt: skip
