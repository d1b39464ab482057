"""Move a version of an inventory to its next state: final, then published."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.footprints.models import Inventory, InventoryStep
from truetonne.footprints.states import InventoryState
from truetonne.members.acts import By, leave_line

_NEXT = {InventoryState.DRAFT: InventoryState.FINAL, InventoryState.FINAL: InventoryState.PUBLISHED}


class InventoryNotFound(Exception):
    """No inventory of this organization has this id."""

    code = "not_found"


class InventoryMoved(Exception):
    """The version is in another state than was thought, or another final version stands; carries both states."""

    code = "state_conflict"

    def __init__(self, *, state: str, wanted: str, reason: str) -> None:
        super().__init__(f"{wanted} does not follow {state}: {reason}")
        self.state = state
        self.wanted = wanted
        self.reason = reason


@transaction.atomic
def move_inventory(
    *, step_id: UUID, inventory_id: UUID, organization_id: UUID, to_state: InventoryState, by: By
) -> Inventory:
    """Make a draft final, or a final version public; neither is taken back, a restatement is a new version.

    A repeated request changes nothing. Raises InventoryNotFound, InventoryMoved.
    """
    found = (
        Inventory.objects.select_for_update(of=("self",))
        .filter(pk=inventory_id, entity__organization_id=organization_id)
        .first()
    )
    if found is None:
        raise InventoryNotFound("no inventory of this organization has this id")
    if InventoryStep.objects.filter(request_id=by.request_id).exists():
        return found
    if _NEXT.get(InventoryState(found.state)) != to_state:
        raise InventoryMoved(state=found.state, wanted=to_state, reason="states follow DRAFT, FINAL, PUBLISHED")
    standing = (
        Inventory.objects.filter(entity_id=found.entity_id, year=found.year)
        .exclude(state=InventoryState.DRAFT)
        .exclude(pk__in=[found.pk, *([found.restates_id] if found.restates_id else [])])
        .exclude(restated_by__state__in=[InventoryState.FINAL, InventoryState.PUBLISHED])
        .first()
    )
    if standing is not None:
        raise InventoryMoved(
            state=found.state, wanted=to_state, reason=f"version {standing.version} is final and is not restated"
        )
    InventoryStep.objects.create(
        pk=step_id, inventory=found, to_state=to_state, person_id=by.person_id, request_id=by.request_id,
        effective_at=by.at,
    )  # fmt: skip
    Inventory.objects.filter(pk=found.pk).update(state=to_state)
    leave_line(
        by=by, action=f"inventory.{to_state.lower()}", subject=show_id(prefix="inv", id=found.pk),
        organization_id=organization_id, facts={"year": found.year, "version": found.version},
    )  # fmt: skip
    found.refresh_from_db()
    return found
