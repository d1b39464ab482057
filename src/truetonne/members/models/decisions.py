"""Assessments with their findings, what a reviewer proposed, what a second person decided, and appeals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.members.models.applications import Application
from truetonne.members.states import Cause
from truetonne.rules.findings import FindingResult, Outcome

OUTCOMES = [each.value.upper() for each in Outcome]
RESULTS = [each.value.upper() for each in FindingResult]


class Assessment(models.Model):
    """A judgement by the rules as of a day. ``facts`` are exactly what was judged: the inputs of the rule set."""

    id = models.UUIDField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assessments")
    cause = models.CharField(max_length=16)
    rule_set = models.CharField(max_length=80)
    gate_mode = models.CharField(max_length=20)
    as_of = models.DateField()
    outcome = models.CharField(max_length=12)
    facts = models.JSONField()
    lapses_on = models.DateField(null=True)
    conditional_until = models.DateField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="assessment_outcome_is_known", condition=models.Q(outcome__in=OUTCOMES)),
            models.CheckConstraint(name="assessment_cause_is_known", condition=models.Q(cause__in=Cause.values)),
        ]
        indexes = [models.Index(fields=["application", "recorded_at"], name="assessment_by_application")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.as_of} {self.outcome}"


class AssessmentFinding(models.Model):
    """One finding of an assessment, in the order of the rule set."""

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="findings")
    place = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=16)
    rule_set = models.CharField(max_length=80)
    result = models.CharField(max_length=12)
    clause = models.CharField(max_length=40, blank=True, default="")
    message_key = models.CharField(max_length=60)
    also = models.JSONField(default=list)
    evidence_ids = models.JSONField(default=list)
    figures = models.JSONField(default=list)
    mends = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    lapses_on = models.DateField(null=True)
    basis = models.CharField(max_length=40, blank=True, default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="finding_has_its_place", fields=["assessment", "place"]),
            models.CheckConstraint(name="finding_result_is_known", condition=models.Q(result__in=RESULTS)),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.result}"


class Proposal(models.Model):
    """What a reviewer proposes on the ground of an assessment; a second person decides."""

    id = models.UUIDField(primary_key=True)
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="proposal")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.pk)


class Decision(models.Model):
    """What the second person made of a proposal. Confirmed, it is in force until ``valid_until``.

    The outcome is the assessment's: nobody writes another. ``supersedes`` is the decision that was in force before.
    """

    id = models.UUIDField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    is_confirmed = models.BooleanField()
    outcome = models.CharField(max_length=12)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, default="")
    valid_until = models.DateField(null=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="decision_outcome_is_known", condition=models.Q(outcome__in=OUTCOMES)),
            models.CheckConstraint(
                name="decision_is_made_by_two_people", condition=~models.Q(reviewer=models.F("approver"))
            ),
            models.CheckConstraint(
                name="decision_return_has_its_reason", condition=models.Q(is_confirmed=True) | ~models.Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"


class Appeal(models.Model):
    """A declined or suspended company disagrees, once per decision, with new evidence."""

    id = models.UUIDField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="appeals")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    text = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.pk)


class AppealDecision(models.Model):
    """What somebody who took no part in the first decision made of an appeal."""

    id = models.UUIDField(primary_key=True)
    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="ruling")
    is_upheld = models.BooleanField()
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="appeal_ruling_has_its_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Reminder(models.Model):
    """A company was told once that evidence or a decision ends on a day."""

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reminders")
    lapses_on = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    rules = models.JSONField(default=list)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reminder_is_sent_once", fields=["application", "lapses_on", "days_before"]),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.lapses_on}"


class ReminderMail(models.Model):
    """A person who was sent a reminder by mail."""

    id = models.BigAutoField(primary_key=True)
    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="mails")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reminder_is_mailed_once", fields=["reminder", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.reminder_id} {self.person_id}"
