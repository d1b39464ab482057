"""What the market's operations answer: quotes, orders, payments and deliveries as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from ninja import Schema

from truetonne.edge.problems import Json
from truetonne.edge.schemas import (
    CostPartsOut,
    MoneyOut,
    QuantityOut,
    UnitPriceOut,
    id_json,
    instant_json,
    money_json,
    parts_json,
    quantity_json,
    unit_price_json,
)
from truetonne.market.documents import list_documents, number_text
from truetonne.market.fulfillment import FulfilledLine, read_fulfillment
from truetonne.market.models import CancellationNotice, Document, Order
from truetonne.market.order_money import read_money
from truetonne.market.values import Delivered, Paid, Quoted, QuotedLine


class QuoteLineOut(Schema):
    id: str
    number: int
    lot: str
    quantity: QuantityOut
    price: UnitPriceOut
    amount: MoneyOut
    parts: CostPartsOut


class AllocationStepOut(Schema):
    """What one lot had and gave; ``taken`` is 0 for the lot that would have been next."""

    lot: str
    vintage_start: str
    vintage_end: str
    available: QuantityOut
    taken: QuantityOut


class AllocationOut(Schema):
    """Why these lots: what was for sale, what was taken in which order, and what came next but was not needed."""

    rule: str
    lots_considered: int
    considered: QuantityOut
    steps: list[AllocationStepOut]
    next: AllocationStepOut | None


class QuoteOut(Schema):
    """A priced composition that holds until it expires. ``parts`` are minor units and add up to ``amount``."""

    id: str
    livemode: bool
    state: str
    rule: str
    quantity: QuantityOut
    amount: MoneyOut
    margin: MoneyOut
    parts: CostPartsOut
    wanted: QuantityOut | MoneyOut
    is_lower_than_wanted: bool
    effective_at: str
    expires_at: str
    order: str | None
    lines: list[QuoteLineOut]
    allocation: AllocationOut | None
    dry_run: bool | None = None


class PaymentOut(Schema):
    id: str
    livemode: bool
    order: str
    kind: str
    amount: MoneyOut
    reference: str
    value_date: str
    gateway: str
    balance: MoneyOut
    effective_at: str
    dry_run: bool | None = None


class DeliveryOut(Schema):
    number: int
    retirement: str
    certificate: str
    certificate_url: str
    short_code: str
    quantity: QuantityOut
    effective_at: str


class DeliveriesOut(Schema):
    """What a delivery retired; several only where one certificate would be too large."""

    livemode: bool
    order: str
    deliveries: list[DeliveryOut]
    dry_run: bool | None = None


class BeneficiaryOut(Schema):
    display_name: str
    legal_name: str
    country: str
    lei: str
    registration_number: str
    domain: str
    hidden_until: str | None
    name_review: str


class DocumentOut(Schema):
    """An invoice or a credit note; ``pdf_url`` gives its PDF in the language that is asked for."""

    kind: str
    number: str
    amount: MoneyOut
    reverses: str | None
    reason: str
    effective_at: str
    pdf_url: str


class CancellationNoticeOut(Schema):
    """The seller cannot deliver; the order may be cancelled from ``effective_on``, by the buyer at once."""

    reason: str
    note: str
    effective_on: str


class AllocationLineOut(Schema):
    entity: str
    inventory_year: int
    scope: str
    inventory_line: str
    quantity: QuantityOut


class OrderLineOut(Schema):
    """What was ordered of one lot, which lot stands for it now, and what of it is delivered."""

    id: str
    number: int
    ordered_lot: str
    lot: str
    ordered: QuantityOut
    delivered: QuantityOut
    amount: MoneyOut
    saved: MoneyOut
    substituted_because: str | None
    certificate: str | None
    delivered_at: str | None


class DelayOut(Schema):
    expected_on: str
    reason: str
    effective_at: str


class OrderOut(Schema):
    """An order as it stands."""

    id: str
    livemode: bool
    state: str
    quote: str
    external_id: str | None
    quantity: QuantityOut
    amount: MoneyOut
    beneficiary: BeneficiaryOut
    purpose: str
    claim_year: int | None
    period_start: str | None
    period_end: str | None
    country: str
    scope: str
    note: str
    inventory_line: str
    signer: str
    effective_at: str
    payment_due_at: str
    missing: MoneyOut
    to_go_back: MoneyOut
    payments: list[PaymentOut]
    documents: list[DocumentOut]
    cancellation_notice: CancellationNoticeOut | None
    allocations: list[AllocationLineOut]
    lines: list[OrderLineOut]
    delays: list[DelayOut]
    deliveries: list[DeliveryOut]
    dry_run: bool | None = None


def quote_json(*, quote: Quoted, is_dry_run: bool = False) -> Json:
    """Return a quote; its margin is computed for show and is 0."""
    parts = quote.parts
    return {
        "id": id_json(prefix="qte", id=quote.quote_id),
        "livemode": settings.TRUETONNE.livemode,
        "state": str(quote.state),
        "rule": quote.rule,
        "quantity": quantity_json(kg=quote.kg),
        "amount": money_json(minor=quote.amount_minor, currency=quote.currency),
        "margin": money_json(minor=quote.amount_minor - parts.total, currency=quote.currency),
        "parts": parts_json(parts=parts),
        "wanted": _wanted(quote=quote),
        "is_lower_than_wanted": quote.is_lower_than_wanted,
        "effective_at": instant_json(instant=quote.effective_at),
        "expires_at": instant_json(instant=quote.expires_at),
        "order": None if quote.order_id is None else id_json(prefix="ord", id=quote.order_id),
        "lines": [_line_json(line=line, currency=quote.currency) for line in quote.lines],
        "allocation": _allocation_json(explanation=quote.explanation),
        **rehearsed(is_dry_run=is_dry_run),
    }


def order_json(
    *, order: Order, payments: Iterable[Paid], deliveries: Iterable[Delivered], is_dry_run: bool = False
) -> Json:
    """Return an order with its money and its deliveries."""
    currency, money = order.quote.currency, read_money(order=order)
    return {
        "id": id_json(prefix="ord", id=order.pk),
        "livemode": settings.TRUETONNE.livemode,
        "state": order.state,
        "quote": id_json(prefix="qte", id=order.quote_id),
        "external_id": order.external_id or None,
        "quantity": quantity_json(kg=order.quote.kg),
        "amount": money_json(minor=order.quote.amount_minor, currency=currency),
        "beneficiary": _beneficiary_json(order=order),
        "purpose": order.purpose,
        "claim_year": order.claim_year,
        "period_start": order.period_start.isoformat() if order.period_start else None,
        "period_end": order.period_end.isoformat() if order.period_end else None,
        "country": order.claim_country,
        "scope": order.claim_scope,
        "note": order.note,
        "inventory_line": order.inventory_line,
        "signer": order.signer,
        "effective_at": instant_json(instant=order.effective_at),
        "payment_due_at": instant_json(instant=order.payment_due_at),
        "missing": money_json(minor=money.missing_minor, currency=currency),
        "to_go_back": money_json(minor=money.surplus_minor, currency=currency),
        "payments": [payment_json(payment=payment) for payment in payments],
        "documents": [_document_json(document=document) for document in list_documents(order_id=order.pk)],
        "cancellation_notice": _notice_json(order=order),
        "allocations": [
            {
                "entity": each.entity,
                "inventory_year": each.inventory_year,
                "scope": each.scope,
                "inventory_line": each.inventory_line,
                "quantity": quantity_json(kg=each.kg),
            }
            for each in order.allocations.order_by("number")
        ],
        "lines": [_order_line_json(found=found, currency=currency) for found in read_fulfillment(order=order)],
        "delays": [
            {
                "expected_on": each.expected_on.isoformat(),
                "reason": each.reason,
                "effective_at": instant_json(instant=each.effective_at),
            }
            for each in order.delays.order_by("effective_at")
        ],
        "deliveries": [delivery_json(delivery=delivery) for delivery in deliveries],
        **rehearsed(is_dry_run=is_dry_run),
    }


def _order_line_json(*, found: FulfilledLine, currency: str) -> Json:
    swap = found.substitution
    return {
        "id": id_json(prefix="oln", id=found.line.line_id),
        "number": found.line.number,
        "ordered_lot": id_json(prefix="lot", id=found.line.lot_id),
        "lot": id_json(prefix="lot", id=found.lot_id),
        "ordered": quantity_json(kg=found.line.kg),
        "delivered": quantity_json(kg=found.delivered_kg),
        "amount": money_json(minor=found.line.amount_minor, currency=currency),
        "saved": money_json(minor=0 if swap is None else swap.saved_minor, currency=currency),
        "substituted_because": None if swap is None else swap.reason,
        "certificate": None if found.certificate_id is None else id_json(prefix="crt", id=found.certificate_id),
        "delivered_at": None if found.delivered_at is None else instant_json(instant=found.delivered_at),
    }


def _document_json(*, document: Document) -> Json:
    number = number_text(document=document)
    order = id_json(prefix="ord", id=document.order_id)
    return {
        "kind": document.kind,
        "number": number,
        "amount": money_json(minor=document.amount_minor, currency=document.currency),
        "reverses": None if document.reverses is None else number_text(document=document.reverses),
        "reason": document.reason,
        "effective_at": instant_json(instant=document.effective_at),
        "pdf_url": f"{settings.TRUETONNE.base_url}/v1/orders/{order}/documents/{number}",
    }


def _notice_json(*, order: Order) -> Json:
    notice = CancellationNotice.objects.filter(order_id=order.pk).first()
    if notice is None:
        return None
    return {"reason": notice.reason, "note": notice.note, "effective_on": notice.effective_on.isoformat()}


def payment_json(*, payment: Paid, is_dry_run: bool = False) -> Json:
    """Return money that came in or went back."""
    return {
        "id": id_json(prefix="pay", id=payment.payment_id),
        "livemode": settings.TRUETONNE.livemode,
        "order": id_json(prefix="ord", id=payment.order_id),
        "kind": payment.kind,
        "amount": money_json(minor=payment.amount_minor, currency=payment.currency),
        "reference": payment.reference,
        "value_date": payment.value_date.isoformat(),
        "gateway": payment.gateway,
        "balance": money_json(minor=payment.balance_minor, currency=payment.currency),
        "effective_at": instant_json(instant=payment.effective_at),
        **rehearsed(is_dry_run=is_dry_run),
    }


def delivery_json(*, delivery: Delivered) -> Json:
    """Return one retirement of an order."""
    certificate = id_json(prefix="crt", id=delivery.certificate_id)
    return {
        "number": delivery.number,
        "retirement": id_json(prefix="ret", id=delivery.retirement_id),
        "certificate": certificate,
        "certificate_url": certificate_url(certificate=certificate),
        "short_code": delivery.short_code,
        "quantity": quantity_json(kg=delivery.kg),
        "effective_at": instant_json(instant=delivery.effective_at),
    }


def deliveries_json(*, order_id: UUID, deliveries: Iterable[Delivered], is_dry_run: bool) -> Json:
    """Return what one delivery retired."""
    return {
        "livemode": settings.TRUETONNE.livemode,
        "order": id_json(prefix="ord", id=order_id),
        "deliveries": [delivery_json(delivery=delivery) for delivery in deliveries],
        **rehearsed(is_dry_run=is_dry_run),
    }


def certificate_url(*, certificate: str) -> str:
    """Return where anyone gets the certificate's file."""
    return f"{settings.TRUETONNE.base_url}/v1/public/certificates/{certificate}"


def rehearsed(*, is_dry_run: bool) -> dict[str, Json]:
    """Return the mark of an answer to a dry run: nothing of it was written."""
    return {"dry_run": True} if is_dry_run else {}


def _line_json(*, line: QuotedLine, currency: str) -> Json:
    return {
        "id": id_json(prefix="oln", id=line.line_id),
        "number": line.number,
        "lot": id_json(prefix="lot", id=line.lot_id),
        "quantity": quantity_json(kg=line.kg),
        "price": unit_price_json(price=line.price, currency=currency),
        "amount": money_json(minor=line.amount_minor, currency=currency),
        "parts": parts_json(parts=line.charged),
    }


def _allocation_json(*, explanation: Mapping[str, Any]) -> Json:
    """Return the stored explanation, None for quotes made before explanations were kept."""
    if not explanation:
        return None
    following = explanation["next"]
    return {
        "rule": explanation["rule"],
        "lots_considered": explanation["lots_considered"],
        "considered": quantity_json(kg=explanation["considered_kg"]),
        "steps": [_step_json(step=step) for step in explanation["steps"]],
        "next": None if following is None else _step_json(step=following),
    }


def _step_json(*, step: Mapping[str, Any]) -> Json:
    return {
        "lot": step["lot"],
        "vintage_start": step["vintage_start"],
        "vintage_end": step["vintage_end"],
        "available": quantity_json(kg=step["available_kg"]),
        "taken": quantity_json(kg=step["taken_kg"]),
    }


def _wanted(*, quote: Quoted) -> Json:
    if quote.wanted_minor is not None:
        return money_json(minor=quote.wanted_minor, currency=quote.currency)
    return quantity_json(kg=quote.wanted_kg if quote.wanted_kg is not None else quote.kg)


def _beneficiary_json(*, order: Order) -> Json:
    name = order.beneficiary
    decision = getattr(name, "decision", None)
    review = "IN_REVIEW" if decision is None else "CONFIRMED" if decision.is_confirmed else "REFUSED"
    return {
        "display_name": name.display_name,
        "legal_name": name.legal_name,
        "country": name.country,
        "lei": name.lei,
        "registration_number": name.registration_number,
        "domain": name.domain,
        "hidden_until": order.hidden_until.isoformat() if order.hidden_until else None,
        "name_review": review,
    }
