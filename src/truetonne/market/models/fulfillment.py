"""What happens between payment and delivery: delays and substitutions; and prices that are announced ahead."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from truetonne.science.money import CostParts


class Delay(models.Model):
    """The operator said that an order will be delivered later than thought. Each one is a fact of its own."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey("market.Order", on_delete=models.PROTECT, related_name="delays")
    expected_on = models.DateField()
    reason = models.CharField(max_length=280)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="delay_request_is_one", fields=["order", "request_id"]),
            models.CheckConstraint(name="delay_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} expected on {self.expected_on}"


class Substitution(models.Model):
    """Another lot that takes the place of an ordered line: the same mass, at most the same price.

    ``..._minor`` are what the ledger charged for it; ``saved_minor`` is what the buyer gets back.
    """

    line = models.OneToOneField(
        "market.QuoteLine", on_delete=models.PROTECT, primary_key=True, related_name="substitution"
    )
    lot = models.ForeignKey("ledger.Lot", to_field="public_id", on_delete=models.PROTECT, related_name="+")
    reservation = models.OneToOneField(
        "ledger.Reservation", to_field="public_id", on_delete=models.PROTECT, related_name="+"
    )
    kg = models.BigIntegerField()
    project_minor = models.BigIntegerField()
    registry_fee_minor = models.BigIntegerField()
    verification_minor = models.BigIntegerField()
    fx_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    handling_minor = models.BigIntegerField()
    saved_minor = models.BigIntegerField()
    reason = models.CharField(max_length=280)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="substitution_costs_no_more", condition=models.Q(saved_minor__gte=0)),
            models.CheckConstraint(name="substitution_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} from {self.lot_id}"

    @property
    def charged(self) -> CostParts:
        """Minor units charged, per cost part."""
        return CostParts(
            project=self.project_minor,
            registry_fee=self.registry_fee_minor,
            verification=self.verification_minor,
            fx=self.fx_minor,
            tax=self.tax_minor,
            handling=self.handling_minor,
        )


class PriceNotice(models.Model):
    """A new price of a listed lot, told ahead: it holds from ``effective_on`` for quotes made from then on."""

    id = models.UUIDField(primary_key=True)
    lot = models.ForeignKey("ledger.Lot", to_field="public_id", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    project_per_t = models.BigIntegerField()
    registry_fee_per_t = models.BigIntegerField()
    verification_per_t = models.BigIntegerField()
    fx_per_t = models.BigIntegerField()
    tax_per_t = models.BigIntegerField()
    handling_per_t = models.BigIntegerField()
    source = models.TextField()
    effective_on = models.DateField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="price_notice_of_a_day_is_one", fields=["lot", "effective_on"]),
            models.UniqueConstraint(name="price_notice_request_is_one", fields=["request_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} from {self.effective_on}"

    @property
    def price(self) -> CostParts:
        """Minor units per tonne, per cost part."""
        return CostParts(
            project=self.project_per_t,
            registry_fee=self.registry_fee_per_t,
            verification=self.verification_per_t,
            fx=self.fx_per_t,
            tax=self.tax_per_t,
            handling=self.handling_per_t,
        )


class PriceNoticeApplied(models.Model):
    """An announced price that came into force, once."""

    notice = models.OneToOneField(PriceNotice, on_delete=models.PROTECT, primary_key=True, related_name="applied")
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.notice_id)
