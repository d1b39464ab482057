"""Answers already given to requests with an Idempotency-Key, and counts of requests."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Idempotency(models.Model):
    """One request of one account on one route. Without a status it is still running."""

    id = models.BigAutoField(primary_key=True)
    account = models.CharField(max_length=64)
    route = models.CharField(max_length=128)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    content_type = models.CharField(max_length=64, blank=True, default="")
    started_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="idempotency_key_is_one", fields=["account", "route", "key"]),
            models.CheckConstraint(
                name="idempotency_answer_is_whole",
                condition=models.Q(status__isnull=True, body__isnull=True)
                | models.Q(status__isnull=False, body__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["recorded_at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return f"{self.account} {self.route} {self.key}"


class RateCount(models.Model):
    """How often one thing was asked by one person or network in one window of time; who it was is a hash."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    requests = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="rate_count_is_one_per_window", fields=["key", "window_start"])]

    def __str__(self) -> str:
        return f"{self.key} {self.window_start}"
