"""Targets as pages read them: a reporter's own, and those that wait for the office."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from truetonne.footprints.models import Target
from truetonne.members.models import Evidence
from truetonne.members.states import EvidenceKind

JUDGED_SHOWN = 50
_VALIDATIONS = (EvidenceKind.TARGET_VALIDATION, EvidenceKind.OWN_TARGET)


def find_target(*, target_id: UUID, organization_ids: Sequence[UUID]) -> Target | None:
    """Return a target of these organizations, None where none has this id."""
    rows = Target.objects.filter(pk=target_id, entity__organization_id__in=organization_ids)
    return rows.select_related("entity", "judgement__person", "person").first()


def find_any_target(*, target_id: UUID) -> Target | None:
    """Return anybody's target, for those who judge."""
    return Target.objects.filter(pk=target_id).select_related("entity", "judgement__person", "person").first()


def find_last_of_series(*, target: Target) -> Target:
    """Return the last version of a target."""
    return Target.objects.filter(series=target.series).order_by("-version")[0]


def list_to_judge() -> tuple[list[Target], list[Target]]:
    """Return the targets that wait, oldest first, and the last ones that were judged."""
    rows = Target.objects.select_related("entity", "judgement")
    waiting = list(rows.filter(judgement=None).order_by("recorded_at"))
    return waiting, list(rows.exclude(judgement=None).order_by("-judgement__effective_at")[:JUDGED_SHOWN])


def list_evidence(*, organization_ids: Sequence[UUID]) -> list[Evidence]:
    """Return the evidence that a validation may rest on, newest first."""
    rows = Evidence.objects.filter(organization_id__in=organization_ids, kind__in=_VALIDATIONS)
    return list(rows.order_by("-recorded_at"))
