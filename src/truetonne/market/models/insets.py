"""Orders of fuel: a member's own transport, what it claims of a batch, and the further tiers that disclose the claim."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from truetonne.market.inset_words import ACTIVITY_FUELS, SIDES, TIERS
from truetonne.market.models.orders import Quote
from truetonne.supply.fuels.states import MODES


class TransportActivity(models.Model):
    """A member's own transport of one year, mode, fuel and market, as it stated it: what an inset may be claimed against."""

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=2)
    scope3_category = models.PositiveSmallIntegerField(null=True)
    mode = models.CharField(max_length=16)
    fuel = models.CharField(max_length=20)
    market = models.CharField(max_length=2)
    energy_mj = models.BigIntegerField()
    emissions_kg = models.BigIntegerField()
    description = models.TextField()
    evidence_title = models.TextField()
    evidence_sha256 = models.CharField(max_length=64)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="activity_request_is_one", fields=["organization", "request_id"]),
            models.UniqueConstraint(
                name="activity_is_stated_once",
                fields=["organization", "year", "scope", "scope3_category", "mode", "fuel", "market", "description"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="activity_is_positive", condition=models.Q(energy_mj__gte=1, emissions_kg__gte=1)
            ),
            models.CheckConstraint(name="activity_mode_is_known", condition=models.Q(mode__in=MODES)),
            models.CheckConstraint(name="activity_fuel_is_known", condition=models.Q(fuel__in=ACTIVITY_FUELS)),
            models.CheckConstraint(
                name="activity_scope_is_known",
                condition=models.Q(scope="1", scope3_category__isnull=True)
                | models.Q(scope="3", scope3_category__gte=1, scope3_category__lte=15),
            ),
            models.CheckConstraint(
                name="activity_has_its_evidence", condition=models.Q(evidence_sha256__regex="^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.year} {self.mode} {self.market}"


class InsetClaim(models.Model):
    """What an order takes of one side of a batch: wanted in litres or megajoules, kilograms derived. Never an offset."""

    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, primary_key=True, related_name="inset")
    batch = models.ForeignKey("supply.FuelBatch", on_delete=models.PROTECT, related_name="claims")
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(TransportActivity, on_delete=models.PROTECT, related_name="claims")
    side = models.CharField(max_length=6)
    tier = models.CharField(max_length=12)
    chain = models.CharField(max_length=16)
    wanted_volume_ml = models.BigIntegerField(null=True)
    wanted_energy_mj = models.BigIntegerField(null=True)
    volume_ml = models.BigIntegerField()
    energy_mj = models.BigIntegerField()
    kg = models.BigIntegerField()
    claim_year = models.PositiveSmallIntegerField()
    co_claim_mode = models.CharField(max_length=32)
    rule_set = models.CharField(max_length=80)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inset_is_ordered_as_fuel",
                condition=models.Q(wanted_volume_ml__isnull=True) ^ models.Q(wanted_energy_mj__isnull=True),
            ),
            models.CheckConstraint(name="inset_side_is_known", condition=models.Q(side__in=SIDES)),
            models.CheckConstraint(name="inset_tier_is_known", condition=models.Q(tier__in=TIERS)),
            models.CheckConstraint(
                name="inset_is_positive", condition=models.Q(volume_ml__gte=1, energy_mj__gte=1, kg__gte=1)
            ),
            models.CheckConstraint(name="inset_names_its_chain", condition=~models.Q(chain="")),
        ]
        indexes = [models.Index(fields=["batch", "side"], name="inset_claim_by_batch")]

    def __str__(self) -> str:
        return f"{self.side} {self.quote_id}"


class InsetDisclosure(models.Model):
    """A further tier of the same chain that discloses a SCOPE3 claim: no kilogram moves, each tier once."""

    id = models.UUIDField(primary_key=True)
    claim = models.ForeignKey(InsetClaim, on_delete=models.PROTECT, related_name="disclosures")
    party = models.CharField(max_length=200)
    tier = models.CharField(max_length=12)
    scope3_category = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="inset_tier_discloses_once", fields=["claim", "tier"]),
            models.CheckConstraint(name="inset_disclosure_names_its_party", condition=~models.Q(party="")),
            models.CheckConstraint(name="inset_disclosure_tier_is_known", condition=models.Q(tier__in=TIERS)),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.tier}"
