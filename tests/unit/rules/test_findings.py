"""The outcome follows from the findings by one function, and every finding is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.findings import Figure, Finding, FindingResult, Outcome, assess, derive_outcome

RESULTS = list(FindingResult)


def find(result: FindingResult, *, rule: str = "R1", lapses_on: date | None = None) -> Finding:
    return Finding(rule=rule, rule_set="tiers/1", result=result, message_key="shown", lapses_on=lapses_on)


@given(st.lists(st.sampled_from(RESULTS), min_size=1))
def test_one_failure_outweighs_everything_and_order_counts_for_nothing(results: list[FindingResult]) -> None:
    outcome = derive_outcome(findings=[find(result) for result in results])

    assert outcome is derive_outcome(findings=[find(result) for result in reversed(results)])
    failing = FindingResult.NOT_MET in results or FindingResult.NOT_SHOWN in results
    assert (outcome is Outcome.INELIGIBLE) == failing
    assert (outcome is Outcome.ELIGIBLE) == (set(results) == {FindingResult.MET})


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        ([FindingResult.MET, FindingResult.CONDITIONAL], Outcome.CONDITIONAL),
        ([FindingResult.CONDITIONAL, FindingResult.PENDING], Outcome.PENDING),
        ([FindingResult.PENDING, FindingResult.NOT_SHOWN], Outcome.INELIGIBLE),
    ],
)
def test_weighs_pending_over_conditional(results: list[FindingResult], outcome: Outcome) -> None:
    assert derive_outcome(findings=[find(result) for result in results]) is outcome


def test_refuses_to_pass_what_nobody_judged() -> None:
    with pytest.raises(ValueError, match="at least one finding"):
        derive_outcome(findings=[])


def test_lapses_with_its_first_finding() -> None:
    assessment = assess(
        rule_set="tiers/1",
        as_of=date(2026, 1, 1),
        findings=[
            find(FindingResult.MET, lapses_on=date(2027, 1, 1)),
            find(FindingResult.CONDITIONAL, rule="R2", lapses_on=date(2026, 6, 30)),
            find(FindingResult.MET, rule="R3"),
        ],
    )

    assert assessment.lapses_on == date(2026, 6, 30)
    assert assessment.conditional_until == date(2026, 6, 30)
    assert assessment.failing == ()


def test_writes_decimals_and_dates_as_text() -> None:
    finding = Finding(
        rule="R2",
        rule_set="tiers/1",
        result=FindingResult.NOT_MET,
        message_key="too_old",
        figures=(
            Figure(name="share", value=Decimal("0.10"), unit="1"),
            Figure(name="period_end", value=date(2024, 9, 30)),
            Figure(name="age", value=25, unit="months"),
        ),
    )

    assert [figure["value"] for figure in finding.as_json()["figures"]] == ["0.10", "2024-09-30", 25]  # type: ignore[attr-defined]
