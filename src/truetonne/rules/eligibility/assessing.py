"""The whole judgement: every rule evaluated, none short-circuits. Pure: the facts bring the day, the caller the policy."""

from __future__ import annotations

from truetonne.rules.eligibility.disclosure import find_disclosure
from truetonne.rules.eligibility.facts import CompanyFacts
from truetonne.rules.eligibility.gate import find_market, find_relationship
from truetonne.rules.eligibility.leaf import list_leaf_findings
from truetonne.rules.eligibility.net_zero import find_net_zero, is_pledge_live
from truetonne.rules.eligibility.policy import LEAF_BUYER, PolicyInForce
from truetonne.rules.eligibility.strategy import find_strategy, find_use
from truetonne.rules.findings import Assessment, Finding, FindingResult, assess
from truetonne.rules.rule_set import rule_set
from truetonne.science.errors import NotInTable

BUYER_CONDITIONS = (LEAF_BUYER.id,)
"""Rule sets that a lot may name in its buyer conditions."""


def assess_eligibility(*, facts: CompanyFacts, policy: PolicyInForce) -> Assessment:
    """Judge a company by R0 to R4 under a policy and return all findings with the outcome that follows.

    Under ``signatory_bypass`` a live pledge replaces R1 to R3; R0 and R4 stay. R5 is no condition of a decision: it is
    the clock that asks for this judgement again. Source: standards reference 2.1 and 2.2, operator policy.
    """
    findings = [find_relationship(facts=facts, policy=policy)]
    market = find_market(facts=facts, policy=policy)
    if market is not None:
        findings.append(market)
    if policy.policy.gate_mode == "signatory_bypass" and is_pledge_live(facts=facts, policy=policy):
        findings.extend(_bypassed(rule=rule, facts=facts, policy=policy) for rule in ("R1", "R2", "R3"))
    else:
        findings.append(find_net_zero(facts=facts, policy=policy))
        findings.append(find_disclosure(facts=facts, policy=policy))
        findings.append(find_strategy(facts=facts, policy=policy))
    findings.append(find_use(facts=facts, policy=policy))
    return assess(rule_set=policy.key, as_of=facts.as_of, findings=findings)


def assess_buyer_condition(*, condition: str, facts: CompanyFacts) -> Assessment:
    """Judge a company by a condition that a lot hands down (``leaf-buyer``), in addition to the exchange's own rules.

    Raises NotInTable for a condition that nobody defined. Source: standards reference 2.5.
    """
    if condition not in BUYER_CONDITIONS:
        fix = f"Known conditions: {', '.join(BUYER_CONDITIONS)}"
        raise NotInTable(field="buyer_conditions", value=condition, reason="there is no such condition", fix=fix)
    rules = rule_set(family=LEAF_BUYER, as_of=facts.as_of)
    findings = list_leaf_findings(facts=facts, rules=rules)
    return assess(rule_set=rules.key, as_of=facts.as_of, findings=findings)


def _bypassed(*, rule: str, facts: CompanyFacts, policy: PolicyInForce) -> Finding:
    return Finding(
        rule=rule,
        rule_set=policy.key,
        result=FindingResult.MET,
        message_key="replaced_by_signature",
        clause="gate_mode",
        evidence_ids=facts.pledge_evidence_ids,
    )
