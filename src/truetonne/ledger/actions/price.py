"""Pricing: what a lot costs per tonne, part by part. The history stays; reservations and lines keep their own price."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from truetonne.ledger.entries import EntryKind, NewEntry, read_now, write_entries
from truetonne.ledger.lots import LockedLot, find_lot, lock_lots
from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import (
    check_request_id,
    find_first_of_many,
    fingerprint,
    judge_input,
    row_request_id,
)
from truetonne.ledger.rows import check_distinct
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import LotPrice, LotState, Refused
from truetonne.ledger.wire import Statement, int8s, texts, transaction
from truetonne.science.money import COST_PARTS, CostParts, InvalidMoney, currency_exponent

PRICE_PART_MAX = 10**9

_WRITE = Statement.of(
    name="prices_write",
    sql="""
    INSERT INTO ledger_price (entry_id, lot_id, currency, project_minor_per_t, registry_fee_minor_per_t,
        verification_minor_per_t, fx_minor_per_t, tax_minor_per_t, handling_minor_per_t)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
        $8::bigint[], $9::bigint[])
    """,
)


class PriceInvalid(Refusal):
    """A cost part that cannot be: negative, beyond 10^9 minor units per tonne, or an unknown currency."""

    code = "invalid_money"

    def __init__(self, *, part: str, given: object) -> None:
        super().__init__(f"{part}: {given} is not a cost in whole minor units per tonne, 0 to {PRICE_PART_MAX}")
        self.part = part
        self.given = given


class CurrencyFixed(Refusal):
    """A lot keeps its currency while money is carried or reserved in it; carries both currencies."""

    code = "state_conflict"

    def __init__(self, *, lot_id: UUID, currency: str, wanted: str) -> None:
        super().__init__(f"lot {lot_id} carries money in {currency} and cannot be priced in {wanted}")
        self.lot_id = lot_id
        self.currency = currency
        self.wanted = wanted


def price_lot(*, lot_id: UUID, currency: str, price: CostParts, request_id: str, at: datetime) -> LotState:
    """Set what a lot costs per tonne from now on. Reservations and lines made before keep the price they were made at.

    Raises LotNotFound, PriceInvalid, CurrencyFixed, RequestReused.
    """
    outcome = price_lots(
        prices=(LotPrice(lot_id=lot_id, currency=currency, price=price),), request_id=request_id, at=at
    )[0]
    if isinstance(outcome, Refused):
        raise outcome.error
    return outcome


def price_lots(*, prices: Sequence[LotPrice], request_id: str, at: datetime) -> tuple[LotState | Refused, ...]:
    """Price many lots, each once, in one transaction; a refused row does not sink the others."""
    check_request_id(request_id=request_id)
    check_distinct(row_ids=[price.lot_id for price in prices])
    with transaction() as wire:
        lots, _ = lock_lots(wire=wire, lot_ids={price.lot_id for price in prices})
        effective_at = check_effective(effective_at=at, recorded_at=read_now(wire=wire))
        ids = [row_request_id(request_id=request_id, row_id=price.lot_id) for price in prices]
        first = find_first_of_many(wire=wire, request_ids=texts(ids))
        refused: dict[UUID, Refusal] = {}
        fresh: list[tuple[NewEntry, LockedLot, LotPrice]] = []
        for row_id, asked in zip(ids, prices, strict=True):
            input_hash = fingerprint(verb="price", asked=(asked.lot_id, asked.currency, asked.price.as_tuple()))
            try:
                if row_id in first:
                    judge_input(request_id=row_id, first_hash=first[row_id][1], input_hash=input_hash)
                    continue
                lot = find_lot(lots=lots, lot_id=asked.lot_id)
                _check(lot=lot, asked=asked)
            except Refusal as error:
                refused[asked.lot_id] = error
                continue
            entry = NewEntry(request_id=row_id, input_hash=input_hash, body=None, effective_at=effective_at)
            fresh.append((entry, lot, asked))
        if fresh:
            keys = write_entries(wire=wire, kind=EntryKind.PRICE, entries=[entry for entry, _, _ in fresh])
            parts = zip(*[asked.price.as_tuple() for _, _, asked in fresh], strict=True)
            wire.run(
                _WRITE,
                int8s(keys),
                int8s([lot.pk for _, lot, _ in fresh]),
                texts([asked.currency for _, _, asked in fresh]),
                *[int8s(part) for part in parts],
            )
        states = {state.lot_id: state for state in list_lots(lot_ids=[price.lot_id for price in prices])}
    return tuple(
        Refused(row_id=asked.lot_id, error=refused[asked.lot_id]) if asked.lot_id in refused else states[asked.lot_id]
        for asked in prices
    )


def _check(*, lot: LockedLot, asked: LotPrice) -> None:
    try:
        currency_exponent(currency=asked.currency)
    except InvalidMoney:
        raise PriceInvalid(part="currency", given=asked.currency) from None
    for part, minor in zip(COST_PARTS, asked.price.as_tuple(), strict=True):
        if type(minor) is not int or not 0 <= minor <= PRICE_PART_MAX:
            raise PriceInvalid(part=part, given=minor)
    has_money = lot.reserved_kg or any(lot.carried.as_tuple())
    if lot.currency not in (None, asked.currency) and has_money:
        raise CurrencyFixed(lot_id=lot.lot_id, currency=str(lot.currency), wanted=asked.currency)
