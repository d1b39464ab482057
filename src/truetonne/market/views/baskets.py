"""The basket: a mix of lots that the buyer puts together, priced without effect, then quoted as it stands."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.permissions import Role, member
from truetonne.edge.problems import find_problem
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.values import LotState
from truetonne.market.actions.allocate import Pick
from truetonne.market.actions.quote import Basket, quote
from truetonne.market.basket_form import BasketForm
from truetonne.market.baskets import BasketFull, put_lot, read_basket, write_basket
from truetonne.market.lot_facts import read_lot_facts
from truetonne.market.price_table import build_price_table
from truetonne.market.stock import list_lots_for_sale, require_for_sale
from truetonne.market.values import Quoted
from truetonne.market.views.acting import buyer_organization, person_of, refusal_words


@member(Role.BUYER)
@require_POST
def add_to_basket(request: HttpRequest) -> HttpResponse:
    """Put one lot into the basket; its mass is given there."""
    try:
        lot_id = read_id(prefix="lot", text=str(request.POST.get("lot", "")))
        require_for_sale(lot_ids=(lot_id,), lots=list_lots_for_sale(lot_ids=(lot_id,)))
        known = {kept.lot_id: kept.kg for kept in read_basket(request=request)}
        put_lot(request=request, lot_id=lot_id, kg=known.get(lot_id, 0))
    except InvalidId as error:
        raise Http404(str(error)) from None
    except BasketFull as refusal:
        messages.error(request, _("The basket is full: %(count)s lots at most.") % {"count": refusal.lots_max})
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        messages.error(request, refusal_words(refusal=refusal))
    return redirect("market:basket")


@member(Role.BUYER)
@require_http_methods(["GET", "POST"])
def basket(request: HttpRequest) -> HttpResponse:
    """Show the mix with its price; change masses, take lots out, ask for the quote."""
    lots = _lots_of(request=request)
    form = BasketForm(request.POST or None, lots=lots, masses=_masses(request=request), request_id=str(new_id()))
    refusal = ""
    if request.method == "POST":
        removed = request.POST.get("remove", "")
        if removed:
            return _remove(request=request, text=removed)
        if form.is_valid():
            write_basket(request=request, masses=form.masses())
            if "quote" not in request.POST:
                return redirect("market:basket")
            made, refusal = _quote(request=request, form=form, is_dry_run=False)
            if made is not None:
                write_basket(request=request, masses={})
                return redirect("market:quote", quote=show_id(prefix="qte", id=made.quote_id))
    context = {
        "nav_current": "catalogue",
        "form": form,
        "rows": _rows(lots=lots, form=form),
        "gone": len(read_basket(request=request)) - len(lots),
        "refusal": refusal,
        "table": None,
    }
    if not form.errors and not refusal and any(_masses(request=request).values()):
        context |= _priced(request=request, form=form)
    return render(request, "market/basket.html", context, status=422 if form.errors or refusal else 200)


def _masses(*, request: HttpRequest) -> dict[UUID, int]:
    return {kept.lot_id: kept.kg for kept in read_basket(request=request)}


def _lots_of(*, request: HttpRequest) -> tuple[LotState, ...]:
    """Return the basket's lots that are for sale, in the basket's order."""
    wanted = tuple(kept.lot_id for kept in read_basket(request=request))
    if not wanted:
        return ()
    known = {lot.lot_id: lot for lot in list_lots_for_sale(lot_ids=wanted) if lot.is_listed and lot.price is not None}
    return tuple(known[lot_id] for lot_id in wanted if lot_id in known and known[lot_id].hold_reason is None)


def _remove(*, request: HttpRequest, text: str) -> HttpResponse:
    try:
        lot_id = read_id(prefix="lot", text=text)
    except InvalidId as error:
        raise Http404(str(error)) from None
    masses = _masses(request=request)
    masses.pop(lot_id, None)
    write_basket(request=request, masses=masses)
    return redirect("market:basket")


def _priced(*, request: HttpRequest, form: BasketForm) -> dict[str, object]:
    """Return the mix's price by a quote without effect, or the reason why there is none."""
    priced, refusal = _quote(request=request, form=form, is_dry_run=True)
    if priced is None:
        return {"refusal": refusal}
    names = {lot.lot_id: str(lot.facts["project_name"]) for lot in form.lots}
    return {"table": build_price_table(lines=priced.lines, names=names, currency=priced.currency)}


def _quote(*, request: HttpRequest, form: BasketForm, is_dry_run: bool) -> tuple[Quoted | None, str]:
    """Return the quote, or None with the sentence that says why there is none."""
    person = person_of(request)
    organization = buyer_organization(person=person)
    if organization is None:
        return None, _("You buy for no organization.")
    picks = tuple(Pick(lot_id=lot_id, kg=kg) for lot_id, kg in _wanted(request=request, form=form).items() if kg)
    if not picks:
        return None, _("Give a mass for at least one lot.")
    chosen = {pick.lot_id for pick in picks}
    currencies = sorted({str(lot.currency) for lot in form.lots if lot.lot_id in chosen})
    if len(currencies) > 1:
        return None, _("One quote is in one currency, these lots are in %(currencies)s. Take some out.") % {
            "currencies": ", ".join(currencies)
        }
    try:
        made = quote(
            quote_id=new_id(),
            organization_id=organization.pk,
            person_id=person.pk,
            basket=Basket(picks=picks, currency=currencies[0]),
            request_id=f"try-{new_id()}" if is_dry_run else str(form.cleaned_data["request_id"]),
            at=datetime.now(UTC),
            new_id=new_id,
            is_dry_run=is_dry_run,
        )
    except Exception as error:
        if find_problem(exception=error) is None:
            raise
        return None, refusal_words(refusal=error)
    return made, ""


def _wanted(*, request: HttpRequest, form: BasketForm) -> dict[UUID, int]:
    """Return the masses as posted, or as the basket keeps them; lots that are not for sale are left out."""
    masses = form.masses() if form.is_bound else _masses(request=request)
    on_sale = {lot.lot_id for lot in form.lots}
    return {lot_id: kg for lot_id, kg in masses.items() if lot_id in on_sale}


def _rows(*, lots: tuple[LotState, ...], form: BasketForm) -> list[dict[str, object]]:
    language = current_language()
    return [
        {
            "lot": lot,
            "text": show_id(prefix="lot", id=lot.lot_id),
            "facts": read_lot_facts(facts=lot.facts, language=language),
            "field": form[form.name_of(lot_id=lot.lot_id)],
        }
        for lot in lots
    ]
