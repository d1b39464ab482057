"""Files that a person sent in to be imported, and how far their import has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.supply.models.loads import ImportRun
from truetonne.supply.states import RunKind, UploadState


class Upload(models.Model):
    """Files waiting for their import, or what became of it. Only how far it has come changes; ``run`` is its load.

    The files themselves lie in the exchange's own folder until the import is done or given up.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8)
    program = models.CharField(max_length=32, blank=True, default="")
    """Blank where the files' columns are to tell."""
    mapping_name = models.TextField(blank=True, default="")
    mapping_text = models.TextField(blank=True, default="")
    table = models.CharField(max_length=16, blank=True, default="")
    edition = models.DateField()
    is_complete = models.BooleanField(default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    files = models.JSONField()
    """In their order: name, stored name and size in bytes."""
    size_bytes = models.BigIntegerField()
    state = models.CharField(max_length=11, default=UploadState.WAITING)
    is_judging = models.BooleanField(default=False)
    """Whether all rows are read and the database compares them."""
    read_bytes = models.BigIntegerField(default=0)
    read_rows = models.BigIntegerField(default=0)
    unreadable_rows = models.BigIntegerField(default=0)
    problem = models.TextField(blank=True, default="")
    fix = models.TextField(blank=True, default="")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, related_name="+")
    attempt_count = models.IntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="upload_kind_is_known", condition=models.Q(kind__in=RunKind.values)),
            models.CheckConstraint(name="upload_state_is_known", condition=models.Q(state__in=UploadState.values)),
            models.CheckConstraint(
                name="upload_done_has_its_load",
                condition=models.Q(state=UploadState.DONE, run__isnull=False)
                | (~models.Q(state=UploadState.DONE) & models.Q(run__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["recorded_at"], name="upload_open", condition=models.Q(state__in=["WAITING", "RUNNING"])
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
