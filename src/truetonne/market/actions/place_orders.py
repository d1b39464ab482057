"""Place many orders in one call, each with its own quote made in the same step; a refused row stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.problems import find_problem
from truetonne.market.actions.place_order import place_order
from truetonne.market.actions.quote import Basket, quote
from truetonne.market.attribution import Beneficiary, Claim
from truetonne.market.models import Order
from truetonne.market.values import Placed
from truetonne.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One wanted order. ``quote_id`` takes an open quote; else ``basket`` is quoted first, in the same transaction."""

    request_id: str
    quote_id: UUID | None
    basket: Basket | None
    beneficiary: Beneficiary
    claim: Claim
    is_authorized: bool
    external_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRow:
    """An order, and whether an earlier copy of the same row had placed it."""

    placed: Placed
    is_replayed: bool


Outcome = PlacedRow | Exception


@transaction.atomic
def place_orders(
    *, rows: Sequence[OrderRow], organization_id: UUID, person: Person, at: datetime, new_id: Callable[[], UUID]
) -> tuple[Outcome, ...]:
    """Place each row's order; return its outcome or the refusal that stopped it, in the order of the rows.

    All rows are one transaction, each with its own savepoint: a refused row leaves nothing behind, neither an order
    nor a quote with its reservations. A row that came before, under the same ``request_id``, answers again.
    Unforeseen errors end the whole call.
    """
    before = set(
        Order.objects.filter(
            organization_id=organization_id, request_id__in=[row.request_id for row in rows]
        ).values_list("request_id", flat=True)
    )
    outcomes: list[Outcome] = []
    for row in rows:
        try:
            with transaction.atomic():
                placed = _place(row=row, organization_id=organization_id, person=person, at=at, new_id=new_id)
        except Exception as refusal:
            if find_problem(exception=refusal) is None:
                raise
            outcomes.append(refusal)
        else:
            outcomes.append(PlacedRow(placed=placed, is_replayed=row.request_id in before))
    return tuple(outcomes)


def _place(*, row: OrderRow, organization_id: UUID, person: Person, at: datetime, new_id: Callable[[], UUID]) -> Placed:
    quote_id = row.quote_id
    if quote_id is None:
        assert row.basket is not None
        made = quote(
            quote_id=new_id(),
            organization_id=organization_id,
            person_id=person.pk,
            basket=row.basket,
            request_id=row.request_id,
            at=at,
            new_id=new_id,
        )
        quote_id = made.quote_id
    return place_order(
        order_id=new_id(),
        quote_id=quote_id,
        name_id=new_id(),
        organization_id=organization_id,
        person=person,
        beneficiary=row.beneficiary,
        claim=row.claim,
        is_authorized=row.is_authorized,
        request_id=row.request_id,
        at=at,
        external_id=row.external_id,
    )
