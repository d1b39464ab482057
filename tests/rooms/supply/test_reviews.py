"""Reviews, prices and listing: other people, a rating or six lines of refusal, a date, and the clock."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from psycopg.errors import CheckViolation

from tests.rooms.supply.rated import DUE, LINES, have_operator, rate
from tests.rooms.supply.syn_files import Registry, holding, issuance, project
from truetonne.edge.requests import RequestReused
from truetonne.ledger import actions as ledger
from truetonne.ledger.actions.listing import PriceMissing
from truetonne.ledger.queries import get_lot, latest_entries, list_lots
from truetonne.people.models import Person
from truetonne.science.money import CostParts
from truetonne.supply.actions.listing import (
    PriceSourceMissing,
    ProjectNotSellable,
    ReviewMissing,
    ReviewOverdue,
    expire_reviews,
    list_lot,
    set_price,
)
from truetonne.supply.actions.record_review import (
    NextReviewInvalid,
    RatingMissing,
    ReviewerIsImporter,
    ReviewIncomplete,
    ReviewLines,
    record_review,
)
from truetonne.supply.models import Holding, PriceFact, Review
from truetonne.supply.states import ReviewState, ReviewVerdict

PRICE = CostParts(project=1_200, registry_fee=30, verification=85)


@pytest.fixture
def lot(registry: Registry, importer: Person) -> Holding:
    """A block of a registered project, imported by Ines."""
    registry.projects(project())
    registry.issuances(issuance(1, 1000))
    registry.holdings(holding(1, 500))
    return Holding.objects.get()


def refuse(
    registry: Registry, lot: Holding, person: Person, *, request_id: str = "review 1", **changes: object
) -> Review:
    given: dict[str, object] = {
        "verdict": ReviewVerdict.REFUSED,
        "lines": LINES,
        "next_review": DUE,
        "at": registry.at,
    }
    have_operator(registry)
    return record_review(
        review_id=registry.ids(), holding_id=lot.pk, reviewer_id=person.pk, request_id=request_id, **(given | changes)
    )  # type: ignore[arg-type]


def price(
    registry: Registry, lot: Holding, *, request_id: str = "price 1", source: str = "contract 7 (invented)"
) -> None:
    have_operator(registry)
    set_price(
        price_id=registry.ids(), lot_id=lot.lot_id, currency="USD", price=PRICE, source=source, person_id=None,
        request_id=request_id, at=registry.at,
    )  # fmt: skip


def test_an_accepted_review_and_a_price_let_a_lot_be_listed(registry: Registry, lot: Holding, reviewer: Person) -> None:
    rate(registry, lot)
    price(registry, lot)

    listed = list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at)

    assert (listed.is_listed, listed.available_kg, listed.price) == (True, 500_000, PRICE)
    assert PriceFact.objects.get().source == "contract 7 (invented)"


def test_the_importer_cannot_review(registry: Registry, lot: Holding, importer: Person) -> None:
    with pytest.raises(ReviewerIsImporter) as refused:
        refuse(registry, lot, importer)

    assert refused.value.person_id == importer.pk
    assert Review.objects.count() == 0


@pytest.mark.parametrize("line", ["additionality", "baseline", "leakage", "durability", "uncertainty", "community"])
def test_each_of_the_six_lines_is_needed(registry: Registry, lot: Holding, reviewer: Person, line: str) -> None:
    blank = ReviewLines(**{name: "" if name == line else "x" for name in LINES.__slots__})

    with pytest.raises(ReviewIncomplete) as refused:
        refuse(registry, lot, reviewer, lines=blank)

    assert refused.value.lines == (line,)


@pytest.mark.parametrize("due", [date(2026, 3, 2), date(2020, 1, 1), date(2040, 1, 1)])
def test_the_next_review_lies_ahead_and_not_too_far(
    registry: Registry, lot: Holding, reviewer: Person, due: date
) -> None:
    with pytest.raises(NextReviewInvalid):
        refuse(registry, lot, reviewer, next_review=due)


def test_nothing_is_listed_without_review_or_price(registry: Registry, lot: Holding, reviewer: Person) -> None:
    with pytest.raises(ReviewMissing):
        list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at)
    refuse(registry, lot, reviewer)
    with pytest.raises(ReviewMissing):
        list_lot(lot_id=lot.lot_id, request_id="list 2", at=registry.at)
    rate(registry, lot)
    with pytest.raises(PriceMissing):
        list_lot(lot_id=lot.lot_id, request_id="list 3", at=registry.at)


def test_six_lines_alone_accept_nothing(registry: Registry, lot: Holding, reviewer: Person) -> None:
    with pytest.raises(RatingMissing) as refused:
        refuse(registry, lot, reviewer, verdict=ReviewVerdict.ACCEPTED)

    assert (refused.value.holding_id, refused.value.code) == (lot.pk, "not_retirable")
    assert Review.objects.count() == 0


@pytest.fixture
def of_old(registry: Registry, lot: Holding, reviewer: Person) -> Review:
    """A review from before ratings were needed."""
    price(registry, lot)
    return Review.objects.create(
        id=registry.ids(), holding=lot, reviewer=reviewer, verdict=ReviewVerdict.ACCEPTED, state=ReviewState.PUBLISHED,
        next_review=DUE, request_id="of old", input_hash=b"", effective_at=registry.at, **asdict(LINES),
    )  # fmt: skip


def test_a_review_of_old_lists_nothing_and_lapses_at_once(registry: Registry, lot: Holding, of_old: Review) -> None:
    with pytest.raises(RatingMissing):
        list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at)

    assert expire_reviews(at=registry.at) == (of_old.pk,)
    assert Review.objects.get().state == ReviewState.OVERDUE


def test_the_database_lists_no_block_without_a_rating(registry: Registry, lot: Holding, of_old: Review) -> None:
    new = registry.ids()
    ledger.split_lot(lot_id=lot.lot_id, at_serial=201, new_lot_id=new, request_id="split 1", at=registry.at)

    for number, lot_id in enumerate((lot.lot_id, new)):
        with pytest.raises(CheckViolation, match="without a rating in force"), transaction.atomic():
            ledger.list_lot(lot_id=lot_id, request_id=f"around {number}", at=registry.at)


def test_a_project_that_may_not_be_sold_is_not_listed(registry: Registry, lot: Holding, reviewer: Person) -> None:
    rate(registry, lot)
    price(registry, lot)
    registry.projects(project(status="Withdrawn"))

    with pytest.raises(ProjectNotSellable) as refused:
        list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at)

    assert (refused.value.status, refused.value.standing) == ("Withdrawn", "BLOCKED")


def test_a_review_that_is_due_takes_its_lots_off_sale(registry: Registry, lot: Holding, reviewer: Person) -> None:
    review = rate(registry, lot)
    price(registry, lot)
    list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at)
    due = registry.at.replace(month=9, day=1)

    assert expire_reviews(at=due - timedelta(days=1)) == ()
    assert expire_reviews(at=due) == (review.pk,)
    assert expire_reviews(at=due) == ()

    assert not get_lot(lot_id=lot.lot_id).is_listed
    assert Review.objects.get().state == ReviewState.OVERDUE
    with pytest.raises(ReviewOverdue):
        list_lot(lot_id=lot.lot_id, request_id="list 2", at=due)


def test_a_listed_lot_is_not_listed_on_a_review_that_lapsed_unnoticed(
    registry: Registry, lot: Holding, reviewer: Person
) -> None:
    rate(registry, lot)
    price(registry, lot)

    with pytest.raises(ReviewOverdue) as refused:
        list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at.replace(month=9, day=1))

    assert refused.value.due == DUE


def test_a_newer_review_replaces_the_one_in_force(registry: Registry, lot: Holding, reviewer: Person) -> None:
    first = rate(registry, lot)

    second = rate(registry, lot, next_review=date(2027, 1, 1))

    assert {review.pk: review.state for review in Review.objects.all()} == {
        first.pk: ReviewState.SUPERSEDED, second.pk: ReviewState.PUBLISHED,
    }  # fmt: skip


def test_a_refusing_review_takes_listed_lots_off_sale(registry: Registry, lot: Holding, reviewer: Person) -> None:
    rate(registry, lot)
    price(registry, lot)
    list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at)

    refuse(registry, lot, reviewer, request_id="review 2")

    assert not get_lot(lot_id=lot.lot_id).is_listed


def test_a_repeated_review_is_recorded_once(registry: Registry, lot: Holding, reviewer: Person) -> None:
    first = refuse(registry, lot, reviewer)

    assert refuse(registry, lot, reviewer).pk == first.pk
    with pytest.raises(RequestReused):
        refuse(registry, lot, reviewer, next_review=date(2026, 10, 1))


def test_a_review_stands_behind_every_part_of_a_split_lot(registry: Registry, lot: Holding, reviewer: Person) -> None:
    rate(registry, lot)
    price(registry, lot)
    new = registry.ids()
    ledger.split_lot(lot_id=lot.lot_id, at_serial=201, new_lot_id=new, request_id="split 1", at=registry.at)

    assert list_lot(lot_id=new, request_id="list 1", at=registry.at).is_listed
    assert len(list_lots()) == 2


def test_a_price_says_where_it_comes_from(registry: Registry, lot: Holding) -> None:
    with pytest.raises(PriceSourceMissing):
        price(registry, lot, source=" ")


def test_a_review_is_an_entry_of_the_log(registry: Registry, lot: Holding, reviewer: Person) -> None:
    rate(registry, lot)

    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(body, 'UTF8')::jsonb FROM ledger_entry WHERE kind = 'RATING'")
        (body,) = cursor.fetchone()
    assert '"reviewer": "Ana"' in body if isinstance(body, str) else body["reviewer"] == "Ana"
    assert latest_entries is not None
