"""Quotes, orders, payments and deliveries: facts that are added, never changed, and one state per order.

Units live in the ledger; a line here names a lot and a reservation there. No column holds a margin.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from truetonne.market.querysets import OrderQuerySet, QuoteQuerySet
from truetonne.market.states import TRANSITIONS, OrderState, Purpose, QuoteState
from truetonne.science.money import CostParts

ANY_ATTRIBUTION_ID = ~models.Q(lei="") | ~models.Q(registration_number="") | ~models.Q(domain="")


class Quote(models.Model):
    """A priced composition that stands on reservations until it lapses or makes its one order. Only ``state`` changes."""

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    wanted_kg = models.BigIntegerField(null=True)
    wanted_minor = models.BigIntegerField(null=True)
    rule = models.CharField(max_length=24)
    explanation = models.JSONField(default=dict, db_default={})
    disclaimers = models.JSONField(default=list, db_default=[])
    state = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    kg = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    expires_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = QuoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="quote_request_is_one", fields=["organization", "request_id"]),
            models.CheckConstraint(
                name="quote_is_by_mass_or_by_money",
                condition=models.Q(wanted_kg__isnull=True) ^ models.Q(wanted_minor__isnull=True),
            ),
            models.CheckConstraint(name="quote_state_is_known", condition=models.Q(state__in=QuoteState.values)),
            models.CheckConstraint(name="quote_mass_is_positive", condition=models.Q(kg__gte=1)),
            models.CheckConstraint(name="quote_amount_is_positive", condition=models.Q(amount_minor__gte=1)),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="quote_open_by_expiry", condition=models.Q(state="OPEN")),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class QuoteLine(models.Model):
    """What one lot gives and costs. ``..._minor`` columns are charged; ``..._per_t`` is the lot's price then.

    Without a reservation the lot was drawn on at once, in the transaction that quoted and retired.
    """

    id = models.UUIDField(primary_key=True)
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    lot = models.ForeignKey("ledger.Lot", to_field="public_id", on_delete=models.PROTECT, related_name="+")
    reservation = models.OneToOneField(
        "ledger.Reservation", to_field="public_id", on_delete=models.PROTECT, null=True, related_name="+"
    )
    kg = models.BigIntegerField()
    project_per_t = models.BigIntegerField()
    registry_fee_per_t = models.BigIntegerField()
    verification_per_t = models.BigIntegerField()
    fx_per_t = models.BigIntegerField()
    tax_per_t = models.BigIntegerField()
    handling_per_t = models.BigIntegerField()
    project_minor = models.BigIntegerField()
    registry_fee_minor = models.BigIntegerField()
    verification_minor = models.BigIntegerField()
    fx_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    handling_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="quote_line_number_is_one", fields=["quote", "number"]),
            models.CheckConstraint(name="quote_line_mass_is_positive", condition=models.Q(kg__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.quote_id} line {self.number}"

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

    @property
    def charged(self) -> CostParts:
        """Minor units charged, per cost part; their sum is the price of the line."""
        return CostParts(
            project=self.project_minor,
            registry_fee=self.registry_fee_minor,
            verification=self.verification_minor,
            fx=self.fx_minor,
            tax=self.tax_minor,
            handling=self.handling_minor,
        )


class BeneficiaryName(models.Model):
    """A name with its identifiers as a member first used it. No two spellings are joined; a person confirms each,

    and for each member anew: that one company may be named says nothing about who else may name it.
    """

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    display_name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200)
    lei = models.CharField(max_length=20, blank=True, default="")
    registration_number = models.CharField(max_length=64, blank=True, default="")
    domain = models.CharField(max_length=253, blank=True, default="")
    country = models.CharField(max_length=2)
    search_key = models.CharField(max_length=400)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="beneficiary_name_is_one",
                fields=[
                    "display_name",
                    "legal_name",
                    "lei",
                    "registration_number",
                    "domain",
                    "country",
                    "organization",
                ],
            ),
            models.CheckConstraint(name="beneficiary_name_is_identified", condition=ANY_ATTRIBUTION_ID),
            models.CheckConstraint(
                name="beneficiary_name_is_given", condition=~models.Q(display_name="") & ~models.Q(legal_name="")
            ),
        ]
        indexes = [models.Index(fields=["search_key"], name="beneficiary_name_by_search_key")]

    def __str__(self) -> str:
        return f"{self.display_name} ({self.pk})"


class BeneficiaryNameDecision(models.Model):
    """What a staff person decided about a name, once."""

    name = models.OneToOneField(BeneficiaryName, on_delete=models.PROTECT, primary_key=True, related_name="decision")
    is_confirmed = models.BooleanField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=280, blank=True, default="")
    request_id = models.CharField(max_length=255)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.name_id} {'confirmed' if self.is_confirmed else 'refused'}"


class Order(models.Model):
    """A quote taken in the name of one beneficiary, for one purpose and one period. Only ``state`` ever changes."""

    id = models.UUIDField(primary_key=True)
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, related_name="order")
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    external_id = models.CharField(max_length=128, blank=True, default="")
    state = models.CharField(max_length=24)
    beneficiary = models.ForeignKey(BeneficiaryName, on_delete=models.PROTECT, related_name="orders")
    hidden_until = models.DateField(null=True)
    purpose = models.CharField(max_length=24)
    claim_year = models.PositiveSmallIntegerField(null=True)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    claim_country = models.CharField(max_length=2, blank=True, default="")
    claim_scope = models.CharField(max_length=8, blank=True, default="")
    note = models.CharField(max_length=280, blank=True, default="")
    inventory_line = models.CharField(max_length=128, blank=True, default="")
    signer = models.CharField(max_length=120)
    authorization_statement = models.CharField(max_length=400)
    payment_due_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="order_request_is_one", fields=["organization", "request_id"]),
            models.UniqueConstraint(
                name="order_external_id_is_one",
                fields=["organization", "external_id"],
                condition=~models.Q(external_id=""),
            ),
            models.CheckConstraint(name="order_state_is_known", condition=models.Q(state__in=OrderState.values)),
            models.CheckConstraint(name="order_purpose_is_known", condition=models.Q(purpose__in=Purpose.values)),
            models.CheckConstraint(
                name="order_has_one_claim_period",
                condition=models.Q(claim_year__isnull=False, period_start__isnull=True, period_end__isnull=True)
                | models.Q(
                    claim_year__isnull=True,
                    period_start__isnull=False,
                    period_end__isnull=False,
                    period_start__lt=models.F("period_end"),
                ),
            ),
            models.CheckConstraint(name="order_has_a_signer", condition=~models.Q(signer="")),
            models.CheckConstraint(name="order_is_authorized", condition=~models.Q(authorization_statement="")),
        ]
        indexes = [
            models.Index(fields=["organization", "-id"], name="order_by_organization"),
            models.Index(fields=["state", "id"], name="order_by_state"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class OrderAllocation(models.Model):
    """A part of an order that answers for one entity's emissions in one inventory year, scope and line. Private."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="allocations")
    number = models.PositiveSmallIntegerField()
    entity = models.CharField(max_length=200)
    inventory_year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=8)
    inventory_line = models.CharField(max_length=128, blank=True, default="")
    kg = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="order_allocation_number_is_one", fields=["order", "number"]),
            models.CheckConstraint(name="order_allocation_mass_is_positive", condition=models.Q(kg__gte=1)),
            models.CheckConstraint(name="order_allocation_has_an_entity", condition=~models.Q(entity="")),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} allocation {self.number}"


class OrderTransition(models.Model):
    """One change of an order's state: by whom, when, why. The chain of numbers has no gap."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="transitions")
    number = models.PositiveSmallIntegerField()
    from_state = models.CharField(max_length=24)
    to_state = models.CharField(max_length=24)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=280, blank=True, default="")
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="order_transition_number_is_one", fields=["order", "number"]),
            models.CheckConstraint(
                name="order_transition_is_listed",
                condition=models.Q(
                    *[models.Q(from_state=was, to_state=now) for was, after in TRANSITIONS.items() for now in after],
                    _connector=models.Q.OR,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.from_state} to {self.to_state}"


class PaymentKind(models.TextChoices):
    """Money that came in for an order, and money that went back."""

    RECEIVED = "RECEIVED"
    REFUNDED = "REFUNDED"


class Payment(models.Model):
    """One movement of money for an order, in its currency: recorded by a person, or by a payment gateway.

    ``number`` and ``balance_minor`` (what is here after this movement) are the database's own, counted at insert.
    """

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    number = models.PositiveSmallIntegerField(db_default=0)
    balance_minor = models.BigIntegerField(db_default=0)
    reference = models.CharField(max_length=128)
    value_date = models.DateField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    gateway = models.CharField(max_length=32, blank=True, default="", db_default="")
    request_id = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="payment_is_recorded_once", fields=["order", "kind", "reference"]),
            models.UniqueConstraint(name="payment_number_is_one", fields=["order", "number"]),
            models.CheckConstraint(name="payment_kind_is_known", condition=models.Q(kind__in=PaymentKind.values)),
            models.CheckConstraint(name="payment_is_positive", condition=models.Q(amount_minor__gte=1)),
            models.CheckConstraint(name="payment_balance_is_not_negative", condition=models.Q(balance_minor__gte=0)),
            models.CheckConstraint(
                name="payment_has_its_recorder", condition=models.Q(person__isnull=False) | ~models.Q(gateway="")
            ),
            models.CheckConstraint(name="payment_has_a_reference", condition=~models.Q(reference="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.order_id}"


class Delivery(models.Model):
    """One retirement with one certificate for the whole or a part of an order."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="deliveries")
    number = models.PositiveSmallIntegerField()
    retirement_id = models.UUIDField()
    certificate = models.OneToOneField(
        "ledger.Certificate", to_field="certificate_id", on_delete=models.PROTECT, related_name="+"
    )
    short_code = models.CharField(max_length=16)
    kg = models.BigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="delivery_number_is_one", fields=["order", "number"]),
            models.UniqueConstraint(name="delivery_retirement_is_one", fields=["retirement_id"]),
            models.CheckConstraint(name="delivery_mass_is_positive", condition=models.Q(kg__gte=1)),
        ]
        indexes = [models.Index(fields=["short_code"], name="delivery_by_short_code")]

    def __str__(self) -> str:
        return f"{self.order_id} delivery {self.number}"


class DeliveryLine(models.Model):
    """A quoted line that a delivery retired; a line is delivered once and whole."""

    line = models.OneToOneField(QuoteLine, on_delete=models.PROTECT, primary_key=True, related_name="delivered")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="lines")

    def __str__(self) -> str:
        return str(self.line_id)


class Correction(models.Model):
    """A certificate that replaced another, and why. Both stay public. Units retired at once had no delivery."""

    certificate = models.OneToOneField(
        "ledger.Certificate", to_field="certificate_id", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    replaces = models.OneToOneField(
        "ledger.Certificate", to_field="certificate_id", on_delete=models.PROTECT, related_name="+"
    )
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, related_name="corrections")
    beneficiary = models.ForeignKey(BeneficiaryName, on_delete=models.PROTECT, related_name="+")
    short_code = models.CharField(max_length=16)
    reason = models.CharField(max_length=280)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.certificate_id} replaces {self.replaces_id}"
