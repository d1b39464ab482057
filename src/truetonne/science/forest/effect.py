"""The effect on the treated: how the outcome of matched units differs from that of their donors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from truetonne.science.errors import NotFinite, TooFewValues
from truetonne.science.forest.match import Matches
from truetonne.science.forest.metric import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Average effect on the matched treated units, in the outcome's unit.

    ``standard_error`` is that of Abadie and Imbens for the population effect on the treated, under one error
    variance; ``standard_error_paired`` treats weighted pairs as independent. ``bias_adjustment`` is the part of
    ``estimate`` that comes from regression, 0 without it.
    """

    estimate: float
    standard_error: float
    standard_error_paired: float
    n_matched: int
    is_bias_adjusted: bool
    bias_adjustment: float


def estimate_effect(
    *,
    matches: Matches,
    treated_outcome: Array,
    donor_outcome: Array,
    treated: Array | None = None,
    donors: Array | None = None,
) -> Effect:
    """Estimate the effect on the matched treated units from outcomes (n_treated,) and (n_donors,).

    With covariates ``treated`` (n_treated, p) and ``donors`` (n_donors, p) the estimate is bias-adjusted: a linear
    regression of the outcome on the covariates among matched donors, by their weights, carries each donor to its
    treated unit's covariates. With tau_i the effect of unit i, tau the mean, K_j and Q_j the sums of donor j's weights
    and squared weights, and s^2 = mean over pairs of weight * (effect of the pair - tau)^2 / 2:
    variance = [sum (tau_i - tau)^2 + s^2 * sum (K_j^2 - Q_j)] / n^2.
    Raises TooFewValues without two matched units, NotFinite for outcomes that are no numbers.
    Source: Abadie and Imbens (2006), (2011); as in the R package Matching 4.10-8, except that a unit without a match
    counts neither as an effect of 0 nor in n.
    """
    for field, outcome in (("treated", treated_outcome), ("donors", donor_outcome)):
        bad = np.flatnonzero(~np.isfinite(outcome))
        if len(bad):
            raise NotFinite(field=f"outcome of {field}[{bad[0]}]", value=float(outcome[bad[0]]),
                            reason=f"{len(bad)} outcomes are not finite numbers")  # fmt: skip
    rows = matches.matched
    if len(rows) < 2:
        raise TooFewValues(field="matched units", value=len(rows), reason="an effect needs at least 2")
    moved = np.zeros(len(matches.treated))
    if treated is not None and donors is not None:
        slopes = _slopes(outcome=donor_outcome, covariates=donors, weights=matches.donor_weights)
        moved = (treated[matches.treated] - donors[matches.donors]) @ slopes
    raw = treated_outcome[matches.treated] - donor_outcome[matches.donors]
    of_pairs = raw - moved
    places = np.searchsorted(rows, matches.treated)
    of_units = np.bincount(places, weights=matches.weights * of_pairs, minlength=len(rows))
    estimate = float(of_units.mean())
    spread = float(matches.weights @ (of_pairs - estimate) ** 2)
    half_variance = 0.5 * spread / len(rows)
    reused = _reuse(matches)
    variance = float(((of_units - estimate) ** 2).sum()) + half_variance * reused
    return Effect(
        estimate=estimate,
        standard_error=float(np.sqrt(max(variance, 0.0))) / len(rows),
        standard_error_paired=float(np.sqrt(spread)) / len(rows),
        n_matched=len(rows),
        is_bias_adjusted=treated is not None and donors is not None,
        bias_adjustment=-float(matches.weights @ moved) / len(rows) + 0.0,
    )


def _reuse(matches: Matches) -> float:
    weights = matches.donor_weights
    squares = np.bincount(matches.donors, weights=matches.weights**2, minlength=matches.n_donors)
    return float((weights**2 - squares).sum())


def _slopes(*, outcome: Array, covariates: Array, weights: Array) -> Array:
    """Regress among donors that carry weight; covariates without spread there get slope 0."""
    used = weights > 0
    values, root = covariates[used], np.sqrt(weights[used])
    centred = values - np.average(values, axis=0, weights=weights[used])
    scale = np.where(np.abs(centred).max(axis=0) > 0, np.abs(centred).max(axis=0), 1.0)
    design = np.column_stack((np.ones(len(values)), centred / scale)) * root[:, None]
    solution = np.linalg.lstsq(design, outcome[used] * root, rcond=None)[0]
    return np.asarray(solution[1:] / scale, dtype=np.float64)
