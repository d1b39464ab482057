"""Acceptance of parameters that nobody checked against their document: proposed by one person, decided by another.

A result that rests on such a parameter is issued only while an acceptance of it, by name, is in force.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class ParameterProposal(models.Model):
    """Somebody proposes to work with a parameter although its document was not read, and says why."""

    id = models.UUIDField(primary_key=True)
    parameter = models.CharField(max_length=160)
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="parameter_proposal_is_whole", condition=~(models.Q(parameter="") | models.Q(reason=""))
            ),
        ]
        indexes = [models.Index(fields=["parameter", "effective_at"], name="proposal_by_parameter")]

    def __str__(self) -> str:
        return f"{self.parameter} {self.pk}"


class ParameterDecision(models.Model):
    """A member of governance accepts or refuses a proposal; never who made it."""

    proposal = models.OneToOneField(
        ParameterProposal, on_delete=models.PROTECT, primary_key=True, related_name="decision"
    )
    is_accepted = models.BooleanField()
    reason = models.TextField(blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.is_accepted}"


class ParameterWithdrawal(models.Model):
    """The end of an acceptance, from a day on; what was issued under it stays and says so."""

    decision = models.OneToOneField(
        ParameterDecision, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="withdrawal_has_its_reason", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return str(self.decision_id)
