"""Ordering fuel: litres or megajoules of one side of a batch, reserved at cost and placed as one order.

Kilograms are derived and shown. The claim stands against the buyer's own transport, inside the market-based statement;
it never answers for residual emissions and is never an offset.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.requests import fingerprint
from truetonne.ledger.actions.reserve import reserve_units
from truetonne.ledger.values import LotState, NewReservation, ReservedLine
from truetonne.market import policy
from truetonne.market.actions.allocate import Pick, StockTooSmall
from truetonne.market.actions.place_order import place_order
from truetonne.market.actions.quote import Basket, store_quote
from truetonne.market.attribution import Beneficiary, Claim, ClaimPeriod
from truetonne.market.gates import require_standing
from truetonne.market.inset_judging import Wanted, chain_of, find_rules, new_chain, require_claimable
from truetonne.market.inset_telling import tell_claim
from truetonne.market.locks import lock_request
from truetonne.market.models import InsetClaim, Order, TransportActivity
from truetonne.market.states import OrderState, Purpose, QuoteState
from truetonne.market.stock import LotNotForSale
from truetonne.market.values import Placed, PricedLine
from truetonne.people.models import Person
from truetonne.supply.actions.sell_fuel_batch import list_batch_lots
from truetonne.supply.locks import lock_subject
from truetonne.supply.models import FuelBatch


class TonnesOnlyOrder(Exception):
    """An order of fuel names litres or megajoules, exactly one of the two."""

    code = "tonnes_only_inset"

    def __init__(self) -> None:
        super().__init__("name litres or megajoules, one of the two")
        self.missing = "volume_l or energy_mj"


class BatchNotFound(Exception):
    """No batch has this id; carries it."""

    code = "not_found"

    def __init__(self, *, batch_id: UUID) -> None:
        super().__init__("there is no such batch of fuel")
        self.batch_id = batch_id


class ActivityNotFound(Exception):
    """The organization stated no transport under this id; carries it."""

    code = "not_found"

    def __init__(self, *, activity_id: UUID) -> None:
        super().__init__("your organization stated no such transport")
        self.activity_id = activity_id


@dataclass(frozen=True, slots=True, kw_only=True)
class InsetOrder:
    """What is claimed: fuel of one side of a batch, against one activity, in one year. ``chain`` is asked of customers."""

    batch_id: UUID
    side: str
    activity_id: UUID
    claim_year: int
    tier: str
    volume_ml: int | None = None
    energy_mj: int | None = None
    chain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What an order of fuel comes to: whole kilograms, and the fuel that they stand for."""

    kg: int
    volume_ml: int
    energy_mj: int


def derive(*, batch: FuelBatch, volume_ml: int | None, energy_mj: int | None) -> Derived:
    """Return the whole kilograms in so many millilitres or megajoules of a batch, and the fuel behind them, rounded down.

    Raises TonnesOnlyOrder for neither or both, or for less than a kilogram's worth.
    """
    if (volume_ml is None) == (energy_mj is None):
        raise TonnesOnlyOrder
    kg = (
        batch.kg * volume_ml // batch.volume_ml
        if volume_ml is not None
        else batch.kg * (energy_mj or 0) // batch.energy_mj
    )
    if kg < 1:
        raise TonnesOnlyOrder
    return Derived(kg=kg, volume_ml=batch.volume_ml * kg // batch.kg, energy_mj=batch.energy_mj * kg // batch.kg)


@transaction.atomic
def claim_inset(
    *,
    quote_id: UUID,
    order_id: UUID,
    name_id: UUID,
    organization_id: UUID,
    person: Person,
    asked: InsetOrder,
    beneficiary: Beneficiary,
    is_authorized: bool,
    request_id: str,
    at: datetime,
    new_id: Callable[[], UUID],
    note: str = "",
    is_dry_run: bool = False,
) -> Placed:
    """Reserve fuel of a batch at cost and order it in one name, for one year of the buyer's own transport.

    Afterwards it waits for its money like any order. With ``is_dry_run`` every check runs and nothing stays. Only for
    members in good standing. Raises BatchNotFound, ActivityNotFound, NotEligible, TonnesOnlyOrder, LotNotForSale, StockTooSmall, the refusals of
    ``require_claimable`` and of ``place_order``.
    """
    lock_request(organization_id=organization_id, request_id=f"{request_id}/fuel")
    first = Order.objects.filter(organization_id=organization_id, request_id=request_id).first()
    if first is not None:
        return _placed(order=first)
    require_standing(organization_id=organization_id, at=at)
    lock_subject(id=asked.batch_id)
    batch, activity = _find(asked=asked, organization_id=organization_id)
    derived = derive(batch=batch, volume_ml=asked.volume_ml, energy_mj=asked.energy_mj)
    chain = asked.chain
    if asked.side == "SCOPE1":
        chain = chain_of(batch_id=batch.pk) or new_chain(quote_id=quote_id)
    rules = find_rules(today=at.date())
    require_claimable(
        wanted=Wanted(
            batch=batch, side=asked.side, chain=chain, kg=derived.kg, energy_mj=derived.energy_mj,
            claim_year=asked.claim_year, organization_id=organization_id, activity=activity,
        ),
        rules=rules,
        today=at.date(),
    )  # fmt: skip
    picks, lots = _pick(batch=batch, side=asked.side, kg=derived.kg)
    reserved = _reserve(picks=picks, quote_id=quote_id, at=at, new_id=new_id)
    quote = store_quote(
        quote_id=quote_id, organization_id=organization_id, person_id=person.pk, basket=Basket(picks=picks),
        lines=tuple(_priced(line=line) for line in reserved), lots=lots, state=QuoteState.OPEN,
        given=fingerprint(verb="claim_inset", given={"asked": repr(asked)}), request_id=f"{request_id}/fuel", at=at,
        fresh_id=new_id,
    )  # fmt: skip
    claim = InsetClaim.objects.create(
        quote=quote, batch=batch, organization_id=organization_id, activity=activity, side=asked.side, tier=asked.tier,
        chain=chain, wanted_volume_ml=asked.volume_ml, wanted_energy_mj=asked.energy_mj, volume_ml=derived.volume_ml,
        energy_mj=derived.energy_mj, kg=derived.kg, claim_year=asked.claim_year, co_claim_mode=rules.body.co_claim_mode,
        rule_set=rules.key, effective_at=at,
    )  # fmt: skip
    placed = place_order(
        order_id=order_id, quote_id=quote_id, name_id=name_id, organization_id=organization_id, person=person,
        beneficiary=beneficiary, is_authorized=is_authorized, request_id=request_id, at=at,
        claim=Claim(
            purpose=Purpose.INSETTING, period=ClaimPeriod(year=asked.claim_year), signer=person.name,
            scope=activity.scope, note=note,
        ),
    )  # fmt: skip
    tell_claim(claim=claim, order_id=order_id, request_id=request_id, at=at)
    if is_dry_run:
        transaction.set_rollback(True)
    return placed


def _find(*, asked: InsetOrder, organization_id: UUID) -> tuple[FuelBatch, TransportActivity]:
    batch = FuelBatch.objects.filter(pk=asked.batch_id).first()
    if batch is None:
        raise BatchNotFound(batch_id=asked.batch_id)
    activity = TransportActivity.objects.filter(pk=asked.activity_id, organization_id=organization_id).first()
    if activity is None:
        raise ActivityNotFound(activity_id=asked.activity_id)
    return batch, activity


def _reserve(
    *, picks: tuple[Pick, ...], quote_id: UUID, at: datetime, new_id: Callable[[], UUID]
) -> tuple[ReservedLine, ...]:
    return reserve_units(
        reservations=tuple(NewReservation(reservation_id=new_id(), lot_id=pick.lot_id, kg=pick.kg) for pick in picks),
        expires_at=at + policy.RESERVATION_LIFE,
        request_id=f"inset-quote:{quote_id}",
        at=at,
    )


def _pick(*, batch: FuelBatch, side: str, kg: int) -> tuple[tuple[Pick, ...], dict[UUID, LotState]]:
    """Take the kilograms from the side's lots in the order of their serials."""
    lots = [lot for lot in list_batch_lots(batch_id=batch.pk) if lot.kind.value == f"INSET_{side}"]
    on_sale = [lot for lot in lots if lot.is_listed and lot.price is not None]
    if not on_sale:
        raise LotNotForSale(lot_id=batch.pk, state="NOT_LISTED")
    available = sum(lot.available_kg for lot in on_sale)
    if kg > available:
        raise StockTooSmall(requested_kg=kg, available_kg=available)
    picks: list[Pick] = []
    left = kg
    for lot in on_sale:
        part = min(left, lot.available_kg)
        if part:
            picks.append(Pick(lot_id=lot.lot_id, kg=part))
            left -= part
    return tuple(picks), {lot.lot_id: lot for lot in on_sale}


def _priced(*, line: ReservedLine) -> PricedLine:
    return PricedLine(
        lot_id=line.lot_id, reservation_id=line.reservation_id, kg=line.kg, currency=line.currency, price=line.price,
        charged=line.charged,
    )  # fmt: skip


def _placed(*, order: Order) -> Placed:
    return Placed(
        order_id=order.pk, quote_id=order.quote_id, state=OrderState(order.state), currency=order.quote.currency,
        amount_minor=order.quote.amount_minor, kg=order.quote.kg, payment_due_at=order.payment_due_at,
        is_name_confirmed=getattr(order.beneficiary, "decision", None) is not None,
    )  # fmt: skip
