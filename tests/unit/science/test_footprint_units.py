"""Units and prices as ledgers write them."""

from __future__ import annotations

import pytest

from truetonne.science.footprint.prices import deflate, load_prices
from truetonne.science.footprint.spend import DeflatorRequired
from truetonne.science.footprint.unit_names import UnitAmbiguous, UnitUnknown, read_unit, read_units


@pytest.mark.parametrize(
    ("text", "base", "to_base"),
    [
        ("litres", "liter", 1.0),
        ("cubic metres", "liter", 1000.0),
        ("tonnes", "kilogram", 1000.0),
        ("short tons", "kilogram", 907.18474),
        ("kWh", "kilowatt_hour", 1.0),
        ("kWh (Gross CV)", "kilowatt_hour gross", 1.0),
        ("MWh (Net CV)", "kilowatt_hour net", 1000.0),
        ("tonne.km", "kilogram * kilometer", 1000.0),
        ("passenger.km", "passenger * kilometer", 1.0),
        ("miles", "kilometer", 1.609344),
        ("Room per night", "room * night", 1.0),
        ("USD 2022", "USD 2022", 1.0),
        ("gal", "liter", 3.785411784),
        ("m2", "meter ** 2", 1.0),
    ],
)
def test_reads_units_as_people_write_them(text: str, base: str, to_base: float) -> None:
    unit = read_unit(text)

    assert unit.base == base
    assert unit.to_base == pytest.approx(to_base, rel=1e-12)


@pytest.mark.parametrize("text", ["ton", "tons"])
def test_refuses_a_unit_of_several_sizes(text: str) -> None:
    with pytest.raises(UnitAmbiguous) as refused:
        read_unit(text)

    assert refused.value.code == "unit_ambiguous"
    assert "short ton" in refused.value.fix


@pytest.mark.parametrize("text", ["", "furlongs per cow", "12", "kg;drop", "__import__('os')"])
def test_refuses_what_is_no_unit(text: str) -> None:
    with pytest.raises(UnitUnknown) as refused:
        read_unit(text)

    assert refused.value.value == text


def test_leaves_out_what_it_does_not_know() -> None:
    assert [unit.unit for unit in read_units(["kg", "cows", "ton", "kg"])] == ["kg"]


def test_exchanges_and_deflates_by_the_shipped_tables() -> None:
    made = deflate(currency="EUR", price_year=2023, to_currency="USD", to_year=2022, prices=load_prices())

    assert made.to_base == pytest.approx(1.0813 * 292.655 / 304.702)
    assert made.base == "USD 2022"


@pytest.mark.parametrize("money", [("XXX", 2023), ("EUR", 1990)])
def test_says_which_rate_is_missing(money: tuple[str, int]) -> None:
    with pytest.raises(DeflatorRequired) as refused:
        deflate(currency=money[0], price_year=money[1], to_currency="USD", to_year=2022, prices=load_prices())

    assert refused.value.value == f"{money[0]} {money[1]}"
