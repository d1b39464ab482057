"""The statement of a claim on fuel: a page and a PDF for its owner, and the further tiers that disclose it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.languages import read_tag
from truetonne.edge.pdf import MissingGlyph
from truetonne.edge.permissions import Role, member
from truetonne.edge.problems import find_problem
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.actions.disclose_tier import disclose_tier
from truetonne.market.inset_forms import TierForm
from truetonne.market.inset_statement import InsetStatement, read_statement
from truetonne.market.models import InsetClaim, Order
from truetonne.market.pdf.inset_sheet import print_statement
from truetonne.market.queries import OrderNotFound, get_order
from truetonne.market.views.acting import person_of
from truetonne.market.views.inset_refusals import inset_refusal_words


@member()
@require_safe
def statement(request: HttpRequest, order: str) -> HttpResponse:
    """The statement of an order of fuel that this person may see."""
    found = _find(request=request, text=order)
    return _page(request, found=found, form=TierForm(initial={"request_id": str(new_id())}))


@member()
@require_safe
def statement_pdf(request: HttpRequest, order: str) -> HttpResponse:
    """The same statement as PDF, in the language of the page."""
    found, language = _find(request=request, text=order), current_language()
    made = read_statement(order=found, language=language)
    own_fonts = settings.TRUETONNE.home / "fonts"
    try:
        data = print_statement(
            statement=made, operator=settings.TRUETONNE.operator_name, address=_address(made=made, order=found),
            language=language, extra_fonts=own_fonts if own_fonts.is_dir() else None,
        )  # fmt: skip
    except MissingGlyph as error:
        text = _("The PDF cannot be set: %(reason)s") % {"reason": str(error)}
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type="application/pdf")
    name = f"{made.certificate or made.code}-inset-{read_tag(language=language)}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@member(Role.BUYER)
@require_POST
def add_tier(request: HttpRequest, order: str) -> HttpResponse:
    """Write down a further tier of the chain that discloses the claim."""
    found = _find(request=request, text=order)
    form = TierForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            disclose_tier(
                disclosure_id=new_id(), claim=InsetClaim.objects.get(quote_id=found.quote_id), party=given["party"],
                tier=given["tier"], scope3_category=given["scope3_category"], person=person_of(request),
                request_id=str(given["request_id"]), at=datetime.now(UTC),
            )  # fmt: skip
        except Exception as refusal:
            if find_problem(exception=refusal) is None:
                raise
            form.add_error("tier", inset_refusal_words(refusal=refusal)[1])
        else:
            messages.info(request, _("The disclosure is on record; no kilogram moved."))
            return redirect("market:inset_statement", order=order)
    return _page(request, found=found, form=form, status=422)


def _page(request: HttpRequest, *, found: Order, form: TierForm, status: int = 200) -> HttpResponse:
    made = read_statement(order=found, language=current_language())
    claim = InsetClaim.objects.get(quote_id=found.quote_id)
    context = {
        "nav_current": "orders",
        "order": found,
        "order_text": show_id(prefix="ord", id=found.pk),
        "batch_text": show_id(prefix="ins", id=claim.batch_id),
        "statement": made,
        "chain": claim.chain if claim.side == "SCOPE1" else "",
        "form": form if claim.side == "SCOPE3" and person_of(request).has_role(Role.BUYER) else None,
    }
    return render(request, "market/inset_statement.html", context, status=status)


def _find(*, request: HttpRequest, text: str) -> Order:
    try:
        found = get_order(order_id=read_id(prefix="ord", text=text), person=person_of(request))
    except (InvalidId, OrderNotFound) as error:
        raise Http404(str(error)) from None
    if not InsetClaim.objects.filter(quote_id=found.quote_id).exists():
        raise Http404("this is an order of credits")
    return found


def _address(*, made: InsetStatement, order: Order) -> str:
    path = (
        reverse("market:certificate", kwargs={"certificate": made.certificate_text})
        if made.certificate_text
        else reverse("market:inset_statement", kwargs={"order": show_id(prefix="ord", id=order.pk)})
    )
    return f"{settings.TRUETONNE.base_url}{path}"
