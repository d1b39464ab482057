"""What this room does outside a request: it judges members again every day, and mails reminders."""

from __future__ import annotations

from datetime import UTC, datetime

from truetonne.edge.identifiers import new_id
from truetonne.edge.jobs import daily, job
from truetonne.members.rechecks import REMINDER_JOB, run_clock
from truetonne.members.reminding import mail_reminder
from truetonne.rules.clocks import clocks_on


@daily(name="members.recheck")
def recheck_members(*, at: datetime) -> int:
    """Suspend members whose time is over, mark those whose evidence ends soon, queue the reminders that are due."""
    ended = run_clock(at=at, new_id=new_id, clocks=clocks_on(day=at.date()))
    return len(ended.suspended) + len(ended.expiring) + len(ended.reminded)


@job(name=REMINDER_JOB)
def mail(reminder: int) -> None:
    """Mail one reminder to everyone who has not had it."""
    mail_reminder(reminder_id=reminder, at=datetime.now(UTC))
