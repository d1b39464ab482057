"""Retirement statements that were published: what public records showed on one day, fixed for good."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class PublishedStatement(models.Model):
    """A statement as it was printed, with the hash of its canonical bytes. Never changed; a newer one stands beside it."""

    id = models.UUIDField(primary_key=True)
    beneficiary = models.TextField()
    kg = models.BigIntegerField()
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="statement_mass_is_positive", condition=models.Q(kg__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.beneficiary} {self.kg} kg"
