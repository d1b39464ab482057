"""Projects as their registries describe them, edition by edition, and what a person found on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.supply.models.loads import ImportRun, Program
from truetonne.supply.registry_records.vocabulary import Standing


class Project(models.Model):
    """A project as its registry's newest edition describes it. Only a sellable one's lots are sold."""

    id = models.UUIDField(primary_key=True)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="projects")
    ref = models.TextField()
    name = models.TextField(blank=True, default="")
    status = models.TextField(blank=True, default="")
    standing = models.CharField(max_length=8, default=Standing.BLOCKED.value)
    is_listed = models.BooleanField(default=False)
    """Whether a project list of the registry named it; otherwise only a block of ours did."""
    developer = models.TextField(blank=True, default="")
    country = models.TextField(blank=True, default="")
    project_type = models.TextField(blank=True, default="")
    methodology = models.TextField(blank=True, default="")
    credit_class = models.CharField(max_length=24, blank=True, default="")
    website = models.TextField(blank=True, default="")
    credited_from = models.DateField(null=True)
    credited_until = models.DateField(null=True)
    total_issued_kg = models.BigIntegerField(null=True)
    total_retired_kg = models.BigIntegerField(null=True)
    total_cancelled_kg = models.BigIntegerField(null=True)
    total_remaining_kg = models.BigIntegerField(null=True)
    edition = models.DateField(null=True)
    content = models.UUIDField(null=True)
    raw = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="project_ref_is_one", fields=["program", "ref"]),
            models.CheckConstraint(
                name="project_standing_is_known", condition=models.Q(standing__in=[s.value for s in Standing])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program_id} {self.ref}"


class ProjectEdition(models.Model):
    """What one load said of a project, kept when it was new or different."""

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="editions")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    edition = models.DateField()
    status = models.TextField(blank=True, default="")
    standing = models.CharField(max_length=8)
    total_issued_kg = models.BigIntegerField(null=True)
    total_retired_kg = models.BigIntegerField(null=True)
    total_cancelled_kg = models.BigIntegerField(null=True)
    total_remaining_kg = models.BigIntegerField(null=True)
    content = models.UUIDField()
    raw = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="project_edition_is_one", fields=["project", "run"])]

    def __str__(self) -> str:
        return f"{self.project_id} {self.edition}"


class StatusJudgement(models.Model):
    """A person's dated finding on a project whose registry status is unknown or needs an answer; with its evidence."""

    id = models.UUIDField(primary_key=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="judgements")
    standing = models.CharField(max_length=8)
    evidence = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="judgement_has_evidence", condition=~models.Q(evidence="")),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.standing}"
