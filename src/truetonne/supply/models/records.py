"""Registries' public records: reference facts, raw beside cleaned, added and never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.supply.models.loads import ImportRun
from truetonne.supply.registry_records.vocabulary import Delivery
from truetonne.supply.states import HeldVerdict

# Both ends or none: a comparison with null is no answer, so it is asked for.
_RANGE = models.Q(first__isnull=True, last__isnull=True) | models.Q(
    first__isnull=False, last__isnull=False, first__gte=0, last__gte=models.F("first")
)


class RegistryRecord(models.Model):
    """What issuances and uses have in common: whose units, which serials, how much, and the row as printed."""

    id = models.BigAutoField(primary_key=True)
    program = models.CharField(max_length=32)
    project = models.TextField(blank=True, default="")
    name = models.TextField(blank=True, default="")
    key = models.TextField(blank=True, default="")
    first = models.BigIntegerField(null=True)
    last = models.BigIntegerField(null=True)
    unit_kg = models.IntegerField()
    kg = models.BigIntegerField()
    serial = models.TextField(blank=True, default="")
    transaction = models.TextField(blank=True, default="")
    issuance = models.TextField(blank=True, default="")
    vintage = models.SmallIntegerField(null=True)
    vintage_start = models.DateField(null=True)
    vintage_end = models.DateField(null=True)
    vintage_total_kg = models.BigIntegerField(null=True)
    issued_on = models.DateField(null=True)
    country = models.TextField(blank=True, default="")
    project_type = models.TextField(blank=True, default="")
    methodology = models.TextField(blank=True, default="")
    credit_class = models.CharField(max_length=24, blank=True, default="")
    labels = models.TextField(blank=True, default="")
    holder = models.TextField(blank=True, default="")
    is_contested = models.BooleanField(default=False)
    """A later load brought a row that contradicts this one; it is in no balance until a person decides."""
    identity = models.UUIDField()
    base = models.UUIDField()
    content = models.UUIDField()
    raw = models.JSONField(default=dict)
    run = models.UUIDField()
    """The load that brought it; not a foreign key, because a million checks are slow and loads never go."""
    record = models.IntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.program} {self.serial or self.issuance or self.project} {self.kg} kg"


class RegistryIssuance(RegistryRecord):
    """Units that a registry says it issued (Verra: still has; see the mapping's issuance.quantity)."""

    buffer_kg = models.BigIntegerField(null=True)
    buffer_used_kg = models.BigIntegerField(null=True)
    total_retired_kg = models.BigIntegerField(null=True)
    total_cancelled_kg = models.BigIntegerField(null=True)
    total_reversed_kg = models.BigIntegerField(null=True)
    developer = models.TextField(blank=True, default="")
    delivery = models.CharField(max_length=8, default=Delivery.EX_POST.value)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="registry_issuance_is_stored_once", fields=["identity"]),
            models.CheckConstraint(name="registry_issuance_range_is_a_range", condition=_RANGE),
            models.CheckConstraint(name="registry_issuance_mass_is_not_negative", condition=models.Q(kg__gte=0)),
        ]
        indexes = [
            models.Index(fields=["program", "key", "first"], name="issuance_by_range"),
            models.Index(fields=["program", "project", "vintage"], name="issuance_by_project"),
            models.Index(fields=["serial"], name="issuance_by_serial", condition=~models.Q(serial="")),
        ]


class RegistryUse(RegistryRecord):
    """A retirement, cancellation or reversal in a registry's public records; beneficiary, holder, reason, purpose apart."""

    kind = models.CharField(max_length=16)
    used_on = models.DateField(null=True)
    beneficiary = models.TextField(blank=True, default="")
    use_reason = models.CharField(max_length=24, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    purpose = models.TextField(blank=True, default="")
    host_country_use = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="registry_use_is_stored_once", fields=["identity"]),
            models.CheckConstraint(name="registry_use_range_is_a_range", condition=_RANGE),
            models.CheckConstraint(name="registry_use_mass_is_not_negative", condition=models.Q(kg__gte=0)),
            models.CheckConstraint(
                name="registry_use_kind_is_known",
                condition=models.Q(kind__in=["retirements", "cancellations", "reversals"]),
            ),
        ]
        indexes = [
            models.Index(fields=["program", "key", "first"], name="use_by_range"),
            models.Index(fields=["program", "project", "vintage"], name="use_by_project"),
        ]


class RecordEdition(models.Model):
    """What a later load says differently of a stored issuance or use. The stored row stays as it was."""

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=16)
    record_id = models.BigIntegerField()
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    edition = models.DateField()
    changed = models.JSONField()
    """Each column or field that differs: ``[before, now]``."""
    cleaned = models.JSONField(default=dict)
    content = models.UUIDField()
    raw = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="record_edition_is_one", fields=["table", "record_id", "content"]),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.record_id} {self.edition}"


class HeldRow(models.Model):
    """A readable row that fails a check: in no balance, until a person decides."""

    id = models.UUIDField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="held_rows")
    program = models.CharField(max_length=32)
    table = models.CharField(max_length=16)
    file = models.TextField()
    record = models.IntegerField()
    code = models.TextField()
    field = models.TextField(blank=True, default="")
    value = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict)
    kg = models.BigIntegerField()
    serial = models.TextField(blank=True, default="")
    project = models.TextField(blank=True, default="")
    content = models.UUIDField()
    occurrence = models.IntegerField(default=1)
    cleaned = models.JSONField()
    raw = models.JSONField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="held_row_is_stored_once", fields=["program", "table", "content", "occurrence", "code"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.file} {self.record}: {self.code}"


class HeldDecision(models.Model):
    """What became of a held row: a person's word, or a later load in which it passed."""

    row = models.OneToOneField(HeldRow, on_delete=models.PROTECT, primary_key=True, related_name="decision")
    verdict = models.CharField(max_length=9)
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="held_verdict_is_known", condition=models.Q(verdict__in=HeldVerdict.values)),
            models.CheckConstraint(
                name="held_verdict_is_a_persons_or_a_loads",
                condition=models.Q(person__isnull=False) | models.Q(run__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.verdict}"
