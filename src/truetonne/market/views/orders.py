"""The buyer's orders: a list, one order, and its cancellation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truetonne.edge.formats import day_text, instant_text, tonnes_text
from truetonne.edge.identifiers import InvalidId, read_id, short_code, show_id
from truetonne.edge.paging import InvalidCursor, InvalidLimit, Page, cut, read_window
from truetonne.edge.parties import country_name
from truetonne.edge.permissions import Role, member
from truetonne.edge.problems import find_problem
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.actions.cancel_order import cancel_order as cancel
from truetonne.market.certificates import read_certificate
from truetonne.market.claim_text import draft_claim_text
from truetonne.market.documents import list_documents, number_text
from truetonne.market.explaining import explanation_sentences, list_explained_lots
from truetonne.market.fulfillment import read_fulfillment
from truetonne.market.gateways import list_gateways
from truetonne.market.inset_facts import inset_order_facts
from truetonne.market.lifetimes import lifetime_rows
from truetonne.market.lot_facts import read_lot_facts
from truetonne.market.models import CancellationNotice, DocumentKind, Order
from truetonne.market.order_money import read_money
from truetonne.market.price_table import build_price_table
from truetonne.market.queries import (
    OrderNotFound,
    get_order,
    is_name_confirmed,
    list_deliveries,
    list_payments,
    read_quote,
)
from truetonne.market.querysets import OrderQuerySet
from truetonne.market.states import TRANSITIONS, OrderState
from truetonne.market.stock import list_lots_for_sale
from truetonne.market.timelines import order_timeline
from truetonne.market.told import tell
from truetonne.market.values import Delivered
from truetonne.market.views.acting import person_of, refusal_words
from truetonne.market.words import ORDER_STEPS, PURPOSE_WORDS, STATE_WORDS, STEP_OF_STATE
from truetonne.rules.clocks import clocks_on


@member()
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """Orders that this person may see, newest first."""
    person = person_of(request)
    page = list_page(request=request, rows=Order.objects.visible_to(person), place="market:order")
    names = dict.fromkeys(m.organization.name for m in person.list_memberships())
    context = {"nav_current": "orders", "page": page, "organizations": ", ".join(names)}
    return render(request, "market/orders.html", context)


def list_page(*, request: HttpRequest, rows: OrderQuerySet, place: str) -> Page[dict[str, object]]:
    """Return one page of orders, newest first, each with the address of its page at ``place``."""
    try:
        window = read_window(
            list_name="orders", limit=None, after=request.GET.get("after"), before=request.GET.get("before")
        )
    except (InvalidCursor, InvalidLimit) as error:
        raise Http404(str(error)) from None
    rows = rows.select_related("quote", "beneficiary", "organization")
    if window.after is not None:
        rows = rows.filter(pk__lt=UUID(str(window.after[0])))
    if window.before is not None:
        rows = rows.filter(pk__gt=UUID(str(window.before[0])))
    found = list(rows.order_by("pk" if window.is_backward else "-pk")[: window.fetch])
    return cut(
        rows=[_row(order=order, place=place) for order in found],
        window=window,
        position=lambda row: (str(row["id"]),),
    )


@member()
@require_GET
def show_order(request: HttpRequest, order: str) -> HttpResponse:
    """One order: where it stands, what it costs, whose name it bears, what was delivered."""
    return render(request, "market/order.html", _context(request=request, order=_find(request=request, text=order)))


@member(Role.BUYER)
@require_POST
def cancel_order(request: HttpRequest, order: str) -> HttpResponse:
    """Cancel within the buyer's window."""
    found = _find(request=request, text=order)
    try:
        cancel(
            order_id=found.pk,
            person_id=person_of(request).pk,
            is_staff=False,
            reason="REQUESTED",
            request_id=f"cancel-{found.pk}",
            at=datetime.now(UTC),
        )
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        messages.error(request, refusal_words(refusal=refusal))
    else:
        messages.info(request, _("The order is cancelled; its units are on sale again."))
    return redirect("market:order", order=order)


def _row(*, order: Order, place: str) -> dict[str, object]:
    return {
        "id": order.pk,
        "order": order,
        "code": short_code(prefix="ORD", id=order.pk),
        "address": reverse(place, kwargs={"order": show_id(prefix="ord", id=order.pk)}),
        "state": STATE_WORDS[order.state],
    }


def _find(*, request: HttpRequest, text: str) -> Order:
    try:
        return get_order(order_id=read_id(prefix="ord", text=text), person=person_of(request))
    except (InvalidId, OrderNotFound) as error:
        raise Http404(str(error)) from None


def _context(*, request: HttpRequest, order: Order) -> dict[str, object]:
    person, at = person_of(request), datetime.now(UTC)
    quoted = read_quote(quote=order.quote)
    named = (*(line.lot_id for line in quoted.lines), *list_explained_lots(explanation=quoted.explanation))
    lots = list_lots_for_sale(lot_ids=named)
    names = {lot.lot_id: str(lot.facts["project_name"]) for lot in lots}
    deliveries = list_deliveries(order_id=order.pk)
    decided = is_name_confirmed(name=order.beneficiary)
    cancel_until = order.effective_at + clocks_on(day=order.effective_at.date()).cancel_window.span
    can_cancel = OrderState.CANCELLED in TRANSITIONS[OrderState(order.state)]
    order_text = show_id(prefix="ord", id=order.pk)
    notice = CancellationNotice.objects.filter(order_id=order.pk).first()
    return {
        "nav_current": "orders",
        "order": order,
        "order_text": order_text,
        "code": short_code(prefix="ORD", id=order.pk),
        "quote": quoted,
        "says": order_says(state=OrderState(order.state)),
        "table": build_price_table(lines=quoted.lines, names=names, currency=quoted.currency),
        "told": tell(disclaimers=quoted.disclaimers, language=current_language()),
        "explanation": explanation_sentences(explanation=quoted.explanation, names=names),
        "inset": inset_order_facts(quote_id=order.quote_id),
        "lifetimes": lifetime_rows(lines=quoted.lines),
        "steps": [str(words) for words in ORDER_STEPS],
        "current_step": STEP_OF_STATE[order.state],
        "claims": claim_rows(deliveries=deliveries, today=at.date()),
        "fulfillment": fulfillment_rows(order=order),
        "delays": list(order.delays.order_by("-effective_at")[:1]),
        "deliveries": [
            {
                "delivery": each,
                "address": reverse(
                    "market:certificate", kwargs={"certificate": show_id(prefix="crt", id=each.certificate_id)}
                ),
            }
            for each in deliveries
        ],
        "delivered_kg": sum(each.kg for each in deliveries),
        "attribution": attribution_facts(order=order),
        "timeline": order_timeline(order=order),
        "name_state": {None: "review", True: "confirmed", False: "refused"}[decided],
        "name_reason": order.beneficiary.decision.reason if decided is False else "",
        "may_cancel": can_cancel and (at < cancel_until or notice is not None) and person.has_role(Role.BUYER),
        "cancel_until": None if notice else cancel_until,
        "notice": notice,
        "money": read_money(order=order),
        "payments": list_payments(order_id=order.pk),
        "documents": document_rows(order=order),
        "gateways": list_gateways() if order.state == OrderState.AWAITING_FUNDS and person.has_role(Role.BUYER) else (),
        "office_address": reverse("market:office_order", kwargs={"order": order_text})
        if person.is_operator_staff()
        else "",
    }


def claim_rows(*, deliveries: Sequence[Delivered], today: date) -> list[dict[str, object]]:
    """Return the text that may be quoted of each certificate of an order."""
    rows: list[dict[str, object]] = []
    for each in deliveries:
        handed = read_certificate(certificate_id=each.certificate_id, today=today)
        draft = draft_claim_text(handed=handed, language=current_language(), today=today)
        if draft is not None:
            rows.append({"code": each.short_code, "draft": draft})
    return rows


def fulfillment_rows(*, order: Order) -> list[dict[str, object]]:
    """Return ordered beside delivered, one row a line, with the lot's project, supplier, place and registry."""
    language = current_language()
    return [
        {
            "found": each,
            "facts": read_lot_facts(facts=each.facts, language=language),
            "ordered": read_lot_facts(facts=each.ordered_facts, language=language),
            "registry": str(each.facts.get("registry", "")),
            "address": ""
            if each.certificate_id is None
            else reverse("market:certificate", kwargs={"certificate": show_id(prefix="crt", id=each.certificate_id)}),
        }
        for each in read_fulfillment(order=order)
    ]


def document_rows(*, order: Order) -> list[dict[str, object]]:
    """Return an order's invoice and credit notes, each with the address of its PDF."""
    order_text = show_id(prefix="ord", id=order.pk)
    rows: list[dict[str, object]] = []
    for document in list_documents(order_id=order.pk):
        number = number_text(document=document)
        rows.append(
            {
                "document": document,
                "number": number,
                "is_credit_note": document.kind == DocumentKind.CREDIT_NOTE,
                "address": reverse("market:document", kwargs={"order": order_text, "number": number}),
            }
        )
    return rows


def order_says(*, state: OrderState) -> str:
    """Return what is so now and what comes next, in one or two sentences."""
    said = {
        OrderState.AWAITING_FUNDS: _(
            "The units are kept for you. Nothing is retired before your payment is confirmed."
        ),
        OrderState.CONFIRMED: _("Your payment is confirmed. The units are retired next, in this name and for good."),
        OrderState.PARTIALLY_DELIVERED: _("A part is retired for good; the rest follows."),
        OrderState.RETIRED: _("Retired for good. The certificates are public and anyone can check them."),
        OrderState.CANCELLED: _("Cancelled. The units are on sale again."),
        OrderState.EXPIRED: _("The payment did not arrive in time. The units are on sale again."),
        OrderState.FAILED: _("The registry refused. The units are on sale again and your money goes back."),
    }
    return said.get(state, "")


def attribution_facts(*, order: Order) -> list[tuple[str, object]]:
    """Return whose name an order bears and what it is for, as pairs for a list of facts."""
    name, language = order.beneficiary, current_language()
    period = str(order.claim_year or "")
    if order.period_start is not None and order.period_end is not None:
        period = _("%(start)s until before %(end)s") % {
            "start": day_text(day=order.period_start, language=language),
            "end": day_text(day=order.period_end, language=language),
        }
    hidden = order.hidden_until
    return [
        (_("Name on the certificate"), name.display_name),
        (_("Legal name"), name.legal_name),
        (_("LEI"), name.lei),
        (_("Registration number"), name.registration_number),
        (_("Web domain"), name.domain),
        (_("Country"), country_name(code=name.country)),
        (_("Name hidden until"), day_text(day=hidden, language=language) if hidden else _("not hidden")),
        (_("Purpose"), PURPOSE_WORDS[order.purpose]),
        (_("Inventory year or period"), period),
        (_("Country of the emissions"), country_name(code=order.claim_country) if order.claim_country else ""),
        (_("Scope"), order.claim_scope),
        (_("Public note"), order.note),
        (_("Inventory line"), order.inventory_line),
        *(
            (
                _("Allocated"),
                _("%(mass)s: %(entity)s, %(year)s, scope %(scope)s %(line)s")
                % {
                    "mass": tonnes_text(kg=each.kg, language=language),
                    "entity": each.entity,
                    "year": each.inventory_year,
                    "scope": each.scope,
                    "line": each.inventory_line,
                },
            )
            for each in order.allocations.order_by("number")
        ),
        (_("Signed by"), order.signer),
        (_("Authorized"), instant_text(instant=order.effective_at, language=language, seconds=False)),
    ]
