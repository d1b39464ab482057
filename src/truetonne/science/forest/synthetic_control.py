"""Synthetic control for jurisdictions: a weighted mixture of donors that repeats the past of the treated unit.

Weights are not negative and add up to 1; the solver is exact and deterministic. Placebo in space: every donor takes
the treated unit's part in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from truetonne.science.errors import NotFinite, TooFewValues, WrongType
from truetonne.science.forest.findings import Finding, Severity
from truetonne.science.forest.metric import Array
from truetonne.science.parameter_sets import load_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Placebo:
    """One donor in the treated unit's part. ``ratio`` is None where the past is repeated exactly."""

    donor: str
    pre_rmse: float
    post_rmse: float
    ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticControl:
    """Weights by donor (as given, (n_donors,)), the synthetic outcome and the gaps, (n_times,).

    ``pre_rmse`` and ``post_rmse`` are root mean squared gaps before and after; ``pre_fit`` is pre_rmse over the
    standard deviation of the donors' outcomes before treatment. ``effect_mean`` and ``effect_total`` are over the
    times after. ``p_placebo`` is the share of units, the treated one included, whose post / pre ratio is at least the
    treated unit's: with few donors it cannot be small.
    """

    weights: Array
    synthetic: Array
    gaps: Array
    pre_rmse: float
    post_rmse: float
    pre_fit: float | None
    r_squared: float | None
    effect_mean: float
    effect_total: float
    placebos: tuple[Placebo, ...]
    p_placebo: float | None
    findings: tuple[Finding, ...]


def fit_synthetic_control(
    *, treated: Array, donors: Array, names: Sequence[str], n_before: int, with_placebos: bool = True
) -> SyntheticControl:
    """Fit the outcomes before treatment and compare what came after.

    ``treated`` is (n_times,), ``donors`` (n_donors, n_times), the first ``n_before`` times lying before treatment.
    The answer does not depend on the order of the donors: they are taken by name. Raises TooFewValues for fewer than
    2 donors, 2 times before or 1 after, NotFinite, WrongType for repeated names. Findings: poor_fit, single_donor.
    Source: Abadie, Diamond and Hainmueller (2010), outcomes before treatment as the only predictors, equal weights.
    """
    _check(treated=treated, donors=donors, names=names, n_before=n_before)
    order = sorted(range(len(names)), key=lambda place: names[place])
    ordered = donors[order]
    weights = solve_weights(target=treated[:n_before], donors=ordered[:, :n_before])
    synthetic = weights @ ordered
    gaps = treated - synthetic
    pre, post = _rmse(gaps[:n_before]), _rmse(gaps[n_before:])
    spread = float(ordered[:, :n_before].std(ddof=1))
    pre_fit = pre / spread if spread > 0 else None
    variation = float(((treated[:n_before] - treated[:n_before].mean()) ** 2).sum())
    placebos = _placebos(ordered, [names[place] for place in order], n_before) if with_placebos else ()
    scattered = np.empty(len(names))
    scattered[order] = weights
    return SyntheticControl(
        weights=scattered,
        synthetic=synthetic,
        gaps=gaps,
        pre_rmse=pre,
        post_rmse=post,
        pre_fit=pre_fit,
        r_squared=1 - float((gaps[:n_before] ** 2).sum()) / variation if variation > 0 else None,
        effect_mean=float(gaps[n_before:].mean()),
        effect_total=float(gaps[n_before:].sum()),
        placebos=placebos,
        p_placebo=_rank(_ratio(post, pre), placebos) if placebos else None,
        findings=_judge(weights=scattered, names=names, pre_rmse=pre, pre_fit=pre_fit),
    )


def solve_weights(*, target: Array, donors: Array) -> Array:
    """Minimize |target - weights @ donors|^2 with weights >= 0 that add up to 1; ``donors`` is (n_donors, n_times).

    With weights that add up to 1 this is the shortest vector in the hull of the donors' differences from the target,
    which non-negative least squares finds exactly: append a row of ones, ask for (0, ..., 0, 1), divide by the sum.
    """
    differences = (donors - target).T
    scale = float(np.abs(differences).max())
    if scale == 0.0:
        return np.full(len(donors), 1.0 / len(donors))
    system = np.vstack((differences / scale, np.ones(len(donors))))
    goal = np.zeros(len(system))
    goal[-1] = 1.0
    weights: Array = nnls(system, goal, maxiter=50 * len(donors) + 1000)[0]
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _check(*, treated: Array, donors: Array, names: Sequence[str], n_before: int) -> None:
    if donors.ndim != 2 or donors.shape != (len(names), len(treated)):
        raise WrongType(field="donors", value=donors.shape, reason="one series for each donor, over all times, is due")
    if len(set(names)) != len(names):
        raise WrongType(field="names", value=len(names), reason="every donor needs a name of its own")
    for field, found, least in (
        ("donors", len(names), 2),
        ("times before treatment", n_before, 2),
        ("times after treatment", len(treated) - n_before, 1),
    ):
        if found < least:
            raise TooFewValues(field=field, value=found, reason=f"at least {least} are needed")
    if not (np.isfinite(treated).all() and np.isfinite(donors).all()):
        raise NotFinite(field="outcome", value="NaN", reason="every unit needs a finite outcome at every time")


def _placebos(donors: Array, names: Sequence[str], n_before: int) -> tuple[Placebo, ...]:
    """Fit every donor by the other ones; the treated unit takes no part, for its outcome may have changed."""
    if len(donors) < 3:
        return ()
    placebos = []
    for place, name in enumerate(names):
        others = np.delete(donors, place, axis=0)
        weights = solve_weights(target=donors[place, :n_before], donors=others[:, :n_before])
        gaps = donors[place] - weights @ others
        pre, post = _rmse(gaps[:n_before]), _rmse(gaps[n_before:])
        placebos.append(Placebo(donor=name, pre_rmse=pre, post_rmse=post, ratio=_ratio(post, pre)))
    return tuple(placebos)


def _rank(ratio: float | None, placebos: Sequence[Placebo]) -> float:
    """An exact past makes a ratio without bound, which counts as the largest."""
    own = np.inf if ratio is None else ratio
    at_least = sum((np.inf if one.ratio is None else one.ratio) >= own for one in placebos)
    return (1 + at_least) / (1 + len(placebos))


def _rmse(gaps: Array) -> float:
    return float(np.sqrt(np.mean(gaps**2)))


def _ratio(post: float, pre: float) -> float | None:
    return post / pre if pre > 1e-12 * max(post, 1e-300) else None


def _judge(*, weights: Array, names: Sequence[str], pre_rmse: float, pre_fit: float | None) -> tuple[Finding, ...]:
    limits = load_parameters(name="forest_matching")
    findings = []
    limit = limits.number("pre_fit_limit")
    if pre_fit is None or pre_fit > limit:
        facts: dict[str, object] = {"pre_rmse": pre_rmse, "pre_fit": pre_fit, "limit": limit}
        findings.append(Finding(code="poor_fit", severity=Severity.WARNING, facts=facts))
    heaviest = int(np.argmax(weights))
    if weights[heaviest] >= limits.number("single_donor_weight"):
        facts = {
            "donor": names[heaviest],
            "weight": float(weights[heaviest]),
            "limit": limits.number("single_donor_weight"),
        }
        findings.append(Finding(code="single_donor", severity=Severity.WARNING, facts=facts))
    return tuple(findings)
