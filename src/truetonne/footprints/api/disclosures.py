"""Public records of emissions over the API, without a token: a list by recording, and each record's exact bytes."""

from __future__ import annotations

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from truetonne.edge.answers import list_answer, tagged
from truetonne.edge.identifiers import show_id
from truetonne.edge.list_queries import ListQuery
from truetonne.edge.paging import cut
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import instant_json
from truetonne.footprints.api.reading import DisclosureId, Year, YesNo
from truetonne.footprints.models import Disclosure
from truetonne.footprints.queries.paged import public_disclosures, read_recorded, recorded_position

router = Router(tags=["register"])


class DisclosureQuery(ListQuery):
    """``latest`` leaves out records that a later version takes the place of. ``lei`` is one organization's."""

    year: Year | None = None
    lei: Annotated[str, Field(pattern="^[A-Z0-9]{20}$")] | None = None
    latest: YesNo = "false"


class DisclosureOut(Schema):
    """A public record; ``sha256`` is the hash of the bytes at ``record_url``, which never change."""

    id: str
    livemode: bool
    entity_name: str
    lei: str | None
    country: str
    year: int
    version: int
    is_latest: bool
    is_synthetic: bool
    level_of_assurance: str
    assurer: str
    sha256: str
    record_url: str
    published_at: str


class DisclosuresOut(Schema):
    data: list[DisclosureOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/public/disclosures", auth=None, response=DisclosuresOut, summary="Disclosed emissions")
def get_disclosures(request: HttpRequest, query: Annotated[DisclosureQuery, Query()]) -> HttpResponse:
    """Every version that was disclosed, in the order of recording."""
    rows = public_disclosures(
        year=None if query.year is None else int(query.year), is_latest=True if query.latest == "true" else None
    )
    if query.lei is not None:
        rows = rows.filter(inventory__entity__lei=query.lei)
    window = query.window(name="disclosures")
    page = cut(rows=read_recorded(rows=rows, window=window), window=window, position=recorded_position)
    return list_answer(request=request, page=page, show=lambda row: _row(request=request, row=row))


@router.get("/public/disclosures/{disclosure_id}", auth=None, summary="Record of emissions")
def get_disclosure(request: HttpRequest, disclosure_id: Annotated[DisclosureId, Path()]) -> HttpResponse:
    """The record's bytes as they were published."""
    found = Disclosure.objects.filter(pk=disclosure_id).first()
    if found is None:
        raise Problem(code="not_found")
    return tagged(request=request, content=bytes(found.body), content_type="application/json")


def _row(*, request: HttpRequest, row: Disclosure) -> Json:
    inventory = row.inventory
    name = show_id(prefix="dsc", id=row.pk)
    return {
        "id": name,
        "livemode": settings.TRUETONNE.livemode,
        "entity_name": inventory.entity.name,
        "lei": inventory.entity.lei or None,
        "country": inventory.entity.country,
        "year": inventory.year,
        "version": inventory.version,
        "is_latest": bool(getattr(row, "is_latest", False)),
        "is_synthetic": inventory.is_synthetic,
        "level_of_assurance": row.level_of_assurance,
        "assurer": row.assurer,
        "sha256": bytes(row.sha256).hex(),
        "record_url": request.build_absolute_uri(f"/v1/public/disclosures/{name}"),
        "published_at": instant_json(instant=row.effective_at),
    }
