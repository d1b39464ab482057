"""Product footprints: filters, spans of validity, immutability, events, and sums that only warn. Values are invented."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.product_footprint.events import EventInvalid, EventKind, read_event_kind
from truetonne.rules.product_footprint.filters import matches
from truetonne.rules.product_footprint.sums import Components, check_sums
from truetonne.rules.product_footprint.validity import (
    find_validity,
    is_decimal_text,
    may_follow,
    read_moment,
    write_moment,
)
from truetonne.science.errors import InputMissing, InputUnknown, WrongType

PIPE = {
    "companyIds": ["urn:sample:company:1"],
    "productIds": ["urn:sample:product:1", "urn:sample:product:2"],
    "productClassifications": ["urn:sample:class:9"],
    "status": "Active",
    "pcf": {"referencePeriodEnd": "2024-02-29T00:00:00Z", "geographyCountry": "VN"},
}
ID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"companyid": "URN:SAMPLE:COMPANY:1"}, True),
        ({"productId": ["urn:none", "urn:sample:product:2"]}, True),
        ({"productId": ["urn:sample:product:1"], "companyId": ["urn:none"]}, False),
        ({"geography": ""}, True),
        ({"geography": "vn"}, True),
        ({"geography": "XX"}, False),
        ({"status": "Active"}, True),
        ({"status": "nonsense"}, False),
        ({"classification": "urn:sample:class:9"}, True),
        ({"limit": "5", "x-sample-filter": "anything"}, True),
        ({"validOn": "2024-02-29T00:00:00Z"}, True),
        ({"validOn": "2027-02-28T00:00:00Z"}, True),
        ({"validOn": "2027-02-28T00:00:01Z"}, False),
        ({"validAfter": "2024-02-29T00:00:00Z"}, False),
        ({"validAfter": "2024-02-28T00:00:00Z"}, True),
        ({"validBefore": "2027-02-28T00:00:00Z"}, False),
        ({"validBefore": "2027-03-01T00:00:00Z"}, True),
    ],
)
def test_a_query_finds_what_answers_all_of_its_names(query: dict[str, object], found: bool) -> None:
    assert matches(query=query, footprint=PIPE) is found


def test_an_unknown_filter_is_named() -> None:
    with pytest.raises(InputUnknown):
        matches(query={"colour": "red"}, footprint=PIPE)


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(WrongType):
        read_moment(value="2024-02-29T00:00:00", field="validOn")


def test_three_years_from_the_29th_of_february_end_on_the_28th() -> None:
    span = find_validity(footprint=PIPE)

    assert write_moment(moment=span.end) == "2027-02-28T00:00:00Z"
    assert span.may_be_used(at=span.start)
    assert not span.may_be_used(at=span.end)


@pytest.mark.parametrize(
    ("dates", "breach"),
    [
        ({"validityPeriodStart": "2024-02-28T00:00:00Z"}, "validity_before_reference_end"),
        ({"validityPeriodEnd": "2027-03-01T00:00:00Z"}, "validity_over_three_years"),
    ],
)
def test_a_span_beyond_the_rule_is_named(dates: dict[str, object], breach: str) -> None:
    assert breach in find_validity(footprint={**PIPE, **dates}).breaches


def test_a_footprint_without_reference_period_has_no_span() -> None:
    with pytest.raises(InputMissing):
        find_validity(footprint={"pcf": {}})


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_plain_decimals_are_texts(number: object) -> None:
    assert is_decimal_text(value=f"{number:f}")
    assert not is_decimal_text(value=number)


@pytest.mark.parametrize("value", [1, 1.0, True, None, "1e3", "", " 1", "1.", ".5", "NaN", "1,5"])
def test_numbers_exponents_and_the_rest_are_not(value: object) -> None:
    assert not is_decimal_text(value=value)


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        ({"status": "Deprecated"}, True),
        ({"comment": "better"}, False),
        ({"status": "Deprecated", "comment": "better"}, False),
    ],
)
def test_only_the_status_ever_changes(change: dict[str, object], allowed: bool) -> None:
    assert may_follow(before=PIPE, after={**PIPE, **change}) is allowed


def test_a_deprecated_footprint_never_returns() -> None:
    assert not may_follow(before={**PIPE, "status": "Deprecated"}, after=PIPE)


def event(kind: str, **data: object) -> dict[str, object]:
    name = f"org.wbcsd.pact.ProductFootprint.{kind}.3"
    return {"type": name, "specversion": "1.0", "id": "a/1", "source": "//peer.example", "data": data}


def test_a_published_event_carries_uuids() -> None:
    assert read_event_kind(event=event("PublishedEvent", pfIds=[ID])) is EventKind.PUBLISHED
    with pytest.raises(EventInvalid):
        read_event_kind(event=event("PublishedEvent", pfIds=["urn:sample:product:1"]))


@pytest.mark.parametrize(
    "broken",
    [
        event("Published"),
        {**event("PublishedEvent", pfIds=[ID]), "specversion": "0.3"},
        {**event("PublishedEvent", pfIds=[ID]), "id": ""},
        event("RequestFulfilledEvent", requestEventId="a/1", pfs=[]),
        event("RequestRejectedEvent", requestEventId="a/1", error={"code": "NotFound"}),
        event("RequestFulfilledEvent", pfs=[PIPE]),
    ],
)
def test_an_event_that_lacks_something_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(EventInvalid) as refused:
        read_event_kind(event=broken)

    assert refused.value.code == "BadRequest"


def test_a_sum_that_fits_neither_reading_is_a_warning() -> None:
    parts = Components(fossil=Fraction(1), land_management_fossil=Fraction("0.2"), biogenic_non_co2=Fraction("0.1"))

    both = [
        check_sums(parts=parts, stated_excluding=Fraction(stated), stated_including=None).warnings
        for stated in ("1.1", "1.2", "1.2005", "1.2006")
    ]

    assert both == [(), (), (), ("sum_without_uptake_differs",)]
