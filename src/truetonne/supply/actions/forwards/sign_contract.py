"""Signing a forward contract for the exchange: by somebody other than who wrote it down."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from truetonne.edge.requests import fingerprint
from truetonne.supply.actions.forwards.keeping import find_answer, lock_contract, note_contract, require_state
from truetonne.supply.actions.forwards.telling import Notice, mail_person
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards.states import ContractState
from truetonne.supply.models import ContractSignature


class SignerIsRecorder(Exception):
    """Who wrote a contract down cannot sign it; carries the person and the contract."""

    code = "conflict_of_interest"

    def __init__(self, *, person_id: UUID, contract_id: UUID) -> None:
        super().__init__("the person who recorded a contract cannot sign it; another person must")
        self.person_id = person_id
        self.contract_id = contract_id


class CapacityUnexplained(Exception):
    """A capacity beyond its pathway's bound is signed only with a reason and a source; carries the capacity."""

    code = "implausible_value"

    def __init__(self, *, capacity_kg_per_year: int) -> None:
        super().__init__(f"{capacity_kg_per_year} kg/yr is beyond the bound: give a reason and a source, or correct it")
        self.value = capacity_kg_per_year


def sign_contract(
    *, signature_id: UUID, contract_id: UUID, signed_on: date, capacity_reason: str, capacity_evidence: str, by: By
) -> ContractSignature:
    """Make a draft a contract. Cannot be undone; a contract ends only by fulfillment or termination.

    Called by supply and finance staff. Raises SignerIsRecorder, CapacityUnexplained, ContractStateConflict,
    RequestReused. Source: features reference DA-2 (a second person and a source).
    """
    asked = (contract_id, signed_on, capacity_reason, capacity_evidence, by.person_id)
    input_hash = fingerprint(verb="sign_contract", given=asked)
    first = find_answer(model=ContractSignature, request_id=by.request_id, input_hash=input_hash)
    if first is not None:
        return first
    with transaction.atomic():
        contract = lock_contract(contract_id=contract_id, by=by)
        require_state(state=contract.state, allowed=(ContractState.DRAFT,))
        if contract.row.person_id == by.person_id:
            raise SignerIsRecorder(person_id=by.person_id, contract_id=contract_id)
        is_explained = bool(capacity_reason.strip() and capacity_evidence.strip())
        if contract.row.is_capacity_flagged and not is_explained:
            raise CapacityUnexplained(capacity_kg_per_year=contract.row.capacity_kg_per_year or 0)
        row = ContractSignature.objects.create(
            id=signature_id, contract_id=contract_id, signed_on=signed_on, capacity_reason=capacity_reason,
            capacity_evidence=capacity_evidence, person_id=by.person_id, request_id=by.request_id,
            input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        facts = {
            "signed_on": signed_on.isoformat(), "kind": contract.row.kind, "name": contract.row.name,
            "total_kg": contract.row.total_kg,
        }  # fmt: skip
        note_contract(act="signed", contract_id=contract_id, by=by, facts=facts, event="offtake.signed")
        mail_person(what=Notice.SIGNED, contract_id=contract_id, person_ids=(contract.row.person_id,))
    return row
