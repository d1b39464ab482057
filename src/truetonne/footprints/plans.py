"""A plan of a version as it is kept until it is computed, and read again."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from uuid import UUID

from truetonne.footprints.actions.compute_inventory import InventoryPlan, StatedPart
from truetonne.footprints.models import FactorSet
from truetonne.footprints.states import Consolidation
from truetonne.rules.inventory.base_year import Change, ChangeKind
from truetonne.rules.inventory.categories import CategoryState
from truetonne.science.gwp import MethaneOrigin


def plan_as_json(*, plan: InventoryPlan) -> dict[str, Any]:
    """Return what was chosen, without entity and year."""
    return {
        "factor_sets": [str(one.pk) for one in plan.factor_sets],
        "gwp_set": plan.gwp_set,
        "methane_origin": plan.methane_origin.value if plan.methane_origin else "",
        "consolidation": str(plan.consolidation),
        "is_base_year": plan.is_base_year,
        "stated": [
            {"part": part, "category": category, "state": said.state.value, "reason": said.reason}
            for (part, category), said in plan.stated.items()
        ],
        "restatement_what": plan.restatement_what,
        "restatement_why": plan.restatement_why,
        "restatement_kind": plan.restatement_kind.value,
        "base_year_changes": [
            {"kind": change.kind.value, "mass_kg": int(change.emissions)} for change in plan.base_year_changes
        ],
    }


def read_plan(*, content: Mapping[str, Any], entity_id: UUID, organization_id: UUID, year: int) -> InventoryPlan:
    """Return the plan that ``plan_as_json`` wrote."""
    sets = {str(one.pk): one for one in FactorSet.objects.filter(pk__in=content["factor_sets"])}
    return InventoryPlan(
        entity_id=entity_id, organization_id=organization_id, year=year,
        factor_sets=tuple(sets[key] for key in content["factor_sets"]), gwp_set=content["gwp_set"],
        methane_origin=MethaneOrigin(content["methane_origin"]) if content["methane_origin"] else None,
        consolidation=Consolidation(content["consolidation"]), is_base_year=content["is_base_year"],
        stated={
            (each["part"], each["category"]): StatedPart(state=CategoryState(each["state"]), reason=each["reason"])
            for each in content["stated"]
        },
        restatement_what=content["restatement_what"], restatement_why=content["restatement_why"],
        restatement_kind=ChangeKind(content["restatement_kind"]),
        base_year_changes=tuple(
            Change(kind=ChangeKind(each["kind"]), emissions=Fraction(each["mass_kg"]))
            for each in content["base_year_changes"]
        ),
    )  # fmt: skip
