"""Paying through a gateway: the way there, the signed callback, and the test gateway's own page."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from truetonne.edge.identifiers import InvalidId, new_id, read_id, short_code, show_id
from truetonne.edge.permissions import Role, member, public
from truetonne.edge.problems import Problem, find_problem, problem_response
from truetonne.market.actions.take_gateway_payment import take_gateway_payment
from truetonne.market.forms import ReportForm
from truetonne.market.gateways import GatewayUnknown, PaymentGateway, WantedPayment, find_gateway
from truetonne.market.gateways.test_gateway import TestGateway, make_callback
from truetonne.market.models import Order
from truetonne.market.order_money import read_money
from truetonne.market.queries import OrderNotFound, get_order
from truetonne.market.states import OrderState
from truetonne.market.views.acting import person_of

BODY_BYTES_MAX = 65_536


@member(Role.BUYER)
@require_safe
def pay_by_gateway(request: HttpRequest, order: str, gateway: str) -> HttpResponse:
    """Send the buyer to a gateway with what is missing. A link, because a form may not lead to another host."""
    found = _find(request=request, text=order)
    if found.state != OrderState.AWAITING_FUNDS:
        return redirect("market:order", order=order)
    money = read_money(order=found)
    wanted = WantedPayment(
        order_id=found.pk,
        order_code=short_code(prefix="ORD", id=found.pk),
        minor=money.missing_minor,
        currency=money.currency,
        return_address=settings.TRUETONNE.base_url + reverse("market:order", kwargs={"order": order}),
    )
    try:
        opened = find_gateway(name=gateway)
    except GatewayUnknown as error:
        raise Http404(str(error)) from None
    return HttpResponseRedirect(opened.open_payment(wanted=wanted))


@csrf_exempt
@public
@require_POST
def gateway_callback(request: HttpRequest, gateway: str) -> HttpResponse:
    """Take a gateway's signed word that money came in. Answers 200 also to what is known already."""
    try:
        found = find_gateway(name=gateway)
        if int(request.headers.get("Content-Length") or 0) > BODY_BYTES_MAX:
            raise Problem(code="payload_too_large", facts={"bytes_max": BODY_BYTES_MAX})
        headers = {name.lower(): value for name, value in request.headers.items()}
        return _take(gateway=found, headers=headers, body=request.body)
    except Exception as refusal:
        problem = find_problem(exception=refusal)
        if problem is None:
            raise
        return problem_response(problem=problem, instance=request.path)


@member(Role.BUYER)
@require_http_methods(["GET", "POST"])
def test_gateway_page(request: HttpRequest, order: str) -> HttpResponse:
    """The sandbox's gateway: say how much is paid; a signed callback reports it."""
    if settings.TRUETONNE.livemode:
        raise Http404("the test gateway exists in a sandbox only")
    found = _find(request=request, text=order)
    money = read_money(order=found)
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        currency=money.currency,
        missing_minor=money.missing_minor,
        event=new_id().hex,
    )
    if request.method == "POST" and form.is_valid():
        headers, body = make_callback(
            event_id=str(form.cleaned_data["event"]) or new_id().hex,
            order=show_id(prefix="ord", id=found.pk),
            minor=int(form.cleaned_data["amount"]),
            currency=money.currency,
            sent_at=datetime.now(UTC),
        )
        _take(gateway=TestGateway(), headers=headers, body=body)
        return redirect("market:order", order=order)
    context = {
        "nav_current": "orders",
        "order_text": order,
        "code": short_code(prefix="ORD", id=found.pk),
        "money": money,
        "form": form,
    }
    return render(request, "market/test_gateway.html", context, status=422 if form.errors else 200)


def _take(*, gateway: PaymentGateway, headers: dict[str, str], body: bytes) -> HttpResponse:
    at = datetime.now(UTC)
    paid = gateway.read_callback(headers=headers, body=body, at=at)
    taken = take_gateway_payment(payment_id=new_id(), gateway=gateway.name, paid=paid, at=at)
    return JsonResponse({"received": True, "payment": show_id(prefix="pay", id=taken.payment_id)})


def _find(*, request: HttpRequest, text: str) -> Order:
    try:
        return get_order(order_id=read_id(prefix="ord", text=text), person=person_of(request))
    except (InvalidId, OrderNotFound) as error:
        raise Http404(str(error)) from None
