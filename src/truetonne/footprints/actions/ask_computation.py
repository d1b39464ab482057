"""Ask for a version of a year; it is computed apart from the pages."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.jobs import enqueue
from truetonne.footprints.actions.compute_inventory import InventoryPlan, NothingToCompute, RestatementRequired
from truetonne.footprints.actions.load_activity import EntityNotFound
from truetonne.footprints.models import ActivityLoad, InventoryComputation
from truetonne.footprints.plans import plan_as_json
from truetonne.footprints.queries.inventories import find_standing_inventory
from truetonne.members.acts import By, leave_line
from truetonne.members.models import LegalEntity

COMPUTE_JOB = "footprints.compute_inventory"
COMPUTATION_PREFIX = "cmp"


@transaction.atomic
def ask_computation(*, computation_id: UUID, plan: InventoryPlan, by: By) -> InventoryComputation:
    """Put a version in line. What can be refused at once is refused here; the rest stands on the computation's page.

    Answers a repeated request alike. Raises EntityNotFound, NothingToCompute, RestatementRequired.
    """
    done = InventoryComputation.objects.filter(request_id=by.request_id).first()
    if done is not None:
        return done
    if not LegalEntity.objects.filter(pk=plan.entity_id, organization_id=plan.organization_id).exists():
        raise EntityNotFound("no legal entity of this organization has this id")
    has_lines = ActivityLoad.objects.filter(entity_id=plan.entity_id, year=plan.year, accepted_count__gt=0).exists()
    if not has_lines or not plan.factor_sets:
        raise NothingToCompute("no factor set is chosen" if has_lines else "the year has no activity")
    standing = find_standing_inventory(entity_id=plan.entity_id, year=plan.year)
    if standing is not None and not (plan.restatement_what.strip() and plan.restatement_why.strip()):
        raise RestatementRequired(year=plan.year, version=standing.version)
    stored = InventoryComputation.objects.create(
        pk=computation_id, entity_id=plan.entity_id, year=plan.year, plan=plan_as_json(plan=plan),
        person_id=by.person_id, request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    enqueue(name=COMPUTE_JOB, lock=f"inventory {plan.entity_id} {plan.year}", computation=str(computation_id))
    leave_line(
        by=by, action="inventory.asked", subject=show_id(prefix=COMPUTATION_PREFIX, id=computation_id),
        organization_id=plan.organization_id, facts={"year": plan.year},
    )  # fmt: skip
    return stored
