"""The back office's contracts for later years: the list, and recording a draft."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.edge.tables import Column, Table
from truetonne.supply.actions.forwards.record_contract import (
    JurisdictionTerms,
    RemovalTerms,
    Terms,
    record_contract,
)
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards import forms, sheets
from truetonne.supply.forwards.facts import PREFIX
from truetonne.supply.forwards.reading import list_contracts
from truetonne.supply.forwards.sheets import Section
from truetonne.supply.forwards.states import LeafPath, SubstitutionRule
from truetonne.supply.forwards.values import Contract
from truetonne.supply.forwards.words import KIND_WORDS, STATE_WORDS
from truetonne.supply.models import Jurisdiction
from truetonne.supply.views.acting import do, person_of, show
from truetonne.supply.views.office_contract import READERS, crumbs, find_contract, form_page, render_contract, today_utc
from truetonne.supply.views.office_links import link

_TERMS = tuple(Terms.__dataclass_fields__)
_REMOVAL = tuple(RemovalTerms.__dataclass_fields__)


@staff(*READERS)
@require_GET
def forwards(request: HttpRequest) -> HttpResponse:
    """Every contract with its state, drafts included, and every jurisdiction."""
    columns = (
        Column(label=_("Contract")), Column(label=_("Kind")), Column(label=_("State")),
        Column(label=_("Promised"), numeric=True), Column(label=_("Outstanding"), numeric=True),
    )  # fmt: skip
    rows = tuple(
        (
            link(address=_address(contract=each), words=each.row.name, below=each.row.supplier),
            KIND_WORDS[each.row.kind], STATE_WORDS[each.state][1], sheets.tonnes(each.row.total_kg),
            sheets.tonnes(each.outstanding_kg),
        )
        for each in list_contracts(today=today_utc())
    )  # fmt: skip
    contracts = Section(
        key="contracts", title=_("Contracts"),
        table=Table(caption=_("Contracts by name"), columns=columns, rows=rows, caption_hidden=True) if rows else None,
        empty=None if rows else (_("No contract yet."), _("Record one; somebody else signs it.")),
    )  # fmt: skip
    jurisdictions = Section(
        key="jurisdictions", title=_("Jurisdictions"),
        links=tuple(
            (reverse("supply:office_jurisdiction", kwargs={"jurisdiction": show_id(prefix="jur", id=row.pk)}), row.name)
            for row in Jurisdiction.objects.order_by("name")
        ),
    )  # fmt: skip
    buttons = (
        (reverse("supply:office_new_forward", kwargs={"kind": "removal"}), _("Record a removal contract")),
        (reverse("supply:office_new_forward", kwargs={"kind": "jurisdictional"}), _("Record a LEAF contract")),
        (reverse("supply:office_new_jurisdiction"), _("Record a jurisdiction")),
    )
    context = {
        "heading": _("Bought ahead"), "here": _("Bought ahead"), "crumbs": crumbs()[:1], "office_here": "forwards",
        "sections": [contracts, jurisdictions], "buttons": buttons if person_of(request).has_role(Role.SUPPLY) else (),
        "lede": _("Promises of later years, from the draft to the last delivery. None of them is a unit."),
    }  # fmt: skip
    return show(request, "supply/sheet.html", context)


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_forward(request: HttpRequest, kind: str) -> HttpResponse:
    """Record a contract's terms as a draft."""
    if kind not in ("removal", "jurisdictional"):
        raise Http404(kind)
    data = request.POST if request.method == "POST" else None
    initial = {"request_id": str(new_id()), "currency": "USD", "deposit_minor": "0"}
    form: forms.ContractForm
    if kind == "removal":
        form = forms.RemovalForm(data, initial=initial)
    else:
        named = [(str(row.pk), row.name) for row in Jurisdiction.objects.order_by("name")]
        form = forms.PoolForm(data, jurisdictions=named, initial=initial)
    contract_id = new_id()
    fields = {
        "OilRecoveryExcluded": "storage", "NotWholeTonnes": "total_kg", "TermRunsBackward": "last_year",
    }  # fmt: skip
    if data is not None and do(
        request, form=form, act=lambda by: _record(form=form, contract_id=contract_id, by=by), field_of=fields
    ):
        return redirect("supply:office_forwards")
    title = _("Record a removal contract") if kind == "removal" else _("Record a LEAF contract")
    return form_page(request, title=title, form=form, lede=_("It stays a draft until somebody else signs it."))


@staff(*READERS)
@require_GET
def forward(request: HttpRequest, forward: str) -> HttpResponse:
    """One contract with its members' names, and what can be done with it now."""
    return render_contract(request, contract=find_contract(text=forward), bound={})


def _record(*, form: forms.ContractForm, contract_id: UUID, by: By) -> str:
    given = form.cleaned_data
    terms = {name: given[name] for name in _TERMS if name in given}
    terms["substitution"] = SubstitutionRule(given.get("substitution", SubstitutionRule.NONE))
    specific: RemovalTerms | JurisdictionTerms
    if isinstance(form, forms.RemovalForm):
        specific = RemovalTerms(**{name: given[name] for name in _REMOVAL})
    else:
        specific = JurisdictionTerms(
            jurisdiction_id=UUID(given["jurisdiction_id"]), leaf_path=LeafPath(given["leaf_path"])
        )
    row = record_contract(contract_id=contract_id, terms=Terms(**terms), specific=specific, by=by)
    if row.is_capacity_flagged:
        return _(
            "The draft is on record. Its capacity is beyond what is plausible for the pathway: it is signed only with a"
            " reason and a source."
        )
    return _("The draft is on record. Somebody else signs it.")


def _address(*, contract: Contract) -> str:
    return reverse("supply:office_forward", kwargs={"forward": show_id(prefix=PREFIX, id=contract.row.pk)})
