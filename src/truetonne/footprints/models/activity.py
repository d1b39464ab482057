"""Activity data: files sent in, how their columns are read, and their lines, raw beside cleaned."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.footprints.states import LoadState, Part, RowOutcome


class ActivityMapping(models.Model):
    """How an organization's files are read: which column is what. The latest for the same header is offered again."""

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    header_sha256 = models.BinaryField(max_length=32)
    content = models.JSONField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["organization", "header_sha256"], name="activity_mapping_by_header")]

    def __str__(self) -> str:
        return self.name


class ActivityLoad(models.Model):
    """One file's import as it ended: read = accepted + known + held + refused."""

    id = models.UUIDField(primary_key=True)
    entity = models.ForeignKey("members.LegalEntity", on_delete=models.PROTECT, related_name="activity_loads")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    file_name = models.TextField()
    file_sha256 = models.BinaryField(max_length=32)
    mapping = models.JSONField()
    read_count = models.IntegerField()
    accepted_count = models.IntegerField()
    known_count = models.IntegerField()
    held_count = models.IntegerField()
    refused_count = models.IntegerField()
    is_synthetic = models.BooleanField(default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="activity_load_counts_add_up",
                condition=models.Q(
                    read_count=models.F("accepted_count")
                    + models.F("known_count")
                    + models.F("held_count")
                    + models.F("refused_count")
                ),
            ),
        ]
        indexes = [models.Index(fields=["entity", "year"], name="activity_load_by_entity_year")]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class ActivityLine(models.Model):
    """One accepted row: ``raw`` as it stood in the file, and what was understood of it beside.

    Either a quantity with its unit, or an amount of money with currency and price year. ``line_sha256`` tells the
    same row of the same entity and year from a new one. ``factor_key`` is the activity in a factor set's words.
    """

    id = models.BigAutoField(primary_key=True)
    load = models.ForeignKey(ActivityLoad, on_delete=models.PROTECT, related_name="lines")
    row_number = models.IntegerField()
    line_sha256 = models.BinaryField(max_length=32)
    entity = models.ForeignKey("members.LegalEntity", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    raw = models.JSONField()
    activity_date = models.DateField(null=True)
    description = models.CharField(max_length=500, blank=True, default="")
    supplier = models.CharField(max_length=200, blank=True, default="")
    factor_key = models.CharField(max_length=300)
    part = models.CharField(max_length=16)
    category = models.PositiveSmallIntegerField(null=True)
    region = models.CharField(max_length=64, blank=True, default="")
    quantity = models.DecimalField(max_digits=38, decimal_places=12, null=True)
    unit = models.CharField(max_length=32, blank=True, default="")
    amount = models.DecimalField(max_digits=38, decimal_places=6, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    price_year = models.PositiveSmallIntegerField(null=True)
    instrument_g_per_kwh = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    """Intensity of the contractual instrument that covers this electricity; null is none."""
    uncertainty_pct = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    data_quality = models.PositiveSmallIntegerField(null=True)
    """1 very good to 5 poor, as the organization states it; null is not stated."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="activity_line_is_known_once", fields=["entity", "year", "line_sha256"]),
            models.UniqueConstraint(name="activity_line_row_is_one", fields=["load", "row_number"]),
            models.CheckConstraint(
                name="activity_line_has_a_quantity_or_an_amount",
                condition=(models.Q(quantity__isnull=False) & ~models.Q(unit=""))
                | (models.Q(amount__isnull=False) & ~models.Q(currency="") & models.Q(price_year__isnull=False)),
            ),
            models.CheckConstraint(
                name="activity_line_part_is_known",
                condition=models.Q(part__in=["SCOPE1", "SCOPE2"], category=None)
                | models.Q(part=Part.SCOPE3, category__range=(1, 15)),
            ),
            models.CheckConstraint(
                name="activity_line_quality_is_1_to_5",
                condition=models.Q(data_quality=None) | models.Q(data_quality__range=(1, 5)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.load_id} {self.row_number}"


class ActivityRow(models.Model):
    """A row of a load that was not accepted, as the report lists it; a run of known rows is one."""

    id = models.BigAutoField(primary_key=True)
    load = models.ForeignKey(ActivityLoad, on_delete=models.PROTECT, related_name="rows")
    row_number = models.IntegerField()
    row_count = models.IntegerField(default=1)
    outcome = models.CharField(max_length=8)
    code = models.CharField(max_length=64)
    field = models.CharField(max_length=64, blank=True, default="")
    value = models.TextField(blank=True, default="")
    reason = models.TextField()
    fix = models.TextField(blank=True, default="")
    raw = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="activity_row_outcome_is_known", condition=models.Q(outcome__in=RowOutcome.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.load_id} {self.row_number} {self.outcome}"


class ActivityUpload(models.Model):
    """A file waiting for its import, or what became of it. Only mapping and progress change; ``load`` is its outcome."""

    id = models.UUIDField(primary_key=True)
    entity = models.ForeignKey("members.LegalEntity", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    file_name = models.TextField()
    file_place = models.TextField()
    file_sha256 = models.BinaryField(max_length=32)
    size_bytes = models.BigIntegerField()
    header = models.JSONField()
    sample = models.JSONField()
    mapping = models.JSONField(null=True)
    state = models.CharField(max_length=11, default=LoadState.MAPPING)
    read_rows = models.BigIntegerField(default=0)
    total_rows = models.BigIntegerField(null=True)
    problem = models.TextField(blank=True, default="")
    fix = models.TextField(blank=True, default="")
    load = models.ForeignKey(ActivityLoad, on_delete=models.PROTECT, null=True, related_name="+")
    attempt_count = models.IntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="activity_upload_state_is_known", condition=models.Q(state__in=LoadState.values)
            ),
            models.CheckConstraint(
                name="activity_upload_done_has_its_load",
                condition=models.Q(state=LoadState.DONE, load__isnull=False)
                | (~models.Q(state=LoadState.DONE) & models.Q(load__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
