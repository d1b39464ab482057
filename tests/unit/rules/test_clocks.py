"""How long the operator waits is dated data: every clock has a number, a unit and words, and steps are found in it."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.clocks import OPERATOR_CLOCKS, clocks_on, find_reminder
from truetonne.rules.rule_set import RuleSetInvalid
from truetonne.science.errors import NotInTable

SHIPPED = (files("truetonne.rules") / "data" / "operator-clocks.toml").read_text("utf-8")
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("left_days", "due"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7)]
)
def test_a_reminder_is_due_from_its_step_on(left_days: int, due: int | None) -> None:
    steps = clocks_on(day=DAY).lapse_reminders.length

    assert find_reminder(steps=steps, first_days=60, left_days=left_days) == due


def test_nothing_is_due_before_the_policy_s_own_number_which_is_a_step_itself() -> None:
    assert find_reminder(steps=(90, 10), first_days=45, left_days=60) is None
    assert find_reminder(steps=(90, 10), first_days=45, left_days=45) == 45


@given(st.lists(st.integers(1, 400), min_size=1), st.integers(1, 400), st.integers(0, 500))
def test_a_step_that_is_due_has_been_reached(steps: list[int], first_days: int, left_days: int) -> None:
    found = find_reminder(steps=steps, first_days=first_days, left_days=left_days)

    assert (found is None) == (left_days > first_days)
    if found is not None:
        assert left_days <= found <= first_days
        assert not [step for step in steps if left_days <= step < found]


def test_days_are_spans_and_months_go_by_the_calendar() -> None:
    clocks = clocks_on(day=DAY)

    assert clocks.quote_life.span == timedelta(minutes=30)
    assert clocks.hidden_name.last_day(day=date(2024, 2, 29)) == date(2025, 2, 28)
    with pytest.raises(ValueError, match="calendar"):
        _ = clocks.hidden_name.span


def test_a_day_before_the_first_table_has_none() -> None:
    with pytest.raises(NotInTable):
        clocks_on(day=date(2024, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ("length = [60, 30, 7]", "length = [7, 30, 60]", "longest to the shortest"),
        ("length = [60, 30, 7]", "length = []", "above zero"),
        ("length = [30]", "length = [0]", "above zero"),
        ('unit = "minutes"', 'unit = "months"', "quote_life: minutes, hours or days"),
        ('[clocks.lapse_reminders]\nunit = "days"', '[clocks.lapse_reminders]\nunit = "hours"', "whole days"),
        ("[clocks.quote_life]", "[clocks.quote_live]", "unknown quote_live"),
    ],
)
def test_a_table_that_means_nothing_is_refused(old: str, new: str, fact: str) -> None:
    assert old in SHIPPED

    with pytest.raises(RuleSetInvalid, match=fact):
        OPERATOR_CLOCKS.read(text=SHIPPED.replace(old, new, 1), file="other.toml")


def test_every_clock_says_what_it_is_for_in_three_languages() -> None:
    clocks = clocks_on(day=DAY)

    for name in type(clocks).__dataclass_fields__:
        meaning = getattr(clocks, name).meaning
        assert len({meaning.en, meaning.vi, meaning.zh}) == 3, name
