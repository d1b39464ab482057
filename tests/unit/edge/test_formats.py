"""One formatter: masses, money, days, serials and words in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.edge import formats
from truetonne.edge.languages import LANGUAGE_TAGS, UnknownLanguage, find_tag
from truetonne.science.money import InvalidMoney
from truetonne.science.quantity import InvalidQuantity

NB = "\u00a0"


@pytest.mark.parametrize(
    ("kg", "english", "vietnamese"),
    [
        (0, "0.000", "0,000"),
        (1, "0.001", "0,001"),
        (999, "0.999", "0,999"),
        (1_000, "1.000", "1,000"),
        (1_500, "1.500", "1,500"),
        (1_234_500, "1,234.500", "1.234,500"),
        (999_999_999, "999,999.999", "999.999,999"),
        (-1_310_200, "−1,310.200", "−1.310,200"),
    ],
)
def test_a_mass_always_shows_three_decimals(kg: int, english: str, vietnamese: str) -> None:
    assert formats.tonnes_text(kg=kg, language="en", unit=False) == english
    assert formats.tonnes_text(kg=kg, language="zh-Hans", unit=False) == english
    assert formats.tonnes_text(kg=kg, language="vi", unit=False) == vietnamese


@given(kg=st.integers(-(10**15), 10**15), language=st.sampled_from(LANGUAGE_TAGS))
def test_the_kilograms_can_be_read_back_from_the_digits(kg: int, language: str) -> None:
    digits = formats.tonnes_digits(kg=kg, language=language)

    assert int("".join(c for c in digits.text.replace("−", "-") if c in "-0123456789")) == kg
    assert len(digits.part) == 4


def test_money_names_its_currency_first() -> None:
    assert formats.money_text(minor=7_191_700, currency="USD", language="en") == f"US${NB}71,917.00"
    assert formats.money_text(minor=7_191_700, currency="USD", language="vi") == f"US${NB}71.917,00"
    assert formats.money_text(minor=1_234, currency="KWD", language="en") == f"KWD{NB}1.234"
    assert formats.money_text(minor=1_234, currency="JPY", language="zh-Hans") == f"JP¥{NB}1,234"
    assert formats.money_text(minor=-5, currency="EUR", language="en") == f"€{NB}−0.05"


def test_money_of_an_unknown_currency_is_refused() -> None:
    with pytest.raises(InvalidMoney):
        formats.money_text(minor=1, currency="XXX", language="en")


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 3, "0.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 30_000, "<0.1"),
        (29_999, 30_000, ">99.9"),
        (3, 3, "100.0"),
        (1, 2_000, "0.1"),
    ],
)
def test_a_share_is_rounded_and_says_when_it_only_looks_like_none_or_all(part: int, whole: int, shown: str) -> None:
    assert formats.share_text(part=part, whole=whole, language="en") == f"{shown}{NB}%"


def test_a_percent_sign_stands_apart_in_english_only() -> None:
    assert formats.percent_text(decimal="15", language="en") == f"15{NB}%"
    assert formats.percent_text(decimal="4.25", language="vi") == "4,25%"
    assert formats.percent_text(decimal="15", language="zh-Hans") == "15%"


@pytest.mark.parametrize(
    ("language", "day", "instant"),
    [
        ("en", "21 Nov 2026", "21 Nov 2026, 09:14:02 UTC"),
        ("vi", "21/11/2026", "21/11/2026, 09:14:02 UTC"),
        ("zh-Hans", "2026年11月21日", "2026年11月21日 09:14:02 UTC"),
    ],
)
def test_days_and_instants_are_utc_and_say_so(language: str, day: str, instant: str) -> None:
    at = datetime(2026, 11, 21, 9, 14, 2, tzinfo=UTC)

    assert formats.day_text(day=date(2026, 11, 21), language=language) == day
    assert formats.instant_text(instant=at, language=language) == instant


@pytest.mark.parametrize("language", LANGUAGE_TAGS)
def test_an_instant_near_midnight_shows_the_same_day_wherever_it_was_written(language: str) -> None:
    there = datetime(2026, 11, 22, 6, 59, 59, tzinfo=timezone(timedelta(hours=7)))
    utc = datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)

    assert formats.day_text(day=there, language=language) == formats.day_text(day=utc, language=language)
    assert formats.instant_text(instant=there, language=language) == formats.instant_text(
        instant=utc, language=language
    )


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(formats.NaiveInstant):
        formats.instant_text(instant=datetime(2026, 11, 21), language="en")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("kg", "language", "words"),
    [
        (1_240_000, "en", "One thousand two hundred and forty tonnes, no kilograms, of carbon dioxide equivalent."),
        (1, "en", "No tonnes, one kilogram, of carbon dioxide equivalent."),
        (1_000, "en", "One tonne, no kilograms, of carbon dioxide equivalent."),
        (21_015_005, "vi", "Hai mươi mốt nghìn không trăm mười lăm tấn, năm ki-lô-gam, các-bon đi-ô-xít tương đương."),
        (1_005_105, "vi", "Một nghìn không trăm linh năm tấn, một trăm linh năm ki-lô-gam, các-bon đi-ô-xít tương đương."),
        (1_240_000, "zh-Hans", "壹仟贰佰肆拾吨零千克二氧化碳当量。"),
        (10_005_010, "zh-Hans", "壹万零伍吨壹拾千克二氧化碳当量。"),
        (10**15, "zh-Hans", "壹万亿吨零千克二氧化碳当量。"),
    ],
)  # fmt: skip
def test_a_mass_is_written_out(kg: int, language: str, words: str) -> None:
    assert formats.quantity_in_words(kg=kg, language=language) == words


@given(a=st.integers(0, 10**12), b=st.integers(0, 10**12), language=st.sampled_from(LANGUAGE_TAGS))
def test_no_two_masses_read_alike(a: int, b: int, language: str) -> None:
    if a != b:
        assert formats.quantity_in_words(kg=a, language=language) != formats.quantity_in_words(kg=b, language=language)


def test_words_for_an_impossible_mass_are_refused() -> None:
    with pytest.raises(InvalidQuantity):
        formats.quantity_in_words(kg=-1, language="en")


def test_serials_print_without_separators_and_say_what_was_taken_of_an_opened_one() -> None:
    whole = {"first_part_kg": 1000, "last_part_kg": 1000, "unit_kg": 1000}
    opened = {"first_part_kg": 750, "last_part_kg": 250, "unit_kg": 1000}

    assert formats.serials_text(first=120001, last=120900, **whole, language="en") == "120001 to 120900"
    assert formats.serials_text(first=7, last=7, **whole, language="vi") == "7"
    assert (
        formats.serials_text(first=7, last=9, **opened, language="en")
        == f"7 (750 of 1,000{NB}kg) to 9 (250 of 1,000{NB}kg)"
    )
    assert formats.serials_text(first=7, last=9, **whole, language="zh-Hans") == "7 至 9"


@pytest.mark.parametrize(
    ("spelling", "tag"),
    [("zh-hans", "zh-Hans"), ("zh_CN", "zh-Hans"), ("ZH", "zh-Hans"), ("zh-TW", None), ("vi-VN", "vi"), ("de", None)],
)
def test_a_language_is_found_by_any_of_its_spellings(spelling: str, tag: str | None) -> None:
    assert find_tag(language=spelling) == tag


def test_a_language_that_is_not_spoken_here_is_refused() -> None:
    with pytest.raises(UnknownLanguage) as refused:
        formats.tonnes_text(kg=1, language="de")

    assert refused.value.language == "de"
