"""Invoices and credit notes as PDF, for the buyer and the operator's staff."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.identifiers import InvalidId, read_id
from truetonne.edge.languages import read_tag
from truetonne.edge.pdf import MissingGlyph
from truetonne.edge.permissions import member
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.document_facts import read_document_facts
from truetonne.market.documents import DocumentNotFound, find_document
from truetonne.market.pdf.invoice_sheet import print_document
from truetonne.market.queries import OrderNotFound, get_order
from truetonne.market.views.acting import person_of


@member()
@require_safe
def document_pdf(request: HttpRequest, order: str, number: str) -> HttpResponse:
    """One invoice or credit note of an order that this person may see, in the language of the page."""
    try:
        found = get_order(order_id=read_id(prefix="ord", text=order), person=person_of(request))
        document = find_document(order_id=found.pk, number=number)
    except (InvalidId, OrderNotFound, DocumentNotFound) as error:
        raise Http404(str(error)) from None
    language = current_language()
    facts = read_document_facts(order=found, document=document, language=language)
    own_fonts = settings.TRUETONNE.home / "fonts"
    try:
        data = print_document(facts=facts, language=language, extra_fonts=own_fonts if own_fonts.is_dir() else None)
    except MissingGlyph as error:
        text = _("The PDF cannot be set: %(reason)s") % {"reason": str(error)}
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{facts.number}-{read_tag(language=language)}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
