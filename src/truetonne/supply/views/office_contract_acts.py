"""What the back office does to a contract: signing, scheduling, committing, delivering, stopping, ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.supply.actions.forwards.commit_tonnes import commit_tonnes
from truetonne.supply.actions.forwards.end_contract import end_contract
from truetonne.supply.actions.forwards.hold_contract import hold_contract, release_contract
from truetonne.supply.actions.forwards.receive_delivery import receive_delivery
from truetonne.supply.actions.forwards.schedule_tonnes import schedule_tonnes
from truetonne.supply.actions.forwards.sign_contract import sign_contract
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forms import RequestForm
from truetonne.supply.forwards import forms
from truetonne.supply.forwards.facts import PREFIX
from truetonne.supply.forwards.values import Contract
from truetonne.supply.views.acting import do
from truetonne.supply.views.office_contract import (
    block_choices,
    cleaned,
    find_contract,
    member_choices,
    render_contract,
)


@staff(Role.SUPPLY, Role.FINANCE)
@require_POST
def sign(request: HttpRequest, forward: str) -> HttpResponse:
    """Sign a draft that somebody else recorded."""
    form, found = forms.SignForm(request.POST, auto_id="sign_%s"), find_contract(text=forward)

    def act(by: By) -> str:
        sign_contract(signature_id=new_id(), contract_id=found.row.pk, by=by, **cleaned(form))  # type: ignore[arg-type]
        return _("The contract is signed.")

    return _answer(
        request, contract=found, name="sign", form=form, act=act, field_of={"CapacityUnexplained": "capacity_reason"}
    )


@staff(Role.SUPPLY)
@require_POST
def schedule(request: HttpRequest, forward: str) -> HttpResponse:
    """Write the first schedule, or say openly that it slips."""
    form, found = forms.ScheduleForm(request.POST, auto_id="schedule_%s"), find_contract(text=forward)

    def act(by: By) -> str:
        given = form.cleaned_data
        row = schedule_tonnes(
            schedule_id=new_id(), contract_id=found.row.pk, years=given["lines"],
            late_permille=int(given["late_percent"] * 10), reason=str(given["reason"]), by=by,
        )  # fmt: skip
        return (
            _("The schedule is on record.") if row.number == 1 else _("The slip is on record and shown to everybody.")
        )

    fields = {
        "ScheduleDoesNotAddUp": "lines", "YearOutsideTerm": "lines", "ImplausibleValue": "lines",
        "SourceMissing": "reason",
    }  # fmt: skip
    return _answer(request, contract=found, name="schedule", form=form, act=act, field_of=fields)


@staff(Role.SUPPLY)
@require_POST
def commit(request: HttpRequest, forward: str) -> HttpResponse:
    """Record what a member will take."""
    form, found = (
        forms.CommitForm(request.POST, members=member_choices(), auto_id="commit_%s"),
        find_contract(text=forward),
    )

    def act(by: By) -> str:
        given = form.cleaned_data
        commit_tonnes(
            commitment_id=new_id(), contract_id=found.row.pk, organization_id=UUID(given["organization_id"]),
            kg=int(given["kg"]), agreed_on=given["agreed_on"], by=by,
        )  # fmt: skip
        return _("The commitment is on record.")

    fields = {"CommitmentsExceedContract": "kg", "NotWholeTonnes": "kg", "AlreadyCommitted": "organization_id"}
    return _answer(request, contract=found, name="commit", form=form, act=act, field_of=fields)


@staff(Role.SUPPLY)
@require_POST
def deliver(request: HttpRequest, forward: str) -> HttpResponse:
    """Name a block of ours as what came for the contract."""
    form, found = (
        forms.DeliverForm(request.POST, blocks=block_choices(), auto_id="deliver_%s"),
        find_contract(text=forward),
    )

    def act(by: By) -> str:
        given = form.cleaned_data
        receive_delivery(
            delivery_id=new_id(), contract_id=found.row.pk, holding_id=UUID(given["holding_id"]),
            delivered_on=given["delivered_on"], is_substitute=bool(given["is_substitute"]),
            source=str(given["source"]), by=by,
        )  # fmt: skip
        return _("The delivery is on record, and shared out where members committed.")

    fields = {
        "DurabilityTooShort": "holding_id", "BlockInUse": "holding_id", "DeliveredBeyondContract": "holding_id",
        "NotSubstitutable": "is_substitute",
    }  # fmt: skip
    return _answer(request, contract=found, name="deliver", form=form, act=act, field_of=fields)


@staff(Role.SUPPLY)
@require_POST
def hold(request: HttpRequest, forward: str) -> HttpResponse:
    """Stop a contract, or let a stopped one go on."""
    form, found = forms.HoldForm(request.POST, auto_id="hold_%s"), find_contract(text=forward)
    verb = release_contract if found.hold is not None else hold_contract

    def act(by: By) -> str:
        verb(hold_id=new_id(), contract_id=found.row.pk, by=by, **cleaned(form))  # type: ignore[arg-type]
        return _("The hold is ended.") if found.hold is not None else _("The contract is on legal hold.")

    return _answer(request, contract=found, name="hold", form=form, act=act)


@staff(Role.SUPPLY)
@require_POST
def end(request: HttpRequest, forward: str) -> HttpResponse:
    """Terminate a contract."""
    form, found = forms.EndForm(request.POST, auto_id="end_%s"), find_contract(text=forward)

    def act(by: By) -> str:
        end_contract(end_id=new_id(), contract_id=found.row.pk, by=by, **cleaned(form))  # type: ignore[arg-type]
        return _("The contract is terminated; what was delivered stays.")

    return _answer(request, contract=found, name="end", form=form, act=act)


def _answer(
    request: HttpRequest, *, contract: Contract, name: str, form: RequestForm, act: Callable[[By], str],
    field_of: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Do the act and go back to the contract, or show it with what is wrong beside the act's form."""
    if do(request, form=form, act=act, field_of=field_of):
        return redirect("supply:office_forward", forward=show_id(prefix=PREFIX, id=contract.row.pk))
    return render_contract(request, contract=contract, bound={name: form}, status=422)
