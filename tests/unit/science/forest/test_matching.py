"""The engine against slow and obvious matching, on random small problems, for every method and both backends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.unit.science.forest import brute
from truetonne.science.errors import NegativeQuantity, NotFinite, WrongType
from truetonne.science.forest import Distance, Order, Reason, Rule, Ties, Units, match_controls
from truetonne.science.forest import assignment as assignment_module
from truetonne.science.forest.match import NoDonors, NoTreatedUnits
from truetonne.science.forest.metric import SingularCovariance

PLAIN, COMPILED = 10**9, -1
Problem = tuple[Units, NDArray[np.float64]]

small = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def problems(draw: st.DrawFn, *, most_treated: int = 7, most_donors: int = 12) -> dict[str, Any]:
    """Units on a coarse grid, so that ties are frequent, with one exact key of two values."""
    n_treated = draw(st.integers(1, most_treated))
    n_donors = draw(st.integers(1, most_donors))
    p = draw(st.integers(1, 3))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    levels = draw(st.sampled_from([3, 6, 1000]))
    treated = random.integers(0, levels, (n_treated, p)) / 4
    donors = random.integers(0, levels, (n_donors, p)) / 4
    treated_keys = random.integers(0, draw(st.integers(1, 2)), n_treated)
    donor_keys = random.integers(0, 2, n_donors) if treated_keys.any() else np.zeros(n_donors, dtype=np.int64)
    caliper = draw(st.sampled_from([np.inf, 0.5, 1.0]))
    units = Units(treated=treated, donors=donors, treated_keys=(treated_keys,), donor_keys=(donor_keys,))
    squared = brute.all_squared(
        treated, donors, treated_keys=treated_keys, donor_keys=donor_keys, caliper=float(caliper)
    )
    return {"units": units, "squared": squared, "caliper": None if np.isinf(caliper) else caliper}


def matched(problem: dict[str, Any], backend: int, **rule: Any) -> brute.Pairs:
    rule = {"distance": Distance.EUCLIDEAN, "caliper": problem["caliper"], **rule}
    matches = match_controls(units=problem["units"], rule=Rule(**rule), plain_pairs_max=backend)
    accounted = {*matches.matched.tolist(), *matches.unmatched.tolist()}
    assert accounted == set(range(matches.n_treated))
    assert len(matches.matched) + len(matches.unmatched) == matches.n_treated
    assert np.allclose(np.bincount(matches.treated, matches.weights)[matches.matched], 1.0)
    return brute.as_pairs(matches)


@pytest.mark.parametrize("backend", [PLAIN, COMPILED])
@small
@given(problem=problems(), k=st.integers(1, 4))
def test_nearest_with_replacement_equals_brute_force(backend: int, problem: dict[str, Any], k: int) -> None:
    assert matched(problem, backend, k=k) == brute.nearest(problem["squared"], k)


@pytest.mark.parametrize("backend", [PLAIN, COMPILED])
@small
@given(problem=problems(), k=st.integers(1, 3), tolerance=st.sampled_from([0.0, 1e-5, 0.07]))
def test_all_ties_equal_brute_force(backend: int, problem: dict[str, Any], k: int, tolerance: float) -> None:
    found = matched(problem, backend, k=k, ties=Ties.ALL, tie_tolerance=tolerance)

    assert sorted(found) == brute.nearest_with_ties(problem["squared"], k, tolerance)


@pytest.mark.parametrize("backend", [PLAIN, COMPILED])
@small
@given(problem=problems(most_treated=12), k=st.integers(1, 3))
def test_greedy_closest_first_equals_brute_force(backend: int, problem: dict[str, Any], k: int) -> None:
    found = matched(problem, backend, k=k, replace=False)

    assert sorted(found) == sorted(brute.greedy_closest(problem["squared"], k))


@pytest.mark.parametrize("backend", [PLAIN, COMPILED])
@pytest.mark.parametrize("order", [Order.GIVEN, Order.HARDEST])
@small
@given(problem=problems(most_treated=12), k=st.integers(1, 3))
def test_greedy_in_turn_equals_brute_force(backend: int, order: Order, problem: dict[str, Any], k: int) -> None:
    squared = problem["squared"]
    rows = list(range(len(squared)))
    if order is Order.HARDEST:
        rows.sort(key=lambda row: -squared[row].min())

    found = matched(problem, backend, k=k, replace=False, order=order)

    assert sorted(found) == sorted(brute.greedy_in_turn(squared, k, rows))


@pytest.mark.parametrize("dense", [10**9, -1])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(problem=problems(most_treated=3, most_donors=5))
def test_optimal_pairs_are_the_best_of_all(
    dense: int, problem: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignment_module, "DENSE_CELLS_MAX", dense)

    found = matched(problem, PLAIN, replace=False, is_optimal=True)

    most, total = brute.least_total(problem["squared"], 1)
    assert len(found) == most
    assert len({donor for _, donor in found}) == most
    assert sum(float(np.sqrt(problem["squared"][pair])) for pair in found) == pytest.approx(total)


@pytest.mark.parametrize("dense", [10**9, -1])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(problem=problems(most_treated=2, most_donors=5))
def test_optimal_matching_keeps_k_constant(
    dense: int, problem: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignment_module, "DENSE_CELLS_MAX", dense)

    found = matched(problem, PLAIN, replace=False, is_optimal=True, k=2)

    counts = np.bincount([i for i, _ in found], minlength=1)
    assert set(counts[counts > 0].tolist()) <= {2}
    most, total = brute.least_total(problem["squared"], 2)
    if most == 2 * len(problem["squared"]):
        assert len(found) == most
        assert sum(float(np.sqrt(problem["squared"][pair])) for pair in found) == pytest.approx(total)


@pytest.mark.parametrize("k", [1, 2, 5])
def test_long_lists_and_dense_assignment_agree_where_donors_are_scarce(k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(7)
    units = Units(treated=random.normal(1, 1, (60, 3)), donors=random.normal(0, 1, (60 * k + 5, 3)))
    rule = Rule(replace=False, is_optimal=True, k=k)
    dense = match_controls(units=units, rule=rule)
    monkeypatch.setattr(assignment_module, "DENSE_CELLS_MAX", -1)

    listed = match_controls(units=units, rule=rule, plain_pairs_max=COMPILED)

    assert brute.as_pairs(listed) == brute.as_pairs(dense)
    assert listed.total_distance == pytest.approx(dense.total_distance, abs=1e-9)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(k=3),
        Rule(k=2, ties=Ties.ALL),
        Rule(replace=False, k=2),
        Rule(replace=False, order=Order.HARDEST),
        Rule(replace=False, order=Order.GIVEN),
        Rule(replace=False, is_optimal=True, k=2),
    ],
    ids=lambda rule: f"{rule.method} k={rule.k} {rule.ties}",
)
@pytest.mark.parametrize("backend", [PLAIN, COMPILED])
def test_does_not_depend_on_the_order_of_rows(rule: Rule, backend: int) -> None:
    random = np.random.default_rng(11)
    treated, donors = random.integers(0, 5, (40, 2)) / 2, random.integers(0, 5, (120, 2)) / 2
    treated_ids, donor_ids = np.arange(40), np.arange(1000, 1120)

    answers = set()
    for _ in range(4):
        i, j = random.permutation(40), random.permutation(120)
        units = Units(treated=treated[i], donors=donors[j], treated_ids=treated_ids[i], donor_ids=donor_ids[j])
        matches = match_controls(units=units, rule=rule, plain_pairs_max=backend)
        answers.add(
            tuple(
                zip(units.treated_ids[matches.treated], units.donor_ids[matches.donors], matches.weights, strict=True)
            )
        )

    assert len(answers) == 1


@pytest.mark.parametrize("rule", [Rule(k=4), Rule(replace=False, k=2), Rule(ties=Ties.ALL, k=2, caliper=0.8)])
def test_compiled_trees_equal_plain_arrays_on_many_units(rule: Rule) -> None:
    random = np.random.default_rng(3)
    keys = random.integers(0, 4, 6000)
    values = random.normal(size=(6000, 5)).round(1)
    units = Units(
        treated=values[:800], donors=values[800:], names=tuple("abcde"), treated_keys=(keys[:800],),
        donor_keys=(keys[800:],),
    )  # fmt: skip
    rule = Rule(**{**{f: getattr(rule, f) for f in rule.__slots__}, "covariate_calipers": {"b": 0.3}})

    plain = match_controls(units=units, rule=rule, plain_pairs_max=PLAIN)
    compiled = match_controls(units=units, rule=rule, plain_pairs_max=COMPILED)

    assert brute.as_pairs(compiled) == brute.as_pairs(plain)
    assert (compiled.distances == plain.distances).all()
    assert compiled.reasons == plain.reasons
    gaps = np.abs(units.treated[plain.treated, 1] - units.donors[plain.donors, 1])
    assert gaps.max() <= 0.3


def test_says_why_a_unit_has_no_match() -> None:
    units = Units(
        treated=np.array([[0.0], [0.0], [5.0], [0.1]]), donors=np.array([[0.0], [0.2]]),
        treated_keys=(np.array([0, 1, 0, 0]),), donor_keys=(np.array([0, 0]),),
    )  # fmt: skip
    rule = Rule(distance=Distance.EUCLIDEAN, replace=False, caliper=1.0)
    alone = match_controls(units=units, rule=rule)

    crowded = match_controls(units=Units(treated=np.zeros((3, 1)), donors=np.zeros((1, 1))), rule=rule)

    assert alone.unmatched.tolist() == [1, 2]
    assert alone.reasons == (Reason.NO_DONOR_IN_KEY, Reason.OUTSIDE_CALIPER)
    assert crowded.reasons == (Reason.DONORS_USED_UP,) * 2


@pytest.mark.parametrize(
    ("units", "rule", "refusal", "said"),
    [
        (Units(treated=np.empty((0, 1)), donors=np.ones((2, 1))), Rule(), NoTreatedUnits, "treated"),
        (Units(treated=np.ones((2, 1)), donors=np.empty((0, 1))), Rule(), NoDonors, "compare"),
        (Units(treated=np.ones((2, 1)), donors=np.full((2, 1), np.nan), names=("slope",)), Rule(), NotFinite, "slope"),
        (Units(treated=np.ones((2, 1)), donors=np.ones((2, 1)), names=("slope",)), Rule(), SingularCovariance, "slope"),
        (Units(treated=np.eye(3), donors=np.eye(3)[:, [0, 0, 1]]), Rule(caliper=-1.0), NegativeQuantity, "caliper"),
        (Units(treated=np.eye(3), donors=np.eye(3)), Rule(replace=False, ties=Ties.ALL), WrongType, "ties"),
        (Units(treated=np.eye(3), donors=np.eye(3), donor_ids=np.array([1, 1, 2])), Rule(), WrongType, "two units"),
    ],
)  # fmt: skip
def test_refuses_what_cannot_be_matched(units: Units, rule: Rule, refusal: type[Exception], said: str) -> None:
    with pytest.raises(refusal, match=said):
        match_controls(units=units, rule=rule)


def test_names_the_covariates_that_depend_on_each_other() -> None:
    random = np.random.default_rng(1)
    values = random.normal(size=(50, 2))
    values = np.column_stack((values, values[:, 0] * 2 - 1))

    with pytest.raises(SingularCovariance, match="height, twice") as refusal:
        match_controls(
            units=Units(treated=values[:20], donors=values[20:], names=("height", "slope", "twice")), rule=Rule()
        )

    assert refusal.value.code == "singular_covariance"


@pytest.mark.parametrize("scale", [1e-150, 1e-20, 1.0, 1e9, 1e120])
@pytest.mark.parametrize("offset", [0.0, 1.0, 1e6, -1e9])
def test_the_compiled_search_is_exact_where_single_precision_is_not(scale: float, offset: float) -> None:
    """Units that lie close together far from zero, with ties and a unit far outside all donors."""
    random = np.random.default_rng(int(abs(offset)) % 1000)
    donors = (offset + np.round(random.normal(size=(700, 4)) * 8) / 8 * 1e-3) * scale
    treated = np.concatenate((donors[:40], donors[40:60] + 1e-4 * scale, [donors[0] * 3 + scale]))
    units = Units(treated=treated, donors=donors)
    answers = [
        match_controls(units=units, rule=Rule(distance=Distance.EUCLIDEAN, k=7, ties=ties), plain_pairs_max=backend)
        for backend in (PLAIN, COMPILED)
        for ties in (Ties.FIRST, Ties.ALL)
    ]
    for plain, compiled in zip(answers[:2], answers[2:], strict=True):
        assert plain.treated.tolist() == compiled.treated.tolist()
        assert plain.donors.tolist() == compiled.donors.tolist()
        assert plain.distances.tolist() == compiled.distances.tolist()


def test_the_compiled_search_finds_all_donors_of_a_small_bucket_once() -> None:
    random = np.random.default_rng(3)
    donors = random.normal(size=(400, 2))
    units = Units(treated=donors[:3] + 0.5, donors=donors)
    rule = Rule(distance=Distance.EUCLIDEAN, k=1000)
    found = match_controls(units=units, rule=rule, plain_pairs_max=COMPILED)
    assert sorted(found.donors[found.treated == 1].tolist()) == list(range(400))


def test_the_compiled_search_walks_down_to_the_leaves_of_large_buckets() -> None:
    """More leaves than are bounded at once: the levels above are walked."""
    random = np.random.default_rng(4)
    donors, treated = random.normal(size=(60_000, 2)), random.normal(size=(50, 2))
    units = Units(treated=treated, donors=donors)
    rule = Rule(distance=Distance.EUCLIDEAN, k=3)
    plain, compiled = (match_controls(units=units, rule=rule, plain_pairs_max=most) for most in (PLAIN, COMPILED))
    assert plain.donors.tolist() == compiled.donors.tolist()
