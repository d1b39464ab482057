"""Between payment and delivery: delays and substitutions; and prices that are announced."""

from __future__ import annotations

from typing import Annotated, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from truetonne.edge.answers import answer
from truetonne.edge.calls import NEEDS_KEY, do_once
from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role
from truetonne.edge.problems import Json
from truetonne.edge.schemas import (
    Day,
    LineId,
    LotId,
    OrderId,
    Rehearsal,
    Strict,
    Text,
    UnitPriceOut,
    id_json,
    instant_json,
    unit_price_json,
)
from truetonne.market.actions.announce_price import list_price_notices
from truetonne.market.actions.record_delay import record_delay
from truetonne.market.actions.substitute_line import substitute_line
from truetonne.market.api.answers import OrderOut
from truetonne.market.api.orders import render_order
from truetonne.market.models import PriceNotice
from truetonne.market.queries import get_order
from truetonne.people.api import BearerToken, begin, caller_of

MEMBER: Final = BearerToken()
SELLER: Final = BearerToken(Role.FINANCE, Role.SUPPLY, is_staff=True)
Reason = Annotated[Text, Field(min_length=1, max_length=280)]

router = Router(tags=["quotes and orders"])


class DelayIn(Strict):
    """When the delivery is now expected, and why."""

    expected_on: Day
    reason: Reason


class SubstitutionIn(Strict):
    """Which line of the order, which lot in its place, and why."""

    line: LineId
    lot: LotId
    reason: Reason


class PriceNoticeOut(Schema):
    """A price that is announced and not in force yet."""

    lot: str
    price: UnitPriceOut
    source: str
    effective_on: str
    announced_at: str


class PriceNoticesOut(Schema):
    livemode: bool
    data: list[PriceNoticeOut]


@router.post(
    "/orders/{order_id}/delays",
    auth=SELLER,
    response={201: OrderOut},
    openapi_extra=NEEDS_KEY,
    summary="Record a delay",
)
def post_delay(
    request: HttpRequest,
    order_id: Annotated[OrderId, Path()],
    given: DelayIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:
    """Says that a paid order is delivered later than thought, until when and why. Every delay stays on file."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        record_delay(
            delay_id=new_id(),
            order_id=order_id,
            person_id=caller.person_id,
            expected_on=given.expected_on,
            reason=given.reason,
            request_id=call.request_id,
            at=call.at,
        )
        return render_order(order=get_order(order_id=order_id), status=201, is_dry_run=call.is_dry_run)

    return do_once(call=call, work=work)


@router.post(
    "/orders/{order_id}/substitutions",
    auth=SELLER,
    response={201: OrderOut},
    openapi_extra=NEEDS_KEY,
    summary="Substitute a line",
)
def post_substitution(
    request: HttpRequest,
    order_id: Annotated[OrderId, Path()],
    given: SubstitutionIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:
    """Lets another lot take the place of an open line: as good, never dearer; what it saves goes back."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        substitute_line(
            order_id=order_id,
            line_id=given.line,
            lot_id=given.lot,
            person_id=caller.person_id,
            reason=given.reason,
            request_id=call.request_id,
            at=call.at,
            new_id=new_id,
        )
        return render_order(order=get_order(order_id=order_id), status=201, is_dry_run=call.is_dry_run)

    return do_once(call=call, work=work)


@router.get("/price-notices", auth=MEMBER, response=PriceNoticesOut, summary="Announced prices")
def read_price_notices(request: HttpRequest) -> HttpResponse:
    """Prices of lots that are announced and not in force yet, soonest first."""
    data: Json = [_notice_json(notice=notice) for notice in list_price_notices()]
    return answer(data={"livemode": settings.TRUETONNE.livemode, "data": data})


def _notice_json(*, notice: PriceNotice) -> Json:
    return {
        "lot": id_json(prefix="lot", id=notice.lot_id),
        "price": unit_price_json(price=notice.price, currency=notice.currency),
        "source": notice.source,
        "effective_on": notice.effective_on.isoformat(),
        "announced_at": instant_json(instant=notice.effective_at),
    }
