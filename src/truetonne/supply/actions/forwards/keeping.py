"""What every act on a forward contract shares: answering a repeated request, locking the contract, the audit line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from django.db import connection

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import require_same_input
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.acts import record_act
from truetonne.supply.forwards.reading import read_contract
from truetonne.supply.forwards.states import ContractState
from truetonne.supply.forwards.values import Contract
from truetonne.supply.models.forwards import Recorded

RecordT = TypeVar("RecordT", bound=Recorded)
LOCK_KEY = 7201
"""The advisory lock of contracts; the triggers of the tables take the same."""


class ContractStateConflict(Exception):
    """A contract stands where this act is not possible; carries its state and the states that allow it."""

    code = "state_conflict"

    def __init__(self, *, state: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"the contract is {state}; this needs {', '.join(allowed)}")
        self.state = state
        self.allowed = allowed


class SourceMissing(Exception):
    """A figure or a reason came without where it is written; carries the field."""

    code = "source_required"

    def __init__(self, *, field: str) -> None:
        super().__init__(f"{field} is empty: say where it is written")
        self.field = field


def find_answer(*, model: type[RecordT], request_id: str, input_hash: bytes) -> RecordT | None:
    """Return what this request made before. Raises RequestReused for other input."""
    first = model._default_manager.filter(request_id=request_id).first()
    if first is not None:
        require_same_input(request_id=request_id, first=first.input_hash, now=input_hash)
    return first


def lock_contract(*, contract_id: UUID, by: By) -> Contract:
    """Take the contract's lock until the transaction ends, then read where it stands. Raises ContractNotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [str(contract_id), LOCK_KEY])
    return read_contract(contract_id=contract_id, today=by.at.date())


def require_state(*, state: ContractState, allowed: tuple[ContractState, ...]) -> None:
    """Raise ContractStateConflict unless the contract stands in one of the states."""
    if state not in allowed:
        raise ContractStateConflict(state=state.value, allowed=tuple(each.value for each in allowed))


def require_text(*, texts: Mapping[str, str]) -> None:
    """Raise SourceMissing for the first text that is blank."""
    for field, text in texts.items():
        if not text.strip():
            raise SourceMissing(field=field)


def note(*, action: str, subject: str, by: By, facts: Mapping[str, object], event: str = "") -> None:
    """Write who did it; ``event`` names the type under which everybody who wants to is told."""
    record_act(
        action=action, subject=subject, person_id=by.person_id, request_id=by.request_id, at=by.at, facts=facts,
        event=event,
    )  # fmt: skip


def note_contract(*, act: str, contract_id: UUID, by: By, facts: Mapping[str, object], event: str = "") -> None:
    """Write who did what to a contract. Only what everybody may read is told as an event: never a draft."""
    note(action=f"forward.{act}", subject=show_id(prefix="fwd", id=contract_id), by=by, facts=facts, event=event)
