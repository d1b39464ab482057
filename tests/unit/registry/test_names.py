"""Names, countries and ranges: folded for dress only, never matched by a part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.supply.registry_records.countries import to_alpha2
from truetonne.supply.registry_records.names import is_same_name
from truetonne.supply.serial_ranges import Range, clip_ranges, count_serials, merge_ranges, subtract_ranges


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme  Ltd", "ACME LTD"), ("Tradewater’s Retail", "Tradewater's retail"), ("Ａｃｍｅ", "acme"), ("A–B", "a-b")],
)
def test_the_same_name_in_other_dress(one: str, other: str) -> None:
    assert is_same_name(one=one, other=other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smith Energy, LLC", "Smith Energy LLC"),
        ("Delta Freight", "Delta Freight Services"),
        ("Corsair", "Corsaire"),
        ("Seneca", "Seneca Group"),
        ("", ""),
    ],
)
def test_names_that_a_person_must_compare(one: str, other: str) -> None:
    assert not is_same_name(one=one, other=other)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GUYANA", "GY"),
        ("Viet Nam", "VN"),
        ("COTE D'IVOIRE", "CI"),
        ("US", "US"),
        ("USA", "US"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_countries_by_name_or_code(text: str, code: str) -> None:
    assert to_alpha2(text=text) == code


ranges = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8
)


def _points(found: list[Range] | tuple[Range, ...]) -> set[int]:
    return {serial for first, last in found for serial in range(first, last + 1)}


@given(one=ranges, other=ranges, first=st.integers(0, 40), length=st.integers(0, 40))
def test_ranges_behave_like_sets(one: list[Range], other: list[Range], first: int, length: int) -> None:
    assert _points(merge_ranges(ranges=one)) == _points(one)
    assert count_serials(ranges=merge_ranges(ranges=one)) == len(_points(one))
    assert _points(subtract_ranges(ranges=one, others=other)) == _points(one) - _points(other)
    window = set(range(first, first + length + 1))
    assert _points(clip_ranges(ranges=one, first=first, last=first + length)) == _points(one) & window
