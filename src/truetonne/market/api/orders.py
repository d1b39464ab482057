"""Quotes and orders: each operation parses, calls one action and renders."""

from __future__ import annotations

import secrets
from typing import Annotated, Final

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from truetonne.edge.answers import answer
from truetonne.edge.calls import NEEDS_KEY, do_once, request_id_of_key
from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role
from truetonne.edge.problems import Json
from truetonne.edge.schemas import OrderId, QuoteId, Rehearsal
from truetonne.market.actions.cancel_order import cancel_order
from truetonne.market.actions.deliver_order import Sources, deliver_order
from truetonne.market.actions.place_order import place_order
from truetonne.market.actions.quote import quote
from truetonne.market.actions.record_payment import record_payment
from truetonne.market.api.answers import (
    DeliveriesOut,
    OrderOut,
    PaymentOut,
    QuoteOut,
    deliveries_json,
    order_json,
    payment_json,
    quote_json,
)
from truetonne.market.api.forms import CancellationIn, DeliveryIn, OrderIn, PaymentIn, QuoteIn
from truetonne.market.models import Order
from truetonne.market.queries import OrderNotFound, get_order, get_quote, list_deliveries, list_payments
from truetonne.people.api import BearerToken, begin, caller_of

ORDERS_ROUTE: Final = "POST /v1/orders"
MEMBER: Final = BearerToken()
BUYER: Final = BearerToken(Role.BUYER)
FINANCE: Final = BearerToken(Role.FINANCE, is_staff=True)
CANCELLER: Final = BearerToken(Role.BUYER, Role.FINANCE, Role.SUPPLY)

router = Router(tags=["quotes and orders"])


@router.post("/quotes", auth=BUYER, response={201: QuoteOut}, openapi_extra=NEEDS_KEY, summary="Quote")
def post_quote(request: HttpRequest, given: QuoteIn, query: Annotated[Rehearsal, Query()]) -> HttpResponse:
    """Reserves units and fixes their price until the quote expires. Oldest vintage first unless lots are chosen."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        made = quote(
            quote_id=new_id(),
            organization_id=caller.organization_id,
            person_id=caller.person_id,
            basket=given.basket(),
            request_id=call.request_id,
            at=call.at,
            new_id=new_id,
        )
        return answer(data=quote_json(quote=made, is_dry_run=call.is_dry_run), status=201)

    return do_once(call=call, work=work)


@router.get("/quotes/{quote_id}", auth=MEMBER, response=QuoteOut, summary="Read a quote")
def read_quote(request: HttpRequest, quote_id: Annotated[QuoteId, Path()]) -> HttpResponse:
    """A quote of the caller's organization; the operator sees every quote."""
    found = get_quote(quote_id=quote_id, person=caller_of(request).person)
    return answer(data=quote_json(quote=found))


@router.post("/orders", auth=BUYER, response={201: OrderOut}, openapi_extra=NEEDS_KEY, summary="Order")
def post_order(request: HttpRequest, given: OrderIn, query: Annotated[Rehearsal, Query()]) -> HttpResponse:
    """Takes a quote in the name of one beneficiary, for one purpose and one period; it then waits for its money."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        placed = place_order(
            order_id=new_id(),
            quote_id=given.quote,
            name_id=new_id(),
            organization_id=caller.organization_id,
            person=caller.person,
            beneficiary=given.beneficiary.beneficiary(),
            claim=given.claim(),
            is_authorized=given.authorized,
            request_id=call.request_id,
            at=call.at,
            external_id=given.external_id or "",
        )
        order = get_order(order_id=placed.order_id)
        return render_order(order=order, status=201, is_dry_run=call.is_dry_run)

    return do_once(call=call, work=work)


@router.get("/orders/by-idempotency-key/{path:key}", auth=MEMBER, response=OrderOut, summary="Find an order by its key")
def find_order(request: HttpRequest, key: str) -> HttpResponse:
    """The order that was placed with this Idempotency-Key by the caller's organization."""
    caller = caller_of(request)
    request_id = request_id_of_key(account=caller.account, route=ORDERS_ROUTE, key=key)
    order = Order.objects.visible_to(caller.person).filter(
        organization_id=caller.organization_id, request_id=request_id
    )
    order_id = order.values_list("pk", flat=True).first()
    if order_id is None:
        raise OrderNotFound("no order was placed with this key")
    return render_order(order=get_order(order_id=order_id, person=caller.person))


@router.get("/orders/{order_id}", auth=MEMBER, response=OrderOut, summary="Read an order")
def read_order(request: HttpRequest, order_id: Annotated[OrderId, Path()]) -> HttpResponse:
    """An order of the caller's organization; the operator sees every order."""
    return render_order(order=get_order(order_id=order_id, person=caller_of(request).person))


@router.post(
    "/orders/{order_id}/payments", auth=FINANCE, response={201: PaymentOut}, openapi_extra=NEEDS_KEY, summary="Pay"
)
def post_payment(
    request: HttpRequest,
    order_id: Annotated[OrderId, Path()],
    given: PaymentIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:
    """Records money seen on the operator's account; what covers the order confirms it.

    Exactly what is missing, unless `record_difference`: then too little is kept and waits, too much is to go back.
    """
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        paid = record_payment(
            payment_id=new_id(),
            order_id=order_id,
            person_id=caller.person_id,
            minor=given.amount.minor,
            currency=given.amount.currency,
            reference=given.reference,
            value_date=given.value_date,
            request_id=call.request_id,
            at=call.at,
            is_difference_recorded=given.record_difference,
        )
        return answer(data=payment_json(payment=paid, is_dry_run=call.is_dry_run), status=201)

    return do_once(call=call, work=work)


@router.post(
    "/orders/{order_id}/deliveries",
    auth=FINANCE,
    response={201: DeliveriesOut},
    openapi_extra=NEEDS_KEY,
    summary="Deliver",
)
def post_delivery(
    request: HttpRequest,
    order_id: Annotated[OrderId, Path()],
    given: DeliveryIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:
    """Retires a paid order's open lines, or those named, for good. Each retirement has one certificate."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        done = deliver_order(
            order_id=order_id,
            person_id=caller.person_id,
            effective_at=given.effective_at or call.at,
            request_id=call.request_id,
            at=call.at,
            sources=Sources(new_id=new_id, new_salt=new_salt),
            line_ids=tuple(given.lines),
        )
        data = deliveries_json(order_id=order_id, deliveries=done, is_dry_run=call.is_dry_run)
        return answer(data=data, status=201)

    return do_once(call=call, work=work)


@router.post(
    "/orders/{order_id}/cancellation", auth=CANCELLER, response=OrderOut, openapi_extra=NEEDS_KEY, summary="Cancel"
)
def post_cancellation(
    request: HttpRequest,
    order_id: Annotated[OrderId, Path()],
    given: CancellationIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:
    """Ends an order before anything of it is retired; its units go back on sale and its money back to the buyer."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        get_order(order_id=order_id, person=caller.person)
        refund = given.refund if caller.is_operator else None
        cancel_order(
            order_id=order_id,
            person_id=caller.person_id,
            is_staff=caller.is_operator,
            reason=given.reason,
            request_id=call.request_id,
            at=call.at,
            refund_id=new_id() if refund else None,
            refund_reference=refund.reference if refund else "",
            refund_date=refund.value_date if refund else None,
        )
        return render_order(order=get_order(order_id=order_id), is_dry_run=call.is_dry_run)

    return do_once(call=call, work=work)


def new_salt() -> bytes:
    """Return 32 random bytes for one part of a certificate's annex."""
    return secrets.token_bytes(32)


def render_order(*, order: Order, status: int = 200, is_dry_run: bool = False) -> HttpResponse:
    """Answer with an order, its payments and its deliveries."""
    return answer(data=order_data(order=order, is_dry_run=is_dry_run), status=status)


def order_data(*, order: Order, is_dry_run: bool = False) -> Json:
    """Return an order as it stands now, with its payments and its deliveries."""
    return order_json(
        order=order,
        payments=list_payments(order_id=order.pk),
        deliveries=list_deliveries(order_id=order.pk),
        is_dry_run=is_dry_run,
    )
