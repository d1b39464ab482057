"""Working with an unverified parameter: one person proposes it by name, a member of governance decides, anyone withdraws."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.acts import record_act
from truetonne.supply.locks import lock_subject
from truetonne.supply.models import ParameterDecision, ParameterProposal, ParameterWithdrawal
from truetonne.supply.parameters import list_unverified


class ParameterUnknown(Exception):
    """No unverified parameter has this name; carries the name."""

    code = "not_in_table"

    def __init__(self, *, parameter: str) -> None:
        super().__init__(f"{parameter} is no unverified parameter of a method")
        self.field = "parameter"
        self.value = parameter
        self.reason = "no unverified parameter of a method has this name"


class ParameterDecided(Exception):
    """A proposal was decided before, or an acceptance ended before."""

    code = "state_conflict"

    def __init__(self, *, parameter: str) -> None:
        super().__init__(f"{parameter} was decided before")
        self.parameter = parameter


class SamePersonAccepts(Exception):
    """Who proposed a parameter does not accept it."""

    code = "second_person_required"

    def __init__(self) -> None:
        super().__init__("who proposed the parameter does not accept it")


@transaction.atomic
def propose_parameter(*, proposal_id: UUID, parameter: str, reason: str, by: By) -> ParameterProposal:
    """Propose to work with an unverified parameter. Nothing is accepted yet. Called by staff of supply and governance.

    Raises ParameterUnknown, RequestReused.
    """
    input_hash = fingerprint(verb="propose_parameter", given=(parameter, reason, by.person_id))
    first = ParameterProposal.objects.filter(request_id=by.request_id).first()
    if first is not None:
        require_same_input(request_id=by.request_id, first=first.input_hash, now=input_hash)
        return first
    if parameter not in {one.name for one in list_unverified()}:
        raise ParameterUnknown(parameter=parameter)
    made = ParameterProposal.objects.create(
        pk=proposal_id, parameter=parameter, reason=reason, person_id=by.person_id, request_id=by.request_id,
        input_hash=input_hash, effective_at=by.at,
    )  # fmt: skip
    _note(act="proposed", parameter=parameter, by=by, reason=reason)
    return made


@transaction.atomic
def decide_parameter(*, proposal_id: UUID, is_accepted: bool, reason: str, by: By) -> ParameterDecision:
    """Accept or refuse a proposal. From then on results that rest on the parameter can be issued.

    Called by members of governance; never by who proposed it. Raises SamePersonAccepts, ParameterDecided.
    """
    first = ParameterDecision.objects.filter(request_id=by.request_id).first()
    if first is not None:
        return first
    lock_subject(id=proposal_id)
    proposal = ParameterProposal.objects.get(pk=proposal_id)
    if ParameterDecision.objects.filter(proposal=proposal).exists():
        raise ParameterDecided(parameter=proposal.parameter)
    if proposal.person_id == by.person_id:
        raise SamePersonAccepts
    decided = ParameterDecision.objects.create(
        proposal=proposal, is_accepted=is_accepted, reason=reason, person_id=by.person_id, request_id=by.request_id,
        effective_at=by.at,
    )  # fmt: skip
    _note(act="accepted" if is_accepted else "refused", parameter=proposal.parameter, by=by, reason=reason)
    return decided


@transaction.atomic
def withdraw_parameter(*, proposal_id: UUID, reason: str, by: By) -> ParameterWithdrawal:
    """End an acceptance from now on. What was issued under it stays, and keeps saying on what it rests.

    Called by members of governance. Raises ParameterDecided where there is no acceptance in force.
    """
    first = ParameterWithdrawal.objects.filter(request_id=by.request_id).first()
    if first is not None:
        return first
    lock_subject(id=proposal_id)
    proposal = ParameterProposal.objects.get(pk=proposal_id)
    decision = ParameterDecision.objects.filter(proposal=proposal, is_accepted=True, withdrawal=None).first()
    if decision is None:
        raise ParameterDecided(parameter=proposal.parameter)
    ended = ParameterWithdrawal.objects.create(
        decision=decision, reason=reason, person_id=by.person_id, request_id=by.request_id, effective_at=by.at
    )
    _note(act="withdrawn", parameter=proposal.parameter, by=by, reason=reason)
    return ended


def _note(*, act: str, parameter: str, by: By, reason: str) -> None:
    record_act(
        action=f"parameter.{act}", subject=parameter[:80], person_id=by.person_id, request_id=by.request_id, at=by.at,
        facts={"parameter": parameter, "reason": reason},
    )  # fmt: skip
