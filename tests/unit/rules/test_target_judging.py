"""Stated targets judged by the rules of their day, paths followed year by year, steps in their order."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.findings import FindingResult
from truetonne.rules.residual.trajectory import PathPoint
from truetonne.rules.targets.contraction import NotEstablished
from truetonne.rules.targets.judging import Metric, TargetFacts, TargetVerdict, judge_target
from truetonne.rules.targets.progress import StepsOutOfOrder, check_order, follow_path, target_points

LEGACY, DYNAMIC = date(2025, 6, 1), date(2026, 6, 1)


def facts(**changes: object) -> TargetFacts:
    return TargetFacts(
        **{
            "metric": Metric.ABSOLUTE, "base_year": 2020, "base_kg": {1: 600_000, 2: 400_000}, "target_year": 2030,
            "reduction": Fraction(42, 100), "judged_on": LEGACY, "recent_year": 2025,
            "recent_kg": {1: 500_000, 2: 300_000}, **changes,
        }  # type: ignore[arg-type]
    )  # fmt: skip


def result_of(verdict: TargetVerdict, rule: str) -> FindingResult:
    (found,) = [finding for finding in verdict.findings if finding.rule == rule]
    return found.result


def test_the_day_of_validation_chooses_the_rules() -> None:
    assert judge_target(facts=facts()).rule_set == "sbti-aca-legacy/before-2026-04"
    assert judge_target(facts=facts(judged_on=DYNAMIC)).rule_set == "sbti-cnzs/1.3.1"


def test_a_day_on_which_sources_disagree_needs_a_choice() -> None:
    between = date(2026, 4, 20)

    with pytest.raises(NotEstablished):
        judge_target(facts=facts(judged_on=between))

    chosen = judge_target(facts=facts(judged_on=between, chosen_rule_set="sbti-aca-legacy"))
    assert chosen.rule_set == "sbti-aca-legacy/before-2026-04"


def test_the_older_rule_passes_at_its_rate_and_fails_just_below() -> None:
    assert judge_target(facts=facts()).passes
    assert not judge_target(facts=facts(reduction=Fraction(4199, 10_000))).passes
    assert judge_target(facts=facts(base_kg={3: 9}, reduction=Fraction(25, 100))).passes


def test_the_dynamic_rule_asks_of_scopes_together_what_it_asks_of_each() -> None:
    # Scope 1: the floor, 42%. Scope 2: 1/(2040-2025) a year from 300 t leaves 200 t, a cut of 50%.
    least = 1 - (Fraction(600) * Fraction(58, 100) + 200) / 1000

    assert result_of(judge_target(facts=facts(judged_on=DYNAMIC, reduction=least)), "ambition") is FindingResult.MET
    below = judge_target(facts=facts(judged_on=DYNAMIC, reduction=least - Fraction(1, 10**6)))
    assert result_of(below, "ambition") is FindingResult.NOT_MET


def test_without_a_recent_year_the_dynamic_rule_shows_nothing() -> None:
    verdict = judge_target(facts=facts(judged_on=DYNAMIC, recent_year=None))

    assert result_of(verdict, "ambition") is FindingResult.NOT_SHOWN


def test_coverage_horizon_and_net_zero_year_are_judged_too() -> None:
    verdict = judge_target(
        facts=facts(judged_on=DYNAMIC, coverage=Fraction(949, 1000), submitted_year=2026, net_zero_year=2051)
    )

    assert result_of(verdict, "scope12_coverage") is FindingResult.NOT_MET
    assert result_of(verdict, "near_term_horizon") is FindingResult.NOT_MET
    assert result_of(verdict, "net_zero_year") is FindingResult.NOT_MET


def test_halving_an_intensity_shows_that_emissions_rise() -> None:
    verdict = judge_target(
        facts=facts(
            metric=Metric.ECONOMIC_INTENSITY, base_kg={3: 1_000}, judged_on=DYNAMIC, reduction=Fraction(1, 2),
            growth_per_year=Fraction(8, 100),
        )
    )  # fmt: skip

    assert verdict.absolute_change is not None
    assert round(float(verdict.absolute_change), 3) == 0.079
    assert result_of(verdict, "absolute_beside") is FindingResult.MET
    assert result_of(verdict, "ambition") is FindingResult.NOT_MET


def test_an_intensity_without_growth_leaves_the_absolute_open() -> None:
    verdict = judge_target(facts=facts(metric=Metric.PHYSICAL_INTENSITY, judged_on=DYNAMIC))

    assert verdict.absolute_change is None
    assert result_of(verdict, "absolute_beside") is FindingResult.NOT_SHOWN


def test_a_year_above_its_path_is_off_track_by_its_gap() -> None:
    points = target_points(base_year=2020, base_kg=1_000, target_year=2030, reduction=Fraction(1, 2))

    years = {each.year: each for each in follow_path(points=points, actual_kg={2024: 800, 2025: 751})}

    assert (years[2024].path_kg, years[2024].gap_kg, years[2024].is_on_track) == (800, 0, True)
    assert (years[2025].path_kg, years[2025].gap_kg, years[2025].is_on_track) == (750, 1, False)
    assert years[2026].is_on_track is None
    assert list(years) == list(range(2020, 2031))


@given(
    st.integers(0, 10**12), st.fractions(0, 1), st.integers(1, 30), st.dictionaries(st.integers(2020, 2050), st.integers(0, 10**12))
)  # fmt: skip
def test_a_gap_and_the_path_make_up_at_least_the_actual_figure(
    base: int, reduction: Fraction, years: int, actual: dict[int, int]
) -> None:
    points = target_points(base_year=2020, base_kg=base, target_year=2020 + years, reduction=reduction)

    for each in follow_path(points=points, actual_kg=actual):
        if each.gap_kg is not None and each.actual_kg is not None:
            assert each.path_kg + each.gap_kg >= each.actual_kg
            assert each.gap_kg == 0 or each.path_kg + each.gap_kg == each.actual_kg


def test_a_path_of_one_point_is_that_year() -> None:
    (only,) = follow_path(points=[PathPoint(year=2025, emissions_kg=Fraction(7))], actual_kg={})

    assert (only.year, only.path_kg) == (2025, 7)


@pytest.mark.parametrize(
    ("reduce_from", "remove_from", "offset_from", "field"),
    [(None, 2030, None, "remove_from"), (2026, 2025, None, "remove_from"), (2026, None, 2025, "offset_from"),
     (None, None, 2025, "offset_from"), (2024, 2030, 2028, "offset_from")],
)  # fmt: skip
def test_nothing_is_removed_or_offset_before_it_is_reduced(
    reduce_from: int | None, remove_from: int | None, offset_from: int | None, field: str
) -> None:
    with pytest.raises(StepsOutOfOrder) as refused:
        check_order(reduce_from=reduce_from, remove_from=remove_from, offset_from=offset_from)

    assert refused.value.field == field


def test_reduce_then_remove_then_offset_is_the_order() -> None:
    check_order(reduce_from=2024, remove_from=2028, offset_from=2030)
    check_order(reduce_from=None, remove_from=None, offset_from=None)
