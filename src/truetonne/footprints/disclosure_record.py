"""The facts of a public record: an inventory's gross figures under the names that regimes and registers know.

No name here stands for emissions less credits: what was retired is stated elsewhere, beside and never within.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from truetonne.footprints.models import Inventory, InventoryTotal
from truetonne.footprints.queries.trajectories import list_paths
from truetonne.footprints.states import InventoryState, Part
from truetonne.rules.packs.facts import CATEGORIES

FORMAT: Final = "truetonne-disclosure/1"
_PARTS: Final = {
    Part.SCOPE1: "total_scope_1_emissions_ghg",
    Part.SCOPE2_LOCATION: "total_scope_2_lb_emissions_ghg",
    Part.SCOPE2_MARKET: "total_scope_2_mb_emissions_ghg",
    Part.BIOGENIC: "biogenic_co2_emissions",
}
UNKNOWN_STATES: Final = ("relevant_not_calculated", "not_disclosed")
"""States of categories that leave a scope 3 total incomplete."""


def build_record(
    *, inventory: Inventory, period_start: date, period_end: date, level_of_assurance: str, assurer: str, today: date
) -> dict[str, object]:
    """Return the body of a disclosure: texts, whole numbers, null for what is not disclosed, lists and objects."""
    totals = list(InventoryTotal.objects.filter(inventory=inventory).order_by("part", "category"))
    entity = inventory.entity
    record: dict[str, object] = {
        "company_name": entity.name,
        "company_jurisdiction": entity.country,
        "legal_entity_identifier": entity.lei or None,
        "reporting_year": inventory.year,
        "date_start_reporting_year": period_start.isoformat(),
        "date_end_reporting_year": period_end.isoformat(),
        "org_boundary_approach": inventory.consolidation,
        "gwp_source": inventory.gwp_set,
        "gwp_time_horizon": "100" if inventory.gwp_set.endswith("100") else None,
        "methodology": inventory.rule_set,
        "level_of_assurance": level_of_assurance,
        "assurer": assurer or None,
        "publication_date": today.isoformat(),
        **_figures(totals),
        **_base_year(inventory),
        **_targets(inventory, today=today),
        "restatements": _restatements(inventory, totals),
    }
    return {
        "format": FORMAT,
        "inventory_version": inventory.version,
        "is_complete": inventory.is_complete,
        "is_synthetic": inventory.is_synthetic,
        "findings": [str(each) for each in inventory.findings],
        "gaps": [f"scope_3_ghgp_c{each.category}" for each in totals if each.state in UNKNOWN_STATES and each.category],
        "record": record,
    }


def _figures(totals: list[InventoryTotal]) -> dict[str, object]:
    found: dict[str, object] = {}
    scope3 = [total for total in totals if total.part == Part.SCOPE3]
    for total in totals:
        if total.category is None:
            found[_PARTS[Part(total.part)]] = 0 if total.state == "not_relevant" else total.mass_kg
            continue
        name = f"scope_3_ghgp_c{total.category}"
        found[f"{name}_emissions_ghg"] = total.mass_kg
        found[f"{name}_relevancy"] = total.state
        found[f"{name}_rationale_non_disclose"] = total.reason or None
    figures = [total.mass_kg for total in scope3 if total.mass_kg is not None]
    found["total_scope_3_emissions_ghg"] = sum(figures) if figures else None
    return found


def _base_year(inventory: Inventory) -> dict[str, object]:
    rows = Inventory.objects.filter(entity_id=inventory.entity_id, is_base_year=True, state=InventoryState.PUBLISHED)
    base = rows.order_by("-year", "-version").first()
    if base is None:
        return {"base_year": None, "base_year_emissions_ghg": None}
    parts = dict(
        InventoryTotal.objects.filter(inventory=base, category=None).values_list("part", "mass_kg")
    )  # fmt: skip
    scope3 = InventoryTotal.objects.filter(inventory=base, part=Part.SCOPE3, mass_kg__isnull=False)
    masses = [parts.get(Part.SCOPE1), parts.get(Part.SCOPE2_LOCATION), *scope3.values_list("mass_kg", flat=True)]
    known = all(mass is not None for mass in masses) and scope3.exists()
    total = sum(mass for mass in masses if mass is not None) if known else None
    return {"base_year": base.year, "base_year_emissions_ghg": total}


def _targets(inventory: Inventory, *, today: date) -> dict[str, object]:
    targets = [each for path in list_paths(entity_id=inventory.entity_id, as_of=today) for each in path.targets]
    rows = [
        {
            "scopes": each.scopes, "metric": each.metric, "base_year": each.base_year, "target_year": each.target_year,
            "reduction": str(each.reduction.normalize()), "coverage": _text(each.coverage),
            "absolute_change": _text(each.absolute_change), "net_zero_year": each.net_zero_year,
            "target_validation_provider": each.validator or None, "rule_set": each.rule_set,
        }
        for each in targets
    ]  # fmt: skip
    first: Mapping[str, object] = rows[0] if rows else {}
    return {
        "targets": rows,
        "target_base_year": first.get("base_year"),
        "target_year": first.get("target_year"),
        "target_coverage": first.get("coverage"),
        "target_reduction": first.get("reduction"),
        "target_validation_provider": first.get("target_validation_provider"),
    }


def _restatements(inventory: Inventory, totals: list[InventoryTotal]) -> list[dict[str, object]]:
    """Return a row for every figure that differs from the version that this one takes the place of."""
    if inventory.restates_id is None:
        return []
    rows = InventoryTotal.objects.filter(inventory_id=inventory.restates_id).values_list("part", "category", "mass_kg")
    before = {(part, category): mass for part, category, mass in rows}
    return [
        {
            "field": _PARTS[Part(each.part)] if each.category is None else f"scope_3_ghgp_c{each.category}_emissions_ghg",
            "old": before.get((each.part, each.category)), "new": each.mass_kg, "rationale": inventory.restatement_why,
        }
        for each in totals
        if before.get((each.part, each.category)) != each.mass_kg
    ]  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else f"{value:f}"


__all__ = ["CATEGORIES", "FORMAT", "UNKNOWN_STATES", "build_record"]
