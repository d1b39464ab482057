"""Temperature scores: time frames from a pinned day, combination of scopes, and portfolios in any order."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.rule_set import list_versions
from truetonne.rules.temperature.model import TEMPERATURE_SCORE, Scope, TimeFrame
from truetonne.rules.temperature.portfolio import Weighting, aggregate_scores
from truetonne.rules.temperature.scoring import RowRepeated, TargetRow, find_time_frame, score_rows
from truetonne.science.errors import InputMissing, UndefinedResult

MODEL = list_versions(family=TEMPERATURE_SCORE)[-1].body
AMOUNT = Fraction(100)
amounts = st.integers(min_value=1, max_value=10**9).map(Fraction)


def row(company: str = "Sample Mills", scope: Scope = Scope.S1S2, **facts: object) -> TargetRow:
    stated = {
        "emissions_s1s2": AMOUNT,
        "emissions_s3": AMOUNT,
        "investment": AMOUNT,
        "market_cap": AMOUNT,
        "enterprise_value": AMOUNT,
        "enterprise_value_plus_cash": AMOUNT,
        "total_assets": AMOUNT,
        **facts,
    }
    return TargetRow(company=company, time_frame=TimeFrame.MID, scope=scope, **stated)  # type: ignore[arg-type]


TARGET = {"reduction_ambition": Fraction("0.42"), "base_year": 2020, "end_year": 2030, "target_type": "Absolute"}


@pytest.mark.parametrize(
    ("end_year", "frame"),
    [(2020, "short"), (2030, "short"), (2031, "mid"), (2041, "mid"), (2042, "long"), (2056, "long"), (2057, None)],
)
def test_the_day_of_the_rating_sets_the_time_frame(end_year: int, frame: str | None) -> None:
    assert find_time_frame(end_year=end_year, as_of=date(2026, 11, 28), model=MODEL) == frame


def test_no_target_scores_the_fallback() -> None:
    (scored,) = score_rows(rows=[row()], model=MODEL)

    assert (scored.score, scored.is_fallback) == (Fraction("3.2"), True)


def test_a_score_never_falls_below_nothing() -> None:
    steep = {**TARGET, "reduction_ambition": Fraction(1), "end_year": 2021}

    (scored,) = score_rows(rows=[row(**steep)], model=MODEL)

    assert scored.score == 0


@pytest.mark.parametrize(("scope3", "ignored"), [("66.66", True), ("66.67", False)])
def test_scope_3_below_two_fifths_is_left_out(scope3: str, ignored: bool) -> None:
    rows = [
        row(**TARGET),
        row(scope=Scope.S3, emissions_s3=Fraction(scope3)),
        row(scope=Scope.S1S2S3),
    ]

    s1s2, _, whole = score_rows(rows=rows, model=MODEL)

    assert (whole.exact_score == s1s2.exact_score) is ignored


def test_refuses_a_company_twice() -> None:
    with pytest.raises(RowRepeated):
        score_rows(rows=[row(), row()], model=MODEL)


@given(st.data(), st.sampled_from(Weighting), st.lists(st.tuples(amounts, amounts, amounts), min_size=1, max_size=6))
def test_the_order_of_companies_changes_nothing(
    data: st.DataObject, weighting: Weighting, sizes: list[tuple[Fraction, Fraction, Fraction]]
) -> None:
    rows = [
        row(f"Company {place}", emissions_s1s2=one, investment=two, total_assets=three, **(TARGET if place % 2 else {}))
        for place, (one, two, three) in enumerate(sizes)
    ]
    scored = list(score_rows(rows=rows, model=MODEL))

    shuffled = data.draw(st.permutations(scored))

    score = aggregate_scores(rows=scored, weighting=weighting)
    assert aggregate_scores(rows=shuffled, weighting=weighting) == score
    assert min(one.score for one in scored) <= score <= max(one.score for one in scored)


def test_a_company_without_value_stops_the_portfolio() -> None:
    scored = score_rows(rows=[row(market_cap=Fraction(0))], model=MODEL)

    with pytest.raises(UndefinedResult):
        aggregate_scores(rows=scored, weighting=Weighting.MOTS)


def test_what_a_weighting_needs_is_named() -> None:
    scored = score_rows(rows=[row(total_assets=None)], model=MODEL)

    with pytest.raises(InputMissing) as refused:
        aggregate_scores(rows=scored, weighting=Weighting.AOTS)

    assert refused.value.field == "rows.Sample Mills.total_assets"
