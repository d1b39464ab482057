"""Answers already given to requests with an Idempotency-Key, counts of requests, events to tell, clocks that ran."""

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


class Event(models.Model):
    """Something that happened and that others may be told of. Written with what happened, in one transaction.

    Without an organization it is public; with one it is that organization's own. Never changed, never deleted.
    """

    id = models.UUIDField(primary_key=True)
    type = models.CharField(max_length=64)
    subject = models.CharField(max_length=80)
    organization_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["organization_id", "recorded_at"], name="event_by_organization")]

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"


class ClockRun(models.Model):
    """A daily clock that did its work on a day, and how many things it ended."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=64)
    day = models.DateField()
    ended = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="clock_runs_once_a_day", fields=["name", "day"])]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"
