"""A signature's state follows from dated facts: signed, reporting, overdue, removed, and back again by a new one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.catalogue import get_standard
from truetonne.rules.pledge import (
    PLEDGE_REGISTER,
    PledgeIncomplete,
    PledgeStanding,
    PledgeState,
    check_signature,
    find_standing,
)
from truetonne.rules.rule_set import list_versions
from truetonne.rules.standard import run_standard

RULES = list_versions(family=PLEDGE_REGISTER)[-1].body
SIGNED = date(2024, 1, 31)
DAYS = st.dates(min_value=SIGNED, max_value=date(2032, 12, 31))


def stand(as_of: date, *reports: date, left_on: date | None = None) -> PledgeStanding:
    return find_standing(signed_on=SIGNED, reported_on=reports, left_on=left_on, as_of=as_of, rules=RULES)


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (SIGNED, "signed"),
        (date(2025, 1, 31), "signed"),
        (date(2025, 2, 1), "overdue"),
        (date(2026, 1, 31), "overdue"),
        (date(2026, 2, 1), "removed"),
    ],
)
def test_without_a_report_a_signature_is_overdue_after_a_year_and_removed_after_two(as_of: date, state: str) -> None:
    assert stand(as_of).state == state


def test_a_report_begins_the_year_anew_and_brings_an_overdue_signature_back() -> None:
    late = date(2025, 6, 1)

    standing = stand(date(2026, 6, 1), late)

    assert (standing.state, standing.holds_until) == ("reporting", date(2026, 6, 1))
    assert [(step.state, step.since) for step in standing.history] == [
        ("signed", SIGNED), ("overdue", date(2025, 2, 1)), ("reporting", late),
    ]  # fmt: skip


def test_a_report_after_the_removal_counts_no_more() -> None:
    assert stand(date(2027, 1, 1), date(2026, 3, 1)).state == "removed"


def test_who_leaves_is_removed_from_that_day_and_the_history_stays() -> None:
    standing = stand(date(2025, 1, 1), date(2024, 6, 1), left_on=date(2024, 9, 1))

    assert [step.state for step in standing.history] == ["signed", "reporting", "removed"]
    assert stand(date(2024, 8, 31), date(2024, 6, 1), left_on=date(2024, 9, 1)).is_live


@pytest.mark.parametrize(("year", "commitments"), [(2041, RULES.commitments), (2040, RULES.commitments[:2])])
def test_a_later_year_or_a_missing_commitment_is_refused(year: int, commitments: tuple[str, ...]) -> None:
    with pytest.raises(PledgeIncomplete):
        check_signature(target_year=year, commitments=commitments, rules=RULES)


def test_2040_with_all_three_commitments_is_a_signature() -> None:
    check_signature(target_year=2040, commitments=RULES.commitments, rules=RULES)


@given(reports=st.lists(DAYS, max_size=8), as_of=DAYS, later=st.integers(min_value=0, max_value=900))
def test_history_is_only_ever_continued(reports: list[date], as_of: date, later: int) -> None:
    before, after = stand(as_of, *reports), stand(as_of + timedelta(days=later), *reports)

    assert after.history[: len(before.history)] == before.history
    days = [step.since for step in after.history]
    assert days == sorted(days)
    assert all(one.state != other.state for one, other in zip(after.history, after.history[1:], strict=False))


@given(reports=st.lists(DAYS, max_size=8), as_of=DAYS)
def test_the_state_of_a_day_holds_until_the_day_it_names(reports: list[date], as_of: date) -> None:
    known = [day for day in reports if day <= as_of]
    standing = stand(as_of, *known)

    if standing.holds_until is not None:
        assert stand(standing.holds_until, *known).state == standing.state
        assert stand(standing.holds_until + timedelta(days=1), *known).state != standing.state
    else:
        assert standing.state == PledgeState.REMOVED


def test_anyone_computes_it_from_the_command_line() -> None:
    outputs = run_standard(
        standard=get_standard(name="pledge-register"),
        inputs={"signed_on": "2024-01-31", "reported_on": ["2024-12-01"], "as_of": "2025-06-30"},
        context={},
    )

    assert (outputs["state"], outputs["holds_until"]) == ("reporting", "2025-12-01")
    assert outputs["rule_set"] == "pledge-register/1"
