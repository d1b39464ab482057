"""Versions of the eligibility policy that the operator adopted, each proposed by one person and signed by another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class PolicyProposal(models.Model):
    """A rule file as it was proposed, whole, with its hash."""

    id = models.UUIDField(primary_key=True)
    rule_set = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    valid_from = models.DateField()
    text = models.TextField()
    sha256 = models.BinaryField(max_length=32)
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="policy_has_its_reason", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.rule_set}/{self.version}"


class PolicySignOff(models.Model):
    """A member of governance adopts or refuses a proposed policy before the day from which it would apply."""

    id = models.UUIDField(primary_key=True)
    proposal = models.OneToOneField(PolicyProposal, on_delete=models.PROTECT, related_name="sign_off")
    rule_set = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    is_adopted = models.BooleanField()
    reason = models.TextField(blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="policy_version_is_adopted_once",
                fields=["rule_set", "version"],
                condition=models.Q(is_adopted=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_set}/{self.version} {self.is_adopted}"
