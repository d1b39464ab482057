"""Fuel insets: the catalogue's batches, one batch for everybody, a member's claim on it, and the register's part about them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.permissions import Role, member, public
from truetonne.edge.problems import find_problem
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.actions.claim_inset import InsetOrder, claim_inset, derive
from truetonne.market.documents import issue_documents
from truetonne.market.inset_facts import (
    activity_choices,
    card_of,
    side_rows,
)
from truetonne.market.inset_forms import InsetForm, beneficiary_of_organization
from truetonne.market.inset_register import page_batches, page_claims, register_totals
from truetonne.market.inset_words import SIDE_WORDS
from truetonne.market.models import TransportActivity
from truetonne.market.views.acting import buyer_organization, person_of
from truetonne.market.views.catalogue import catalogue_tabs
from truetonne.market.views.inset_refusals import inset_refusal_words
from truetonne.market.views.register import register_tabs, window_of
from truetonne.people.models import Organization
from truetonne.supply.fuels.reading import (
    ReadBatch,
    energy_facts,
    evidence_rows,
    fuel_facts,
    list_batches,
    proof_facts,
    read_batch,
)
from truetonne.supply.fuels.states import BatchState
from truetonne.supply.fuels.words import litres_text, megajoules_text
from truetonne.supply.models import FuelBatch

SIDES = {"scope-1": "SCOPE1", "scope-3": "SCOPE3"}


@public
@require_safe
def insets(request: HttpRequest) -> HttpResponse:
    """Batches that are on sale, each once, with both of its sides."""
    found = [
        each for each in list_batches(is_issued_only=True) if each.state in {BatchState.ISSUED, BatchState.USED_UP}
    ]
    context = {
        "nav_current": "catalogue",
        "tabs": catalogue_tabs(current="inset", found=None),
        "cards": [card_of(found=each) for each in found],
        "count": len(found),
    }
    return render(request, "market/insets.html", context)


@public
@require_safe
def inset(request: HttpRequest, batch: str) -> HttpResponse:
    """One batch for everybody: fuel, figures, proofs, both sides, and who claimed them."""
    found, language = _find(text=batch), current_language()
    window = window_of(request=request, name=f"claims of {found.text}", filters={})
    page, claims = page_claims(batch_id=found.batch.pk, window=window)
    context = {
        "nav_current": "catalogue",
        "found": found,
        "page": page,
        "batch": found.batch,
        "fuel": fuel_facts(found=found, language=language),
        "energy": energy_facts(found=found, language=language),
        "proof": proof_facts(found=found, language=language),
        "evidence": Table(
            caption=_("Proofs on file"), caption_hidden=True, rows=tuple(evidence_rows(found=found, language=language)),
            columns=(Column(label=_("Kind")), Column(label=_("Issuer and number")), Column(label=_("Dated")),
                     Column(label="SHA-256", mono=True)),
        ),
        "sides": side_rows(found=found),
        "claims": Table(
            caption=_("Who claimed it"), caption_hidden=True, rows=tuple(claims),
            columns=(Column(label=_("Certificate")), Column(label=_("Side")), Column(label=_("In whose name")),
                     Column(label=_("Year")), Column(label=_("Fuel"), numeric=True),
                     Column(label=_("Tonnes CO2e"), numeric=True)),
        ),
        "is_open": found.state == BatchState.ISSUED,
        "accepted": found.issue.accepted if found.issue is not None else [],
    }  # fmt: skip
    return render(request, "market/inset.html", context)


@member(Role.BUYER)
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, batch: str, side: str) -> HttpResponse:
    """Claim fuel of one side: first see what it comes to, then order."""
    found = _find(text=batch)
    if side not in SIDES:
        raise Http404("no such side")
    organization = buyer_organization(person=person_of(request))
    if organization is None:
        raise Http404("you buy for no organization")
    wanted = SIDES[side]
    activities = activity_choices(organization_id=organization.pk, scope=wanted.removeprefix("SCOPE"))
    form = InsetForm(
        request.POST if request.method == "POST" else None, activities=activities, is_scope1=wanted == "SCOPE1",
        initial={"request_id": str(new_id())} | beneficiary_of_organization(organization=organization),
    )  # fmt: skip
    derived = None
    if request.method == "POST" and form.is_valid():
        is_dry_run = "try" in request.POST
        order_id = _place(request=request, form=form, found=found, side=wanted, organization=organization)
        if order_id and not is_dry_run:
            issue_documents(at=datetime.now(UTC), new_id=new_id)
            return redirect("market:order", order=order_id)
        if not form.errors:
            derived = _derived(form=form, found=found)
    context = {
        "nav_current": "catalogue",
        "found": found,
        "batch": found.batch,
        "form": form,
        "side": side,
        "side_words": SIDE_WORDS[wanted],
        "derived": derived,
        "has_activities": bool(activities),
    }
    return render(request, "market/inset_claim.html", context, status=422 if form.errors else 200)


@public
@require_safe
def register_insets(request: HttpRequest) -> HttpResponse:
    """Insets apart from credits: each batch counted once, whatever its two sides were used for."""
    page, rows = page_batches(window=window_of(request=request, name="insets", filters={}))
    context = {
        "nav_current": "register",
        "tabs": register_tabs(current="insets"),
        "totals": register_totals(),
        "page": page,
        "table": Table(
            caption=_("Fuel batches, each counted once"), caption_hidden=True, rows=tuple(rows),
            columns=(Column(label=_("Batch")), Column(label=_("State")), Column(label=_("Fuel"), numeric=True),
                     Column(label=_("Issued, t CO2e"), numeric=True), Column(label=_("Scope 1 retired"), numeric=True),
                     Column(label=_("Scope 3 retired"), numeric=True), Column(label=_("Cancelled"), numeric=True)),
        ),
    }  # fmt: skip
    return render(request, "market/register_insets.html", context)


def _place(*, request: HttpRequest, form: InsetForm, found: ReadBatch, side: str, organization: Organization) -> str:
    """Place the order, or try it without effect; what refuses it stands beside its field."""
    given, person, order_id = form.cleaned_data, person_of(request), new_id()
    activity = TransportActivity.objects.get(pk=given["activity"], organization=organization)
    try:
        placed = claim_inset(
            quote_id=new_id(), order_id=order_id, name_id=new_id(), organization_id=organization.pk, person=person,
            asked=InsetOrder(
                batch_id=found.batch.pk, side=side, activity_id=activity.pk, claim_year=activity.year,
                tier=given.get("tier", "CARRIER"), chain=given.get("chain", ""), volume_ml=given["volume_ml"],
                energy_mj=given["energy_mj"],
            ),
            beneficiary=form.beneficiary(), is_authorized=bool(given["authorized"]),
            request_id=str(given["request_id"]), at=datetime.now(UTC), new_id=new_id, is_dry_run="try" in request.POST,
        )  # fmt: skip
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        field, words = inset_refusal_words(refusal=refusal)
        form.add_error(field if field in form.fields else None, words)
        return ""
    return show_id(prefix="ord", id=placed.order_id)


def _derived(*, form: InsetForm, found: ReadBatch) -> dict[str, object]:
    given, language = form.cleaned_data, current_language()
    one = derive(batch=found.batch, volume_ml=given["volume_ml"], energy_mj=given["energy_mj"])
    return {
        "kg": one.kg,
        "litres": litres_text(volume_ml=one.volume_ml, language=language),
        "energy": megajoules_text(energy_mj=one.energy_mj, language=language),
    }


def _find(*, text: str) -> ReadBatch:
    try:
        found = FuelBatch.objects.filter(pk=read_id(prefix="ins", text=text), issue__isnull=False).first()
    except InvalidId as error:
        raise Http404(str(error)) from None
    if found is None:
        raise Http404("no such batch")
    return read_batch(batch=found)
