"""Many at once: nothing oversold, nothing done twice, every replay answered."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Event
from typing import TypeVar

import psycopg
import pytest
from django.db import connection

from tests.ledger.conftest import PRICE, Instruct, ListedLot, named
from truetonne.ledger import actions, queries
from truetonne.ledger.lots import InsufficientStock
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.reservations import ReservationResolved
from truetonne.ledger.values import Draw, NewReservation, ReservationOutcome, Retirement

pytestmark = pytest.mark.django_db(transaction=True)

Answer = TypeVar("Answer")
WORKERS = 8


def at_once(calls: Sequence[Callable[[], Answer]], *, workers: int = WORKERS) -> list[Answer | Refusal]:
    """Run calls on threads, each with a connection of its own, and return answers and refusals in order."""

    def one(call: Callable[[], Answer]) -> Answer | Refusal:
        try:
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(one, calls))


def test_sells_the_last_tonnes_once_with_every_request_sent_twice(
    listed_lot: ListedLot, instruct: Instruct, at: datetime
) -> None:
    lot = listed_lot(tonnes=10)
    requests = [f"buy {number}" for number in range(30)] * 2
    random.Random(7).shuffle(requests)

    def buy(request: str) -> Callable[[], Retirement]:
        return lambda: actions.retire_units(instruction=instruct(request, (lot.lot_id, 499)), request_id=request, at=at)

    answers = dict[str, list[Retirement | Refusal]]()
    for request, answer in zip(requests, at_once([buy(request) for request in requests]), strict=True):
        answers.setdefault(request, []).append(answer)

    sold = {request: pair for request, pair in answers.items() if isinstance(pair[0], Retirement)}
    assert len(sold) == 20
    for first, second in sold.values():
        assert first == second
    for request, pair in answers.items():
        if request not in sold:
            assert all(isinstance(answer, InsufficientStock) and answer.available_kg < 499 for answer in pair)
    after = queries.get_lot(lot_id=lot.lot_id)
    assert (after.retired_kg, after.available_kg) == (20 * 499, 20)
    lines = queries.lines_of_lot(lot_id=lot.lot_id)
    assert [line.kg for line in lines] == [499] * 20
    charged = sum(pair[0].lines[0].charged.total for pair in sold.values() if isinstance(pair[0], Retirement))
    exact = sum(part * 499 * 20 for part in PRICE.as_tuple())
    assert exact == 1_000 * charged + sum(after.carried.as_tuple())


def test_locks_lots_in_one_order_whatever_order_is_asked(
    listed_lot: ListedLot, instruct: Instruct, at: datetime
) -> None:
    lots = [listed_lot(f"lot {number}", tonnes=50).lot_id for number in range(5)]
    shuffler = random.Random(3)

    def buy(number: int) -> Callable[[], Retirement]:
        chosen = shuffler.sample(lots, 3)
        instruction = instruct(str(number), *[(lot, 700) for lot in chosen])
        return lambda: actions.retire_units(instruction=instruction, request_id=f"r{number}", at=at)

    answers = at_once([buy(number) for number in range(60)])

    assert all(isinstance(answer, Retirement) for answer in answers)
    assert sum(state.retired_kg for state in queries.list_lots()) == 60 * 3 * 700


def test_ends_a_reservation_once_between_posting_voiding_and_expiring(
    listed_lot: ListedLot, instruct: Instruct, at: datetime
) -> None:
    lot = listed_lot(tonnes=100).lot_id
    for number in range(12):
        reservation_id = named(f"race {number}")
        asked = (NewReservation(reservation_id=reservation_id, lot_id=lot, kg=1_001),)
        actions.reserve_units(
            reservations=asked, expires_at=at + timedelta(hours=1), request_id=f"reserve {number}", at=at
        )
        draw = Draw(lot_id=lot, kg=1_001, reservation_id=reservation_id)
        instruction = instruct(str(number), draw)

        outcomes = at_once(
            [
                lambda n=number, i=instruction: actions.retire_units(instruction=i, request_id=f"post {n}", at=at),
                lambda n=number, r=reservation_id: actions.release_reservations(
                    reservation_ids=(r,), outcome=ReservationOutcome.VOIDED, request_id=f"void {n}", at=at
                ),
                lambda n=number: actions.expire_reservations(request_id=f"expire {n}", at=at + timedelta(hours=2)),
            ],
            workers=3,
        )

        ended = [answer for answer in outcomes if not isinstance(answer, Refusal) and answer != ()]
        assert len(ended) == 1
        assert all(isinstance(answer, ReservationResolved) for answer in outcomes if isinstance(answer, Refusal))
    after = queries.get_lot(lot_id=lot)
    assert after.reserved_kg == 0
    assert after.issued_kg == after.available_kg + after.retired_kg


def test_reserves_and_voids_again_and_again_without_losing_a_kilogram(listed_lot: ListedLot, at: datetime) -> None:
    lot = listed_lot(tonnes=3).lot_id

    def there_and_back(number: int) -> Callable[[], bool]:
        def call() -> bool:
            asked = (NewReservation(reservation_id=named(f"cycle {number}"), lot_id=lot, kg=1_003),)
            actions.reserve_units(
                reservations=asked, expires_at=at + timedelta(hours=1), request_id=f"reserve {number}", at=at
            )
            actions.release_reservations(
                reservation_ids=(asked[0].reservation_id,),
                outcome=ReservationOutcome.VOIDED,
                request_id=f"void {number}",
                at=at,
            )
            return True

        return call

    outcomes = at_once([there_and_back(number) for number in range(150)], workers=2)

    assert all(outcome is True for outcome in outcomes)
    after = queries.get_lot(lot_id=lot)
    assert (after.reserved_kg, after.available_kg) == (0, 3_000)
    assert not any(after.carried.as_tuple())


def test_splits_and_buys_at_once(listed_lot: ListedLot, instruct: Instruct, at: datetime) -> None:
    lot = listed_lot(tonnes=40).lot_id

    def buy(number: int) -> Callable[[], object]:
        return lambda: actions.retire_units(
            instruction=instruct(str(number), (lot, 900)), request_id=f"r{number}", at=at
        )

    def cut(number: int) -> Callable[[], object]:
        return lambda: actions.split_lot(
            lot_id=lot, at_serial=40 - number, new_lot_id=named(f"cut {number}"), request_id=f"cut {number}", at=at
        )

    at_once([call for number in range(20) for call in (buy(number), cut(number))])

    states = queries.list_lots()
    assert sum(state.issued_kg for state in states) == 40_000
    assert sum(state.available_kg + state.retired_kg for state in states) == 40_000
    ranges = sorted((state.first, state.last) for state in states)
    assert ranges[0][0] == 1
    assert ranges[-1][1] == 40
    assert all(one[1] + 1 == two[0] for one, two in pairwise(ranges))


def test_waits_for_a_price_that_changes_meanwhile(
    listed_lot: ListedLot, instruct: Instruct, at: datetime, web_connection: Callable[..., psycopg.Connection]
) -> None:
    lot = listed_lot(tonnes=10).lot_id
    other = web_connection()
    other.execute("SELECT FROM ledger_lot WHERE public_id = %s FOR NO KEY UPDATE", [lot])
    entry_id = other.execute(
        "INSERT INTO ledger_entry (kind, request_id, input_hash, effective_at)"
        " VALUES ('PRICE', 'meanwhile', sha256('x'), now()) RETURNING id"
    ).fetchone()
    assert entry_id is not None
    other.execute(
        "INSERT INTO ledger_price (entry_id, lot_id, currency, project_minor_per_t, registry_fee_minor_per_t,"
        " verification_minor_per_t, fx_minor_per_t, tax_minor_per_t, handling_minor_per_t)"
        " SELECT %s, id, 'USD', 9000, 0, 0, 0, 0, 0 FROM ledger_lot WHERE public_id = %s",
        [entry_id[0], lot],
    )

    def buy() -> Retirement:
        return actions.retire_units(instruction=instruct("a", (lot, 1_000)), request_id="r", at=at)

    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = pool.submit(lambda: (buy(), connection.close())[0])
        while not other.execute("SELECT FROM pg_locks WHERE NOT granted").fetchall():
            Event().wait(0.01)
        other.commit()
        retirement = waiting.result()

    assert retirement.lines[0].charged.total == 9_000
