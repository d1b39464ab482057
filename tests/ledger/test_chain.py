"""A unit is used once: what the database refuses of lines, as the web's role (L4, L7, L8, L11, L13, L18)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest

from tests.ledger.conftest import Instruct, ListedLot
from tests.ledger.raw import LINE, cancel_line, entry, insert_lot, lot_key, new_key, number, refused, run
from truetonne.ledger import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot() -> int:
    """A lot of ten tonnes of which the first two are cancelled; units start at its unit_start."""
    key = insert_lot(key=new_key(), first=1, last=10)
    start = number("SELECT unit_start FROM ledger_lot WHERE id = %s", [key])
    cancel_line(lot=key, start=start, stop=start + 2_000, prev=None, head=start)
    return key


@pytest.fixture
def start(lot: int) -> int:
    return number("SELECT unit_start FROM ledger_lot WHERE id = %s", [lot])


def test_takes_the_next_range(lot: int, start: int) -> None:
    cancel_line(lot=lot, start=start + 2_000, stop=start + 10_000, prev=start + 2_000, head=None)

    assert number("SELECT cancelled_kg FROM ledger_lot WHERE id = %s", [lot]) == 10_000


def test_refuses_a_second_head(lot: int, start: int) -> None:
    with refused("ledger_line_follows_one|next range"):
        cancel_line(lot=lot, start=start, stop=start + 1_000, prev=None, head=start)


def test_refuses_a_head_that_does_not_start_its_lot() -> None:
    lot = insert_lot(key=new_key(), first=1, last=10)
    start = number("SELECT unit_start FROM ledger_lot WHERE id = %s", [lot])

    with refused("ledger_line_first_starts_its_lot|next range"):
        cancel_line(lot=lot, start=start + 1, stop=start + 1_000, prev=None, head=start + 1)


def test_refuses_a_gap(lot: int, start: int) -> None:
    with refused("ledger_line_follows_a_line|next range"):
        cancel_line(lot=lot, start=start + 2_001, stop=start + 3_000, prev=start + 2_001, head=None)


def test_refuses_an_overlap(lot: int, start: int) -> None:
    with refused("ledger_line_follows_a_line|next range"):
        cancel_line(lot=lot, start=start + 1_000, stop=start + 3_000, prev=start + 1_000, head=None)


def test_refuses_a_second_line_after_the_same_one(lot: int, start: int) -> None:
    cancel_line(lot=lot, start=start + 2_000, stop=start + 3_000, prev=start + 2_000, head=None)

    with refused("ledger_line_follows_one"):
        cancel_line(lot=lot, start=start + 2_000, stop=start + 4_000, prev=start + 2_000, head=None)


def test_refuses_a_line_past_the_end(lot: int, start: int) -> None:
    with refused("ledger_lot_conserves"):
        cancel_line(lot=lot, start=start + 2_000, stop=start + 10_001, prev=start + 2_000, head=None)


def test_refuses_a_line_of_nothing_or_backwards(lot: int, start: int) -> None:
    for stop in (start + 2_000, start + 1_000):
        with refused("ledger_line_is_in_place|ledger_line_stop_once"):
            cancel_line(lot=lot, start=start + 2_000, stop=stop, prev=start + 2_000, head=None)


def test_refuses_a_line_that_does_not_start_where_the_one_before_stops(lot: int, start: int) -> None:
    with refused("ledger_line_is_in_place"):
        cancel_line(lot=lot, start=start + 2_500, stop=start + 3_000, prev=start + 2_000, head=None)
    with refused("ledger_line_is_in_place"):
        cancel_line(lot=lot, start=start + 2_000, stop=start + 3_000, prev=start + 2_000, head=start + 2_000)
    with refused("ledger_line_is_in_place"):
        cancel_line(lot=lot, start=start + 2_000, stop=start + 3_000, prev=None, head=None)


def test_refuses_a_use_that_is_neither_retirement_nor_cancellation(lot: int, start: int) -> None:
    with refused("ledger_use_known"):
        run(LINE, [lot, start + 2_000, start + 3_000, start + 2_000, None, entry("CANCELLATION"), "UNRETIREMENT"])


def test_refuses_a_line_under_an_entry_of_another_kind(lot: int, start: int) -> None:
    with refused("lines of an entry"):
        run(LINE, [lot, start + 2_000, start + 3_000, start + 2_000, None, entry("RATING"), "CANCELLATION"])


RETIRE = (
    "WITH c AS (INSERT INTO ledger_certificate (entry_id, certificate_id, retirement_id, unit_kind, kg, annex)"
    " VALUES (%(entry)s, gen_random_uuid(), gen_random_uuid(), %(kind)s, %(kg)s, '{}')) INSERT INTO ledger_line"
    " (lot_id, start_unit, stop_unit, head_unit, entry_id, use, price_id, project_minor, registry_fee_minor,"
    " verification_minor, fx_minor, tax_minor, handling_minor)"
    " SELECT id, head, head + 1000, head, %(entry)s, 'RETIREMENT', price_id, %(project)s, 17, 33, 4, 0, 15"
    " FROM ledger_lot WHERE id = %(lot)s"
)


def retire(lot: int, *, kg: int = 1_000, kind: str = "CREDIT", project: int = 1_225) -> None:
    run(RETIRE, {"entry": entry("RETIREMENT"), "lot": lot, "kg": kg, "kind": kind, "project": project})


def test_takes_a_retirement_that_is_right(listed_lot: ListedLot) -> None:
    retire(lot_key(listed_lot().lot_id))


def test_refuses_lines_that_do_not_add_up_to_their_certificate(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot().lot_id)

    with refused("add up to its certificate"):
        retire(lot, kg=1_001)


@pytest.mark.parametrize(("place", "refusal"), [(0, "ledger_line_place_once"), (1, "numbered from 0")])
def test_refuses_more_lines_for_a_certificate_that_is_complete(listed_lot: ListedLot, place: int, refusal: str) -> None:
    one, two = lot_key(listed_lot("one").lot_id), lot_key(listed_lot("two").lot_id)
    key = entry("RETIREMENT")
    run(RETIRE, {"entry": key, "lot": one, "kg": 1_000, "kind": "CREDIT", "project": 1_225})
    again = "INSERT INTO ledger_line" + RETIRE.split("INSERT INTO ledger_line")[1]
    again = again.replace("(lot_id,", "(place, lot_id,").replace("SELECT id,", f"SELECT {place}, id,")

    with refused(refusal):
        run(again, {"entry": key, "lot": two, "project": 1_225})


def test_refuses_a_certificate_of_another_kind(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot().lot_id)

    with refused("of one kind"):
        retire(lot, kind="INSET_SCOPE1")


def test_refuses_a_retirement_without_a_certificate(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot().lot_id)
    lines = "INSERT INTO ledger_line" + RETIRE.split("INSERT INTO ledger_line")[1]

    with refused("add up to its certificate"):
        run(lines, {"entry": entry("RETIREMENT"), "lot": lot, "project": 1_225})


@pytest.mark.parametrize("project", [1_224, 1_226, 0, -5])
def test_refuses_a_charge_that_is_not_the_cost(listed_lot: ListedLot, project: int) -> None:
    lot = lot_key(listed_lot().lot_id)

    with refused("charged to the nearest minor unit"):
        retire(lot, project=project)


def test_refuses_a_price_that_is_not_the_lots(listed_lot: ListedLot) -> None:
    lot, other = lot_key(listed_lot("one").lot_id), lot_key(listed_lot("two").lot_id)
    price = number("SELECT price_id FROM ledger_lot WHERE id = %s", [other])

    with refused("at its price"):
        run(RETIRE.replace("price_id, %(project)s", f"{price}, %(project)s"),
            {"entry": entry("RETIREMENT"), "lot": lot, "kg": 1_000, "kind": "CREDIT", "project": 1_225})  # fmt: skip


def test_refuses_to_retire_from_a_lot_that_is_held_or_unlisted(listed_lot: ListedLot, at: datetime) -> None:
    held, unlisted = listed_lot("held").lot_id, listed_lot("unlisted").lot_id
    actions.hold_lot(lot_id=held, reason="quality", request_id="hold", at=at)
    actions.unlist_lot(lot_id=unlisted, reason="review", request_id="unlist", at=at)

    for lot in (held, unlisted):
        with refused("not held, listed"):
            retire(lot_key(lot))


def test_refuses_to_retire_from_a_buffer_lot(listed_lot: ListedLot) -> None:
    listed = lot_key(listed_lot().lot_id)
    buffer = insert_lot(key=new_key(), first=1, last=10, lot_class="BUFFER")
    price = number("SELECT price_id FROM ledger_lot WHERE id = %s", [listed])

    with refused("ledger_lot_buffer_is_never_sold|next range"):
        run(RETIRE.replace("price_id, %(project)s", f"{price}, %(project)s"),
            {"entry": entry("RETIREMENT"), "lot": buffer, "kg": 1_000, "kind": "CREDIT", "project": 1_225})  # fmt: skip


def test_has_one_certificate_for_a_retirement(listed_lot: ListedLot, instruct: Instruct, at: datetime) -> None:
    lot = listed_lot()
    retirement = actions.retire_units(instruction=instruct("a", (lot.lot_id, 1_000)), request_id="r", at=at)
    insert = (
        "INSERT INTO ledger_certificate (entry_id, certificate_id, retirement_id, unit_kind, kg, annex)"
        " VALUES (%s, %s, %s, 'CREDIT', 1000, '{}')"
    )

    with refused("ledger_certificate_follows_one"):
        run(insert, [entry("RETIREMENT"), uuid4(), retirement.retirement_id])
    with refused("ledger_certificate_id_once"):
        run(insert, [entry("RETIREMENT"), retirement.certificate_id, uuid4()])


def test_replaces_a_certificate_once_with_the_same_kilograms(
    listed_lot: ListedLot, instruct: Instruct, at: datetime
) -> None:
    lot = listed_lot()
    retirement = actions.retire_units(instruction=instruct("a", (lot.lot_id, 1_000)), request_id="r", at=at)
    old = number("SELECT entry_id FROM ledger_certificate WHERE certificate_id = %s", [retirement.certificate_id])
    insert = (
        "INSERT INTO ledger_certificate (entry_id, certificate_id, retirement_id, unit_kind, kg, replaces_id, annex)"
        " VALUES (%s, %s, %s, 'CREDIT', %s, %s, '{}')"
    )

    with refused("keeps its kilograms"):
        run(insert, [entry("REPLACEMENT"), uuid4(), retirement.retirement_id, 999, old])
    with refused("entry of its own kind"):
        run(insert, [entry("RATING"), uuid4(), retirement.retirement_id, 1_000, old])
    with refused("of its own retirement"):
        run(insert, [entry("REPLACEMENT"), uuid4(), uuid4(), 1_000, old])
    run(insert, [entry("REPLACEMENT"), uuid4(), retirement.retirement_id, 1_000, old])
    with refused("ledger_certificate_follows_one"):
        run(insert, [entry("REPLACEMENT"), uuid4(), retirement.retirement_id, 1_000, old])
