"""VM0047: controls without replacement, both tests, frozen baselines, donor pools, removals."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.errors import FractionOutOfRange, InputMissing, NotInTable, TooFewValues, WrongType
from truetonne.science.forest.metric import SingularCovariance
from truetonne.science.forest.vm0047.baseline_lock import (
    BaselineLock,
    ControlNotLocked,
    Invalidity,
    find_lock_changes,
    lock_baseline,
    replace_control,
    verify_against_lock,
)
from truetonne.science.forest.vm0047.benchmark import fit_slope, performance_benchmark
from truetonne.science.forest.vm0047.controls import PlotMetric, a1_weights, match_plots
from truetonne.science.forest.vm0047.donor_pool import (
    Plot,
    check_project_plots,
    filter_donors,
    find_balanced_controls,
)
from truetonne.science.forest.vm0047.removals import credit_removals
from truetonne.science.method import run_method

TIMES = np.arange(6.0)
VALIDATED = date(2026, 2, 1)


def plots(
    *, growth: float = 0.05, control_growth: float = 0.015, spread: float = 0.0, noise: float = 0.002, n: int = 30,
    k: int = 2, seed: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """Invented stocking indices of n project plots and their k controls."""
    random = np.random.default_rng(seed)
    own = random.normal(growth, spread, (n, 1)) if spread else np.full((n, 1), growth)
    others = random.normal(control_growth, spread, (n, k, 1)) if spread else np.full((n, k, 1), control_growth)
    return {
        "times": TIMES,
        "project": 0.3 + own * TIMES + random.normal(0, noise, (n, 6)),
        "controls": 0.3 + others * TIMES + random.normal(0, noise, (n, k, 6)),
        "weights": np.full((n, k), 1 / k),
    }


def differences(expected: object, found: object, tolerance: float) -> list[str]:
    """Every place where a result differs from the expected one."""
    if isinstance(expected, dict):
        assert isinstance(found, dict)
        return [f"{key}: {fact}" for key in expected for fact in differences(expected[key], found[key], tolerance)]
    if isinstance(expected, list):
        assert isinstance(found, list)
        assert len(expected) == len(found)
        return [fact for one, other in zip(expected, found, strict=True) for fact in differences(one, other, tolerance)]
    if isinstance(expected, float):
        return [] if found == pytest.approx(expected, abs=tolerance) else [f"{found} is not {expected}"]
    return [] if found == expected else [f"{found!r} is not {expected!r}"]


def test_agrees_with_the_worked_examples(shared_data: Callable[[str], Path]) -> None:
    file = shared_data("README.md").parent.parent / "vectors" / "methods" / "vm0047.json"
    if not file.exists():
        pytest.skip("needs the worked examples vectors/methods/vm0047.json")
    vectors = json.loads(file.read_text(encoding="utf-8"))["vectors"]

    wrong = {
        vector["id"]: differences(
            vector["expected"],
            run_method(method=get_method(name=vector["method"]), inputs=vector["inputs"]).outputs,
            vector["tolerance"]["abs"],
        )
        for vector in vectors
    }

    assert wrong == {vector["id"]: [] for vector in vectors}


def test_uses_every_control_once_whatever_the_order_of_rows() -> None:
    random = np.random.default_rng(5)
    project, donors = random.normal(size=(12, 3)), random.normal(size=(40, 3))
    shuffled = random.permutation(40)

    first = match_plots(project=project, donors=donors, k=2)
    second = match_plots(project=project[::-1], donors=donors[shuffled], k=2)

    assert len(np.unique(first.donors)) == 24
    assert (shuffled[second.donors[::-1]] == first.donors).all()
    assert first.total_distance == pytest.approx(second.total_distance, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([PlotMetric.MAHALANOBIS, PlotMetric.STANDARDIZED_EUCLIDEAN]))
def test_no_swap_of_two_controls_lowers_the_total(seed: int, metric: PlotMetric) -> None:
    random = np.random.default_rng(seed)
    project, donors = random.normal(size=(5, 2)), random.normal(size=(14, 2))

    controls = match_plots(project=project, donors=donors, k=2, metric=metric)

    stacked = np.vstack((project, donors))
    inverse = np.linalg.inv(np.cov(stacked.T))
    if metric is PlotMetric.STANDARDIZED_EUCLIDEAN:
        inverse = np.diag(1 / stacked.var(axis=0, ddof=1))
    gaps = project[:, None, :] - donors[None, :, :]
    distance = np.sqrt(np.einsum("ijp,pq,ijq->ij", gaps, inverse, gaps))
    slots = [(i, int(j)) for i in range(5) for j in controls.donors[i]]
    free = set(range(14)) - {j for _, j in slots}
    assert controls.total_distance == pytest.approx(sum(distance[pair] for pair in slots))
    assert all(distance[i, j] <= distance[i, f] + 1e-9 for i, j in slots for f in free)
    assert all(
        distance[i, j] + distance[a, b] <= distance[i, b] + distance[a, j] + 1e-9 for i, j in slots for a, b in slots
    )
    assert (np.diff(controls.distances, axis=1) >= 0).all()


def test_needs_enough_donors_and_an_inverse() -> None:
    with pytest.raises(TooFewValues, match="60 donors") as few:
        match_plots(project=np.ones((30, 2)), donors=np.ones((59, 2)), k=2)
    with pytest.raises(SingularCovariance):
        match_plots(project=np.ones((3, 2)), donors=np.ones((9, 2)), k=2)

    assert "radius" in few.value.fix


@given(st.lists(st.floats(0, 800), min_size=1, max_size=6))
def test_weights_add_up_to_one_and_fall_with_distance(distances: list[float]) -> None:
    weights = a1_weights(distances=np.array(sorted(distances)))

    assert weights.sum() == pytest.approx(1.0)
    assert (np.diff(weights) <= 1e-15).all()


def test_balance_gate_takes_the_larger_of_weighted_and_raw_means() -> None:
    random = np.random.default_rng(2)
    project = random.normal(1.0, 1.0, (30, 3))

    near = match_plots(project=project, donors=random.normal(1.0, 1.0, (200, 3)), k=2)
    far = match_plots(project=project, donors=random.normal(2.5, 1.0, (80, 3)), k=2)

    assert near.is_balanced
    assert not far.is_balanced
    assert far.sdm_gate == tuple(map(max, zip(far.sdm, far.sdm_raw, strict=True)))


def test_29_plots_are_too_few() -> None:
    with pytest.raises(TooFewValues, match="at least 30"):
        performance_benchmark(**plots(n=29))


def test_the_robust_mean_equals_the_difference_of_slopes() -> None:
    result = performance_benchmark(**plots(spread=0.01))

    assert result.robust.mean == pytest.approx(result.project.slope - result.control.slope, abs=1e-12)
    assert result.robust.df == 29
    assert result.robust.t_critical == pytest.approx(2.0452296421)


def test_credits_nothing_when_either_test_fails() -> None:
    """Plots that differ in their own trends: the readings look precise, the sets do not."""
    found = [
        performance_benchmark(**plots(growth=0.025, control_growth=0.02, spread=0.02, seed=seed)) for seed in range(40)
    ]
    split = [one for one in found if one.is_z_significant and one.pb < 1 and not one.robust.is_significant]

    assert split
    assert all(one.pb_credited == 1.0 for one in split)


def test_the_robust_test_keeps_its_level_where_the_z_test_does_not() -> None:
    found = [
        performance_benchmark(**plots(growth=0.02, control_growth=0.02, spread=0.02, noise=0.01, seed=s))
        for s in range(400)
    ]

    robust = np.mean([one.robust.is_significant for one in found])
    as_written = np.mean([one.is_z_significant and one.project.slope > one.control.slope for one in found])

    assert robust <= 0.05
    assert as_written > robust


@pytest.mark.parametrize(
    ("growth", "control_growth", "pb", "flags"),
    [
        (0.05, 0.02, 0.4, ("zero_variance",)),
        (0.05, 0.06, 1.0, ("zero_variance",)),
        (0.05, -0.02, 0.0, ("zero_variance",)),
        (-0.05, -0.06, 1.0, ("zero_variance", "no_growth")),
        (0.0, -0.06, 1.0, ("zero_variance", "no_growth")),
    ],
)
def test_exact_lines_have_no_z(growth: float, control_growth: float, pb: float, flags: tuple[str, ...]) -> None:
    result = performance_benchmark(**plots(growth=growth, control_growth=control_growth, noise=0.0))

    assert result.z is None
    assert result.pb == pytest.approx(pb)
    assert result.flags == flags


def test_drops_sets_with_a_missing_reading_and_says_which() -> None:
    data = plots(n=32)
    data["project"][3, 2] = np.nan
    data["controls"][7, 1, 5] = np.nan

    result = performance_benchmark(**data)

    assert result.dropped == (3, 7)
    assert result.n_plots == 30
    data["project"][0, 0] = np.nan
    with pytest.raises(TooFewValues, match="3 lack a reading"):
        performance_benchmark(**data)


def test_clusters_leave_fewer_degrees_of_freedom() -> None:
    result = performance_benchmark(**plots(spread=0.01), clusters=np.arange(30) // 3)

    assert result.robust.df == 9


def test_fits_a_weighted_line() -> None:
    random = np.random.default_rng(0)
    changes, weights = random.normal(size=(9, 6)).cumsum(axis=1), random.uniform(0.1, 1, 9)

    slope = fit_slope(times=TIMES, changes=changes, weights=weights)

    expected = np.polyfit(np.tile(TIMES, 9), changes.reshape(-1), 1, w=np.sqrt(np.repeat(weights, 6)))
    assert slope.slope == pytest.approx(expected[0])


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"times": np.array([0.0, 1.0])}, TooFewValues),
        ({"times": np.array([0.0, 1.0, 1.0, 2.0, 3.0, 4.0])}, WrongType),
        ({"weights": np.full((30, 2), 0.4)}, WrongType),
        ({"controls": np.zeros((30, 3, 6))}, WrongType),
    ],
)
def test_refuses_series_that_do_not_fit(change: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        performance_benchmark(**{**plots(), **change})


def locked() -> tuple[BaselineLock, dict[str, np.ndarray], dict[str, np.ndarray]]:
    random = np.random.default_rng(9)
    project, donors = random.normal(size=(30, 3)), random.normal(size=(90, 3))
    controls = match_plots(project=project, donors=donors, k=2)
    lock = lock_baseline(
        project="Invented Hills", controls=controls, plot_ids=[f"P{i}" for i in range(30)],
        donor_ids=[f"D{i}" for i in range(90)], on=VALIDATED,
    )  # fmt: skip
    grown = 0.05 * TIMES + random.normal(0, 0.002, (30, 6))
    stayed = 0.01 * TIMES + random.normal(0, 0.002, (90, 6))
    return lock, {f"P{i}": grown[i] for i in range(30)}, {f"D{i}": stayed[i] for i in range(90)}


def test_a_later_verification_takes_the_locked_controls_and_weights() -> None:
    lock, project, donors = locked()

    first = verify_against_lock(lock=lock, times=TIMES, project_series=project, control_series=donors)
    again = verify_against_lock(
        lock=lock, times=TIMES, project_series=dict(reversed(project.items())), control_series=donors
    )

    assert first == again
    assert first.pb == pytest.approx(0.2, abs=0.02)
    used = {one.plot: dict(zip(one.controls, one.weights, strict=True)) for one in lock.sets}
    assert find_lock_changes(lock=lock, used=used) == ()
    used["P4"] = {**used["P4"], lock.sets[4].controls[0]: 0.9}
    assert find_lock_changes(lock=lock, used=used) == ("P4",)


def test_an_invalidated_control_is_replaced_by_the_nearest_free_donor() -> None:
    lock, _project, donors = locked()
    gone = lock.sets[3].controls[0]
    free = sorted(set(donors) - lock.controls)
    distances = {name: 0.5 + place for place, name in enumerate(reversed(free))} | {lock.sets[0].controls[0]: 0.0}

    changed = replace_control(
        lock=lock, control=gone, distances=distances, on=date(2027, 3, 1), reason=Invalidity.ENROLLED,
        evidence="registry extract of 2027-02-20",
    )  # fmt: skip

    assert gone not in changed.controls
    assert free[-1] in changed.sets[3].controls
    assert sum(changed.sets[3].weights) == pytest.approx(1.0)
    assert [one for place, one in enumerate(changed.sets) if place != 3] == [
        one for place, one in enumerate(lock.sets) if place != 3
    ]
    assert changed.previous == lock.digest
    assert changed.digest != lock.digest
    with pytest.raises(ControlNotLocked):
        replace_control(
            lock=changed, control=gone, distances=distances, on=VALIDATED, reason=Invalidity.DISTURBED, evidence="x"
        )
    with pytest.raises(InputMissing):
        replace_control(
            lock=lock, control=gone, distances=distances, on=VALIDATED, reason=Invalidity.DISTURBED, evidence=" "
        )
    with pytest.raises(TooFewValues):
        replace_control(lock=lock, control=gone, distances={}, on=VALIDATED, reason=Invalidity.DISTURBED, evidence="x")


HOME = Plot(id="project", jurisdiction="A", ecoregion="E", policy="P", tenure="T", area_ha=1.0)


@pytest.mark.parametrize(
    ("change", "filters"),
    [
        ({}, ()),
        ({"area_ha": 1.2, "distance_km": 100.0}, ()),
        ({"area_ha": 1.21}, ("area",)),
        ({"distance_km": 100.1}, ("radius",)),
        ({"tenure": "other", "ecoregion": "F"}, ("ecoregion", "tenure")),
        ({"afolu_project": "VCS 1"}, ("afolu_project",)),
    ],
)
def test_the_donor_pool_names_the_filters_that_fail(change: dict[str, Any], filters: tuple[str, ...]) -> None:
    pool = filter_donors(project=HOME, donors=[replace(HOME, **change)])

    assert dict(pool.refused).get(0, ()) == filters
    assert pool.eligible == (() if filters else (0,))


def test_widens_the_radius_until_controls_are_balanced_and_logs_each_attempt() -> None:
    random = np.random.default_rng(3)
    project = random.normal(1.0, 1.0, (30, 3))
    near, far = random.normal(3.0, 1.0, (61, 3)), random.normal(1.0, 1.0, (300, 3))

    found, attempts = find_balanced_controls(
        project=project, donors_within=lambda radius: near if radius < 200 else np.vstack((near, far)), k=2,
        radius_max_km=300.0,
    )  # fmt: skip
    nothing, failed = find_balanced_controls(
        project=project, donors_within=lambda _: near[:40], k=2, radius_max_km=200.0
    )

    assert found is not None
    assert found.is_balanced
    assert [(one.radius_km, one.k, one.is_balanced) for one in attempts] == [
        (100.0, 2, False), (100.0, 1, False), (200.0, 2, True),
    ]  # fmt: skip
    assert nothing is None
    assert [bool(one.refusal) for one in failed] == [True, False, True, False]


def test_names_the_rules_that_project_plots_break() -> None:
    assert check_project_plots(areas_ha=np.full(30, 1.0), inside_shares=np.full(30, 0.8)) == ()
    assert check_project_plots(areas_ha=np.full(29, 11.0), inside_shares=np.full(29, 0.7)) == (
        "plots_min", "plot_area", "inside_share",
    )  # fmt: skip


def test_removals_never_fall_below_zero() -> None:
    plain = credit_removals(delta_c_t=1000.0, pb=0.25, leakage_t=50.0, uncertainty=0.1, buffer=0.2)
    leaking = credit_removals(delta_c_t=10.0, pb=0.5, leakage_t=50.0, uncertainty=0.1, buffer=0.2)
    lost = credit_removals(delta_c_t=-5.0, pb=0.5, leakage_t=0.0, uncertainty=0.1, buffer=0.2)

    assert (plain.net_before_buffer_t, plain.buffer_t, plain.issuable_t) == pytest.approx((630.0, 126.0, 504.0))
    assert (leaking.issuable_t, leaking.flags) == (0.0, ("leakage_exceeds_removals",))
    assert (lost.issuable_t, lost.flags) == (0.0, ("reversal",))
    with pytest.raises(FractionOutOfRange):
        credit_removals(delta_c_t=1.0, pb=1.1, leakage_t=0.0, uncertainty=0.0, buffer=0.0)


def test_the_methods_answer_by_name() -> None:
    weights = run_method(method=get_method(name="a1_weights"), inputs={"distances": [0.0, 0.0]})
    removals = run_method(
        method=get_method(name="vm0047_removals"),
        inputs={"delta_c_tco2": 1000, "PB": 0.25, "leakage_t": 50, "unc": 0.1, "buffer": 0.2},
    )
    pool = run_method(method=get_method(name="vm0047_donor_pool"), inputs={"rules": ["same ecoregion"]})

    assert weights.outputs["weights"] == [0.5, 0.5]
    assert removals.outputs["issuable"] == pytest.approx(504.0)
    assert removals.uses_unverified
    assert "lower k" in str(pool.outputs["fail_sdm"])
    with pytest.raises(NotInTable, match="metric"):
        run_method(
            method=get_method(name="vm0047_match"),
            inputs={"project": [[1]], "donors": [[1]], "k": 1, "metric": "cosine"},
        )
