"""Screen an application, ask for more, propose, decide. The reviewer proposes; another person approves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.members.acts import By, leave_line
from truetonne.members.assessing import store_assessment
from truetonne.members.models import Application, Assessment, Decision, Proposal
from truetonne.members.policies import get_policy_version
from truetonne.members.states import ApplicationState, Cause
from truetonne.members.steps import (
    lock_application,
    move_application,
    require_state,
    show_application,
)
from truetonne.rules.calendar_months import add_months

S = ApplicationState
DECIDABLE = (S.SCREENING, S.ELIGIBLE, S.CONDITIONAL, S.EXPIRING, S.SUSPENDED)
"""The states in which a decision may be proposed: the first one, a renewal, or the end of a suspension."""


class SecondPersonRequired(Exception):
    """The reviewer cannot approve what they proposed."""

    code = "second_person_required"

    def __init__(self, *, reviewer_id: UUID) -> None:
        super().__init__("who proposed a decision does not approve it")
        self.reviewer_id = reviewer_id


class AssessmentOutdated(Exception):
    """The proposal rests on an assessment that a later one replaced; carries both days."""

    code = "state_conflict"

    def __init__(self, *, judged: date, last: date) -> None:
        super().__init__(f"judged as of {judged.isoformat()}; a later assessment is of {last.isoformat()}")
        self.judged = judged
        self.last = last


class ProposalNotFound(Exception):
    """No open proposal has this id."""

    code = "not_found"


class RenewalNotPossible(Exception):
    """A renewal that is neither eligible nor conditional cannot be confirmed; the company is suspended instead."""

    code = "state_conflict"

    def __init__(self, *, outcome: str) -> None:
        super().__init__(f"outcome {outcome.lower()} renews nothing")
        self.outcome = outcome


@transaction.atomic
def screen_application(*, application_id: UUID, assessment_id: UUID, by: By) -> Assessment:
    """Take a submitted application up, or judge it again on the evidence accepted since; keeps the assessment.

    Raises ApplicationNotFound, WrongState.
    """
    application = lock_application(application_id=application_id)
    require_state(application=application, among=(S.SUBMITTED, S.PENDING, *DECIDABLE))
    is_first = application.state == S.SUBMITTED
    if application.state in (S.SUBMITTED, S.PENDING):
        move_application(application=application, to_states=(S.SCREENING,), person_id=by.person_id, at=by.at)
    stored = store_assessment(
        application=application,
        assessment_id=assessment_id,
        cause=Cause.SUBMISSION if is_first else Cause.NEW_EVIDENCE,
        as_of=by.at.date(),
        person_id=by.person_id,
        at=by.at,
    )
    leave_line(
        by=by,
        action="application.judged",
        subject=show_application(application_id=application_id),
        organization_id=application.organization_id,
        facts={"outcome": stored.outcome, "rule_set": stored.rule_set},
    )
    return stored


@transaction.atomic
def ask_for_more(*, application_id: UUID, reason: str, by: By) -> Application:
    """Give an application back to its company with the findings and a word on what is needed. Raises WrongState."""
    application = lock_application(application_id=application_id)
    require_state(application=application, among=(S.SCREENING,))
    last = _last_assessment(application=application)
    move_application(
        application=application, to_states=(S.NEEDS_INFO,), person_id=by.person_id, at=by.at, reason=reason,
        rule_set=last.rule_set, assessment=last,
    )  # fmt: skip
    leave_line(
        by=by,
        action="application.returned",
        subject=show_application(application_id=application_id),
        organization_id=application.organization_id,
    )
    return application


@transaction.atomic
def propose_decision(*, proposal_id: UUID, application_id: UUID, note: str, by: By) -> Proposal:
    """Propose what the last assessment says; nobody proposes another outcome.

    Raises ApplicationNotFound, WrongState.
    """
    known = Proposal.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    application = lock_application(application_id=application_id)
    require_state(application=application, among=DECIDABLE)
    last = _last_assessment(application=application)
    standing = Proposal.objects.filter(assessment=last).first()
    if standing is not None:
        return standing
    proposal = Proposal.objects.create(
        pk=proposal_id, assessment=last, reviewer_id=by.person_id, note=note, request_id=by.request_id,
        effective_at=by.at,
    )  # fmt: skip
    leave_line(
        by=by,
        action="application.proposed",
        subject=show_application(application_id=application_id),
        organization_id=application.organization_id,
        facts={"outcome": last.outcome},
    )
    return proposal


@transaction.atomic
def decide_application(*, decision_id: UUID, proposal_id: UUID, is_confirmed: bool, reason: str, by: By) -> Decision:
    """Confirm a proposal, or send it back with a reason. Confirmed, it moves the application and is in force.

    The decision holds until the first finding lapses, twelve months at most (the policy's number). Raises
    SecondPersonRequired, ProposalNotFound, AssessmentOutdated, RenewalNotPossible, WrongState.
    """
    known = Decision.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    found = Proposal.objects.select_related("assessment").filter(pk=proposal_id).first()
    if found is None:
        raise ProposalNotFound("no proposal has this id")
    application = lock_application(application_id=found.assessment.application_id)
    proposal = Proposal.objects.select_related("assessment").get(pk=proposal_id)
    if Decision.objects.filter(proposal=proposal).exists():
        raise ProposalNotFound("this proposal was decided before")
    require_state(application=application, among=DECIDABLE)
    if proposal.reviewer_id == by.person_id:
        raise SecondPersonRequired(reviewer_id=proposal.reviewer_id)
    assessment = proposal.assessment
    last = _last_assessment(application=application)
    if last.pk != assessment.pk and is_confirmed:
        raise AssessmentOutdated(judged=assessment.as_of, last=last.as_of)
    valid_until = _valid_until(assessment=assessment, as_of=by.at.date())
    decision = Decision.objects.create(
        pk=decision_id,
        application=application,
        proposal=proposal,
        is_confirmed=is_confirmed,
        outcome=assessment.outcome,
        reviewer_id=proposal.reviewer_id,
        approver_id=by.person_id,
        reason=reason,
        valid_until=valid_until,
        supersedes_id=application.decision_id if is_confirmed else None,
        request_id=by.request_id,
        effective_at=by.at,
    )
    if is_confirmed:
        move_application(
            application=application,
            to_states=_next_states(application=application, outcome=assessment.outcome),
            person_id=by.person_id,
            at=by.at,
            reason=reason,
            rule_set=assessment.rule_set,
            assessment=assessment,
            decision=decision,
            buys_until=valid_until,
        )
    leave_line(
        by=by,
        action="application.decided" if is_confirmed else "application.decision_returned",
        event="application.decided" if is_confirmed else "",
        subject=show_application(application_id=application.pk),
        organization_id=application.organization_id,
        facts={"outcome": assessment.outcome, "decision": show_id(prefix="dec", id=decision_id)},
    )
    return decision


def _next_states(*, application: Application, outcome: str) -> tuple[ApplicationState, ...]:
    if application.state == S.SCREENING:
        first = {
            "ELIGIBLE": S.ELIGIBLE, "CONDITIONAL": S.CONDITIONAL, "PENDING": S.PENDING, "INELIGIBLE": S.DECLINED,
        }  # fmt: skip
        return (first[outcome],)
    if outcome not in ("ELIGIBLE", "CONDITIONAL"):
        raise RenewalNotPossible(outcome=outcome)
    if application.state in (S.ELIGIBLE, S.CONDITIONAL):
        # A renewal before the reminder begins: both steps are recorded.
        return (S.EXPIRING, S.ELIGIBLE)
    return (S.ELIGIBLE,)


def _valid_until(*, assessment: Assessment, as_of: date) -> date | None:
    if assessment.outcome not in ("ELIGIBLE", "CONDITIONAL"):
        return None
    policy = get_policy_version(key=assessment.rule_set).policy
    longest = add_months(day=as_of, months=policy.r5.recheck_months)
    return min(longest, assessment.lapses_on or longest)


def _last_assessment(*, application: Application) -> Assessment:
    return Assessment.objects.filter(application=application).order_by("-recorded_at", "-id")[0]
