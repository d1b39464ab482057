"""What a new version does to the base year and to the series: judged by the rules in force, told as findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final
from uuid import UUID, uuid5

from django.db.models import QuerySet

from truetonne.footprints.models import BaseYearJudgement, FactorSet, Inventory, InventoryFactorSet
from truetonne.footprints.queries.totals import add_total_kg
from truetonne.footprints.states import InventoryState
from truetonne.members.acts import By
from truetonne.rules.inventory.base_year import Change, ChangeKind, judge_base_year
from truetonne.rules.inventory.rule_sets import GHG_INVENTORY
from truetonne.rules.rule_set import rule_set

_FINAL: Final = (InventoryState.FINAL, InventoryState.PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseYearFinding:
    """Codes for the version's findings, and the judgement to be kept beside it where there was something to judge."""

    findings: tuple[str, ...] = ()
    judgement: BaseYearJudgement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesBreak:
    """One thing that is counted otherwise than in ``year``: named as it was then and is now.

    ``sets`` and ``gwp_set`` are those by which the same activity has to be counted to compare.
    """

    code: str
    year: int
    then: str
    now: str
    sets: tuple[FactorSet, ...]
    gwp_set: str


def judge_base(
    *,
    entity_id: UUID,
    standing: Inventory | None,
    kind: ChangeKind,
    changes: Sequence[Change],
    now_kg: int,
    by: By,
    judgement_for: UUID,
) -> BaseYearFinding:
    """Judge whether a version's changes lead to a recalculation of the base year; kilograms, location-based scope 2.

    ``standing`` is the base year's own version that is restated: its difference is a change of ``kind``. ``changes``
    are structural ones, with what they move in the base year. Source: standards reference 4.6, threshold of the
    ``ghg-inventory`` rules in force.
    """
    base = standing if standing is not None else _find_base_year(entity_id=entity_id)
    if base is None:
        return BaseYearFinding(findings=("base_year_unknown",) if changes else ())
    base_kg = add_total_kg(totals=list(base.totals.all()))
    all_changes = list(changes)
    if standing is not None and now_kg != base_kg:
        all_changes.append(Change(kind=kind, emissions=Fraction(now_kg - base_kg)))
    if not all_changes:
        return BaseYearFinding()
    if base_kg <= 0:
        return BaseYearFinding(findings=("base_year_without_emissions",))
    rules = rule_set(family=GHG_INVENTORY, as_of=by.at.date())
    threshold = rules.body.base_year_threshold
    test = judge_base_year(base=Fraction(base_kg), changes=all_changes, threshold=Fraction(threshold))
    judgement = BaseYearJudgement(
        pk=uuid5(judgement_for, "base year"), inventory_id=judgement_for, rule_set=rules.key, threshold=threshold,
        changes=[_as_json(change) for change in all_changes], base_kg=base_kg, gross_change_kg=int(test.gross_change),
        net_change_kg=int(test.net_change), is_recalculated=test.recalculate, new_base_kg=int(test.new_base),
        reason=f"{float(test.share):.4%} of the base year against a threshold of {float(threshold):.2%}",
        person_id=by.person_id, request_id=f"base year {judgement_for}", effective_at=by.at,
    )  # fmt: skip
    code = "base_year_recalculated" if test.recalculate else "base_year_below_threshold"
    return BaseYearFinding(findings=(code,), judgement=judgement)


def find_before(*, entity_id: UUID, year: int) -> Inventory | None:
    """Return the last final version of the years before, None where there is none."""
    rows = Inventory.objects.filter(entity_id=entity_id, year__lt=year, state__in=_FINAL)
    return rows.exclude(restated_by__state__in=_FINAL).order_by("-year", "-version").first()


def find_series_breaks(*, before: Inventory | None, sets: Sequence[FactorSet], gwp_set: str) -> tuple[SeriesBreak, ...]:
    """Return what breaks the series from an earlier version: newer factors that moved, other sets, another GWP set."""
    if before is None:
        return ()
    used = {one.factor_set.name: one.factor_set for one in sets_of(inventory=before)}
    was = tuple(one.factor_set for one in sets_of(inventory=before))
    then, now = (", ".join(f"{one.name}@{one.edition}" for one in each) for each in (was, sets))
    found = []
    if any(_shifts(before=used.get(one.name), now=one) for one in sets):
        found.append(
            SeriesBreak(code="factors_shift_series", year=before.year, then=then, now=now, sets=was, gwp_set=gwp_set)
        )
    if used and set(used) != {one.name for one in sets}:
        found.append(
            SeriesBreak(code="other_factor_sets", year=before.year, then=then, now=now, sets=was, gwp_set=gwp_set)
        )
    if before.gwp_set != gwp_set:
        found.append(
            SeriesBreak(
                code="gwp_set_differs", year=before.year, then=before.gwp_set, now=gwp_set, sets=tuple(sets),
                gwp_set=before.gwp_set,
            )
        )  # fmt: skip
    return tuple(found)


def sets_of(*, inventory: Inventory) -> QuerySet[InventoryFactorSet]:
    """Return the factor sets of a version, the one of highest priority first."""
    return inventory.factor_sets.select_related("factor_set").order_by("priority")


def _shifts(*, before: FactorSet | None, now: FactorSet) -> bool:
    if before is None or before.pk == now.pk:
        return False
    return bool(now.has_method_change or now.report.get("shift_count"))


def _find_base_year(*, entity_id: UUID) -> Inventory | None:
    rows = Inventory.objects.filter(entity_id=entity_id, is_base_year=True, state__in=_FINAL)
    return rows.exclude(restated_by__state__in=_FINAL).order_by("-year", "-version").first()


def _as_json(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value, "mass_kg": int(change.emissions), "existed_in_base_year": change.existed_in_base_year,
        "stays_reported": change.stays_reported, "counts": change.counts,
    }  # fmt: skip
