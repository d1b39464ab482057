"""Targets over the API: every version with the rules that judged it, and the absolute figure beside any intensity."""

from __future__ import annotations

from typing import Annotated, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema

from truetonne.edge.answers import answer, list_answer
from truetonne.edge.identifiers import show_id
from truetonne.edge.list_queries import ListQuery
from truetonne.edge.paging import cut
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import instant_json
from truetonne.footprints.api.reading import READER, TargetId, YesNo, decimal_json, organization_of
from truetonne.footprints.models import Target
from truetonne.footprints.queries.paged import read_recorded, recorded_position, visible_targets

router = Router(tags=["footprints"])


class TargetQuery(ListQuery):
    """``latest`` leaves out versions that a later one takes the place of; ``accepted`` asks for a person's word."""

    latest: YesNo = "false"
    accepted: YesNo | None = None


class TargetOut(Schema):
    """A version of a target. ``accepted`` is null until a second person judged it; ``findings`` are the rules' own."""

    id: str
    livemode: bool
    series: str
    version: int
    organization: str
    entity: str
    entity_name: str
    scopes: str
    metric: str
    intensity_unit: str
    scope2_method: str
    base_year: int
    base_kg: dict[str, int]
    target_year: int
    reduction: str
    absolute_change: str | None
    growth_per_year: str | None
    coverage: str | None
    net_zero_year: int | None
    reduce_from: int | None
    remove_from: int | None
    offset_from: int | None
    validated_on: str | None
    validator: str
    valid_until: str | None
    public_url: str
    rule_set: str
    findings: list[object]
    accepted: bool | None
    restatement_reason: str
    recorded_at: str


class TargetsOut(Schema):
    data: list[TargetOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/targets", auth=READER, response=TargetsOut, summary="List targets")
def list_targets(request: HttpRequest, query: Annotated[TargetQuery, Query()]) -> HttpResponse:
    """One's own, version by version; eligibility, governance and audit staff of the operator see all."""
    rows = visible_targets(organization_id=organization_of(request), is_latest=query.latest == "true")
    if query.accepted is not None:
        rows = rows.filter(judgement__is_accepted=query.accepted == "true")
    window = query.window(name="targets")
    page = cut(rows=read_recorded(rows=rows, window=window), window=window, position=recorded_position)
    response = list_answer(request=request, page=page, show=_target)
    response["Cache-Control"] = "private, no-store"
    return response


@router.get("/targets/{target_id}", auth=READER, response=TargetOut, summary="Read a target")
def read_target(request: HttpRequest, target_id: Annotated[TargetId, Path()]) -> HttpResponse:
    """One version of a target."""
    found = visible_targets(organization_id=organization_of(request)).filter(pk=target_id).first()
    if found is None:
        raise Problem(code="not_found")
    return answer(data=_target(found))


def _target(row: Target) -> Json:
    judgement = getattr(row, "judgement", None)
    return {
        "id": show_id(prefix="tgt", id=row.pk),
        "livemode": settings.TRUETONNE.livemode,
        "series": show_id(prefix="tgt", id=row.series),
        "version": row.version,
        "organization": show_id(prefix="org", id=row.entity.organization_id),
        "entity": show_id(prefix="ent", id=row.entity_id),
        "entity_name": row.entity.name,
        "scopes": row.scopes,
        "metric": row.metric,
        "intensity_unit": row.intensity_unit,
        "scope2_method": row.scope2_method,
        "base_year": row.base_year,
        "base_kg": {f"scope{scope}": kg for scope, kg in row.base_kg.items()},
        "target_year": row.target_year,
        "reduction": decimal_json(row.reduction),
        "absolute_change": decimal_json(row.absolute_change),
        "growth_per_year": decimal_json(row.growth_per_year),
        "coverage": decimal_json(row.coverage),
        "net_zero_year": row.net_zero_year,
        "reduce_from": row.reduce_from,
        "remove_from": row.remove_from,
        "offset_from": row.offset_from,
        "validated_on": row.validated_on.isoformat() if row.validated_on else None,
        "validator": row.validator,
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "public_url": row.public_url,
        "rule_set": row.rule_set,
        "findings": cast("Json", row.findings),
        "accepted": None if judgement is None else judgement.is_accepted,
        "restatement_reason": row.restatement_reason,
        "recorded_at": instant_json(instant=row.recorded_at),
    }
