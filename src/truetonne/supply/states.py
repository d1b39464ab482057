"""States and verdicts of supply's rows."""

from __future__ import annotations

from django.db import models


class RunKind(models.TextChoices):
    """What a load was for."""

    RECORDS = "RECORDS"
    HOLDINGS = "HOLDINGS"


class HeldVerdict(models.TextChoices):
    """What became of a held row. Passed: a later load found nothing wrong with it."""

    ADMITTED = "ADMITTED"
    DISMISSED = "DISMISSED"
    PASSED = "PASSED"


class ReviewVerdict(models.TextChoices):
    """What the reviewer concludes."""

    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"


class ReviewState(models.TextChoices):
    """Published is in force; overdue lapsed by the clock; suspended was contradicted by a happening;

    superseded gave way to a newer one; refused never counted.
    """

    PUBLISHED = "PUBLISHED"
    OVERDUE = "OVERDUE"
    SUSPENDED = "SUSPENDED"
    SUPERSEDED = "SUPERSEDED"
    REFUSED = "REFUSED"


class UploadState(models.TextChoices):
    """Interrupted may start again, because an import repeated changes nothing; discarded files are gone."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    INTERRUPTED = "INTERRUPTED"
    DISCARDED = "DISCARDED"
