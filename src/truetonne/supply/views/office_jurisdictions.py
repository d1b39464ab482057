"""The back office's jurisdictions: recorded once, and what is stated of their corresponding adjustment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role, staff
from truetonne.supply.actions.forwards.record_jurisdiction import (
    JurisdictionFacts,
    PoolPart,
    record_jurisdiction,
    state_adjustment,
)
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards import forms
from truetonne.supply.forwards.sheets import Section
from truetonne.supply.forwards.states import AdjustmentState
from truetonne.supply.views.acting import do, person_of, show
from truetonne.supply.views.forwards import find_jurisdiction, jurisdiction_sections
from truetonne.supply.views.office_contract import READERS, act_list, cleaned, crumbs, form_page


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_jurisdiction(request: HttpRequest) -> HttpResponse:
    """Record a jurisdiction's programme."""
    data = request.POST if request.method == "POST" else None
    form = forms.JurisdictionForm(data, initial={"request_id": str(new_id())})
    jurisdiction_id = new_id()

    def act(by: By) -> str:
        given = cleaned(form)
        reference = form.cleaned_data["reference"]
        facts = {name: value for name, value in given.items() if name not in ("reference", "pool")}
        jurisdiction_facts = JurisdictionFacts(reference_kg=reference, project_id=None, **facts)  # type: ignore[arg-type]
        names = tuple(PoolPart.__dataclass_fields__)
        parts = [PoolPart(**dict(zip(names, part, strict=True))) for part in form.cleaned_data["pool"]]
        record_jurisdiction(jurisdiction_id=jurisdiction_id, facts=jurisdiction_facts, pool=parts, by=by)
        return _("The jurisdiction is on record.")

    if data is not None and do(request, form=form, act=act):
        return redirect("supply:office_forwards")
    return form_page(request, title=_("Record a jurisdiction"), form=form, lede="")


@staff(*READERS)
@require_http_methods(["GET", "POST"])
def jurisdiction(request: HttpRequest, jurisdiction: str) -> HttpResponse:
    """One jurisdiction, and what is known of its adjustment; supply states what is new."""
    row, may_write = find_jurisdiction(text=jurisdiction), person_of(request).has_role(Role.SUPPLY)
    data = request.POST if request.method == "POST" and may_write else None
    form = forms.AdjustmentForm(data, initial={"request_id": str(new_id())})

    def act(by: By) -> str:
        given = cleaned(form)
        state = AdjustmentState(str(given.pop("state")))
        state_adjustment(statement_id=new_id(), jurisdiction_id=row.pk, state=state, by=by, **given)  # type: ignore[arg-type]
        return _("The statement is on record.")

    if data is not None and do(request, form=form, act=act, field_of={"SourceMissing": "authorization_ref"}):
        return redirect("supply:office_jurisdiction", jurisdiction=jurisdiction)
    acts = act_list({"state": (form, _("State the adjustment"), request.path, "")}) if may_write else ()
    sections = [Section(key="acts", title=_("What can be done"), acts=acts), *jurisdiction_sections(row=row)]
    context = {
        "heading": row.name, "here": row.name, "crumbs": crumbs(), "over": row.registration,
        "sections": sections if may_write else sections[1:],
    }  # fmt: skip
    return show(request, "supply/sheet.html", context, status=422 if form.errors else 200)
