"""Retiring, one by one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.ledger.conftest import Instruct, ListedLot, named
from truetonne.ledger import actions, queries
from truetonne.ledger.lots import InsufficientStock
from truetonne.ledger.values import Draw, NewReservation, ReservationOutcome

pytestmark = pytest.mark.django_db


def test_retires_units_and_charges_them_at_cost(listed_lot: ListedLot, instruct: Instruct, at: datetime) -> None:
    lot = listed_lot()

    retirement = actions.retire_units(instruction=instruct("a", (lot.lot_id, 3_250)), request_id="r1", at=at)

    after = queries.get_lot(lot_id=lot.lot_id)
    assert retirement.kg == 3_250
    assert (after.retired_kg, after.available_kg, after.open_remainder_kg) == (3_250, 96_750, 750)
    assert retirement.lines[0].serials.last == 4
    assert retirement.lines[0].charged.project == 3_981
    assert after.carried.project == 1_225 * 3_250 - 3_981_000


def test_answers_a_repeated_request_with_the_first_retirement(
    listed_lot: ListedLot, instruct: Instruct, at: datetime
) -> None:
    lot = listed_lot()
    first = actions.retire_units(instruction=instruct("a", (lot.lot_id, 100_000)), request_id="r1", at=at)

    again = actions.retire_units(instruction=instruct("b", (lot.lot_id, 100_000)), request_id="r1", at=at)

    assert again == first
    with pytest.raises(InsufficientStock):
        actions.retire_units(instruction=instruct("c", (lot.lot_id, 1)), request_id="r2", at=at)


def test_posts_a_reservation_with_its_own_charge(listed_lot: ListedLot, instruct: Instruct, at: datetime) -> None:
    lot = listed_lot()
    line = actions.reserve_units(
        reservations=(NewReservation(reservation_id=named("rsv"), lot_id=lot.lot_id, kg=1_500),),
        expires_at=at + timedelta(hours=1),
        request_id="reserve",
        at=at,
    )[0]

    draw = Draw(lot_id=lot.lot_id, kg=1_500, reservation_id=named("rsv"))
    retirement = actions.retire_units(instruction=instruct("a", draw), request_id="r1", at=at)

    assert retirement.lines[0].charged == line.charged
    after = queries.get_lot(lot_id=lot.lot_id)
    assert (after.reserved_kg, after.retired_kg) == (0, 1_500)


def test_gives_a_released_reservation_back(listed_lot: ListedLot, at: datetime) -> None:
    lot = listed_lot()
    actions.reserve_units(
        reservations=(NewReservation(reservation_id=named("rsv"), lot_id=lot.lot_id, kg=1_501),),
        expires_at=at + timedelta(hours=1),
        request_id="reserve",
        at=at,
    )

    actions.release_reservations(
        reservation_ids=(named("rsv"),), outcome=ReservationOutcome.VOIDED, request_id="release", at=at
    )

    after = queries.get_lot(lot_id=lot.lot_id)
    assert (after.reserved_kg, after.available_kg) == (0, 100_000)
    assert after.carried == lot.carried
