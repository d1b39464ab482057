"""Inventories: versions of a legal entity's year that are written whole, sealed, and never changed.

A credit, an inset or an avoided emission has no field here and lowers no figure.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.footprints.models.activity import ActivityLine, ActivityLoad
from truetonne.footprints.models.factors import Factor, FactorSet
from truetonne.footprints.states import (
    CATEGORY_STATES,
    STATES_WITH_KG,
    STATES_WITH_REASON,
    Consolidation,
    InventoryState,
    LoadState,
    Method,
    Part,
)

_SCOPE3 = models.Q(part=Part.SCOPE3, category__range=(1, 15))
_OTHER_PARTS = models.Q(part__in=[part for part in Part.values if part != Part.SCOPE3], category=None)


class Inventory(models.Model):
    """One version of an entity's year. Only ``state`` moves, DRAFT to FINAL to PUBLISHED, and ``sealed_at`` once.

    ``restates`` is the version that this one takes the place of; a restatement says what changed, why, and by how
    much (``restatement_change_kg``, of the total with location-based scope 2). ``is_complete`` is false while a scope
    or category that matters has no figure.
    """

    id = models.UUIDField(primary_key=True)
    entity = models.ForeignKey("members.LegalEntity", on_delete=models.PROTECT, related_name="inventories")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=9, default=InventoryState.DRAFT)
    gwp_set = models.CharField(max_length=32)
    consolidation = models.CharField(max_length=20, default=Consolidation.OPERATIONAL_CONTROL)
    is_base_year = models.BooleanField(default=False)
    is_complete = models.BooleanField()
    restates = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="restated_by")
    restatement_what = models.TextField(blank=True, default="")
    restatement_why = models.TextField(blank=True, default="")
    restatement_change_kg = models.BigIntegerField(null=True)
    rule_set = models.CharField(max_length=64)
    engine = models.JSONField()
    """Program, version, seed and draws, with which the same lines give the same figures."""
    findings = models.JSONField(default=list)
    series = models.JSONField(default=list, db_default=[])
    """What breaks the series from the year before: each with the same activity as it was counted then and now."""
    line_count = models.IntegerField()
    missing_count = models.IntegerField()
    input_sha256 = models.BinaryField(max_length=32)
    is_synthetic = models.BooleanField(default=False)
    sealed_at = models.DateTimeField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="inventory_is_versioned", fields=["entity", "year", "version"]),
            models.CheckConstraint(name="inventory_version_counts_from_1", condition=models.Q(version__gte=1)),
            models.CheckConstraint(
                name="inventory_state_is_known", condition=models.Q(state__in=InventoryState.values)
            ),
            models.CheckConstraint(
                name="inventory_consolidation_is_known", condition=models.Q(consolidation__in=Consolidation.values)
            ),
            models.CheckConstraint(
                name="inventory_restatement_says_what_why_and_how_much",
                condition=models.Q(
                    restates=None, restatement_what="", restatement_why="", restatement_change_kg__isnull=True
                )
                | (
                    models.Q(restates__isnull=False, restatement_change_kg__isnull=False)
                    & ~models.Q(restatement_what="")
                    & ~models.Q(restatement_why="")
                ),
            ),
            models.CheckConstraint(
                name="inventory_missing_lines_are_lines",
                condition=models.Q(missing_count__gte=0, missing_count__lte=models.F("line_count")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.year} {self.version}"


class InventoryFactorSet(models.Model):
    """A factor set that a version used; a lower ``priority`` was asked first."""

    id = models.BigAutoField(primary_key=True)
    inventory = models.ForeignKey(Inventory, on_delete=models.PROTECT, related_name="factor_sets")
    factor_set = models.ForeignKey(FactorSet, on_delete=models.PROTECT, related_name="+")
    priority = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="inventory_factor_set_is_one", fields=["inventory", "factor_set"]),
        ]

    def __str__(self) -> str:
        return f"{self.inventory_id} {self.factor_set_id}"


class InventoryLoad(models.Model):
    """A load of activity data that a version rests on."""

    id = models.BigAutoField(primary_key=True)
    inventory = models.ForeignKey(Inventory, on_delete=models.PROTECT, related_name="loads")
    load = models.ForeignKey(ActivityLoad, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="inventory_load_is_one", fields=["inventory", "load"])]

    def __str__(self) -> str:
        return f"{self.inventory_id} {self.load_id}"


class InventoryTotal(models.Model):
    """A scope's, a scope 3 category's or the biogenic figure of a version, in whole kilograms of CO2e.

    Only ``reported`` and ``estimated`` carry a figure; what is missing is null and never 0. Gases are in kilograms of
    the gas itself, null where the factors do not tell them apart. ``low_kg`` and ``high_kg`` bound the 95% interval.
    """

    id = models.BigAutoField(primary_key=True)
    inventory = models.ForeignKey(Inventory, on_delete=models.PROTECT, related_name="totals")
    part = models.CharField(max_length=16)
    category = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=24)
    reason = models.TextField(blank=True, default="")
    mass_kg = models.BigIntegerField(null=True)
    mass_exact_kg = models.DecimalField(max_digits=38, decimal_places=9, null=True)
    co2_kg = models.DecimalField(max_digits=38, decimal_places=9, null=True)
    ch4_kg = models.DecimalField(max_digits=38, decimal_places=9, null=True)
    n2o_kg = models.DecimalField(max_digits=38, decimal_places=9, null=True)
    low_kg = models.BigIntegerField(null=True)
    high_kg = models.BigIntegerField(null=True)
    uncertainty_basis = models.CharField(max_length=64, blank=True, default="")
    data_quality = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    method = models.CharField(max_length=20, blank=True, default="")
    """The method behind most of the figure; ``method_shares`` has them all, in shares of its kilograms."""
    method_shares = models.JSONField(default=dict)
    line_count = models.IntegerField(default=0)
    missing_count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="inventory_total_is_one",
                fields=["inventory", "part", "category"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="inventory_total_category_is_of_scope_3", condition=_SCOPE3 | _OTHER_PARTS),
            models.CheckConstraint(
                name="inventory_total_state_is_known", condition=models.Q(state__in=CATEGORY_STATES)
            ),
            models.CheckConstraint(
                name="inventory_total_missing_is_never_zero",
                condition=models.Q(state__in=STATES_WITH_KG, mass_kg__isnull=False, mass_exact_kg__isnull=False)
                | (
                    ~models.Q(state__in=STATES_WITH_KG)
                    & models.Q(
                        mass_kg=None,
                        mass_exact_kg=None,
                        co2_kg=None,
                        ch4_kg=None,
                        n2o_kg=None,
                        low_kg=None,
                        high_kg=None,
                    )
                ),
            ),
            models.CheckConstraint(
                name="inventory_total_is_not_below_zero", condition=models.Q(mass_kg=None) | models.Q(mass_kg__gte=0)
            ),
            models.CheckConstraint(
                name="inventory_total_reason_is_given",
                condition=~models.Q(state__in=STATES_WITH_REASON) | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="inventory_total_lies_in_its_interval",
                condition=models.Q(low_kg=None, high_kg=None)
                | models.Q(low_kg__lte=models.F("mass_kg"), high_kg__gte=models.F("mass_kg")),
            ),
            models.CheckConstraint(
                name="inventory_total_method_is_known",
                condition=models.Q(method="") | models.Q(method__in=Method.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inventory_id} {self.part} {self.category}"


class InventoryLine(models.Model):
    """What one activity line came to in one part of a version, with factor and method.

    Without a factor it has no figure and is counted as missing. Electricity has a line in each part of scope 2.
    """

    id = models.BigAutoField(primary_key=True)
    inventory = models.ForeignKey(Inventory, on_delete=models.PROTECT, related_name="lines")
    activity_line = models.ForeignKey(ActivityLine, on_delete=models.PROTECT, related_name="+")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, null=True, related_name="+")
    part = models.CharField(max_length=16)
    category = models.PositiveSmallIntegerField(null=True)
    method = models.CharField(max_length=20, blank=True, default="")
    mass_kg = models.DecimalField(max_digits=38, decimal_places=9, null=True)
    co2_kg = models.DecimalField(max_digits=38, decimal_places=9, null=True)
    ch4_kg = models.DecimalField(max_digits=38, decimal_places=9, null=True)
    n2o_kg = models.DecimalField(max_digits=38, decimal_places=9, null=True)
    data_quality = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=64, blank=True, default="")
    """Why the line has no figure: missing_factor, unit_mismatch, deflator_required and the like."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="inventory_line_is_one_per_part", fields=["inventory", "activity_line", "part"]
            ),
            models.CheckConstraint(name="inventory_line_category_is_of_scope_3", condition=_SCOPE3 | _OTHER_PARTS),
            models.CheckConstraint(
                name="inventory_line_without_figure_says_why",
                condition=models.Q(mass_kg__isnull=False, code="")
                | (models.Q(mass_kg=None, co2_kg=None, ch4_kg=None, n2o_kg=None) & ~models.Q(code="")),
            ),
        ]
        indexes = [models.Index(fields=["inventory", "part", "category"], name="inventory_line_by_part")]

    def __str__(self) -> str:
        return f"{self.inventory_id} {self.activity_line_id} {self.part}"


class InventoryStep(models.Model):
    """A version's move to its next state: who, when, in which request."""

    id = models.UUIDField(primary_key=True)
    inventory = models.ForeignKey(Inventory, on_delete=models.PROTECT, related_name="steps")
    to_state = models.CharField(max_length=9)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="inventory_step_is_taken_once", fields=["inventory", "to_state"]),
            models.CheckConstraint(
                name="inventory_step_leads_forward", condition=models.Q(to_state__in=["FINAL", "PUBLISHED"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inventory_id} {self.to_state}"


class BaseYearJudgement(models.Model):
    """Whether changes lead to a recalculation of a base year, judged by a version of the rules."""

    id = models.UUIDField(primary_key=True)
    inventory = models.ForeignKey(Inventory, on_delete=models.PROTECT, related_name="base_year_judgements")
    rule_set = models.CharField(max_length=64)
    threshold = models.DecimalField(max_digits=6, decimal_places=5)
    changes = models.JSONField()
    base_kg = models.BigIntegerField()
    gross_change_kg = models.BigIntegerField()
    net_change_kg = models.BigIntegerField()
    is_recalculated = models.BooleanField()
    new_base_kg = models.BigIntegerField()
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="base_year_moves_by_its_changes",
                condition=models.Q(is_recalculated=False, new_base_kg=models.F("base_kg"))
                | models.Q(is_recalculated=True, new_base_kg=models.F("base_kg") + models.F("net_change_kg")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inventory_id} {self.is_recalculated}"


class InventoryComputation(models.Model):
    """A version that is asked for and computed apart from the pages. ``inventory`` is what came of it.

    ``plan`` holds what was chosen (``footprints.plans``). Only how far it has come changes.
    """

    id = models.UUIDField(primary_key=True)
    entity = models.ForeignKey("members.LegalEntity", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    plan = models.JSONField()
    state = models.CharField(max_length=11, default=LoadState.WAITING)
    stage = models.CharField(max_length=16, blank=True, default="")
    problem = models.TextField(blank=True, default="")
    fix = models.TextField(blank=True, default="")
    inventory = models.ForeignKey(Inventory, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inventory_computation_state_is_known", condition=models.Q(state__in=LoadState.values)
            ),
            models.CheckConstraint(
                name="inventory_computation_done_has_its_version",
                condition=models.Q(state=LoadState.DONE, inventory__isnull=False)
                | (~models.Q(state=LoadState.DONE) & models.Q(inventory__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
