"""Balance: how alike the groups are, before and after matching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from truetonne.science.errors import WrongType
from truetonne.science.forest.match import Matches
from truetonne.science.forest.metric import Array


class Denominator(StrEnum):
    """The spread that a difference of means is divided by, taken before matching and kept afterwards.

    POOLED is sqrt((s_treated^2 + s_donors^2) / 2), TREATED the treated units' standard deviation; ddof 1.
    """

    POOLED = "pooled"
    TREATED = "treated"


DEFINITION = (
    "standardized mean difference = (mean of treated - mean of donors) / spread; spread before matching for both "
    "columns, pooled: sqrt((s_treated^2 + s_donors^2) / 2), treated: s_treated; ddof 1. Matched: matched treated "
    "units against their donors by weight"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CovariateBalance:
    """One covariate's means and standardized mean differences; None where the spread is 0."""

    name: str
    mean_treated: float
    mean_donors: float
    mean_treated_matched: float | None
    mean_donors_matched: float | None
    smd_raw: float | None
    smd_matched: float | None
    variance_ratio_matched: float | None


def measure_balance(
    *,
    treated: Array,
    donors: Array,
    names: Sequence[str],
    matches: Matches,
    denominator: Denominator = Denominator.POOLED,
) -> tuple[CovariateBalance, ...]:
    """Compare ``treated`` (n_treated, p) with ``donors`` (n_donors, p) raw and by the weights of ``matches``.

    The variance ratio is that of matched treated to weighted donors, with reliability weights. Raises WrongType if
    names and columns do not agree. Source: definition in DEFINITION.
    """
    if treated.shape[1] != len(names) or donors.shape[1] != len(names):
        raise WrongType(field="names", value=len(names), reason=f"{treated.shape[1]} covariates have values")
    kept = matches.matched
    weights = matches.donor_weights
    return tuple(
        _of_one(
            name=name, treated=treated[:, place], donors=donors[:, place], kept=treated[kept, place], weights=weights,
            denominator=denominator,
        )
        for place, name in enumerate(names)
    )  # fmt: skip


def is_balanced(*, balance: Sequence[CovariateBalance], limit: float) -> bool:
    """Say whether no covariate's matched difference exceeds the limit; an undefined one does not count."""
    return not find_unbalanced(balance=balance, limit=limit)


def find_unbalanced(*, balance: Sequence[CovariateBalance], limit: float) -> tuple[CovariateBalance, ...]:
    """Return the covariates whose matched difference exceeds the limit in absolute value."""
    return tuple(one for one in balance if one.smd_matched is not None and abs(one.smd_matched) > limit)


def _of_one(
    *, name: str, treated: Array, donors: Array, kept: Array, weights: Array, denominator: Denominator
) -> CovariateBalance:
    spread = _spread(treated=treated, donors=donors, denominator=denominator)
    raw = float(treated.mean()) - float(donors.mean())
    if len(kept) == 0:
        return CovariateBalance(
            name=name, mean_treated=float(treated.mean()), mean_donors=float(donors.mean()), mean_treated_matched=None,
            mean_donors_matched=None, smd_raw=_ratio(raw, spread), smd_matched=None, variance_ratio_matched=None,
        )  # fmt: skip
    mean_kept, mean_weighted = float(kept.mean()), float(np.average(donors, weights=weights))
    return CovariateBalance(
        name=name,
        mean_treated=float(treated.mean()),
        mean_donors=float(donors.mean()),
        mean_treated_matched=mean_kept,
        mean_donors_matched=mean_weighted,
        smd_raw=_ratio(raw, spread),
        smd_matched=_ratio(mean_kept - mean_weighted, spread),
        variance_ratio_matched=_ratio(_variance(kept), _weighted_variance(donors, weights=weights)),
    )


def _spread(*, treated: Array, donors: Array, denominator: Denominator) -> float:
    if denominator is Denominator.TREATED:
        return float(np.sqrt(_variance(treated)))
    return float(np.sqrt((_variance(treated) + _variance(donors)) / 2))


def _variance(values: Array) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else 0.0


def _weighted_variance(values: Array, *, weights: Array) -> float:
    total = float(weights.sum())
    divisor = total - float(weights @ weights) / total
    if divisor <= 0:
        return 0.0
    mean = float(np.average(values, weights=weights))
    return float(weights @ (values - mean) ** 2) / divisor


def _ratio(value: float, base: float) -> float | None:
    return value / base if base > 0 else None
