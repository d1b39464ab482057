"""Batches of lower-carbon fuel without a token: what was delivered, how its kilograms came about, what is left of both sides."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema

from truetonne.edge.answers import list_answer, public_answer
from truetonne.edge.list_queries import ListQuery, page_by_time
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import (
    BatchId,
    QuantityOut,
    Text,
    UnitPriceOut,
    instant_json,
    quantity_json,
    unit_price_json,
)
from truetonne.supply.fuels.reading import ReadBatch, read_batch, read_batches
from truetonne.supply.fuels.words import plain_decimal
from truetonne.supply.models import FuelBatch

router = Router(tags=["insets"])
SIDES = ("SCOPE1", "SCOPE3")


class InsetQuery(ListQuery):
    """A repeated filter means any of its values."""

    fuel: list[Text] = []
    feedstock: list[Text] = []
    market: list[Text] = []
    mode: list[Text] = []


class InsetSideOut(Schema):
    """One side of a batch. A kilogram of SCOPE3 is retired only behind a retired one of SCOPE1; both count once."""

    side: str
    issued: QuantityOut
    available: QuantityOut
    reserved: QuantityOut
    retired: QuantityOut
    cancelled: QuantityOut
    is_on_sale: bool
    price: UnitPriceOut | None


class InsetProofOut(Schema):
    kind: str
    title: str
    issuer: str
    number: str
    document_date: str
    sha256: str
    address: str


class InsetOut(Schema):
    """One homogeneous batch of neat fuel. ``quantity`` is counted once, whatever both sides are used for. Never an offset.

    Energy is on the ``heating_value`` named; intensities are well to wheel in g CO2e per MJ, biogenic CO2 apart.
    """

    id: str
    livemode: bool
    code: str
    state: str
    is_offset: bool
    registry: str
    registry_record: str
    producer: str
    facility: str
    production_batch: str
    fuel: str
    feedstock: str
    feedstock_country: str
    is_co_processed: bool
    certification_scheme: str
    certificate_number: str
    certificate_valid_from: str
    certificate_valid_until: str
    sustainability_proof: str
    volume_ml: int
    energy_mj: int
    temperature_basis: str
    heating_value: str
    density_mj_per_l: str
    density_source: str
    wtt_g_co2e_per_mj: str
    ttw_g_co2e_per_mj: str
    biogenic_g_co2_per_mj: str
    intensity_source: str
    intensity_edition: str
    reference_id: str
    reference_g_co2e_per_mj: str
    reference_source: str
    reference_edition: str
    delivered_on: str
    delivery_place: str
    market: str
    mode: str
    fuel_user: str
    surrendered_by: str
    surrendered_on: str
    surrendered_programs: list[str]
    expires_on: str
    quantity: QuantityOut
    flags: list[str]
    unverified: list[str]
    accepted: list[str]
    issued_at: str
    ended_because: str | None
    sides: list[InsetSideOut]
    proofs: list[InsetProofOut]


class InsetsOut(Schema):
    data: list[InsetOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/public/insets", auth=None, response=InsetsOut, summary="Fuel insets")
def get_insets(request: HttpRequest, query: Annotated[InsetQuery, Query()]) -> HttpResponse:
    """Issued batches, oldest first, each once with both of its sides."""
    rows = FuelBatch.objects.filter(issue__isnull=False)
    for name in ("fuel", "feedstock", "market", "mode"):
        values = getattr(query, name)
        if values:
            rows = rows.filter(**{f"{name}__in": values})
    page = page_by_time(rows=rows, window=query.window(name="insets"), time="issue__recorded_at")
    found = {each.batch.pk: each for each in read_batches(batches=page.items)}
    return list_answer(request=request, page=page, show=lambda row: inset_json(found=found[row.pk]))


@router.get("/public/insets/{batch_id}", auth=None, response=InsetOut, summary="One fuel inset")
def get_inset(request: HttpRequest, batch_id: Annotated[BatchId, Path()]) -> HttpResponse:
    """One issued batch with every figure, its source and its proofs by hash."""
    batch = FuelBatch.objects.filter(pk=batch_id, issue__isnull=False).first()
    if batch is None:
        raise Problem(code="not_found", facts={"batch_id": batch_id})
    return public_answer(request=request, data=inset_json(found=read_batch(batch=batch)))


def inset_json(*, found: ReadBatch) -> Json:
    """Return an issued batch as everybody may read it."""
    batch, issue = found.batch, found.issue
    assert issue is not None
    texts = (
        "registry", "registry_record", "producer", "facility", "production_batch", "fuel", "feedstock",
        "feedstock_country", "certification_scheme", "certificate_number", "sustainability_proof", "temperature_basis",
        "heating_value", "density_source", "intensity_source", "intensity_edition", "reference_id", "reference_source",
        "reference_edition", "delivery_place", "market", "mode", "surrendered_by",
    )  # fmt: skip
    figures = (
        "density_mj_per_l", "wtt_g_co2e_per_mj", "ttw_g_co2e_per_mj", "biogenic_g_co2_per_mj",
        "reference_g_co2e_per_mj",
    )  # fmt: skip
    days = (
        "certificate_valid_from",
        "certificate_valid_until",
        "delivered_on",
        "surrendered_on",
        "expires_on",
    )
    return {
        "id": found.text,
        "livemode": settings.TRUETONNE.livemode,
        "code": found.code,
        "state": found.state.value,
        "is_offset": False,
        **{name: str(getattr(batch, name)) for name in texts},
        **{name: plain_decimal(Decimal(getattr(batch, name))) for name in figures},
        **{name: getattr(batch, name).isoformat() for name in days},
        "is_co_processed": batch.is_co_processed,
        "volume_ml": batch.volume_ml,
        "energy_mj": batch.energy_mj,
        "fuel_user": batch.fuel_user_name,
        "surrendered_programs": list(batch.surrendered_programs),
        "quantity": quantity_json(kg=batch.kg),
        "flags": list(batch.flags),
        "unverified": list(batch.unverified),
        "accepted": list(issue.accepted),
        "issued_at": instant_json(instant=issue.effective_at),
        "ended_because": found.end.reason if found.end is not None else None,
        "sides": [_side_json(found=found, side=side) for side in SIDES],
        "proofs": [
            {
                "kind": one.kind, "title": one.title, "issuer": one.issuer, "number": one.number,
                "document_date": one.document_date.isoformat(), "sha256": one.sha256, "address": one.address,
            }
            for one in found.evidence
        ],
    }  # fmt: skip


def _side_json(*, found: ReadBatch, side: str) -> Json:
    lots = found.side(side)
    priced = next((lot for lot in lots if lot.price is not None), None)
    names = ("issued", "available", "reserved", "retired", "cancelled")
    price = None
    if priced is not None and priced.price is not None and priced.currency is not None:
        price = unit_price_json(price=priced.price, currency=priced.currency)
    return {
        "side": side,
        **{name: quantity_json(kg=sum(getattr(lot, f"{name}_kg") for lot in lots)) for name in names},
        "is_on_sale": any(lot.is_listed for lot in lots),
        "price": price,
    }
