"""Appeal a decision once, and rule on an appeal: by somebody who took no part in the decision."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import lock_name
from truetonne.members.acts import By, leave_line
from truetonne.members.assessing import last_answers, store_assessment
from truetonne.members.models import Appeal, AppealDecision, Application, Decision, Submission
from truetonne.members.states import ApplicationState, Cause
from truetonne.members.steps import lock_application, move_application, require_state

S = ApplicationState
APPEALABLE = (S.DECLINED, S.SUSPENDED)


class AppealNotPossible(Exception):
    """There is no decision to appeal, or it was appealed before."""

    code = "state_conflict"


class TookPart(Exception):
    """Who took part in a decision does not rule on its appeal."""

    code = "conflict_of_interest"

    def __init__(self, *, person_id: UUID) -> None:
        super().__init__("who took part in the decision does not rule on its appeal")
        self.person_id = person_id


@transaction.atomic
def appeal_decision(*, appeal_id: UUID, application_id: UUID, text: str, by: By) -> Appeal:
    """Ask for another judgement of the decision that declined or was suspended, once per decision.

    Raises ApplicationNotFound, WrongState, AppealNotPossible.
    """
    known = Appeal.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    application = lock_application(application_id=application_id)
    require_state(application=application, among=APPEALABLE)
    decision = application.decision
    if decision is None or Appeal.objects.filter(decision=decision).exists():
        raise AppealNotPossible("this decision was appealed before")
    appeal = Appeal.objects.create(
        pk=appeal_id, application=application, decision=decision, text=text, person_id=by.person_id,
        request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    leave_line(
        by=by, action="application.appealed", subject=show_id(prefix="apl", id=appeal_id),
        organization_id=application.organization_id,
    )  # fmt: skip
    return appeal


@transaction.atomic
def rule_on_appeal(
    *, ruling_id: UUID, appeal_id: UUID, is_upheld: bool, reason: str, by: By, new_id: Callable[[], UUID]
) -> AppealDecision:
    """Uphold or dismiss an appeal. Upheld, the company is judged again: a declined one by a new application in screening.

    Raises TookPart, AppealNotPossible.
    """
    known = AppealDecision.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    lock_name(name=f"appeal:{appeal_id}")
    appeal = Appeal.objects.select_related("decision", "application__organization").filter(pk=appeal_id).first()
    if appeal is None or AppealDecision.objects.filter(appeal=appeal).exists():
        raise AppealNotPossible("no open appeal has this id")
    if by.person_id in _took_part(appeal=appeal, decision=appeal.decision):
        raise TookPart(person_id=by.person_id)
    ruling = AppealDecision.objects.create(
        pk=ruling_id, appeal=appeal, is_upheld=is_upheld, reason=reason, person_id=by.person_id,
        request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    if is_upheld:
        _judge_again(appeal=appeal, by=by, new_id=new_id)
    leave_line(
        by=by, action="appeal.upheld" if is_upheld else "appeal.dismissed",
        subject=show_id(prefix="apl", id=appeal_id), organization_id=appeal.application.organization_id,
    )  # fmt: skip
    return ruling


def _took_part(*, appeal: Appeal, decision: Decision) -> tuple[UUID, ...]:
    return (decision.reviewer_id, decision.approver_id, appeal.person_id)


def _judge_again(*, appeal: Appeal, by: By, new_id: Callable[[], UUID]) -> None:
    application = lock_application(application_id=appeal.application_id)
    if application.state == S.DECLINED:
        application = _reopen(application=application, appeal=appeal, by=by, new_id=new_id)
    store_assessment(
        application=application, assessment_id=new_id(), cause=Cause.APPEAL, as_of=by.at.date(),
        person_id=by.person_id, at=by.at,
    )  # fmt: skip


def _reopen(*, application: Application, appeal: Appeal, by: By, new_id: Callable[[], UUID]) -> Application:
    """Begin a new application with the answers of the declined one, already in screening."""
    answers = dict(last_answers(application=application))
    opened = Application.objects.create(
        pk=new_id(), organization=application.organization, draft=answers, opened_by_id=appeal.person_id,
        request_id=f"appeal {appeal.pk}", effective_at=by.at,
    )  # fmt: skip
    statement = Submission.objects.filter(application=application).order_by("-number").first()
    Submission.objects.create(
        pk=new_id(), application=opened, number=1, answers=answers, person_id=appeal.person_id,
        authorization_statement=statement.authorization_statement if statement is not None else "",
        effective_at=by.at,
    )  # fmt: skip
    move_application(
        application=opened, to_states=(S.SUBMITTED, S.SCREENING), person_id=by.person_id, at=by.at, reason="appeal"
    )
    return opened
