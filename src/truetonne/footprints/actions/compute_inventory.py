"""Compute a version of an entity's year from its activity and factors, and write it whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import connection, transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import lock_name
from truetonne.footprints.activity_tables import load_lines
from truetonne.footprints.base_years import find_before, find_series_breaks, judge_base
from truetonne.footprints.factor_tables import load_factors
from truetonne.footprints.models import (
    ActivityLoad,
    FactorSet,
    Inventory,
    InventoryFactorSet,
    InventoryLoad,
    InventoryTotal,
)
from truetonne.footprints.queries.totals import add_total_kg
from truetonne.footprints.series import count_both
from truetonne.footprints.states import STATES_WITH_KG, STATES_WITH_REASON, Consolidation, InventoryState, Method, Part
from truetonne.members.acts import By, leave_line
from truetonne.rules.inventory.base_year import Change, ChangeKind
from truetonne.rules.inventory.categories import CATEGORIES, CategoryState
from truetonne.science.gwp import MethaneOrigin

if TYPE_CHECKING:
    from truetonne.science.footprint.compute import Footprint
    from truetonne.science.footprint.ranges import PartTotal

PARTS: Final = (
    (Part.SCOPE1, None), (Part.SCOPE2_LOCATION, None), (Part.SCOPE2_MARKET, None),
    *((Part.SCOPE3, category) for category in CATEGORIES), (Part.BIOGENIC, None),
)  # fmt: skip
RULE_SET: Final = "ghg-inventory@2026-11"
_LINE_COLUMNS: Final = (
    "inventory_id", "activity_line_id", "factor_id", "part", "category", "method", "mass_kg", "co2_kg", "ch4_kg",
    "n2o_kg", "data_quality", "code",
)  # fmt: skip
_NO_BIOGENIC: Final = "No line's factor carries biogenic CO2"


class NothingToCompute(Exception):
    """The entity's year has no activity, or no factors were chosen; carries which."""

    code = "no_activity"


class StateInvalid(Exception):
    """A stated part that cannot be as stated: a figure where none is, a reason that is missing; carries the part."""

    code = "invalid_request"

    def __init__(self, *, part: str, category: int | None, reason: str) -> None:
        super().__init__(f"{part}{f' {category}' if category else ''}: {reason}")
        self.part = part
        self.category = category
        self.reason = reason


class RestatementRequired(Exception):
    """The year has a final version; another one restates it and says what and why. Carries year and version."""

    code = "state_conflict"

    def __init__(self, *, year: int, version: int) -> None:
        super().__init__(f"{year} has the final version {version}: say what changes and why")
        self.year = year
        self.version = version


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPart:
    """What the organization states of a part without lines, such as not_relevant with its reason."""

    state: CategoryState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryPlan:
    """What a version is computed from; ``stated`` holds parts by (part, category).

    ``restatement_kind`` says what sort of change a restatement is; ``base_year_changes`` are structural changes with the
    kilograms that they move in the base year.
    """

    entity_id: UUID
    organization_id: UUID
    year: int
    factor_sets: Sequence[FactorSet]
    gwp_set: str
    methane_origin: MethaneOrigin | None = None
    consolidation: Consolidation = Consolidation.OPERATIONAL_CONTROL
    is_base_year: bool = False
    stated: Mapping[tuple[str, int | None], StatedPart] = field(default_factory=dict)
    restatement_what: str = ""
    restatement_why: str = ""
    restatement_kind: ChangeKind = ChangeKind.ERROR
    base_year_changes: Sequence[Change] = ()


def compute_inventory(
    *, inventory_id: UUID, plan: InventoryPlan, by: By, progress: Callable[[str], None] = lambda _: None
) -> Inventory:
    """Compute a version and write it sealed, as a draft: nothing in it changes afterwards.

    All loads of the entity's year are taken. Parts without lines are as stated, otherwise ``not_disclosed``; a part all
    of whose lines lack a factor is ``relevant_not_calculated``. Where a final version stands, this one restates it and
    keeps by how much; what moves the base year is judged against the threshold of the rules in force, and factors or
    GWP sets that break the series are findings, each with the same activity counted as in the year before and as now. ``progress`` is told ``reading``, ``computing``, ``writing``. A repeated
    request answers with the first version. Raises NothingToCompute, StateInvalid, RestatementRequired, and what
    ``compute_footprint`` raises.
    """
    # Loaded where a version is computed: pages that only show one would wait for the engine and never use it.
    from truetonne.science.footprint.compute import compute_footprint

    done = Inventory.objects.filter(request_id=by.request_id).first()
    if done is not None:
        return done
    loads = list(
        ActivityLoad.objects.filter(
            entity_id=plan.entity_id, entity__organization_id=plan.organization_id, year=plan.year
        ).order_by("recorded_at", "id")
    )
    if not loads or not plan.factor_sets:
        raise NothingToCompute("the year has no activity" if not loads else "no factor set is chosen")
    progress("reading")
    activity = load_lines(load_ids=[load.pk for load in loads])
    if not activity.num_rows:
        raise NothingToCompute("no row of the year's files was accepted")
    progress("computing")
    made = compute_footprint(
        activity=activity, factors=load_factors(sets=plan.factor_sets), gwp_set=plan.gwp_set,
        methane_origin=plan.methane_origin,
    )  # fmt: skip
    totals = _totals(made=made, stated=plan.stated)
    series = count_both(
        breaks=find_series_breaks(
            before=find_before(entity_id=plan.entity_id, year=plan.year), sets=plan.factor_sets, gwp_set=plan.gwp_set
        ),
        activity=activity, methane_origin=plan.methane_origin, made=made,
        add_kg=lambda one: add_total_kg(totals=_totals(made=one, stated={})),
    )  # fmt: skip
    progress("writing")
    with transaction.atomic():
        lock_name(name=f"inventory:{plan.entity_id}:{plan.year}")
        inventory = _write(
            inventory_id=inventory_id, plan=plan, by=by, loads=loads, made=made, totals=totals, series=series
        )
        leave_line(
            by=by, action="inventory.computed", subject=show_id(prefix="inv", id=inventory_id),
            organization_id=plan.organization_id, facts={"year": plan.year, "version": inventory.version},
        )  # fmt: skip
    inventory.refresh_from_db()
    return inventory


def _write(
    *,
    inventory_id: UUID,
    plan: InventoryPlan,
    by: By,
    loads: Sequence[ActivityLoad],
    made: Footprint,
    totals: Sequence[InventoryTotal],
    series: Sequence[Mapping[str, Any]],
) -> Inventory:
    earlier = Inventory.objects.filter(entity_id=plan.entity_id, year=plan.year).order_by("-version")
    last = earlier.first()
    standing = earlier.exclude(state=InventoryState.DRAFT).first()
    if standing is not None and not (plan.restatement_what.strip() and plan.restatement_why.strip()):
        raise RestatementRequired(year=plan.year, version=standing.version)
    judged = judge_base(
        entity_id=plan.entity_id, standing=standing if plan.is_base_year else None, kind=plan.restatement_kind,
        changes=plan.base_year_changes, now_kg=add_total_kg(totals=totals), by=by, judgement_for=inventory_id,
    )  # fmt: skip
    open_parts = [total for total in totals if CategoryState(total.state).is_gap and total.part != Part.BIOGENIC]
    inventory = Inventory.objects.create(
        pk=inventory_id, entity_id=plan.entity_id, year=plan.year, version=(last.version if last else 0) + 1,
        gwp_set=plan.gwp_set, consolidation=plan.consolidation, is_base_year=plan.is_base_year,
        is_complete=not open_parts and made.missing_count == 0, rule_set=RULE_SET, engine=_engine(plan),
        findings=[*made.findings, *judged.findings, *(str(one["code"]) for one in series)], series=list(series), line_count=made.line_count, missing_count=made.missing_count,
        input_sha256=_fingerprint(loads=loads, sets=plan.factor_sets), is_synthetic=any(x.is_synthetic for x in loads),
        person_id=by.person_id, request_id=by.request_id, effective_at=by.at, **_restatement(standing, plan, totals),
    )  # fmt: skip
    InventoryFactorSet.objects.bulk_create(
        InventoryFactorSet(inventory=inventory, factor_set=one, priority=place)
        for place, one in enumerate(plan.factor_sets)
    )
    InventoryLoad.objects.bulk_create(InventoryLoad(inventory=inventory, load=load) for load in loads)
    if judged.judgement is not None:
        judged.judgement.save(force_insert=True)
    _copy_lines(inventory_id=inventory_id, lines=made.lines)
    for total in totals:
        total.inventory = inventory
    InventoryTotal.objects.bulk_create(totals)
    Inventory.objects.filter(pk=inventory_id).update(sealed_at=by.at)
    return inventory


def _restatement(standing: Inventory | None, plan: InventoryPlan, totals: Sequence[InventoryTotal]) -> dict[str, Any]:
    if standing is None:
        return {}
    before = add_total_kg(totals=list(standing.totals.all()))
    return {
        "restates": standing,
        "restatement_what": plan.restatement_what.strip(),
        "restatement_why": plan.restatement_why.strip(),
        "restatement_change_kg": add_total_kg(totals=totals) - before,
    }


def _totals(*, made: Footprint, stated: Mapping[tuple[str, int | None], StatedPart]) -> list[InventoryTotal]:
    found = {(total.part, total.category): total for total in made.parts}
    return [
        _total(part=part, category=category, found=found.get((part, category)), stated=stated.get((part, category)))
        for part, category in PARTS
    ]


def _total(*, part: Part, category: int | None, found: PartTotal | None, stated: StatedPart | None) -> InventoryTotal:
    if found is None or found.mass_kg is None:
        return _empty(part=part, category=category, missing=found.missing_count if found else 0, stated=stated)
    if stated is not None and stated.state.value not in STATES_WITH_KG:
        raise StateInvalid(
            part=part, category=category, reason=f"it has lines with figures, so it is not {stated.state}"
        )
    is_rough = found.method == Method.SPEND_BASED
    state = stated.state if stated else CategoryState.ESTIMATED if is_rough else CategoryState.REPORTED
    mass_kg = _whole(found.mass_kg)
    return InventoryTotal(
        part=part, category=category, state=state.value, reason=stated.reason if stated else "", mass_kg=mass_kg,
        mass_exact_kg=found.mass_kg, co2_kg=found.co2_kg, ch4_kg=found.ch4_kg, n2o_kg=found.n2o_kg,
        low_kg=min(mass_kg, _whole(found.low_kg or found.mass_kg)), high_kg=max(mass_kg, _whole(found.high_kg or found.mass_kg)),
        uncertainty_basis="HW95, IPCC approach 1", method=found.method, line_count=found.line_count,
        data_quality=None if found.data_quality is None else Decimal(f"{found.data_quality:.2f}"),
        method_shares={name: f"{share:.6f}" for name, share in found.method_shares.items()},
        missing_count=found.missing_count,
    )  # fmt: skip


def _empty(*, part: Part, category: int | None, missing: int, stated: StatedPart | None) -> InventoryTotal:
    if stated is None and missing:
        stated = StatedPart(state=CategoryState.RELEVANT_NOT_CALCULATED)
    if stated is None and part == Part.BIOGENIC:
        stated = StatedPart(state=CategoryState.NOT_RELEVANT, reason=_NO_BIOGENIC)
    if stated is None:
        stated = StatedPart(state=CategoryState.NOT_DISCLOSED)
    if stated.state.value in STATES_WITH_KG:
        raise StateInvalid(part=part, category=category, reason="it has no line with a figure; 0 needs a line too")
    if stated.state.value in STATES_WITH_REASON and not stated.reason.strip():
        raise StateInvalid(part=part, category=category, reason=f"{stated.state} needs a reason")
    return InventoryTotal(
        part=part, category=category, state=stated.state.value, reason=stated.reason.strip(), line_count=missing,
        missing_count=missing,
    )  # fmt: skip


def _copy_lines(*, inventory_id: UUID, lines: Any) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY footprints_inventoryline ({', '.join(_LINE_COLUMNS)}) FROM STDIN") as copy,
    ):
        # In the order of the file, so that readers page through it as it stands.
        for batch in lines.order_by(["line_id", "part"]).to_pyarrow().to_batches(max_chunksize=10_000):
            for row in batch.to_pylist():
                quality = row["data_quality"]
                copy.write_row(
                    (
                        inventory_id,
                        row["line_id"],
                        row["factor_id"],
                        row["part"],
                        row["category"] or None,
                        row["method"] or "",
                        row["mass_kg"],
                        row["co2_kg"],
                        row["ch4_kg"],
                        row["n2o_kg"],
                        None if quality is None else round(quality),
                        row["code"],
                    )
                )


def _whole(mass_kg: Decimal) -> int:
    return int(mass_kg.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def _engine(plan: InventoryPlan) -> dict[str, str]:
    origin = plan.methane_origin.value if plan.methane_origin else ""
    return {
        "program": "truetonne.science.footprint",
        "ibis": version("ibis-framework"),
        "duckdb": version("duckdb"),
        "methane_origin": origin,
    }


def _fingerprint(*, loads: Sequence[ActivityLoad], sets: Sequence[FactorSet]) -> bytes:
    digest = hashlib.sha256()
    for sha256 in (*(load.file_sha256 for load in loads), *(one.file_sha256 for one in sets)):
        digest.update(bytes(sha256))
    return digest.digest()
