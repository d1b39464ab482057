"""A review as it is made: the case, its readers, evidence, computations and readings; then its publication and triggers.

Rows are added and never changed, by grant and by trigger. Where a case stands follows from its rows.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.supply.models.dossier import DocumentFile
from truetonne.supply.models.holdings import Holding, Review
from truetonne.supply.models.projects import Project
from truetonne.supply.reviewing.states import ProjectKind, TriggerKind


class ReviewAct(models.Model):
    """What every row of a review has. Without a person, the clock acted."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class ReviewCase(ReviewAct):
    """A submission: which block, which kind and methodology, and why it is reviewed (again)."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="cases")
    replaces = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=24)
    methodology = models.TextField(blank=True, default="")
    variant = models.CharField(max_length=16, blank=True, default="")
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="case_kind_is_known", condition=models.Q(kind__in=ProjectKind.values)),
            models.CheckConstraint(name="case_says_why", condition=~models.Q(reason="")),
        ]


class ReviewerDeclaration(ReviewAct):
    """Who would read, for whom they work, who pays, what they declare; a refused one is kept with its reasons."""

    case = models.ForeignKey(ReviewCase, on_delete=models.PROTECT, related_name="declarations")
    seat = models.SmallIntegerField(null=True)
    employer = models.TextField()
    paid_by = models.TextField()
    conflicts = models.JSONField(default=list)
    refusals = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="seat_is_given_or_refused",
                condition=models.Q(seat__in=(1, 2), refusals=[]) | (models.Q(seat=None) & ~models.Q(refusals=[])),
            ),
            models.CheckConstraint(
                name="declaration_is_whole", condition=~(models.Q(employer="") | models.Q(paid_by=""))
            ),
            models.UniqueConstraint(name="seat_has_one_reader", fields=["case", "seat"]),
            models.UniqueConstraint(
                name="reader_has_one_seat", fields=["case", "person"], condition=models.Q(seat__isnull=False)
            ),
        ]


class DeveloperFinding(ReviewAct):
    """A person's finding on who a project's developer is: this company is the developer, or only has a name like it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="developer_findings")
    name = models.TextField()
    lei = models.CharField(max_length=20, blank=True, default="")
    domain = models.CharField(max_length=253, blank=True, default="")
    is_same = models.BooleanField()
    evidence = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="developer_finding_is_whole", condition=~(models.Q(name="") | models.Q(evidence=""))
            ),
        ]


class ReviewEvidence(ReviewAct):
    """A document behind a review, by the hash of its bytes, with the bytes where they are kept."""

    case = models.ForeignKey(ReviewCase, on_delete=models.PROTECT, related_name="evidence")
    title = models.TextField()
    issuer = models.TextField(blank=True, default="")
    document_date = models.DateField()
    address = models.TextField(blank=True, default="")
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey(DocumentFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_has_title_and_hash",
                condition=~models.Q(title="") & models.Q(sha256__regex="^[0-9a-f]{64}$"),
            ),
        ]


class ReviewComputation(ReviewAct):
    """A computation with all that it takes to run it again: method, stored input, parameters, seed, versions, result."""

    case = models.ForeignKey(ReviewCase, on_delete=models.PROTECT, related_name="computations")
    method = models.CharField(max_length=64)
    input = models.ForeignKey(DocumentFile, on_delete=models.PROTECT, related_name="+")
    input_name = models.TextField()
    parameters = models.JSONField(default=dict)
    seed = models.BigIntegerField()
    versions = models.JSONField(default=dict)
    result = models.JSONField()
    result_sha256 = models.CharField(max_length=64)


class ReviewReading(ReviewAct):
    """One reader's answers to the whole rubric, or in seat 0 those that both arrive at."""

    case = models.ForeignKey(ReviewCase, on_delete=models.PROTECT, related_name="readings")
    seat = models.SmallIntegerField()
    answers = models.JSONField()
    estimate_kg = models.BigIntegerField()
    estimate_basis = models.TextField()
    verdict = models.CharField(max_length=8)
    next_review = models.DateField()
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reading_is_whole",
                condition=models.Q(seat__in=(0, 1, 2), estimate_kg__gte=0) & ~models.Q(estimate_basis=""),
            ),
            models.UniqueConstraint(name="seat_reads_once", fields=["case", "seat"]),
        ]


class ReviewPublication(models.Model):
    """A published version of a rating: its bytes, which never change, and the figures that pages sort by."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, primary_key=True, related_name="publication")
    case = models.OneToOneField(ReviewCase, on_delete=models.PROTECT, related_name="publication")
    version = models.IntegerField()
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    score_low = models.SmallIntegerField()
    score_middle = models.SmallIntegerField()
    score_high = models.SmallIntegerField()
    issued_kg = models.BigIntegerField()
    estimate_kg = models.BigIntegerField()
    held_back_kg = models.BigIntegerField()
    reversed_kg = models.BigIntegerField()
    methodology = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="score_has_an_ordered_spread",
                condition=models.Q(
                    score_low__gte=0, score_low__lte=models.F("score_middle"), score_middle__lte=models.F("score_high")
                )
                & models.Q(score_high__lte=100),
            ),
            models.CheckConstraint(name="rating_version_counts_from_one", condition=models.Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return self.sha256


class ReviewTrigger(ReviewAct):
    """Something happened that a published rating did not know; once per rating and happening."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="triggers")
    kind = models.CharField(max_length=24)
    effect = models.CharField(max_length=8)
    fact = models.TextField()
    source = models.TextField(blank=True, default="")
    key = models.CharField(max_length=128)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="trigger_is_known", condition=models.Q(kind__in=TriggerKind.values) & ~models.Q(fact="")
            ),
            models.UniqueConstraint(name="trigger_counts_once", fields=["review", "kind", "key"]),
        ]


class OpinionLoad(models.Model):
    """One import of others' ratings, reviews or labels: the file by its hash, the totals, and each row's outcome."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    file_name = models.TextField()
    sha256 = models.CharField(max_length=64)
    mapping = models.TextField()
    totals = models.JSONField()
    rows = models.JSONField()
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.file_name
