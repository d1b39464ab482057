"""What a project's registry status does to our lots: an adverse or unknown one holds them, whoever reviewed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.ledger import actions as ledger
from truetonne.ledger.values import LotState
from truetonne.supply.acts import record_act
from truetonne.supply.lots import list_lots_of
from truetonne.supply.models import Holding, Project, StatusJudgement
from truetonne.supply.registry_records.report import Finding
from truetonne.supply.registry_records.vocabulary import Standing
from truetonne.supply.storing.projects import ProjectStanding

UNKNOWN = "registry status unknown"
ADVERSE = "registry status"
"""How the reasons of holds begin that a project's status caused; nobody else's hold begins so."""


class EvidenceMissing(Exception):
    """A judgement of a project's status came without evidence."""

    code = "source_required"

    def __init__(self, *, project_ref: str) -> None:
        super().__init__(f"project {project_ref}: state the evidence for this status")
        self.project_ref = project_ref


class JudgementKnown(Exception):
    """A judgement with this request id was recorded for something else."""

    code = "idempotency_key_reused"

    def __init__(self, *, request_id: str) -> None:
        super().__init__(f"request {request_id} was used for another judgement")
        self.request_id = request_id


def hold_reason(*, status: str, standing: str) -> str:
    """The reason that a lot's hold states."""
    if status == "":
        return f"{UNKNOWN}: no project list names this project yet"
    return f"{ADVERSE} {status!r} means {standing.lower()}"


def apply_standings(*, standings: Sequence[ProjectStanding], request_id: str, at: datetime) -> list[Finding]:
    """Hold the lots of projects that may not be sold; release those that only waited for a status to be known.

    A hold for an adverse status stays until a person releases it. Retired units stay retired and are listed.
    """
    return [
        finding
        for standing in standings
        for finding in _apply(standing=standing, request_id=f"{request_id}/standing/{standing.project_id.hex}", at=at)
    ]


def _apply(*, standing: ProjectStanding, request_id: str, at: datetime) -> list[Finding]:
    lots = list_lots_of(holdings=tuple(Holding.objects.filter(project_id=standing.project_id)))
    if standing.standing == Standing.SELLABLE.value:
        waiting = [lot for lot in lots if lot.hold_reason is not None and lot.hold_reason.startswith(UNKNOWN)]
        for lot in waiting:
            reason = f"{ADVERSE} {standing.status!r} is known"
            ledger.release_lot(lot_id=lot.lot_id, reason=reason, request_id=f"{request_id}/{lot.lot_id.hex}", at=at)
        return []
    reason = hold_reason(status=standing.status, standing=standing.standing)
    for lot in lots:
        if lot.hold_reason is None:
            ledger.hold_lot(lot_id=lot.lot_id, reason=reason, request_id=f"{request_id}/{lot.lot_id.hex}", at=at)
    return [_finding(standing=standing, lots=lots)] if lots else []


def _finding(*, standing: ProjectStanding, lots: Sequence[LotState]) -> Finding:
    unsold_kg = sum(lot.issued_kg - lot.retired_kg - lot.cancelled_kg for lot in lots)
    facts = {
        "program": standing.program,
        "project": standing.ref,
        "status": standing.status,
        "standing": standing.standing,
        "lots": len(lots),
        "frozen_kg": unsold_kg,
        "retired_kg": sum(lot.retired_kg for lot in lots),
    }
    return Finding(code="status_adverse", table="projects", rows=1, kg=unsold_kg, facts=facts)


def record_project_status(
    *, judgement_id: UUID, project_id: UUID, standing: Standing, evidence: str, person_id: UUID, request_id: str,
    at: datetime,
) -> Project:  # fmt: skip
    """Record a person's finding on what a project's registry status means, with the evidence for it.

    For projects that no project list names yet, and for those whose status was adverse and is no more: a sellable
    finding releases the lots that a status holds, any other holds them. The registry's own status stays as printed.
    May be called by supply staff. Raises EvidenceMissing, JudgementKnown.
    """
    project = Project.objects.get(pk=project_id)
    if not evidence.strip():
        raise EvidenceMissing(project_ref=project.ref)
    first = StatusJudgement.objects.filter(request_id=request_id).first()
    if first is not None:
        if (first.project_id, first.standing, first.evidence) != (project_id, standing.value, evidence):
            raise JudgementKnown(request_id=request_id)
        return project
    with transaction.atomic():
        StatusJudgement.objects.create(
            id=judgement_id, project_id=project_id, standing=standing.value, evidence=evidence, person_id=person_id,
            request_id=request_id, effective_at=at,
        )  # fmt: skip
        record_act(
            action="project.status_judged",
            subject=show_id(prefix="prj", id=project_id),
            person_id=person_id,
            request_id=request_id,
            at=at,
            facts={"standing": standing.value, "evidence": evidence},
        )
        for lot in list_lots_of(holdings=tuple(Holding.objects.filter(project_id=project_id))):
            own = f"{request_id}/{lot.lot_id.hex}"
            if standing is Standing.SELLABLE and (lot.hold_reason or "").startswith(ADVERSE):
                ledger.release_lot(lot_id=lot.lot_id, reason=evidence, request_id=own, at=at)
            elif standing is not Standing.SELLABLE and lot.hold_reason is None:
                reason = f"{ADVERSE} judged {standing.value.lower()}: {evidence}"
                ledger.hold_lot(lot_id=lot.lot_id, reason=reason, request_id=own, at=at)
    return project


def find_standing(*, project: Project) -> Standing:
    """What a project's status means now: the newest of the registry's edition and a person's finding after it."""
    judged = StatusJudgement.objects.filter(project_id=project.pk).order_by("-recorded_at").first()
    if judged is None:
        return Standing(project.standing)
    edition = project.editions.order_by("-recorded_at").first()
    if edition is not None and edition.recorded_at > judged.recorded_at:
        return Standing(project.standing)
    return Standing(judged.standing)
