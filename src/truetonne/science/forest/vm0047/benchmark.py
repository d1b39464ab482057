"""Step 8 to 12: growth of project plots against their controls, the Z-test as written and the robust one beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from truetonne.science.errors import TooFewValues, UndefinedResult, WrongType
from truetonne.science.forest.metric import Array
from truetonne.science.parameter_sets import load_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """A weighted regression of accumulated change on time: slope per year, its standard error, p of slope 0."""

    slope: float
    standard_error: float
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustTest:
    """One-sample t-test on the slope differences of matched sets (or of clusters of sets).

    ``t`` is None when the differences do not vary. ``lower_bound`` is one-sided, at 95%.
    """

    mean: float
    sd: float
    se: float
    t: float | None
    df: int
    t_critical: float
    lower_bound: float
    is_significant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """Both tests and the performance benchmark (share of project growth that is not credited), 0..1.

    ``pb`` follows the method as written; ``pb_credited`` is 1 as well where the robust test fails: labels and credits
    of ours rest on it. ``dropped`` are plots whose set lacks a reading. ``flags``: zero_variance, no_growth.
    """

    project: Slope
    control: Slope
    z: float | None
    is_z_significant: bool
    pb: float
    pb_credited: float
    robust: RobustTest
    n_plots: int
    dropped: tuple[int, ...]
    flags: tuple[str, ...]


def performance_benchmark(
    *,
    times: Array,
    project: Array,
    controls: Array,
    weights: Array,
    clusters: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None,
    plots_min: int | None = None,
) -> Benchmark:
    """Compare growth of project plots with their matched controls.

    ``times`` is (n_dates,), years since start, strictly increasing, n_dates >= 3. ``project`` is (n_plots, n_dates),
    ``controls`` (n_plots, k, n_dates), in stocking index, NaN for a missing reading; ``weights`` (n_plots, k), rows
    summing to 1. ``clusters``, (n_plots,), gives neighbouring plots one number: the robust test then has one
    difference a cluster. Sets with a gap are dropped. Raises TooFewValues below ``plots_min`` complete sets (30 by the
    method; other values are for tests only). Does not choose the controls: see match_plots.
    Source: VM0047 v1.0 Appendix 1 eq A5, A6 (secondary); robust test: our policy.
    """
    parameters = load_parameters(name="vm0047")
    _check(times=times, project=project, controls=controls, weights=weights)
    complete = np.isfinite(project).all(axis=1) & np.isfinite(controls).all(axis=(1, 2))
    least = round(parameters.number("plots_min")) if plots_min is None else plots_min
    if complete.sum() < least:
        raise TooFewValues(
            field="project plots",
            value=int(complete.sum()),
            reason=f"at least {least} complete matched sets are needed; {int((~complete).sum())} lack a reading",
        )
    grown = project[complete] - project[complete][:, :1]
    control_grown = controls[complete] - controls[complete][:, :, :1]
    of_project = fit_slope(times=times, changes=grown, weights=np.ones(len(grown)))
    of_control = fit_slope(
        times=times, changes=control_grown.reshape(-1, len(times)), weights=weights[complete].reshape(-1)
    )
    robust = _robust_test(
        times=times, project=grown, controls=control_grown, weights=weights[complete],
        clusters=None if clusters is None else clusters[complete],
    )  # fmt: skip
    return _judge(
        of_project=of_project, of_control=of_control, robust=robust, n_plots=int(complete.sum()),
        dropped=tuple(np.flatnonzero(~complete).tolist()), is_clustered=clusters is not None,
    )  # fmt: skip


def fit_slope(*, times: Array, changes: Array, weights: Array) -> Slope:
    """Regress changes, (n_rows, n_dates), on times; every reading of a row carries the row's weight.

    b = sum w (t - t') (y - y') / sum w (t - t')^2 with weighted means; SE^2 = [sum w r^2 / (m - 2)] / sum w (t - t')^2
    with m readings and residuals r; p two-sided from Student's t with m - 2 degrees of freedom.
    """
    t = np.tile(times, len(changes))
    y = changes.reshape(-1)
    w = np.repeat(weights, len(times))
    t_mean, y_mean = np.average(t, weights=w), np.average(y, weights=w)
    width = float(w @ (t - t_mean) ** 2)
    slope = float(w @ ((t - t_mean) * (y - y_mean))) / width
    residuals = y - y_mean - slope * (t - t_mean)
    # Exact lines leave rounding noise behind, which is no variance.
    noise = (1e-12 * max(1.0, float(np.abs(y).max()))) ** 2
    variance = float(w @ residuals**2) / (len(y) - 2)
    error = float(np.sqrt(variance / width)) if variance > noise else 0.0
    if error == 0.0:
        return Slope(slope=slope, standard_error=0.0, p=1.0 if abs(slope) <= 1e-12 else 0.0)
    return Slope(slope=slope, standard_error=error, p=float(2 * stdtr(len(y) - 2, -abs(slope / error))))


def _robust_test(
    *,
    times: Array,
    project: Array,
    controls: Array,
    weights: Array,
    clusters: np.ndarray[tuple[int], np.dtype[np.int64]] | None,
) -> RobustTest:
    parameters = load_parameters(name="vm0047")
    centred = times - times.mean()
    width = float(centred @ centred)
    differences = project @ centred / width - ((controls @ centred / width) * weights).sum(axis=1)
    if clusters is not None:
        _, number = np.unique(clusters, return_inverse=True)
        differences = np.bincount(number, weights=differences) / np.bincount(number)
    count = len(differences)
    if count < 2:
        raise TooFewValues(field="clusters", value=count, reason="a spread needs at least 2")
    mean, sd = float(differences.mean()), float(differences.std(ddof=1))
    if sd <= 1e-12 * max(1.0, abs(mean)):
        sd = 0.0
    se = sd / float(np.sqrt(count))
    critical = float(stdtrit(count - 1, parameters.number("robust_level")))
    bound = mean - float(stdtrit(count - 1, parameters.number("robust_bound_level"))) * se
    value = mean / se if se > 0 else None
    significant = mean > 0 and (value is None or value >= critical)
    return RobustTest(
        mean=mean, sd=sd, se=se, t=value, df=count - 1, t_critical=critical, lower_bound=bound,
        is_significant=significant,
    )  # fmt: skip


def _judge(
    *,
    of_project: Slope,
    of_control: Slope,
    robust: RobustTest,
    n_plots: int,
    dropped: tuple[int, ...],
    is_clustered: bool,
) -> Benchmark:
    parameters = load_parameters(name="vm0047")
    difference = of_project.slope - of_control.slope
    if not is_clustered and abs(robust.mean - difference) > 1e-9 * max(1.0, abs(of_project.slope)):
        raise UndefinedResult(
            field="robust.mean", value=robust.mean, reason=f"it must equal the slopes' difference, {difference}"
        )
    error = float(np.hypot(of_project.standard_error, of_control.standard_error))
    z = difference / error if error > 0 else None
    flags = ["zero_variance"] if z is None else []
    significant = difference > 0 if z is None else abs(z) >= parameters.number("z_critical")
    pb = 1.0
    if of_project.slope <= 0:
        flags.append("no_growth")
    elif significant and difference > 0:
        counted = of_control.p <= parameters.number("control_p_max") and of_control.slope >= 0
        pb = of_control.slope / of_project.slope if counted else 0.0
    return Benchmark(
        project=of_project, control=of_control, z=z, is_z_significant=significant, pb=pb,
        pb_credited=pb if robust.is_significant else 1.0, robust=robust, n_plots=n_plots, dropped=dropped,
        flags=tuple(flags),
    )  # fmt: skip


def _check(*, times: Array, project: Array, controls: Array, weights: Array) -> None:
    least = round(load_parameters(name="vm0047").number("dates_min"))
    if len(times) < least:
        raise TooFewValues(field="times", value=len(times), reason=f"at least {least} dates are needed")
    if not (np.isfinite(times).all() and (np.diff(times) > 0).all()):
        raise WrongType(field="times", value=times.tolist(), reason="dates must be increasing numbers of years")
    if project.ndim != 2 or project.shape[1] != len(times):
        raise WrongType(field="project_series", value=project.shape, reason=f"{len(times)} readings a plot are due")
    if controls.shape != (len(project), weights.shape[1], len(times)) or len(weights) != len(project):
        raise WrongType(
            field="controls", value=controls.shape, reason="one series for each control of each plot is due"
        )
    sums = weights.sum(axis=1)
    if not (np.isfinite(weights).all() and (weights >= 0).all() and np.allclose(sums, 1.0, atol=1e-6)):
        raise WrongType(field="weights", value=float(sums[np.argmax(np.abs(sums - 1))]),
                        reason="weights are at least 0 and add up to 1 for each plot")  # fmt: skip
