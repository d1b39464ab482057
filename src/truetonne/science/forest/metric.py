"""Distances between units: covariates are scaled once, so that every search works with plain Euclidean distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from truetonne.science.errors import InputMissing, NotFinite, TooFewValues, UndefinedResult, WrongType

Array = NDArray[np.float64]

CONDITION_MAX = 1e12
"""A correlation matrix with a larger condition number counts as singular: its inverse would be rounding noise."""


class Distance(StrEnum):
    """How far apart two units are.

    MAHALANOBIS uses the inverse covariance of all units (ddof 1), INVERSE_VARIANCE divides each covariate by its
    standard deviation over all units (ddof 1), EUCLIDEAN takes covariates as they are, PROPENSITY is the absolute
    difference of one score.
    """

    MAHALANOBIS = "mahalanobis"
    PROPENSITY = "ps"
    INVERSE_VARIANCE = "ivar"
    EUCLIDEAN = "euclidean"


class SingularCovariance(UndefinedResult):
    """The covariates carry the same information twice, or one of them is constant; no pseudo-inverse is taken."""

    code = "singular_covariance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """Scaled units: the distance between two of them is the Euclidean distance of their rows times ``unit``.

    ``treated`` is (n_treated, p), ``donors`` (n_donors, p). ``unit`` is 1 except for scores, which are divided by
    their standard deviation so that tie tolerance and caliper mean the same for every distance.
    """

    distance: Distance
    treated: Array
    donors: Array
    unit: float
    statement: str


def make_metric(
    *,
    distance: Distance,
    treated: Array,
    donors: Array,
    names: Sequence[str] = (),
    treated_score: Array | None = None,
    donor_score: Array | None = None,
) -> Metric:
    """Scale ``treated`` (n_treated, p) and ``donors`` (n_donors, p) for a distance.

    PROPENSITY needs both scores, (n_treated,) and (n_donors,), and does not look at the covariates. Raises NotFinite
    for NaN or infinity, SingularCovariance for MAHALANOBIS with dependent or constant covariates and for
    INVERSE_VARIANCE or PROPENSITY with a constant one.
    Source: methods reference 3.3 step 3; R Matching 4.10-8 (which covariance, which scaling).
    """
    if distance is Distance.PROPENSITY:
        if treated_score is None or donor_score is None:
            raise InputMissing(field="score", value=None, reason="distance ps needs a score for every unit")
        return _score_metric(treated=treated_score, donors=donor_score)
    check_covariates(treated=treated, donors=donors, names=names)
    if distance is Distance.EUCLIDEAN:
        statement = "square root of the summed squared differences of the covariates as given"
        return Metric(distance=distance, treated=treated, donors=donors, unit=1.0, statement=statement)
    stacked = np.vstack((treated, donors))
    if len(stacked) < 3:
        raise TooFewValues(field="units", value=len(stacked), reason="a spread needs at least 3 units")
    spread = _spread(stacked, names=names)
    if distance is Distance.INVERSE_VARIANCE:
        statement = "Euclidean distance, each covariate divided by its standard deviation over all units (ddof 1)"
        return Metric(
            distance=distance, treated=treated / spread, donors=donors / spread, unit=1.0, statement=statement
        )
    factor = _cholesky(stacked / spread, names=names)
    statement = "Mahalanobis distance with the inverse covariance of all units, treated and donors stacked (ddof 1)"
    return Metric(
        distance=distance,
        treated=_whiten(treated / spread, factor=factor),
        donors=_whiten(donors / spread, factor=factor),
        unit=1.0,
        statement=statement,
    )


def check_covariates(*, treated: Array, donors: Array, names: Sequence[str] = ()) -> None:
    """Refuse arrays of other shapes and values that are not finite, naming covariate and group."""
    for group, values in (("treated", treated), ("donors", donors)):
        if values.ndim != 2 or values.shape[1] == 0 or values.shape[1] != treated.shape[1]:
            raise WrongType(field=group, value=values.shape, reason="rows of covariates, the same for both groups")
        bad = np.argwhere(~np.isfinite(values))
        if len(bad):
            row, column = (int(place) for place in bad[0])
            raise NotFinite(
                field=f"{_name(names, column)} of {group}[{row}]",
                value=float(values[row, column]),
                reason=f"{len(np.unique(bad[:, 0]))} units have a covariate that is not a finite number",
                fix="Leave these units out, or fill the gaps, before matching",
            )


def _score_metric(*, treated: Array, donors: Array) -> Metric:
    check_covariates(treated=treated[:, None], donors=donors[:, None], names=("score",))
    spread = float(_spread(np.concatenate((treated, donors))[:, None], names=("score",))[0])
    return Metric(
        distance=Distance.PROPENSITY,
        treated=treated[:, None] / spread,
        donors=donors[:, None] / spread,
        unit=spread,
        statement="absolute difference of the score",
    )


def _spread(stacked: Array, *, names: Sequence[str]) -> Array:
    spread = stacked.std(axis=0, ddof=1)
    flat = np.flatnonzero(~(spread > 1e-12 * np.abs(stacked).max(axis=0)))
    if len(flat):
        raise SingularCovariance(
            field="covariates",
            value=", ".join(_name(names, int(column)) for column in flat),
            reason="the same for all units, so it has no spread to measure a distance by",
            fix="Leave it out, or match on it exactly",
        )
    return np.asarray(spread, dtype=np.float64)


def _cholesky(scaled: Array, *, names: Sequence[str]) -> Array:
    correlation = np.atleast_2d(np.cov(scaled, rowvar=False, ddof=1))
    values, vectors = np.linalg.eigh(correlation)
    if values[0] <= values[-1] / CONDITION_MAX:
        involved = np.flatnonzero(np.abs(vectors[:, 0]) > 1e-3)
        raise SingularCovariance(
            field="covariates",
            value=", ".join(_name(names, int(column)) for column in involved),
            reason="these depend on each other exactly, so their covariance has no inverse",
            fix="Leave one of them out",
        )
    return np.asarray(np.linalg.cholesky(correlation), dtype=np.float64)


def _whiten(values: Array, *, factor: Array) -> Array:
    return np.ascontiguousarray(solve_triangular(factor, values.T, lower=True).T)


def _name(names: Sequence[str], column: int) -> str:
    return names[column] if column < len(names) else f"covariate {column}"
