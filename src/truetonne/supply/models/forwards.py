"""Forward contracts as they were signed, rescheduled, committed, delivered, stopped and ended: rows are only added.

A contract holds promises. No table of the ledger points here and none of these columns is a unit: what is delivered
is a block that a registry issued, imported like any other, and named here afterwards.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from truetonne.supply.forwards.states import (
    FIRST_YEAR,
    LAST_YEAR,
    AdjustmentState,
    ContractKind,
    LeafPath,
    SubstitutionRule,
)
from truetonne.supply.models.holdings import Holding
from truetonne.supply.models.projects import Project


class Recorded(models.Model):
    """Who recorded a row, in which request, when. The same request makes one row."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Jurisdiction(Recorded):
    """A jurisdiction's programme: where, under which standard, and the five years that its results are held against."""

    name = models.TextField()
    country = models.CharField(max_length=2)
    region = models.TextField(blank=True, default="")
    standard = models.TextField()
    registration = models.TextField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="+")
    reference_from_year = models.IntegerField()
    reference_kg = ArrayField(models.BigIntegerField())
    """Emissions of each reference year, oldest first."""
    source = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="jurisdiction_reference_is_five_years", condition=Q(reference_kg__len=5)),
            models.CheckConstraint(
                name="jurisdiction_is_named_and_sourced",
                condition=~(Q(name="") | Q(country="") | Q(standard="") | Q(registration="") | Q(source="")),
            ),
        ]


class BufferPart(models.Model):
    """One part of a programme's buffer pool: what is stored, what was paid in, and how it may be lost."""

    id = models.BigAutoField(primary_key=True)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="buffer_parts")
    name = models.TextField()
    stock_kg = models.BigIntegerField()
    buffer_kg = models.BigIntegerField()
    hazard_per_million = models.IntegerField()
    severity_permille = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="buffer_part_is_one", fields=["jurisdiction", "name"]),
            models.CheckConstraint(
                name="buffer_part_is_plausible",
                condition=Q(stock_kg__gte=1, buffer_kg__gte=0, hazard_per_million__gte=0)
                & Q(hazard_per_million__lte=200_000, severity_permille__gte=1, severity_permille__lte=1_000),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.name}"


class AdjustmentStatement(Recorded):
    """What is known, on a day, of the host country's corresponding adjustment. The newest counts, all stay."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="adjustments")
    number = models.IntegerField()
    state = models.CharField(max_length=12)
    stated_on = models.DateField()
    authorization_ref = models.TextField(blank=True, default="")
    source = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="adjustment_statements_are_counted", fields=["jurisdiction", "number"]),
            models.CheckConstraint(
                name="adjustment_state_is_known", condition=Q(state__in=AdjustmentState.values) & ~Q(source="")
            ),
            models.CheckConstraint(
                name="adjustment_completed_names_authorization",
                condition=~Q(state=AdjustmentState.COMPLETED) | ~Q(authorization_ref=""),
            ),
        ]


class ForwardContract(Recorded):
    """An agreement to buy what does not exist yet. ``total_kg`` is promised, whole tonnes."""

    kind = models.CharField(max_length=16)
    name = models.TextField()
    supplier = models.TextField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="+")
    total_kg = models.BigIntegerField()
    first_year = models.IntegerField()
    last_year = models.IntegerField()
    currency = models.CharField(max_length=3)
    price_minor_per_t = models.BigIntegerField()
    deposit_minor = models.BigIntegerField()
    substitution = models.CharField(max_length=16)
    source = models.TextField()
    pathway = models.TextField(blank=True, default="")
    storage = models.TextField(blank=True, default="")
    durability_years = models.IntegerField(null=True)
    capacity_kg_per_year = models.BigIntegerField(null=True)
    capacity_source = models.TextField(blank=True, default="")
    is_capacity_flagged = models.BooleanField(default=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, null=True, related_name="contracts")
    leaf_path = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contract_words_are_known",
                condition=Q(kind__in=ContractKind.values, substitution__in=SubstitutionRule.values)
                & ~(Q(name="") | Q(supplier="") | Q(source="") | Q(currency="")),
            ),
            models.CheckConstraint(
                name="contract_promises_whole_tonnes",
                condition=Q(total_kg__gte=1_000) & Q(total_kg=models.F("total_kg") / 1_000 * 1_000),
            ),
            models.CheckConstraint(
                name="contract_money_is_never_negative", condition=Q(price_minor_per_t__gte=0, deposit_minor__gte=0)
            ),
            models.CheckConstraint(name="contract_currency_is_a_code", condition=Q(currency__regex="^[A-Z]{3}$")),
            models.CheckConstraint(
                name="contract_term_runs_forward",
                condition=Q(first_year__gte=FIRST_YEAR, last_year__lte=LAST_YEAR, last_year__gte=models.F("first_year")),
            ),
            models.CheckConstraint(
                name="contract_kind_has_its_facts",
                condition=Q(
                    kind=ContractKind.REMOVAL, durability_years__gte=1, capacity_kg_per_year__gte=1,
                    jurisdiction__isnull=True, leaf_path__isnull=True,
                    durability_years__isnull=False, capacity_kg_per_year__isnull=False,
                ) & ~(Q(pathway="") | Q(storage="") | Q(capacity_source=""))
                | Q(
                    kind=ContractKind.JURISDICTIONAL, jurisdiction__isnull=False, leaf_path__isnull=False, leaf_path__in=LeafPath.values,
                    pathway="", storage="", durability_years__isnull=True, capacity_kg_per_year__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="contract_stores_without_oil_recovery",
                condition=~(Q(storage__icontains="oil") | Q(storage__iexact="eor")),
            ),
        ]  # fmt: skip


class ContractSignature(Recorded):
    """The second person who signed for the exchange; capacity beyond its bound needs a reason and a source here."""

    contract = models.OneToOneField(ForwardContract, on_delete=models.PROTECT, related_name="signature")
    signed_on = models.DateField()
    capacity_reason = models.TextField(blank=True, default="")
    capacity_evidence = models.TextField(blank=True, default="")


class ContractSchedule(Recorded):
    """When the tonnes are due. Number 1 is what was signed; each later one is a slip and says why."""

    contract = models.ForeignKey(ForwardContract, on_delete=models.PROTECT, related_name="schedules")
    number = models.IntegerField()
    reason = models.TextField(blank=True, default="")
    late_permille = models.IntegerField(default=0)
    """Of what comes, how much comes a year late, in thousandths (operator policy)."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="contract_schedules_are_counted", fields=["contract", "number"]),
            models.CheckConstraint(
                name="contract_slip_says_why", condition=Q(number=1) | (Q(number__gte=2) & ~Q(reason=""))
            ),
            models.CheckConstraint(
                name="contract_late_share_is_a_share", condition=Q(late_permille__gte=0, late_permille__lte=1_000)
            ),
        ]


class ScheduledYear(models.Model):
    """What one schedule has due in one year, and how likely it is to come, in thousandths (operator policy)."""

    id = models.BigAutoField(primary_key=True)
    schedule = models.ForeignKey(ContractSchedule, on_delete=models.PROTECT, related_name="years")
    year = models.IntegerField()
    kg = models.BigIntegerField()
    probability_permille = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="scheduled_year_is_one", fields=["schedule", "year"]),
            models.CheckConstraint(
                name="scheduled_year_is_plausible",
                condition=Q(kg__gte=1, year__gte=FIRST_YEAR, year__lte=LAST_YEAR)
                & Q(probability_permille__gte=0, probability_permille__lte=1_000),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.year}"


class ContractCommitment(Recorded):
    """How many tonnes of a contract one member will take when they arrive, whole tonnes. A promise, no purchase."""

    contract = models.ForeignKey(ForwardContract, on_delete=models.PROTECT, related_name="commitments")
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    kg = models.BigIntegerField()
    agreed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="commitment_of_a_member_is_one", fields=["contract", "organization"]),
            models.CheckConstraint(
                name="commitment_is_whole_tonnes", condition=Q(kg__gte=1_000) & Q(kg=models.F("kg") / 1_000 * 1_000)
            ),
        ]


class ContractDelivery(Recorded):
    """A block of ours that came for a contract, whole. It was imported as any block and stands under the same review."""

    contract = models.ForeignKey(ForwardContract, on_delete=models.PROTECT, related_name="deliveries")
    holding = models.OneToOneField(Holding, on_delete=models.PROTECT, related_name="contract_delivery")
    kg = models.BigIntegerField()
    delivered_on = models.DateField()
    is_substitute = models.BooleanField(default=False)
    durability_years = models.IntegerField(null=True)
    source = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="delivery_has_mass_and_source", condition=Q(kg__gte=1) & ~Q(source="")),
        ]


class DeliveryShare(models.Model):
    """Whose a part of a delivery is: serials of a lot that was split off for one commitment, or what nobody committed to.

    ``waiting_kg`` is what the share was reckoned from, so that anybody can do it again.
    """

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(ContractDelivery, on_delete=models.PROTECT, related_name="shares")
    commitment = models.ForeignKey(ContractCommitment, on_delete=models.PROTECT, null=True, related_name="shares")
    waiting_kg = models.BigIntegerField()
    kg = models.BigIntegerField()
    has_extra = models.BooleanField(default=False)
    lot = models.UUIDField(null=True)
    first = models.BigIntegerField(null=True)
    last = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="share_of_a_commitment_is_one", fields=["delivery", "commitment"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="share_is_within_what_waited", condition=Q(kg__gte=0) & Q(kg__lte=models.F("waiting_kg"))
            ),
            models.CheckConstraint(
                name="share_names_its_lot",
                condition=Q(kg=0, lot__isnull=True) | Q(lot__isnull=False, last__gte=models.F("first")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.commitment_id}"


class ContractHold(Recorded):
    """A court's or an authority's stop on a contract, or its end. While it holds nothing is delivered."""

    contract = models.ForeignKey(ForwardContract, on_delete=models.PROTECT, related_name="holds")
    number = models.IntegerField()
    is_release = models.BooleanField(default=False)
    reason = models.TextField()
    source = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="contract_holds_are_counted", fields=["contract", "number"]),
            models.CheckConstraint(name="contract_hold_says_why", condition=~(Q(reason="") | Q(source=""))),
        ]


class ContractEnd(Recorded):
    """The end of a contract before it was fulfilled."""

    contract = models.OneToOneField(ForwardContract, on_delete=models.PROTECT, related_name="end")
    reason = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(name="contract_end_says_why", condition=~Q(reason=""))]
