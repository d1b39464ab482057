"""Targets of legal entities: versions that never change, judged by the rules of their day and accepted by a person.

A company says how much it will emit less, and by when. What it removes or offsets beside that has years of its own
and lowers no figure of a path.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.rules.targets.judging import Metric

METRICS = [metric.value for metric in Metric]
SCOPES = ["1", "2", "1+2", "3", "1+2+3"]


class Target(models.Model):
    """One version of a target. ``series`` is the first version's id; a later one says what changed and why.

    Base and most recent figures are whole kilograms per covered scope, null for a scope that is not covered.
    ``reduction`` is the share of the base year that is reduced, of the intensity where ``metric`` is one:
    ``growth_per_year`` then says what growth of activity is expected, so that the absolute effect is always known.
    ``validated_on`` keys the rules by which it was judged.
    """

    id = models.UUIDField(primary_key=True)
    entity = models.ForeignKey("members.LegalEntity", on_delete=models.PROTECT, related_name="targets")
    series = models.UUIDField()
    version = models.PositiveIntegerField()
    scopes = models.CharField(max_length=5)
    metric = models.CharField(max_length=20)
    intensity_unit = models.CharField(max_length=64, blank=True, default="")
    growth_per_year = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    scope2_method = models.CharField(max_length=8, blank=True, default="")
    base_year = models.PositiveSmallIntegerField()
    scope1_base_kg = models.BigIntegerField(null=True)
    scope2_base_kg = models.BigIntegerField(null=True)
    scope3_base_kg = models.BigIntegerField(null=True)
    recent_year = models.PositiveSmallIntegerField(null=True)
    scope1_recent_kg = models.BigIntegerField(null=True)
    scope2_recent_kg = models.BigIntegerField(null=True)
    scope3_recent_kg = models.BigIntegerField(null=True)
    target_year = models.PositiveSmallIntegerField()
    reduction = models.DecimalField(max_digits=7, decimal_places=6)
    coverage = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    net_zero_year = models.PositiveSmallIntegerField(null=True)
    reduce_from = models.PositiveSmallIntegerField(null=True)
    remove_from = models.PositiveSmallIntegerField(null=True)
    offset_from = models.PositiveSmallIntegerField(null=True)
    submitted_on = models.DateField(null=True)
    validated_on = models.DateField(null=True)
    validator = models.CharField(max_length=200, blank=True, default="")
    valid_until = models.DateField(null=True)
    """The last day on which a validation counts; null without an end."""
    public_url = models.URLField(max_length=500, blank=True, default="")
    evidence = models.ForeignKey("members.Evidence", on_delete=models.PROTECT, null=True, related_name="+")
    restatement_reason = models.TextField(blank=True, default="")
    rule_set = models.CharField(max_length=64)
    findings = models.JSONField()
    absolute_change = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="target_is_versioned", fields=["series", "version"]),
            models.CheckConstraint(
                name="target_restatement_has_its_reason",
                condition=models.Q(version=1, series=models.F("id"))
                | (models.Q(version__gt=1) & ~models.Q(restatement_reason="")),
            ),
            models.CheckConstraint(name="target_metric_is_known", condition=models.Q(metric__in=METRICS)),
            models.CheckConstraint(
                name="target_scopes_have_their_base",
                condition=models.Q(scopes="1", scope1_base_kg__gte=0, scope2_base_kg=None, scope3_base_kg=None)
                | models.Q(scopes="2", scope1_base_kg=None, scope2_base_kg__gte=0, scope3_base_kg=None)
                | models.Q(scopes="1+2", scope1_base_kg__gte=0, scope2_base_kg__gte=0, scope3_base_kg=None)
                | models.Q(scopes="3", scope1_base_kg=None, scope2_base_kg=None, scope3_base_kg__gte=0)
                | models.Q(scopes="1+2+3", scope1_base_kg__gte=0, scope2_base_kg__gte=0, scope3_base_kg__gte=0),
            ),
            models.CheckConstraint(
                name="target_scope_2_names_its_method",
                condition=models.Q(scope2_base_kg=None, scope2_method="")
                | models.Q(scope2_base_kg__isnull=False, scope2_method__in=["location", "market"]),
            ),
            models.CheckConstraint(
                name="target_intensity_shows_the_absolute",
                condition=models.Q(metric="absolute", intensity_unit="", growth_per_year=None)
                | (
                    models.Q(growth_per_year__isnull=False, absolute_change__isnull=False)
                    & ~models.Q(metric="absolute")
                    & ~models.Q(intensity_unit="")
                ),
            ),
            models.CheckConstraint(
                name="target_reduces_by_a_share", condition=models.Q(reduction__gt=0, reduction__lte=1)
            ),
            models.CheckConstraint(
                name="target_year_follows_its_base", condition=models.Q(target_year__gt=models.F("base_year"))
            ),
            models.CheckConstraint(
                name="target_reduces_then_removes_then_offsets",
                condition=(
                    models.Q(remove_from=None)
                    | models.Q(reduce_from__isnull=False, remove_from__gte=models.F("reduce_from"))
                )
                & (
                    models.Q(offset_from=None)
                    | (
                        models.Q(reduce_from__isnull=False, offset_from__gte=models.F("reduce_from"))
                        & (models.Q(remove_from=None) | models.Q(offset_from__gte=models.F("remove_from")))
                    )
                ),
            ),
            models.CheckConstraint(
                name="target_validation_names_its_validator",
                condition=models.Q(validated_on=None, validator="")
                | (models.Q(validated_on__isnull=False, evidence__isnull=False) & ~models.Q(validator="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.scopes} {self.version}"

    @property
    def base_kg(self) -> dict[int, int]:
        """Return the base year's kilograms by covered scope."""
        stated = {1: self.scope1_base_kg, 2: self.scope2_base_kg, 3: self.scope3_base_kg}
        return {scope: kg for scope, kg in stated.items() if kg is not None}


class TargetJudgement(models.Model):
    """A person other than the one who set it accepts or rejects a version of a target, once. Accepted ones count."""

    id = models.UUIDField(primary_key=True)
    target = models.OneToOneField(Target, on_delete=models.PROTECT, related_name="judgement")
    is_accepted = models.BooleanField()
    reason = models.TextField(blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="target_rejection_has_its_reason",
                condition=models.Q(is_accepted=True) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Disclosure(models.Model):
    """The public record of a published inventory: its bytes never change, and ``sha256`` is their hash.

    A restatement is the disclosure of a later version of the inventory; the earlier one stays readable.
    """

    id = models.UUIDField(primary_key=True)
    inventory = models.OneToOneField("footprints.Inventory", on_delete=models.PROTECT, related_name="disclosure")
    period_start = models.DateField()
    period_end = models.DateField()
    level_of_assurance = models.CharField(max_length=10, default="none")
    assurer = models.CharField(max_length=200, blank=True, default="")
    body = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disclosure_assurance_names_its_assurer",
                condition=models.Q(level_of_assurance="none", assurer="")
                | (models.Q(level_of_assurance__in=["limited", "reasonable"]) & ~models.Q(assurer="")),
            ),
            models.CheckConstraint(
                name="disclosure_period_runs_forward", condition=models.Q(period_end__gt=models.F("period_start"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
