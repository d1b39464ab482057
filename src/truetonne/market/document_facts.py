"""Gather what an invoice or credit note prints: the order's own lines, its lots' names, its parties."""

from __future__ import annotations

from django.conf import settings

from truetonne.edge.identifiers import short_code, show_id
from truetonne.market.documents import number_text
from truetonne.market.lot_facts import read_lot_facts
from truetonne.market.models import Document, DocumentKind, Order
from truetonne.market.pdf.invoice_sheet import DocumentFacts
from truetonne.market.queries import read_quote
from truetonne.market.stock import list_lots_for_sale


def read_document_facts(*, order: Order, document: Document, language: str) -> DocumentFacts:
    """Return what this document of this order prints, lots named in ``language``."""
    quoted = read_quote(quote=order.quote)
    lots = list_lots_for_sale(lot_ids=tuple(line.lot_id for line in quoted.lines))
    order_text = show_id(prefix="ord", id=order.pk)
    return DocumentFacts(
        is_credit_note=document.kind == DocumentKind.CREDIT_NOTE,
        number=number_text(document=document),
        reverses="" if document.reverses is None else number_text(document=document.reverses),
        reason=document.reason,
        order_code=short_code(prefix="ORD", id=order.pk),
        order_address=f"{settings.TRUETONNE.base_url}/orders/{order_text}/",
        beneficiary=order.beneficiary.display_name,
        currency=document.currency,
        amount_minor=document.amount_minor,
        parties=document.parties,
        lines=quoted.lines,
        lots={lot.lot_id: read_lot_facts(facts=lot.facts, language=language) for lot in lots},
        issued_at=document.effective_at,
        due_at=order.payment_due_at,
        livemode=settings.TRUETONNE.livemode,
        disclaimers=quoted.disclaimers,
        logo=settings.TRUETONNE.logo,
    )
