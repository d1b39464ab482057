"""Ending a contract before it is fulfilled: what is outstanding lapses, what was delivered stays."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from truetonne.edge.requests import fingerprint
from truetonne.supply.actions.forwards.keeping import (
    find_answer,
    lock_contract,
    note_contract,
    require_state,
    require_text,
)
from truetonne.supply.actions.forwards.schedule_tonnes import OPEN
from truetonne.supply.actions.forwards.telling import Notice, mail_members
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards.states import ContractState
from truetonne.supply.models import ContractEnd


def end_contract(*, end_id: UUID, contract_id: UUID, reason: str, by: By) -> ContractEnd:
    """Terminate a contract with its reason. Cannot be undone. Called by supply staff.

    Raises SourceMissing, ContractStateConflict, RequestReused.
    """
    input_hash = fingerprint(verb="end_contract", given=(contract_id, reason, by.person_id))
    first = find_answer(model=ContractEnd, request_id=by.request_id, input_hash=input_hash)
    if first is not None:
        return first
    require_text(texts={"reason": reason})
    with transaction.atomic():
        contract = lock_contract(contract_id=contract_id, by=by)
        require_state(state=contract.state, allowed=(ContractState.DRAFT, *OPEN))
        row = ContractEnd.objects.create(
            id=end_id, contract_id=contract_id, reason=reason, person_id=by.person_id, request_id=by.request_id,
            input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        lapsed = {"reason": reason, "lapsed_kg": contract.outstanding_kg}
        event = "offtake.ended" if contract.standing.is_signed else ""
        note_contract(act="terminated", contract_id=contract_id, by=by, facts=lapsed, event=event)
        mail_members(what=Notice.ENDED, contract=contract)
    return row
