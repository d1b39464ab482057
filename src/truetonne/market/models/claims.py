"""Claims that a member publishes here: the text as it stands, what it rests on, what the rules said of it.

A text that a rule objects to waits: it is public only once a second person has released it, and then says so for good.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

KINDS = ["credit_retirement", "vcmi_tier"]
SUBJECTS = ["company", "product", "certificate"]


class PublicClaim(models.Model):
    """One text about one certificate or one disclosed year. It never changes; another wording is another claim.

    ``objections`` are the rules that would not allow the text, ``findings`` everything the linter said, both by
    ``lint_rule_set``. ``plea`` is the claimant's reason why a text with objections should be published.
    ``basis`` holds what the claim rested on when it was made: figures, criteria, who confirmed the table.
    """

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    certificate = models.ForeignKey(
        "ledger.Certificate", to_field="certificate_id", on_delete=models.PROTECT, null=True, related_name="+"
    )
    disclosure = models.ForeignKey("footprints.Disclosure", on_delete=models.PROTECT, null=True, related_name="+")
    claimant = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    text = models.TextField()
    is_own_wording = models.BooleanField()
    subject = models.CharField(max_length=12)
    markets = models.JSONField()
    template_rule_set = models.CharField(max_length=64)
    lint_rule_set = models.CharField(max_length=64)
    findings = models.JSONField()
    objections = models.JSONField()
    plea = models.TextField(blank=True, default="")
    basis = models.JSONField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="public_claim_request_is_one", fields=["organization", "request_id"]),
            models.CheckConstraint(
                name="public_claim_has_one_subject",
                condition=models.Q(kind="credit_retirement", certificate__isnull=False, disclosure=None)
                | models.Q(kind="vcmi_tier", certificate=None, disclosure__isnull=False),
            ),
            models.CheckConstraint(name="public_claim_subject_is_known", condition=models.Q(subject__in=SUBJECTS)),
            models.CheckConstraint(name="public_claim_has_its_text", condition=~models.Q(text="")),
            models.CheckConstraint(
                name="public_claim_against_a_rule_says_why", condition=models.Q(objections=[]) | ~models.Q(plea="")
            ),
        ]
        indexes = [models.Index(fields=["recorded_at", "id"], name="public_claim_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.pk}"


class ClaimDecision(models.Model):
    """Another person than the claimant releases or refuses a claim that a rule objects to, once, and says why."""

    claim = models.OneToOneField(PublicClaim, on_delete=models.PROTECT, primary_key=True, related_name="decision")
    is_released = models.BooleanField()
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="claim_decision_has_its_reason", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.is_released}"


class ClaimWithdrawal(models.Model):
    """The end of a claim: it stays readable, with the day and the reason."""

    claim = models.OneToOneField(PublicClaim, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal")
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="claim_withdrawal_has_its_reason", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return str(self.claim_id)
