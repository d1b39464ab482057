"""Editions of the table of core carbon principle decisions, as the operator imported its copy."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.rules.ccp.lookup import CcpState

DECISIONS = [state.value for state in CcpState if state not in {CcpState.NOT_LISTED, CcpState.AMBIGUOUS}]


class CcpEdition(models.Model):
    """One copy of the table: the day that it is of, where it came from, and the file by its hash. Never changed."""

    id = models.UUIDField(primary_key=True)
    dated = models.DateField()
    source = models.TextField()
    is_synthetic = models.BooleanField(default=False)
    file_name = models.TextField()
    file_sha256 = models.CharField(max_length=64)
    decision_count = models.IntegerField()
    report = models.JSONField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="ccp_edition_is_imported_once", fields=["dated", "file_sha256"]),
            models.CheckConstraint(name="ccp_edition_names_its_source", condition=~models.Q(source="")),
        ]
        indexes = [models.Index(fields=["-dated", "-recorded_at"], name="ccp_edition_in_force")]

    def __str__(self) -> str:
        return f"{self.dated}"


class CcpDecision(models.Model):
    """One row of an edition, as printed: a program's methodology, the versions it covers, and what was decided."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(CcpEdition, on_delete=models.PROTECT, related_name="decisions")
    row_number = models.IntegerField()
    program = models.TextField()
    methodology = models.TextField()
    versions = models.CharField(max_length=200)
    state = models.CharField(max_length=32)
    decided_on = models.DateField(null=True)
    """The day of the decision, where the file says it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="ccp_decision_row_is_one", fields=["edition", "row_number"]),
            models.CheckConstraint(name="ccp_decision_is_known", condition=models.Q(state__in=DECISIONS)),
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.methodology} {self.versions}"
