"""Addresses that want to be told of events, what was told to each, and every attempt at telling it."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models.functions import Now

URL_MAX: Final = 500


class EndpointState(models.TextChoices):
    """Whether an endpoint is sent to."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    REMOVED = "REMOVED"


class PauseReason(models.TextChoices):
    """Why an endpoint is not sent to."""

    BY_HAND = "BY_HAND"
    FAILING = "FAILING"
    GONE = "GONE"


class DeliveryState(models.TextChoices):
    """Where one message to one endpoint stands."""

    WAITING = "WAITING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class WebhookEndpoint(models.Model):
    """An address of one organization. Its secret is kept sealed; a second one counts during a rotation."""

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="webhook_endpoints")
    url = models.CharField(max_length=URL_MAX)
    note = models.CharField(max_length=120, blank=True, default="")
    types = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=EndpointState, default=EndpointState.ACTIVE)
    pause_reason = models.CharField(max_length=8, blank=True, default="")
    secret = models.BinaryField()
    old_secret = models.BinaryField(null=True)
    old_secret_until = models.DateTimeField(null=True)
    sequence = models.PositiveBigIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    request_id = models.CharField(max_length=255)
    rotation_request_id = models.CharField(max_length=255, blank=True, default="")
    fingerprint = models.BinaryField(max_length=32)
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="webhook_request_is_one", fields=["organization", "request_id"]),
            models.CheckConstraint(
                name="webhook_pause_has_its_reason",
                condition=models.Q(state="PAUSED", pause_reason__in=PauseReason.values)
                | (~models.Q(state="PAUSED") & models.Q(pause_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One message to one endpoint. The body is fixed when it is made, so that every attempt signs the same bytes.

    ``round`` counts how often it was sent anew by hand; ``attempts`` the attempts of the present round.
    """

    id = models.BigAutoField(primary_key=True)
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries")
    message = models.UUIDField()
    type = models.CharField(max_length=64)
    body = models.TextField()
    sequence = models.PositiveBigIntegerField()
    state = models.CharField(max_length=9, choices=DeliveryState, default=DeliveryState.WAITING)
    round = models.PositiveSmallIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="webhook_message_is_one_per_endpoint", fields=["endpoint", "message"]),
            models.UniqueConstraint(name="webhook_sequence_is_one_per_endpoint", fields=["endpoint", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.sequence}"


class WebhookAttempt(models.Model):
    """One try: the status that came back, or why none did. The answer's text is not kept."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.PROTECT, related_name="tries")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=24, blank=True, default="")
    took_ms = models.PositiveIntegerField()
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="webhook_attempt_is_one", fields=["delivery", "round", "number"]),
            models.CheckConstraint(
                name="webhook_attempt_has_one_outcome",
                condition=models.Q(status__isnull=False, fault="") | (models.Q(status=None) & ~models.Q(fault="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.number} {self.status or self.fault}"
