"""A member's commitment to take part of what a contract will deliver: a promise, no purchase and no unit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint
from truetonne.science.quantity import KG_PER_TONNE
from truetonne.supply.actions.forwards.keeping import find_answer, lock_contract, note_contract, require_state
from truetonne.supply.actions.forwards.record_contract import NotWholeTonnes
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards.states import TITLE_PATHS, ContractState
from truetonne.supply.models import ContractCommitment


class CommitmentsExceedContract(Exception):
    """More would be committed than the contract promises; carries both masses."""

    code = "commitments_exceed_contract"

    def __init__(self, *, requested_kg: int, open_kg: int) -> None:
        super().__init__(f"{requested_kg} kg wanted, {open_kg} kg of the contract are not committed")
        self.requested_kg = requested_kg
        self.open_kg = open_kg


class AlreadyCommitted(Exception):
    """This member has committed to this contract before; carries the mass."""

    code = "state_conflict"

    def __init__(self, *, kg: int) -> None:
        super().__init__(f"this member committed to {kg} kg before; a commitment stands")
        self.kg = kg


class PathHandsOverNoTitle(Exception):
    """A LEAF path by which no company receives title; carries the path."""

    code = "title_missing"

    def __init__(self, *, leaf_path: int) -> None:
        super().__init__(f"LEAF path {leaf_path} hands no title to a company: it is a contribution, never units")
        self.leaf_path = leaf_path


def commit_tonnes(
    *, commitment_id: UUID, contract_id: UUID, organization_id: UUID, kg: int, agreed_on: date, by: By
) -> ContractCommitment:
    """Record what one member will take, in whole tonnes, before anything was delivered. Called by supply staff.

    Raises CommitmentsExceedContract, AlreadyCommitted, NotWholeTonnes, PathHandsOverNoTitle, ContractStateConflict,
    RequestReused.
    """
    asked = (contract_id, organization_id, kg, agreed_on, by.person_id)
    input_hash = fingerprint(verb="commit_tonnes", given=asked)
    first = find_answer(model=ContractCommitment, request_id=by.request_id, input_hash=input_hash)
    if first is not None:
        return first
    if kg < KG_PER_TONNE or kg % KG_PER_TONNE:
        raise NotWholeTonnes(kg=kg)
    with transaction.atomic():
        contract = lock_contract(contract_id=contract_id, by=by)
        open_states = (ContractState.SIGNED, ContractState.SCHEDULED, ContractState.SHORTFALL)
        require_state(state=contract.state, allowed=open_states if not contract.deliveries else ())
        if contract.is_jurisdictional and contract.row.leaf_path not in TITLE_PATHS:
            raise PathHandsOverNoTitle(leaf_path=contract.row.leaf_path or 0)
        for each in contract.commitments:
            if each.organization_id == organization_id:
                raise AlreadyCommitted(kg=each.kg)
        open_kg = contract.row.total_kg - contract.committed_kg
        if kg > open_kg:
            raise CommitmentsExceedContract(requested_kg=kg, open_kg=open_kg)
        row = ContractCommitment.objects.create(
            id=commitment_id, contract_id=contract_id, organization_id=organization_id, kg=kg, agreed_on=agreed_on,
            person_id=by.person_id, request_id=by.request_id, input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        facts = {"organization": show_id(prefix="org", id=organization_id), "kg": kg}
        note_contract(act="committed", contract_id=contract_id, by=by, facts=facts)
    return row
