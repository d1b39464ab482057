"""The steps of an order as tests take them: each calls one action with everything given."""

from __future__ import annotations

import json
from datetime import date, datetime
from uuid import UUID

from tests.rooms.exchange import Exchange, beneficiary, claim
from truetonne.market.actions.confirm_name import confirm_name
from truetonne.market.actions.deliver_order import (
    deliver_order,
)
from truetonne.market.actions.place_order import place_order
from truetonne.market.actions.quote import Basket, quote
from truetonne.market.actions.record_payment import record_payment
from truetonne.market.models import BeneficiaryName
from truetonne.market.values import Delivered, Paid, Placed, Quoted


def ask(exchange: Exchange, *, request_id: str = "q1", **basket: object) -> Quoted:
    return quote(
        quote_id=exchange.ids(),
        organization_id=exchange.member.pk,
        person_id=exchange.buyer.pk,
        basket=Basket(**basket),  # type: ignore[arg-type]
        request_id=request_id,
        at=exchange.at,
        new_id=exchange.ids,
    )


def take(exchange: Exchange, quoted: Quoted, *, request_id: str = "o1", **changes: object) -> Placed:
    given: dict[str, object] = {
        "beneficiary": beneficiary(),
        "claim": claim(),
        "is_authorized": True,
        "at": exchange.at,
    }
    return place_order(
        order_id=exchange.ids(),
        quote_id=quoted.quote_id,
        name_id=exchange.ids(),
        organization_id=exchange.member.pk,
        person=exchange.buyer,
        request_id=request_id,
        **(given | changes),  # type: ignore[arg-type]
    )


def pay(
    exchange: Exchange, placed: Placed, *, request_id: str = "p1", minor: int | None = None, currency: str = "USD"
) -> Paid:
    return record_payment(
        payment_id=exchange.ids(),
        order_id=placed.order_id,
        person_id=exchange.clerk.pk,
        minor=placed.amount_minor if minor is None else minor,
        currency=currency,
        reference="bank 1",
        value_date=date(2026, 3, 2),
        request_id=request_id,
        at=exchange.at,
    )


def decide(exchange: Exchange, *, is_confirmed: bool = True, reason: str = "") -> None:
    for name in BeneficiaryName.objects.filter(decision__isnull=True):
        confirm_name(
            name_id=name.pk,
            person_id=exchange.clerk.pk,
            is_confirmed=is_confirmed,
            reason=reason,
            request_id=f"name {name.pk}",
            at=exchange.at,
        )


def deliver(
    exchange: Exchange,
    placed: Placed,
    *,
    request_id: str = "d1",
    lines: tuple[UUID, ...] = (),
    effective_at: datetime | None = None,
) -> tuple[Delivered, ...]:
    return deliver_order(
        order_id=placed.order_id,
        person_id=exchange.clerk.pk,
        effective_at=effective_at or exchange.at,
        request_id=request_id,
        at=exchange.at,
        sources=exchange.sources,
        line_ids=lines,
    )


def body_of(delivered: Delivered) -> dict[str, object]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.body FROM ledger_entry e JOIN ledger_certificate c ON c.entry_id = e.id"
            " WHERE c.certificate_id = %s",
            [delivered.certificate_id],
        )
        found: dict[str, object] = json.loads(bytes(cursor.fetchone()[0]))
    return found
