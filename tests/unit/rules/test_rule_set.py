"""Rule sets are dated data: what does not fit the schema does not enter, and a date finds one version."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

import pytest

from truetonne.rules.rule_set import (
    UNVERIFIED_BASIS,
    Family,
    RuleSet,
    RuleSetInvalid,
    check_versions,
    choose_version,
    list_versions,
)
from truetonne.science.errors import NotInTable
from truetonne.science.status import Status


class Colour(StrEnum):
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    months: int
    mode: Literal["all", "any"]
    rows: tuple[Row, ...]
    colour: Colour = Colour.LIGHT
    ends_on: date | None = None


FAMILY = Family(id="tiers", body=Body)

HEADER = """
id = "tiers"
version = "{version}"
title = "Tiers"
publisher = "A body"
valid_from = {valid_from}
valid_to = {valid_to}
status = "{status}"
license_note = "facts only"
{more}
months = 24
mode = "all"
[source]
document = "A code"
document_version = "3"
locator = ""
checked_on = 2026-11-22
[[rows]]
name = "low"
share = "0.10"
"""


def read_text(text: str, *, file: str = "tiers.toml") -> RuleSet[Body]:
    return FAMILY.read(text=text, file=file)


def write(
    version: str = "1",
    *,
    valid_from: str = "2024-01-01",
    valid_to: str = '""',
    status: str = "published",
    more: str = "",
) -> str:
    return HEADER.format(version=version, valid_from=valid_from, valid_to=valid_to, status=status, more=more)


def test_reads_header_and_tables_into_frozen_values() -> None:
    rules = read_text(write())

    assert rules.key == "tiers/1"
    assert rules.header.valid_from == date(2024, 1, 1)
    assert rules.header.valid_until is None
    assert rules.header.status is Status.PUBLISHED
    assert rules.body.rows == (Row(name="low", share=Decimal("0.10")),)
    assert rules.body.ends_on is None
    with pytest.raises(FrozenInstanceError):
        rules.body.months = 12  # type: ignore[misc]


def test_keeps_an_unquoted_decimal_exact() -> None:
    rules = read_text(write().replace('"0.10"', "0.0485"))

    assert rules.body.rows[0].share == Decimal("0.0485")


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ("months = 24", "months = 24\nyears = 2", "unknown years"),
        ("months = 24\n", "", "missing months"),
        ("months = 24", 'months = "24"', "months: '24' is not a whole number"),
        ("months = 24", "months = true", "months: True is not a whole number"),
        ('mode = "all"', 'mode = "some"', "mode: 'some' is none of all, any"),
        ('"0.10"', '"a tenth"', "rows[0].share: 'a tenth' is not an exact number"),
        ('"0.10"', "inf", "rows[0].share"),
        ('name = "low"', 'name = "low"\ncolor = "red"', "rows[0]: unknown color"),
        ('status = "published"', 'status = "trusted"', "status: 'trusted' is none of"),
        ('document = "A code"', 'document = " "', "a rule set without a document does not enter"),
        ("checked_on = 2026-11-22\n", "", "source: missing checked_on"),
        ('id = "tiers"', 'id = "other"', "id is 'other' where 'tiers' is due"),
        ("valid_from = 2024-01-01", 'valid_from = "2024"', "valid_from: '2024' is not a date"),
        ('valid_to = ""', "valid_to = 2024-01-01", "valid_to is not after valid_from"),
        ("months = 24", "months = ", "line 11"),
    ],
)
def test_refuses_what_does_not_fit_and_names_file_and_place(old: str, new: str, fact: str) -> None:
    text = write()
    assert old in text

    with pytest.raises(RuleSetInvalid) as refused:
        read_text(text.replace(old, new, 1))

    assert refused.value.file == "tiers.toml"
    assert fact in refused.value.fact


def test_refuses_a_file_without_its_source() -> None:
    text = write()
    start, rest = text.split("[source]")

    with pytest.raises(RuleSetInvalid, match="missing source"):
        read_text(start + rest[rest.index("[[rows]]") :])


@pytest.mark.parametrize("status", ["secondary", "unverified"])
def test_marks_results_of_an_unverified_rule_set(status: str) -> None:
    assert read_text(write(status=status)).basis == UNVERIFIED_BASIS
    assert read_text(write(status="operator policy")).basis == ""


def test_refuses_two_versions_in_force_at_once() -> None:
    old = read_text(write("1"), file="tiers@1.toml")
    new = read_text(write("2", valid_from="2025-01-01"), file="tiers@2.toml")

    with pytest.raises(RuleSetInvalid) as refused:
        check_versions(versions=[new, old])

    assert refused.value.file == "tiers@2.toml"
    assert "overlaps version 1 in tiers@1.toml" in refused.value.fact


def test_refuses_a_version_that_stands_in_two_files() -> None:
    first = read_text(write("1", valid_to="2025-01-01"), file="tiers@1.toml")
    second = read_text(write("1", valid_from="2025-01-01"), file="tiers@1b.toml")

    with pytest.raises(RuleSetInvalid, match=r"version 1 stands in tiers@1\.toml too"):
        check_versions(versions=[first, second])


def test_finds_the_version_of_a_day_with_an_exclusive_end() -> None:
    old = read_text(write("1", valid_to="2025-01-01"))
    new = read_text(write("2", valid_from="2025-01-01"))
    versions = check_versions(versions=[new, old])

    assert choose_version(versions=versions, as_of=date(2024, 12, 31)).version == "1"
    assert choose_version(versions=versions, as_of=date(2025, 1, 1)).version == "2"
    assert choose_version(versions=versions, version="1").version == "1"
    with pytest.raises(NotInTable, match="1 \\(2024-01-01 to 2025-01-01\\)"):
        choose_version(versions=versions, as_of=date(2023, 12, 31))
    with pytest.raises(NotInTable, match="no version applies"):
        choose_version(versions=versions, version="3")


def test_keeps_a_recorded_conflict_with_one_preferred_alternative() -> None:
    first = read_text(write("a", more='alternatives = ["b"]'), file="tiers@a.toml")
    second = read_text(write("b", more='alternatives = ["a"]\npreferred = true'), file="tiers@b.toml")

    versions = check_versions(versions=[first, second])

    assert choose_version(versions=versions, as_of=date(2026, 1, 1)).version == "b"
    assert choose_version(versions=versions, version="a").version == "a"


@pytest.mark.parametrize(
    ("more_first", "more_second"),
    [
        ('alternatives = ["b"]', ""),
        ("", 'alternatives = ["a"]'),
        ('alternatives = ["b"]', 'alternatives = ["a"]'),
        ('alternatives = ["b"]\npreferred = true', 'alternatives = ["a"]\npreferred = true'),
    ],
)
def test_refuses_alternatives_that_one_side_alone_declares_or_none_prefers(more_first: str, more_second: str) -> None:
    first = read_text(write("a", more=more_first), file="tiers@a.toml")
    second = read_text(write("b", more=more_second), file="tiers@b.toml")

    with pytest.raises(RuleSetInvalid):
        check_versions(versions=[first, second])


def test_knows_no_versions_of_a_family_without_files() -> None:
    assert list_versions(family=Family(id="no-such-family", body=Body)) == ()
