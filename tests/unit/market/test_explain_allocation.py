"""Why these lots: the stored explanation of an allocation."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.market.actions.allocate import CHOSEN, OLDEST_VINTAGE_FIRST, Offer, Pick, allocate_kg
from truetonne.market.actions.explain_allocation import explain_allocation
from truetonne.market.explaining import list_explained_lots
from truetonne.science.money import CostParts

OLD, MIDDLE, NEW = UUID(int=1), UUID(int=2), UUID(int=3)


def offer(lot_id: UUID, year: int, kg: int) -> Offer:
    return Offer(
        lot_id=lot_id,
        vintage_start=date(year, 1, 1),
        vintage_end=date(year + 1, 1, 1),
        available_kg=kg,
        price=CostParts(project=1_000),
        carried=CostParts(),
    )


OFFERS = (offer(NEW, 2024, 500), offer(OLD, 2020, 2_000), offer(MIDDLE, 2022, 4_000))


def test_says_what_was_taken_in_which_order_and_what_came_next() -> None:
    picks = allocate_kg(offers=OFFERS, kg=3_250)

    explanation = explain_allocation(rule=OLDEST_VINTAGE_FIRST, offers=OFFERS, picks=picks)

    assert (explanation["lots_considered"], explanation["considered_kg"]) == (3, 6_500)
    steps = explanation["steps"]
    assert isinstance(steps, list)
    assert [(step["lot"], step["taken_kg"], step["available_kg"]) for step in steps] == [
        (show_id(prefix="lot", id=OLD), 2_000, 2_000),
        (show_id(prefix="lot", id=MIDDLE), 1_250, 4_000),
    ]
    following = explanation["next"]
    assert isinstance(following, dict)
    assert (following["lot"], following["taken_kg"]) == (show_id(prefix="lot", id=NEW), 0)
    assert list_explained_lots(explanation=explanation) == (OLD, MIDDLE, NEW)
    assert list_explained_lots(explanation={}) == ()


def test_is_the_same_in_any_order_of_the_offers() -> None:
    explained = [
        explain_allocation(rule=OLDEST_VINTAGE_FIRST, offers=offers, picks=allocate_kg(offers=offers, kg=5_000))
        for offers in permutations(OFFERS)
    ]

    assert all(each == explained[0] for each in explained)


def test_keeps_the_buyers_own_order_for_a_chosen_mix() -> None:
    picks = (Pick(lot_id=NEW, kg=10), Pick(lot_id=OLD, kg=20))

    explanation = explain_allocation(rule=CHOSEN, offers=OFFERS, picks=picks)

    steps = explanation["steps"]
    assert isinstance(steps, list)
    assert [step["lot"] for step in steps] == [show_id(prefix="lot", id=NEW), show_id(prefix="lot", id=OLD)]
    assert explanation["next"] is None
