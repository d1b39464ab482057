"""Invoices and credit notes: issued by the clock and on demand, numbered per kind without a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Max, Q, Sum
from django.db.models.functions import Coalesce

from truetonne.market.models import Document, DocumentKind, Order
from truetonne.market.states import OrderState
from truetonne.people.models import Organization, OrganizationKind

AT_ONCE_MAX = 500
PREFIXES = {DocumentKind.INVOICE: "INV", DocumentKind.CREDIT_NOTE: "CRN"}
REASON_OF_STATE = {
    OrderState.CANCELLED: "CANCELLED",
    OrderState.EXPIRED: "EXPIRED",
    OrderState.FAILED: "FAILED",
}


class DocumentNotFound(Exception):
    """There is no such invoice or credit note, or it belongs to another organization."""

    code = "not_found"


def number_text(*, document: Document) -> str:
    """Return a document's number as it is printed.

    >>> number_text(document=Document(kind="INVOICE", sequence=17))
    'INV-000017'
    """
    return f"{PREFIXES[DocumentKind(document.kind)]}-{document.sequence:06d}"


@transaction.atomic
def issue_documents(
    *, at: datetime, new_id: Callable[[], UUID], order_ids: Iterable[UUID] | None = None
) -> tuple[Document, ...]:
    """Issue the invoice of each order that has none, and the credit note of each invoiced order that has ended.

    Run by the clock every few seconds, and for one order when it was placed; twice issues nothing twice. One
    transaction at a time numbers documents, so that no number is missing and none is given twice. Orders that ended
    before they were invoiced get neither.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('market:documents', 0))")
    orders = Order.objects.select_related("quote", "organization")
    if order_ids is not None:
        orders = orders.filter(pk__in=list(order_ids))
    ended = Q(state__in=list(REASON_OF_STATE))
    wanted = list(
        orders.filter(~ended, documents__isnull=True).order_by("effective_at", "recorded_at", "pk")[:AT_ONCE_MAX]
    )
    seller = Organization.objects.filter(kind=OrganizationKind.OPERATOR).first()
    invoices = [
        Document(
            pk=new_id(), order=order, kind=DocumentKind.INVOICE, sequence=number, currency=order.quote.currency,
            amount_minor=order.quote.amount_minor, parties=_parties(seller=seller, buyer=order.organization),
            effective_at=at,
        )
        for number, order in enumerate(wanted, _next(kind=DocumentKind.INVOICE))
    ]  # fmt: skip
    Document.objects.bulk_create(invoices)
    notes = [
        Document(
            pk=new_id(), order=invoice.order, kind=DocumentKind.CREDIT_NOTE, sequence=number, reverses=invoice,
            reason=REASON_OF_STATE[OrderState(invoice.order.state)], currency=invoice.currency, amount_minor=minor,
            parties=invoice.parties, effective_at=at,
        )
        for number, (invoice, minor) in enumerate(
            _to_reverse(order_ids=order_ids), _next(kind=DocumentKind.CREDIT_NOTE)
        )
    ]  # fmt: skip
    Document.objects.bulk_create(notes)
    return (*invoices, *notes)


def issue_substitution_note(*, order: Order, minor: int, document_id: UUID, at: datetime) -> Document:
    """Issue the credit note over what a substitute costs less. Called in the substitution's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('market:documents', 0))")
    invoice = Document.objects.get(order=order, kind=DocumentKind.INVOICE)
    return Document.objects.create(
        pk=document_id,
        order=order,
        kind=DocumentKind.CREDIT_NOTE,
        sequence=_next(kind=DocumentKind.CREDIT_NOTE),
        reverses=invoice,
        reason="SUBSTITUTED",
        currency=invoice.currency,
        amount_minor=minor,
        parties=invoice.parties,
        effective_at=at,
    )


def _to_reverse(*, order_ids: Iterable[UUID] | None) -> list[tuple[Document, int]]:
    """Return the invoices of ended orders that are not reversed yet, each with what is left of it."""
    ended = Document.objects.filter(kind=DocumentKind.INVOICE, order__state__in=list(REASON_OF_STATE))
    if order_ids is not None:
        ended = ended.filter(order_id__in=list(order_ids))
    credited = Coalesce(Sum("reversed_by__amount_minor"), 0)
    rows = ended.annotate(left_minor=F("amount_minor") - credited).filter(left_minor__gte=1)
    return [(row, row.left_minor) for row in rows.select_related("order").order_by("sequence")[:AT_ONCE_MAX]]


def list_documents(*, order_id: UUID) -> tuple[Document, ...]:
    """Return an order's documents in the order in which they were issued."""
    rows = Document.objects.filter(order_id=order_id).select_related("reverses")
    return tuple(rows.order_by("effective_at", "kind", "sequence"))


def find_document(*, order_id: UUID, number: str) -> Document:
    """Return one of an order's documents by its printed number. Raises DocumentNotFound."""
    for document in list_documents(order_id=order_id):
        if number_text(document=document) == number.upper():
            return document
    raise DocumentNotFound("no document of this order has this number")


def _next(*, kind: DocumentKind) -> int:
    return (Document.objects.filter(kind=kind).aggregate(last=Max("sequence"))["last"] or 0) + 1


def _parties(*, seller: Organization | None, buyer: Organization) -> dict[str, object]:
    """Return seller and buyer as they are named today; a document keeps them."""
    named = {"name": settings.TRUETONNE.operator_name}
    return {"seller": named if seller is None else named | _party(seller), "buyer": _party(buyer)}


def _party(organization: Organization) -> dict[str, str]:
    facts = {
        "name": organization.name,
        "legal_name": organization.legal_name,
        "lei": organization.lei,
        "registration_number": organization.registration_number,
        "country": organization.country,
    }
    return {name: text for name, text in facts.items() if text}
