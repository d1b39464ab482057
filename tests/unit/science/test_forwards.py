"""A promise is never a unit: expected, exposed and outstanding tonnes are shown, delivered ones alone are claimable."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.errors import FractionOutOfRange, ImplausibleValue, InputMissing, TooFewValues, WrongType
from truetonne.science.method import run_method
from truetonne.science.removals.delivery_fan import fan_deliveries, find_quantile
from truetonne.science.removals.forwards import DeliveredBeyondContract, Tranche, list_outstanding, take_position

CONTRACTS = [{"t": 1_000, "p": 0.9, "year": 2028}, {"t": 5_000, "p": 0.5, "year": 2030}]


def compute(name: str, **inputs: object) -> dict[str, object]:
    return dict(run_method(method=get_method(name=name), inputs=inputs).outputs)


tranches = st.lists(
    st.builds(
        Tranche, quantity_t=st.integers(1, 10_000).map(float), probability=st.floats(0, 1), year=st.integers(2026, 2032)
    ),
    min_size=1,
    max_size=6,
)


def test_tells_what_is_expected_claimable_and_outstanding() -> None:
    outputs = compute("forward_delivery", contracts=CONTRACTS, delivered={"2028": 800}, closed_through=2028)

    assert (outputs["expected_t"], outputs["claimable_now"], outputs["outstanding"]) == (3_400, 800, 5_200)
    assert outputs["shortfall_t"] == {"2028": 200}
    assert outputs["exposure_t"] == pytest.approx(200 * 0.1 + 5_000 * 0.5)
    assert outputs["flags"] == ["forward_never_claimable", "claimable_once_retired"]


def test_a_year_that_is_not_closed_has_no_shortfall_yet() -> None:
    assert compute("forward_delivery", contracts=CONTRACTS)["shortfall_t"] == {}
    assert compute("forward_delivery", contracts=CONTRACTS, closed_through=2027)["shortfall_t"] == {}


def test_only_retired_tonnes_are_claimed() -> None:
    assert (
        compute("forward_delivery", contracts=CONTRACTS, delivered={"2028": 800}, retired=300)["claimable_now"] == 300
    )
    with pytest.raises(DeliveredBeyondContract):
        compute("forward_delivery", contracts=CONTRACTS, delivered={"2028": 800}, retired=801)


def test_no_contract_delivers_more_than_it_says() -> None:
    with pytest.raises(DeliveredBeyondContract) as refused:
        compute("forward_delivery", contracts=CONTRACTS, delivered={"2028": 6_000.1})

    assert refused.value.code == "delivered_beyond_contract"
    with pytest.raises(DeliveredBeyondContract):
        compute("delivery_fan", contracts=CONTRACTS, delivered={"2028": 6_000.1})


def test_a_quarter_million_over_ten_years_is_a_twentieth_of_the_plant() -> None:
    contracts = [{"t": 25_000, "p": 0.8, "year": year} for year in range(2026, 2036)]

    outputs = compute("forward_delivery", contracts=contracts, capacity_t_per_year=500_000)

    assert set(outputs["capacity_share"].values()) == {0.05}  # type: ignore[attr-defined]
    assert outputs["contracted_t"] == 250_000
    with pytest.raises(ImplausibleValue):
        compute("forward_delivery", contracts=contracts, capacity_t_per_year=500_000_000)
    with pytest.raises(ImplausibleValue, match="plant makes"):
        compute("forward_delivery", contracts=[{"t": 250_000, "p": 1, "year": 2026}], capacity_t_per_year=25_000)


def test_prices_the_exposure_where_every_tranche_has_a_price() -> None:
    priced = [contract | {"price_minor_per_t": 60_000} for contract in CONTRACTS]

    assert compute("forward_delivery", contracts=priced)["exposure_minor"] == 2_600 * 60_000
    assert compute("forward_delivery", contracts=[priced[0], CONTRACTS[1]])["exposure_minor"] is None


@pytest.mark.parametrize(
    ("inputs", "error"),
    [
        ({"contracts": []}, TooFewValues),
        ({"contracts": [{"t": 1, "p": 1.5, "year": 2028}]}, FractionOutOfRange),
        ({"contracts": CONTRACTS, "delivered": {"soon": 5}}, WrongType),
        ({"contracts": [5]}, WrongType),
    ],
)
def test_refuses_contracts_that_cannot_be(inputs: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        compute("forward_delivery", **inputs)


def test_the_fan_of_one_tranche_is_all_or_nothing() -> None:
    fan = fan_deliveries(tranches=[Tranche(quantity_t=1_000, probability=0.7, year=2028)])

    (year,) = fan.years
    assert (year.p10_t, year.p50_t, year.p90_t, year.expected_t) == (0, 1_000, 1_000, pytest.approx(700))
    assert fan.complete_by == {2028: pytest.approx(0.7)}
    assert fan.completion_years == {"p10": 2028, "p50": 2028, "p90": None}
    assert fan.is_exact


def test_a_late_tranche_fills_the_fan_later() -> None:
    fan = fan_deliveries(tranches=[Tranche(quantity_t=100, probability=1.0, year=2028)], slip_shares=[0.5, 0.3, 0.2])

    assert [year.expected_t for year in fan.years] == pytest.approx([50, 80, 100])
    assert fan.completion_years == {"p10": 2028, "p50": 2028, "p90": 2030}


def test_a_shared_failure_widens_the_fan_and_keeps_the_mean() -> None:
    tranches = [Tranche(quantity_t=100, probability=0.8, year=2028, group="plant") for _ in range(10)]

    alone, together = (
        fan_deliveries(tranches=tranches),
        fan_deliveries(tranches=tranches, group_failures={"plant": 0.2}),
    )

    assert together.years[0].expected_t == pytest.approx(alone.years[0].expected_t)
    assert together.years[0].p10_t == 0 < alone.years[0].p10_t
    assert together.years[0].p90_t == 1_000
    with pytest.raises(FractionOutOfRange):
        fan_deliveries(tranches=tranches, group_failures={"plant": 0.3})


def test_a_reserve_covers_what_does_not_come() -> None:
    tranches = [Tranche(quantity_t=100, probability=0.5, year=2028) for _ in range(2)]

    assert fan_deliveries(tranches=tranches).reserve_cover == pytest.approx(0.25)
    assert fan_deliveries(tranches=tranches, reserve_t=100).reserve_cover == pytest.approx(0.75)
    assert fan_deliveries(tranches=tranches, reserve_t=200).reserve_cover == pytest.approx(1)


def test_draws_with_a_stored_seed_where_exact_would_be_too_much_and_agrees() -> None:
    many = [Tranche(quantity_t=2.0**place / 8, probability=0.5, year=2028, group=f"g{place}") for place in range(20)]

    with pytest.raises(InputMissing, match="seed"):
        fan_deliveries(tranches=many)
    drawn = fan_deliveries(tranches=many, seed=7, slip_shares=[0.5, 0.5])

    assert not drawn.is_exact
    assert drawn.randomness["seed"] == 7
    assert drawn == fan_deliveries(tranches=many, seed=7, slip_shares=[0.5, 0.5])
    whole_t = math.fsum(tranche.quantity_t for tranche in many)
    assert drawn.years[-1].expected_t == pytest.approx(whole_t / 2, rel=0.01)
    assert drawn.years[0].expected_t == pytest.approx(whole_t / 4, rel=0.02)


def test_the_method_keeps_the_seed_in_the_record() -> None:
    contracts = [{"t": 2.0**place / 8, "p": 0.5, "year": 2028} for place in range(20)]

    result = run_method(method=get_method(name="delivery_fan"), inputs={"contracts": contracts, "seed": 3})

    assert result.randomness["generator"] == "PCG64"
    assert result.outputs["claimable"] is False


@hypothesis_settings(max_examples=50)
@given(tranches=tranches, slips=st.sampled_from([[1.0], [0.6, 0.4], [0.2, 0.3, 0.5]]), delivered=st.floats(0, 1))
def test_fans_are_ordered_rise_over_time_and_keep_the_mean(
    tranches: list[Tranche], slips: list[float], delivered: float
) -> None:
    contracted_t = math.fsum(tranche.quantity_t for tranche in tranches)
    delivered_t = math.floor(delivered * contracted_t)
    open_tranches = list_outstanding(tranches=tranches, delivered_t=delivered_t)

    fan = fan_deliveries(tranches=tranches, delivered_t=delivered_t, slip_shares=slips)

    for year in fan.years:
        assert delivered_t - 1e-6 <= year.p10_t <= year.p50_t <= year.p90_t <= contracted_t + 1e-6
    for level in ("p10_t", "p50_t", "p90_t", "expected_t"):
        values = [getattr(year, level) for year in fan.years]
        assert all(before <= after + 1e-6 for before, after in pairwise(values))
    expected_t = delivered_t + math.fsum(each.quantity_t * each.probability for each in open_tranches)
    assert fan.years[-1].expected_t == pytest.approx(expected_t, abs=0.01)


@given(tranches=tranches, part=st.floats(0, 1))
def test_a_contract_is_what_came_and_what_is_outstanding(tranches: list[Tranche], part: float) -> None:
    contracted_t = math.fsum(tranche.quantity_t for tranche in tranches)
    position = take_position(tranches=tranches, delivered_t={2026: part * contracted_t})

    assert position.delivered_t + position.outstanding_t == pytest.approx(position.contracted_t)
    assert position.exposure_t <= position.outstanding_t + 1e-6
    assert position.claimable_t <= position.delivered_t


def test_a_quantile_is_the_first_amount_that_reaches_its_level() -> None:
    assert find_quantile(distribution={0: 0.1, 5: 0.4, 9: 0.5}, level=0.1) == 0
    assert find_quantile(distribution={0: 0.1, 5: 0.4, 9: 0.5}, level=0.5) == 5
    assert find_quantile(distribution={0: 0.1, 5: 0.4, 9: 0.5}, level=0.9) == 9
