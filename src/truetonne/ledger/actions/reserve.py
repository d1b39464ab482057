"""Reserving: a quantity of a lot set aside until a time, charged at once so that a quoted price holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg

from truetonne.ledger.entries import EntryKind, NewEntry, read_now, write_entries
from truetonne.ledger.lots import InsufficientStock, LockedLot, LotNotListed, check_sellable, find_lot, lock_lots
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import (
    check_request_id,
    find_first_of_many,
    fingerprint,
    judge_input,
    row_request_id,
)
from truetonne.ledger.reservations import ReservationExpired
from truetonne.ledger.rows import check_distinct
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import NewReservation, Refused, ReservationRequest, ReservedLine
from truetonne.ledger.wire import Statement, Wire, instants, int8s, read_instant, texts, transaction, uuids
from truetonne.science.money import CostParts, charge

_WRITE = Statement.of(
    name="reservations_write",
    sql="""
    INSERT INTO ledger_reservation (public_id, entry_id, lot_id, kg, expires_at, price_id, project_minor,
        registry_fee_minor, verification_minor, fx_minor, tax_minor, handling_minor)
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::bigint[],
        $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[])
    """,
)
_FIRST = Statement.of(
    name="reservations_first",
    sql="""
    SELECT r.entry_id, r.public_id, lot.public_id, r.kg, price.currency,
        (extract(epoch FROM r.expires_at) * 1000000)::bigint,
        price.project_minor_per_t, price.registry_fee_minor_per_t, price.verification_minor_per_t,
        price.fx_minor_per_t, price.tax_minor_per_t, price.handling_minor_per_t,
        r.project_minor, r.registry_fee_minor, r.verification_minor, r.fx_minor, r.tax_minor, r.handling_minor
    FROM ledger_reservation r JOIN ledger_lot lot ON lot.id = r.lot_id JOIN ledger_price price ON price.id = r.price_id
    WHERE r.entry_id = ANY($1::bigint[]) ORDER BY r.id
    """,
)


class ReservationExists(Refusal):
    """A reservation has this id already, under another request."""

    code = "state_conflict"

    def __init__(self, *, reservation_ids: tuple[UUID, ...]) -> None:
        super().__init__(f"one of these reservations exists already: {', '.join(map(str, reservation_ids))}")
        self.reservation_ids = reservation_ids


class NothingToReserve(Refusal):
    """A request that names no quantity."""

    code = "invalid_quantity"

    def __init__(self) -> None:
        super().__init__("a reservation draws on at least one lot")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reserved:
    asked: NewReservation
    lot: LockedLot
    price_id: int
    line: ReservedLine


def reserve_units(
    *, reservations: Sequence[NewReservation], expires_at: datetime, request_id: str, at: datetime
) -> tuple[ReservedLine, ...]:
    """Set quantities aside until ``expires_at``, all or none, and charge each at its lot's price.

    Serials are assigned when the reservation is posted (``retire_units``), never before. Raises NothingToReserve,
    what ``lots.check_sellable`` raises, ReservationExpired, ReservationExists, RequestReused.
    """
    asked = ReservationRequest(row_id=UUID(int=0), reservations=tuple(reservations), expires_at=expires_at)
    check_request_id(request_id=request_id)
    outcome = _reserve(requests=(asked,), request_ids=[request_id], at=at)[0]
    if isinstance(outcome, Refused):
        raise outcome.error
    return outcome


def reserve_units_batch(
    *, requests: Sequence[ReservationRequest], request_id: str, at: datetime
) -> tuple[tuple[ReservedLine, ...] | Refused, ...]:
    """Reserve for many requests in one transaction; each is all or none, a refused one does not sink the others."""
    check_request_id(request_id=request_id)
    check_distinct(row_ids=[asked.row_id for asked in requests])
    ids = [row_request_id(request_id=request_id, row_id=asked.row_id) for asked in requests]
    return _reserve(requests=requests, request_ids=ids, at=at)


def _reserve(
    *, requests: Sequence[ReservationRequest], request_ids: Sequence[str], at: datetime
) -> tuple[tuple[ReservedLine, ...] | Refused, ...]:
    with transaction() as wire:
        lots, _ = lock_lots(wire=wire, lot_ids={wanted.lot_id for asked in requests for wanted in asked.reservations})
        first = find_first_of_many(wire=wire, request_ids=texts(request_ids))
        answered: dict[int, int] = {}
        outcomes: dict[int, tuple[ReservedLine, ...] | Refused] = {}
        fresh: list[tuple[int, NewEntry, list[_Reserved]]] = []
        effective_at = check_effective(effective_at=at, recorded_at=read_now(wire=wire))
        for place, (row_request, asked) in enumerate(zip(request_ids, requests, strict=True)):
            input_hash = fingerprint(verb="reserve", asked=[(r.lot_id, r.kg) for r in asked.reservations])
            try:
                if row_request in first:
                    entry_id, first_hash = first[row_request]
                    judge_input(request_id=row_request, first_hash=first_hash, input_hash=input_hash)
                    answered[entry_id] = place
                    continue
                reserved = _plan(wire=wire, asked=asked, lots=lots, at=at)
            except Refusal as error:
                outcomes[place] = Refused(row_id=asked.row_id, error=error)
                continue
            entry = NewEntry(request_id=row_request, input_hash=input_hash, body=None, effective_at=effective_at)
            fresh.append((place, entry, reserved))
            outcomes[place] = tuple(one.line for one in reserved)
        _write(wire=wire, fresh=fresh)
        for entry_id, lines in _first_answers(wire=wire, entry_ids=list(answered)).items():
            outcomes[answered[entry_id]] = lines
    return tuple(outcomes[place] for place in range(len(requests)))


def _plan(*, wire: Wire, asked: ReservationRequest, lots: Mapping[UUID, LockedLot], at: datetime) -> list[_Reserved]:
    """Judge a request whole, then charge it. A refused request leaves the lots as they were."""
    if not asked.reservations:
        raise NothingToReserve
    if asked.expires_at <= at:
        raise ReservationExpired(reservation_id=asked.reservations[0].reservation_id, expires_at=asked.expires_at)
    wanted: dict[int, int] = {}
    for one in asked.reservations:
        lot = find_lot(lots=lots, lot_id=one.lot_id)
        check_sellable(wire=wire, lot=lot, kg=one.kg)
        wanted[lot.pk] = wanted.get(lot.pk, 0) + one.kg
        if wanted[lot.pk] > lot.available_kg:
            raise InsufficientStock(lot_id=lot.lot_id, requested_kg=wanted[lot.pk], available_kg=lot.available_kg)
    return [_charge(asked=one, lot=lots[one.lot_id], expires_at=asked.expires_at) for one in asked.reservations]


def _charge(*, asked: NewReservation, lot: LockedLot, expires_at: datetime) -> _Reserved:
    if lot.price is None or lot.price_id is None or lot.currency is None:
        raise LotNotListed(lot_id=lot.lot_id)
    charged, lot.carried = charge(price=lot.price, kg=asked.kg, carried=lot.carried)
    lot.reserved_kg += asked.kg
    line = ReservedLine(
        reservation_id=asked.reservation_id,
        lot_id=asked.lot_id,
        kg=asked.kg,
        currency=lot.currency,
        price=lot.price,
        charged=charged,
        expires_at=expires_at,
    )
    return _Reserved(asked=asked, lot=lot, price_id=lot.price_id, line=line)


def _write(*, wire: Wire, fresh: Sequence[tuple[int, NewEntry, list[_Reserved]]]) -> None:
    keys = write_entries(wire=wire, kind=EntryKind.RESERVATION, entries=[entry for _, entry, _ in fresh])
    rows = [(key, one) for key, (_, _, reserved) in zip(keys, fresh, strict=True) for one in reserved]
    if not rows:
        return
    try:
        wire.run(
            _WRITE,
            uuids([one.asked.reservation_id for _, one in rows]),
            int8s([key for key, _ in rows]),
            int8s([one.lot.pk for _, one in rows]),
            int8s([one.asked.kg for _, one in rows]),
            instants([one.line.expires_at for _, one in rows]),
            int8s([one.price_id for _, one in rows]),
            *[int8s(part) for part in zip(*[one.line.charged.as_tuple() for _, one in rows], strict=True)],
        )
    except psycopg.errors.UniqueViolation as error:
        raise ReservationExists(reservation_ids=tuple(one.asked.reservation_id for _, one in rows)) from error


def _first_answers(*, wire: Wire, entry_ids: Sequence[int]) -> dict[int, tuple[ReservedLine, ...]]:
    found: dict[int, tuple[ReservedLine, ...]] = {}
    if not entry_ids:
        return found
    for row in wire.run(_FIRST, int8s(entry_ids)):
        text = [str(value or b"", "ascii") for value in row]
        line = ReservedLine(
            reservation_id=UUID(text[1]),
            lot_id=UUID(text[2]),
            kg=int(text[3]),
            currency=text[4],
            price=CostParts.of(map(int, text[6:12])),
            charged=CostParts.of(map(int, text[12:18])),
            expires_at=read_instant(row[5] or b"0"),
        )
        found[int(text[0])] = (*found.get(int(text[0]), ()), line)
    return found
