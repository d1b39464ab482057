"""A unit exists once: what the database refuses of lots, as the web's role (L2, L3, L6, L18)."""

from __future__ import annotations

import pytest

from tests.ledger.conftest import ListedLot
from tests.ledger.raw import entry, insert_lot, lot_key, new_key, number, refused, run

pytestmark = pytest.mark.django_db


def test_refuses_serials_that_overlap_under_one_key() -> None:
    key = new_key()
    insert_lot(key=key, first=1, last=100)

    for first, last in ((50, 150), (1, 100), (100, 100), (1, 1), (0, 1)):
        with refused("ledger_lot_registry_range_once"):
            insert_lot(key=key, first=first, last=last)


def test_takes_the_same_serials_under_another_key_and_the_next_ones_under_the_same() -> None:
    key = new_key()
    insert_lot(key=key, first=1, last=100)

    insert_lot(key=new_key("other"), first=1, last=100)
    insert_lot(key=key, first=101, last=101)


def test_gives_every_lot_units_of_its_own() -> None:
    one = insert_lot(key=new_key(), first=1, last=100)
    two = insert_lot(key=new_key("other"), first=1, last=7)

    stop, start = (
        number("SELECT unit_stop FROM ledger_lot WHERE id = %s", [one]),
        number("SELECT unit_start FROM ledger_lot WHERE id = %s", [two]),
    )
    assert stop == start


@pytest.mark.parametrize("column", ["unit_start", "unit_stop", "head", "reserved_kg", "retired_kg", "carried_project"])
def test_does_not_let_the_web_role_state_where_a_lot_stands(column: str) -> None:
    key, issue = new_key(), entry("ISSUE")

    with refused("permission denied"):
        run(
            f"INSERT INTO ledger_lot (public_id, entry_id, key_number, first_serial, last_serial, unit_kg, kind, lot_class,"
            f" {column}) VALUES (gen_random_uuid(), %s, %s, 1, 2, 1000, 'CREDIT', 'STOCK', 0)",
            [issue, key],
        )


def test_refuses_units_of_two_lots_that_overlap_even_of_the_owner(superuser_connection) -> None:  # type: ignore[no-untyped-def]
    # Only an owner that goes around the placing trigger could write such a lot; the exclusion still refuses.
    with superuser_connection.transaction(force_rollback=True):
        superuser_connection.execute("SET LOCAL session_replication_role = replica")
        superuser_connection.execute("INSERT INTO ledger_registry_key (program, key) VALUES ('A', 'a'), ('B', 'b')")
        lot = (
            "INSERT INTO ledger_lot (public_id, entry_id, key_number, first_serial, last_serial, unit_kg, unit_start,"
            " unit_stop, kind, lot_class, head) VALUES (gen_random_uuid(), %s, %s, 1, 2, 1000, %s, %s, 'CREDIT', 'STOCK', %s)"
        )
        superuser_connection.execute(lot, [1, 0, 0, 2_000, 0])
        with pytest.raises(Exception, match="ledger_lot_units_once"):
            superuser_connection.execute(lot, [2, 1, 1_000, 3_000, 1_000])


@pytest.mark.parametrize(
    ("first", "last", "unit_kg"), [(5, 4, 1_000), (-1, 5, 1_000), (1, 2**40, 1_000), (1, 2, 0), (1, 2, -1_000)]
)
def test_refuses_ranges_that_cannot_be(first: int, last: int, unit_kg: int) -> None:
    key = new_key()

    with refused("serials in order"):
        insert_lot(key=key, first=first, last=last, unit_kg=unit_kg)


def test_refuses_an_unknown_kind_or_class() -> None:
    key = new_key()

    with refused("ledger_unit_kind_known"):
        insert_lot(key=key, first=1, last=2, kind="FORWARD")
    with refused("ledger_lot_class_known"):
        insert_lot(key=key, first=1, last=2, lot_class="SPARE")


def test_refuses_a_lot_without_an_issue_entry_of_its_own() -> None:
    key, rating = new_key(), entry("RATING")
    columns = "(public_id, entry_id, key_number, first_serial, last_serial, unit_kg, kind, lot_class)"
    sql = f"INSERT INTO ledger_lot {columns} VALUES (gen_random_uuid(), %s, %s, %s, %s, 1000, 'CREDIT', 'STOCK')"

    with refused("entry of kind"):
        run(sql, [rating, key, 1, 2])
    issue = entry("ISSUE")
    run(sql, [issue, key, 1, 2])
    with refused("ledger_lot_has_its_own_entry"):
        run(sql, [issue, key, 3, 4])


def test_refuses_to_list_a_buffer_lot_or_one_without_a_price() -> None:
    key = new_key()
    buffer = insert_lot(key=key, first=1, last=10, lot_class="BUFFER")
    stock = insert_lot(key=key, first=11, last=20)

    with refused("ledger_lot_buffer_is_never_sold|ledger_lot_listed_has_price"):
        run(
            "INSERT INTO ledger_listing (entry_id, lot_id, is_listed) VALUES (%s, %s, true)", [entry("LISTING"), buffer]
        )
    with refused("ledger_lot_listed_has_price_and_no_hold"):
        run("INSERT INTO ledger_listing (entry_id, lot_id, is_listed) VALUES (%s, %s, true)", [entry("LISTING"), stock])


def test_splits_only_the_tail_and_only_what_is_free(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot(tonnes=10).lot_id)
    key = number("SELECT key_number FROM ledger_lot WHERE id = %s", [lot])
    sql = (
        "INSERT INTO ledger_lot (public_id, entry_id, parent_id, key_number, first_serial, last_serial, unit_kg, kind,"
        " lot_class, facts) SELECT gen_random_uuid(), %s, %s, %s, %s, %s, %s, 'CREDIT', %s, facts FROM ledger_lot WHERE id = %s"
    )

    with refused("a split takes the tail"):  # not the end
        run(sql, [entry("SPLIT"), lot, key, 5, 9, 1_000, "STOCK", lot])
    with refused("a split takes the tail"):  # all of it
        run(sql, [entry("SPLIT"), lot, key, 1, 10, 1_000, "STOCK", lot])
    with refused("a split takes the tail"):  # another class
        run(sql, [entry("SPLIT"), lot, key, 5, 10, 1_000, "BUFFER", lot])
    with refused("a split takes the tail"):  # another unit
        run(sql, [entry("SPLIT"), lot, key, 5, 10, 500, "STOCK", lot])
    run(sql, [entry("SPLIT"), lot, key, 5, 10, 1_000, "STOCK", lot])
    assert run("SELECT last_serial, unit_stop - unit_start FROM ledger_lot WHERE id = %s", [lot]) == [(4, 4_000)]


def test_refuses_a_split_that_cuts_into_used_units(listed_lot: ListedLot, at, instruct) -> None:  # type: ignore[no-untyped-def]
    from truetonne.ledger import actions

    state = listed_lot(tonnes=10)
    actions.retire_units(instruction=instruct("a", (state.lot_id, 4_001)), request_id="r", at=at)
    lot = lot_key(state.lot_id)
    sql = (
        "INSERT INTO ledger_lot (public_id, entry_id, parent_id, key_number, first_serial, last_serial, unit_kg, kind,"
        " lot_class, facts) SELECT gen_random_uuid(), %s, id, key_number, %s, 10, 1000, 'CREDIT', 'STOCK', facts"
        " FROM ledger_lot WHERE id = %s"
    )

    with refused("ledger_lot_conserves"):
        run(sql, [entry("SPLIT"), 5, lot])
    run(sql, [entry("SPLIT"), 6, lot])


def test_numbers_registry_keys_below_two_to_the_22() -> None:
    with refused("cannot insert a non-DEFAULT value|permission denied"):
        run("INSERT INTO ledger_registry_key (number, program, key) VALUES (4194304, 'A', 'a')")
    new_key("twice")
    with refused("ledger_registry_key_once"):
        new_key("twice")
