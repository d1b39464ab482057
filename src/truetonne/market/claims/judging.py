"""What an organization's published year allows it to claim under VCMI, with a finding for every part of the answer.

The record, the targets and the retirements are the only sources. What they do not show is not shown, and leaves no tier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from truetonne.footprints.queries.disclosures import DisclosedRecord, list_disclosures_of
from truetonne.footprints.queries.trajectories import ScopePath, list_paths
from truetonne.market.claims.credits import RetiredLine, list_retired
from truetonne.members.company_facts import list_counting_evidence
from truetonne.members.states import EvidenceKind
from truetonne.rules.findings import Finding
from truetonne.rules.residual.trajectory import OutsideTrajectory
from truetonne.rules.rule_set import RuleSet, list_versions, rule_set
from truetonne.rules.vcmi.scope3_action import SCOPE3_ACTION, GapLimits, GapVerdict, judge_budget_gap, judge_year_gap
from truetonne.rules.vcmi.tiers import VCMI_TIERS, TierTable, TierVerdict, find_tier, judge_tier


@dataclass(frozen=True, slots=True, kw_only=True)
class TierReading:
    """A year under one table of tiers: what the share alone would reach, and the tier with all criteria."""

    table: RuleSet[TierTable]
    by_share: str | None
    verdict: TierVerdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearClaims:
    """A year's judgement. ``remaining_kg`` is None where a scope has no figure; ``gap`` where scope 3 has no path.

    ``budget`` judges the disclosed years up to this one together, None where fewer than two have a complete scope 3.
    """

    remaining_kg: int | None
    retired_kg: int
    labelled_kg: int
    scope2_method: str
    readings: tuple[TierReading, ...]
    path_scopes: str
    scope3_kg: int | None
    scope3_path_kg: int | None
    gap: GapVerdict | None
    budget: GapVerdict | None
    budget_years: tuple[int, ...]
    gap_rules: RuleSet[GapLimits]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings under the preferred table."""
        verdict = self.readings[0].verdict
        return verdict.findings if verdict is not None else ()


def judge_year(*, found: DisclosedRecord, lines: Sequence[RetiredLine], today: date, is_public: bool) -> YearClaims:
    """Judge a disclosed year under every declared table of tiers and the gap rule of scope 3.

    Emissions of the year are scopes 1 and 3 and scope 2 by the target's method; without a method the higher of both, so
    that the share is the lower one. Only labelled kilograms count. ``is_public`` judges by public facts alone: accepted
    evidence (a transition plan for progress, Race to Zero for advocacy: operator policy) is then left out.
    """
    paths = list_paths(entity_id=found.entity_id, as_of=today)
    method = next((path.scope2_method for path in paths if path.scope2_method), "")
    remaining_kg = _remaining(found, method=method)
    labelled_kg = sum(line.kg for line in lines if line.is_labelled)
    shown = frozenset() if is_public else _evidence(found)
    criteria = {
        "inventory": remaining_kg is not None and not found.content["gaps"],
        "target": _has_validated_target(paths, today=today),
        "progress": _shows_progress(found, paths=paths, method=method, shown=shown),
        "advocacy": True if EvidenceKind.RACE_TO_ZERO in shown else None,
        "credit_quality": True
        if labelled_kg
        else False
        if lines and all(_is_refused(line) for line in lines)
        else None,
        "assurance": True if found.level_of_assurance in {"limited", "reasonable"} else None,
    }
    tables = sorted(list_versions(family=VCMI_TIERS), key=lambda one: not one.header.preferred)
    readings = tuple(
        TierReading(
            table=table,
            by_share=find_tier(
                retired_kg=Fraction(labelled_kg), remaining_kg=Fraction(remaining_kg), table=table.body
            ) if remaining_kg else None,
            verdict=judge_tier(
                retired_ccp_kg=Fraction(labelled_kg), remaining_kg=Fraction(remaining_kg), criteria=criteria,
                table=table,
            ) if remaining_kg else None,
        )
        for table in tables
    )  # fmt: skip
    scope3 = found.record.get("total_scope_3_emissions_ghg")
    path = next((each for each in paths if 3 in each.scopes), None)
    allowed = _scope3_path_kg(path=path, year=found.year)
    rules = rule_set(family=SCOPE3_ACTION, as_of=today)
    gap = None
    if isinstance(scope3, int) and allowed is not None and not found.content["gaps"]:
        gap = judge_year_gap(
            actual=Fraction(scope3), trajectory=Fraction(allowed), limits=rules.body, year=found.year,
            credits_retired=Fraction(labelled_kg),
        )  # fmt: skip
    budget, budget_years = _budget(found=found, path=path, rules=rules, today=today, is_public=is_public)
    return YearClaims(
        remaining_kg=remaining_kg,
        retired_kg=sum(line.kg for line in lines),
        labelled_kg=labelled_kg,
        scope2_method=method,
        readings=readings,
        path_scopes=path.name if path is not None else "",
        scope3_kg=scope3 if isinstance(scope3, int) else None,
        scope3_path_kg=allowed,
        gap=gap,
        budget=budget,
        budget_years=budget_years,
        gap_rules=rules,
    )


def _budget(
    *, found: DisclosedRecord, path: ScopePath | None, rules: RuleSet[GapLimits], today: date, is_public: bool
) -> tuple[GapVerdict | None, tuple[int, ...]]:
    """Judge the entity's disclosed years up to this one together, as far as each has a complete scope 3 and a path."""
    known: dict[int, tuple[int, int]] = {}
    for each in list_disclosures_of(organization_ids=(found.organization_id,)):
        allowed = _scope3_path_kg(path=path, year=each.year)
        kg = each.record.get("total_scope_3_emissions_ghg")
        is_whole = each.is_latest and each.entity_id == found.entity_id and not each.content["gaps"]
        if is_whole and each.year <= found.year and allowed is not None and isinstance(kg, int):
            known[each.year] = (kg, allowed)
    years = tuple(sorted(known))
    if len(years) < 2 or found.year not in known:
        return None, ()
    retired = 0
    for year in years if found.is_main_entity else ():
        lines = list_retired(organization_id=found.organization_id, year=year, today=today, is_public=is_public)
        retired += sum(line.kg for line in lines if line.is_labelled)
    verdict = judge_budget_gap(
        actual=[Fraction(known[year][0]) for year in years], trajectory=[Fraction(known[year][1]) for year in years],
        limits=rules.body, years=years, credits_retired=Fraction(retired),
    )  # fmt: skip
    return verdict, years


def _remaining(found: DisclosedRecord, *, method: str) -> int | None:
    names = {"market": ["total_scope_2_mb_emissions_ghg"], "location": ["total_scope_2_lb_emissions_ghg"]}.get(
        method, ["total_scope_2_mb_emissions_ghg", "total_scope_2_lb_emissions_ghg"]
    )
    scope2 = [kg for name in names if isinstance(kg := found.record.get(name), int)]
    others = [found.record.get(f"total_scope_{scope}_emissions_ghg") for scope in (1, 3)]
    if not scope2 or not all(isinstance(kg, int) for kg in others):
        return None
    return max(scope2) + sum(kg for kg in others if isinstance(kg, int))


def _has_validated_target(paths: Sequence[ScopePath], *, today: date) -> bool | None:
    targets = [target for path in paths for target in path.targets]
    validated = [
        each for each in targets
        if each.validated_on is not None and (each.valid_until is None or each.valid_until >= today)
    ]  # fmt: skip
    return True if validated else None


def _shows_progress(
    found: DisclosedRecord, *, paths: Sequence[ScopePath], method: str, shown: frozenset[str]
) -> bool | None:
    """A year above its path shows no progress; one on it shows the figures, and a transition plan the rest."""
    known = {
        1: found.record.get("total_scope_1_emissions_ghg"),
        2: found.record.get(
            "total_scope_2_lb_emissions_ghg" if method == "location" else "total_scope_2_mb_emissions_ghg"
        ),
        3: found.record.get("total_scope_3_emissions_ghg"),
    }
    judged = []
    for path in paths:
        parts = [kg for scope in path.scopes if isinstance(kg := known[scope], int)]
        try:
            if len(parts) == len(path.scopes):
                judged.append(sum(parts) <= path.kg_in(year=found.year))
        except OutsideTrajectory:
            continue
    if not judged:
        return None
    if not all(judged):
        return False
    return True if EvidenceKind.TRANSITION_PLAN in shown else None


def _evidence(found: DisclosedRecord) -> frozenset[str]:
    rows = list_counting_evidence(organization_id=found.organization_id, accepted_only=True)
    return frozenset(row.kind for row in rows)


def _is_refused(line: RetiredLine) -> bool:
    return line.state is not None and line.state.value in {
        "does_not_meet",
        "very_unlikely",
        "withdrawn_from_assessment",
    }


def _scope3_path_kg(*, path: ScopePath | None, year: int) -> int | None:
    """Return what scope 3 may emit; a path over several scopes gives scope 3 its share of the base year."""
    if path is None:
        return None
    try:
        whole = path.kg_in(year=year)
    except OutsideTrajectory:
        return None
    base = path.targets[0].base_kg
    total = sum(base.values())
    return int(whole * base[3] / total) if total else None
