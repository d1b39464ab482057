"""Refunds, the seller's notice, and the documents of an order."""

from __future__ import annotations

from typing import Annotated, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from truetonne.edge.answers import answer
from truetonne.edge.calls import NEEDS_KEY, do_once
from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role
from truetonne.edge.schemas import OrderId, Rehearsal
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.actions.announce_cancellation import announce_cancellation
from truetonne.market.actions.record_refund import record_refund
from truetonne.market.api.answers import OrderOut, PaymentOut, payment_json
from truetonne.market.api.forms import NoticeIn, RefundIn
from truetonne.market.api.orders import render_order
from truetonne.market.document_facts import read_document_facts
from truetonne.market.documents import find_document
from truetonne.market.pdf.invoice_sheet import print_document
from truetonne.market.queries import get_order
from truetonne.people.api import BearerToken, begin, caller_of

MEMBER: Final = BearerToken()
FINANCE: Final = BearerToken(Role.FINANCE, is_staff=True)
SELLER: Final = BearerToken(Role.FINANCE, Role.SUPPLY, is_staff=True)

router = Router(tags=["quotes and orders"])


@router.post(
    "/orders/{order_id}/refunds", auth=FINANCE, response={201: PaymentOut}, openapi_extra=NEEDS_KEY, summary="Refund"
)
def post_refund(
    request: HttpRequest,
    order_id: Annotated[OrderId, Path()],
    given: RefundIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:
    """Records money that went back to the buyer: a surplus, or all of it when the order has ended."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        sent = record_refund(
            payment_id=new_id(),
            order_id=order_id,
            person_id=caller.person_id,
            minor=given.amount.minor,
            currency=given.amount.currency,
            reference=given.reference,
            value_date=given.value_date,
            request_id=call.request_id,
            at=call.at,
        )
        return answer(data=payment_json(payment=sent, is_dry_run=call.is_dry_run), status=201)

    return do_once(call=call, work=work)


@router.post(
    "/orders/{order_id}/cancellation-notice",
    auth=SELLER,
    response=OrderOut,
    openapi_extra=NEEDS_KEY,
    summary="Announce a cancellation",
)
def post_cancellation_notice(
    request: HttpRequest,
    order_id: Annotated[OrderId, Path()],
    given: NoticeIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:
    """Tells the buyer 90 days ahead that the order cannot be delivered; all money goes back."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        announce_cancellation(
            order_id=order_id, person_id=caller.person_id, note=given.note, request_id=call.request_id, at=call.at
        )
        return render_order(order=get_order(order_id=order_id), is_dry_run=call.is_dry_run)

    return do_once(call=call, work=work)


@router.get("/orders/{order_id}/documents/{number}", auth=MEMBER, response={200: None}, summary="Read a document")
def read_document(request: HttpRequest, order_id: Annotated[OrderId, Path()], number: str) -> HttpResponse:
    """An invoice or credit note as PDF, in the language of `Accept-Language`."""
    order = get_order(order_id=order_id, person=caller_of(request).person)
    document = find_document(order_id=order.pk, number=number)
    language = current_language()
    facts = read_document_facts(order=order, document=document, language=language)
    own_fonts = settings.TRUETONNE.home / "fonts"
    data = print_document(facts=facts, language=language, extra_fonts=own_fonts if own_fonts.is_dir() else None)
    return HttpResponse(data, content_type="application/pdf", headers={"Cache-Control": "private, no-store"})
