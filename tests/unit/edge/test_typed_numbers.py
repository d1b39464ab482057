"""Numbers as people type them in each language: what pages print can be typed back, and nothing is misread in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from truetonne.edge.formats import count_text, decimal_text, money_text, tonnes_text
from truetonne.edge.formats.reading import NumberNotRead, NumberUnclear, read_number
from truetonne.edge.languages import LANGUAGE_TAGS
from truetonne.edge.number_fields import (
    LocalDecimalField,
    LocalWholeField,
    MoneyField,
    TonnesField,
    clean_amounts,
    read_money,
    read_tonnes,
    typed_money,
    typed_tonnes,
)
from truetonne.science.money import CURRENCY_EXPONENTS

KG = st.integers(min_value=0, max_value=10**12)
LANGUAGE = st.sampled_from(LANGUAGE_TAGS)


@given(kg=KG, language=LANGUAGE)
def test_it_reads_back_every_mass_that_a_page_prints(kg: int, language: str) -> None:
    with translation.override(language):
        assert read_tonnes(text=tonnes_text(kg=kg, language=language)) == kg
        assert read_tonnes(text=tonnes_text(kg=kg, language=language, unit=False)) == kg
        assert read_tonnes(text=typed_tonnes(kg=kg)) == kg


@given(minor=KG, language=LANGUAGE, currency=st.sampled_from(sorted(CURRENCY_EXPONENTS)))
def test_it_reads_back_every_amount_that_a_page_prints(minor: int, language: str, currency: str) -> None:
    with translation.override(language):
        assert (
            read_money(text=money_text(minor=minor, currency=currency, language=language), currency=currency) == minor
        )
        assert read_money(text=typed_money(minor=minor, currency=currency), currency=currency) == minor


@given(
    number=st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False),
    language=LANGUAGE,
)
def test_it_reads_back_every_decimal_that_a_page_prints(number: Decimal, language: str) -> None:
    read = read_number(text=decimal_text(decimal=f"{number:f}", language=language), language=language)
    assert Decimal(read) == number


@given(count=KG, language=LANGUAGE)
def test_it_reads_back_every_count_that_a_page_prints(count: int, language: str) -> None:
    read = read_number(text=count_text(count=count, language=language), language=language, decimals=0)
    assert int(read) == count


@given(text=st.text(alphabet="0123456789., -", max_size=14), language=LANGUAGE)
def test_it_offers_two_clear_ways_to_write_whatever_it_finds_unclear(text: str, language: str) -> None:
    try:
        read_number(text=text, language=language, decimals=3)
    except NumberUnclear as unclear:
        grouped = read_number(text=unclear.grouped, language=language, decimals=3)
        parted = read_number(text=unclear.parted, language=language, decimals=3)
        assert Decimal(grouped) == 1000 * Decimal(parted)
    except NumberNotRead:
        pass


@given(text=st.text(alphabet="0123456789.,", min_size=1, max_size=12))
def test_it_never_reads_one_text_as_two_numbers_a_thousandfold_apart_without_the_language_saying_so(text: str) -> None:
    """A text that English and Vietnamese both read is the same number, or ends in the reader's own three decimals."""
    found = {}
    for language in ("en", "vi"):
        try:
            found[language] = Decimal(read_number(text=text, language=language, decimals=3))
        except NumberNotRead:
            return
    assert found["en"] == found["vi"]


@pytest.mark.parametrize(
    ("language", "text", "kg"),
    [
        ("en", "3.250", 3_250), ("en", "1,240.5", 1_240_500), ("en", "1,234,567", 1_234_567_000), ("en", "0.5", 500),
        ("vi", "3,250", 3_250), ("vi", "3,25", 3_250), ("vi", "1.240,5", 1_240_500), ("vi", "1.234.567", 1_234_567_000),
        ("vi", "3.25", 3_250), ("vi", "0.500", 500), ("vi", "1234.500", 1_234_500), ("vi", "1 240,500 tấn", 1_240_500),
        ("zh-Hans", "１，２４０．５", 1_240_500), ("zh-Hans", "3.250 吨", 3_250), ("en", "007", 7_000),
    ],
)  # fmt: skip
def test_it_understands_the_languages_own_way_and_what_cannot_mean_anything_else(
    language: str, text: str, kg: int
) -> None:
    with translation.override(language):
        assert read_tonnes(text=text) == kg


@pytest.mark.parametrize(
    ("language", "text", "both"),
    [
        ("vi", "1.500", ("1500", "1,500")),
        ("en", "1,500", ("1500", "1.500")),
        ("zh-Hans", "12,345", ("12345", "12.345")),
    ],
)
def test_it_refuses_what_has_two_readings_and_names_both(language: str, text: str, both: tuple[str, str]) -> None:
    with translation.override(language), pytest.raises(forms.ValidationError) as refused:
        read_tonnes(text=text)
    assert all(each in refused.value.messages[0] for each in (text, *both))


@pytest.mark.parametrize(
    "text", ["1.2.3", "1,23,456", "1.234,567,8", "-3", "3.2505", ".5", "5.", "1e3", "²", "ten", "1" * 60]
)
@pytest.mark.parametrize("language", LANGUAGE_TAGS)
def test_it_refuses_what_is_no_mass(text: str, language: str) -> None:
    with translation.override(language), pytest.raises(forms.ValidationError):
        read_tonnes(text=text)


@pytest.mark.parametrize("text", ["1,5", "0,500", "1.240,500", "1.234.567", "1 240,5"])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_it_takes_no_comma_for_decimals_in_a_language_that_parts_thousands_with_it(text: str, language: str) -> None:
    with translation.override(language), pytest.raises(forms.ValidationError):
        read_tonnes(text=text)


def test_it_takes_a_group_of_three_for_thousands_where_there_is_no_smaller_coin() -> None:
    with translation.override("vi"):
        assert read_money(text="1.500", currency="VND") == 1_500
        with pytest.raises(forms.ValidationError):
            read_money(text="1,500", currency="VND")


class Sent(forms.Form):
    kg = TonnesField()
    amount = MoneyField()
    currency = forms.ChoiceField(choices=[("USD", "USD"), ("VND", "VND")])
    energy_mj = LocalWholeField(min_value=1)
    percent = LocalDecimalField(max_digits=7, decimal_places=4)

    def clean(self) -> dict[str, object]:
        clean_amounts(form=self, names=("amount",), currency=str(self.cleaned_data["currency"]))
        return self.cleaned_data


def test_it_says_how_each_field_was_read() -> None:
    with translation.override("vi"):
        form = Sent({"kg": "3,25", "amount": "1.240,5", "currency": "USD", "energy_mj": "1.000", "percent": "4,2"})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["energy_mj"] == 1_000
        assert [form[name].reading for name in ("kg", "amount", "energy_mj", "percent")] == [  # type: ignore[attr-defined]
            "3,250\u00a0tấn", "US$\u00a01.240,50", "1.000", "4,2",
        ]  # fmt: skip


def test_it_fills_a_field_as_its_reader_would_type_it() -> None:
    with translation.override("vi"):
        form = Sent(initial={"kg": 3_250, "percent": Decimal("4.2")})
        assert 'value="3,25"' in str(form["kg"])
        assert 'value="4,2"' in str(form["percent"])


def test_it_keeps_what_was_typed_when_it_refuses_it() -> None:
    with translation.override("vi"):
        form = Sent({"kg": "1.500", "amount": "2", "currency": "USD", "energy_mj": "5", "percent": "1"})
        assert not form.is_valid()
        assert 'value="1.500"' in str(form["kg"])
        assert form["kg"].reading == ""  # type: ignore[attr-defined]
