"""Balances follow from facts: what the database refuses of reservations, resolutions, holds and prices (L1, L9, L13)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.ledger.conftest import Instruct, ListedLot, named
from tests.ledger.raw import entry, insert_lot, lot_key, new_key, number, refused, run
from truetonne.ledger import actions, queries
from truetonne.ledger.lots import LotHeld
from truetonne.ledger.values import Draw, NewReservation, ReservationOutcome

pytestmark = pytest.mark.django_db

RESERVE = (
    "INSERT INTO ledger_reservation (public_id, entry_id, lot_id, kg, expires_at, price_id, project_minor,"
    " registry_fee_minor, verification_minor, fx_minor, tax_minor, handling_minor)"
    " SELECT gen_random_uuid(), %(entry)s, id, %(kg)s, now() + interval '1 hour', price_id, %(project)s, 17, 33, 4, 0, 15"
    " FROM ledger_lot WHERE id = %(lot)s RETURNING id"
)


def reserve(lot: int, *, kg: int = 1_000, project: int = 1_225, under: str = "RESERVATION") -> int:
    return number(RESERVE, {"entry": entry(under), "lot": lot, "kg": kg, "project": project})


def test_counts_a_reservation_and_gives_it_back(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot().lot_id)
    reservation = reserve(lot)
    assert number("SELECT reserved_kg FROM ledger_lot WHERE id = %s", [lot]) == 1_000

    run("INSERT INTO ledger_resolution VALUES (%s, %s, 'VOIDED')", [reservation, entry("RESOLUTION")])

    assert run("SELECT reserved_kg, carried_project FROM ledger_lot WHERE id = %s", [lot]) == [(0, 0)]


def test_ends_a_reservation_once(listed_lot: ListedLot) -> None:
    reservation = reserve(lot_key(listed_lot().lot_id))
    run("INSERT INTO ledger_resolution VALUES (%s, %s, 'VOIDED')", [reservation, entry("RESOLUTION")])

    for outcome in ("VOIDED", "EXPIRED"):
        with refused("ledger_resolution_once"):
            run("INSERT INTO ledger_resolution VALUES (%s, %s, %s)", [reservation, entry("RESOLUTION"), outcome])


def test_refuses_to_post_without_a_line_and_to_end_what_is_not_there(listed_lot: ListedLot) -> None:
    reservation = reserve(lot_key(listed_lot().lot_id))

    with refused("posted by its line"):
        run("INSERT INTO ledger_resolution VALUES (%s, %s, 'POSTED')", [reservation, entry("RESOLUTION")])
    with refused("posted by its line"):
        run("INSERT INTO ledger_resolution VALUES (%s, %s, 'VOIDED')", [reservation, entry("RATING")])
    with refused("ends a reservation"):
        run("INSERT INTO ledger_resolution VALUES (%s, %s, 'VOIDED')", [10**12, entry("RESOLUTION")])
    with refused("ledger_outcome_known|posted by its line"):
        run("INSERT INTO ledger_resolution VALUES (%s, %s, 'FORGOTTEN')", [reservation, entry("RESOLUTION")])


def test_refuses_to_reserve_more_than_there_is(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot(tonnes=1).lot_id)
    reserve(lot)

    with refused("ledger_lot_conserves"):
        run(
            RESERVE.replace("17, 33, 4, 0, 15", "0, 0, 0, 0, 0"),
            {"entry": entry("RESERVATION"), "lot": lot, "kg": 1, "project": 1},
        )


@pytest.mark.parametrize("kg", [0, -1, 10**15 + 1])
def test_refuses_a_reservation_of_no_quantity(listed_lot: ListedLot, kg: int) -> None:
    lot = lot_key(listed_lot().lot_id)

    with refused("ledger_kilograms_in_bounds|nearest minor unit|out of range"):
        reserve(lot, kg=kg)


@pytest.mark.parametrize("project", [1_224, 1_226, 0])
def test_refuses_a_reservation_that_is_not_charged_at_cost(listed_lot: ListedLot, project: int) -> None:
    lot = lot_key(listed_lot().lot_id)

    with refused("charged to the nearest minor unit"):
        reserve(lot, project=project)


def test_refuses_a_reservation_without_its_own_entry(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot().lot_id)

    with refused("a reservation draws"):
        reserve(lot, under="RATING")


def test_refuses_to_reserve_what_is_not_for_sale(listed_lot: ListedLot, at: datetime) -> None:
    held, unlisted = listed_lot("held").lot_id, listed_lot("unlisted").lot_id
    actions.hold_lot(lot_id=held, reason="quality", request_id="hold", at=at)
    actions.unlist_lot(lot_id=unlisted, reason="review", request_id="unlist", at=at)

    for lot in (held, unlisted):
        with refused("listed lot that is not held"):
            reserve(lot_key(lot))


def test_refuses_a_line_that_takes_what_is_reserved(listed_lot: ListedLot, instruct: Instruct, at: datetime) -> None:
    lot = listed_lot(tonnes=2)
    reserve(lot_key(lot.lot_id))
    start = number("SELECT unit_start FROM ledger_lot WHERE public_id = %s", [lot.lot_id])
    entry_id = entry("CANCELLATION")

    with refused("ledger_lot_conserves"):
        run(
            "INSERT INTO ledger_line (lot_id, start_unit, stop_unit, head_unit, entry_id, use)"
            " VALUES (%s, %s, %s, %s, %s, 'CANCELLATION')",
            [lot_key(lot.lot_id), start, start + 1_001, start, entry_id],
        )


def test_refuses_to_post_a_reservation_in_part_or_at_another_charge(
    listed_lot: ListedLot, instruct: Instruct, at: datetime
) -> None:
    state = listed_lot()
    lot = lot_key(state.lot_id)
    reservation = reserve(lot)
    sql = (
        "WITH c AS (INSERT INTO ledger_certificate (entry_id, certificate_id, retirement_id, unit_kind, kg, annex)"
        " VALUES (%(entry)s, gen_random_uuid(), gen_random_uuid(), 'CREDIT', %(kg)s, '{}')) INSERT INTO ledger_line"
        " (lot_id, start_unit, stop_unit, head_unit, entry_id, use, reservation_id, price_id, project_minor,"
        " registry_fee_minor, verification_minor, fx_minor, tax_minor, handling_minor)"
        " SELECT id, head, head + %(kg)s, head, %(entry)s, 'RETIREMENT', %(reservation)s, price_id, %(project)s, 17, 33, 4, 0, 15"
        " FROM ledger_lot WHERE id = %(lot)s"
    )
    right = {"lot": lot, "kg": 1_000, "reservation": reservation, "project": 1_225}

    for wrong in ({"kg": 999}, {"project": 1_224}, {"reservation": 10**12}):
        with refused("posted whole|conserves"):
            run(sql, right | wrong | {"entry": entry("RETIREMENT")})
    run(sql, right | {"entry": entry("RETIREMENT")})
    sql = sql.replace("head_unit, entry_id", "prev_unit, entry_id")
    with refused("ledger_line_reservation_once"):
        run(sql, right | {"entry": entry("RETIREMENT")})


def test_posts_no_reservation_of_a_held_lot(listed_lot: ListedLot, instruct: Instruct, at: datetime) -> None:
    state = listed_lot()
    reservation = NewReservation(reservation_id=named("rsv"), lot_id=state.lot_id, kg=2_000)
    later = at + timedelta(hours=1)
    actions.reserve_units(reservations=(reservation,), expires_at=later, request_id="reserve", at=at)
    held = actions.hold_lot(lot_id=state.lot_id, reason="legal", request_id="hold", at=at)
    assert (held.reserved_kg, held.held_kg, held.available_kg) == (2_000, 98_000, 0)

    draw = Draw(lot_id=state.lot_id, kg=2_000, reservation_id=named("rsv"))
    with pytest.raises(LotHeld, match="legal"):
        actions.retire_units(instruction=instruct("a", draw), request_id="r", at=at)
    actions.release_reservations(
        reservation_ids=(named("rsv"),), outcome=ReservationOutcome.VOIDED, request_id="void", at=at
    )

    after = queries.get_lot(lot_id=state.lot_id)
    assert (after.reserved_kg, after.held_kg) == (0, 100_000)


def test_holds_once_and_releases_once(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot().lot_id)
    hold = "INSERT INTO ledger_hold (entry_id, lot_id, is_hold, reason) VALUES (%s, %s, %s, %s)"

    with refused("held once and released once"):
        run(hold, [entry("RELEASE"), lot, False, "nothing"])
    with refused("entry of kind"):
        run(hold, [entry("RELEASE"), lot, True, "wrong entry"])
    run(hold, [entry("HOLD"), lot, True, "quality"])
    with refused("held once and released once"):
        run(hold, [entry("HOLD"), lot, True, "again"])
    with refused("ledger_hold_reason_check"):
        run(hold, [entry("RELEASE"), lot, False, ""])
    assert run("SELECT is_listed FROM ledger_lot WHERE id = %s", [lot]) == [(False,)]


PRICE = (
    "INSERT INTO ledger_price (entry_id, lot_id, currency, project_minor_per_t, registry_fee_minor_per_t,"
    " verification_minor_per_t, fx_minor_per_t, tax_minor_per_t, handling_minor_per_t) VALUES (%s, %s, %s, %s, 0, 0, 0, 0, 0)"
)


def test_refuses_prices_that_cannot_be(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot().lot_id)

    with refused("ledger_price_parts_are_costs"):
        run(PRICE, [entry("PRICE"), lot, "USD", -1])
    with refused("ledger_price_parts_are_costs"):
        run(PRICE, [entry("PRICE"), lot, "USD", 10**9 + 1])
    with refused("ledger_price_currency_is_iso"):
        run(PRICE, [entry("PRICE"), lot, "usd", 1])
    with refused("entry of kind"):
        run(PRICE, [entry("RATING"), lot, "USD", 1])


def test_keeps_the_currency_while_money_hangs_on_it(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot().lot_id)
    run(PRICE, [entry("PRICE"), lot, "EUR", 5])
    run(PRICE, [entry("PRICE"), lot, "USD", 1_225])
    run(RESERVE.replace("17, 33, 4, 0, 15", "0, 0, 0, 0, 0"),
        {"entry": entry("RESERVATION"), "lot": lot, "kg": 1_000, "project": 1_225})  # fmt: skip

    with refused("the currency of a lot stays"):
        run(PRICE, [entry("PRICE"), lot, "EUR", 5])
    run(PRICE, [entry("PRICE"), lot, "USD", 6])


def test_has_no_margin_column() -> None:
    assert not run(
        "SELECT attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relname LIKE 'ledger\\_%%'"
        " AND attname ~ 'margin|markup|fee_on|profit'"
    )


def test_charges_a_lot_sold_in_odd_pieces_exactly_its_cost(
    listed_lot: ListedLot, instruct: Instruct, at: datetime
) -> None:
    lot = listed_lot(tonnes=3)
    charged = 0
    for number_, kg in enumerate((1, 999, 333, 667, 250, 750)):
        retirement = actions.retire_units(
            instruction=instruct(str(number_), (lot.lot_id, kg)), request_id=f"r{number_}", at=at
        )
        charged += retirement.lines[0].charged.total

    after = queries.get_lot(lot_id=lot.lot_id)
    assert after.available_kg == 0
    assert after.carried.as_tuple() == (0, 0, 0, 0, 0, 0)
    assert lot.price is not None
    assert charged == 3 * lot.price.total


def test_adds_lots_of_credits_without_a_batch_only() -> None:
    with refused("insets are issued in a batch"):
        insert_lot(key=new_key(), first=1, last=2, kind="INSET_SCOPE1")
