"""What a request's fields take, and what they refuse by which code."""

from __future__ import annotations

import math
from typing import Annotated
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from truetonne.edge.identifiers import show_id
from truetonne.edge.schemas import (
    Day,
    Instant,
    LotId,
    MoneyIn,
    QuantityIn,
    Text,
    money_json,
    quantity_json,
    unit_price_json,
)
from truetonne.science.money import CostParts

LOT = UUID("0190a000-0000-7000-8000-000000000001")


def refused_as(form: object, value: object) -> str:
    """Return the code of the first error."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(form).validate_python(value, strict=True)
    return refused.value.errors()[0]["type"]


@pytest.mark.parametrize(
    ("given", "kg"),
    [
        ({"kg": 1}, 1),
        ({"kg": 10**15}, 10**15),
        ({"tonnes": "0.001"}, 1),
        ({"tonnes": "3.25"}, 3250),
        ({"tonnes": "3.250"}, 3250),
        ({"tonnes": "1234.567"}, 1234567),
        ({"tonnes": "1000000000000"}, 10**15),
        ({"tonnes": "1", "kg": None}, 1000),
    ],
)
def test_reads_kilograms_or_tonnes(given: dict[str, object], kg: int) -> None:
    assert QuantityIn.model_validate(given).quantity_kg == kg


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kg": 1, "tonnes": "0.001"},
        {"kg": 0},
        {"tonnes": "0"},
        {"tonnes": "0.000"},
        {"kg": -1},
        {"kg": 1.0},
        {"kg": 0.1},
        {"kg": True},
        {"kg": "1"},
        {"kg": 10**15 + 1},
        {"kg": math.inf},
        {"tonnes": 1},
        {"tonnes": 1.5},
        {"tonnes": "1.2345"},
        {"tonnes": "1e3"},
        {"tonnes": "+1"},
        {"tonnes": "-1"},
        {"tonnes": "1,000"},
        {"tonnes": " 1"},
        {"tonnes": "01"},
        {"tonnes": "1."},
        {"tonnes": ".5"},
        {"tonnes": "٣"},
        {"tonnes": ""},
        {"tonnes": "1000000000000.001"},
    ],
)
def test_refuses_any_other_quantity_and_never_rounds(given: dict[str, object]) -> None:
    assert refused_as(QuantityIn, given) == "invalid_quantity"


@given(kg=st.integers(1, 10**15))
def test_a_printed_quantity_reads_back(kg: int) -> None:
    shown = quantity_json(kg=kg)

    assert isinstance(shown, dict)
    assert QuantityIn.model_validate({"tonnes": shown["tonnes"]}).quantity_kg == kg
    assert QuantityIn.model_validate({"kg": shown["kg"]}).quantity_kg == kg


@pytest.mark.parametrize(
    "given",
    [
        {"minor": 1.0, "currency": "USD"},
        {"minor": "1", "currency": "USD"},
        {"minor": 0, "currency": "USD"},
        {"minor": -1, "currency": "USD"},
        {"minor": True, "currency": "USD"},
        {"minor": 1, "currency": "usd"},
        {"minor": 1, "currency": "XXX"},
        {"minor": 2**53, "currency": "USD"},
    ],
)
def test_refuses_money_that_is_not_whole_minor_units(given: dict[str, object]) -> None:
    assert refused_as(MoneyIn, given) == "invalid_money"


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2026-03-02T09:30:00Z", "2026-03-02T09:30:00+00:00"),
        ("2026-03-02t09:30:00z", "2026-03-02T09:30:00+00:00"),
        ("2026-03-02T09:30:00.123456Z", "2026-03-02T09:30:00.123456+00:00"),
        ("2026-03-02T16:30:00+07:00", "2026-03-02T09:30:00+00:00"),
    ],
)
def test_reads_instants_with_their_offset(given: str, instant: str) -> None:
    assert TypeAdapter(Instant).validate_python(given).isoformat() == instant


@pytest.mark.parametrize(
    "given",
    [
        "2026-03-02T09:30:00",
        "2026-03-02",
        "2026-03-02 09:30:00Z",
        "2026-03-02T09:30:00.1234567Z",
        "2026-13-02T09:30:00Z",
        "2026-02-30T09:30:00Z",
        "0001-01-01T00:00:00+23:59",
        1772443800,
        None,
    ],
)
def test_refuses_instants_without_offset_or_existence(given: object) -> None:
    assert refused_as(Instant, given) == "invalid_time"


@pytest.mark.parametrize("given", ["2026-3-2", "02.03.2026", "2026-02-30", "2026-03-02T00:00:00Z", 20260302])
def test_refuses_days_in_another_form(given: object) -> None:
    assert refused_as(Day, given) == "invalid_time"


def test_reads_ids_in_any_case_and_refuses_another_prefix() -> None:
    shown = show_id(prefix="lot", id=LOT)

    assert TypeAdapter(LotId).validate_python(shown.upper()) == LOT
    assert refused_as(LotId, show_id(prefix="ord", id=LOT)) == "invalid_id"
    assert refused_as(LotId, str(LOT)) == "invalid_id"
    assert refused_as(LotId, 5) == "invalid_id"


@pytest.mark.parametrize("given", ["nul\x00", "line\nbreak", "half \ud800", "\x7f"])
def test_refuses_texts_that_cannot_be_printed(given: str) -> None:
    assert refused_as(Annotated[Text, "a name"], given) == "invalid_request"


def test_prints_money_in_minor_units_and_unit_prices_as_text() -> None:
    assert money_json(minor=1999, currency="USD") == {"minor": 1999, "currency": "USD"}
    assert unit_price_json(price=CostParts(project=1400, handling=25), currency="USD") == {
        "currency": "USD",
        "per_tonne": "14.25",
        "parts": {
            "project": "14.00",
            "registry_fee": "0.00",
            "verification": "0.00",
            "fx": "0.00",
            "tax": "0.00",
            "handling": "0.25",
        },
    }
