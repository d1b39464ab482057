"""Emission factors in sets: an edition is imported once, never changed, and superseded by a later edition."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.footprints.states import Method


class FactorSet(models.Model):
    """One edition of a publisher's factors, with source, license, GWP set and validity.

    ``gwp_set`` is the set behind figures that the publisher gives as CO2e alone; masses of gases are converted anew.
    ``currency`` and ``price_year`` belong to factors per unit of money. ``valid_until`` is the first day after.
    """

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=64)
    edition = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200)
    source = models.TextField()
    license = models.CharField(max_length=200)
    gwp_set = models.CharField(max_length=32)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    price_year = models.PositiveSmallIntegerField(null=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    is_synthetic = models.BooleanField(default=False)
    has_method_change = models.BooleanField(default=False)
    """Whether the publisher computes this edition in another way: a series across it has a break."""
    mapping_name = models.CharField(max_length=200)
    mapping_text = models.TextField()
    file_name = models.TextField()
    file_sha256 = models.BinaryField(max_length=32)
    report = models.JSONField()
    factor_count = models.IntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="factor_set_edition_is_one", fields=["name", "edition"]),
            models.UniqueConstraint(
                name="factor_set_is_superseded_once",
                fields=["supersedes"],
                condition=models.Q(supersedes__isnull=False),
            ),
            models.CheckConstraint(
                name="factor_set_validity_is_a_period",
                condition=models.Q(valid_until=None) | models.Q(valid_until__gt=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="factor_set_names_source_and_license", condition=~models.Q(source="") & ~models.Q(license="")
            ),
            models.CheckConstraint(
                name="factor_set_money_has_its_price_year",
                condition=models.Q(currency="", price_year=None)
                | (~models.Q(currency="") & ~models.Q(price_year=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.edition}"


class Factor(models.Model):
    """Emissions of one activity per ``unit``, in grams, by gas where the publisher tells them apart.

    Null is not known, never 0. ``co2e_g`` is the printed total under the set's GWP; it is used only where no gas is
    given, or by a reader who wants the publisher's own figure. ``other_co2e_g`` is what the three gases leave out.
    """

    id = models.BigAutoField(primary_key=True)
    factor_set = models.ForeignKey(FactorSet, on_delete=models.PROTECT, related_name="factors")
    activity_key = models.CharField(max_length=300)
    title = models.CharField(max_length=500)
    unit = models.CharField(max_length=32)
    part = models.CharField(max_length=16, blank=True, default="")
    """The scope the publisher names: SCOPE1, SCOPE2, SCOPE3, BIOGENIC; blank where the use decides."""
    category = models.PositiveSmallIntegerField(null=True)
    method = models.CharField(max_length=20, default=Method.AVERAGE_DATA)
    region = models.CharField(max_length=64, blank=True, default="")
    year = models.PositiveSmallIntegerField(null=True)
    supplier = models.CharField(max_length=200, blank=True, default="")
    co2_g = models.DecimalField(max_digits=38, decimal_places=15, null=True)
    ch4_g = models.DecimalField(max_digits=38, decimal_places=15, null=True)
    n2o_g = models.DecimalField(max_digits=38, decimal_places=15, null=True)
    other_co2e_g = models.DecimalField(max_digits=38, decimal_places=15, null=True)
    co2e_g = models.DecimalField(max_digits=38, decimal_places=15, null=True)
    biogenic_co2_g = models.DecimalField(max_digits=38, decimal_places=15, null=True)
    methane_origin = models.CharField(max_length=10, blank=True, default="")
    uncertainty_pct = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    """Half-width of the 95% interval, as the publisher states it."""
    source_locator = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="factor_is_one_per_activity_and_region",
                fields=["factor_set", "activity_key", "unit", "region", "supplier", "part"],
            ),
            models.CheckConstraint(
                name="factor_has_a_figure",
                condition=models.Q(co2_g__isnull=False)
                | models.Q(co2e_g__isnull=False)
                | models.Q(biogenic_co2_g__isnull=False),
            ),
            models.CheckConstraint(
                name="factor_category_is_of_scope_3",
                condition=models.Q(category=None) | models.Q(part="SCOPE3", category__range=(1, 15)),
            ),
            models.CheckConstraint(name="factor_method_is_known", condition=models.Q(method__in=Method.values)),
            models.CheckConstraint(
                name="factor_part_is_known",
                condition=models.Q(part__in=["", "SCOPE1", "SCOPE2", "SCOPE3", "BIOGENIC"]),
            ),
            models.CheckConstraint(
                name="factor_supplier_has_the_method",
                condition=models.Q(supplier="") | models.Q(method__in=[Method.SUPPLIER_SPECIFIC, Method.HYBRID]),
            ),
        ]
        indexes = [models.Index(fields=["activity_key"], name="factor_by_activity")]

    def __str__(self) -> str:
        return f"{self.activity_key} {self.unit}"
