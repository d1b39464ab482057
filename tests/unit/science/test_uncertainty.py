"""Uncertainties combine by rule, carry their level, and never add to a claim."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.errors import (
    ImplausibleValue,
    InputRefused,
    NegativeQuantity,
    NotInTable,
    OutOfRange,
    TooFewValues,
    UndefinedResult,
    UnitMismatch,
    WrongType,
)
from truetonne.science.method import run_method
from truetonne.science.uncertainty import (
    HalfWidth,
    Level,
    SourceTrend,
    combine_product,
    combine_sum,
    combine_trend,
    deduct_by_rule,
    deduction_fraction,
    fcpf_deduction,
    list_deduction_rules,
    percent,
    product_cv,
    student_quantile,
)

HW90, HW95 = Level.HW90, Level.HW95
widths = st.floats(0, 3)
levels = st.floats(0.5, 0.99)


def hw(*sizes: float, level: Level = HW90) -> list[HalfWidth]:
    return [HalfWidth(fraction=size, level=level) for size in sizes]


def run(name: str, **inputs: object) -> dict[str, object]:
    return dict(run_method(method=get_method(name=name), inputs=inputs).outputs)


def test_ninety_and_ninety_five_percent_are_two_multiples_of_the_same_spread() -> None:
    assert HalfWidth.of_cv(cv=1, level=HW90).fraction == pytest.approx(1.644854, abs=1e-6)
    assert HalfWidth.of_cv(cv=1, level=HW95).fraction == pytest.approx(1.959964, abs=1e-6)


@given(widths)
def test_converts_a_level_there_and_back(size: float) -> None:
    (narrow,) = hw(size)

    assert math.isclose(narrow.at(level=HW95).at(level=HW90).fraction, size, abs_tol=1e-12)
    assert narrow.at(level=HW95).fraction >= size


def test_never_combines_two_levels_or_two_bases() -> None:
    mixed = [percent(value=8, level=HW90), percent(value=15, level=HW95)]
    bases = [HalfWidth(fraction=0.1, level=HW90, basis=basis) for basis in ("emissions", "reductions")]

    for pair in (mixed, bases):
        with pytest.raises(UnitMismatch):
            combine_product(half_widths=pair)
        with pytest.raises(UnitMismatch):
            combine_sum(values=[1, 2], half_widths=pair)
    with pytest.raises(UnitMismatch):
        deduct_by_rule(half_width=mixed[1], rule="art_trees")


@given(st.lists(widths, min_size=1, max_size=6))
def test_the_order_of_factors_changes_nothing(sizes: list[float]) -> None:
    forward, backward = combine_product(half_widths=hw(*sizes)), combine_product(half_widths=hw(*sizes[::-1]))

    assert forward.fraction == backward.fraction


@given(st.lists(st.tuples(st.floats(1, 1e6), widths), min_size=2, max_size=6))
def test_correlated_parts_never_understate(parts: list[tuple[float, float]]) -> None:
    values, sizes = [value for value, _ in parts], [size for _, size in parts]

    independent = combine_sum(values=values, half_widths=hw(*sizes)).half_width
    correlated = combine_sum(values=values, half_widths=hw(*sizes), groups=["soil"] * len(parts)).half_width

    assert correlated.fraction >= independent.fraction * (1 - 1e-12)
    assert math.isclose(
        correlated.fraction * math.fsum(values), math.fsum(v * s for v, s in parts), rel_tol=1e-9, abs_tol=1e-12
    )


@given(st.lists(st.tuples(st.floats(1, 1e6), widths), min_size=2, max_size=6), st.data())
def test_the_order_of_parts_changes_nothing(parts: list[tuple[float, float]], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(parts))

    first, second = (
        combine_sum(values=[value for value, _ in order], half_widths=hw(*[size for _, size in order]))
        for order in (parts, mixed)
    )

    assert math.isclose(first.half_width.fraction, second.half_width.fraction, rel_tol=1e-12, abs_tol=1e-15)
    assert first.total == second.total


@pytest.mark.parametrize("values", [[100, -100], [0.1, 0.2, -0.3], [0, 0]])
def test_a_zero_total_has_no_relative_uncertainty(values: list[float]) -> None:
    with pytest.raises(UndefinedResult, match="absolute half width"):
        combine_sum(values=values, half_widths=hw(*[0.1] * len(values)))


def test_shows_the_absolute_half_width_where_the_relative_one_explodes() -> None:
    outputs = run("combine_sum", x=[100, -99], u_percent=[10, 10])

    assert outputs["half_width_absolute"] == pytest.approx(14.0716, abs=1e-4)
    assert outputs["flags"] == ["total_near_zero"]


@pytest.mark.parametrize(
    ("inputs", "error"),
    [
        ({"x": [1, 2], "u_percent": [10]}, TooFewValues),
        ({"x": [1], "u_percent": [-10]}, NegativeQuantity),
        ({"x": [1], "u_percent": [1500]}, ImplausibleValue),
        ({"x": [1, 2], "u_percent": [10, 10], "levels": ["HW90", "HW95"]}, UnitMismatch),
        ({"x": [1, 2], "u_percent": [10, 10], "levels": ["HW90", "90%"]}, WrongType),
        ({"x": [1, 2], "u_percent": [10, 10], "groups": ["a"]}, TooFewValues),
        ({"x": [], "u_percent": []}, TooFewValues),
        ({"x": ["1"], "u_percent": [10]}, WrongType),
    ],
)
def test_refuses_uncertainties_that_do_not_fit(inputs: dict[str, object], error: type[InputRefused]) -> None:
    with pytest.raises(error):
        run("combine_sum", **inputs)


def test_two_correlated_factors_add_linearly() -> None:
    assert combine_product(half_widths=hw(0.03, 0.04)).fraction == pytest.approx(0.05)
    assert combine_product(half_widths=hw(0.03, 0.04), groups=["density"] * 2).fraction == pytest.approx(0.07)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_the_exact_spread_of_a_product_is_at_least_the_propagated_one(cvs: list[float]) -> None:
    assert product_cv(cvs=cvs) >= math.sqrt(math.fsum(cv * cv for cv in cvs)) * (1 - 1e-9)


def source(base: float, current: float, *, is_correlated: bool = True) -> SourceTrend:
    return SourceTrend(
        base=base, current=current, u_activity=percent(value=5, level=HW95), u_ef=percent(value=10, level=HW95),
        is_ef_correlated=is_correlated, is_activity_correlated=is_correlated,
    )  # fmt: skip


def test_a_trend_needs_a_positive_base_year() -> None:
    for sources in ([source(0, 5)], [source(10, 5), source(-10, 5)], [source(-10, 5)]):
        with pytest.raises(UndefinedResult):
            combine_trend(sources=sources)


def test_a_trend_to_zero_has_no_level_uncertainty() -> None:
    trend = combine_trend(sources=[source(10, 0)])

    assert trend.trend_pct == -100
    assert trend.level_half_width is None


def test_errors_that_repeat_each_year_leave_an_unchanged_trend_certain() -> None:
    assert combine_trend(sources=[source(10, 10), source(30, 30)]).trend_u_points == pytest.approx(0, abs=1e-9)
    assert combine_trend(sources=[source(10, 10, is_correlated=False)]).trend_u_points > 10


def test_a_trend_takes_one_flag_for_all_or_one_for_each() -> None:
    inputs = {"base": [100.0, 40.0], "current": [90.0, 60.0], "u_activity": [5.0, 10.0], "u_ef": [10.0, 20.0]}

    for_all = run("trend_uncertainty", **inputs, ef_correlated_across_years=True, activity_correlated=False)
    for_each = run(
        "trend_uncertainty", **inputs, ef_correlated_across_years=[True, True], activity_correlated=[False] * 2
    )

    assert for_all == for_each
    with pytest.raises(TooFewValues):
        run("trend_uncertainty", **inputs, ef_correlated_across_years=[True], activity_correlated=False)
    with pytest.raises(TooFewValues):
        run("trend_uncertainty", **{**inputs, "current": [90.0]}, ef_correlated_across_years=True,
            activity_correlated=False)  # fmt: skip


@given(widths, widths, levels)
def test_more_uncertainty_never_deducts_less(first: float, second: float, p: float) -> None:
    less, more = sorted((first, second))

    assert 0 <= deduction_fraction(hw90=less, p=p) <= deduction_fraction(hw90=more, p=p) <= 1


@given(widths, levels, levels)
def test_a_stricter_level_never_deducts_less(size: float, first: float, second: float) -> None:
    lax, strict = sorted((first, second))

    assert deduction_fraction(hw90=size, p=lax) <= deduction_fraction(hw90=size, p=strict)


@given(widths, widths)
def test_the_steps_of_the_schedule_only_rise(first: float, second: float) -> None:
    less, more = sorted((first, second))

    assert fcpf_deduction(hw90=less) <= fcpf_deduction(hw90=more)


@pytest.mark.parametrize(
    ("u", "deduction"),
    [(0, 0), (0.15, 0), (0.1501, 0.04), (0.3, 0.04), (0.31, 0.08), (0.6, 0.08), (1.0, 0.12), (1.01, 0.15)],
)
def test_an_edge_of_the_schedule_takes_the_lower_deduction(u: float, deduction: float) -> None:
    assert fcpf_deduction(hw90=u) == deduction


def test_catches_a_percentage_written_as_a_fraction() -> None:
    with pytest.raises(ImplausibleValue, match=r"0\.2 for 20%"):
        fcpf_deduction(hw90=20)
    with pytest.raises(ImplausibleValue):
        deduction_fraction(hw90=20, p=0.7)


@pytest.mark.parametrize("p", [0.49, 0.0, 1.0, -1])
def test_refuses_a_level_that_would_add_to_the_claim(p: float) -> None:
    with pytest.raises(OutOfRange):
        deduction_fraction(hw90=0.1, p=p)


def test_a_deduction_is_never_more_than_everything() -> None:
    assert deduction_fraction(hw90=3, p=0.99) == 1


@pytest.mark.parametrize(
    ("rule", "ratio"), [("art_trees", 0.524417 / 1.645006), ("verra_vcs", 0.26186), ("isometric", 0.60459)]
)
def test_knows_the_rules_of_standards(rule: str, ratio: float) -> None:
    assert deduct_by_rule(half_width=hw(0.5)[0], rule=rule) == pytest.approx(0.5 * ratio, abs=1e-5)


def test_one_rule_deducts_only_above_ten_percent() -> None:
    assert deduct_by_rule(half_width=hw(0.10)[0], rule="verra_vcs") == 0
    assert deduct_by_rule(half_width=hw(0.11)[0], rule="verra_vcs") > 0
    assert deduct_by_rule(half_width=hw(0)[0], rule="art_trees") == 0
    with pytest.raises(NotInTable):
        deduct_by_rule(half_width=hw(0.1)[0], rule="own")


def test_an_unchecked_rule_says_so_and_a_checked_one_does_not() -> None:
    inputs = {"half_width": 0.3, "level": "HW90"}
    method = get_method(name="deduction_by_rule")

    assert run_method(method=method, inputs={**inputs, "rule": "verra_vcs"}).uses_unverified
    assert not run_method(method=method, inputs={**inputs, "rule": "art_trees"}).uses_unverified


def test_converts_a_level_only_in_the_open() -> None:
    outputs = run("deduction_by_rule", half_width=0.3, level="HW95", rule="art_trees")

    assert outputs["hw90"] == pytest.approx(0.3 * 1.644854 / 1.959964, abs=1e-6)
    assert outputs["flags"] == ["converted_from_HW95_as_normal"]
    assert run("convert_half_width", u_percent=30, level="HW95", to="HW90")["u_percent"] == pytest.approx(
        25.18, abs=0.01
    )


def test_student_quantiles_need_a_degree_of_freedom() -> None:
    assert student_quantile(p=0.975, df=29) == pytest.approx(2.045, abs=1e-3)
    with pytest.raises(OutOfRange):
        student_quantile(p=0.7, df=0.5)
    assert set(list_deduction_rules()) == {"art_trees", "verra_vcs", "isometric"}
