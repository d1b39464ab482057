"""Identifiers match, names only suggest: what a list's entry and a company have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.members.lists.likeness import Identity, Tie, compare, core_name

LEI = "GIE4CCPBJDI8SMV1OX95"


def company(*names: str, **facts: str) -> Identity:
    return Identity(names=names, **facts)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Corsair", "Corsair"),
        ("Corsair Gaming, Inc.", "Corsair Gaming"),
        ("Ryan", "Ryan Companies"),
        ("Seneca Group", "Seneca"),
        ("Công ty TNHH Cà phê Mây Núi", "Ca phe May Nui"),
        ("青石茶行有限公司", "青石茶行"),
    ],
)
def test_a_name_suggests_and_never_matches(ours: str, theirs: str) -> None:
    found = compare(company=company(ours), entry=company(theirs))

    assert found is not None
    assert not found.is_match


@pytest.mark.parametrize(
    ("ours", "theirs"), [("Corsair", "Corsaire"), ("Seneca Group", "Seneca Foods"), ("Ryan", "Ryanair")]
)
def test_names_that_are_only_alike_do_not_even_suggest(ours: str, theirs: str) -> None:
    assert compare(company=company(ours), entry=company(theirs)) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"lei": LEI},
        {"isin": "US8581552036"},
        {"domain": "steelcase.com"},
        {"registration_number": "HRB 1234", "country": "DE"},
    ],
)
def test_one_identifier_that_agrees_matches_under_any_name(facts: dict[str, str]) -> None:
    found = compare(company=company("One", **facts), entry=company("Another", **facts))

    assert found is not None
    assert found.is_match


def test_a_registration_number_identifies_within_its_country_only() -> None:
    ours = company("One", registration_number="1234", country="DE")

    assert compare(company=ours, entry=company("Two", registration_number="1234", country="FR")) is None
    assert compare(company=ours, entry=company("Two", registration_number="1234")) is None


def test_another_lei_turns_a_match_into_a_question() -> None:
    ours = company("Ryan", lei=LEI, domain="ryan.example")

    found = compare(company=ours, entry=company("Ryan", lei="5299000J2N45DDNE4Y28", domain="ryan.example"))

    assert found is not None
    assert Tie.DOMAIN in found.agrees
    assert found.differs == ("LEI",)
    assert not found.is_match


def test_a_domain_with_another_country_is_a_question() -> None:
    found = compare(
        company=company("Seneca Oy", domain="seneca.example", country="FI"),
        entry=company("Seneca", domain="www.seneca.example", country="US"),
    )

    assert found is not None
    assert found.differs == ("COUNTRY",)


def test_what_is_not_stated_is_not_the_same() -> None:
    assert compare(company=company("One"), entry=company("Two")) is None


@given(
    name=st.from_regex(r"[a-z]{3,12}( [a-z]{3,12})?", fullmatch=True),
    form=st.sampled_from(["Inc.", "GmbH", "S.A.", "Co., Ltd."]),
)
def test_a_legal_form_changes_no_core_name(name: str, form: str) -> None:
    assert core_name(name=f"{name} {form}") == core_name(name=name)
