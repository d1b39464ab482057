"""Programs, and the loads of their files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.supply.registry_records.vocabulary import Outcome
from truetonne.supply.states import RunKind


class Program(models.Model):
    """A registry and the mapping by which its files are read."""

    code = models.CharField(primary_key=True, max_length=32)
    name = models.CharField(max_length=200)
    website = models.TextField(blank=True, default="")
    unit_kg = models.IntegerField(default=1000)
    is_synthetic = models.BooleanField(default=False)
    mapping_name = models.TextField()
    mapping_text = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="program_unit_is_positive", condition=models.Q(unit_kg__gte=1)),
        ]

    def __str__(self) -> str:
        return self.code


class ImportRun(models.Model):
    """One load of files: what they were, and the report that was printed (its rows stand in ImportRow)."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8)
    program = models.CharField(max_length=32)
    edition = models.DateField()
    is_complete = models.BooleanField(default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    files = models.JSONField()
    report = models.JSONField()
    is_refused = models.BooleanField(default=False)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="import_kind_is_known", condition=models.Q(kind__in=RunKind.values)),
        ]
        indexes = [models.Index(fields=["program", "recorded_at"], name="import_by_program")]

    def __str__(self) -> str:
        return str(self.pk)


class ImportRow(models.Model):
    """A row of a load that was not accepted (runs of known rows as one), as the report lists it."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    file = models.TextField()
    record = models.TextField()
    table = models.CharField(max_length=16)
    outcome = models.CharField(max_length=8)
    code = models.TextField(blank=True, default="")
    field = models.TextField(blank=True, default="")
    value = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    kg = models.DecimalField(max_digits=30, decimal_places=0)
    row_count = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_row_outcome_is_known", condition=models.Q(outcome__in=[o.value for o in Outcome])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.record}"
