"""Claims on fuel: who claimed what of a batch, one's own claims with their statements, and the claim itself."""

from __future__ import annotations

from typing import Annotated, Final, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from truetonne.edge.answers import answer, list_answer
from truetonne.edge.calls import NEEDS_KEY, do_once
from truetonne.edge.identifiers import InvalidId, new_id, read_short_code
from truetonne.edge.list_queries import ListQuery, page_by_time
from truetonne.edge.permissions import Role
from truetonne.edge.problems import Problem
from truetonne.edge.schemas import ActivityId, BatchId, OrderId, Rehearsal, Strict, Text
from truetonne.market.actions.claim_inset import InsetOrder, claim_inset
from truetonne.market.actions.disclose_tier import disclose_tier
from truetonne.market.api.forms import BeneficiaryIn
from truetonne.market.api.inset_answers import (
    BatchClaimsOut,
    InsetClaimOut,
    InsetClaimsOut,
    batch_claim_json,
    claim_json,
)
from truetonne.market.inset_register import retired_claims
from truetonne.market.models import InsetClaim, TransportActivity
from truetonne.people.api import BearerToken, Caller, begin, caller_of
from truetonne.supply.models import FuelBatch

MEMBER: Final = BearerToken()
BUYER: Final = BearerToken(Role.BUYER)
MJ_MAX: Final = 10**14

router = Router(tags=["insets"])


def _chain(value: object) -> object:
    try:
        return read_short_code(prefix="CHN", text=value if isinstance(value, str) else "")
    except InvalidId as error:
        raise PydanticCustomError("invalid_id", "{detail}", {"detail": str(error)}) from None


Chain = Annotated[str, BeforeValidator(_chain), WithJsonSchema({"type": "string", "examples": ["CHN-7K2M-94"]})]
Tier = Literal["LOGISTICS", "SHIPPER"]
Category = Annotated[int, Field(ge=1, le=15)]


class InsetClaimQuery(ListQuery):
    """A repeated filter means any of its values."""

    side: list[Literal["SCOPE1", "SCOPE3"]] = []
    batch: list[BatchId] = []
    claim_year: Annotated[str, Field(pattern="^[0-9]{4}$")] | None = None


class InsetClaimIn(Strict):
    """Fuel of one side of a batch against one's own transport: exactly one of ``volume_ml`` and ``energy_mj``.

    ``tier`` and ``chain`` are a customer's (SCOPE3); the fuel user's side needs neither. Without ``claim_year`` it is
    the activity's. Kilograms are derived and cannot be ordered.
    """

    batch: BatchId
    side: Literal["SCOPE1", "SCOPE3"]
    activity: ActivityId
    claim_year: Annotated[int, Field(ge=2015, le=2100)] | None = None
    volume_ml: Annotated[int, Field(ge=1, le=MJ_MAX)] | None = None
    energy_mj: Annotated[int, Field(ge=1, le=MJ_MAX)] | None = None
    tier: Tier | None = None
    chain: Chain | None = None
    beneficiary: BeneficiaryIn = BeneficiaryIn()
    authorized: bool = False
    note: Annotated[Text, Field(max_length=280)] = ""

    @model_validator(mode="after")
    def _side_has_its_facts(self) -> InsetClaimIn:
        is_customer = self.side == "SCOPE3"
        if is_customer != (self.tier is not None) or is_customer != (self.chain is not None):
            detail = "SCOPE3 names tier and chain, SCOPE1 neither"
            raise PydanticCustomError("invalid_request", "{detail}", {"detail": detail})
        return self


class DisclosureIn(Strict):
    """A further tier of the chain that discloses the claim; no kilogram moves."""

    party: Annotated[Text, Field(min_length=1, max_length=200)]
    tier: Tier
    scope3_category: Category


@router.get("/public/insets/{batch_id}/claims", auth=None, response=BatchClaimsOut, summary="Claims on a fuel inset")
def get_batch_claims(
    request: HttpRequest, batch_id: Annotated[BatchId, Path()], query: Annotated[ListQuery, Query()]
) -> HttpResponse:  # fmt: skip
    """Retired claims on a batch with their certificates, oldest first. Chain codes are told to customers only."""
    if not FuelBatch.objects.filter(pk=batch_id, issue__isnull=False).exists():
        raise Problem(code="not_found", facts={"batch_id": batch_id})
    window = query.window(name=f"claims of {batch_id}")
    page = page_by_time(rows=retired_claims(batch_id=batch_id), window=window)
    return list_answer(request=request, page=page, show=lambda row: batch_claim_json(delivery=row))


@router.get("/inset-claims", auth=MEMBER, response=InsetClaimsOut, summary="Claims on fuel")
def get_inset_claims(request: HttpRequest, query: Annotated[InsetClaimQuery, Query()]) -> HttpResponse:
    """One's own claims, oldest first, each with its three statements; the operator sees all."""
    caller = caller_of(request)
    rows = _visible(caller=caller)
    if query.side:
        rows = rows.filter(side__in=query.side)
    if query.batch:
        rows = rows.filter(batch_id__in=query.batch)
    if query.claim_year is not None:
        rows = rows.filter(claim_year=int(query.claim_year))
    page = page_by_time(rows=rows, window=query.window(name=f"inset-claims {caller.account}"))
    response = list_answer(request=request, page=page, show=lambda claim: claim_json(claim=claim))
    response["Cache-Control"] = "private, no-store"
    return response


@router.get("/inset-claims/{order_id}", auth=MEMBER, response=InsetClaimOut, summary="One claim on fuel")
def get_inset_claim(request: HttpRequest, order_id: Annotated[OrderId, Path()]) -> HttpResponse:
    """The claim of one order: physical inventory, market-based inventory and impact, none added to another."""
    return answer(data=claim_json(claim=_find(caller=caller_of(request), order_id=order_id)))


@router.post("/inset-claims", auth=BUYER, response={201: InsetClaimOut}, openapi_extra=NEEDS_KEY, summary="Claim fuel")
def post_inset_claim(
    request: HttpRequest, given: InsetClaimIn, query: Annotated[Rehearsal, Query()]
) -> HttpResponse:  # fmt: skip
    """Reserves litres or megajoules of one side at cost and orders them; they then wait for their money like any order.

    The fuel user's side comes first: a customer claims what its carrier has retired, on the same chain, once.
    """
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        activity = TransportActivity.objects.filter(pk=given.activity, organization_id=caller.organization_id).first()
        if activity is None:
            raise Problem(code="not_found", facts={"activity_id": given.activity})
        placed = claim_inset(
            quote_id=new_id(), order_id=new_id(), name_id=new_id(), organization_id=caller.organization_id,
            person=caller.person, beneficiary=given.beneficiary.beneficiary(), is_authorized=given.authorized,
            request_id=call.request_id, at=call.at, new_id=new_id, note=given.note,
            asked=InsetOrder(
                batch_id=given.batch, side=given.side, activity_id=given.activity,
                claim_year=given.claim_year or activity.year, tier=given.tier or "CARRIER", chain=given.chain or "",
                volume_ml=given.volume_ml, energy_mj=given.energy_mj,
            ),
        )  # fmt: skip
        claim = _find(caller=caller, order_id=placed.order_id)
        return answer(data=claim_json(claim=claim, is_dry_run=call.is_dry_run), status=201)

    return do_once(call=call, work=work)


@router.post(
    "/inset-claims/{order_id}/disclosures", auth=BUYER, response={201: InsetClaimOut}, openapi_extra=NEEDS_KEY,
    summary="Disclose a further tier",
)  # fmt: skip
def post_inset_disclosure(
    request: HttpRequest, order_id: Annotated[OrderId, Path()], given: DisclosureIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:  # fmt: skip
    """Writes down who else of the same chain discloses a customer's claim; each tier once."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        claim = _find(caller=caller, order_id=order_id)
        if claim.organization_id != caller.organization_id:
            raise Problem(code="not_found")
        disclose_tier(
            disclosure_id=new_id(), claim=claim, party=given.party, tier=given.tier,
            scope3_category=given.scope3_category, person=caller.person, request_id=call.request_id, at=call.at,
        )  # fmt: skip
        told = _find(caller=caller, order_id=order_id)
        return answer(data=claim_json(claim=told, is_dry_run=call.is_dry_run), status=201)

    return do_once(call=call, work=work)


def _visible(*, caller: Caller) -> QuerySet[InsetClaim]:
    rows = InsetClaim.objects.filter(quote__order__isnull=False)
    rows = rows.select_related("batch", "activity", "quote__order__beneficiary").prefetch_related("disclosures")
    return rows if caller.is_operator else rows.filter(organization_id=caller.organization_id)


def _find(*, caller: Caller, order_id: UUID) -> InsetClaim:
    claim = _visible(caller=caller).filter(quote__order__pk=order_id).first()
    if claim is None:
        raise Problem(code="not_found", facts={"order_id": order_id})
    return claim
