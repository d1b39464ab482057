"""Unverified parameters: proposed and accepted by name in the back office, published for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, public, staff
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.acceptances import Acceptance, list_acceptances
from truetonne.supply.actions.accept_parameter import decide_parameter, propose_parameter, withdraw_parameter
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.fuel_forms import DecideForm, EndAcceptanceForm, ProposeForm
from truetonne.supply.models import ParameterProposal
from truetonne.supply.parameters import list_unverified
from truetonne.supply.views.acting import do, id_or_404, person_of, show

PREFIX = "prm"


@public
@require_safe
def parameters(request: HttpRequest) -> HttpResponse:
    """Every unverified parameter, with whether and why the operator works with it."""
    context = {"nav_current": "policy", "table": _known_table(), "history": _history_table()}
    return render(request, "supply/parameters.html", context)


@staff(Role.SUPPLY, Role.GOVERNANCE, Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def office_parameters(request: HttpRequest) -> HttpResponse:
    """Propose a parameter; see what waits for a decision, and what is accepted."""
    person = person_of(request)
    may_propose = person.has_role(Role.SUPPLY) or person.has_role(Role.GOVERNANCE)
    names = [one.name for one in list_unverified()]
    form = ProposeForm(
        request.POST if request.method == "POST" else None, names=names,
        initial={"request_id": str(new_id()), "parameter": request.GET.get("parameter", "")},
    )  # fmt: skip

    def act(by: By) -> str:
        propose_parameter(
            proposal_id=new_id(), parameter=form.cleaned_data["parameter"], reason=form.cleaned_data["reason"], by=by
        )
        return _("Proposed. A member of governance who did not propose it decides.")

    if request.method == "POST" and may_propose and do(request, form=form, act=act):
        return redirect("supply:office_parameters")
    status = 422 if form.is_bound else 200
    return _page(request, form=form if may_propose else None, status=status)


@staff(Role.GOVERNANCE)
@require_POST
def decide(request: HttpRequest, proposal: str) -> HttpResponse:
    """Accept or refuse a proposal."""
    form = DecideForm(request.POST)

    def act(by: By) -> str:
        is_accepted = form.cleaned_data["is_accepted"] == "yes"
        decide_parameter(
            proposal_id=id_or_404(prefix=PREFIX, text=proposal), is_accepted=is_accepted,
            reason=form.cleaned_data["reason"], by=by,
        )  # fmt: skip
        return _("Accepted. Results that rest on it can be issued, and say so.") if is_accepted else _("Refused.")

    if do(request, form=form, act=act):
        return redirect("supply:office_parameters")
    return _page(request, form=None, refused=form, status=422)


@staff(Role.GOVERNANCE)
@require_POST
def withdraw(request: HttpRequest, proposal: str) -> HttpResponse:
    """End an acceptance from now on."""
    form = EndAcceptanceForm(request.POST)

    def act(by: By) -> str:
        withdraw_parameter(
            proposal_id=id_or_404(prefix=PREFIX, text=proposal), reason=form.cleaned_data["reason"], by=by
        )
        return _("The acceptance has ended. What was issued under it keeps saying so.")

    if do(request, form=form, act=act):
        return redirect("supply:office_parameters")
    return _page(request, form=None, refused=form, status=422)


def _page(request: HttpRequest, *, form: ProposeForm | None, refused: object = None, status: int = 200) -> HttpResponse:
    person = person_of(request)
    is_governor = person.has_role(Role.GOVERNANCE)
    rows = ParameterProposal.objects.select_related("person", "decision__person", "decision__withdrawal")
    ordered = list(rows.order_by("parameter", "recorded_at"))
    waiting = [each for each in ordered if not hasattr(each, "decision")]
    in_force = [
        each for each in ordered
        if hasattr(each, "decision") and each.decision.is_accepted and not hasattr(each.decision, "withdrawal")
    ]  # fmt: skip
    context = {
        "form": form,
        "refused": refused,
        "waiting": [
            (each, show_id(prefix=PREFIX, id=each.pk),
             DecideForm(initial={"request_id": str(new_id())}, auto_id=f"{each.pk}_%s")
             if is_governor and each.person_id != person.pk else None)
            for each in waiting
        ],
        "accepted": [
            (each, show_id(prefix=PREFIX, id=each.pk),
             EndAcceptanceForm(initial={"request_id": str(new_id())}, auto_id=f"{each.pk}_%s") if is_governor else None)
            for each in in_force
        ],
        "table": _known_table(),
    }  # fmt: skip
    return show(request, "supply/office_parameters.html", context, status=status)


def _known_table() -> Table:
    accepted = {one.parameter: one for one in list_acceptances() if one.withdrawn_at is None}
    return Table(
        caption=_("Parameters that nobody checked against their document"),
        caption_hidden=True,
        columns=(
            Column(label=_("Parameter"), mono=True),
            Column(label=_("Value")),
            Column(label=_("Attributed to")),
            Column(label=_("Worked with")),
        ),
        rows=tuple(
            (one.name, f"{one.value} {one.unit}".strip()[:180], one.source, _accepted_words(accepted.get(one.name)))
            for one in list_unverified()
        ),
    )


def _history_table() -> Table:
    language = current_language()
    return Table(
        caption=_("Acceptances, with who proposed and who decided"),
        caption_hidden=True,
        columns=(
            Column(label=_("Parameter"), mono=True),
            Column(label=_("Reason")),
            Column(label=_("Proposed by")),
            Column(label=_("Accepted by")),
            Column(label=_("Ended")),
        ),
        rows=tuple(
            (
                one.parameter, one.reason, one.proposed_by,
                f"{one.accepted_by}, {day_text(day=one.accepted_at, language=language)}",
                "" if one.withdrawn_at is None
                else f"{day_text(day=one.withdrawn_at, language=language)}: {one.withdrawn_why}",
            )
            for one in list_acceptances()
        ),
    )  # fmt: skip


def _accepted_words(one: Acceptance | None) -> str:
    if one is None:
        return _("no: what rests on it cannot be issued")
    day = day_text(day=one.accepted_at, language=current_language())
    return _("yes, since %(day)s: %(reason)s") % {"day": day, "reason": one.reason}
