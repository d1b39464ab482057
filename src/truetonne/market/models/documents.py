"""Invoices and credit notes: numbered without a gap, with the parties as they were named on the day."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class DocumentKind(models.TextChoices):
    """What is asked for, and what is given back."""

    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"


class Document(models.Model):
    """One invoice or credit note of an order; its lines are the order's own. Never changed: a mistake gets a credit note.

    ``sequence`` runs per kind from 1 without a gap. ``parties`` keeps seller and buyer as they were named then.
    """

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey("market.Order", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12)
    sequence = models.PositiveIntegerField()
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    reason = models.CharField(max_length=24, blank=True, default="")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    parties = models.JSONField()
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="order_document_number_is_one", fields=["kind", "sequence"]),
            models.UniqueConstraint(
                name="invoice_of_an_order_is_one", fields=["order"], condition=models.Q(kind="INVOICE")
            ),
            models.UniqueConstraint(
                name="credit_note_of_an_ending_is_one",
                fields=["order"],
                condition=models.Q(kind="CREDIT_NOTE") & ~models.Q(reason="SUBSTITUTED"),
            ),
            models.CheckConstraint(
                name="order_document_kind_is_known", condition=models.Q(kind__in=DocumentKind.values)
            ),
            models.CheckConstraint(name="order_document_amount_is_positive", condition=models.Q(amount_minor__gte=1)),
            models.CheckConstraint(
                name="credit_note_reverses_an_invoice",
                condition=models.Q(kind="INVOICE", reverses__isnull=True, reason="")
                | (models.Q(kind="CREDIT_NOTE", reverses__isnull=False) & ~models.Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sequence}"


class CancellationNotice(models.Model):
    """The seller said ahead that an order will not be delivered; it may be cancelled from ``effective_on``."""

    order = models.OneToOneField(
        "market.Order", on_delete=models.PROTECT, primary_key=True, related_name="cancellation_notice"
    )
    reason = models.CharField(max_length=24)
    effective_on = models.DateField()
    note = models.CharField(max_length=280, blank=True, default="")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.order_id} not delivered, from {self.effective_on}"
