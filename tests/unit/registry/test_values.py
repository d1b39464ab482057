"""Numbers, dates and years: nothing is guessed, nothing is rounded."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.supply.registry_records.values import (
    ISO,
    DateReader,
    InvalidDateFormat,
    NumberFormat,
    Unreadable,
    cell_text,
    compile_date_format,
    parse_quantity_kg,
    parse_year,
)

PLAIN = NumberFormat()
GROUPED = NumberFormat(thousands=",")
KILOGRAMS = NumberFormat(unit="kg")


@pytest.mark.parametrize(
    ("text", "number", "kg"),
    [
        ("1234", PLAIN, 1_234_000),
        ("1,234", GROUPED, 1_234_000),
        ("1,454,054", GROUPED, 1_454_054_000),
        ("427", GROUPED, 427_000),
        ("1.234", PLAIN, 1_234),
        ("12.5", PLAIN, 12_500),
        ("550369.0", PLAIN, 550_369_000),
        ("0.001", PLAIN, 1),
        ("0.999", PLAIN, 999),
        ("1.001", PLAIN, 1_001),
        ("9007199254740.993", PLAIN, 2**53 + 1),
        ("9007199254740993", KILOGRAMS, 2**53 + 1),
        ("1.234,5", NumberFormat(thousands=".", decimal=","), 1_234_500),
        ("1234,5", NumberFormat(decimal=","), 1_234_500),
    ],
)
def test_reads_whole_kilograms(text: str, number: NumberFormat, kg: int) -> None:
    assert parse_quantity_kg(text=text, number=number) == kg


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234", PLAIN),
        ("1 234", PLAIN),
        ("1\u00a0234", PLAIN),
        ("12,34", GROUPED),
        ("1,2345", GROUPED),
        (",123", GROUPED),
        ("-3", PLAIN),
        ("+3", PLAIN),
        ("", PLAIN),
        ("1e3", PLAIN),
        ("1.2345", PLAIN),
        ("1.5", KILOGRAMS),
        ("٣", PLAIN),
        ("1.234", NumberFormat(decimal=",")),
        ("NaN", PLAIN),
        ("9" * 30, PLAIN),
    ],
)
def test_refuses_what_the_source_does_not_declare(text: str, number: NumberFormat) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_quantity_kg(text=text, number=number)

    assert refused.value.reason


@given(kg=st.integers(min_value=0, max_value=2**60))
def test_reads_back_any_kilograms_printed_as_tonnes(kg: int) -> None:
    whole, part = divmod(kg, 1_000)

    assert parse_quantity_kg(text=f"{whole}.{part:03d}", number=PLAIN) == kg
    assert parse_quantity_kg(text=f"{whole:,}.{part:03d}", number=GROUPED) == kg
    assert parse_quantity_kg(text=str(kg), number=KILOGRAMS) == kg


@given(text=st.text(max_size=12))
def test_never_reads_what_is_no_number(text: str) -> None:
    try:
        kg = parse_quantity_kg(text=text, number=GROUPED)
    except Unreadable:
        return
    assert set(text) <= set("0123456789.,")
    assert kg >= 0


@pytest.mark.parametrize(
    ("text", "formats", "day"),
    [
        ("4/13/2026 7:17:56 PM", ("M/D/YYYY h:mm:ss AM",), date(2026, 4, 13)),
        ("04/08/2026", ("MM/DD/YYYY",), date(2026, 4, 8)),
        ("12/29/15", ("M/D/YY",), date(2015, 12, 29)),
        ("3/1/97", ("M/D/YY",), date(1997, 3, 1)),
        ("2026-04-13T12:35:58.842275", (ISO,), date(2026, 4, 13)),
        ("2026-04-10", (ISO,), date(2026, 4, 10)),
        ("2026-04-10T01:02:03Z", (ISO,), date(2026, 4, 10)),
        ("Feb 3  2023", ("MON D  YYYY",), date(2023, 2, 3)),
        ("01012008", ("DDMMYYYY",), date(2008, 1, 1)),
        ("31.12.2024", ("DD.MM.YYYY",), date(2024, 12, 31)),
    ],
)
def test_reads_declared_dates(text: str, formats: tuple[str, ...], day: date) -> None:
    assert DateReader(formats=formats, two_digit_years_from=1990).read(cell=text) == day


@pytest.mark.parametrize("text", ["13/04/2026", "2026-04-13", "4/31/2026", "4/13/26", "", "4/13/2026 extra"])
def test_refuses_dates_that_are_not_declared(text: str) -> None:
    with pytest.raises(Unreadable, match="M/D/YYYY"):
        DateReader(formats=("M/D/YYYY",)).read(cell=text)


def test_takes_a_workbooks_own_dates_as_they_are() -> None:
    assert DateReader(formats=()).read(cell=date(2024, 6, 11)) == date(2024, 6, 11)


@pytest.mark.parametrize(
    ("text", "reason"), [("M/D/YY", "two_digit_years_from"), ("MM/YYYY", "day"), ("D/D/YYYY", "twice")]
)
def test_refuses_formats_that_would_have_to_guess(text: str, reason: str) -> None:
    with pytest.raises(InvalidDateFormat, match=reason):
        compile_date_format(text=text, two_digit_years_from=None)


def test_reads_years_of_workbooks() -> None:
    assert parse_year(cell=2024.0) == parse_year(cell="2024") == parse_year(cell="2024.0") == 2024
    for text in ("FY2024", "24", "2024/25", ""):
        with pytest.raises(Unreadable):
            parse_year(cell=text)


def test_keeps_cells_as_text() -> None:
    assert cell_text(cell=79565.0) == "79565"
    assert cell_text(cell=0.1) == "0.1"
    assert cell_text(cell="two\r\nlines") == "two\nlines"
    assert cell_text(cell=None) == ""
