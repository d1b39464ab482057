"""Evidence: what was handed in or read, its bytes by their hash, and what persons found of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.members.querysets import EvidenceQuerySet
from truetonne.members.states import EvidenceKind


class EvidenceFile(models.Model):
    """Bytes that were handed in, kept once under their SHA-256."""

    sha256 = models.BinaryField(max_length=32, primary_key=True)
    media_type = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_file_has_its_hash",
                condition=models.Q(sha256=models.Func(models.F("content"), function="sha256")),
            ),
        ]

    def __str__(self) -> str:
        return bytes(self.sha256).hex()


class Evidence(models.Model):
    """One dated document or record that shows something of a company (standards reference 2.3).

    An address alone is not enough: ``sha256`` is the hash of what was read or handed in. ``facts`` hold what the kind
    adds (target kind, path targets, pledge state, reference number). ``lapses_on`` is the last day on which it counts.
    Only what a public list hands in by an identifier has no ``uploader``.
    """

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="evidence")
    application = models.ForeignKey("members.Application", on_delete=models.PROTECT, null=True, related_name="evidence")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    public_url = models.CharField(max_length=2000, blank=True, default="")
    sha256 = models.BinaryField(max_length=32)
    file = models.ForeignKey(
        EvidenceFile, on_delete=models.PROTECT, null=True, related_name="evidence", db_column="file_sha256"
    )
    file_name = models.CharField(max_length=160, blank=True, default="")
    published_on = models.DateField(null=True)
    retrieved_on = models.DateField()
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    scopes = models.JSONField(default=list)
    scope3_coverage = models.CharField(max_length=8, blank=True, default="")
    year = models.CharField(max_length=16, blank=True, default="")
    standard = models.CharField(max_length=80, blank=True, default="")
    standard_version = models.CharField(max_length=40, blank=True, default="")
    category = models.CharField(max_length=1, blank=True, default="")
    validated_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    committed_on = models.DateField(null=True)
    facts = models.JSONField(default=dict)
    lapses_on = models.DateField(null=True)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    list_entry = models.ForeignKey("members.ListEntry", on_delete=models.PROTECT, null=True, related_name="evidence")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="evidence_kind_is_known", condition=models.Q(kind__in=EvidenceKind.values)),
            models.CheckConstraint(
                name="evidence_can_be_found", condition=~models.Q(public_url="", file=None, list_entry=None)
            ),
            models.CheckConstraint(
                name="evidence_has_an_uploader_or_a_list",
                condition=models.Q(uploader__isnull=False) | models.Q(list_entry__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_of_net_zero_and_targets_lapses",
                condition=models.Q(lapses_on__isnull=False)
                | ~models.Q(
                    kind__in=["NET_ZERO_STATEMENT", "INVENTORY_REPORT", "TARGET_VALIDATION", "OWN_TARGET", "SME_ROUTE"]
                ),
            ),
            models.CheckConstraint(
                name="evidence_period_is_in_order",
                condition=models.Q(period_start=None)
                | models.Q(period_end=None)
                | models.Q(period_start__lte=models.F("period_end")),
            ),
        ]
        indexes = [models.Index(fields=["organization", "kind"], name="evidence_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class EvidenceJudgement(models.Model):
    """What a person other than the uploader found of a piece of evidence; the last one counts."""

    id = models.UUIDField(primary_key=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="judgements")
    number = models.PositiveIntegerField()
    is_accepted = models.BooleanField()
    reason = models.TextField(blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="evidence_judgement_is_numbered", fields=["evidence", "number"]),
            models.CheckConstraint(
                name="evidence_rejection_has_its_reason",
                condition=models.Q(is_accepted=True) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.number}"
