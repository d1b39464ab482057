"""The propensity score: the probability of being treated given the covariates, by logistic regression.

Newton's method on the likelihood, with intercept, without penalty, on standardized covariates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from truetonne.science.errors import UndefinedResult
from truetonne.science.forest.metric import Array, check_covariates
from truetonne.science.parameter_sets import load_parameters


class ScoreDiverges(UndefinedResult):
    """The covariates separate treated from donors perfectly, so that no finite coefficients exist."""

    code = "score_diverges"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropensityScore:
    """Fitted scores, (n_treated,) and (n_donors,), with coefficients (intercept first) in the covariates' units.

    ``gradient_max`` is the largest absolute component of the mean log-likelihood's gradient at the end.
    """

    treated: Array
    donors: Array
    coefficients: Array
    steps: int
    gradient_max: float


def fit_propensity(*, treated: Array, donors: Array, names: Sequence[str] = ()) -> PropensityScore:
    """Fit P(treated | covariates) on ``treated`` (n_treated, p) and ``donors`` (n_donors, p).

    Converged when the gradient of the mean log-likelihood is below ``score_gradient_max`` in every component of the
    standardized covariates. Constant covariates get coefficient 0. Raises ScoreDiverges after ``score_steps_max``
    steps or when the groups can be told apart perfectly.
    Source: maximum likelihood; limits in parameter set forest-matching.
    """
    check_covariates(treated=treated, donors=donors, names=names)
    limits = load_parameters(name="forest_matching")
    stacked = np.vstack((treated, donors))
    mean = stacked.mean(axis=0)
    spread = stacked.std(axis=0)
    varies = spread > 1e-12 * np.maximum(np.abs(stacked).max(axis=0), 1e-300)
    design = np.ones((len(stacked), 1 + int(varies.sum())))
    design[:, 1:] = (stacked[:, varies] - mean[varies]) / spread[varies]
    is_treated = np.zeros(len(stacked))
    is_treated[: len(treated)] = 1.0
    beta, steps, gradient = _newton(
        design=design,
        outcome=is_treated,
        gradient_max=limits.number("score_gradient_max"),
        steps_max=round(limits.number("score_steps_max")),
    )
    score = _logistic(design @ beta)
    coefficients = np.zeros(1 + stacked.shape[1])
    coefficients[1:][varies] = beta[1:] / spread[varies]
    coefficients[0] = beta[0] - float(coefficients[1:] @ mean)
    return PropensityScore(
        treated=score[: len(treated)],
        donors=score[len(treated) :],
        coefficients=coefficients,
        steps=steps,
        gradient_max=gradient,
    )


def _newton(*, design: Array, outcome: Array, gradient_max: float, steps_max: int) -> tuple[Array, int, float]:
    beta = np.zeros(design.shape[1])
    likelihood = _log_likelihood(design @ beta, outcome)
    largest = np.inf
    for step in range(steps_max):
        score = _logistic(design @ beta)
        gradient = design.T @ (outcome - score) / len(outcome)
        largest = float(np.abs(gradient).max())
        if largest < gradient_max:
            if np.all(np.abs(outcome - score) < 1e-6):
                break
            return beta, step, largest
        curvature = (design * (score * (1.0 - score))[:, None]).T @ design / len(outcome)
        move = np.linalg.lstsq(curvature, gradient, rcond=1e-12)[0]
        size = 1.0
        while size > 1e-8 and _log_likelihood(design @ (beta + size * move), outcome) < likelihood - 1e-12:
            size /= 2.0
        beta = beta + size * move
        likelihood = _log_likelihood(design @ beta, outcome)
    raise ScoreDiverges(
        field="covariates",
        value=largest,
        reason=f"logistic regression found no finite maximum in {steps_max} steps",
        fix="Some covariate tells treated and donors apart perfectly: leave it out, or match on it exactly",
    )


def _log_likelihood(linear: Array, outcome: Array) -> float:
    return float(np.mean(outcome * linear - np.logaddexp(0.0, linear)))


def _logistic(linear: Array) -> Array:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * linear)), dtype=np.float64)
