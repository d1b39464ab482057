"""What the operator's people do to a lot, each with the line of who did it: list, unlist, hold, release, split, cancel.

The ledger decides and keeps; its entries are public and name no person. The audit line does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.ledger import actions as ledger
from truetonne.ledger.values import Cancellation, CancelReason, LotState
from truetonne.supply.actions import listing
from truetonne.supply.acts import record_act

NOTE_MAX = 280
TOLD = frozenset({"listed", "held"})
"""Acts of which everyone who wants to is told."""


class CancelNoteTooLong(Exception):
    """A cancellation's public note is short; carries both lengths."""

    code = "invalid_request"

    def __init__(self, *, length: int) -> None:
        super().__init__(f"the note has {length} characters, at most {NOTE_MAX} are printed")
        self.length = length
        self.length_max = NOTE_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who acts, in which request, when."""

    person_id: UUID
    request_id: str
    at: datetime


@transaction.atomic
def put_on_sale(*, lot_id: UUID, by: By) -> LotState:
    """Put a lot on sale. Called by supply staff. Raises what ``listing.list_lot`` raises."""
    state = listing.list_lot(lot_id=lot_id, request_id=by.request_id, at=by.at)
    _note(act="listed", lot_id=lot_id, by=by, facts={})
    return state


@transaction.atomic
def take_off_sale(*, lot_id: UUID, reason: str, by: By) -> LotState:
    """Take a lot off sale, with the reason; reservations stay. Called by supply staff. Raises AlreadyUnlisted."""
    state = listing.unlist_lot(lot_id=lot_id, reason=reason, request_id=by.request_id, at=by.at)
    _note(act="unlisted", lot_id=lot_id, by=by, facts={"reason": reason})
    return state


@transaction.atomic
def hold_lot(*, lot_id: UUID, reason: str, by: By) -> LotState:
    """Stop a whole lot, with a public reason; past certificates show the notice. Called by supply staff and reviewers.

    Raises what ``ledger.actions.hold_lot`` raises.
    """
    state = ledger.hold_lot(lot_id=lot_id, reason=reason, request_id=by.request_id, at=by.at)
    _note(act="held", lot_id=lot_id, by=by, facts={"reason": reason})
    return state


@transaction.atomic
def release_lot(*, lot_id: UUID, reason: str, by: By) -> LotState:
    """End a lot's hold, with a public reason; it is on sale again when somebody lists it. Called by supply staff.

    Raises what ``ledger.actions.release_lot`` raises.
    """
    state = ledger.release_lot(lot_id=lot_id, reason=reason, request_id=by.request_id, at=by.at)
    _note(act="released", lot_id=lot_id, by=by, facts={"reason": reason})
    return state


@transaction.atomic
def split_lot(*, lot_id: UUID, at_serial: int, new_lot_id: UUID, by: By) -> tuple[LotState, LotState]:
    """Cut a lot's unused tail before a serial; totals do not change. Called by supply staff.

    Raises what ``ledger.actions.split_lot`` raises.
    """
    pair = ledger.split_lot(
        lot_id=lot_id, at_serial=at_serial, new_lot_id=new_lot_id, request_id=by.request_id, at=by.at
    )
    facts = {"at_serial": at_serial, "new_lot": show_id(prefix="lot", id=new_lot_id)}
    _note(act="split", lot_id=lot_id, by=by, facts=facts)
    return pair


@transaction.atomic
def cancel_units(*, lot_id: UUID, kg: int, reason: CancelReason, note: str, by: By) -> Cancellation:
    """Cancel the next unused kilograms of a lot, without a claim. Cannot be undone. Called by supply staff.

    Works in held and buffer lots too. Raises CancelNoteTooLong and what ``ledger.actions.cancel_units`` raises.
    """
    if len(note) > NOTE_MAX:
        raise CancelNoteTooLong(length=len(note))
    cancelled = ledger.cancel_units(lot_id=lot_id, kg=kg, reason=reason, note=note, request_id=by.request_id, at=by.at)
    _note(act="cancelled", lot_id=lot_id, by=by, facts={"kg": kg, "reason": reason.value, "note": note})
    return cancelled


def _note(*, act: str, lot_id: UUID, by: By, facts: Mapping[str, object]) -> None:
    record_act(
        action=f"lot.{act}",
        subject=show_id(prefix="lot", id=lot_id),
        person_id=by.person_id,
        request_id=by.request_id,
        at=by.at,
        facts=facts,
        event=f"lot.{act}" if act in TOLD else "",
    )
