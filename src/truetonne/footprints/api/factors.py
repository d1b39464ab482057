"""Editions of emission factors over the API: where they come from and how long they hold, and their rows."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema

from truetonne.edge.answers import answer, list_answer
from truetonne.edge.identifiers import show_id
from truetonne.edge.list_queries import ListQuery
from truetonne.edge.paging import cut
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import Text, instant_json
from truetonne.footprints.api.reading import READER, FactorSetId, decimal_json
from truetonne.footprints.models import Factor, FactorSet
from truetonne.footprints.queries.paged import read_numbered, read_recorded, recorded_position

router = Router(tags=["footprints"])
FIGURES = ("co2_g", "ch4_g", "n2o_g", "other_co2e_g", "co2e_g", "biogenic_co2_g", "uncertainty_pct")


class FactorSetQuery(ListQuery):
    """A repeated ``name`` means any of its values."""

    name: list[Text] = []


class FactorQuery(ListQuery):
    """``activity_key`` and ``unit`` are whole: a factor is found by its key, never by resemblance."""

    activity_key: list[Text] = []
    unit: list[Text] = []
    region: list[Text] = []


class FactorSetOut(Schema):
    """An edition of a publisher's factors; ``valid_until`` is the first day on which it no longer holds."""

    id: str
    livemode: bool
    name: str
    edition: str
    title: str
    publisher: str
    source: str
    license: str
    gwp_set: str
    valid_from: str
    valid_until: str | None
    currency: str
    price_year: int | None
    supersedes: str | None
    has_method_change: bool
    is_synthetic: bool
    factor_count: int
    file_sha256: str
    recorded_at: str


class FactorSetsOut(Schema):
    data: list[FactorSetOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class FactorOut(Schema):
    """Grams per ``unit`` as decimal texts; null is not known and never 0."""

    number: int
    activity_key: str
    title: str
    unit: str
    part: str
    category: int | None
    method: str
    region: str
    year: int | None
    supplier: str
    co2_g: str | None
    ch4_g: str | None
    n2o_g: str | None
    other_co2e_g: str | None
    co2e_g: str | None
    biogenic_co2_g: str | None
    methane_origin: str
    uncertainty_pct: str | None
    source_locator: str


class FactorsOut(Schema):
    data: list[FactorOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/factor-sets", auth=READER, response=FactorSetsOut, summary="List factor sets")
def list_factor_sets(request: HttpRequest, query: Annotated[FactorSetQuery, Query()]) -> HttpResponse:
    """Every imported edition with source, license, GWP set and validity."""
    rows = FactorSet.objects.all()
    if query.name:
        rows = rows.filter(name__in=query.name)
    window = query.window(name="factor sets")
    page = cut(rows=read_recorded(rows=rows, window=window), window=window, position=recorded_position)
    response = list_answer(request=request, page=page, show=_set)
    response["Cache-Control"] = "private, no-store"
    return response


@router.get("/factor-sets/{factor_set_id}", auth=READER, response=FactorSetOut, summary="Read a factor set")
def read_factor_set(request: HttpRequest, factor_set_id: Annotated[FactorSetId, Path()]) -> HttpResponse:
    """One edition."""
    return answer(data=_set(_find(factor_set_id)))


@router.get("/factor-sets/{factor_set_id}/factors", auth=READER, response=FactorsOut, summary="Factors of a set")
def list_factors(
    request: HttpRequest, factor_set_id: Annotated[FactorSetId, Path()], query: Annotated[FactorQuery, Query()]
) -> HttpResponse:
    """The rows of an edition. Its license binds whoever takes them away."""
    rows = Factor.objects.filter(factor_set=_find(factor_set_id))
    for name in ("activity_key", "unit", "region"):
        values = getattr(query, name)
        if values:
            rows = rows.filter(**{f"{name}__in": values})
    window = query.window(name=f"factors of {factor_set_id}")
    page = cut(rows=read_numbered(rows=rows, window=window), window=window, position=lambda each: (each.pk,))
    response = list_answer(request=request, page=page, show=_factor)
    response["Cache-Control"] = "private, no-store"
    return response


def _find(factor_set_id: UUID) -> FactorSet:
    found = FactorSet.objects.filter(pk=factor_set_id).first()
    if found is None:
        raise Problem(code="not_found")
    return found


def _set(row: FactorSet) -> Json:
    return {
        "id": show_id(prefix="fst", id=row.pk),
        "livemode": settings.TRUETONNE.livemode,
        "name": row.name,
        "edition": row.edition,
        "title": row.title,
        "publisher": row.publisher,
        "source": row.source,
        "license": row.license,
        "gwp_set": row.gwp_set,
        "valid_from": row.valid_from.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "currency": row.currency,
        "price_year": row.price_year,
        "supersedes": None if row.supersedes_id is None else show_id(prefix="fst", id=row.supersedes_id),
        "has_method_change": row.has_method_change,
        "is_synthetic": row.is_synthetic,
        "factor_count": row.factor_count,
        "file_sha256": bytes(row.file_sha256).hex(),
        "recorded_at": instant_json(instant=row.recorded_at),
    }


def _factor(row: Factor) -> Json:
    return {
        "number": row.pk,
        "activity_key": row.activity_key,
        "title": row.title,
        "unit": row.unit,
        "part": row.part,
        "category": row.category,
        "method": row.method,
        "region": row.region,
        "year": row.year,
        "supplier": row.supplier,
        **{name: decimal_json(getattr(row, name)) for name in FIGURES},
        "methane_origin": row.methane_origin,
        "source_locator": row.source_locator,
    }
