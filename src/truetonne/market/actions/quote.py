"""Quote a mass or an amount of money: choose lots, reserve them, and keep what was charged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.ledger.actions.reserve import reserve_units
from truetonne.ledger.values import LotState, NewReservation, ReservedLine
from truetonne.market import policy
from truetonne.market.actions.allocate import (
    CHOSEN,
    OLDEST_VINTAGE_FIRST,
    AmountTooSmall,
    Offer,
    Pick,
    StockTooSmall,
    allocate_kg,
    allocate_money,
    oldest_first,
    smallest_kg,
)
from truetonne.market.actions.explain_allocation import explain_allocation
from truetonne.market.gates import closed_to, conditions_of_lots, require_open, require_standing
from truetonne.market.locks import lock_request
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.market.models import Quote, QuoteLine
from truetonne.market.queries import get_quote, read_quote
from truetonne.market.states import QuoteState
from truetonne.market.stock import LotNotForSale, list_lots_for_sale, require_for_sale
from truetonne.market.told import collect_disclaimers
from truetonne.market.values import PricedLine, Quoted
from truetonne.people.actions import record_audit_line
from truetonne.rules.clocks import clocks_on
from truetonne.science.money import COST_PARTS
from truetonne.supply.forwards.outlook import list_shared_lots

MONEY_TRIES_MAX = 5


class BasketInvalid(Exception):
    """What is wanted is not said once; carries the reason."""

    code = "invalid_request"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CurrencyNotOne(Exception):
    """The lots are priced in several currencies and none was named; carries them."""

    code = "invalid_money"

    def __init__(self, *, currencies: tuple[str, ...]) -> None:
        super().__init__(f"name the currency: these lots are priced in {', '.join(currencies)}")
        self.currencies = currencies


class StockContended(Exception):
    """Other buyers moved what these lots carry between every try; carries how often it was tried."""

    code = "position_reserved"

    def __init__(self, *, tries: int) -> None:
        super().__init__(f"other buyers drew on these lots during {tries} tries")
        self.tries = tries


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """What a buyer wants: a mass, an amount of money, or chosen masses of chosen lots; exactly one of the three.

    ``lot_ids`` narrows a mass or an amount to some lots; empty means every lot for sale.
    """

    kg: int | None = None
    minor: int | None = None
    picks: tuple[Pick, ...] = ()
    lot_ids: tuple[UUID, ...] = ()
    currency: str | None = None

    def __post_init__(self) -> None:
        given = (self.kg is not None) + (self.minor is not None) + bool(self.picks)
        if given != 1:
            raise BasketInvalid(reason="give exactly one of a mass, an amount of money and chosen lots")
        if self.minor is not None and self.currency is None:
            raise BasketInvalid(reason="an amount of money needs its currency")
        if self.picks and self.lot_ids:
            raise BasketInvalid(reason="chosen lots already say which lots")
        if len({pick.lot_id for pick in self.picks}) != len(self.picks):
            raise BasketInvalid(reason="a lot is chosen twice")
        if any(kg < 1 for kg in (self.kg, self.minor, *(pick.kg for pick in self.picks)) if kg is not None):
            raise BasketInvalid(reason="masses and amounts are at least 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who asks, and when."""

    organization_id: UUID
    at: datetime


@transaction.atomic
def quote(
    *,
    quote_id: UUID,
    organization_id: UUID,
    person_id: UUID,
    basket: Basket,
    request_id: str,
    at: datetime,
    new_id: Callable[[], UUID],
    is_dry_run: bool = False,
) -> Quoted:
    """Reserve what the basket asks for and return its lines with what each cost part is charged.

    Afterwards the units are kept and the price holds until ``expires_at``; the quote makes at most one
    order. Oldest vintage first unless lots are chosen. With ``is_dry_run`` all checks run and nothing stays.

    Only for members in good standing; lots whose conditions the member does not meet are left out, and refused when
    they are named. Raises NotEligible, BuyerConditionNotMet, StockTooSmall or the ledger's InsufficientStock, AmountTooSmall, BasketInvalid, CurrencyNotOne,
    LotNotForSale and the ledger's refusals for held and unlisted lots, RequestReused.
    """
    given = fingerprint(verb="quote", given=_as_given(basket=basket))
    lock_request(organization_id=organization_id, request_id=request_id)
    known = Quote.objects.filter(organization_id=organization_id, request_id=request_id).first()
    if known is not None:
        require_same_input(request_id=request_id, first=known.fingerprint, now=given)
        return read_quote(quote=known)
    require_standing(organization_id=organization_id, at=at)
    buyer = Buyer(organization_id=organization_id, at=at)
    picks, lots = _choose(basket=basket, buyer=buyer)
    reserved, lots = _reserve(basket=basket, picks=picks, lots=lots, quote_id=quote_id, buyer=buyer, fresh_id=new_id)
    stored = store_quote(
        quote_id=quote_id,
        organization_id=organization_id,
        person_id=person_id,
        basket=basket,
        lines=reserved,
        lots=lots,
        state=QuoteState.OPEN,
        given=given,
        request_id=request_id,
        at=at,
        fresh_id=new_id,
    )
    record_audit_line(
        action="quote.made",
        subject=show_id(prefix="qte", id=quote_id),
        person_id=person_id,
        organization_id=organization_id,
        request_id=request_id,
        at=at,
        facts={"kg": stored.kg, "amount_minor": stored.amount_minor, "currency": stored.currency},
    )
    result = get_quote(quote_id=quote_id)
    if is_dry_run:
        transaction.set_rollback(True)
    return result


def store_quote(
    *,
    quote_id: UUID,
    organization_id: UUID,
    person_id: UUID,
    basket: Basket,
    lines: tuple[PricedLine, ...],
    lots: dict[UUID, LotState],
    state: QuoteState,
    given: bytes,
    request_id: str,
    at: datetime,
    fresh_id: Callable[[], UUID],
) -> Quote:
    """Write the quote, its lines, why they were chosen of ``lots`` and what a buyer of them must know.

    The database refuses totals that do not add up.
    """
    rule = CHOSEN if basket.picks else OLDEST_VINTAGE_FIRST
    amount_minor = sum(line.charged.total for line in lines)
    kg = sum(line.kg for line in lines)
    if amount_minor < 1:
        raise AmountTooSmall(requested_kg=kg, smallest_kg=None)
    stored = Quote.objects.create(
        pk=quote_id,
        organization_id=organization_id,
        person_id=person_id,
        request_id=request_id,
        fingerprint=given,
        wanted_kg=None if basket.minor is not None else basket.kg or sum(pick.kg for pick in basket.picks),
        wanted_minor=basket.minor,
        rule=rule,
        explanation=explain_allocation(
            rule=rule,
            offers=[as_offer(lot=lot) for lot in lots.values()],
            picks=[Pick(lot_id=line.lot_id, kg=line.kg) for line in lines],
        ),
        disclaimers=collect_disclaimers(lots=[lots[line.lot_id] for line in lines if line.lot_id in lots]),
        state=state,
        currency=lines[0].currency,
        kg=kg,
        amount_minor=amount_minor,
        expires_at=at + clocks_on(day=at.date()).quote_life.span,
        effective_at=at,
    )
    QuoteLine.objects.bulk_create(
        [
            _stored_line(quote=stored, number=number, line=line, line_id=fresh_id())
            for number, line in enumerate(lines, 1)
        ]
    )
    return stored


def _stored_line(*, quote: Quote, number: int, line: PricedLine, line_id: UUID) -> QuoteLine:
    money = {f"{part}_per_t": getattr(line.price, part) for part in COST_PARTS}
    money |= {f"{part}_minor": getattr(line.charged, part) for part in COST_PARTS}
    return QuoteLine(
        pk=line_id,
        quote=quote,
        number=number,
        lot_id=line.lot_id,
        reservation_id=line.reservation_id,
        kg=line.kg,
        **money,
    )


def choose_lots(*, basket: Basket) -> tuple[Pick, ...]:
    """Return what the basket's rule picks of the lots for sale now; raises what ``quote`` raises about stock and price.

    For retirements by the operator's own staff: no buyer's conditions are asked.
    """
    return _choose(basket=basket, buyer=None)[0]


def _choose(*, basket: Basket, buyer: Buyer | None) -> tuple[tuple[Pick, ...], dict[UUID, LotState]]:
    """Pick lots by the basket's rule, judging by what is for sale now; the ledger judges again under its locks."""
    wanted_ids = tuple(pick.lot_id for pick in basket.picks) or basket.lot_ids
    lots = list_lots_for_sale(lot_ids=wanted_ids)
    require_for_sale(lot_ids=wanted_ids, lots=lots)
    priced = {lot.lot_id: lot for lot in lots if lot.price is not None}
    if buyer is not None:
        priced = _open_to(buyer=buyer, priced=priced, chosen_ids=wanted_ids)
    currencies = tuple(sorted({str(lot.currency) for lot in priced.values()}))
    currency = basket.currency or (currencies[0] if len(currencies) == 1 else None)
    if currency is None and currencies:
        raise CurrencyNotOne(currencies=currencies)
    offered = {lot_id: lot for lot_id, lot in priced.items() if lot.currency == currency}
    offers = [as_offer(lot=lot) for lot in offered.values()]
    if basket.picks:
        return _chosen(picks=basket.picks, offers=offers), offered
    if basket.minor is not None:
        return allocate_money(offers=offers, minor=basket.minor), offered
    return allocate_kg(offers=offers, kg=basket.kg or 0), offered


def _open_to(*, buyer: Buyer, priced: dict[UUID, LotState], chosen_ids: tuple[UUID, ...]) -> dict[UUID, LotState]:
    """Leave out the lots whose conditions the buyer does not meet; a lot that was named is refused instead."""
    aside = {
        lot_id for lot_id, owner in list_shared_lots(lots=priced.values()).items() if owner != buyer.organization_id
    }
    for lot_id in chosen_ids:
        if lot_id in aside:
            raise LotNotForSale(lot_id=lot_id, state="SET_ASIDE")
    priced = {lot_id: lot for lot_id, lot in priced.items() if lot_id not in aside}
    roots = {lot_id: kind.root_id for lot_id, kind in kinds_of_lots(lot_ids=priced).items() if kind is not None}
    asked = conditions_of_lots(roots=roots)
    if not asked:
        return priced
    require_open(organization_id=buyer.organization_id, lot_ids=chosen_ids, asked=asked, at=buyer.at)
    closed = closed_to(organization_id=buyer.organization_id, asked=asked, at=buyer.at)
    return {lot_id: lot for lot_id, lot in priced.items() if lot_id not in closed}


def _chosen(*, picks: tuple[Pick, ...], offers: list[Offer]) -> tuple[Pick, ...]:
    """Check chosen masses one by one, so that a refusal names the lot's own figures; keep the buyer's order."""
    by_lot = {offer.lot_id: offer for offer in offers}
    if by_lot.keys() != {pick.lot_id for pick in picks}:
        raise BasketInvalid(reason="the chosen lots are not priced in this currency")
    for pick in picks:
        if pick.kg > by_lot[pick.lot_id].available_kg:
            raise StockTooSmall(requested_kg=pick.kg, available_kg=by_lot[pick.lot_id].available_kg)
    if sum(by_lot[pick.lot_id].cost_minor(kg=pick.kg) for pick in picks) < 1:
        smallest = smallest_kg(ordered=oldest_first(offers=offers))
        raise AmountTooSmall(requested_kg=sum(pick.kg for pick in picks), smallest_kg=smallest)
    return picks


def _reserve(
    *,
    basket: Basket,
    picks: tuple[Pick, ...],
    lots: dict[UUID, LotState],
    quote_id: UUID,
    buyer: Buyer,
    fresh_id: Callable[[], UUID],
) -> tuple[tuple[PricedLine, ...], dict[UUID, LotState]]:
    """Reserve under the ledger's locks; for money, try again where another buyer moved what is carried.

    Returns the lines with the lots as they stood when they were chosen.
    """
    for attempt in range(MONEY_TRIES_MAX):
        mark = transaction.savepoint()
        lines = reserve_units(
            reservations=tuple(
                NewReservation(reservation_id=fresh_id(), lot_id=pick.lot_id, kg=pick.kg) for pick in picks
            ),
            expires_at=buyer.at + policy.RESERVATION_LIFE,
            request_id=f"quote:{quote_id}:{attempt}",
            at=buyer.at,
        )
        total = sum(line.charged.total for line in lines)
        if total >= 1 and (basket.minor is None or total <= basket.minor):
            transaction.savepoint_commit(mark)
            return tuple(_priced(line=line) for line in lines), lots
        transaction.savepoint_rollback(mark)
        if basket.minor is None:
            offers = oldest_first(offers=[as_offer(lot=lot) for lot in lots.values()])
            raise AmountTooSmall(requested_kg=sum(pick.kg for pick in picks), smallest_kg=smallest_kg(ordered=offers))
        picks, lots = _choose(basket=basket, buyer=buyer)
    raise StockContended(tries=MONEY_TRIES_MAX)


def _priced(*, line: ReservedLine) -> PricedLine:
    return PricedLine(
        lot_id=line.lot_id,
        reservation_id=line.reservation_id,
        kg=line.kg,
        currency=line.currency,
        price=line.price,
        charged=line.charged,
    )


def as_offer(*, lot: LotState) -> Offer:
    """Return a listed and priced lot as the allocation sees it."""
    assert lot.price is not None
    return Offer(
        lot_id=lot.lot_id,
        vintage_start=date.fromisoformat(str(lot.facts["vintage_start"])),
        vintage_end=date.fromisoformat(str(lot.facts["vintage_end"])),
        available_kg=lot.available_kg,
        price=lot.price,
        carried=lot.carried,
    )


def _as_given(*, basket: Basket) -> dict[str, object]:
    return {
        "kg": basket.kg,
        "minor": basket.minor,
        "currency": basket.currency,
        "lots": sorted(str(lot_id) for lot_id in basket.lot_ids),
        "picks": [[str(pick.lot_id), pick.kg] for pick in basket.picks],
    }
