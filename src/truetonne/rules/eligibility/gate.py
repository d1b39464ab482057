"""R0: the relationship with the operator and the open markets. Source: standards reference 2.1, operator policy."""

from __future__ import annotations

from truetonne.rules.eligibility.facts import CompanyFacts
from truetonne.rules.eligibility.policy import PolicyInForce
from truetonne.rules.findings import Figure, Finding, FindingResult


def find_relationship(*, facts: CompanyFacts, policy: PolicyInForce) -> Finding:
    """Judge the relationship: one of the open kinds, with a record behind it.

    A relationship that is claimed without a record is not shown; a signature that was removed from the register is
    not met.
    """
    evidence = facts.relationship_evidence_ids
    if facts.relationship == "signatory":
        evidence = (*evidence, *facts.pledge_evidence_ids)
    figures = (Figure(name="relationship", value=facts.relationship),) if facts.relationship else ()
    result, key = FindingResult.MET, "relationship_shown"
    mends: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    if not facts.relationship or facts.relationship == "none":
        result, key, mends = FindingResult.NOT_SHOWN, "no_relationship", ("show_relationship",)
    elif facts.relationship not in policy.policy.relationships:
        result, key, mends = FindingResult.NOT_MET, "relationship_not_open", ("show_relationship",)
    elif facts.relationship_shown is False:
        result, key, mends = FindingResult.NOT_SHOWN, "relationship_unproved", ("show_relationship",)
    elif facts.relationship == "signatory" and facts.pledge_state == "removed":
        result, key, mends = FindingResult.NOT_MET, "signature_removed", ("sign_pledge_again", "show_relationship")
    elif facts.relationship == "signatory" and not facts.is_signatory:
        warnings = ("signature_not_confirmed",)
    return Finding(
        rule="R0", rule_set=policy.key, result=result, message_key=key, clause="relationship", evidence_ids=evidence,
        figures=figures, mends=mends, warnings=warnings,
    )  # fmt: skip


def find_market(*, facts: CompanyFacts, policy: PolicyInForce) -> Finding | None:
    """Judge the country against the open markets; None where the policy limits nothing."""
    markets = policy.policy.open_markets
    if not markets:
        return None
    figures = [Figure(name="markets", value=", ".join(markets))]
    if facts.country:
        figures.append(Figure(name="country", value=facts.country))
    result, key = FindingResult.MET, "market_open"
    mends: tuple[str, ...] = ()
    if not facts.country:
        result, key, mends = FindingResult.NOT_SHOWN, "market_unknown", ("state_country",)
    elif facts.country not in markets:
        result, key, mends = FindingResult.NOT_MET, "market_closed", ("wait_for_market",)
    return Finding(
        rule="R0", rule_set=policy.key, result=result, message_key=key, clause="market", figures=tuple(figures),
        mends=mends,
    )  # fmt: skip
