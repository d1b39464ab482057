"""R3: a strategy in line with the science, and R4: what the credits are for.

Source: standards reference 2.1 (operator policy; the 24 months of a commitment follow the practice of the
Science Based Targets initiative, secondary) and 5 for the path checks.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from truetonne.rules.calendar_months import is_within_months, last_day_within
from truetonne.rules.eligibility.facts import CompanyFacts, OwnTarget, Strategy
from truetonne.rules.eligibility.policy import PolicyInForce
from truetonne.rules.findings import Figure, Finding, FindingResult
from truetonne.science.errors import InputRefused
from truetonne.science.inputs import Inputs

OWN_TARGET_CHECKS = {"own_target_aca": "sbti_aca_dynamic_v1_3_1", "own_target_sda": "sbti_sda"}
"""The standard that judges an own target, by the kind of evidence."""
ENDED = ("removed", "expired", "withdrawn")
BEST_FIRST = (
    FindingResult.MET,
    FindingResult.CONDITIONAL,
    FindingResult.PENDING,
    FindingResult.NOT_MET,
    FindingResult.NOT_SHOWN,
)


def find_strategy(*, facts: CompanyFacts, policy: PolicyInForce) -> Finding:
    """Judge every piece of evidence for a strategy and return the best finding: one of them is enough."""
    if not facts.strategies:
        return Finding(
            rule="R3", rule_set=policy.key, result=FindingResult.NOT_SHOWN, message_key="no_strategy",
            mends=("show_strategy",),
        )  # fmt: skip
    found = [_find_one(strategy=strategy, facts=facts, policy=policy) for strategy in facts.strategies]
    return min(found, key=lambda finding: BEST_FIRST.index(finding.result))


def find_use(*, facts: CompanyFacts, policy: PolicyInForce) -> Finding:
    """Judge the declared use: only what remains after reductions. The quantity is judged with each order."""
    figures = (Figure(name="use", value=facts.use),) if facts.use else ()
    result, key = FindingResult.MET, "use_residual"
    mends: tuple[str, ...] = ()
    if not facts.use or facts.use == "unspecified":
        result, key, mends = FindingResult.NOT_SHOWN, "use_not_stated", ("state_use",)
    elif facts.use not in policy.policy.r4.accepted_use:
        result, key, mends = FindingResult.NOT_MET, "use_instead_of_reductions", ("use_for_residual",)
    return Finding(rule="R4", rule_set=policy.key, result=result, message_key=key, figures=figures, mends=mends)


def _find_one(*, strategy: Strategy, facts: CompanyFacts, policy: PolicyInForce) -> Finding:
    rule = policy.policy.r3
    if strategy.kind == "sbti_committed":
        return _find_commitment(strategy=strategy, facts=facts, policy=policy)
    if strategy.kind.endswith(ENDED):
        return _finding(strategy, policy, FindingResult.NOT_MET, "strategy_ended", mends=("renew_target",))
    if strategy.kind not in rule.accepted:
        return _finding(strategy, policy, FindingResult.NOT_SHOWN, "strategy_not_known", mends=("show_strategy",))
    if strategy.valid_until is not None and strategy.valid_until < facts.as_of:
        return _finding(strategy, policy, FindingResult.NOT_MET, "target_expired", mends=("renew_target",))
    if strategy.kind in OWN_TARGET_CHECKS:
        return _find_own_target(strategy=strategy, policy=policy)
    if strategy.kind == "sme_route":
        return _finding(strategy, policy, FindingResult.MET, "sme_route_shown", lapses=True)
    if strategy.valid_until is None:
        return _finding(strategy, policy, FindingResult.NOT_SHOWN, "target_end_not_shown", mends=("state_target_end",))
    return _finding(strategy, policy, FindingResult.MET, "target_in_force", lapses=True)


def _find_commitment(*, strategy: Strategy, facts: CompanyFacts, policy: PolicyInForce) -> Finding:
    rule = policy.policy.r3
    if rule.commitment_only == "fail":
        return _finding(strategy, policy, FindingResult.NOT_MET, "commitment_not_enough", mends=("validate_target",))
    if strategy.committed_on is None:
        return _finding(
            strategy, policy, FindingResult.PENDING, "commitment_pending", mends=("validate_target",),
            warnings=("evidence_undated",),
        )  # fmt: skip
    if not is_within_months(day=strategy.committed_on, as_of=facts.as_of, months=rule.commitment_months):
        return _finding(strategy, policy, FindingResult.NOT_MET, "commitment_overdue", mends=("validate_target",))
    finding = _finding(strategy, policy, FindingResult.PENDING, "commitment_pending", mends=("validate_target",))
    return replace(finding, lapses_on=last_day_within(day=strategy.committed_on, months=rule.commitment_months))


def _find_own_target(*, strategy: Strategy, policy: PolicyInForce) -> Finding:
    if strategy.targets:
        try:
            checks = [_check_target(target=target, kind=strategy.kind) for target in strategy.targets]
        except InputRefused as refused:
            faults = (Figure(name="field", value=refused.field), Figure(name="reason", value=refused.reason))
            return _finding(
                strategy, policy, FindingResult.NOT_SHOWN, "path_check_impossible", figures=faults,
                mends=("complete_target",),
            )  # fmt: skip
        figures = tuple(figure for _, found in checks for figure in found)
        if all(passed for passed, _ in checks):
            return _finding(strategy, policy, FindingResult.MET, "own_target_passes", figures=figures, lapses=True)
        return _finding(
            strategy, policy, FindingResult.NOT_MET, "own_target_fails", figures=figures, mends=("raise_ambition",)
        )
    if strategy.check_passed is None:
        return _finding(strategy, policy, FindingResult.NOT_SHOWN, "path_check_missing", mends=("ask_path_check",))
    if strategy.check_passed:
        return _finding(strategy, policy, FindingResult.MET, "own_target_passes", lapses=True)
    return _finding(strategy, policy, FindingResult.NOT_MET, "own_target_fails", mends=("raise_ambition",))


def _check_target(*, target: OwnTarget, kind: str) -> tuple[bool, tuple[Figure, ...]]:
    """Run one target through the check of its kind; raises the check's own refusals.

    A contraction target states its absolute reduction, which must reach the ambition; a convergence target states
    its intensity, which must not exceed the pathway's.
    """
    # Imported late: the catalogue imports this family.
    from truetonne.rules.catalogue import get_standard

    outputs = get_standard(name=OWN_TARGET_CHECKS[kind]).judge(Inputs(target.inputs), Inputs({}))
    if kind == "own_target_aca":
        due = _exact(outputs["ambition"])
        return target.stated >= due, (
            Figure(name="pathway", value=str(target.inputs.get("pathway", ""))),
            Figure(name="stated_reduction", value=target.stated, unit="1"),
            Figure(name="due_reduction", value=due, unit="1"),
        )
    due = _exact(outputs["intensity_target"])
    return target.stated <= due, (
        Figure(name="stated_intensity", value=target.stated),
        Figure(name="due_intensity", value=due),
    )


def _exact(value: object) -> Decimal:
    # The check computes in floats; twelve decimals keep 0.42 equal to 0.42.
    return Decimal(str(round(float(str(value)), 12)))


def _finding(
    strategy: Strategy, policy: PolicyInForce, result: FindingResult, key: str, *, figures: tuple[Figure, ...] = (),
    mends: tuple[str, ...] = (), warnings: tuple[str, ...] = (), lapses: bool = False,
) -> Finding:  # fmt: skip
    known = [Figure(name="kind", value=strategy.kind)]
    if strategy.valid_until is not None:
        known.append(Figure(name="valid_until", value=strategy.valid_until))
    if strategy.committed_on is not None:
        known.append(Figure(name="committed_on", value=strategy.committed_on))
        known.append(Figure(name="commitment", value=policy.policy.r3.commitment_months, unit="months"))
    return Finding(
        rule="R3", rule_set=policy.key, result=result, message_key=key, evidence_ids=strategy.evidence_ids,
        figures=(*known, *figures), mends=mends, warnings=warnings,
        lapses_on=strategy.valid_until if lapses else None,
    )  # fmt: skip
