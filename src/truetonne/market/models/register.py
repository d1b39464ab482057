"""An index over the certificates in the public log, by which the register finds rows.

It holds public fields only and follows the log's order; it can be thrown away and built again from the log. What a
page shows is read from the log entry itself, never from here.
"""

from __future__ import annotations

from django.db import models


class RegisterPlace(models.Model):
    """How far the index has followed the log, and the day it stands at (days never go back in the log's order)."""

    is_only = models.BooleanField(primary_key=True, default=True)
    last_index = models.BigIntegerField()
    day = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="register_place_is_one", condition=models.Q(is_only=True))]

    def __str__(self) -> str:
        return str(self.last_index)


class RegisterRow(models.Model):
    """One certificate by its place in the log. ``name_key`` is blank while the name is hidden."""

    log_index = models.BigIntegerField(primary_key=True)
    certificate_id = models.UUIDField(unique=True)
    short_code = models.CharField(max_length=16)
    name_key = models.CharField(max_length=400, blank=True)
    hidden_until = models.DateField(null=True)
    year = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=24)
    day = models.DateField()
    kg = models.BigIntegerField()
    unit_kind = models.CharField(max_length=16)
    is_in_force = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["short_code"], name="register_by_code"),
            models.Index(fields=["name_key", "log_index"], name="register_by_name", condition=~models.Q(name_key="")),
            models.Index(fields=["year", "log_index"], name="register_by_year"),
            models.Index(fields=["purpose", "log_index"], name="register_by_purpose"),
            models.Index(fields=["day", "log_index"], name="register_by_day"),
            models.Index(
                fields=["hidden_until"],
                name="register_hidden",
                condition=models.Q(name_key="", hidden_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.log_index} {self.short_code}"


class RegisterProject(models.Model):
    """A project that a certificate has lines of."""

    id = models.BigAutoField(primary_key=True)
    row = models.ForeignKey(RegisterRow, on_delete=models.PROTECT, related_name="projects", db_index=False)
    program = models.CharField(max_length=100)
    project = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="register_project_is_one", fields=["program", "project", "row"]),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.program} {self.project}"


class RegisterYear(models.Model):
    """What was retired in a year of one kind of units, by certificates in force: the sums of those rows."""

    id = models.BigAutoField(primary_key=True)
    year = models.PositiveSmallIntegerField()
    unit_kind = models.CharField(max_length=16)
    kg = models.BigIntegerField()
    certificate_count = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="register_year_is_one", fields=["year", "unit_kind"])]

    def __str__(self) -> str:
        return f"{self.year} {self.unit_kind}"
