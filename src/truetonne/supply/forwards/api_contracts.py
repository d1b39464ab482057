"""One contract, jurisdictions and own commitments; and what the operator's programs write: slips, commitments, deliveries, holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Path, Query, Router
from pydantic import Field

from truetonne.edge.answers import answer as private_answer
from truetonne.edge.answers import list_answer, public_answer
from truetonne.edge.calls import NEEDS_KEY, do_once
from truetonne.edge.identifiers import new_id
from truetonne.edge.list_queries import ListQuery, page_by_time
from truetonne.edge.permissions import Role
from truetonne.edge.problems import Problem
from truetonne.edge.schemas import (
    Day,
    ForwardId,
    LotId,
    MoneyIn,
    OrganizationId,
    ProjectId,
    QuantityIn,
    Rehearsal,
    Strict,
    Text,
)
from truetonne.people.api import BearerToken, begin, caller_of
from truetonne.people.models import Organization, OrganizationKind
from truetonne.supply.actions.forwards.commit_tonnes import commit_tonnes
from truetonne.supply.actions.forwards.hold_contract import hold_contract, release_contract
from truetonne.supply.actions.forwards.receive_delivery import receive_delivery
from truetonne.supply.actions.forwards.record_contribution import Gift, record_contribution
from truetonne.supply.actions.forwards.schedule_tonnes import schedule_tonnes
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards.api import ContributionOut, contribution_json
from truetonne.supply.forwards.contract_answers import (
    CommitmentsOut,
    ForwardWholeOut,
    JurisdictionsOut,
    commitment_json,
    jurisdiction_json,
    whole_json,
)
from truetonne.supply.forwards.reading import ContractNotFound, list_contracts, read_contract
from truetonne.supply.forwards.states import ContributionKind
from truetonne.supply.forwards.values import DueYear
from truetonne.supply.models import AdjustmentStatement, ContractCommitment, Holding, Jurisdiction, Project

MEMBER: Final = BearerToken()
SUPPLY: Final = BearerToken(Role.SUPPLY, is_staff=True)
Source = Annotated[Text, Field(min_length=1, max_length=500)]
Name = Annotated[Text, Field(min_length=1, max_length=200)]

router = Router(tags=["bought ahead"])


class DueYearIn(Strict):
    """What is due in a year, and how likely it is to come (operator policy), in thousandths."""

    year: Annotated[int, Field(ge=1990, le=2100)]
    quantity: QuantityIn
    probability_permille: Annotated[int, Field(ge=0, le=1_000)]


class ScheduleIn(Strict):
    """Every year, adding up to the contract. Any schedule after the first is a slip and needs its ``reason``."""

    years: Annotated[list[DueYearIn], Field(min_length=1, max_length=111)]
    late_permille: Annotated[int, Field(ge=0, le=1_000)] = 0
    reason: Annotated[Text, Field(max_length=500)] = ""


class CommitmentIn(Strict):
    """What a member will take of the contract: whole tonnes, before anything has come."""

    organization: OrganizationId
    quantity: QuantityIn
    agreed_on: Day


class ForwardDeliveryIn(Strict):
    """A whole lot of ours that came for the contract, as it was imported."""

    lot: LotId
    delivered_on: Day
    is_substitute: bool = False
    source: Source


class HoldIn(Strict):
    """A court's or an authority's stop, or its end."""

    act: Literal["HOLD", "RELEASE"]
    reason: Source
    source: Source


class ContributionIn(Strict):
    """Money given without any unit in return: pre-purchase, results-based payment without title, equity or grant."""

    kind: Literal["PREPURCHASE", "RESULTS_PAYMENT", "EQUITY", "GRANT"]
    party: Name
    organization: OrganizationId | None = None
    recipient: Name
    project: ProjectId | None = None
    amount: MoneyIn
    given_on: Day
    purpose: Source
    source: Source


@router.get("/public/forwards/{forward_id}", auth=None, response=ForwardWholeOut, summary="One contract")
def get_forward(request: HttpRequest, forward_id: Annotated[ForwardId, Path()]) -> HttpResponse:
    """A signed contract with every schedule, delivery, share and stop, and P10, P50 and P90 of what may still come."""
    today = now().date()
    contract = read_contract(contract_id=forward_id, today=today)
    if contract.signed_on is None:
        raise ContractNotFound(contract_id=forward_id)
    return public_answer(request=request, data=whole_json(contract=contract, today=today))


@router.get("/public/jurisdictions", auth=None, response=JurisdictionsOut, summary="Jurisdictions")
def get_jurisdictions(request: HttpRequest, query: Annotated[ListQuery, Query()]) -> HttpResponse:
    """Programmes of forest jurisdictions: five reference years and every statement on the corresponding adjustment."""
    page = page_by_time(rows=Jurisdiction.objects.all(), window=query.window(name="jurisdictions"))
    stated: dict[UUID, list[AdjustmentStatement]] = {row.pk: [] for row in page.items}
    for each in AdjustmentStatement.objects.filter(jurisdiction_id__in=stated).order_by("number"):
        stated[each.jurisdiction_id].append(each)
    return list_answer(
        request=request, page=page, show=lambda row: jurisdiction_json(row=row, adjustments=stated[row.pk])
    )


@router.get("/commitments", auth=MEMBER, response=CommitmentsOut, summary="Own commitments")
def get_commitments(request: HttpRequest, query: Annotated[ListQuery, Query()]) -> HttpResponse:
    """What one's own organization takes of contracts, what came of it and which serials are set aside; the operator sees all."""
    caller = caller_of(request)
    rows = ContractCommitment.objects.all()
    if not caller.is_operator:
        rows = rows.filter(organization_id=caller.organization_id)
    page = page_by_time(rows=rows, window=query.window(name=f"commitments {caller.account}"))
    ids = {row.contract_id for row in page.items}
    contracts = {each.row.pk: each for each in list_contracts(contract_ids=ids, today=now().date())}
    response = list_answer(
        request=request, page=page,
        show=lambda row: commitment_json(contract=contracts[row.contract_id], commitment=row),
    )  # fmt: skip
    response["Cache-Control"] = "private, no-store"
    return response


@router.post(
    "/forwards/{forward_id}/schedules", auth=SUPPLY, response={201: ForwardWholeOut}, openapi_extra=NEEDS_KEY,
    summary="Write a schedule",
)  # fmt: skip
def post_schedule(
    request: HttpRequest, forward_id: Annotated[ForwardId, Path()], given: ScheduleIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:  # fmt: skip
    """The first schedule, or a slip with its reason. Earlier ones stay on record, and what closed years lack stays short."""
    years = [
        DueYear(year=each.year, kg=each.quantity.quantity_kg, probability_permille=each.probability_permille)
        for each in given.years
    ]

    def act(by: By) -> None:
        schedule_tonnes(
            schedule_id=new_id(), contract_id=forward_id, years=years, late_permille=given.late_permille,
            reason=given.reason, by=by,
        )  # fmt: skip

    return _write(request, forward_id=forward_id, query=query, act=act)


@router.post(
    "/forwards/{forward_id}/commitments", auth=SUPPLY, response={201: ForwardWholeOut}, openapi_extra=NEEDS_KEY,
    summary="Record a commitment",
)  # fmt: skip
def post_commitment(
    request: HttpRequest, forward_id: Annotated[ForwardId, Path()], given: CommitmentIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:  # fmt: skip
    """What a member will take when tonnes come. It buys nothing."""

    def act(by: By) -> None:
        members = Organization.objects.filter(pk=given.organization, kind=OrganizationKind.MEMBER)
        if not members.exists():
            raise Problem(
                code="not_found", detail="there is no such member", facts={"organization_id": given.organization}
            )
        commit_tonnes(
            commitment_id=new_id(), contract_id=forward_id, organization_id=given.organization,
            kg=given.quantity.quantity_kg, agreed_on=given.agreed_on, by=by,
        )  # fmt: skip

    return _write(request, forward_id=forward_id, query=query, act=act)


@router.post(
    "/forwards/{forward_id}/deliveries", auth=SUPPLY, response={201: ForwardWholeOut}, openapi_extra=NEEDS_KEY,
    summary="Receive a delivery",
)  # fmt: skip
def post_forward_delivery(
    request: HttpRequest, forward_id: Annotated[ForwardId, Path()], given: ForwardDeliveryIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:  # fmt: skip
    """Names a lot of ours, whole and unused, as what came; members get their shares by largest remainder. For good."""

    def act(by: By) -> None:
        holding = Holding.objects.filter(lot__public_id=given.lot).first()
        if holding is None:
            raise Problem(code="not_found", detail="there is no such lot of ours", facts={"lot_id": given.lot})
        receive_delivery(
            delivery_id=new_id(), contract_id=forward_id, holding_id=holding.pk, delivered_on=given.delivered_on,
            is_substitute=given.is_substitute, source=given.source, by=by,
        )  # fmt: skip

    return _write(request, forward_id=forward_id, query=query, act=act)


@router.post(
    "/forwards/{forward_id}/holds", auth=SUPPLY, response={201: ForwardWholeOut}, openapi_extra=NEEDS_KEY,
    summary="Hold or release a contract",
)  # fmt: skip
def post_forward_hold(
    request: HttpRequest, forward_id: Annotated[ForwardId, Path()], given: HoldIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:  # fmt: skip
    """Stops a contract for a court or an authority, its unsold lots with it; or lets it go on."""
    verb = hold_contract if given.act == "HOLD" else release_contract

    def act(by: By) -> None:
        verb(hold_id=new_id(), contract_id=forward_id, reason=given.reason, source=given.source, by=by)

    return _write(request, forward_id=forward_id, query=query, act=act)


@router.post(
    "/contributions", auth=SUPPLY, response={201: ContributionOut}, openapi_extra=NEEDS_KEY,
    summary="Publish a contribution",
)  # fmt: skip
def post_contribution(
    request: HttpRequest, given: ContributionIn, query: Annotated[Rehearsal, Query()]
) -> HttpResponse:  # fmt: skip
    """Publishes money given to a project or a fund. It earns no unit, no claim and no reduction."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        for model, id, name in (
            (Organization, given.organization, "organization_id"), (Project, given.project, "project_id"),
        ):  # fmt: skip
            if id is not None and not model._default_manager.filter(pk=id).exists():
                raise Problem(code="not_found", detail=f"nothing has this {name}", facts={name: id})
        gift = Gift(
            kind=ContributionKind(given.kind), party=given.party, organization_id=given.organization,
            recipient=given.recipient, project_id=given.project, amount_minor=given.amount.minor,
            currency=given.amount.currency, given_on=given.given_on, purpose=given.purpose, source=given.source,
        )  # fmt: skip
        by = By(person_id=caller.person_id, request_id=call.request_id, at=call.at)
        row = record_contribution(contribution_id=new_id(), gift=gift, by=by)
        return private_answer(data=contribution_json(row=row), status=201)

    return do_once(call=call, work=work)


def _write(
    request: HttpRequest, *, forward_id: UUID, query: Rehearsal, act: Callable[[By], object]
) -> HttpResponse:  # fmt: skip
    """Do one act once per key, and answer with the contract as it then stands."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        act(By(person_id=caller.person_id, request_id=call.request_id, at=call.at))
        today = call.at.date()
        contract = read_contract(contract_id=forward_id, today=today)
        data = whole_json(contract=contract, today=today, is_dry_run=call.is_dry_run)
        return private_answer(data=data, status=201)

    return do_once(call=call, work=work)
