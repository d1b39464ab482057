"""Many orders in one call; a refused row does not stop the others, a row that comes again is answered again."""

from __future__ import annotations

from typing import Annotated, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from truetonne.edge.answers import answer
from truetonne.edge.calls import NEEDS_KEY, do_once
from truetonne.edge.idempotency import derive_request_id
from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role
from truetonne.edge.problems import Json, find_problem, shape_problem
from truetonne.edge.schemas import QuantityOut, Rehearsal, quantity_json
from truetonne.market.actions.place_orders import OrderRow, Outcome, PlacedRow, place_orders
from truetonne.market.api.answers import OrderOut, rehearsed
from truetonne.market.api.order_forms import OrderBatchIn, OrderRowIn
from truetonne.market.api.orders import order_data
from truetonne.market.queries import get_order
from truetonne.people.api import BearerToken, begin, caller_of

ROW_ROUTE: Final = "external-id /v1/orders"
BUYER: Final = BearerToken(Role.BUYER)

router = Router(tags=["quotes and orders"])


class OrderRowOut(Schema):
    """A row's outcome: ``placed`` now, ``replayed`` from an earlier call, or ``refused`` with its problem."""

    external_id: str
    outcome: str
    order: OrderOut | None
    problem: dict[str, object] | None


class OrderTotalsOut(Schema):
    rows: int
    placed: int
    replayed: int
    refused: int
    quantity: QuantityOut


class OrderBatchOut(Schema):
    """Rows in the order in which they came. ``totals.quantity`` is what was ordered now."""

    livemode: bool
    totals: OrderTotalsOut
    data: list[OrderRowOut]
    dry_run: bool | None = None


@router.post("/orders/batch", auth=BUYER, response=OrderBatchOut, openapi_extra=NEEDS_KEY, summary="Order many at once")
def post_orders(request: HttpRequest, given: OrderBatchIn, query: Annotated[Rehearsal, Query()]) -> HttpResponse:
    """Places each row's order, up to 500 in one transaction. A row takes a `quote`, or is quoted here.

    `external_id` names a row for ever.
    """
    repeated = given.repeated()
    if repeated:
        raise shape_problem(errors=repeated)
    caller, call = caller_of(request), begin(request=request, query=query)
    rows = [_row(row=row, account=caller.account) for row in given.rows]

    def work() -> HttpResponse:
        outcomes = place_orders(
            rows=rows, organization_id=caller.organization_id, person=caller.person, at=call.at, new_id=new_id
        )
        return answer(data=_batch_json(rows=rows, outcomes=outcomes, is_dry_run=call.is_dry_run))

    return do_once(call=call, work=work)


def _row(*, row: OrderRowIn, account: str) -> OrderRow:
    return OrderRow(
        request_id=derive_request_id(account=account, route=ROW_ROUTE, key=row.external_id),
        quote_id=row.quote,
        basket=None if row.quote is not None else row.basket(),
        beneficiary=row.beneficiary.beneficiary(),
        claim=row.claim(),
        is_authorized=row.authorized,
        external_id=row.external_id,
    )


def _batch_json(*, rows: list[OrderRow], outcomes: tuple[Outcome, ...], is_dry_run: bool) -> Json:
    done = [outcome for outcome in outcomes if isinstance(outcome, PlacedRow)]
    fresh = [outcome for outcome in done if not outcome.is_replayed]
    return {
        "livemode": settings.TRUETONNE.livemode,
        "totals": {
            "rows": len(rows),
            "placed": len(fresh),
            "replayed": len(done) - len(fresh),
            "refused": len(rows) - len(done),
            "quantity": quantity_json(kg=sum(outcome.placed.kg for outcome in fresh)),
        },
        "data": [
            _row_json(external_id=row.external_id, outcome=outcome) for row, outcome in zip(rows, outcomes, strict=True)
        ],
        **rehearsed(is_dry_run=is_dry_run),
    }


def _row_json(*, external_id: str, outcome: Outcome) -> Json:
    if isinstance(outcome, PlacedRow):
        word = "replayed" if outcome.is_replayed else "placed"
        order = order_data(order=get_order(order_id=outcome.placed.order_id))
        return {"external_id": external_id, "outcome": word, "order": order, "problem": None}
    problem = find_problem(exception=outcome)
    if problem is None:
        raise outcome
    return {"external_id": external_id, "outcome": "refused", "order": None, "problem": problem.as_members()}
