"""What a version still lacks before it is published: findings, none of which hinders; a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from truetonne.footprints.models import Inventory, InventoryTotal
from truetonne.footprints.states import InventoryState, Part
from truetonne.rules.findings import FindingResult
from truetonne.rules.inventory.categories import CategoryState


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFinding:
    """One thing about a version: a result, a code that pages put into words, and its numbers."""

    code: str
    result: FindingResult
    facts: dict[str, object] = field(default_factory=dict)


def check_version(*, inventory: Inventory, totals: Sequence[InventoryTotal]) -> tuple[VersionFinding, ...]:
    """Return everything a reader of a version has to know, gravest first.

    Missing lines and open parts are named and never counted as 0. Without figures for scope 1, scope 2 and at least one
    category of scope 3 the year has no ceiling for orders.
    """
    found = [
        _open_scopes(totals), _open_categories(totals), _missing_lines(inventory), _untaken_rows(inventory),
        *(_noted(code, inventory) for code in inventory.findings), _restated(inventory), *_base_year(inventory),
    ]  # fmt: skip
    order = list(FindingResult)
    grave = (FindingResult.NOT_MET, FindingResult.NOT_SHOWN, FindingResult.PENDING, FindingResult.CONDITIONAL)
    known = [each for each in found if each is not None]
    return tuple(sorted(known, key=lambda each: (*grave, *order).index(each.result)))


def _open_scopes(totals: Sequence[InventoryTotal]) -> VersionFinding:
    by_part = {total.part: total for total in totals if total.category is None}
    is_open = [
        part for part in (Part.SCOPE1, Part.SCOPE2_LOCATION, Part.SCOPE2_MARKET)
        if CategoryState(by_part[part].state).is_gap
    ]  # fmt: skip
    has_scope3 = any(total.part == Part.SCOPE3 and total.mass_kg is not None for total in totals)
    all_without = all(total.state == CategoryState.NOT_RELEVANT for total in totals if total.part == Part.SCOPE3)
    if not has_scope3 and not all_without:
        is_open.append(Part.SCOPE3)
    if is_open:
        facts: dict[str, object] = {"parts": [str(part) for part in is_open]}
        return VersionFinding(code="scopes_open", result=FindingResult.NOT_MET, facts=facts)
    return VersionFinding(code="scopes_known", result=FindingResult.MET)


def _open_categories(totals: Sequence[InventoryTotal]) -> VersionFinding:
    is_open = [
        total.category for total in totals if total.part == Part.SCOPE3 and CategoryState(total.state).is_gap
    ]  # fmt: skip
    if is_open:
        facts: dict[str, object] = {"categories": sorted(number for number in is_open if number)}
        return VersionFinding(code="categories_open", result=FindingResult.NOT_SHOWN, facts=facts)
    return VersionFinding(code="categories_known", result=FindingResult.MET)


def _missing_lines(inventory: Inventory) -> VersionFinding:
    facts: dict[str, object] = {"missing": inventory.missing_count, "lines": inventory.line_count}
    if inventory.missing_count:
        return VersionFinding(code="lines_missing", result=FindingResult.NOT_SHOWN, facts=facts)
    return VersionFinding(code="lines_whole", result=FindingResult.MET, facts=facts)


def _untaken_rows(inventory: Inventory) -> VersionFinding:
    loads = [each.load for each in inventory.loads.select_related("load")]
    held, refused = sum(load.held_count for load in loads), sum(load.refused_count for load in loads)
    facts: dict[str, object] = {"held": held, "refused": refused}
    if held or refused:
        return VersionFinding(code="rows_not_taken", result=FindingResult.NOT_SHOWN, facts=facts)
    return VersionFinding(code="rows_taken", result=FindingResult.MET, facts=facts)


def _noted(code: str, inventory: Inventory) -> VersionFinding:
    facts: dict[str, object] = next((dict(one) for one in inventory.series if one["code"] == code), {})
    return VersionFinding(code=code, result=FindingResult.CONDITIONAL, facts=facts)


def _restated(inventory: Inventory) -> VersionFinding | None:
    if inventory.restates_id is None:
        return None
    facts: dict[str, object] = {"change_kg": inventory.restatement_change_kg or 0, "what": inventory.restatement_what}
    return VersionFinding(code="restates", result=FindingResult.CONDITIONAL, facts=facts)


def _base_year(inventory: Inventory) -> tuple[VersionFinding, ...]:
    return tuple(
        VersionFinding(
            code="base_year_judged", result=FindingResult.CONDITIONAL,
            facts={
                "base_kg": each.base_kg, "gross_kg": each.gross_change_kg, "new_base_kg": each.new_base_kg,
                "threshold": f"{each.threshold:f}", "rule_set": each.rule_set,
            },
        )
        for each in inventory.base_year_judgements.all()
    )  # fmt: skip


def next_state(*, inventory: Inventory) -> InventoryState | None:
    """Return the state that may follow, None once a version is published."""
    following = {InventoryState.DRAFT: InventoryState.FINAL, InventoryState.FINAL: InventoryState.PUBLISHED}
    return following.get(InventoryState(inventory.state))
