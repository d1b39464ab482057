"""The operator's order in one call: quote, order, payment recorded elsewhere, and retirement in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from truetonne.edge.identifiers import short_code, show_id
from truetonne.ledger.actions.retire import retire_units
from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.values import Draw, Retirement, RetirementInstruction
from truetonne.market.actions.allocate import AmountTooSmall, Pick
from truetonne.market.actions.deliver_order import Sources, require_name_confirmed
from truetonne.market.actions.place_order import (
    ExternalIdUsed,
    keep_name,
    require_external_id_free,
    require_removals,
    store_order,
)
from truetonne.market.actions.quote import Basket, choose_lots, store_quote
from truetonne.market.actions.record_payment import store_payment
from truetonne.market.attribution import Beneficiary, Claim, require_attribution
from truetonne.market.certificate_fields import build_fields
from truetonne.market.locks import lock_request
from truetonne.market.models import BeneficiaryName, Delivery, DeliveryLine, Order, PaymentKind
from truetonne.market.queries import read_delivery
from truetonne.market.requests import fingerprint, require_same_input
from truetonne.market.reviews import quality_of_lots
from truetonne.market.states import OrderState, Purpose, QuoteState
from truetonne.market.values import Delivered, PricedLine
from truetonne.people.actions import record_audit_line
from truetonne.people.models import Person

__all__ = ["ExternalIdUsed", "OnBehalf", "retire_on_behalf"]

STEPS = (
    OrderState.RESERVED,
    OrderState.AWAITING_FUNDS,
    OrderState.CONFIRMED,
    OrderState.DELIVERED,
    OrderState.RETIRED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBehalf:
    """What the operator retires, for whom and for what; its money was recorded under ``payment_reference``."""

    organization_id: UUID
    basket: Basket
    beneficiary: Beneficiary
    claim: Claim
    is_authorized: bool
    payment_reference: str
    value_date: date
    effective_at: datetime
    external_id: str = ""


def retire_on_behalf(
    *, order_id: UUID, person: Person, asked: OnBehalf, request_id: str, at: datetime, sources: Sources
) -> Delivered:
    """Retire listed units at cost in the beneficiary's name, with quote, order, payment and certificate. For finance staff.

    Every rule of the long way holds: listed and priced lots, required attribution, a confirmed name, one
    purpose and period. Cannot be undone. A name nobody has looked at is kept for review and refused.

    Raises what ``quote``, ``place_order`` and ``deliver_order`` raise, and the ledger's refusals.
    """
    require_attribution(
        beneficiary=asked.beneficiary, claim=asked.claim, is_authorized=asked.is_authorized, at=asked.effective_at
    )
    # Kept in a transaction of its own: a refused call must still bring the name before a person.
    name = keep_name(
        beneficiary=asked.beneficiary, name_id=sources.new_id(), organization_id=asked.organization_id, at=at
    )
    given = fingerprint(verb="retire on behalf", given={"asked": repr(asked)})
    with transaction.atomic():
        lock_request(organization_id=asked.organization_id, request_id=request_id)
        known = Order.objects.filter(organization_id=asked.organization_id, request_id=request_id).first()
        if known is not None:
            require_same_input(stored=known, now=given)
            return read_delivery(delivery=known.deliveries.get())
        require_name_confirmed(name=name)
        require_external_id_free(organization_id=asked.organization_id, external_id=asked.external_id)
        picks = asked.basket.picks or choose_lots(basket=asked.basket)
        retirement = retire_units(
            instruction=_instruction(
                asked=asked, picks=picks, order_id=order_id, request_id=request_id, sources=sources
            ),
            request_id=f"behalf:{order_id}",
            at=at,
        )
        order = _store(
            order_id=order_id,
            name=name,
            person=person,
            asked=asked,
            retirement=retirement,
            given=given,
            request_id=request_id,
            at=at,
            sources=sources,
        )
        return _store_delivery(
            order=order, retirement=retirement, person=person, request_id=request_id, sources=sources
        )


def _instruction(
    *, asked: OnBehalf, picks: tuple[Pick, ...], order_id: UUID, request_id: str, sources: Sources
) -> RetirementInstruction:
    quality = quality_of_lots(lot_ids=tuple(pick.lot_id for pick in picks))
    fields = build_fields(
        beneficiary=asked.beneficiary,
        claim=asked.claim,
        operator_name=settings.TRUETONNE.operator_name,
        order_id=show_id(prefix="ord", id=order_id),
        request_id=request_id,
        retired_on=asked.effective_at.date(),
        quality=tuple(quality[pick.lot_id] for pick in picks if pick.lot_id in quality),
        new_salt=sources.new_salt,
    )
    return RetirementInstruction(
        retirement_id=sources.new_id(),
        certificate_id=sources.new_id(),
        draws=tuple(Draw(lot_id=pick.lot_id, kg=pick.kg) for pick in picks),
        public=fields.public,
        private=fields.private,
        salts=fields.salts,
        effective_at=asked.effective_at,
    )


def _store(
    *,
    order_id: UUID,
    name: BeneficiaryName,
    person: Person,
    asked: OnBehalf,
    retirement: Retirement,
    given: bytes,
    request_id: str,
    at: datetime,
    sources: Sources,
) -> Order:
    """Write quote, order, steps and payment after the fact: what was charged is what the ledger charged."""
    if sum(line.charged.total for line in retirement.lines) < 1:
        raise AmountTooSmall(requested_kg=retirement.kg, smallest_kg=None)
    lots = {lot.lot_id: lot for lot in list_lots(lot_ids=[line.lot_id for line in retirement.lines])}
    if asked.claim.purpose == Purpose.RESIDUAL_NEUTRALIZATION:
        require_removals(classes=tuple(str(lot.facts.get("credit_class", "")) for lot in lots.values()))
    lines = []
    for line in retirement.lines:
        price = lots[line.lot_id].price
        assert price is not None
        lines.append(
            PricedLine(
                lot_id=line.lot_id,
                reservation_id=None,
                kg=line.kg,
                currency=line.currency,
                price=price,
                charged=line.charged,
            )
        )
    quote = store_quote(
        quote_id=sources.new_id(),
        organization_id=asked.organization_id,
        person_id=person.pk,
        basket=asked.basket,
        lines=tuple(lines),
        state=QuoteState.CONSUMED,
        given=given,
        request_id=request_id,
        at=at,
        fresh_id=sources.new_id,
    )
    order = store_order(
        order_id=order_id,
        quote=quote,
        name=name,
        beneficiary=asked.beneficiary,
        claim=asked.claim,
        person=person,
        external_id=asked.external_id,
        states=STEPS,
        given=given,
        request_id=request_id,
        at=at,
    )
    store_payment(
        payment_id=sources.new_id(),
        order=order,
        kind=PaymentKind.RECEIVED,
        reference=asked.payment_reference,
        value_date=asked.value_date,
        person_id=person.pk,
        given=given,
        request_id=request_id,
        at=at,
    )
    return order


def _store_delivery(
    *, order: Order, retirement: Retirement, person: Person, request_id: str, sources: Sources
) -> Delivered:
    stored = Delivery.objects.create(
        pk=sources.new_id(),
        order=order,
        number=1,
        retirement_id=retirement.retirement_id,
        certificate_id=retirement.certificate_id,
        short_code=short_code(prefix="RET", id=retirement.certificate_id),
        kg=retirement.kg,
        person=person,
        request_id=request_id,
        effective_at=order.effective_at,
    )
    line_ids = order.quote.lines.values_list("pk", flat=True)
    DeliveryLine.objects.bulk_create([DeliveryLine(line_id=line_id, delivery=stored) for line_id in line_ids])
    record_audit_line(
        action="order.retired_on_behalf",
        subject=show_id(prefix="ord", id=order.pk),
        person_id=person.pk,
        organization_id=order.organization_id,
        request_id=request_id,
        at=order.effective_at,
        facts={"certificate": show_id(prefix="crt", id=retirement.certificate_id), "kg": retirement.kg},
    )
    return read_delivery(delivery=stored)
