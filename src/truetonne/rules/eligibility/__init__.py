"""Who may buy: the relationship gate, net zero, public disclosure, a strategy in line with the science, the use.

``STANDARDS`` and ``RULE_SETS`` are what the catalogue finds here. The rules are pure: facts bring the day they are
judged on, the caller brings the policy. Name matching never decides anything and does not occur here.
"""

from __future__ import annotations

from typing import Final

from truetonne.rules.eligibility.assessing import assess_buyer_condition, assess_eligibility
from truetonne.rules.eligibility.facts import read_facts
from truetonne.rules.eligibility.policy import (
    EXCHANGE_ELIGIBILITY,
    LEAF_BUYER,
    first_policy,
    override_policy,
    policy_in_force,
)
from truetonne.rules.findings import Assessment, Outcome
from truetonne.rules.standard import Outputs, Standard
from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

__all__ = (
    "RULE_SETS",
    "STANDARDS",
    "assess_buyer_condition",
    "assess_eligibility",
    "first_policy",
    "override_policy",
    "policy_in_force",
    "read_facts",
    "write_assessment",
)

ELIGIBLE: Final = {
    Outcome.ELIGIBLE: True,
    Outcome.CONDITIONAL: "conditional",
    Outcome.PENDING: "pending",
    Outcome.INELIGIBLE: False,
}
"""How worked examples write an outcome."""


def judge_exchange_eligibility(inputs: Inputs, context: Inputs) -> Outputs:
    """Judge one company by R0 to R4; ``policy`` in the context or the inputs overrides the shipped policy.

    Returns ``eligible`` (true, "conditional", "pending" or false), ``until``, ``fails``, ``pending``, ``warnings``,
    ``rule_set`` and all ``findings``. Raises the refusals of ``science.errors`` for facts that cannot be read.
    """
    facts = read_facts(given=inputs)
    overrides = [given.nested("policy") for given in (context, inputs) if given.has("policy")]
    # Who brings a policy may judge a day before the first version that is shipped.
    policy = first_policy() if overrides else policy_in_force(as_of=facts.as_of)
    for given in overrides:
        policy = override_policy(base=policy, given=given)
    assessment = assess_eligibility(facts=facts, policy=policy)
    return {**write_assessment(assessment=assessment), "gate_mode": policy.policy.gate_mode}


def judge_leaf_buyer(inputs: Inputs, context: Inputs) -> Outputs:
    """Judge one company by the five conditions of LEAF lots; outputs as for the exchange's own rules."""
    del context
    facts = read_facts(given=inputs)
    return write_assessment(assessment=assess_buyer_condition(condition=LEAF_BUYER.id, facts=facts))


def write_assessment(*, assessment: Assessment) -> dict[str, object]:
    """Return an assessment in the words of worked examples, with its findings beside."""
    outputs: dict[str, object] = {"eligible": ELIGIBLE[assessment.outcome]}
    if assessment.outcome is Outcome.CONDITIONAL and assessment.conditional_until is not None:
        outputs["until"] = assessment.conditional_until.isoformat()
    return {
        **outputs,
        "fails": list(assessment.failing),
        "pending": list(assessment.pending),
        "warnings": list(assessment.warnings),
        "rule_set": assessment.rule_set,
        "findings": [finding.as_json() for finding in assessment.findings],
    }


RULE_SETS: Final = (EXCHANGE_ELIGIBILITY, LEAF_BUYER)

STANDARDS: Final = (
    Standard(
        name="exchange_eligibility",
        title="Who may buy on the exchange",
        source="rules/data/exchange-eligibility.toml; launch articles (March 2025, February 2026); Climate Pledge FAQ",
        status=Status.OPERATOR_POLICY,
        judge=judge_exchange_eligibility,
    ),
    Standard(
        name="leaf_buyer",
        title="Who may buy units of the LEAF Coalition",
        source="rules/data/leaf-buyer.toml; LEAF Coalition buyer criteria, summary hosted by the World Bank",
        status=Status.SECONDARY,
        judge=judge_leaf_buyer,
    ),
)
