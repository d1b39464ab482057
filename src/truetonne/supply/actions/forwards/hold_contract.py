"""Stopping a contract for a court or an authority, and letting it go on: its unsold lots stop and go on with it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from truetonne.edge.requests import fingerprint
from truetonne.supply.actions import lot_acts
from truetonne.supply.actions.forwards.keeping import (
    ContractStateConflict,
    find_answer,
    lock_contract,
    note_contract,
    require_state,
    require_text,
)
from truetonne.supply.actions.forwards.receive_delivery import OPEN
from truetonne.supply.actions.forwards.telling import Notice, mail_members
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.desk.lots import list_lots_of_holding
from truetonne.supply.forwards.states import ContractState
from truetonne.supply.forwards.values import Contract
from truetonne.supply.models import ContractHold


def hold_contract(*, hold_id: UUID, contract_id: UUID, reason: str, source: str, by: By) -> ContractHold:
    """Stop a contract: nothing is delivered for it, and what it delivered and nobody used goes on hold at the ledger.

    Called by supply staff. Raises SourceMissing, ContractStateConflict, RequestReused. Source: features reference FO-9.
    """
    return _write(hold_id=hold_id, contract_id=contract_id, is_release=False, reason=reason, source=source, by=by)


def release_contract(*, hold_id: UUID, contract_id: UUID, reason: str, source: str, by: By) -> ContractHold:
    """End a contract's stop; lots that it stopped are released, and on sale again when somebody lists them.

    Called by supply staff. Raises SourceMissing, ContractStateConflict, RequestReused.
    """
    return _write(hold_id=hold_id, contract_id=contract_id, is_release=True, reason=reason, source=source, by=by)


def _write(*, hold_id: UUID, contract_id: UUID, is_release: bool, reason: str, source: str, by: By) -> ContractHold:
    verb = "release_contract" if is_release else "hold_contract"
    input_hash = fingerprint(verb=verb, given=(contract_id, reason, source, by.person_id))
    first = find_answer(model=ContractHold, request_id=by.request_id, input_hash=input_hash)
    if first is not None:
        return first
    require_text(texts={"reason": reason, "source": source})
    with transaction.atomic():
        contract = lock_contract(contract_id=contract_id, by=by)
        require_state(state=contract.state, allowed=(ContractState.SIGNED, *OPEN, ContractState.FULFILLED))
        if is_release == (contract.hold is None):
            raise ContractStateConflict(state="HELD" if contract.hold else "NOT_HELD", allowed=("the opposite",))
        row = ContractHold.objects.create(
            id=hold_id, contract_id=contract_id, number=len(contract.holds) + 1, is_release=is_release, reason=reason,
            source=source, person_id=by.person_id, request_id=by.request_id, input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        if is_release:
            _release_lots(contract=contract, reason=reason, by=by)
        else:
            _hold_lots(contract=contract, reason=hold_words(hold=row), by=by)
        act = "released" if is_release else "held"
        facts = {"reason": reason, "source": source}
        note_contract(act=act, contract_id=contract_id, by=by, facts=facts, event=f"offtake.{act}")
        mail_members(
            what=Notice.RELEASED if is_release else Notice.HELD, contract=contract, ref=str(row.number)
        )  # fmt: skip
    return row


def hold_words(*, hold: ContractHold) -> str:
    """Return the public reason of the lots that a contract's stop holds; it names the stop, so that its end finds them."""
    return f"legal hold {hold.number} of contract {hold.contract_id.hex[-8:]}: {hold.reason}"


def _hold_lots(*, contract: Contract, reason: str, by: By) -> None:
    for delivery in contract.deliveries:
        for lot in list_lots_of_holding(holding=delivery.holding):
            if lot.hold_reason is None and lot.retired_kg + lot.cancelled_kg < lot.issued_kg:
                step = By(person_id=by.person_id, request_id=f"{by.request_id}/hold/{lot.lot_id.hex}", at=by.at)
                lot_acts.hold_lot(lot_id=lot.lot_id, reason=reason, by=step)


def _release_lots(*, contract: Contract, reason: str, by: By) -> None:
    assert contract.hold is not None
    held_for = hold_words(hold=contract.hold)
    for delivery in contract.deliveries:
        for lot in list_lots_of_holding(holding=delivery.holding):
            if lot.hold_reason == held_for:
                step = By(person_id=by.person_id, request_id=f"{by.request_id}/release/{lot.lot_id.hex}", at=by.at)
                lot_acts.release_lot(lot_id=lot.lot_id, reason=reason, by=step)
