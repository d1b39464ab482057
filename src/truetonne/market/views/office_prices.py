"""Announced prices: what is told ahead, and the form that tells it."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.edge.problems import find_problem
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.values import LotState
from truetonne.market.actions.announce_price import NoticeTooShort, announce_price, list_price_notices
from truetonne.market.lot_facts import read_lot_facts
from truetonne.market.stock import list_lots_for_sale
from truetonne.market.views.acting import person_of, refusal_words
from truetonne.rules.clocks import clocks_on
from truetonne.supply.lot_forms import PriceForm


class PriceNoticeForm(PriceForm):
    """A price and the day from which it holds."""

    effective_on = forms.DateField(
        label=gettext_lazy("Holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@staff(Role.SUPPLY, Role.FINANCE, Role.AUDITOR)
@require_GET
def prices(request: HttpRequest) -> HttpResponse:
    """The prices that are announced, and the lots on sale whose price can be."""
    notices = list_price_notices()
    lots = {lot.lot_id: lot for lot in list_lots_for_sale()}
    told = {
        lot.lot_id: lot for lot in list_lots_for_sale(lot_ids=tuple(each.lot_id for each in notices) or (new_id(),))
    }
    context = {
        "nav_current": "office",
        "notices": [{"notice": each, **_shown(told[each.lot_id])} for each in notices if each.lot_id in told],
        "lots": [_shown(lot) for lot in lots.values()],
        "days": clocks_on(day=datetime.now(UTC).date()).price_notice.count,
        "may_write": any(person_of(request).has_role(role) for role in (Role.SUPPLY, Role.FINANCE)),
    }
    return render(request, "market/office_prices.html", context)


@staff(Role.SUPPLY, Role.FINANCE)
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest, lot: str) -> HttpResponse:
    """Announce a lot's new price, part by part."""
    found = _find(text=lot)
    at = datetime.now(UTC)
    form = PriceNoticeForm(
        request.POST or None, currency=found.currency or "USD", price=found.price, request_id=str(new_id())
    )
    if request.method == "POST" and form.is_valid():
        try:
            announce_price(
                notice_id=new_id(),
                lot_id=found.lot_id,
                currency=str(form.cleaned_data["currency"]),
                price=form.price(),
                source=str(form.cleaned_data["source"]),
                effective_on=form.cleaned_data["effective_on"],
                person_id=person_of(request).pk,
                request_id=str(form.cleaned_data["request_id"]),
                at=at,
            )
        except NoticeTooShort as refusal:
            form.add_error("effective_on", _("At least %(days)s days ahead.") % {"days": refusal.notice_days})
        except Exception as refusal:
            if find_problem(exception=refusal) is None:
                raise
            form.add_error(None, refusal_words(refusal=refusal))
        else:
            messages.info(request, _("The price is announced. Open quotes and orders keep theirs."))
            return redirect("market:office_prices")
    context = {
        "nav_current": "office",
        "form": form,
        "earliest": clocks_on(day=at.date()).price_notice.last_day(day=at.date()),
        **_shown(found),
    }
    return render(request, "market/office_price.html", context, status=422 if form.errors else 200)


def _shown(lot: LotState) -> dict[str, object]:
    return {
        "lot": lot,
        "text": show_id(prefix="lot", id=lot.lot_id),
        "facts": read_lot_facts(facts=lot.facts, language=current_language()),
    }


def _find(*, text: str) -> LotState:
    try:
        lot_id = read_id(prefix="lot", text=text)
    except InvalidId as error:
        raise Http404(str(error)) from None
    found = list_lots_for_sale(lot_ids=(lot_id,))
    if not found or found[0].price is None:
        raise Http404("no priced lot has this id")
    return found[0]
