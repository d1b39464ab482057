"""A member's own transport: what it stated, and stating it."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from truetonne.edge.answers import answer, list_answer
from truetonne.edge.calls import NEEDS_KEY, do_once
from truetonne.edge.identifiers import new_id
from truetonne.edge.list_queries import ListQuery, page_by_time
from truetonne.edge.permissions import Role
from truetonne.edge.schemas import QuantityIn, Rehearsal, Strict, Text
from truetonne.market.actions.record_activity import NewActivity, record_activity
from truetonne.market.api.inset_answers import ActivitiesOut, ActivityOut, activity_json
from truetonne.market.models import TransportActivity
from truetonne.people.api import BearerToken, begin, caller_of

MEMBER: Final = BearerToken()
STATER: Final = BearerToken(Role.BUYER, Role.REPORTER)
MJ_MAX: Final = 10**14
Title = Annotated[Text, Field(min_length=1, max_length=200)]

router = Router(tags=["insets"])


class ActivityQuery(ListQuery):
    """A repeated filter means any of its values."""

    scope: list[Literal["1", "3"]] = []
    year: Annotated[str, Field(pattern="^[0-9]{4}$")] | None = None


class ActivityIn(Strict):
    """Transport of one year, mode, fuel and market. Energy on the lower heating value, emissions well to wheel, physical."""

    year: Annotated[int, Field(ge=2015, le=2100)]
    scope: Literal["1", "3"]
    scope3_category: Annotated[int, Field(ge=1, le=15)] | None = None
    mode: Literal["road", "rail", "air", "marine"]
    fuel: Literal["diesel", "jet", "natural_gas", "bunker"]
    market: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    energy_mj: Annotated[int, Field(ge=1, le=MJ_MAX)]
    emissions: QuantityIn
    description: Title
    evidence_title: Title
    evidence_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

    @model_validator(mode="after")
    def _category_is_of_scope_3(self) -> ActivityIn:
        if (self.scope == "3") != (self.scope3_category is not None):
            detail = "scope 3 names its category, scope 1 has none"
            raise PydanticCustomError("invalid_request", "{detail}", {"detail": detail})
        return self


@router.get("/transport-activities", auth=MEMBER, response=ActivitiesOut, summary="Own transport")
def get_activities(request: HttpRequest, query: Annotated[ActivityQuery, Query()]) -> HttpResponse:
    """One's own transport, oldest statement first, with what may still be claimed against it; the operator sees all."""
    caller = caller_of(request)
    rows = TransportActivity.objects.all()
    if not caller.is_operator:
        rows = rows.filter(organization_id=caller.organization_id)
    if query.scope:
        rows = rows.filter(scope__in=query.scope)
    if query.year is not None:
        rows = rows.filter(year=int(query.year))
    page = page_by_time(rows=rows, window=query.window(name=f"activities {caller.account}"))
    response = list_answer(request=request, page=page, show=lambda row: activity_json(activity=row))
    response["Cache-Control"] = "private, no-store"
    return response


@router.post(
    "/transport-activities", auth=STATER, response={201: ActivityOut}, openapi_extra=NEEDS_KEY,
    summary="State own transport",
)  # fmt: skip
def post_activity(request: HttpRequest, given: ActivityIn, query: Annotated[Rehearsal, Query()]) -> HttpResponse:
    """Puts own transport on record, with the hash of the document that shows it. Nothing changes it afterwards."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        facts = given.model_dump(exclude={"emissions"})
        made = record_activity(
            activity_id=new_id(), organization_id=caller.organization_id, person=caller.person,
            activity=NewActivity(emissions_kg=given.emissions.quantity_kg, **facts),
            request_id=call.request_id, at=call.at,
        )  # fmt: skip
        return answer(data=activity_json(activity=made, is_dry_run=call.is_dry_run), status=201)

    return do_once(call=call, work=work)
