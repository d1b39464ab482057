import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.quantity import QUANTITY_KG_MAX, InvalidQuantity, Quantity, format_tonnes, parse_tonnes


@pytest.mark.parametrize(
    ("text", "kg"),
    [("0", 0), ("0.001", 1), ("1", 1_000), ("1.5", 1_500), ("3.250", 3_250), ("999999.999", 999_999_999)],
)
def test_reads_tonnes_as_exact_kilograms(text: str, kg: int) -> None:
    assert parse_tonnes(text=text) == kg


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", "+1", "-1", "1e3", "1,000", "1.", ".5", "01", "1.0001", "١", "NaN", "1_000", "1\n"],
)
def test_refuses_any_other_spelling_and_never_rounds(text: str) -> None:
    with pytest.raises(InvalidQuantity) as refusal:
        parse_tonnes(text=text)

    assert refusal.value.value == text


@pytest.mark.parametrize("value", [1.0, 1, True, None])
def test_refuses_tonnes_that_are_not_text(value: object) -> None:
    with pytest.raises(InvalidQuantity):
        parse_tonnes(text=value)  # type: ignore[arg-type]


@pytest.mark.parametrize("kg", [1.5, True, "1", -1, QUANTITY_KG_MAX + 1])
def test_cannot_be_made_from_anything_but_whole_kilograms(kg: object) -> None:
    with pytest.raises(InvalidQuantity):
        Quantity(kg=kg)  # type: ignore[arg-type]


def test_refuses_more_than_the_largest_line() -> None:
    with pytest.raises(InvalidQuantity, match="more than"):
        parse_tonnes(text="1000000000000.001")


@given(kg=st.integers(min_value=0, max_value=QUANTITY_KG_MAX))
def test_what_is_printed_reads_back_the_same(kg: int) -> None:
    text = format_tonnes(kg=kg)

    assert parse_tonnes(text=text) == kg
    assert not text.endswith(".")
    assert "." not in text or not text.endswith("0")


def test_a_difference_may_be_negative_in_print() -> None:
    assert format_tonnes(kg=-1_500) == "-1.5"
