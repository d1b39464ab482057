"""Judging a member again (rule R5): on restatement, change of target or pledge, an adverse finding, expiry, every year.

A lapse suspends buying at once and by itself; to buy again takes two people. Retirements and certificates are no
business of this room and stay as they are. Source: standards reference 2.1, operator policy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.jobs import enqueue
from truetonne.edge.outbox import write_event
from truetonne.members.assessing import store_assessment
from truetonne.members.models import Application, Assessment, AssessmentFinding, Reminder
from truetonne.members.policies import get_policy
from truetonne.members.states import MAY_BUY, ApplicationState, Cause
from truetonne.members.steps import lock_application, move_application, require_state, show_application
from truetonne.people.actions import record_audit_line
from truetonne.rules.clocks import Clocks, find_reminder

S = ApplicationState
REMINDER_JOB = "members.mail_reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a turn of the clock did."""

    suspended: tuple[UUID, ...]
    expiring: tuple[UUID, ...]
    reminded: tuple[UUID, ...]


@transaction.atomic
def recheck_application(
    *,
    application_id: UUID,
    assessment_id: UUID,
    cause: Cause,
    person_id: UUID | None,
    request_id: str,
    at: datetime,
) -> Assessment:
    """Judge a member again and suspend it where a rule no longer holds; keeps the assessment either way.

    ``person_id`` is None for the clock. Raises ApplicationNotFound, and WrongState for one that may not buy anyway.
    """
    application = lock_application(application_id=application_id)
    require_state(application=application, among=MAY_BUY)
    stored = store_assessment(
        application=application,
        assessment_id=assessment_id,
        cause=cause,
        as_of=at.date(),
        person_id=person_id,
        at=at,
    )
    if stored.outcome not in ("ELIGIBLE", "CONDITIONAL"):
        _suspend(application=application, assessment=stored, person_id=person_id, request_id=request_id, at=at)
    return stored


def run_clock(*, at: datetime, new_id: Callable[[], UUID], clocks: Clocks) -> Ended:
    """Suspend members whose time is over, mark those whose evidence ends soon, and write the reminders that are due.

    ``clocks`` say how many days ahead a company is told. Running it twice does nothing twice.
    """
    today = at.date()
    suspended, expiring, reminded = [], [], []
    rows = Application.objects.filter(state__in=MAY_BUY).values_list("pk", "buys_until").order_by("buys_until", "pk")
    for application_id, buys_until in rows:
        if buys_until is not None and buys_until < today:
            if _lapse(application_id=application_id, assessment_id=new_id(), at=at):
                suspended.append(application_id)
        elif buys_until is not None:
            marked, told = _announce(application_id=application_id, steps=clocks.lapse_reminders.length, at=at)
            expiring += [application_id] if marked else []
            reminded += [application_id] if told else []
    return Ended(suspended=tuple(suspended), expiring=tuple(expiring), reminded=tuple(reminded))


@transaction.atomic
def _lapse(*, application_id: UUID, assessment_id: UUID, at: datetime) -> bool:
    application = lock_application(application_id=application_id)
    today = at.date()
    if application.state not in MAY_BUY or application.buys_until is None or application.buys_until >= today:
        return False
    is_whole_year = application.decision is not None and not _lapsed_rules(application=application, today=today)
    stored = store_assessment(
        application=application,
        assessment_id=assessment_id,
        cause=Cause.YEARLY if is_whole_year else Cause.EVIDENCE_EXPIRY,
        as_of=today,
        person_id=None,
        at=at,
    )
    _suspend(application=application, assessment=stored, person_id=None, request_id=f"clock:{assessment_id}", at=at)
    return True


@transaction.atomic
def _announce(*, application_id: UUID, steps: tuple[int, ...], at: datetime) -> tuple[bool, bool]:
    application = lock_application(application_id=application_id)
    today, until = at.date(), application.buys_until
    days = get_policy(as_of=today).policy.r5.expiring_days
    if application.state not in MAY_BUY or until is None:
        return False, False
    due = find_reminder(steps=steps, first_days=days, left_days=(until - today).days)
    if due is None:
        return False, False
    marked = application.state != S.EXPIRING
    rules = _rules_that_end(application=application, on=until)
    if marked:
        move_application(
            application=application,
            to_states=(S.EXPIRING,),
            person_id=None,
            at=at,
            reason=", ".join(rules),
            rule_set=application.decision.proposal.assessment.rule_set if application.decision is not None else "",
        )
    reminder, told = Reminder.objects.get_or_create(
        application=application,
        lapses_on=until,
        days_before=due,
        defaults={"rules": rules, "effective_at": at},
    )
    if told:
        _tell(reminder=reminder, application=application, at=at)
    return marked, told


def _tell(*, reminder: Reminder, application: Application, at: datetime) -> None:
    """Queue the mails of a reminder and the event; both leave when this transaction holds."""
    enqueue(name=REMINDER_JOB, reminder=reminder.pk)
    write_event(
        type="eligibility.lapsing",
        subject=show_application(application_id=application.pk),
        organization_id=application.organization_id,
        request_id=f"reminder:{reminder.pk}",
        at=at,
        data={
            "lapses_on": reminder.lapses_on.isoformat(),
            "days_before": reminder.days_before,
            "rules": list(reminder.rules),
        },
    )


def _suspend(
    *, application: Application, assessment: Assessment, person_id: UUID | None, request_id: str, at: datetime
) -> None:
    failing = AssessmentFinding.objects.filter(assessment=assessment).exclude(result__in=["MET", "CONDITIONAL"])
    rules = tuple(dict.fromkeys(failing.order_by("place").values_list("rule", flat=True)))
    move_application(
        application=application,
        to_states=(S.SUSPENDED,),
        person_id=person_id,
        at=at,
        reason=", ".join(rules) or str(assessment.cause),
        rule_set=assessment.rule_set,
        assessment=assessment,
    )
    record_audit_line(
        action="eligibility.suspended",
        event="eligibility.suspended",
        subject=show_application(application_id=application.pk),
        person_id=person_id,
        organization_id=application.organization_id,
        request_id=request_id,
        at=at,
        facts={"cause": str(assessment.cause), "rules": list(rules)},
    )


def _lapsed_rules(*, application: Application, today: date) -> tuple[str, ...]:
    return _rules(application=application, lapses_on__lt=today)


def _rules_that_end(*, application: Application, on: date) -> list[str]:
    return list(_rules(application=application, lapses_on__lte=on))


def _rules(*, application: Application, **when: date) -> tuple[str, ...]:
    if application.decision is None:
        return ()
    rows = AssessmentFinding.objects.filter(assessment=application.decision.proposal.assessment, **when)
    return tuple(dict.fromkeys(rows.order_by("lapses_on", "place").values_list("rule", flat=True)))
