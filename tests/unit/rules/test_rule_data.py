"""Every rule file in the package belongs to a family, loads, and says what it rests on."""

from __future__ import annotations

from importlib.resources import files

import pytest

from truetonne.rules.catalogue import list_rule_set_families, list_standards
from truetonne.rules.rule_set import list_versions
from truetonne.science.status import Status

FAMILIES = {family.id: family for family in list_rule_set_families()}


def test_no_file_lies_in_the_folder_that_no_family_reads() -> None:
    names = {entry.name for entry in (files("truetonne.rules") / "data").iterdir() if entry.name.endswith(".toml")}
    read = {one.file for family in FAMILIES.values() for one in list_versions(family=family)}

    assert names == read


@pytest.mark.parametrize("id", FAMILIES)
def test_a_rule_set_names_its_source_and_why_it_may_be_shipped(id: str) -> None:
    for one in list_versions(family=FAMILIES[id]):
        assert one.header.source.document
        assert one.header.license_note
        assert one.header.publisher


@pytest.mark.parametrize("id", FAMILIES)
def test_whatever_nobody_checked_says_so(id: str) -> None:
    for one in list_versions(family=FAMILIES[id]):
        assert bool(one.basis) == (one.header.status in {Status.SECONDARY, Status.UNVERIFIED})


def test_standards_have_one_name_each() -> None:
    names = [standard.name for standard in list_standards()]

    assert len(names) == len(set(names))


def test_the_conflict_over_tiers_is_declared_and_has_a_default() -> None:
    tables = list_versions(family=FAMILIES["vcmi-tiers"])

    assert [one.version for one in tables if one.header.preferred] == ["2023-11"]
    assert {one.version for one in tables} == {"2023-06", "2023-11"}


def test_no_decision_of_the_ccp_table_is_shipped() -> None:
    text = (files("truetonne.rules") / "data" / "icvcm-ccp.toml").read_text("utf-8")

    assert "decision =" not in text
    assert "VM00" not in text
