"""The back office's acts between payment and delivery: a delay is said, a line is replaced by another lot."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import InvalidId, new_id, read_id
from truetonne.edge.permissions import Role, staff
from truetonne.edge.problems import find_problem
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.actions.record_delay import record_delay
from truetonne.market.actions.substitute_line import substitute_line
from truetonne.market.fulfillment_forms import DelayForm, SubstituteForm
from truetonne.market.models import Order
from truetonne.market.queries import OrderNotFound, get_order
from truetonne.market.views.acting import person_of, refusal_words


@staff(Role.FINANCE, Role.SUPPLY)
@require_POST
def delay(request: HttpRequest, order: str) -> HttpResponse:
    """Say when the delivery is now expected, and why."""
    found = _find(text=order)
    form = DelayForm(request.POST)
    if not form.is_valid():
        return _told(request=request, order=order, words=_first_error(form), is_error=True)
    try:
        made = record_delay(
            delay_id=new_id(),
            order_id=found.pk,
            person_id=person_of(request).pk,
            expected_on=form.cleaned_data["expected_on"],
            reason=str(form.cleaned_data["reason"]),
            request_id=str(form.cleaned_data["request_id"]),
            at=datetime.now(UTC),
        )
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        return _told(request=request, order=order, words=refusal_words(refusal=refusal), is_error=True)
    day = day_text(day=made.expected_on, language=current_language())
    words = _("The delay is recorded; the buyer sees %(day)s.") % {"day": day}
    return _told(request=request, order=order, words=words)


@staff(Role.FINANCE, Role.SUPPLY)
@require_POST
def substitute(request: HttpRequest, order: str) -> HttpResponse:
    """Let another lot take the place of an open line."""
    found = _find(text=order)
    form = SubstituteForm(request.POST)
    if not form.is_valid():
        return _told(request=request, order=order, words=_first_error(form), is_error=True)
    try:
        made = substitute_line(
            order_id=found.pk,
            line_id=read_id(prefix="oln", text=str(form.cleaned_data["line"])),
            lot_id=read_id(prefix="lot", text=str(form.cleaned_data["lot"])),
            person_id=person_of(request).pk,
            reason=str(form.cleaned_data["reason"]),
            request_id=str(form.cleaned_data["request_id"]),
            at=datetime.now(UTC),
            new_id=new_id,
        )
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        return _told(request=request, order=order, words=refusal_words(refusal=refusal), is_error=True)
    words = _("The line is replaced; its units are kept.")
    if made.saved_minor:
        words = _("The line is replaced; a credit note over the difference is issued.")
    return _told(request=request, order=order, words=words)


def _first_error(form: DelayForm | SubstituteForm) -> str:
    field, errors = next(iter(form.errors.items()))
    return f"{form.fields[field].label}: {errors[0]}" if field in form.fields else str(errors[0])


def _told(*, request: HttpRequest, order: str, words: str, is_error: bool = False) -> HttpResponse:
    (messages.error if is_error else messages.info)(request, words)
    return redirect("market:office_order", order=order)


def _find(*, text: str) -> Order:
    try:
        return get_order(order_id=read_id(prefix="ord", text=text))
    except (InvalidId, OrderNotFound) as error:
        raise Http404(str(error)) from None
