"""Mails that say in time that what a membership rests on ends: once to each person who can do something about it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from truetonne.edge.formats.times import day_text
from truetonne.edge.permissions import Role
from truetonne.members.finding_words import RULE_TITLES
from truetonne.members.models import Reminder, ReminderMail
from truetonne.members.steps import show_application
from truetonne.people.adapters import write_mail
from truetonne.people.models import Person

TOLD = (Role.APPLICANT, Role.ADMINISTRATOR)
"""Who can hand in evidence, and who can give somebody that role."""


def mail_reminder(*, reminder_id: int, at: datetime) -> int:
    """Mail a reminder to those who have not had it, and return to how many. Running it again mails nobody twice.

    A mail that cannot be sent raises; those before it stay noted, so that the next try goes on from there.
    """
    reminder = Reminder.objects.select_related("application__organization").get(pk=reminder_id)
    told = reminder.mails.values_list("person_id", flat=True)
    people = Person.objects.filter(
        memberships__organization_id=reminder.application.organization_id, memberships__role__in=TOLD, is_active=True
    )
    sent = 0
    for person in people.exclude(pk__in=told).distinct().order_by("pk"):
        _send(reminder=reminder, person=person, at=at)
        with transaction.atomic():
            ReminderMail.objects.bulk_create(
                [ReminderMail(reminder=reminder, person=person, effective_at=at)], ignore_conflicts=True
            )
        sent += 1
    return sent


def _send(*, reminder: Reminder, person: Person, at: datetime) -> None:
    application = reminder.application
    with translation.override(person.language):
        days = (reminder.lapses_on - at.date()).days
        facts = {
            "organization": application.organization.name,
            "day": day_text(day=reminder.lapses_on, language=person.language, long=True),
            "days": days,
            "rules": "; ".join(str(RULE_TITLES.get(rule, rule)) for rule in reminder.rules),
        }
        body = ngettext(
            "%(organization)s may buy until %(day)s, which is in %(days)s day. What ends then is the evidence for: %(rules)s.",
            "%(organization)s may buy until %(day)s, which is in %(days)s days. What ends then is the evidence for: %(rules)s.",
            days,
        )
        if not reminder.rules:
            body = ngettext(
                "%(organization)s may buy until %(day)s, which is in %(days)s day. The decision ends then and is taken anew.",
                "%(organization)s may buy until %(day)s, which is in %(days)s days. The decision ends then and is taken anew.",
                days,
            )
        address = reverse(
            "members:application", kwargs={"application": show_application(application_id=application.pk)}
        )
        write_mail(
            to=person.email,
            subject=_("Evidence of %(organization)s ends on %(day)s") % facts,
            body=body % facts,
            address=settings.TRUETONNE.base_url + address,
            more=_("Hand in new evidence before that day and buying goes on without a break. What you bought stays."),
        )
