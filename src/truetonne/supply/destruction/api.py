"""Destroyed refrigerants and methane without a token: custody, law of the day, certificate, and one figure for each GWP set."""

from __future__ import annotations

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema

from truetonne.edge.answers import list_answer, public_answer
from truetonne.edge.list_queries import ListQuery, page_by_time
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import DestructionId, QuantityOut, Text, id_json, instant_json, quantity_json
from truetonne.science.gwp import lifetime_class
from truetonne.supply.destruction.quantify import stage_losses
from truetonne.supply.models import Destruction

router = Router(tags=["register"])


class DestructionQuery(ListQuery):
    """A repeated filter means any of its values."""

    subtype: list[Text] = []
    country: list[Text] = []
    gwp_set: list[Text] = []


class StageOut(Schema):
    """The mass of matter at one stage, and what was lost since the one before, in grams."""

    stage: str
    mass_g: int
    lost_g: int


class GasOut(Schema):
    gas: str
    mass_g: int
    lifetime: str


class GwpViewOut(Schema):
    """The same gases under one set. Only the lot's own was issued; two of them are never added."""

    gwp_set: str
    is_issued: bool
    quantity: QuantityOut


class DestructionOut(Schema):
    """A destruction of which a lot was made. ``quantity`` is under ``gwp_set`` and its horizon alone."""

    id: str
    livemode: bool
    name: str
    subtype: str
    developer: str
    country: str
    facility: str
    started_on: str
    ended_on: str
    jurisdiction: str
    law: str
    is_mandated: bool | None
    legal_evidence: str
    method: str
    gwp_set: str
    horizon_years: int
    quantity: QuantityOut
    stages: list[StageOut]
    gases: list[GasOut]
    views: list[GwpViewOut]
    certificate_number: str
    certificate_issuer: str
    certificate_date: str | None
    certificate_sha256: str
    unverified: list[str]
    accepted: list[str]
    lot: str
    issued_at: str


class DestructionsOut(Schema):
    data: list[DestructionOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/public/destructions", auth=None, response=DestructionsOut, summary="Destroyed gases")
def get_destructions(request: HttpRequest, query: Annotated[DestructionQuery, Query()]) -> HttpResponse:
    """Destructions of which a lot was made, oldest first."""
    rows = Destruction.objects.select_related("issue__holding").filter(issue__isnull=False)
    for name in ("subtype", "country", "gwp_set"):
        values = getattr(query, name)
        if values:
            rows = rows.filter(**{f"{name}__in": values})
    page = page_by_time(rows=rows, window=query.window(name="destructions"), time="issue__recorded_at")
    return list_answer(request=request, page=page, show=destruction_json)


@router.get("/public/destructions/{destruction_id}", auth=None, response=DestructionOut, summary="One destruction")
def get_destruction(request: HttpRequest, destruction_id: Annotated[DestructionId, Path()]) -> HttpResponse:
    """One destruction with its masses, its gases and its figures under several GWP sets."""
    rows = Destruction.objects.select_related("issue__holding").filter(pk=destruction_id, issue__isnull=False)
    found = rows.first()
    if found is None:
        raise Problem(code="not_found", facts={"destruction_id": destruction_id})
    return public_answer(request=request, data=destruction_json(found))


def destruction_json(row: Destruction) -> Json:
    """Return an issued destruction as everybody may read it."""
    texts = (
        "name", "subtype", "developer", "country", "facility", "jurisdiction", "law", "legal_evidence", "method",
        "gwp_set", "certificate_number", "certificate_issuer", "certificate_sha256",
    )  # fmt: skip
    masses = (row.collected_g, row.transported_g, row.aggregated_g, row.destroyed_g)
    return {
        "id": id_json(prefix="dst", id=row.pk),
        "livemode": settings.TRUETONNE.livemode,
        **{name: str(getattr(row, name)) for name in texts},
        "started_on": row.started_on.isoformat(),
        "ended_on": row.ended_on.isoformat(),
        "is_mandated": row.is_mandated,
        "horizon_years": row.horizon_years,
        "quantity": quantity_json(kg=row.kg),
        "stages": [
            {"stage": str(stage), "mass_g": mass, "lost_g": lost}
            for stage, mass, lost in stage_losses(masses_g=masses)
        ],
        "gases": [
            {
                "gas": str(one["gas"]), "mass_g": int(one["mass_g"]),
                "lifetime": lifetime_class(gas=str(one["gas"])).value,
            }
            for one in row.gases
        ],
        "views": [
            {"gwp_set": name, "is_issued": name == row.gwp_set, "quantity": quantity_json(kg=int(kg))}
            for name, kg in sorted(row.views.items(), key=lambda pair: (pair[0] != row.gwp_set, pair[0]))
        ],
        "certificate_date": row.certificate_date.isoformat() if row.certificate_date else None,
        "unverified": list(row.unverified),
        "accepted": list(row.issue.accepted),
        "lot": id_json(prefix="lot", id=row.issue.holding.lot_id),
        "issued_at": instant_json(instant=row.issue.effective_at),
    }  # fmt: skip
