"""Contributions: money given to a project or a fund without any unit in return. Published; never units.

Nothing here points at a block, a lot or the ledger, and nothing there points here.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from truetonne.supply.forwards.states import ContributionKind
from truetonne.supply.models.forwards import Recorded
from truetonne.supply.models.projects import Project


class Contribution(Recorded):
    """What one party gave to a project or a fund, on a day, in one currency; ``replaces`` is an entry put right."""

    kind = models.CharField(max_length=16)
    party = models.TextField()
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    recipient = models.TextField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    given_on = models.DateField()
    purpose = models.TextField()
    source = models.TextField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    is_withdrawn = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contribution_is_stated_whole",
                condition=Q(kind__in=ContributionKind.values, amount_minor__gte=1)
                & ~(Q(party="") | Q(recipient="") | Q(purpose="") | Q(source="") | Q(currency="")),
            ),
            models.CheckConstraint(name="contribution_currency_is_a_code", condition=Q(currency__regex="^[A-Z]{3}$")),
            models.CheckConstraint(
                name="contribution_correction_says_why",
                condition=Q(replaces__isnull=True, is_withdrawn=False) | (Q(replaces__isnull=False) & ~Q(reason="")),
            ),
        ]
