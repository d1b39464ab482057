"""Deliver a paid order: retire its units for good in the beneficiary's name, one certificate per retirement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.outbox import write_event
from truetonne.ledger.actions.retire import retire_units
from truetonne.ledger.retiring import CertificateInvalid
from truetonne.ledger.values import Cover, Draw, Retirement, RetirementInstruction
from truetonne.market.attribution import Allocation, Beneficiary, Claim, ClaimPeriod
from truetonne.market.certificate_fields import build_fields
from truetonne.market.covering import covers_of_lines
from truetonne.market.models import BeneficiaryName, Delivery, DeliveryLine, Order, QuoteLine
from truetonne.market.queries import OrderNotFound, is_name_confirmed, read_delivery
from truetonne.market.states import OrderState, TransitionNotListed
from truetonne.market.transitions import lock_order, move_order
from truetonne.market.unit_groups import UnitGroups, read_unit_groups
from truetonne.market.values import Delivered
from truetonne.people.actions import record_audit_line
from truetonne.proof.tiles import EntryTooLarge

LINES_AT_ONCE = 60
"""More lines than this do not fit one log entry of 65,535 bytes; fewer may not either, then halves are tried."""


class OrderNotPaid(Exception):
    """Nothing is retired before its money is there; carries the order and its amount."""

    code = "payment_required"

    def __init__(self, *, order_id: UUID, amount_minor: int, currency: str) -> None:
        super().__init__("the order is not paid")
        self.order_id = order_id
        self.amount = {"minor": amount_minor, "currency": currency}


class BeneficiaryNameInReview(Exception):
    """No person has decided on the beneficiary's name yet; carries the name and since when."""

    code = "beneficiary_name_in_review"

    def __init__(self, *, name: str, since: datetime) -> None:
        super().__init__(f"{name} has been in review since {since.isoformat()}")
        self.name = name
        self.since = since


class BeneficiaryNameRefused(Exception):
    """A person refused the beneficiary's name; carries the name and the reason."""

    code = "state_conflict"

    def __init__(self, *, name: str, reason: str) -> None:
        super().__init__(f"{name} was refused: {reason}; cancel the order and place one in another name")
        self.name = name
        self.reason = reason


class LineNotOpen(Exception):
    """A line that was asked for is not of this order or was delivered before."""

    code = "state_conflict"

    def __init__(self, *, line_ids: tuple[UUID, ...]) -> None:
        super().__init__(f"{len(line_ids)} lines are not open lines of this order")
        self.line_ids = line_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where a delivery takes fresh ids and salts from; both are the caller's."""

    new_id: Callable[[], UUID]
    new_salt: Callable[[], bytes]


@transaction.atomic
def deliver_order(
    *,
    order_id: UUID,
    person_id: UUID,
    effective_at: datetime,
    request_id: str,
    at: datetime,
    sources: Sources,
    line_ids: tuple[UUID, ...] = (),
    is_dry_run: bool = False,
) -> tuple[Delivered, ...]:
    """Retire the order's open lines (or the named ones) for good and make the certificate. For finance staff.

    Cannot be undone. One retirement, unless its certificate would not fit a log entry: then several.
    The certificate's body exists when this returns; its proof follows from the log worker.

    Raises OrderNotFound, OrderNotPaid, BeneficiaryNameInReview, BeneficiaryNameRefused, LineNotOpen,
    TransitionNotListed and the ledger's refusals (a held lot: position_held).
    """
    order = lock_order(order_id=order_id)
    if order is None:
        raise OrderNotFound("no order has this id")
    known = tuple(Delivery.objects.filter(order=order, request_id=request_id).order_by("number"))
    if known:
        return tuple(read_delivery(delivery=each) for each in known)
    _require_deliverable(order=order)
    lines = _open_lines(order=order, line_ids=line_ids)
    open_before = QuoteLine.objects.filter(quote_id=order.quote_id, delivered__isnull=True).count()
    units = read_unit_groups(lot_ids=[_draw(line=line).lot_id for line in lines], day=effective_at.date())
    deliveries = _retire(
        order=order,
        lines=lines,
        units=units,
        first_number=Delivery.objects.filter(order=order).count() + 1,
        person_id=person_id,
        effective_at=effective_at,
        request_id=request_id,
        at=at,
        sources=sources,
    )
    is_whole = open_before == len(lines)
    to_states = (OrderState.DELIVERED, OrderState.RETIRED) if is_whole else (OrderState.PARTIALLY_DELIVERED,)
    move_order(order=order, to_states=to_states, person_id=person_id, at=at)
    record_audit_line(
        action="order.delivered" if is_whole else "order.partially_delivered",
        event="order.delivered" if is_whole else "order.partially_delivered",
        subject=show_id(prefix="ord", id=order_id),
        person_id=person_id,
        organization_id=order.organization_id,
        request_id=request_id,
        at=at,
        facts={"certificates": [show_id(prefix="crt", id=each.certificate_id) for each in deliveries]},
    )
    for each in deliveries:
        write_event(
            type="retirement.completed",
            subject=show_id(prefix="crt", id=each.certificate_id),
            organization_id=order.organization_id,
            request_id=request_id,
            at=at,
            data={
                "order": show_id(prefix="ord", id=order_id),
                "retirement": show_id(prefix="ret", id=each.retirement_id),
            },
        )
    if is_dry_run:
        transaction.set_rollback(True)
    return deliveries


def _require_deliverable(*, order: Order) -> None:
    if order.state in {OrderState.AWAITING_FUNDS, OrderState.RESERVED, OrderState.QUOTED}:
        raise OrderNotPaid(order_id=order.pk, amount_minor=order.quote.amount_minor, currency=order.quote.currency)
    if order.state not in {OrderState.CONFIRMED, OrderState.PARTIALLY_DELIVERED}:
        raise TransitionNotListed(from_state=order.state, to_state=OrderState.DELIVERED)
    require_name_confirmed(name=order.beneficiary)


def require_name_confirmed(*, name: BeneficiaryName) -> None:
    """Raise BeneficiaryNameInReview or BeneficiaryNameRefused unless a person confirmed the name."""
    decided = is_name_confirmed(name=name)
    if decided is None:
        raise BeneficiaryNameInReview(name=name.display_name, since=name.effective_at)
    if not decided:
        raise BeneficiaryNameRefused(name=name.display_name, reason=name.decision.reason)


def _open_lines(*, order: Order, line_ids: tuple[UUID, ...]) -> tuple[QuoteLine, ...]:
    rows = QuoteLine.objects.select_related("substitution").filter(quote_id=order.quote_id, delivered__isnull=True)
    rows = rows.order_by("number")
    lines = tuple(row for row in rows if not line_ids or row.pk in line_ids)
    missing = tuple(line_id for line_id in line_ids if line_id not in {line.pk for line in lines})
    if missing or not lines:
        raise LineNotOpen(line_ids=missing)
    return lines


def _retire(
    *,
    order: Order,
    lines: tuple[QuoteLine, ...],
    units: UnitGroups,
    first_number: int,
    person_id: UUID,
    effective_at: datetime,
    request_id: str,
    at: datetime,
    sources: Sources,
) -> tuple[Delivered, ...]:
    """Retire the lines in as few retirements as fit the log; halve a part whose certificate is too large."""
    waiting = [lines[start : start + LINES_AT_ONCE] for start in range(0, len(lines), LINES_AT_ONCE)]
    done: list[Delivered] = []
    while waiting:
        part = waiting.pop(0)
        delivery_id = sources.new_id()
        instruction = build_instruction(
            order=order,
            lines=part,
            units=units.of_lots(lot_ids=[_draw(line=line).lot_id for line in part]),
            effective_at=effective_at,
            request_id=request_id,
            at=at,
            sources=sources,
        )
        try:
            retirement = retire_units(instruction=instruction, request_id=f"deliver:{delivery_id}", at=at)
        except CertificateInvalid as refusal:
            if len(part) == 1 or not isinstance(refusal.__cause__, EntryTooLarge):
                raise
            middle = len(part) // 2
            waiting[:0] = [part[:middle], part[middle:]]
            continue
        done.append(
            store_delivery(
                delivery_id=delivery_id,
                order=order,
                number=first_number + len(done),
                retirement=retirement,
                lines=part,
                person_id=person_id,
                effective_at=effective_at,
                request_id=request_id,
            )
        )
    return tuple(done)


def build_instruction(
    *,
    order: Order,
    lines: Sequence[QuoteLine],
    units: UnitGroups,
    effective_at: datetime,
    request_id: str,
    at: datetime,
    sources: Sources,
) -> RetirementInstruction:
    """Return the ledger's instruction for these lines of an order, in the order's name, purpose and period."""
    covers = covers_of_lines(order=order, lines=lines)
    fields = build_fields(
        beneficiary=beneficiary_of(order=order),
        claim=claim_of(order=order),
        operator_name=settings.TRUETONNE.operator_name,
        order_id=show_id(prefix="ord", id=order.pk),
        request_id=request_id,
        retired_on=effective_at.date(),
        units=units,
        written_on=at.date(),
        new_salt=sources.new_salt,
    )
    return RetirementInstruction(
        retirement_id=sources.new_id(),
        certificate_id=sources.new_id(),
        draws=tuple(_draw(line=line, covers=covers.get(line.pk, ())) for line in lines),
        public=fields.public,
        private=fields.private,
        salts=fields.salts,
        effective_at=effective_at,
    )


def _draw(*, line: QuoteLine, covers: tuple[Cover, ...] = ()) -> Draw:
    """Return what is taken for a line: its own reserved units, or those of the lot that took its place.

    ``covers`` are the SCOPE1 lines behind a line of SCOPE3.
    """
    swap = getattr(line, "substitution", None)
    if swap is not None:
        return Draw(lot_id=swap.lot_id, kg=swap.kg, reservation_id=swap.reservation_id)
    return Draw(lot_id=line.lot_id, kg=line.kg, reservation_id=line.reservation_id, covers=covers)


def beneficiary_of(*, order: Order) -> Beneficiary:
    """Return whose name an order bears."""
    name = order.beneficiary
    return Beneficiary(
        display_name=name.display_name,
        legal_name=name.legal_name,
        lei=name.lei,
        registration_number=name.registration_number,
        domain=name.domain,
        country=name.country,
        hidden_until=order.hidden_until,
    )


def claim_of(*, order: Order) -> Claim:
    """Return what an order is for."""
    return Claim(
        purpose=order.purpose,
        period=ClaimPeriod(year=order.claim_year, start=order.period_start, end=order.period_end),
        signer=order.signer,
        country=order.claim_country,
        scope=order.claim_scope,
        note=order.note,
        inventory_line=order.inventory_line,
        allocations=allocations_of(order=order),
    )


def allocations_of(*, order: Order) -> tuple[Allocation, ...]:
    """Return to which entities, years, scopes and lines an order's kilograms belong."""
    return tuple(
        Allocation(
            entity=each.entity,
            inventory_year=each.inventory_year,
            scope=each.scope,
            inventory_line=each.inventory_line,
            kg=each.kg,
        )
        for each in order.allocations.order_by("number")
    )


def store_delivery(
    *,
    delivery_id: UUID,
    order: Order,
    number: int,
    retirement: Retirement,
    lines: Sequence[QuoteLine],
    person_id: UUID,
    effective_at: datetime,
    request_id: str,
) -> Delivered:
    """Write which lines a retirement delivered; the database refuses an unpaid order and other lines."""
    stored = Delivery.objects.create(
        pk=delivery_id,
        order=order,
        number=number,
        retirement_id=retirement.retirement_id,
        certificate_id=retirement.certificate_id,
        short_code=short_code(prefix="RET", id=retirement.certificate_id),
        kg=retirement.kg,
        person_id=person_id,
        request_id=request_id,
        effective_at=effective_at,
    )
    DeliveryLine.objects.bulk_create([DeliveryLine(line=line, delivery=stored) for line in lines])
    return read_delivery(delivery=stored)
