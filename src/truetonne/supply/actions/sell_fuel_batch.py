"""What a side of a batch costs, on sale, and how a batch ends: used up by itself, expired, or voided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.outbox import write_event
from truetonne.ledger import actions as ledger
from truetonne.ledger import queries
from truetonne.ledger.values import CancelReason, LotState, UnitKind
from truetonne.science.money import COST_PARTS, CostParts
from truetonne.supply.actions.issue_fuel_batch import LEDGER_PROGRAM, AlreadyIssued
from truetonne.supply.actions.listing import PriceSourceMissing
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.acts import record_act
from truetonne.supply.fuels.states import BatchEnding
from truetonne.supply.locks import lock_subject
from truetonne.supply.models import FuelBatch, FuelEnd, FuelIssue, FuelPrice


class BatchNotIssued(Exception):
    """A booked batch has no lots yet; carries its id as people read it."""

    code = "not_retirable"

    def __init__(self, *, batch: str) -> None:
        super().__init__("the batch is booked, not issued")
        self.state = "BOOKED"
        self.batch = batch


@transaction.atomic
def sell_fuel_side(
    *, price_id: UUID, batch_id: UUID, side: str, currency: str, price: CostParts, source: str, by: By
) -> LotState:
    """Price one side of an issued batch and put it on sale. There is no margin to set. Called by supply staff.

    Raises BatchNotIssued, AlreadyIssued for a batch that ended, PriceSourceMissing, and what the ledger raises.
    """
    issue = FuelIssue.objects.select_related("batch").filter(batch_id=batch_id).first()
    if issue is None:
        raise BatchNotIssued(batch=show_id(prefix="ins", id=batch_id))
    lot_id = issue.scope1_lot_id if side == "SCOPE1" else issue.scope3_lot_id
    if FuelPrice.objects.filter(request_id=by.request_id).exists():
        return queries.get_lot(lot_id=lot_id)
    ended = FuelEnd.objects.filter(batch_id=batch_id).first()
    if ended is not None:
        raise AlreadyIssued(from_state=ended.ending)
    if not source.strip():
        raise PriceSourceMissing(lot_id=lot_id)
    ledger.price_lot(lot_id=lot_id, currency=currency, price=price, request_id=f"{by.request_id}/price", at=by.at)
    parts = {f"{part}_minor": getattr(price, part) for part in COST_PARTS}
    FuelPrice.objects.create(
        pk=price_id, batch_id=batch_id, side=side, currency=currency, source=source, person_id=by.person_id,
        request_id=by.request_id, effective_at=by.at, **parts,
    )  # fmt: skip
    state = ledger.list_lot(lot_id=lot_id, request_id=f"{by.request_id}/list", at=by.at)
    record_act(
        action="fuel_batch.on_sale", subject=show_id(prefix="ins", id=batch_id), person_id=by.person_id,
        request_id=by.request_id, at=by.at, facts={"side": side, "source": source},
    )  # fmt: skip
    return state


@transaction.atomic
def end_fuel_batch(
    *, batch_id: UUID, ending: BatchEnding, reason: str, request_id: str, person_id: UUID | None, at: datetime
) -> FuelEnd:
    """End a batch: what is neither used nor reserved on either side is cancelled. Used kilograms stay.

    A voided batch is recalled besides, so that every certificate of it carries a notice. Called by supply staff; by the
    clock for those whose validity is over. Raises BatchNotIssued, AlreadyIssued.
    """
    first = FuelEnd.objects.filter(batch_id=batch_id).first()
    if first is not None:
        if first.request_id == request_id:
            return first
        raise AlreadyIssued(from_state=first.ending)
    lock_subject(id=batch_id)
    batch = FuelBatch.objects.get(pk=batch_id)
    if not FuelIssue.objects.filter(batch=batch).exists():
        raise BatchNotIssued(batch=show_id(prefix="ins", id=batch_id))
    key = show_id(prefix="ins", id=batch.pk)
    if ending == BatchEnding.VOIDED:
        ledger.recall_serials(
            program=LEDGER_PROGRAM, key=key, first=1, last=batch.kg, reason=reason,
            request_id=f"{request_id}/recall", at=at,
        )  # fmt: skip
    cancel_reason = CancelReason.EXPIRED if ending == BatchEnding.EXPIRED else CancelReason.ERROR
    for lot in list_batch_lots(batch_id=batch.pk):
        _close(lot=lot, reason=reason, cancel_reason=cancel_reason, request_id=request_id, at=at)
    ended = FuelEnd.objects.create(
        batch=batch, ending=ending, reason=reason, person_id=person_id, request_id=request_id, effective_at=at
    )
    facts = {"ending": str(ending), "reason": reason}
    if person_id is not None:
        record_act(
            action="fuel_batch.ended", subject=key, person_id=person_id, request_id=request_id, at=at, facts=facts
        )
    if ending == BatchEnding.VOIDED:
        write_event(
            type="inset.voided", subject=key, organization_id=None, request_id=request_id, at=at, data=facts
        )  # fmt: skip
    return ended


def expire_fuel_batches(*, at: datetime) -> tuple[UUID, ...]:
    """End every issued batch whose validity is over and return them. Run by the clock; twice changes nothing."""
    due = FuelBatch.objects.filter(issue__isnull=False, end__isnull=True, expires_on__lte=at.date())
    ended = []
    for batch in due.order_by("expires_on", "id"):
        reason = f"the batch was valid until {batch.expires_on.isoformat()}"
        end_fuel_batch(
            batch_id=batch.pk, ending=BatchEnding.EXPIRED, reason=reason, request_id=f"fuel-expired/{batch.pk.hex}",
            person_id=None, at=at,
        )  # fmt: skip
        ended.append(batch.pk)
    return tuple(ended)


def list_batch_lots(*, batch_id: UUID) -> tuple[LotState, ...]:
    """Return the lots of both sides of a batch, split-off ones too, SCOPE1 first and in the order of their serials."""
    lots = queries.list_lots(program=LEDGER_PROGRAM, key=show_id(prefix="ins", id=batch_id))
    return tuple(sorted(lots, key=lambda lot: (lot.kind is not UnitKind.INSET_SCOPE1, lot.first)))


def list_lots_of_batches(*, batch_ids: Collection[UUID]) -> dict[UUID, tuple[LotState, ...]]:
    """Return the lots of several batches as ``list_batch_lots`` does, in one query."""
    if not batch_ids:
        return {}
    names = {show_id(prefix="ins", id=batch_id): batch_id for batch_id in batch_ids}
    found: dict[UUID, list[LotState]] = {}
    for lot in queries.list_lots(program=LEDGER_PROGRAM):
        if lot.key in names:
            found.setdefault(names[lot.key], []).append(lot)
    return {
        batch_id: tuple(sorted(lots, key=lambda lot: (lot.kind is not UnitKind.INSET_SCOPE1, lot.first)))
        for batch_id, lots in found.items()
    }


def _close(*, lot: LotState, reason: str, cancel_reason: CancelReason, request_id: str, at: datetime) -> None:
    mark = f"{request_id}/{lot.lot_id.hex}"
    if lot.is_listed:
        ledger.unlist_lot(lot_id=lot.lot_id, reason=reason, request_id=f"{mark}/unlist", at=at)
    left_kg = lot.available_kg + lot.held_kg
    if left_kg > 0:
        ledger.cancel_units(
            lot_id=lot.lot_id, kg=left_kg, reason=cancel_reason, note=reason[:280], request_id=f"{mark}/cancel", at=at
        )
