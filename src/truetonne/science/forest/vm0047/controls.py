"""Step 3 to 6 of the benchmark: distances, optimal controls, exponential weights, standardized differences of means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from truetonne.science.errors import TooFewValues, UndefinedResult, WrongType
from truetonne.science.forest.assignment import match_optimally
from truetonne.science.forest.buckets import make_buckets
from truetonne.science.forest.metric import Array, Distance, Metric, check_covariates, make_metric
from truetonne.science.forest.search import Search
from truetonne.science.parameter_sets import load_parameters

SOURCE = "VM0047 v1.0 Appendix 1 (secondary)"


class PlotMetric(StrEnum):
    """How far apart two plots are.

    MAHALANOBIS and STANDARDIZED_EUCLIDEAN scale by project and donor rows stacked (ddof 1); ABSOLUTE is the
    difference of a single covariate.
    """

    MAHALANOBIS = "mahalanobis"
    STANDARDIZED_EUCLIDEAN = "standardized_euclidean"
    ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """The k controls of each project plot, by ascending distance; arrays are (n_plots, k).

    ``donors`` are rows of the donor pool. ``sdm`` holds the standardized difference of means of each covariate with
    weighted controls, ``sdm_raw`` with the plain mean of the distinct controls; None where it is undefined.
    """

    donors: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    distances: Array
    weights: Array
    total_distance: float
    sdm: tuple[float | None, ...]
    sdm_raw: tuple[float | None, ...]

    @property
    def sdm_gate(self) -> tuple[float | None, ...]:
        """Return the larger of both for each covariate: what the balance limit looks at (operator policy)."""
        return tuple(
            None if first is None or second is None else max(first, second)
            for first, second in zip(self.sdm, self.sdm_raw, strict=True)
        )

    @property
    def is_balanced(self) -> bool:
        """Say whether every covariate is defined and within the limit."""
        limit = load_parameters(name="vm0047").number("sdm_max")
        return all(value is not None and value <= limit for value in self.sdm_gate)


def match_plots(
    *, project: Array, donors: Array, k: int, metric: PlotMetric = PlotMetric.MAHALANOBIS, spread: Array | None = None
) -> Controls:
    """Choose k controls for every project plot at the least total distance, each donor used once.

    ``project`` is (n_plots, p), ``donors`` (n_donors, p). ``spread``, (p,), replaces the standard deviations of
    STANDARDIZED_EUCLIDEAN. Raises TooFewValues for fewer than n_plots * k donors, SingularCovariance without an
    inverse. Greedy matching is not used; equal totals are decided by the order of the rows. Source: Appendix 1.
    """
    if k < 1 or len(project) == 0:
        raise TooFewValues(field="k" if k < 1 else "project", value=min(k, len(project)), reason="at least 1 is due")
    if len(donors) < len(project) * k:
        raise TooFewValues(
            field="donors",
            value=len(donors),
            reason=f"{len(project)} plots with {k} controls each need {len(project) * k} donors",
            fix="Widen the radius by 100 km, or lower k",
        )
    search = make_plot_search(project=project, donors=donors, metric=metric, spread=spread)
    _plots, chosen, squared, _ = match_optimally(search=search, k=k)
    controls = chosen.reshape(len(project), k)
    distances = np.sqrt(squared).reshape(len(project), k)
    return weigh_controls(project=project, donors=donors, controls=controls, distances=distances)


def weigh_controls(
    *, project: Array, donors: Array, controls: np.ndarray[tuple[int, int], np.dtype[np.int64]], distances: Array
) -> Controls:
    """Give chosen controls their weights and measure their balance."""
    weights = a1_weights(distances=distances)
    composite = (donors[controls] * weights[:, :, None]).sum(axis=1)
    used = donors[np.unique(controls)]
    return Controls(
        donors=controls,
        distances=distances,
        weights=weights,
        total_distance=float(distances.sum()),
        sdm=_sdm(project=project, mean=composite.mean(axis=0), used=used),
        sdm_raw=_sdm(project=project, mean=used.mean(axis=0), used=used),
    )


def make_plot_search(*, project: Array, donors: Array, metric: PlotMetric, spread: Array | None = None) -> Search:
    """Scale plots by a metric, ready to be searched; all stand in one bucket."""
    scaled = _scaled(project=project, donors=donors, metric=metric, spread=spread)
    buckets = make_buckets(treated_keys=(), donor_keys=(), n_treated=len(project), n_donors=len(donors))
    return Search(treated=scaled.treated, donors=scaled.donors, buckets=buckets)


def a1_weights(*, distances: Array) -> Array:
    """Return exp(-d) / sum of exp(-d) along the last axis, summing to 1 per plot. Source: Appendix 1, eq A1."""
    if distances.shape[-1] == 0:
        raise TooFewValues(field="distances", value=0, reason="at least 1 distance is needed")
    raised = np.exp(distances.min(axis=-1, keepdims=True) - distances)
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float64)


def _scaled(*, project: Array, donors: Array, metric: PlotMetric, spread: Array | None) -> Metric:
    check_covariates(treated=project, donors=donors)
    if metric is PlotMetric.ABSOLUTE:
        if project.shape[1] != 1:
            raise WrongType(field="metric", value="absolute", reason="it compares a single covariate")
        return make_metric(distance=Distance.EUCLIDEAN, treated=project, donors=donors)
    if metric is PlotMetric.MAHALANOBIS:
        return make_metric(distance=Distance.MAHALANOBIS, treated=project, donors=donors)
    if spread is None:
        return make_metric(distance=Distance.INVERSE_VARIANCE, treated=project, donors=donors)
    if spread.shape != (project.shape[1],) or not (spread > 0).all():
        raise UndefinedResult(field="sd_pool", value=spread.tolist(), reason="one spread above 0 a covariate is due")
    return make_metric(distance=Distance.EUCLIDEAN, treated=project / spread, donors=donors / spread)


def _sdm(*, project: Array, mean: Array, used: Array) -> tuple[float | None, ...]:
    """Eq A2 per covariate; spread over project plots and over the distinct used controls, unweighted, ddof 1."""
    if len(project) < 2 or len(used) < 2:
        return (None,) * int(project.shape[1])
    spread: Array = np.sqrt((project.var(axis=0, ddof=1) + used.var(axis=0, ddof=1)) / 2)
    gaps: Array = np.abs(project.mean(axis=0) - mean)
    return tuple(float(gaps[d]) / float(spread[d]) if spread[d] > 0 else None for d in range(len(gaps)))
