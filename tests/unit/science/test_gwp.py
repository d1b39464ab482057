"""Gases become CO2e under a named set and horizon; blends by mass; nothing is ever taken for zero."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.errors import (
    FractionOutOfRange,
    ImplausibleValue,
    InputMissing,
    NegativeQuantity,
    NotInTable,
    UnitMismatch,
    UnitMissing,
    WrongType,
)
from truetonne.science.gwp import (
    GasAmount,
    LifetimeClass,
    MethaneOrigin,
    blend_factor,
    check_factor,
    co2e_of,
    find_factor,
    gas_amount,
    lifetime_class,
    list_blends,
    list_metrics,
    normalize_gas,
    packaged_factor,
    read_metric_name,
    split_blend,
    sum_co2e,
)
from truetonne.science.method import run_method
from truetonne.science.units import Mass

AR4, AR5, AR6, AR6_20, AR6_500 = (
    read_metric_name(name) for name in ("AR4GWP100", "AR5GWP100", "AR6GWP100", "AR6GWP20", "AR6GWP500")
)
HALOCARBONS = ("CFC11", "CFC12", "HCFC22", "HFC23", "HFC32", "HFC125", "HFC134a", "HFC143a", "SF6", "N2O")
shares = st.lists(st.floats(0.01, 1), min_size=2, max_size=6).map(lambda parts: [part / sum(parts) for part in parts])


@pytest.mark.parametrize(
    ("spelling", "gas"),
    [
        ("HFC-134a", "HFC134a"),
        ("hfc 134A", "HFC134a"),
        ("R-134a", "HFC134a"),
        ("R134a", "HFC134a"),
        ("R-22", "HCFC22"),
        ("R-12", "CFC12"),
        ("R-152a", "HFC152a"),
        ("HFC-152", "HFC152"),
        ("R-744", "CO2"),
        ("co2", "CO2"),
        ("methane", "CH4"),
        ("HFC‑43‑10mee", "HFC4310mee"),
        ("PFC-14", "CF4"),
        ("SF6", "SF6"),
    ],
)
def test_knows_a_gas_by_its_spellings(spelling: str, gas: str) -> None:
    assert normalize_gas(name=spelling) == gas


@pytest.mark.parametrize(("name", "reason"), [("R-404A", "blend"), ("r410a", "blend"), ("unobtainium", "no IPCC")])
def test_a_blend_is_no_gas_and_neither_is_an_unknown_name(name: str, reason: str) -> None:
    with pytest.raises(NotInTable, match=reason):
        normalize_gas(name=name)


@pytest.mark.parametrize("name", ["", " ", 12, None])
def test_refuses_a_name_that_is_no_text(name: str) -> None:
    with pytest.raises(WrongType):
        normalize_gas(name=name)


def test_carbon_dioxide_is_one_in_every_set() -> None:
    assert {packaged_factor(gas="CO2", metric=metric) for metric in list_metrics().values()} == {1.0}


def test_lists_potentials_of_warming_and_no_temperature_metric() -> None:
    assert "AR5CCFGWP100" in list_metrics()
    assert "AR6GTP100" not in list_metrics()
    with pytest.raises(UnitMismatch, match="AR6GTP100"):
        read_metric_name("AR6GTP100")


def test_a_gas_without_a_value_is_an_error_and_never_zero() -> None:
    sar = read_metric_name("SARGWP100")

    assert packaged_factor(gas="CFC-13", metric=sar) is None
    with pytest.raises(NotInTable, match="AR4GWP100"):
        co2e_of(amount=gas_amount(gas="CFC-13", amount=1, unit="kg"), metric=sar)


def test_methane_under_ar6_needs_its_origin() -> None:
    assert find_factor(gas="CH4", metric=AR6, origin=MethaneOrigin.FOSSIL) == 29.8
    assert find_factor(gas="CH4", metric=AR6, origin=MethaneOrigin.NON_FOSSIL) == 27.0
    assert find_factor(gas="CH4", metric=AR5) == 28.0
    with pytest.raises(UnitMissing, match="origin"):
        find_factor(gas="methane", metric=AR6)
    with pytest.raises(UnitMissing, match="origin"):
        find_factor(gas="methane", metric=AR6_20)


@given(st.sampled_from(HALOCARBONS), st.floats(1e-3, 1e9))
def test_grams_kilograms_and_tonnes_of_a_gas_warm_alike(gas: str, mass_kg: float) -> None:
    by_unit = [
        co2e_of(amount=gas_amount(gas=gas, amount=mass_kg * factor, unit=unit), metric=AR5).kg
        for unit, factor in (("g", 1e3), ("kg", 1.0), ("t", 1e-3))
    ]

    assert all(math.isclose(kg, by_unit[0], rel_tol=1e-9) for kg in by_unit)


@given(st.lists(st.tuples(st.sampled_from(HALOCARBONS), st.floats(0, 1e6)), min_size=1, max_size=8))
def test_the_order_of_gases_changes_nothing(pairs: list[tuple[str, float]]) -> None:
    amounts = [GasAmount(gas=gas, mass=Mass(kg=kg)) for gas, kg in pairs]
    shuffled = sorted(amounts, key=lambda amount: (amount.mass.kg, amount.gas))

    assert math.isclose(
        sum_co2e(amounts=amounts, metric=AR5).kg, sum_co2e(amounts=shuffled, metric=AR5).kg, rel_tol=1e-12
    )


def test_never_adds_two_sets_or_two_horizons() -> None:
    amount = gas_amount(gas="HFC-32", amount=1, unit="t")
    views = [co2e_of(amount=amount, metric=metric) for metric in (AR4, AR5, AR6, AR6_20)]

    for place, view in enumerate(views):
        for other in views[:place]:
            with pytest.raises(UnitMismatch):
                view + other


def test_a_tonne_of_cfc12_weighs_about_a_quarter_more_under_ar6_than_under_ar5() -> None:
    amount = gas_amount(gas="CFC-12", amount=1, unit="t")

    ratio = co2e_of(amount=amount, metric=AR6).kg / co2e_of(amount=amount, metric=AR5).kg

    assert ratio == pytest.approx(1.2255, abs=1e-4)


@given(shares)
def test_a_blend_lies_between_its_gases(parts: list[float]) -> None:
    fractions = dict(zip(HALOCARBONS, parts, strict=False))
    factors = [find_factor(gas=gas, metric=AR5) for gas in fractions]

    assert min(factors) * (1 - 1e-9) <= blend_factor(fractions=fractions, metric=AR5) <= max(factors) * (1 + 1e-9)


@given(shares)
def test_a_blend_warms_as_its_split_gases_do(parts: list[float]) -> None:
    fractions = dict(zip(HALOCARBONS, parts, strict=False))

    whole = blend_factor(fractions=fractions, metric=AR5) * 1_000
    split = sum_co2e(amounts=split_blend(blend="mixture", mass=Mass(kg=1_000), fractions=fractions), metric=AR5)

    assert math.isclose(whole, split.kg, rel_tol=1e-9)


@pytest.mark.parametrize("blend", list(list_blends()))
def test_knows_the_designated_blends_in_any_spelling(blend: str) -> None:
    amounts = split_blend(blend=blend.lower().replace("-", ""), mass=Mass(kg=100))

    assert math.isclose(sum(amount.mass.kg for amount in amounts), 100)


def test_the_second_part_of_r500_is_hfc152a() -> None:
    assert list_blends()["R-500"] == {"CFC12": 0.738, "HFC152a": 0.262}


@pytest.mark.parametrize(
    "fractions",
    [{"HFC32": 0.5, "HFC125": 0.4}, {"HFC32": 50, "HFC125": 50}, {"HFC32": -0.5, "HFC125": 1.5}, {}],
)
def test_refuses_fractions_that_do_not_make_a_whole(fractions: dict[str, float]) -> None:
    with pytest.raises(FractionOutOfRange):
        blend_factor(fractions=fractions, metric=AR5)


def test_takes_fractions_within_a_millionth() -> None:
    assert blend_factor(fractions={"HFC32": 0.5, "HFC125": 0.5000009}, metric=AR5) > 1923.5


def test_a_blend_without_known_composition_asks_for_it() -> None:
    with pytest.raises(NotInTable, match="mass_fractions"):
        split_blend(blend="R-999Z", mass=Mass(kg=1))


def test_catches_a_factor_that_no_gas_has() -> None:
    assert check_factor(factor=26_087) == 26_087
    with pytest.raises(ImplausibleValue):
        check_factor(factor=3_921_600)
    with pytest.raises(NegativeQuantity):
        check_factor(factor=-1)
    assert check_factor(factor=34_100, horizon_years=500) == 34_100


def test_every_packaged_hundred_year_factor_is_plausible() -> None:
    for metric in list_metrics().values():
        for gas in HALOCARBONS:
            if packaged_factor(gas=gas, metric=metric) is not None:
                assert find_factor(gas=gas, metric=metric) > 0
    assert find_factor(gas="SF6", metric=AR6_500) == 34_100


@pytest.mark.parametrize(
    ("gas", "expected"),
    [
        ("CH4", LifetimeClass.SHORT_LIVED),
        ("HFC-134a", LifetimeClass.SHORT_LIVED),
        ("HFC-125", LifetimeClass.LONG_LIVED),
        ("CFC-12", LifetimeClass.LONG_LIVED),
        ("CO2", LifetimeClass.CO2),
        ("CHCl3", LifetimeClass.NOT_ESTABLISHED),
    ],
)
def test_says_how_long_a_gas_lives(gas: str, expected: LifetimeClass) -> None:
    assert lifetime_class(gas=gas) is expected


def test_the_method_takes_masses_only_with_their_unit() -> None:
    method = get_method(name="gas_co2e")
    methane = {"gas": "CH4", "mass": {"value": 10, "unit": "kg"}, "methane_origin": "fossil"}

    result = run_method(method=method, inputs={"gwp_set": "AR6GWP100", "gases": [methane]})

    assert result.outputs["co2e_kg"] == 298
    assert [status.value for status in result.statuses] == ["secondary"]
    with pytest.raises(UnitMissing):
        run_method(method=method, inputs={"gwp_set": "AR6GWP100", "gases": [{**methane, "mass": 10}]})
    with pytest.raises(UnitMissing):
        run_method(method=method, inputs={"gases": [methane]})
    with pytest.raises(InputMissing):
        sum_co2e(amounts=(), metric=AR6)


def test_a_value_from_an_unchecked_table_says_so() -> None:
    methane = {"gas": "CH4", "mass": {"value": 10, "unit": "kg"}, "methane_origin": "fossil"}

    result = run_method(method=get_method(name="gas_co2e"), inputs={"gwp_set": "AR6GWP20", "gases": [methane]})

    assert result.uses_unverified


def test_flags_a_composition_other_than_the_designations() -> None:
    inputs = {"blend": "R-410A", "mass_fractions": {"HFC32": 0.6, "HFC125": 0.4}, "gwp_set": "AR5GWP100"}

    outputs = run_method(method=get_method(name="blend_gwp"), inputs=inputs).outputs

    assert outputs["flags"] == ["composition_differs_from_designation"]
    assert outputs["gwp"] == pytest.approx(0.6 * 677 + 0.4 * 3170)
