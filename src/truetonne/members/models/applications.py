"""Interest, applications with their drafts and submissions, and the steps that an application took."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.members.querysets import ApplicationQuerySet
from truetonne.members.states import ENDED, ApplicationState


class Interest(models.Model):
    """What a company that has no account yet wrote on the public page. Kept as it came."""

    id = models.UUIDField(primary_key=True)
    company = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    domain = models.CharField(max_length=253)
    relationship = models.CharField(max_length=16)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField(max_length=254)
    language = models.CharField(max_length=8, default="en")
    message = models.TextField(blank=True, default="")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.company} {self.effective_at:%Y-%m-%d}"


class Application(models.Model):
    """A company's request to be found eligible, and where it stands since.

    ``draft`` holds the answers as the applicant last wrote them; what was submitted is in ``Submission``.
    ``decision`` is the one in force, ``buys_until`` its last day; both follow from the steps.
    """

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=12, default=ApplicationState.DRAFT)
    draft = models.JSONField(default=dict)
    decision = models.ForeignKey("members.Decision", on_delete=models.PROTECT, null=True, related_name="+")
    buys_until = models.DateField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="application_state_is_known", condition=models.Q(state__in=ApplicationState.values)
            ),
            models.UniqueConstraint(
                name="application_open_is_one", fields=["organization"], condition=~models.Q(state__in=ENDED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.state}"


class Submission(models.Model):
    """The answers as they were submitted, with the statement that the signer ticked."""

    id = models.UUIDField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authorization_statement = models.TextField()
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="submission_is_numbered", fields=["application", "number"])]

    def __str__(self) -> str:
        return f"{self.application_id} {self.number}"


class Transition(models.Model):
    """One step of an application, by whom, why and under which rule set."""

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="transitions")
    number = models.PositiveIntegerField()
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True, default="")
    rule_set = models.CharField(max_length=80, blank=True, default="")
    assessment = models.ForeignKey("members.Assessment", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey("members.Decision", on_delete=models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="transition_is_numbered", fields=["application", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.from_state} {self.to_state}"
