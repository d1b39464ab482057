"""Lists of quotes and orders over the API: one's own, or everybody's for the operator; each row as short as a list needs.

They stand in the router of ``orders``: an address has one router for all its methods.
"""

from __future__ import annotations

from typing import Annotated, Literal

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from truetonne.edge.answers import list_answer
from truetonne.edge.list_queries import ListQuery, page_by_time
from truetonne.edge.problems import Json
from truetonne.edge.schemas import MoneyOut, QuantityOut, Text, id_json, instant_json, money_json, quantity_json
from truetonne.market.api.orders import MEMBER, router
from truetonne.market.models import Order, Quote
from truetonne.people.api import caller_of

__all__ = ["OrderSummaryOut", "OrdersOut", "QuoteSummaryOut", "QuotesOut", "router"]

State = Literal[
    "RESERVED", "AWAITING_FUNDS", "CONFIRMED", "PARTIALLY_DELIVERED", "DELIVERED", "RETIRED", "CANCELLED", "EXPIRED", "FAILED"
]  # fmt: skip
Year = Annotated[str, Field(pattern="^[0-9]{4}$")]
ExternalId = Annotated[Text, Field(min_length=1, max_length=128)]


class OrdersQuery(ListQuery):
    """Which orders: ``claim_year`` is also the year in which a period begins; each filter may stand several times."""

    state: list[State] = []
    claim_year: list[Year] = []
    external_id: list[ExternalId] = []


class QuotesQuery(ListQuery):
    """Which quotes: ``state`` may stand several times."""

    state: list[Literal["OPEN", "CONSUMED", "LAPSED"]] = []


class OrderSummaryOut(Schema):
    """An order in a list; ``GET /v1/orders/{id}`` tells the rest."""

    id: str
    livemode: bool
    organization: str
    state: str
    quote: str
    external_id: str | None
    quantity: QuantityOut
    amount: MoneyOut
    beneficiary: str
    purpose: str
    claim_year: int | None
    period_start: str | None
    period_end: str | None
    effective_at: str
    recorded_at: str
    payment_due_at: str


class OrdersOut(Schema):
    data: list[OrderSummaryOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class QuoteSummaryOut(Schema):
    """A quote in a list; ``GET /v1/quotes/{id}`` tells its lines."""

    id: str
    livemode: bool
    organization: str
    state: str
    quantity: QuantityOut
    amount: MoneyOut
    expires_at: str
    effective_at: str
    recorded_at: str


class QuotesOut(Schema):
    data: list[QuoteSummaryOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/orders", auth=MEMBER, response=OrdersOut, summary="List orders")
def list_orders(request: HttpRequest, query: Annotated[OrdersQuery, Query()]) -> HttpResponse:
    """Those of the caller's organization, oldest first; the operator's people list everybody's."""
    caller = caller_of(request)
    rows = Order.objects.visible_to(caller.person).select_related("quote", "beneficiary")
    if not caller.is_operator:
        rows = rows.filter(organization_id=caller.organization_id)
    if query.state:
        rows = rows.filter(state__in=query.state)
    if query.claim_year:
        years = [int(year) for year in query.claim_year]
        rows = rows.filter(Q(claim_year__in=years) | Q(period_start__year__in=years))
    if query.external_id:
        rows = rows.filter(external_id__in=query.external_id)
    page = page_by_time(rows=rows, window=query.window(name=f"orders {caller.account}"))
    response = list_answer(request=request, page=page, show=_order)
    response["Cache-Control"] = "private, no-store"
    return response


@router.get("/quotes", auth=MEMBER, response=QuotesOut, summary="List quotes")
def list_quotes(request: HttpRequest, query: Annotated[QuotesQuery, Query()]) -> HttpResponse:
    """Those of the caller's organization, oldest first; the operator's people list everybody's."""
    caller = caller_of(request)
    rows = Quote.objects.visible_to(caller.person)
    if not caller.is_operator:
        rows = rows.filter(organization_id=caller.organization_id)
    if query.state:
        rows = rows.filter(state__in=query.state)
    page = page_by_time(rows=rows, window=query.window(name=f"quotes {caller.account}"))
    response = list_answer(request=request, page=page, show=_quote)
    response["Cache-Control"] = "private, no-store"
    return response


def _order(order: Order) -> Json:
    return {
        "id": id_json(prefix="ord", id=order.pk),
        "livemode": settings.TRUETONNE.livemode,
        "organization": id_json(prefix="org", id=order.organization_id),
        "state": order.state,
        "quote": id_json(prefix="qte", id=order.quote_id),
        "external_id": order.external_id or None,
        "quantity": quantity_json(kg=order.quote.kg),
        "amount": money_json(minor=order.quote.amount_minor, currency=order.quote.currency),
        "beneficiary": order.beneficiary.display_name,
        "purpose": order.purpose,
        "claim_year": order.claim_year,
        "period_start": order.period_start.isoformat() if order.period_start else None,
        "period_end": order.period_end.isoformat() if order.period_end else None,
        "effective_at": instant_json(instant=order.effective_at),
        "recorded_at": instant_json(instant=order.recorded_at),
        "payment_due_at": instant_json(instant=order.payment_due_at),
    }


def _quote(quote: Quote) -> Json:
    return {
        "id": id_json(prefix="qte", id=quote.pk),
        "livemode": settings.TRUETONNE.livemode,
        "organization": id_json(prefix="org", id=quote.organization_id),
        "state": quote.state,
        "quantity": quantity_json(kg=quote.kg),
        "amount": money_json(minor=quote.amount_minor, currency=quote.currency),
        "expires_at": instant_json(instant=quote.expires_at),
        "effective_at": instant_json(instant=quote.effective_at),
        "recorded_at": instant_json(instant=quote.recorded_at),
    }
