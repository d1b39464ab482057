"""The back office's orders: money that came in, the delivery, a cancellation."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truetonne.edge.formats import day_text, money_text
from truetonne.edge.identifiers import InvalidId, new_id, read_id, short_code, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.edge.problems import find_problem
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.actions.announce_cancellation import announce_cancellation
from truetonne.market.actions.cancel_order import cancel_order
from truetonne.market.actions.deliver_order import Sources, deliver_order
from truetonne.market.actions.record_payment import record_payment
from truetonne.market.actions.record_refund import record_refund
from truetonne.market.fulfillment import read_fulfillment
from truetonne.market.fulfillment_forms import DelayForm, SubstituteForm, line_choices, lot_choices
from truetonne.market.inset_facts import fuel_and_gas
from truetonne.market.models import CancellationNotice, Order
from truetonne.market.office_forms import CancelForm, DeliverForm, NoticeForm, PaymentForm, RefundForm
from truetonne.market.order_money import ENDED, read_money
from truetonne.market.price_table import build_price_table
from truetonne.market.queries import (
    OrderNotFound,
    get_order,
    is_name_confirmed,
    list_deliveries,
    list_payments,
    read_quote,
)
from truetonne.market.states import TRANSITIONS, OrderState
from truetonne.market.stock import list_lots_for_sale
from truetonne.market.timelines import order_timeline
from truetonne.market.views.acting import person_of, refusal_words
from truetonne.market.views.orders import attribution_facts, document_rows, fulfillment_rows, list_page
from truetonne.market.words import ORDER_STEPS, STATE_WORDS, STEP_OF_STATE


@staff(Role.FINANCE, Role.AUDITOR, Role.SUPPLY)
@require_GET
def office_orders(request: HttpRequest) -> HttpResponse:
    """Every order, newest first."""
    rows = Order.objects.visible_to(person_of(request))
    context = {"nav_current": "office", "page": list_page(request=request, rows=rows, place="market:office_order")}
    return render(request, "market/office_orders.html", context)


@staff(Role.FINANCE, Role.AUDITOR, Role.SUPPLY)
@require_GET
def office_order(request: HttpRequest, order: str) -> HttpResponse:
    """One order with what can be done next."""
    return _page(request=request, order=_find(text=order))


@staff(Role.FINANCE)
@require_POST
def pay_order(request: HttpRequest, order: str) -> HttpResponse:
    """Record the payment; it must be the total."""
    found = _find(text=order)
    form = PaymentForm(request.POST, currency=found.quote.currency)
    if not form.is_valid():
        return _page(request=request, order=found, payment=form)

    def pay() -> str:
        record_payment(
            payment_id=new_id(),
            order_id=found.pk,
            person_id=person_of(request).pk,
            minor=int(form.cleaned_data["amount"]),
            currency=found.quote.currency,
            reference=str(form.cleaned_data["reference"]),
            value_date=form.cleaned_data["value_date"],
            request_id=str(form.cleaned_data["request_id"]),
            at=datetime.now(UTC),
            is_difference_recorded=bool(form.cleaned_data["is_difference_recorded"]),
        )
        return _paid_words(order=_find(text=order))

    return _act(request=request, order=order, act=pay)


@staff(Role.FINANCE)
@require_POST
def refund(request: HttpRequest, order: str) -> HttpResponse:
    """Record money that went back to the buyer."""
    found = _find(text=order)
    form = RefundForm(request.POST, currency=found.quote.currency)
    if not form.is_valid():
        return _page(request=request, order=found, refund=form)

    def give_back() -> str:
        record_refund(
            payment_id=new_id(),
            order_id=found.pk,
            person_id=person_of(request).pk,
            minor=int(form.cleaned_data["amount"]),
            currency=found.quote.currency,
            reference=str(form.cleaned_data["reference"]),
            value_date=form.cleaned_data["value_date"],
            request_id=str(form.cleaned_data["request_id"]),
            at=datetime.now(UTC),
        )
        return _("The refund is recorded.")

    return _act(request=request, order=order, act=give_back)


@staff(Role.FINANCE, Role.SUPPLY)
@require_POST
def announce(request: HttpRequest, order: str) -> HttpResponse:
    """Tell the buyer ahead that the order cannot be delivered."""
    found = _find(text=order)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _page(request=request, order=found, notice=form)

    def tell() -> str:
        notice = announce_cancellation(
            order_id=found.pk,
            person_id=person_of(request).pk,
            note=str(form.cleaned_data["note"]),
            request_id=str(form.cleaned_data["request_id"]),
            at=datetime.now(UTC),
        )
        day = day_text(day=notice.effective_on, language=current_language())
        return _("The notice is given. The order may be cancelled from %(day)s.") % {"day": day}

    return _act(request=request, order=order, act=tell)


@staff(Role.FINANCE)
@require_POST
def deliver(request: HttpRequest, order: str) -> HttpResponse:
    """Retire the order's units for good."""
    found = _find(text=order)
    form = DeliverForm(request.POST, lines=line_choices(lines=read_fulfillment(order=found)))
    if not form.is_valid():
        return _page(request=request, order=found, delivery=form)

    def retire() -> str:
        at = datetime.now(UTC)
        deliveries = deliver_order(
            order_id=found.pk,
            person_id=person_of(request).pk,
            effective_at=at,
            request_id=str(form.cleaned_data["request_id"]),
            at=at,
            sources=Sources(new_id=new_id, new_salt=lambda: secrets.token_bytes(32)),
            line_ids=tuple(read_id(prefix="oln", text=text) for text in form.cleaned_data.get("lines") or ()),
        )
        codes = ", ".join(each.short_code for each in deliveries)
        return _("Retired for good: %(codes)s.") % {"codes": codes}

    return _act(request=request, order=order, act=retire)


@staff(Role.FINANCE)
@require_POST
def cancel(request: HttpRequest, order: str) -> HttpResponse:
    """Cancel before anything is retired, with the refund if it was paid."""
    found = _find(text=order)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request=request, order=found, cancellation=form)

    def undo() -> str:
        cancel_order(
            order_id=found.pk,
            person_id=person_of(request).pk,
            is_staff=True,
            reason=str(form.cleaned_data["reason"]),
            request_id=str(form.cleaned_data["request_id"]),
            at=datetime.now(UTC),
            refund_id=new_id(),
            refund_reference=str(form.cleaned_data["refund_reference"]),
            refund_date=form.cleaned_data["refund_date"],
        )
        return _("The order is cancelled; its units are on sale again.")

    return _act(request=request, order=order, act=undo)


def _paid_words(*, order: Order) -> str:
    """Return what a payment that was just recorded means for its order."""
    money, language = read_money(order=order), current_language()
    if money.missing_minor:
        missing = money_text(minor=money.missing_minor, currency=money.currency, language=language)
        return _("The payment is recorded. %(missing)s are still missing.") % {"missing": missing}
    if money.surplus_minor:
        surplus = money_text(minor=money.surplus_minor, currency=money.currency, language=language)
        return _("The payment is recorded. %(surplus)s are to go back.") % {"surplus": surplus}
    return _("The payment is recorded, the order confirmed.")


def _act(*, request: HttpRequest, order: str, act: Callable[[], str]) -> HttpResponse:
    """Do one thing and say what came of it; a refusal changes nothing and says why."""
    try:
        messages.info(request, act())
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        messages.error(request, refusal_words(refusal=refusal))
    return redirect("market:office_order", order=order)


def _find(*, text: str) -> Order:
    try:
        return get_order(order_id=read_id(prefix="ord", text=text))
    except (InvalidId, OrderNotFound) as error:
        raise Http404(str(error)) from None


def _page(
    *,
    request: HttpRequest,
    order: Order,
    payment: PaymentForm | None = None,
    delivery: DeliverForm | None = None,
    cancellation: CancelForm | None = None,
    refund: RefundForm | None = None,
    notice: NoticeForm | None = None,
) -> HttpResponse:
    quoted = read_quote(quote=order.quote)
    lots = list_lots_for_sale(lot_ids=tuple(line.lot_id for line in quoted.lines))
    names = {lot.lot_id: str(lot.facts["project_name"]) for lot in lots}
    may_write = person_of(request).has_role(Role.FINANCE)
    state = OrderState(order.state)
    decided = is_name_confirmed(name=order.beneficiary)
    money, fulfillment = read_money(order=order), read_fulfillment(order=order)
    open_lines = line_choices(lines=fulfillment)
    is_open = state in {OrderState.CONFIRMED, OrderState.PARTIALLY_DELIVERED}
    may_fulfil = is_open and any(person_of(request).has_role(role) for role in (Role.FINANCE, Role.SUPPLY))
    given = CancellationNotice.objects.filter(order_id=order.pk).first()
    is_bad = any(form is not None for form in (payment, delivery, cancellation, refund, notice))
    context = {
        "nav_current": "office",
        "order": order,
        "order_text": show_id(prefix="ord", id=order.pk),
        "code": short_code(prefix="ORD", id=order.pk),
        "quote": quoted,
        "state": STATE_WORDS[order.state],
        "says": office_says(state=state),
        "table": build_price_table(lines=quoted.lines, names=names, currency=quoted.currency),
        "steps": [str(words) for words in ORDER_STEPS],
        "current_step": STEP_OF_STATE[order.state],
        **fuel_and_gas(quote_id=order.quote_id, lines=quoted.lines),
        "attribution": attribution_facts(order=order),
        "timeline": order_timeline(order=order),
        "deliveries": [
            (each, show_id(prefix="crt", id=each.certificate_id)) for each in list_deliveries(order_id=order.pk)
        ],
        "name_state": {None: "review", True: "confirmed", False: "refused"}[decided],
        "payment": (payment or PaymentForm(currency=quoted.currency, request_id=str(new_id())))
        if may_write and (state == OrderState.AWAITING_FUNDS or state in ENDED)
        else None,
        "delivery": (delivery or DeliverForm(lines=open_lines, request_id=str(new_id())))
        if may_write and decided and is_open
        else None,
        "fulfillment": fulfillment_rows(order=order),
        "delay": DelayForm(request_id=str(new_id())) if may_fulfil else None,
        "substitute": SubstituteForm(
            lines=open_lines, lots=lot_choices(lots=list_lots_for_sale()), request_id=str(new_id())
        )
        if may_fulfil
        else None,
        "cancellation": (cancellation or CancelForm(initial={"request_id": str(new_id())}))
        if may_write and OrderState.CANCELLED in TRANSITIONS[state]
        else None,
        "refund": (refund or RefundForm(currency=quoted.currency, request_id=str(new_id())))
        if may_write and money.surplus_minor
        else None,
        "notice_form": (notice or NoticeForm(initial={"request_id": str(new_id())}))
        if may_write and given is None and state == OrderState.CONFIRMED
        else None,
        "notice": given,
        "money": money,
        "payments": list_payments(order_id=order.pk),
        "documents": document_rows(order=order),
    }
    return render(request, "market/office_order.html", context, status=422 if is_bad else 200)


def office_says(*, state: OrderState) -> str:
    """Return what is so and what the operator does next."""
    said = {
        OrderState.AWAITING_FUNDS: _("The units are reserved. The order waits for its money."),
        OrderState.CONFIRMED: _("Paid. The units are retired next, once the name is confirmed."),
        OrderState.PARTIALLY_DELIVERED: _("A part is retired for good; the rest waits."),
        OrderState.RETIRED: _("Retired for good."),
        OrderState.CANCELLED: _("Cancelled. The units are on sale again."),
        OrderState.EXPIRED: _("Not paid in time. The units are on sale again."),
        OrderState.FAILED: _("The registry refused. The money goes back."),
    }
    return said.get(state, "")
