from __future__ import annotations

import random
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.market.actions.allocate import (
    AmountTooSmall,
    Offer,
    Pick,
    StockTooSmall,
    allocate_kg,
    allocate_money,
)
from truetonne.science.money import CostParts


def offer(*, number: int, year: int, available_kg: int, project: int = 1_000, carried: int = 0) -> Offer:
    return Offer(
        lot_id=UUID(int=number),
        vintage_start=date(year, 1, 1),
        vintage_end=date(year + 1, 1, 1),
        available_kg=available_kg,
        price=CostParts(project=project),
        carried=CostParts(project=carried),
    )


def test_takes_the_oldest_vintage_first() -> None:
    newer = offer(number=1, year=2024, available_kg=5_000)
    older = offer(number=2, year=2021, available_kg=2_000)

    picks = allocate_kg(offers=[newer, older], kg=3_250)

    assert picks == (Pick(lot_id=older.lot_id, kg=2_000), Pick(lot_id=newer.lot_id, kg=1_250))


def test_takes_the_earlier_lot_of_one_vintage_first() -> None:
    later, earlier = (offer(number=n, year=2024, available_kg=5_000) for n in (9, 3))

    assert allocate_kg(offers=[later, earlier], kg=1)[0].lot_id == earlier.lot_id


def test_leaves_empty_lots_out() -> None:
    empty, full = offer(number=1, year=2019, available_kg=0), offer(number=2, year=2024, available_kg=10)

    assert allocate_kg(offers=[empty, full], kg=10) == (Pick(lot_id=full.lot_id, kg=10),)


def test_refuses_more_than_there_is_with_both_masses() -> None:
    with pytest.raises(StockTooSmall) as refusal:
        allocate_kg(offers=[offer(number=1, year=2024, available_kg=999)], kg=1_000)

    assert (refusal.value.requested_kg, refusal.value.available_kg) == (1_000, 999)


def test_refuses_a_mass_that_costs_nothing_and_names_the_smallest_that_costs() -> None:
    cheap = offer(number=1, year=2024, available_kg=5_000, project=100)

    with pytest.raises(AmountTooSmall) as refusal:
        allocate_kg(offers=[cheap], kg=5)

    assert refusal.value.smallest_kg == 6
    assert allocate_kg(offers=[cheap], kg=6) == (Pick(lot_id=cheap.lot_id, kg=6),)


def test_names_no_smallest_mass_when_the_stock_is_free() -> None:
    with pytest.raises(AmountTooSmall) as refusal:
        allocate_kg(offers=[offer(number=1, year=2024, available_kg=5_000, project=0)], kg=5_000)

    assert refusal.value.smallest_kg is None


def test_buys_as_much_as_the_money_pays_for() -> None:
    lot = offer(number=1, year=2024, available_kg=5_000, project=1_425)

    picks = allocate_money(offers=[lot], minor=1_425)

    assert picks == (Pick(lot_id=lot.lot_id, kg=1_000),)


def test_buys_all_the_stock_when_the_money_would_pay_for_more() -> None:
    lot = offer(number=1, year=2024, available_kg=5_000)

    assert allocate_money(offers=[lot], minor=10**9) == (Pick(lot_id=lot.lot_id, kg=5_000),)


def test_refuses_money_when_nothing_is_for_sale() -> None:
    with pytest.raises(StockTooSmall):
        allocate_money(offers=[], minor=100)


offers = st.lists(
    st.builds(
        lambda number, year, available_kg, project, carried: offer(
            number=number, year=year, available_kg=available_kg, project=project, carried=carried
        ),
        number=st.integers(1, 10**6),
        year=st.integers(2010, 2026),
        available_kg=st.integers(0, 5_000),
        project=st.integers(0, 90_000),
        carried=st.integers(-500, 500),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda o: o.lot_id,
)


@given(offers=offers, kg=st.integers(1, 20_000), seed=st.integers())
def test_gives_the_same_picks_in_any_order_of_input(offers: list[Offer], kg: int, seed: int) -> None:
    shuffled = random.Random(seed).sample(offers, k=len(offers))

    def outcome(given_offers: list[Offer]) -> object:
        try:
            return allocate_kg(offers=given_offers, kg=kg)
        except (StockTooSmall, AmountTooSmall) as refusal:
            return type(refusal), refusal.args

    assert outcome(offers) == outcome(shuffled)


@given(offers=offers, kg=st.integers(1, 20_000))
def test_picks_add_up_and_stay_within_each_lot(offers: list[Offer], kg: int) -> None:
    try:
        picks = allocate_kg(offers=offers, kg=kg)
    except (StockTooSmall, AmountTooSmall):
        return

    available = {o.lot_id: o.available_kg for o in offers}
    assert sum(p.kg for p in picks) == kg
    assert all(1 <= p.kg <= available[p.lot_id] for p in picks)


@given(offers=offers, minor=st.integers(1, 10**7))
def test_money_is_never_overspent(offers: list[Offer], minor: int) -> None:
    try:
        picks = allocate_money(offers=offers, minor=minor)
    except (StockTooSmall, AmountTooSmall):
        return

    by_lot = {o.lot_id: o for o in offers}
    cost = sum(by_lot[p.lot_id].cost_minor(kg=p.kg) for p in picks)
    assert 1 <= cost <= minor
