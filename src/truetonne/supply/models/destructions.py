"""Gas destroyed: its chain of custody, the law of the day, the destruction certificate, and the lot that was made of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.supply.destruction.states import SUBTYPES
from truetonne.supply.models.dossier import DocumentFile
from truetonne.supply.models.holdings import Holding


class Destruction(models.Model):
    """One destruction as it was recorded, with its quantification. Masses in grams of matter, results in kg CO2e.

    ``inputs`` are those of the named method, so that anyone reruns it; ``containers`` the chain of custody; ``result``
    the method's record under the program's GWP set and ``views`` the same gases under another, never added to it.
    """

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    subtype = models.CharField(max_length=20)
    developer = models.TextField()
    country = models.CharField(max_length=2)
    facility = models.TextField()
    started_on = models.DateField()
    ended_on = models.DateField()
    jurisdiction = models.CharField(max_length=12)
    law = models.TextField(blank=True, default="")
    is_mandated = models.BooleanField(null=True)
    legal_evidence = models.TextField(blank=True, default="")
    method = models.CharField(max_length=40)
    inputs = models.JSONField()
    gases = models.JSONField()
    containers = models.JSONField(default=list)
    collected_g = models.BigIntegerField()
    transported_g = models.BigIntegerField()
    aggregated_g = models.BigIntegerField()
    destroyed_g = models.BigIntegerField()
    certificate_number = models.TextField(blank=True, default="")
    certificate_issuer = models.TextField(blank=True, default="")
    certificate_date = models.DateField(null=True)
    certificate_sha256 = models.CharField(max_length=64, blank=True, default="")
    certificate_file = models.ForeignKey(DocumentFile, on_delete=models.PROTECT, null=True, related_name="+")
    gwp_set = models.CharField(max_length=20)
    horizon_years = models.IntegerField()
    kg = models.BigIntegerField()
    result = models.JSONField()
    views = models.JSONField()
    findings = models.JSONField()
    unverified = models.JSONField(default=list)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="destruction_subtype_is_known", condition=models.Q(subtype__in=SUBTYPES)),
            models.CheckConstraint(
                name="destruction_masses_only_fall",
                condition=models.Q(destroyed_g__gte=1)
                & models.Q(aggregated_g__gte=models.F("destroyed_g"))
                & models.Q(transported_g__gte=models.F("aggregated_g"))
                & models.Q(collected_g__gte=models.F("transported_g")),
            ),
            models.CheckConstraint(
                name="destruction_runs_forward", condition=models.Q(ended_on__gte=models.F("started_on"))
            ),
            models.CheckConstraint(name="destruction_states_its_metric", condition=~models.Q(gwp_set="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class DestructionIssue(models.Model):
    """The second person's word that made a lot of a destruction. A certificate and a container are issued once."""

    destruction = models.OneToOneField(Destruction, on_delete=models.PROTECT, primary_key=True, related_name="issue")
    certificate_key = models.TextField(unique=True)
    holding = models.OneToOneField(Holding, on_delete=models.PROTECT, related_name="destruction_issue")
    accepted = models.JSONField(default=list)
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="destruction_issue_says_why", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return str(self.destruction_id)


class DestroyedContainer(models.Model):
    """A container that an issued destruction emptied: no other destruction is issued on it."""

    container = models.TextField(primary_key=True)
    issue = models.ForeignKey(DestructionIssue, on_delete=models.PROTECT, related_name="containers")

    def __str__(self) -> str:
        return self.container
