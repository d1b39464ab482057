"""Let another lot take the place of an ordered line that cannot be delivered: as good, and never dearer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.ledger.actions.release import release_reservations
from truetonne.ledger.actions.reserve import reserve_units
from truetonne.ledger.values import NewReservation, ReservationOutcome, ReservedLine
from truetonne.market import policy
from truetonne.market.actions.deliver_order import LineNotOpen
from truetonne.market.actions.record_delay import DELAYABLE
from truetonne.market.documents import issue_documents, issue_substitution_note
from truetonne.market.gates import conditions_of_lots, require_open
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.market.models import Order, QuoteLine, Substitution
from truetonne.market.queries import OrderNotFound
from truetonne.market.states import OrderState, TransitionNotListed
from truetonne.market.stock import LotNotForSale, list_lots_for_sale, require_for_sale
from truetonne.market.substitutes import require_alike
from truetonne.market.transitions import lock_order
from truetonne.people.actions import record_audit_line
from truetonne.science.money import COST_PARTS
from truetonne.supply.forwards.outlook import list_shared_lots


class SubstituteDearer(Exception):
    """The substitute costs more than the line; a confirmed order never becomes dearer. Carries both amounts."""

    code = "price_changed"

    def __init__(self, *, old_minor: int, new_minor: int, currency: str) -> None:
        super().__init__(f"the line was charged {old_minor} {currency}, the substitute would be {new_minor}")
        self.old = {"minor": old_minor, "currency": currency}
        self.new = {"minor": new_minor, "currency": currency}


@transaction.atomic
def substitute_line(
    *,
    order_id: UUID,
    line_id: UUID,
    lot_id: UUID,
    person_id: UUID,
    reason: str,
    request_id: str,
    at: datetime,
    new_id: Callable[[], UUID],
    is_dry_run: bool = False,
) -> Substitution:
    """Release the line's units and reserve the same mass of another lot; what it costs less goes back to the buyer.

    For supply and finance staff, on a paid order, for a line that is not delivered and was not substituted before.
    The same request again changes nothing. Raises OrderNotFound, TransitionNotListed, LineNotOpen,
    SubstituteNotAlike, SubstituteDearer, BuyerConditionNotMet, LotNotForSale, and what a quote raises about stock.
    """
    order = lock_order(order_id=order_id)
    if order is None:
        raise OrderNotFound("no order has this id")
    known = Substitution.objects.filter(line_id=line_id, request_id=request_id, line__quote_id=order.quote_id).first()
    if known is not None:
        return known
    if order.state not in DELAYABLE:
        raise TransitionNotListed(from_state=order.state, to_state=OrderState.PARTIALLY_DELIVERED)
    line = QuoteLine.objects.filter(
        pk=line_id, quote_id=order.quote_id, delivered__isnull=True, substitution__isnull=True
    ).first()
    if line is None:
        raise LineNotOpen(line_ids=(line_id,))
    _require_fit(line=line, lot_id=lot_id, organization_id=order.organization_id, at=at)
    release_reservations(
        reservation_ids=(line.reservation_id,) if line.reservation_id else (),
        outcome=ReservationOutcome.VOIDED,
        request_id=f"substitute:{line_id}",
        at=at,
    )
    reserved = reserve_units(
        reservations=(NewReservation(reservation_id=new_id(), lot_id=lot_id, kg=line.kg),),
        expires_at=at + policy.RESERVATION_LIFE,
        request_id=f"substitute:{line_id}:{lot_id}",
        at=at,
    )[0]
    made = _store(
        order=order, line=line, reserved=reserved, reason=reason, person_id=person_id, request_id=request_id, at=at
    )
    if made.saved_minor:
        issue_documents(at=at, new_id=new_id, order_ids=(order_id,))
        issue_substitution_note(order=order, minor=made.saved_minor, document_id=new_id(), at=at)
    record_audit_line(
        action="order.substituted",
        event="order.substituted",
        subject=show_id(prefix="ord", id=order_id),
        person_id=person_id,
        organization_id=order.organization_id,
        request_id=request_id,
        at=at,
        facts={
            "line": show_id(prefix="oln", id=line_id),
            "ordered": show_id(prefix="lot", id=line.lot_id),
            "substitute": show_id(prefix="lot", id=lot_id),
            "kg": line.kg,
            "saved_minor": made.saved_minor,
            "reason": reason,
        },
    )
    if is_dry_run:
        transaction.set_rollback(True)
    return made


def _require_fit(*, line: QuoteLine, lot_id: UUID, organization_id: UUID, at: datetime) -> None:
    """Raise unless the buyer could buy the substitute, and it is as good: for sale, open to it, alike."""
    lots = {lot.lot_id: lot for lot in list_lots_for_sale(lot_ids=(line.lot_id, lot_id))}
    require_for_sale(lot_ids=(lot_id,), lots=lots.values())
    if list_shared_lots(lots=(lots[lot_id],)).get(lot_id, organization_id) != organization_id:
        raise LotNotForSale(lot_id=lot_id, state="SET_ASIDE")
    roots = {each: kind.root_id for each, kind in kinds_of_lots(lot_ids=(lot_id,)).items() if kind is not None}
    require_open(organization_id=organization_id, lot_ids=(lot_id,), asked=conditions_of_lots(roots=roots), at=at)
    require_alike(ordered=lots[line.lot_id].facts, substitute=lots[lot_id].facts)


def _store(
    *,
    order: Order,
    line: QuoteLine,
    reserved: ReservedLine,
    reason: str,
    person_id: UUID,
    request_id: str,
    at: datetime,
) -> Substitution:
    """Write the substitution unless it is dearer or in another currency. Raises SubstituteDearer."""
    old_minor, new_minor = line.charged.total, reserved.charged.total
    if reserved.currency != order.quote.currency or new_minor > old_minor:
        raise SubstituteDearer(old_minor=old_minor, new_minor=new_minor, currency=reserved.currency)
    return Substitution.objects.create(
        line=line,
        lot_id=reserved.lot_id,
        reservation_id=reserved.reservation_id,
        kg=line.kg,
        saved_minor=old_minor - new_minor,
        reason=reason,
        person_id=person_id,
        request_id=request_id,
        effective_at=at,
        **{f"{part}_minor": getattr(reserved.charged, part) for part in COST_PARTS},
    )
