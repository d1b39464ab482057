"""What is done to a lot from its page: price, sale, hold, status, split, cancellation. Each act once, by one person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import uuid5

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truetonne.edge.formats import money_text
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.values import CancelReason
from truetonne.supply.actions import lot_acts
from truetonne.supply.actions.listing import set_price
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.standings import record_project_status
from truetonne.supply.forms import RequestForm
from truetonne.supply.lot_forms import CancelForm, PriceForm, ReasonForm, SplitForm, StandingForm
from truetonne.supply.registry_records.vocabulary import Standing
from truetonne.supply.views.acting import do
from truetonne.supply.views.lot_page import render_lot, tonnes_words
from truetonne.supply.views.office_lots import find_lot
from truetonne.supply.words import STANDING_WORDS


@staff(Role.SUPPLY, Role.FINANCE)
@require_POST
def price(request: HttpRequest, lot: str) -> HttpResponse:
    """Set what a tonne of the lot costs, part by part."""
    form = PriceForm(request.POST)
    lot_id = find_lot(text=lot).lot.lot_id

    def act(by: By) -> str:
        currency, parts = str(form.cleaned_data["currency"]), form.price()
        set_price(
            price_id=new_id(),
            lot_id=lot_id,
            currency=currency,
            price=parts,
            source=str(form.cleaned_data["source"]),
            person_id=by.person_id,
            request_id=by.request_id,
            at=by.at,
        )
        said = money_text(minor=parts.total, currency=currency, language=current_language())
        return _("A tonne costs %(price)s: the sum of its parts, and nothing else.") % {"price": said}

    return _answer(request, lot=lot, name="price", form=form, act=act, field_of={"PriceSourceMissing": "source"})


@staff(Role.SUPPLY)
@require_POST
def put_on_sale(request: HttpRequest, lot: str) -> HttpResponse:
    """List a lot that is reviewed and priced."""
    form = RequestForm(request.POST, auto_id="list_%s")
    lot_id = find_lot(text=lot).lot.lot_id

    def act(by: By) -> str:
        lot_acts.put_on_sale(lot_id=lot_id, by=by)
        return _("The lot is on sale.")

    return _answer(request, lot=lot, name="list", form=form, act=act)


@staff(Role.SUPPLY)
@require_POST
def take_off_sale(request: HttpRequest, lot: str) -> HttpResponse:
    """Unlist a lot, with the reason."""
    form = ReasonForm(request.POST, auto_id="unlist_%s")
    lot_id = find_lot(text=lot).lot.lot_id

    def act(by: By) -> str:
        lot_acts.take_off_sale(lot_id=lot_id, reason=str(form.cleaned_data["reason"]), by=by)
        return _("The lot is off sale. What was reserved before can still be delivered.")

    return _answer(request, lot=lot, name="unlist", form=form, act=act)


@staff(Role.SUPPLY, Role.REVIEWER)
@require_POST
def hold(request: HttpRequest, lot: str) -> HttpResponse:
    """Stop a whole lot."""
    form = ReasonForm(request.POST, auto_id="hold_%s")
    lot_id = find_lot(text=lot).lot.lot_id

    def act(by: By) -> str:
        state = lot_acts.hold_lot(lot_id=lot_id, reason=str(form.cleaned_data["reason"]), by=by)
        return _("The lot is on hold: %(held)s are stopped.") % {"held": tonnes_words(kg=state.held_kg)}

    return _answer(request, lot=lot, name="hold", form=form, act=act)


@staff(Role.SUPPLY)
@require_POST
def release(request: HttpRequest, lot: str) -> HttpResponse:
    """End a hold."""
    form = ReasonForm(request.POST, auto_id="release_%s")
    lot_id = find_lot(text=lot).lot.lot_id

    def act(by: By) -> str:
        lot_acts.release_lot(lot_id=lot_id, reason=str(form.cleaned_data["reason"]), by=by)
        return _("The hold is ended. The lot is on sale again when somebody lists it.")

    return _answer(request, lot=lot, name="release", form=form, act=act)


@staff(Role.SUPPLY)
@require_POST
def judge_status(request: HttpRequest, lot: str) -> HttpResponse:
    """Record what the project's registry status means, with the evidence."""
    form = StandingForm(request.POST, auto_id="status_%s")
    holding = find_lot(text=lot).holding

    def act(by: By) -> str:
        assert holding is not None
        standing = Standing(form.cleaned_data["standing"])
        record_project_status(
            judgement_id=new_id(),
            project_id=holding.project_id,
            standing=standing,
            evidence=str(form.cleaned_data["evidence"]),
            person_id=by.person_id,
            request_id=by.request_id,
            at=by.at,
        )
        return _("The finding is recorded: %(means)s.") % {"means": STANDING_WORDS[standing]}

    if holding is None:
        return redirect("supply:office_lot", lot=lot)
    return _answer(request, lot=lot, name="status", form=form, act=act, field_of={"EvidenceMissing": "evidence"})


@staff(Role.SUPPLY)
@require_POST
def split(request: HttpRequest, lot: str) -> HttpResponse:
    """Cut the lot's unused tail."""
    form = SplitForm(request.POST, auto_id="split_%s")
    lot_id = find_lot(text=lot).lot.lot_id

    def act(by: By) -> str:
        # The same form makes the same lot, however often it is sent.
        new_lot_id = uuid5(lot_id, by.request_id)
        head, tail = lot_acts.split_lot(
            lot_id=lot_id, at_serial=int(form.cleaned_data["at_serial"]), new_lot_id=new_lot_id, by=by
        )
        return _("The lot is split: %(head)s stay, %(tail)s are lot %(lot)s.") % {
            "head": tonnes_words(kg=head.issued_kg),
            "tail": tonnes_words(kg=tail.issued_kg),
            "lot": show_id(prefix="lot", id=tail.lot_id),
        }

    fields = {"CutInUse": "at_serial", "NotASerialBoundary": "at_serial"}
    return _answer(request, lot=lot, name="split", form=form, act=act, field_of=fields)


@staff(Role.SUPPLY)
@require_POST
def cancel(request: HttpRequest, lot: str) -> HttpResponse:
    """Cancel the lot's next unused units. Cannot be undone."""
    form = CancelForm(request.POST, auto_id="cancel_%s")
    lot_id = find_lot(text=lot).lot.lot_id

    def act(by: By) -> str:
        given = form.cleaned_data
        cancelled = lot_acts.cancel_units(
            lot_id=lot_id,
            kg=int(given["kg"]),
            reason=CancelReason(given["reason"]),
            note=str(given["note"]),
            by=by,
        )
        return _("Cancelled for good: %(kg)s.") % {"kg": tonnes_words(kg=cancelled.kg)}

    fields = {"InsufficientStock": "kg", "QuantityNotPositive": "kg", "CancelNoteTooLong": "note"}
    return _answer(request, lot=lot, name="cancel", form=form, act=act, field_of=fields)


def _answer(
    request: HttpRequest,
    *,
    lot: str,
    name: str,
    form: forms.Form,
    act: Callable[[By], str],
    field_of: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Do the act and go back to the lot, or show the lot with what is wrong beside the act's form."""
    if do(request, form=form, act=act, field_of=field_of):
        return redirect("supply:office_lot", lot=lot)
    return render_lot(request, found=find_lot(text=lot), bound={name: form})
