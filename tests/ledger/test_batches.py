"""Batches: a handful of statements, and a refused row sinks no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.ledger.conftest import FACTS, PRICE, Instruct, ListedLot, named
from truetonne.ledger import actions, queries
from truetonne.ledger.actions.cancel import CancelAmbiguous
from truetonne.ledger.actions.hold import AlreadyHeld, NotHeld
from truetonne.ledger.actions.issue import LotExists, SerialOverlap, SerialsInvalid
from truetonne.ledger.actions.price import PriceInvalid
from truetonne.ledger.actions.retire import AlreadyRetired
from truetonne.ledger.cutting import CutInUse
from truetonne.ledger.facts import FactsInvalid
from truetonne.ledger.lots import InsufficientStock, LotHeld, LotNotFound
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import RequestReused
from truetonne.ledger.reservations import ReservationNotFound, ReservationResolved
from truetonne.ledger.rows import RowRepeated
from truetonne.ledger.values import (
    CancelInstruction,
    CancelReason,
    Draw,
    LotPrice,
    LotReason,
    NewLot,
    NewReservation,
    Refused,
    ReservationOutcome,
    ReservationRequest,
    Retirement,
    Split,
)
from truetonne.ledger.wire import Wire

pytestmark = pytest.mark.django_db


def kinds(outcomes: tuple[object, ...]) -> list[type[Refusal] | None]:
    """What was refused, row by row."""
    return [type(one.error) if isinstance(one, Refused) else None for one in outcomes]


def new_lot(name: str, *, first: int, last: int, key: str = "batch", facts: dict[str, object] | None = None) -> NewLot:
    return NewLot(
        lot_id=named(name), program="EXR", key=key, first=first, last=last, unit_kg=1_000, facts=facts or FACTS
    )


def test_issues_what_stands_and_names_what_does_not(at: datetime) -> None:
    actions.issue_lot(lot=new_lot("before", first=500, last=600), request_id="before", at=at)
    rows = (
        new_lot("good", first=1, last=100),
        new_lot("overlaps good", first=100, last=150),
        new_lot("overlaps before", first=400, last=500),
        new_lot("backwards", first=9, last=8),
        new_lot("too far", first=1, last=2**40, key="far"),
        new_lot("without facts", first=200, last=210, facts={"registry": "only"}),
        new_lot("before", first=700, last=710),
        new_lot("also good", first=101, last=110),
    )

    outcomes = actions.issue_lots(lots=rows, request_id="batch", at=at)

    assert kinds(outcomes) == [
        None, SerialOverlap, SerialOverlap, SerialsInvalid, SerialsInvalid, FactsInvalid, LotExists, None,
    ]  # fmt: skip
    refusal = outcomes[2]
    assert isinstance(refusal, Refused)
    assert isinstance(refusal.error, SerialOverlap)
    assert (refusal.error.other_first, refusal.error.other_last) == (500, 600)


def test_answers_a_repeated_batch_row_by_row(at: datetime) -> None:
    rows = tuple(new_lot(f"lot {number}", first=number * 10, last=number * 10 + 9) for number in range(5))
    first = actions.issue_lots(lots=rows[:3], request_id="batch", at=at)

    again = actions.issue_lots(lots=rows, request_id="batch", at=at)

    assert again[:3] == first
    assert len(queries.list_lots()) == 5
    changed = (new_lot("lot 0", first=0, last=8), *rows[1:])
    assert kinds(actions.issue_lots(lots=changed, request_id="batch", at=at)) == [RequestReused, None, None, None, None]


def test_refuses_a_batch_that_names_a_row_twice(at: datetime) -> None:
    row = new_lot("twice", first=1, last=2)

    with pytest.raises(RowRepeated):
        actions.issue_lots(lots=(row, row), request_id="batch", at=at)
    assert queries.list_lots() == ()


def test_prices_many_lots(at: datetime) -> None:
    actions.issue_lots(lots=(new_lot("a", first=1, last=9), new_lot("b", first=10, last=19)), request_id="issue", at=at)
    negative = type(PRICE)(project=-1)

    outcomes = actions.price_lots(
        prices=(
            LotPrice(lot_id=named("a"), currency="USD", price=PRICE),
            LotPrice(lot_id=named("b"), currency="USD", price=negative),
            LotPrice(lot_id=named("nowhere"), currency="USD", price=PRICE),
        ),
        request_id="price",
        at=at,
    )

    assert kinds(outcomes) == [None, PriceInvalid, LotNotFound]
    assert queries.get_lot(lot_id=named("a")).price == PRICE
    assert queries.get_lot(lot_id=named("b")).price is None


def test_retires_for_many_in_order_until_a_lot_is_empty(
    listed_lot: ListedLot, instruct: Instruct, at: datetime
) -> None:
    one, two = listed_lot("one", tonnes=2).lot_id, listed_lot("two", tonnes=2).lot_id
    held = listed_lot("held").lot_id
    actions.hold_lot(lot_id=held, reason="quality", request_id="hold", at=at)
    instructions = (
        instruct("a", (one, 1_500), (two, 300)),
        instruct("b", (one, 501)),
        instruct("c", (one, 100), (held, 1)),
        instruct("d", (one, 500), (two, 1_700)),
        instruct("e", (two, 1)),
        instruct("f", (named("nowhere"), 1)),
    )

    outcomes = actions.retire_units_batch(instructions=instructions, request_id="batch", at=at)

    assert kinds(outcomes) == [None, InsufficientStock, LotHeld, None, InsufficientStock, LotNotFound]
    assert [queries.get_lot(lot_id=lot).available_kg for lot in (one, two)] == [0, 0]
    assert [queries.get_lot(lot_id=lot).carried.total for lot in (one, two)] == [0, 0]
    assert actions.retire_units_batch(instructions=instructions, request_id="batch", at=at)[0] == outcomes[0]
    retirement = outcomes[3]
    assert isinstance(retirement, Retirement)
    assert queries.get_retirement(retirement_id=retirement.retirement_id).retirement == retirement


def test_charges_a_batch_as_it_would_one_by_one(listed_lot: ListedLot, instruct: Instruct, at: datetime) -> None:
    one, two = listed_lot("one").lot_id, listed_lot("two").lot_id
    masses = [1, 333, 1_001, 7, 999, 2_500]

    batch = actions.retire_units_batch(
        instructions=[instruct(f"batch {place}", (one, kg)) for place, kg in enumerate(masses)], request_id="b", at=at
    )
    single = [
        actions.retire_units(instruction=instruct(f"one {place}", (two, kg)), request_id=f"s{place}", at=at)
        for place, kg in enumerate(masses)
    ]

    assert [line.lines[0].charged for line in batch if isinstance(line, Retirement)] == [
        line.lines[0].charged for line in single
    ]
    assert queries.get_lot(lot_id=one).carried == queries.get_lot(lot_id=two).carried


def test_does_not_retire_twice_under_one_id(listed_lot: ListedLot, instruct: Instruct, at: datetime) -> None:
    lot = listed_lot().lot_id
    actions.retire_units(instruction=instruct("a", (lot, 10)), request_id="one by one", at=at)

    outcomes = actions.retire_units_batch(
        instructions=(instruct("a", (lot, 10)), instruct("b", (lot, 10))), request_id="batch", at=at
    )

    assert kinds(outcomes) == [AlreadyRetired, None]


def test_posts_a_reservation_once_in_a_batch(listed_lot: ListedLot, instruct: Instruct, at: datetime) -> None:
    lot = listed_lot().lot_id
    asked = (NewReservation(reservation_id=named("rsv"), lot_id=lot, kg=700),)
    actions.reserve_units(reservations=asked, expires_at=at + timedelta(hours=1), request_id="reserve", at=at)
    draw = Draw(lot_id=lot, kg=700, reservation_id=named("rsv"))

    outcomes = actions.retire_units_batch(
        instructions=(instruct("a", draw), instruct("b", draw), instruct("c", (lot, 5))), request_id="batch", at=at
    )

    assert kinds(outcomes) == [None, ReservationResolved, None]


def test_reserves_and_releases_for_many(listed_lot: ListedLot, at: datetime) -> None:
    lot = listed_lot(tonnes=1).lot_id
    later = at + timedelta(hours=1)

    def ask(name: str, *masses: int) -> ReservationRequest:
        rows = tuple(
            NewReservation(reservation_id=named(f"{name} {place}"), lot_id=lot, kg=kg)
            for place, kg in enumerate(masses)
        )
        return ReservationRequest(row_id=named(name), reservations=rows, expires_at=later)

    outcomes = actions.reserve_units_batch(
        requests=(ask("a", 300, 300), ask("b", 300, 200), ask("c", 400)), request_id="reserve", at=at
    )
    assert kinds(outcomes) == [None, InsufficientStock, None]

    released = actions.release_reservations_batch(
        reservation_ids=(named("a 0"), named("b 0"), named("c 0")),
        outcome=ReservationOutcome.VOIDED,
        request_id="release",
        at=at,
    )
    assert kinds(released) == [None, ReservationNotFound, None]
    assert queries.get_lot(lot_id=lot).reserved_kg == 300


def test_holds_and_releases_many(listed_lot: ListedLot, at: datetime) -> None:
    one, two = listed_lot("one").lot_id, listed_lot("two").lot_id
    actions.hold_lot(lot_id=two, reason="before", request_id="before", at=at)

    held = actions.hold_lots(
        holds=[LotReason(lot_id=lot, reason="registry") for lot in (one, two, named("nowhere"))], request_id="h", at=at
    )
    assert kinds(held) == [None, AlreadyHeld, LotNotFound]

    actions.release_lot(lot_id=one, reason="cleared", request_id="cleared", at=at)
    freed = actions.release_lots(
        releases=[LotReason(lot_id=lot, reason="cleared") for lot in (one, two)], request_id="r", at=at
    )
    assert kinds(freed) == [NotHeld, None]


def test_cancels_by_kilograms_and_by_serials(listed_lot: ListedLot, instruct: Instruct, at: datetime) -> None:
    lot = listed_lot(tonnes=20).lot_id
    actions.retire_units(instruction=instruct("a", (lot, 2_500)), request_id="r", at=at)

    def ask(
        name: str, *, kg: int | None = None, first: int | None = None, last: int | None = None
    ) -> CancelInstruction:
        return CancelInstruction(
            row_id=named(name), lot_id=lot, reason=CancelReason.REVERSAL, kg=kg, first=first, last=last
        )

    outcomes = actions.cancel_units_batch(
        instructions=(
            ask("front", kg=1_500),
            ask("both", kg=1, first=5, last=6),
            ask("neither"),
            ask("used", first=2, last=3),
            ask("middle", first=10, last=12),
            ask("too much", kg=50_000),
        ),
        request_id="cancel",
        at=at,
    )

    assert kinds(outcomes) == [None, CancelAmbiguous, CancelAmbiguous, CutInUse, None, InsufficientStock]
    states = queries.list_lots()
    assert [(state.first, state.last, state.cancelled_kg) for state in states] == [
        (1, 9, 1_500),
        (10, 12, 3_000),
        (13, 20, 0),
    ]
    assert sum(state.issued_kg for state in states) == 20_000


def test_splits_many(listed_lot: ListedLot, at: datetime) -> None:
    lot = listed_lot(tonnes=20).lot_id

    outcomes = actions.split_lots(
        splits=(
            Split(lot_id=lot, at_serial=11, new_lot_id=named("tail")),
            Split(lot_id=lot, at_serial=15, new_lot_id=named("gone")),
            Split(lot_id=lot, at_serial=5, new_lot_id=named("middle")),
        ),
        request_id="split",
        at=at,
    )

    assert [isinstance(one, Refused) for one in outcomes] == [False, True, False]
    assert [(state.first, state.last) for state in queries.list_lots()] == [(1, 4), (11, 20), (5, 10)]


@pytest.fixture
def count_statements(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Count what goes to the database, through Django or beside it."""
    run = Wire.run
    seen: list[str] = []

    def counted(self: Wire, *arguments: object) -> object:
        seen.append("wire")
        return run(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Wire, "run", counted)
    return lambda: len(seen)


def test_needs_as_many_statements_for_a_hundred_orders_as_for_one(
    listed_lot: ListedLot, instruct: Instruct, at: datetime, count_statements: Callable[[], int]
) -> None:
    lots: list[UUID] = [listed_lot(f"lot {number}").lot_id for number in range(3)]

    def retire(name: str, count: int) -> int:
        before = count_statements()
        with CaptureQueriesContext(connection) as captured:
            outcomes = actions.retire_units_batch(
                instructions=[instruct(f"{name} {place}", (lots[place % 3], 11)) for place in range(count)],
                request_id=name,
                at=at,
            )
        assert kinds(outcomes) == [None] * count
        return count_statements() - before + len(captured)

    warm = retire("warm", 3)
    assert retire("one", 1) <= warm
    assert retire("many", 100) == retire("few", 2) <= 8
