"""Whether a member may buy now. Asked again inside every order's transaction, under a lock of the member's row.

The lock orders the orders of one member: what is counted after it cannot change until the transaction ends. A lapse
stops new orders and touches nothing that was retired.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.members.assessing import judge
from truetonne.members.models import Application, AssessmentFinding, Evidence
from truetonne.members.policies import get_policy_version
from truetonne.members.states import ENDED, MAY_BUY, ApplicationState
from truetonne.rules.findings import Assessment, Finding, Outcome


class NotEligible(Exception):
    """The member may not buy; carries the state, the findings that stop it, and the policy version."""

    code = "not_eligible"

    def __init__(self, *, state: str, rule_set: str, findings: tuple[dict[str, object], ...]) -> None:
        rules = ", ".join(str(finding["rule"]) for finding in findings)
        super().__init__(f"the organization may not buy: {state.lower()}" + (f", {rules}" if rules else ""))
        self.state = state
        self.rule_set = rule_set
        self.findings = list(findings)


class EvidenceExpired(Exception):
    """What the decision rested on has lapsed; carries the evidence and its last day."""

    code = "evidence_expired"

    def __init__(self, *, evidence_id: UUID, lapsed_on: date, rule: str) -> None:
        super().__init__(f"evidence for {rule} counted until {lapsed_on.isoformat()}")
        self.evidence_id = evidence_id
        self.lapsed_on = lapsed_on
        self.lapsed_at = lapsed_on.isoformat()
        self.rule = rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an organization stands: its state, until when it may buy, and under which decision."""

    organization_id: UUID
    state: str
    may_buy: bool
    buys_until: date | None = None
    application_id: UUID | None = None
    decision_id: UUID | None = None
    rule_set: str = ""
    gate_mode: str = ""
    findings: tuple[dict[str, object], ...] = ()


NO_APPLICATION = "NONE"
"""The state of an organization that never applied, or whose application ended."""


def get_standing(*, organization_id: UUID, at: datetime) -> Standing:
    """Return where an organization stands at a moment, judged again as of that day. Reads only; locks nothing."""
    found = _find(organization_id=organization_id, is_locking=False)
    return _stand(application=found, organization_id=organization_id, as_of=at.date())


def lock_standing(*, organization_id: UUID, at: datetime) -> Standing:
    """Lock the member's row until the transaction ends and return its standing; raises NotEligible, EvidenceExpired.

    Call it first in an order's transaction, before anything of that member is counted.
    """
    found = _find(organization_id=organization_id, is_locking=True)
    standing = _stand(application=found, organization_id=organization_id, as_of=at.date())
    if not standing.may_buy:
        _refuse(standing=standing, application=found, as_of=at.date())
    return standing


def _find(*, organization_id: UUID, is_locking: bool) -> Application | None:
    rows = Application.objects.filter(organization_id=organization_id).exclude(state__in=ENDED)
    if is_locking:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return rows.select_related("decision__proposal__assessment").first()


def _stand(*, application: Application | None, organization_id: UUID, as_of: date) -> Standing:
    if application is None:
        return Standing(organization_id=organization_id, state=NO_APPLICATION, may_buy=False)
    judged = _judge_again(application=application, as_of=as_of)
    is_open = application.state in MAY_BUY and application.buys_until is not None and as_of <= application.buys_until
    holds = judged is not None and judged.outcome in (Outcome.ELIGIBLE, Outcome.CONDITIONAL)
    assessment = application.decision.proposal.assessment if application.decision is not None else None
    return Standing(
        organization_id=organization_id,
        state=application.state,
        may_buy=is_open and holds,
        buys_until=application.buys_until,
        application_id=application.pk,
        decision_id=application.decision_id,
        rule_set=assessment.rule_set if assessment is not None else "",
        gate_mode=assessment.gate_mode if assessment is not None else "",
        findings=_stopping(application=application, judged=judged),
    )


def _judge_again(*, application: Application, as_of: date) -> Assessment | None:
    """Judge the decision's own facts as of another day, by the policy that decided them; None without a decision.

    Evidence that came or fell since is judged by a re-check when it happens; only time passes without one.
    """
    if application.decision is None:
        return None
    assessment = application.decision.proposal.assessment
    as_of = max(assessment.as_of, as_of)
    return judge(
        facts={**assessment.facts, "as_of": as_of.isoformat()},
        policy=get_policy_version(key=assessment.rule_set),
    )


def _stopping(*, application: Application, judged: Assessment | None) -> tuple[dict[str, object], ...]:
    if application.state == ApplicationState.SUSPENDED or judged is None:
        last = application.assessments.order_by("-recorded_at", "-id").first()
        if last is None:
            return ()
        rows = AssessmentFinding.objects.filter(assessment=last, result__in=["NOT_MET", "NOT_SHOWN", "PENDING"])
        return tuple(
            {"rule": row.rule, "clause": row.clause, "rule_set": row.rule_set, "result": row.result.lower(),
             "message_key": row.message_key, "figures": row.figures, "evidence_ids": row.evidence_ids,
             "as_of": last.as_of.isoformat()}
            for row in rows.order_by("place")
        )  # fmt: skip
    return tuple(_brief(finding, as_of=judged.as_of) for finding in judged.findings if finding.is_failure)


def _brief(finding: Finding, *, as_of: date) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "rule_set": finding.rule_set,
        "result": finding.result.value,
        "message_key": finding.message_key,
        "figures": [figure.as_json() for figure in finding.figures],
        "evidence_ids": list(finding.evidence_ids),
        "as_of": as_of.isoformat(),
    }


def _refuse(*, standing: Standing, application: Application | None, as_of: date) -> None:
    if application is not None and application.state in MAY_BUY and application.decision is not None:
        lapsed = (
            AssessmentFinding.objects.filter(assessment=application.decision.proposal.assessment, lapses_on__lt=as_of)
            .order_by("lapses_on", "place")
            .first()
        )
        evidence = _first_evidence(lapsed)
        if lapsed is not None and lapsed.lapses_on is not None and evidence is not None:
            raise EvidenceExpired(evidence_id=evidence.pk, lapsed_on=lapsed.lapses_on, rule=lapsed.rule)
    raise NotEligible(state=standing.state, rule_set=standing.rule_set, findings=standing.findings)


def _first_evidence(finding: AssessmentFinding | None) -> Evidence | None:
    if finding is None or not finding.evidence_ids:
        return None
    from truetonne.edge.identifiers import read_id

    return Evidence.objects.filter(pk=read_id(prefix="evd", text=finding.evidence_ids[0])).first()


def show_standing(*, standing: Standing) -> dict[str, object]:
    """Return a standing as the API shows it."""
    return {
        "state": standing.state,
        "may_buy": standing.may_buy,
        "buys_until": standing.buys_until.isoformat() if standing.buys_until else None,
        "application_id": show_id(prefix="app", id=standing.application_id) if standing.application_id else None,
        "rule_set": standing.rule_set,
        "gate_mode": standing.gate_mode,
        "findings": list(standing.findings),
    }
