"""The operator's own blocks, their reviews and their prices. Units live in the ledger; a holding points at its lot."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.supply.models.loads import ImportRun, Program
from truetonne.supply.models.projects import Project
from truetonne.supply.states import ReviewState, ReviewVerdict


class Holding(models.Model):
    """A block of the operator's own at a registry: one lot of the ledger since its import."""

    id = models.UUIDField(primary_key=True)
    lot = models.OneToOneField(
        "ledger.Lot", to_field="public_id", on_delete=models.PROTECT, related_name="+", db_column="lot"
    )
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="holdings")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="holdings")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="holdings")
    key = models.TextField(blank=True, default="")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    unit_kg = models.IntegerField()
    kg = models.BigIntegerField()
    lot_class = models.CharField(max_length=8)
    serial = models.TextField()
    vintage = models.SmallIntegerField(null=True)
    vintage_start = models.DateField(null=True)
    vintage_end = models.DateField(null=True)
    issued_on = models.DateField(null=True)
    issuance_known = models.BooleanField(default=False)
    content = models.UUIDField()
    raw = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="holding_count_is_its_mass",
                condition=models.Q(kg=(models.F("last") - models.F("first") + models.Value(1)) * models.F("unit_kg")),
            ),
        ]
        indexes = [models.Index(fields=["program", "key", "first"], name="holding_by_range")]

    def __str__(self) -> str:
        return self.serial


class Review(models.Model):
    """A dated judgement of a holding by somebody other than its importer. Only ``state`` changes."""

    id = models.UUIDField(primary_key=True)
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8)
    state = models.CharField(max_length=10)
    additionality = models.TextField()
    baseline = models.TextField()
    leakage = models.TextField()
    durability = models.TextField()
    uncertainty = models.TextField()
    community = models.TextField()
    next_review = models.DateField()
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_verdict_is_known", condition=models.Q(verdict__in=ReviewVerdict.values)
            ),
            models.CheckConstraint(name="review_state_is_known", condition=models.Q(state__in=ReviewState.values)),
            models.CheckConstraint(
                name="review_lines_are_filled",
                condition=~(
                    models.Q(additionality="")
                    | models.Q(baseline="")
                    | models.Q(leakage="")
                    | models.Q(durability="")
                    | models.Q(uncertainty="")
                    | models.Q(community="")
                ),
            ),
            models.UniqueConstraint(
                name="review_in_force_is_one", fields=["holding"], condition=models.Q(state="PUBLISHED")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PriceFact(models.Model):
    """A price that somebody set for a lot, with where its parts come from. The ledger charges; this is the history."""

    id = models.UUIDField(primary_key=True)
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="prices")
    lot = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    currency = models.CharField(max_length=3)
    project_minor = models.BigIntegerField()
    registry_fee_minor = models.BigIntegerField()
    verification_minor = models.BigIntegerField()
    fx_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    handling_minor = models.BigIntegerField()
    source = models.TextField()
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.lot} {self.currency}"
