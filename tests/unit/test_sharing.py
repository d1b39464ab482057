"""Sharing by largest remainder: exact sums, nobody above what they wait for, and no matter who is named first."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.errors import NegativeQuantity, OutOfRange
from truetonne.science.sharing import share_units

POOLS = st.lists(st.integers(0, 10**9), min_size=1, max_size=9).map(
    lambda waits: {f"member {number}": wait for number, wait in enumerate(waits)}
)


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[int, dict[str, int]]:
    waiting = draw(POOLS)
    return draw(st.integers(0, sum(waiting.values()))), waiting


def test_gives_the_last_units_to_the_largest_remainders() -> None:
    shares = {share.party: share for share in share_units(units=100, waiting={"a": 500, "b": 300, "c": 201})}

    assert {party: share.units for party, share in shares.items()} == {"a": 50, "b": 30, "c": 20}
    assert [party for party, share in shares.items() if share.has_extra] == ["a", "b"]
    assert shares["c"].exact == Fraction(100 * 201, 1_001)


def test_gives_the_odd_unit_of_equals_to_the_larger_wait_then_to_the_first_name() -> None:
    assert [share.units for share in share_units(units=1, waiting={"b": 5, "a": 5})] == [1, 0]
    assert [share.units for share in share_units(units=2, waiting={"a": 1, "b": 3})] == [0, 2]


@given(deliveries())
def test_shares_add_up_and_nobody_gets_more_than_they_wait_for(pool: tuple[int, dict[str, int]]) -> None:
    units, waiting = pool

    shares = share_units(units=units, waiting=waiting)

    assert sum(share.units for share in shares) == units
    assert all(0 <= share.units <= waiting[share.party] for share in shares)
    assert all(abs(share.units - share.exact) < 1 for share in shares)
    assert {share.party for share in shares} == set(waiting)


@given(deliveries(), st.integers(1, 8))
def test_the_order_in_which_parties_are_named_changes_nothing(pool: tuple[int, dict[str, int]], turn: int) -> None:
    units, waiting = pool
    names = list(waiting)
    turned = [*names[turn:], *names[:turn]]

    shares = share_units(units=units, waiting=waiting)

    for order in (turned, names[::-1]):
        assert share_units(units=units, waiting={name: waiting[name] for name in order}) == shares


@given(deliveries(), st.data())
def test_a_pool_that_is_delivered_in_pieces_ends_with_what_each_committed(
    pool: tuple[int, dict[str, int]], data: st.DataObject
) -> None:
    _, committed = pool
    waiting, received = dict(committed), dict.fromkeys(committed, 0)
    while left := sum(waiting.values()):
        for share in share_units(units=data.draw(st.integers(max(1, left // 3), left)), waiting=waiting):
            waiting[share.party] -= share.units
            received[share.party] += share.units

    assert received == committed


def test_refuses_more_than_is_waited_for_and_waits_below_zero() -> None:
    with pytest.raises(OutOfRange):
        share_units(units=11, waiting={"a": 10})
    with pytest.raises(NegativeQuantity):
        share_units(units=0, waiting={"a": -1})
