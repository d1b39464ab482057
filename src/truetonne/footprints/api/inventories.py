"""Inventories over the API: every version with its totals, and what each activity line came to."""

from __future__ import annotations

from typing import Annotated, Literal, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from truetonne.edge.answers import answer, list_answer
from truetonne.edge.identifiers import show_id
from truetonne.edge.list_queries import ListQuery
from truetonne.edge.paging import cut
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import QuantityOut, Text, instant_json
from truetonne.footprints.api.reading import READER, InventoryId, Year, YesNo, decimal_json, mass_json, organization_of
from truetonne.footprints.models import Inventory, InventoryLine, InventoryTotal
from truetonne.footprints.queries.paged import (
    lines_of,
    read_numbered,
    read_recorded,
    recorded_position,
    visible_inventories,
)

router = Router(tags=["footprints"])

State = Literal["DRAFT", "FINAL", "PUBLISHED"]
Part = Literal["SCOPE1", "SCOPE2_LOCATION", "SCOPE2_MARKET", "SCOPE3", "BIOGENIC"]


class InventoryQuery(ListQuery):
    """A repeated filter means any of its values."""

    year: list[Year] = []
    state: list[State] = []


class LineQuery(ListQuery):
    """``missing`` keeps only lines without a figure, or only those with one."""

    part: list[Part] = []
    category: list[Annotated[str, Field(pattern="^(1[0-5]|[1-9])$")]] = []
    method: list[Text] = []
    missing: YesNo | None = None


class InventorySummaryOut(Schema):
    """A version of an entity's year. ``missing_count`` of ``line_count`` lines have no figure."""

    id: str
    livemode: bool
    organization: str
    entity: str
    entity_name: str
    year: int
    version: int
    state: str
    gwp_set: str
    consolidation: str
    is_base_year: bool
    is_complete: bool
    is_synthetic: bool
    line_count: int
    missing_count: int
    findings: list[str]
    rule_set: str
    restates: str | None
    recorded_at: str


class TotalOut(Schema):
    """A scope, a category of scope 3 or biogenic CO2. Without a figure ``mass`` is null, and ``state`` says why."""

    part: str
    category: int | None
    state: str
    reason: str
    mass: QuantityOut | None
    low: QuantityOut | None
    high: QuantityOut | None
    co2_kg: str | None
    ch4_kg: str | None
    n2o_kg: str | None
    data_quality: str | None
    method: str
    method_shares: dict[str, object]
    line_count: int
    missing_count: int


class UsedFactorSetOut(Schema):
    id: str
    name: str
    edition: str
    priority: int


class RestatementOut(Schema):
    what: str
    why: str
    change_kg: int


class InventoryStepOut(Schema):
    to_state: str
    effective_at: str


class InventoryOut(InventorySummaryOut):
    totals: list[TotalOut]
    factor_sets: list[UsedFactorSetOut]
    restatement: RestatementOut | None
    steps: list[InventoryStepOut]
    series: list[dict[str, object]]
    engine: dict[str, object]
    input_sha256: str
    disclosure: str | None


class InventoriesOut(Schema):
    data: list[InventorySummaryOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class LineOut(Schema):
    """What one row of activity came to in one part, by which factor. ``code`` says why a line has no figure."""

    number: int
    row_number: int
    description: str
    supplier: str
    factor_key: str
    part: str
    category: int | None
    quantity: str | None
    unit: str
    amount: str | None
    currency: str
    price_year: int | None
    method: str
    mass_kg: str | None
    co2_kg: str | None
    ch4_kg: str | None
    n2o_kg: str | None
    data_quality: int | None
    factor_set: str | None
    factor_source: str | None
    code: str


class LinesOut(Schema):
    data: list[LineOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/inventories", auth=READER, response=InventoriesOut, summary="List inventories")
def list_inventories(request: HttpRequest, query: Annotated[InventoryQuery, Query()]) -> HttpResponse:
    """Every version of one's own entities; eligibility, governance and audit staff of the operator see all."""
    rows = visible_inventories(organization_id=organization_of(request))
    if query.year:
        rows = rows.filter(year__in=[int(year) for year in query.year])
    if query.state:
        rows = rows.filter(state__in=query.state)
    window = query.window(name="inventories")
    page = cut(rows=read_recorded(rows=rows, window=window), window=window, position=recorded_position)
    return _private(list_answer(request=request, page=page, show=_summary))


@router.get("/inventories/{inventory_id}", auth=READER, response=InventoryOut, summary="Read an inventory")
def read_inventory(request: HttpRequest, inventory_id: Annotated[InventoryId, Path()]) -> HttpResponse:
    """One version with all 19 parts, the factor sets that it used, what it restates, and what computed it."""
    found = _find(request, inventory_id)
    sets = found.factor_sets.select_related("factor_set").order_by("priority")
    disclosure = getattr(found, "disclosure", None)
    return answer(
        data={
            **cast("dict[str, Json]", _summary(found)),
            "totals": [_total(each) for each in found.totals.order_by("part", "category")],
            "factor_sets": [
                {
                    "id": show_id(prefix="fst", id=each.factor_set_id), "name": each.factor_set.name,
                    "edition": each.factor_set.edition, "priority": each.priority,
                }
                for each in sets
            ],
            "restatement": None if found.restates_id is None else {
                "what": found.restatement_what, "why": found.restatement_why,
                "change_kg": found.restatement_change_kg,
            },
            "steps": [
                {"to_state": each.to_state, "effective_at": instant_json(instant=each.effective_at)}
                for each in found.steps.order_by("effective_at", "pk")
            ],
            "series": cast("Json", found.series),
            "engine": cast("Json", found.engine),
            "input_sha256": bytes(found.input_sha256).hex(),
            "disclosure": None if disclosure is None else show_id(prefix="dsc", id=disclosure.pk),
        }
    )  # fmt: skip


@router.get("/inventories/{inventory_id}/lines", auth=READER, response=LinesOut, summary="Lines of an inventory")
def list_lines(
    request: HttpRequest, inventory_id: Annotated[InventoryId, Path()], query: Annotated[LineQuery, Query()]
) -> HttpResponse:
    """Each line with its factor and method, or the reason why it has no figure."""
    rows = lines_of(inventory=_find(request, inventory_id))
    for name, values in (("part", query.part), ("category", query.category), ("method", query.method)):
        if values:
            rows = rows.filter(**{f"{name}__in": values})
    if query.missing is not None:
        rows = rows.exclude(code="") if query.missing == "true" else rows.filter(code="")
    window = query.window(name=f"lines of {inventory_id}")
    page = cut(rows=read_numbered(rows=rows, window=window), window=window, position=lambda each: (each.pk,))
    return _private(list_answer(request=request, page=page, show=_line))


def _find(request: HttpRequest, inventory_id: UUID) -> Inventory:
    found = visible_inventories(organization_id=organization_of(request)).filter(pk=inventory_id).first()
    if found is None:
        raise Problem(code="not_found")
    return found


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def _summary(row: Inventory) -> Json:
    return {
        "id": show_id(prefix="inv", id=row.pk),
        "livemode": settings.TRUETONNE.livemode,
        "organization": show_id(prefix="org", id=row.entity.organization_id),
        "entity": show_id(prefix="ent", id=row.entity_id),
        "entity_name": row.entity.name,
        "year": row.year,
        "version": row.version,
        "state": row.state,
        "gwp_set": row.gwp_set,
        "consolidation": row.consolidation,
        "is_base_year": row.is_base_year,
        "is_complete": row.is_complete,
        "is_synthetic": row.is_synthetic,
        "line_count": row.line_count,
        "missing_count": row.missing_count,
        "findings": [str(each) for each in row.findings],
        "rule_set": row.rule_set,
        "restates": None if row.restates_id is None else show_id(prefix="inv", id=row.restates_id),
        "recorded_at": instant_json(instant=row.recorded_at),
    }


def _total(row: InventoryTotal) -> Json:
    return {
        "part": row.part,
        "category": row.category,
        "state": row.state,
        "reason": row.reason,
        "mass": mass_json(row.mass_kg),
        "low": mass_json(row.low_kg),
        "high": mass_json(row.high_kg),
        "co2_kg": decimal_json(row.co2_kg),
        "ch4_kg": decimal_json(row.ch4_kg),
        "n2o_kg": decimal_json(row.n2o_kg),
        "data_quality": decimal_json(row.data_quality),
        "method": row.method,
        "method_shares": cast("Json", row.method_shares),
        "line_count": row.line_count,
        "missing_count": row.missing_count,
    }


def _line(row: InventoryLine) -> Json:
    activity, factor = row.activity_line, row.factor
    return {
        "number": row.pk,
        "row_number": activity.row_number,
        "description": activity.description,
        "supplier": activity.supplier,
        "factor_key": activity.factor_key,
        "part": row.part,
        "category": row.category,
        "quantity": decimal_json(activity.quantity),
        "unit": activity.unit,
        "amount": decimal_json(activity.amount),
        "currency": activity.currency,
        "price_year": activity.price_year,
        "method": row.method,
        "mass_kg": decimal_json(row.mass_kg),
        "co2_kg": decimal_json(row.co2_kg),
        "ch4_kg": decimal_json(row.ch4_kg),
        "n2o_kg": decimal_json(row.n2o_kg),
        "data_quality": row.data_quality,
        "factor_set": None if factor is None else str(factor.factor_set),
        "factor_source": None if factor is None else factor.source_locator,
        "code": row.code,
    }
