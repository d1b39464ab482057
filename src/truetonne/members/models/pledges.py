"""Signatures under the pledge as facts: who signed what when, who confirmed it, and who left. States are computed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class PledgeSignature(models.Model):
    """What a signer signed for a company, with what the public list shows of it. Drafted until somebody confirms it."""

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="pledges")
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    industry = models.CharField(max_length=80, blank=True, default="")
    description = models.TextField(blank=True, default="")
    site = models.CharField(max_length=2000, blank=True, default="")
    employees = models.PositiveIntegerField(null=True)
    revenue_usd = models.BigIntegerField(null=True)
    target_year = models.PositiveSmallIntegerField()
    commitments = models.JSONField()
    rule_set = models.CharField(max_length=80)
    signer_name = models.CharField(max_length=120)
    signer_role = models.CharField(max_length=120)
    signed_on = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pledge_figures_are_not_below_zero",
                condition=models.Q(revenue_usd=None) | models.Q(revenue_usd__gte=0),
            ),
            models.CheckConstraint(name="pledge_has_its_signer", condition=~models.Q(signer_name="")),
        ]
        indexes = [models.Index(fields=["organization", "-signed_on"], name="pledge_by_organization")]

    def __str__(self) -> str:
        return f"{self.name} {self.signed_on}"


class PledgeConfirmation(models.Model):
    """Somebody of the operator who did not sign confirms a signature, or refuses it with a reason, once."""

    id = models.UUIDField(primary_key=True)
    signature = models.OneToOneField(PledgeSignature, on_delete=models.PROTECT, related_name="confirmation")
    is_confirmed = models.BooleanField()
    reason = models.TextField(blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pledge_refusal_has_its_reason",
                condition=models.Q(is_confirmed=True) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PledgeEnd(models.Model):
    """A company leaves the pledge; it may sign again."""

    id = models.UUIDField(primary_key=True)
    signature = models.OneToOneField(PledgeSignature, on_delete=models.PROTECT, related_name="end")
    reason = models.TextField()
    left_on = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="pledge_end_has_its_reason", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return str(self.pk)
