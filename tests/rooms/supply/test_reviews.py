"""Reviews, prices and listing: another person, six lines, a date, and the clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.rooms.supply.syn_files import Registry, holding, issuance, project
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
    ReviewerIsImporter,
    ReviewIncomplete,
    ReviewLines,
    record_review,
)
from truetonne.supply.models import Holding, PriceFact, Review
from truetonne.supply.requests import RequestReused
from truetonne.supply.states import ReviewState, ReviewVerdict

LINES = ReviewLines(
    additionality="No grant paid for it (invented).", baseline="Matched plots (invented).", leakage="None found (invented).",
    durability="40 years (invented).", uncertainty="Both ways (invented).", community="Consented (invented).",
)  # fmt: skip
PRICE = CostParts(project=1_200, registry_fee=30, verification=85)
DUE = date(2026, 9, 1)


@pytest.fixture
def lot(registry: Registry, importer: Person) -> Holding:
    """A block of a registered project, imported by Ines."""
    registry.projects(project())
    registry.issuances(issuance(1, 1000))
    registry.holdings(holding(1, 500))
    return Holding.objects.get()


def judge(
    registry: Registry, lot: Holding, person: Person, *, request_id: str = "review 1", **changes: object
) -> Review:
    given: dict[str, object] = {
        "verdict": ReviewVerdict.ACCEPTED,
        "lines": LINES,
        "next_review": DUE,
        "at": registry.at,
    }
    return record_review(
        review_id=registry.ids(), holding_id=lot.pk, reviewer_id=person.pk, request_id=request_id, **(given | changes)
    )  # type: ignore[arg-type]


def price(
    registry: Registry, lot: Holding, *, request_id: str = "price 1", source: str = "contract 7 (invented)"
) -> None:
    set_price(
        price_id=registry.ids(), lot_id=lot.lot_id, currency="USD", price=PRICE, source=source, person_id=None,
        request_id=request_id, at=registry.at,
    )  # fmt: skip


def test_an_accepted_review_and_a_price_let_a_lot_be_listed(registry: Registry, lot: Holding, reviewer: Person) -> None:
    judge(registry, lot, reviewer)
    price(registry, lot)

    listed = list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at)

    assert (listed.is_listed, listed.available_kg, listed.price) == (True, 500_000, PRICE)
    assert PriceFact.objects.get().source == "contract 7 (invented)"


def test_the_importer_cannot_review(registry: Registry, lot: Holding, importer: Person) -> None:
    with pytest.raises(ReviewerIsImporter) as refused:
        judge(registry, lot, importer)

    assert refused.value.person_id == importer.pk
    assert Review.objects.count() == 0


@pytest.mark.parametrize("line", ["additionality", "baseline", "leakage", "durability", "uncertainty", "community"])
def test_each_of_the_six_lines_is_needed(registry: Registry, lot: Holding, reviewer: Person, line: str) -> None:
    blank = ReviewLines(**{name: "" if name == line else "x" for name in LINES.__slots__})

    with pytest.raises(ReviewIncomplete) as refused:
        judge(registry, lot, reviewer, lines=blank)

    assert refused.value.lines == (line,)


@pytest.mark.parametrize("due", [date(2026, 3, 2), date(2020, 1, 1), date(2040, 1, 1)])
def test_the_next_review_lies_ahead_and_not_too_far(
    registry: Registry, lot: Holding, reviewer: Person, due: date
) -> None:
    with pytest.raises(NextReviewInvalid):
        judge(registry, lot, reviewer, next_review=due)


def test_nothing_is_listed_without_review_or_price(registry: Registry, lot: Holding, reviewer: Person) -> None:
    with pytest.raises(ReviewMissing):
        list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at)
    judge(registry, lot, reviewer, verdict=ReviewVerdict.REFUSED)
    with pytest.raises(ReviewMissing):
        list_lot(lot_id=lot.lot_id, request_id="list 2", at=registry.at)
    judge(registry, lot, reviewer, request_id="review 2")
    with pytest.raises(PriceMissing):
        list_lot(lot_id=lot.lot_id, request_id="list 3", at=registry.at)


def test_a_project_that_may_not_be_sold_is_not_listed(registry: Registry, lot: Holding, reviewer: Person) -> None:
    judge(registry, lot, reviewer)
    price(registry, lot)
    registry.projects(project(status="Withdrawn"))

    with pytest.raises(ProjectNotSellable) as refused:
        list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at)

    assert (refused.value.status, refused.value.standing) == ("Withdrawn", "BLOCKED")


def test_a_review_that_is_due_takes_its_lots_off_sale(registry: Registry, lot: Holding, reviewer: Person) -> None:
    review = judge(registry, lot, reviewer)
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
    judge(registry, lot, reviewer)
    price(registry, lot)

    with pytest.raises(ReviewOverdue) as refused:
        list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at.replace(month=9, day=1))

    assert refused.value.due == DUE


def test_a_newer_review_replaces_the_one_in_force(registry: Registry, lot: Holding, reviewer: Person) -> None:
    first = judge(registry, lot, reviewer)

    second = judge(registry, lot, reviewer, request_id="review 2", next_review=date(2027, 1, 1))

    assert {review.pk: review.state for review in Review.objects.all()} == {
        first.pk: ReviewState.SUPERSEDED, second.pk: ReviewState.PUBLISHED,
    }  # fmt: skip


def test_a_refusing_review_takes_listed_lots_off_sale(registry: Registry, lot: Holding, reviewer: Person) -> None:
    judge(registry, lot, reviewer)
    price(registry, lot)
    list_lot(lot_id=lot.lot_id, request_id="list 1", at=registry.at)

    judge(registry, lot, reviewer, request_id="review 2", verdict=ReviewVerdict.REFUSED)

    assert not get_lot(lot_id=lot.lot_id).is_listed


def test_a_repeated_review_is_recorded_once(registry: Registry, lot: Holding, reviewer: Person) -> None:
    first = judge(registry, lot, reviewer)

    assert judge(registry, lot, reviewer).pk == first.pk
    with pytest.raises(RequestReused):
        judge(registry, lot, reviewer, next_review=date(2026, 10, 1))


def test_a_review_stands_behind_every_part_of_a_split_lot(registry: Registry, lot: Holding, reviewer: Person) -> None:
    judge(registry, lot, reviewer)
    price(registry, lot)
    new = registry.ids()
    ledger.split_lot(lot_id=lot.lot_id, at_serial=201, new_lot_id=new, request_id="split 1", at=registry.at)

    assert list_lot(lot_id=new, request_id="list 1", at=registry.at).is_listed
    assert len(list_lots()) == 2


def test_a_price_says_where_it_comes_from(registry: Registry, lot: Holding) -> None:
    with pytest.raises(PriceSourceMissing):
        price(registry, lot, source=" ")


def test_a_review_is_an_entry_of_the_log(registry: Registry, lot: Holding, reviewer: Person) -> None:
    from django.db import connection

    judge(registry, lot, reviewer)

    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(body, 'UTF8')::jsonb FROM ledger_entry WHERE kind = 'RATING'")
        (body,) = cursor.fetchone()
    assert '"reviewer": "Rui Reviewer"' in body if isinstance(body, str) else body["reviewer"] == "Rui Reviewer"
    assert latest_entries is not None
