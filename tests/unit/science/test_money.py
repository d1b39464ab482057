from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.money import (
    COST_PARTS,
    CostParts,
    InvalidMoney,
    charge,
    format_minor,
    parse_minor,
    round_half_even,
    uncharge,
)

prices = st.builds(CostParts, **{part: st.integers(min_value=0, max_value=2_000_000) for part in COST_PARTS})
pieces_kg = st.lists(st.integers(min_value=1, max_value=50_000), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("14.25", "USD", 1_425), ("14", "USD", 1_400), ("14", "JPY", 14), ("0.125", "KWD", 125), ("0.5", "USD", 50)],
)
def test_reads_an_amount_in_the_currencys_own_minor_unit(text: str, currency: str, minor: int) -> None:
    assert parse_minor(text=text, currency=currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [("14.255", "USD"), ("1.5", "JPY"), ("1,000", "USD"), ("-1", "USD"), ("", "USD"), ("1", "XXX"), ("1e3", "USD")],
)
def test_refuses_an_amount_it_would_have_to_round_or_guess(text: str, currency: str) -> None:
    with pytest.raises(InvalidMoney):
        parse_minor(text=text, currency=currency)


@given(minor=st.integers(min_value=0, max_value=10**15), currency=st.sampled_from(["USD", "JPY", "KWD"]))
def test_a_printed_amount_reads_back_the_same(minor: int, currency: str) -> None:
    assert parse_minor(text=format_minor(minor=minor, currency=currency), currency=currency) == minor


@given(thousandths=st.integers(min_value=-(10**12), max_value=10**12))
def test_rounds_halves_to_the_even_neighbour(thousandths: int) -> None:
    assert round_half_even(thousandths=thousandths) == round(Fraction(thousandths, 1_000))


@given(price=prices, pieces=pieces_kg)
def test_a_lot_of_whole_tonnes_sold_in_any_pieces_collects_its_cost_exactly(
    price: CostParts, pieces: list[int]
) -> None:
    pieces = [*pieces, -sum(pieces) % 1_000 or 1_000]
    carried, collected = CostParts(), 0

    for kg in pieces:
        charged, carried = charge(price=price, kg=kg, carried=carried)
        collected += charged.total

    assert carried == CostParts()
    assert collected == price.total * sum(pieces) // 1_000


@given(price=prices, pieces=pieces_kg, released=st.data())
def test_releases_give_their_difference_back_in_any_order(
    price: CostParts, pieces: list[int], released: st.DataObject
) -> None:
    carried = CostParts()
    lines: list[tuple[int, CostParts]] = []
    for kg in pieces:
        charged, carried = charge(price=price, kg=kg, carried=carried)
        lines.append((kg, charged))

    for kg, charged in released.draw(st.permutations(lines)):
        carried = uncharge(price=price, kg=kg, charged=charged, carried=carried)

    assert carried == CostParts()


@given(price=prices, pieces=pieces_kg)
def test_what_is_carried_never_exceeds_half_a_minor_unit(price: CostParts, pieces: list[int]) -> None:
    carried = CostParts()

    for kg in pieces:
        _, carried = charge(price=price, kg=kg, carried=carried)

        assert all(-500 <= part <= 500 for part in carried.as_tuple())


@pytest.mark.parametrize(("kg", "minor"), [(999, 1_424), (1_000, 1_425), (1_001, 1_426)])
def test_the_price_is_right_on_both_sides_of_one_tonne(kg: int, minor: int) -> None:
    charged, _ = charge(price=CostParts(project=1_425), kg=kg, carried=CostParts())

    assert charged.total == minor
