"""R1: net zero not later than the limit over scopes 1, 2 and 3. Source: standards reference 2.1, operator policy."""

from __future__ import annotations

from truetonne.rules.calendar_months import add_months
from truetonne.rules.eligibility.facts import CompanyFacts, NetZeroStatement
from truetonne.rules.eligibility.policy import PolicyInForce
from truetonne.rules.findings import Figure, Finding, FindingResult
from truetonne.rules.years import read_year

MENDS = {
    "net_zero_not_shown": "publish_net_zero",
    "net_zero_not_public": "publish_net_zero",
    "net_zero_other_target": "publish_net_zero",
    "year_not_understood": "state_net_zero_year",
    "net_zero_too_late": "bring_year_forward",
    "scopes_not_shown": "state_scopes",
    "scopes_missing": "extend_scopes",
    "scope3_partial": "extend_scope3",
    "statement_lapsed": "renew_statement",
}
NOT_SHOWN = {
    "net_zero_not_shown",
    "net_zero_not_public",
    "year_not_understood",
    "scopes_not_shown",
    "statement_lapsed",
}


def is_pledge_live(*, facts: CompanyFacts, policy: PolicyInForce) -> bool:
    """Say whether a pledge signature counts: signed, and in a state that the policy accepts where the state is known."""
    states = policy.policy.r1.pledge_states_accepted
    is_over = facts.pledge_lapses_on is not None and facts.pledge_lapses_on < facts.as_of
    return facts.is_signatory and not is_over and (not facts.pledge_state or facts.pledge_state in states)


def find_net_zero(*, facts: CompanyFacts, policy: PolicyInForce) -> Finding:
    """Judge the net-zero target; a live pledge satisfies this rule and no other."""
    rule = policy.policy.r1
    if is_pledge_live(facts=facts, policy=policy):
        return Finding(
            rule="R1", rule_set=policy.key, result=FindingResult.MET, message_key="net_zero_by_pledge",
            evidence_ids=facts.pledge_evidence_ids, figures=(Figure(name="year", value=rule.pledge_year),),
            lapses_on=facts.pledge_lapses_on,
        )  # fmt: skip
    statement = facts.net_zero
    if statement is None:
        return Finding(
            rule="R1", rule_set=policy.key, result=FindingResult.NOT_SHOWN, message_key="net_zero_not_shown",
            figures=(Figure(name="limit", value=rule.net_zero_year_max),), mends=(MENDS["net_zero_not_shown"],),
            warnings=_pledge_warnings(facts),
        )  # fmt: skip
    return _find_statement(statement=statement, facts=facts, policy=policy)


def _find_statement(*, statement: NetZeroStatement, facts: CompanyFacts, policy: PolicyInForce) -> Finding:
    rule = policy.policy.r1
    faults, is_partial = _list_faults(statement=statement, facts=facts, policy=policy)
    if is_partial and rule.scope3_partial == "fail":
        faults.append("scope3_partial")
    # A no outweighs a gap: the first sentence is the one that decides.
    faults.sort(key=lambda fault: fault in NOT_SHOWN)
    result, key, lapses_on = FindingResult.MET, "net_zero_shown", statement.lapses_on
    mends: tuple[str, ...] = ()
    if faults:
        result = FindingResult.NOT_SHOWN if faults[0] in NOT_SHOWN else FindingResult.NOT_MET
        key, mends, lapses_on = faults[0], tuple(dict.fromkeys(MENDS[fault] for fault in faults)), None
    elif is_partial and rule.scope3_partial == "conditional":
        until = add_months(day=facts.as_of, months=policy.policy.r5.recheck_months)
        result, key, mends = FindingResult.CONDITIONAL, "scope3_partial_for_now", (MENDS["scope3_partial"],)
        lapses_on = min(until, statement.lapses_on or until)
    return Finding(
        rule="R1", rule_set=policy.key, result=result, message_key=key, also=tuple(faults[1:]),
        evidence_ids=statement.evidence_ids, figures=_figures(statement=statement, policy=policy), mends=mends,
        warnings=(*_pledge_warnings(facts), *(() if statement.published_on else ("evidence_undated",))),
        lapses_on=lapses_on,
    )  # fmt: skip


def _list_faults(*, statement: NetZeroStatement, facts: CompanyFacts, policy: PolicyInForce) -> tuple[list[str], bool]:
    """Return what is wrong with a statement, and whether scope 3 is in only in part."""
    rule = policy.policy.r1
    faults = []
    if statement.kind != "net_zero":
        faults.append("net_zero_other_target")
    year = read_year(value=statement.year_as_written)
    if year is None:
        faults.append("year_not_understood")
    elif year.year > rule.net_zero_year_max:
        faults.append("net_zero_too_late")
    is_partial = 3 in rule.required_scopes and statement.scope3_coverage == "partial"
    if statement.scopes is None:
        faults.append("scopes_not_shown")
    else:
        covered = set(statement.scopes)
        if statement.scope3_coverage == "yes" or is_partial:
            covered.add(3)
        if statement.scope3_coverage == "no":
            covered.discard(3)
        if not set(rule.required_scopes) <= covered:
            faults.append("scopes_missing")
    if not statement.public_url:
        faults.append("net_zero_not_public")
    if statement.lapses_on is not None and statement.lapses_on < facts.as_of:
        faults.append("statement_lapsed")
    return faults, is_partial


def _figures(*, statement: NetZeroStatement, policy: PolicyInForce) -> tuple[Figure, ...]:
    figures = [Figure(name="limit", value=policy.policy.r1.net_zero_year_max)]
    year = read_year(value=statement.year_as_written)
    if year is not None:
        figures.append(Figure(name="year", value=year.year))
    if statement.year_as_written not in (None, ""):
        figures.append(Figure(name="year_as_written", value=str(statement.year_as_written)))
    if statement.scopes is not None:
        figures.append(Figure(name="scopes", value=", ".join(map(str, sorted(statement.scopes)))))
    if statement.published_on is not None:
        figures.append(Figure(name="published_on", value=statement.published_on))
    return tuple(figures)


def _pledge_warnings(facts: CompanyFacts) -> tuple[str, ...]:
    return ("pledge_not_live",) if facts.is_signatory else ()
