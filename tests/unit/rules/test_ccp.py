"""The CCP look-up: exact versions, undecided shown as undecided, and a label of three parts. Rows here are invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.ccp.lookup import CcpState, CcpTable, CcpTableRequired, Label, find_state, read_rows, read_table
from truetonne.rules.ccp.standards import STANDARDS
from truetonne.rules.ccp.versions import is_at_most, read_ranges, read_version
from truetonne.rules.standard import run_standard
from truetonne.science.errors import WrongType

ROWS = (
    {"program": "Sample Program", "methodology": "VM9001 Planting\u200b – 1.0–1.2", "versions": "v1.0–1.2", "decision": "approved"},
    {"program": "Sample Program", "methodology": "VM9001 Planting - 9.0-10.0", "versions": "9.0 - 10.0", "decision": ""},
    {"program": "Other Program", "methodology": "VM9001 Planting - 1.1", "versions": "1.1", "decision": "withdrawn_from_assessment"},
    {"program": "Sample Program", "methodology": "VM9002 Cooking - 1.0-2.0", "versions": "1.0-2.0", "decision": "approved"},
    {"program": "Sample Program", "methodology": "VM9002 Cooking - 2.0-3.0", "versions": "2.0-3.0", "decision": "very_unlikely"},
)  # fmt: skip
TABLE = CcpTable(dated=date(2026, 8, 4), rows=read_rows(rows=ROWS))
parts = st.lists(st.integers(min_value=0, max_value=99), min_size=1, max_size=4).map(tuple)


def state(methodology: str, version: str | None, program: str = "Sample Program") -> CcpState:
    return find_state(table=TABLE, program=program, methodology=methodology, version=version)


@pytest.mark.parametrize(
    ("methodology", "version", "program", "expected"),
    [
        ("VM9001", "1.0", "Sample Program", "approved"),
        ("VM9001", "v1.2", "sample program", "approved"),
        ("VM9001 Planting", "1.1.9", "Sample Program", "approved"),
        ("VM9001", "1.2.1", "Sample Program", "not_listed"),
        ("VM9001", "9.5", "Sample Program", "under_assessment"),
        ("VM9001", "10", "Sample Program", "under_assessment"),
        ("VM9001", "1.1", "Other Program", "withdrawn_from_assessment"),
        ("VM9001", None, "Sample Program", "ambiguous"),
        ("VM9002", "2.0", "Sample Program", "ambiguous"),
        ("VM9003", "1.0", "Sample Program", "not_listed"),
        ("VM9001", "1.0", "No Program", "not_listed"),
    ],
)
def test_program_methodology_and_version_decide(
    methodology: str, version: str | None, program: str, expected: str
) -> None:
    assert state(methodology, version, program) == expected


def test_a_program_may_go_by_several_names() -> None:
    names = [("SP", "Sample Program")]

    found = find_state(table=TABLE, program="sp", methodology="VM9001", version="1.0", program_names=names)

    assert found is CcpState.APPROVED


def test_no_table_is_shipped_and_the_refusal_says_why() -> None:
    with pytest.raises(CcpTableRequired) as refused:
        run_standard(standard=STANDARDS[0], inputs={"program": "VCS", "methodology": "VM0047", "version": "1.0"})

    assert "licence" in refused.value.reason
    assert "Import" in refused.value.fix


@pytest.mark.parametrize(
    ("state", "eligible", "tagged", "labelled"),
    [
        (CcpState.APPROVED, True, True, True),
        (CcpState.APPROVED, True, None, False),
        (CcpState.APPROVED, False, True, False),
        (CcpState.UNDER_ASSESSMENT, True, True, False),
    ],
)
def test_the_label_needs_all_three_parts(state: CcpState, eligible: bool, tagged: bool | None, labelled: bool) -> None:
    label = Label(state=state, program_eligible=eligible, registry_tags_serial=tagged)

    assert label.is_labelled is labelled


@given(parts, parts)
def test_versions_are_compared_number_by_number(first: tuple[int, ...], second: tuple[int, ...]) -> None:
    length = max(len(first), len(second))
    padded = [one + (0,) * (length - len(one)) for one in (first, second)]

    assert is_at_most(first=first, second=second) is (padded[0] <= padded[1])


@pytest.mark.parametrize("text", ["1-13.1", "v1.0-1.2", "1.0-5.1.1", "2.0 - 3.0", "1.0, 2.0-3.0"])
def test_ranges_are_read_in_the_forms_that_occur(text: str) -> None:
    assert read_ranges(text=text)


@pytest.mark.parametrize("text", ["two", "3.0-1.0", "1.0-2.0-3.0", ""])
def test_refuses_what_is_no_range(text: str) -> None:
    with pytest.raises(WrongType):
        read_ranges(text=text)


def test_refuses_a_version_that_is_none() -> None:
    with pytest.raises(WrongType):
        read_version(text="latest")


def test_the_operators_copy_may_be_csv_or_json() -> None:
    csv = "\ufeffprogramme,methodology,versions,decision\nSample Program,VM9001 - 1.0,1.0,approved\n"
    json = '{"rows": [{"program": "Sample Program", "methodology": "VM9001 - 1.0", "versions": "1.0", "decision": "approved"}]}'

    assert read_table(text=csv).rows == read_table(text=json).rows
