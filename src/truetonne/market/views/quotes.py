"""Ask for a quote, see it opened, and take it in somebody's name."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.permissions import Role, member
from truetonne.edge.problems import find_problem
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.values import LotState
from truetonne.market.actions.allocate import oldest_first
from truetonne.market.actions.announce_price import list_price_notices
from truetonne.market.actions.place_order import place_order
from truetonne.market.actions.quote import Basket, as_offer, quote
from truetonne.market.attribution import AttributionInvalid, AttributionRequired, AuthorizationRequired
from truetonne.market.baskets import read_basket
from truetonne.market.documents import issue_documents
from truetonne.market.explaining import explanation_sentences, list_explained_lots
from truetonne.market.forms import AttributionForm, QuoteForm
from truetonne.market.gates import closed_to, conditions_of_lots
from truetonne.market.lifetimes import lifetime_rows
from truetonne.market.lot_facts import read_lot_facts
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.market.naming import Nameable, list_nameable
from truetonne.market.price_table import build_price_table
from truetonne.market.queries import QuoteNotFound, get_quote
from truetonne.market.states import QuoteState
from truetonne.market.stock import list_lots_for_sale, require_for_sale
from truetonne.market.told import tell
from truetonne.market.values import Quoted
from truetonne.market.views.acting import buyer_organization, person_of, refusal_words
from truetonne.market.words import ORDER_STEPS
from truetonne.people.models import Organization, Person
from truetonne.rules.clocks import clocks_on
from truetonne.supply.dossier.words import CONDITION_WORDS
from truetonne.supply.queries import list_lot_ids_of_project


@member(Role.BUYER)
@require_http_methods(["GET", "POST"])
def new_quote(request: HttpRequest) -> HttpResponse:
    """Ask how much, of which lots; a quote keeps units and price for half an hour."""
    lot_ids = _wanted_lots(request=request)
    lots = tuple(lot for lot in list_lots_for_sale(lot_ids=lot_ids) if lot.is_listed and lot.price is not None)
    currencies = sorted({str(lot.currency) for lot in lots}) or ["USD"]
    form = QuoteForm(
        request.POST or None,
        currencies=currencies,
        initial={
            "request_id": str(new_id()),
            "lot": request.GET.get("lot", ""),
            "project": request.GET.get("project", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        made = _make_quote(request=request, form=form, lot_ids=lot_ids)
        if made is not None:
            return redirect("market:quote", quote=show_id(prefix="qte", id=made.quote_id))
    context = {
        "nav_current": "catalogue",
        "form": form,
        "lots": _shown(lots=lots, person=person_of(request)),
        "is_one_lot": len(lot_ids) == 1,
        "basket_count": len(read_basket(request=request)),
        "notices": _notices(lots=lots),
    }
    return render(request, "market/quote_new.html", context, status=422 if form.errors else 200)


@member(Role.BUYER)
@require_GET
def show_quote(request: HttpRequest, quote: str) -> HttpResponse:
    """The price opened, and the form that takes the quote."""
    quoted = _find_quote(request=request, text=quote)
    if quoted.order_id is not None:
        return redirect("market:order", order=show_id(prefix="ord", id=quoted.order_id))
    form = AttributionForm(
        hidden_months=_hidden_months(), nameable=_nameable(quoted=quoted), initial={"request_id": str(new_id())}
    )
    return render(request, "market/quote.html", _quote_context(quoted=quoted, form=form))


@member(Role.BUYER)
@require_POST
def take_quote(request: HttpRequest, quote: str) -> HttpResponse:
    """Place the order, or with ``try`` check everything and write nothing."""
    quoted = _find_quote(request=request, text=quote)
    person = person_of(request)
    form = AttributionForm(request.POST, hidden_months=_hidden_months(), nameable=_nameable(quoted=quoted))
    if form.is_valid():
        is_dry_run = "try" in request.POST
        order_id = new_id()
        try:
            placed = place_order(
                order_id=order_id,
                quote_id=quoted.quote_id,
                name_id=new_id(),
                organization_id=quoted.organization_id,
                person=person,
                beneficiary=form.beneficiary(),
                claim=form.claim(signer=person.name),
                is_authorized=bool(form.cleaned_data["authorized"]),
                request_id=str(form.cleaned_data["request_id"]),
                at=datetime.now(UTC),
                is_dry_run=is_dry_run,
            )
        except AttributionRequired as refusal:
            form.add_missing(refusal.missing)
        except AttributionInvalid as refusal:
            form.add_faults(refusal.faults)
        except AuthorizationRequired:
            form.add_error("authorized", _("Tick this, if it is so."))
        except Exception as refusal:
            if find_problem(exception=refusal) is None:
                raise
            form.add_error(None, refusal_words(refusal=refusal))
        else:
            if not is_dry_run:
                issue_documents(at=datetime.now(UTC), new_id=new_id, order_ids=(placed.order_id,))
                return redirect("market:order", order=show_id(prefix="ord", id=placed.order_id))
            messages.info(request, _("Every check holds. Nothing was written, no unit has moved."))
    context = _quote_context(quoted=quoted, form=form)
    return render(request, "market/quote.html", context, status=422 if form.errors else 200)


def _make_quote(*, request: HttpRequest, form: QuoteForm, lot_ids: tuple[UUID, ...]) -> Quoted | None:
    person = person_of(request)
    organization = buyer_organization(person=person)
    if organization is None:
        form.add_error(None, _("You buy for no organization."))
        return None
    minor = form.cleaned_data.get("minor")
    try:
        return quote(
            quote_id=new_id(),
            organization_id=organization.pk,
            person_id=person.pk,
            basket=Basket(
                kg=form.cleaned_data["tonnes"],
                minor=minor,
                lot_ids=lot_ids,
                currency=str(form.cleaned_data["currency"]),
            ),
            request_id=str(form.cleaned_data["request_id"]),
            at=datetime.now(UTC),
            new_id=new_id,
        )
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        form.add_error("amount" if minor is not None else "tonnes", refusal_words(refusal=refusal))
        return None


def _wanted_lots(*, request: HttpRequest) -> tuple[UUID, ...]:
    """Return the lots that the address or the form names: one lot, those of a project, or none for all."""
    given = request.POST if request.method == "POST" else request.GET
    try:
        if given.get("lot"):
            lot_ids: tuple[UUID, ...] = (read_id(prefix="lot", text=str(given["lot"])),)
        elif given.get("project"):
            project_id = read_id(prefix="prj", text=str(given["project"]))
            lot_ids = list_lot_ids_of_project(project_id=project_id)
            listed = tuple(lot.lot_id for lot in list_lots_for_sale(lot_ids=lot_ids) if lot.is_listed)
            return listed or lot_ids
        else:
            return ()
    except InvalidId as error:
        raise Http404(str(error)) from None
    if request.method == "GET":
        _require_shown(lot_ids=lot_ids)
    return lot_ids


def _require_shown(*, lot_ids: tuple[UUID, ...]) -> None:
    try:
        require_for_sale(lot_ids=lot_ids, lots=list_lots_for_sale(lot_ids=lot_ids))
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        raise Http404(refusal_words(refusal=refusal)) from None


def _find_quote(*, request: HttpRequest, text: str) -> Quoted:
    try:
        return get_quote(quote_id=read_id(prefix="qte", text=text), person=person_of(request))
    except (InvalidId, QuoteNotFound) as error:
        raise Http404(str(error)) from None


def _hidden_months() -> int:
    return clocks_on(day=datetime.now(UTC).date()).hidden_name.count


def _nameable(*, quoted: Quoted) -> tuple[Nameable, ...]:
    """Return the legal entities that the buyer's organization may order for."""
    return list_nameable(organization=Organization.objects.get(pk=quoted.organization_id))


def _notices(*, lots: tuple[LotState, ...]) -> list[dict[str, object]]:
    """Return the announced prices of these lots."""
    names = {lot.lot_id: str(lot.facts["project_name"]) for lot in lots}
    if not names:
        return []
    return [{"notice": each, "name": names[each.lot_id]} for each in list_price_notices(lot_ids=tuple(names))]


def _closed(*, person: Person, lots: tuple[LotState, ...]) -> dict[UUID, str]:
    """Return the lots that this buyer may not buy of, each with the conditions that are not met."""
    organization = buyer_organization(person=person)
    kinds = kinds_of_lots(lot_ids=[lot.lot_id for lot in lots])
    asked = conditions_of_lots(roots={lot_id: kind.root_id for lot_id, kind in kinds.items() if kind is not None})
    if organization is None or not asked:
        return {}
    closed = closed_to(organization_id=organization.pk, asked=asked, at=datetime.now(UTC))
    return {lot_id: ", ".join(str(CONDITION_WORDS.get(each, each)) for each in asked[lot_id]) for lot_id in closed}


def _shown(*, lots: tuple[LotState, ...], person: Person) -> list[dict[str, object]]:
    """Return the lots in the order in which a quote takes them."""
    language = current_language()
    by_id = {lot.lot_id: lot for lot in lots}
    closed = _closed(person=person, lots=lots)
    ordered = oldest_first(offers=[as_offer(lot=lot) for lot in lots])
    return [
        {
            "lot": by_id[offer.lot_id],
            "text": show_id(prefix="lot", id=offer.lot_id),
            "closed": closed.get(offer.lot_id, ""),
            "facts": read_lot_facts(facts=by_id[offer.lot_id].facts, language=language),
        }
        for offer in ordered
    ]


def _quote_context(*, quoted: Quoted, form: AttributionForm) -> dict[str, object]:
    named = (*(line.lot_id for line in quoted.lines), *list_explained_lots(explanation=quoted.explanation))
    lots = list_lots_for_sale(lot_ids=named)
    names = {lot.lot_id: str(lot.facts["project_name"]) for lot in lots}
    is_open = quoted.state == QuoteState.OPEN and datetime.now(UTC) < quoted.expires_at
    return {
        "nav_current": "catalogue",
        "quote": quoted,
        "quote_text": show_id(prefix="qte", id=quoted.quote_id),
        "table": build_price_table(lines=quoted.lines, names=names, currency=quoted.currency),
        "lifetimes": lifetime_rows(lines=quoted.lines),
        "told": tell(disclaimers=quoted.disclaimers, language=current_language()),
        "explanation": explanation_sentences(explanation=quoted.explanation, names=names),
        "form": form,
        "is_open": is_open,
        "steps": [str(words) for words in ORDER_STEPS],
    }
