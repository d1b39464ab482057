"""Batches of lower-carbon fuel: what was delivered, the proofs behind it, and how it became two paired lots.

All rows are added and never changed. A batch is booked, issued by a second person, and ends used up, expired or voided;
each step is a row of its own.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.supply.fuels.states import BatchEnding, FuelProof
from truetonne.supply.models.dossier import DocumentFile


class FuelBatch(models.Model):
    """One homogeneous batch of neat fuel as it was booked. Quantities are of the neat fuel alone; energy on one basis."""

    id = models.UUIDField(primary_key=True)
    registry = models.TextField()
    registry_record = models.TextField()
    producer = models.TextField()
    facility = models.TextField()
    production_batch = models.TextField()
    fuel = models.CharField(max_length=40)
    feedstock = models.CharField(max_length=60)
    feedstock_country = models.CharField(max_length=2)
    is_co_processed = models.BooleanField(default=False)
    certification_scheme = models.TextField()
    certificate_number = models.TextField()
    certificate_valid_from = models.DateField()
    certificate_valid_until = models.DateField()
    sustainability_proof = models.TextField()
    volume_ml = models.BigIntegerField()
    mass_kg = models.BigIntegerField(null=True)
    temperature_basis = models.TextField()
    density_mj_per_l = models.DecimalField(max_digits=14, decimal_places=6)
    density_source = models.TextField()
    heating_value = models.CharField(max_length=3)
    wtt_g_co2e_per_mj = models.DecimalField(max_digits=14, decimal_places=6)
    ttw_g_co2e_per_mj = models.DecimalField(max_digits=14, decimal_places=6)
    biogenic_g_co2_per_mj = models.DecimalField(max_digits=14, decimal_places=6)
    intensity_source = models.TextField()
    intensity_edition = models.TextField()
    reference_id = models.TextField()
    reference_g_co2e_per_mj = models.DecimalField(max_digits=14, decimal_places=6)
    reference_source = models.TextField()
    reference_edition = models.TextField()
    delivered_on = models.DateField()
    delivery_place = models.TextField()
    market = models.CharField(max_length=2)
    mode = models.CharField(max_length=16)
    fuel_user_name = models.TextField()
    fuel_user = models.ForeignKey("people.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    regulatory_uses = models.JSONField(default=list)
    surrendered_by = models.TextField()
    surrendered_on = models.DateField()
    surrendered_programs = models.JSONField(default=list)
    expires_on = models.DateField()
    energy_mj = models.BigIntegerField()
    kg = models.BigIntegerField()
    flags = models.JSONField(default=list)
    unverified = models.JSONField(default=list)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="fuel_batch_is_fuel", condition=models.Q(volume_ml__gte=1, energy_mj__gte=1, kg__gte=0)
            ),
            models.CheckConstraint(
                name="fuel_batch_names_its_user", condition=~(models.Q(fuel_user_name="") | models.Q(reference_id=""))
            ),
            models.CheckConstraint(
                name="fuel_batch_certificate_runs_forward",
                condition=models.Q(certificate_valid_until__gt=models.F("certificate_valid_from")),
            ),
            models.CheckConstraint(
                name="fuel_batch_expires_after_delivery", condition=models.Q(expires_on__gt=models.F("delivered_on"))
            ),
            models.CheckConstraint(
                name="fuel_batch_heating_value_is_known", condition=models.Q(heating_value__in=["LHV", "HHV"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.production_batch} ({self.pk})"


class FuelEvidence(models.Model):
    """A proof of a batch, by the SHA-256 of its bytes; kept here or to be found at an address."""

    id = models.UUIDField(primary_key=True)
    batch = models.ForeignKey(FuelBatch, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=24)
    title = models.TextField()
    issuer = models.TextField()
    number = models.TextField()
    document_date = models.DateField()
    sha256 = models.CharField(max_length=64)
    address = models.TextField(blank=True, default="")
    file = models.ForeignKey(DocumentFile, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="fuel_evidence_kind_is_known", condition=models.Q(kind__in=FuelProof.values)),
            models.CheckConstraint(
                name="fuel_evidence_has_its_hash", condition=models.Q(sha256__regex="^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class FuelIssue(models.Model):
    """The second person's word that made two paired lots of a batch. A proof and a production batch are issued once."""

    batch = models.OneToOneField(FuelBatch, on_delete=models.PROTECT, primary_key=True, related_name="issue")
    proof_key = models.TextField(unique=True)
    production_key = models.TextField(unique=True)
    scope1_lot = models.OneToOneField(
        "ledger.Lot", to_field="public_id", on_delete=models.PROTECT, related_name="+", db_column="scope1_lot"
    )
    scope3_lot = models.OneToOneField(
        "ledger.Lot", to_field="public_id", on_delete=models.PROTECT, related_name="+", db_column="scope3_lot"
    )
    accepted = models.JSONField(default=list)
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="fuel_issue_has_its_reason", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return str(self.batch_id)


class FuelPrice(models.Model):
    """What one side of a batch costs per tonne, part by part, and where that is written."""

    id = models.UUIDField(primary_key=True)
    batch = models.ForeignKey(FuelBatch, on_delete=models.PROTECT, related_name="prices")
    side = models.CharField(max_length=6)
    currency = models.CharField(max_length=3)
    project_minor = models.BigIntegerField()
    registry_fee_minor = models.BigIntegerField()
    verification_minor = models.BigIntegerField()
    fx_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    handling_minor = models.BigIntegerField()
    source = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="fuel_price_side_is_known", condition=models.Q(side__in=["SCOPE1", "SCOPE3"])),
            models.CheckConstraint(name="fuel_price_has_a_source", condition=~models.Q(source="")),
            models.CheckConstraint(
                name="fuel_price_currency_is_a_code", condition=models.Q(currency__regex="^[A-Z]{3}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.side} {self.currency}"


class FuelEnd(models.Model):
    """How a batch ended before it was used up, and why; what was left of it is cancelled."""

    batch = models.OneToOneField(FuelBatch, on_delete=models.PROTECT, primary_key=True, related_name="end")
    ending = models.CharField(max_length=8)
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="fuel_ending_is_known", condition=models.Q(ending__in=BatchEnding.values)),
            models.CheckConstraint(name="fuel_ending_has_its_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.ending}"
