"""What a member disclosed of its emissions, per legal entity and inventory year, and who may use whose residual.

These figures serve until inventories are kept here; the question of what is left to cover is asked by one query.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class LegalEntity(models.Model):
    """A legal person of a member's group; residual and retirement are kept apart for each."""

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="entities")
    name = models.CharField(max_length=200)
    lei = models.CharField(max_length=20, blank=True, default="")
    registration_number = models.CharField(max_length=64, blank=True, default="")
    domain = models.CharField(max_length=253, blank=True, default="")
    country = models.CharField(max_length=2)
    is_main = models.BooleanField(default=False)
    authorization_statement = models.CharField(max_length=400, blank=True, default="")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="entity_main_is_one", fields=["organization"], condition=models.Q(is_main=True)
            ),
            models.UniqueConstraint(name="entity_lei_is_unique", fields=["lei"], condition=~models.Q(lei="")),
            models.CheckConstraint(
                name="entity_is_identified_and_authorized",
                condition=models.Q(is_main=True)
                | ~models.Q(authorization_statement="") & (~models.Q(lei="") | ~models.Q(registration_number="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DisclosedYear(models.Model):
    """One version of an entity's figures for a year, in whole kilograms; what is not disclosed is null, never 0.

    ``gross_kg`` is the sum of the scopes as far as they are disclosed; null where the year is not closed.
    """

    id = models.UUIDField(primary_key=True)
    entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    scope1_kg = models.BigIntegerField(null=True)
    scope2_kg = models.BigIntegerField(null=True)
    scope3_kg = models.BigIntegerField(null=True)
    gross_kg = models.BigIntegerField(null=True)
    trajectory_kg = models.BigIntegerField()
    scope3_trajectory_kg = models.BigIntegerField(null=True)
    base_year_kg = models.BigIntegerField(null=True)
    net_zero_year = models.PositiveSmallIntegerField()
    planned_reductions_kg = models.BigIntegerField(default=0)
    retired_elsewhere_kg = models.BigIntegerField(default=0)
    restatement_reason = models.TextField(blank=True, default="")
    evidence = models.ForeignKey("members.Evidence", on_delete=models.PROTECT, related_name="years")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="disclosed_year_is_versioned", fields=["entity", "year", "version"]),
            models.CheckConstraint(
                name="disclosed_figures_are_not_below_zero",
                condition=models.Q(trajectory_kg__gte=0)
                & models.Q(planned_reductions_kg__gte=0)
                & models.Q(retired_elsewhere_kg__gte=0)
                & (models.Q(scope1_kg=None) | models.Q(scope1_kg__gte=0))
                & (models.Q(scope2_kg=None) | models.Q(scope2_kg__gte=0))
                & (models.Q(scope3_kg=None) | models.Q(scope3_kg__gte=0)),
            ),
            models.CheckConstraint(
                name="disclosed_gross_is_the_sum_of_its_scopes",
                condition=models.Q(gross_kg=None)
                | models.Q(gross_kg=models.F("scope1_kg") + models.F("scope2_kg") + models.F("scope3_kg"))
                | models.Q(scope3_kg=None, gross_kg=models.F("scope1_kg") + models.F("scope2_kg")),
            ),
            models.CheckConstraint(
                name="disclosed_restatement_has_its_reason",
                condition=models.Q(version=1) | ~models.Q(restatement_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.year} {self.version}"


class FigureJudgement(models.Model):
    """A person other than the one who entered them accepts or rejects a year's figures, once."""

    id = models.UUIDField(primary_key=True)
    year = models.OneToOneField(DisclosedYear, on_delete=models.PROTECT, related_name="judgement")
    is_accepted = models.BooleanField()
    reason = models.TextField(blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="figure_rejection_has_its_reason",
                condition=models.Q(is_accepted=True) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class EntityAllocation(models.Model):
    """An entity lets another of the same member cover part of its residual for a year."""

    id = models.UUIDField(primary_key=True)
    giver = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="given")
    taker = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="taken")
    year = models.PositiveSmallIntegerField()
    kg = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="allocation_is_above_zero", condition=models.Q(kg__gt=0)),
            models.CheckConstraint(name="allocation_is_between_two", condition=~models.Q(giver=models.F("taker"))),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.taker_id} {self.year} {self.kg}"
