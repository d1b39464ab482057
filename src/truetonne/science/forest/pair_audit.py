"""Checking somebody else's pairs: are the controls really the nearest, and is each used as often as claimed?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from truetonne.science.errors import WrongType
from truetonne.science.forest.buckets import Index
from truetonne.science.forest.match import Rule, Ties, Units, match_controls
from truetonne.science.forest.metric import Array, make_metric

ROUNDING = 1e-12
"""Scaled squared distances that differ by no more are equal but for rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAudit:
    """What an audit of pairs found; arrays are (n_pairs,).

    ``is_farther`` marks pairs that are farther apart than the k-th nearest donor, ties allowed; ``is_forbidden``
    pairs with different keys or outside the caliper; ``is_reused`` pairs whose donor serves more than one pair although
    the rule is without replacement. ``nearest_distances`` is NaN where the treated unit has no allowed donor.
    """

    distances: Array
    nearest_distances: Array
    is_farther: np.ndarray[tuple[int], np.dtype[np.bool_]]
    is_forbidden: np.ndarray[tuple[int], np.dtype[np.bool_]]
    is_reused: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @property
    def is_sound(self) -> bool:
        """Say whether no pair is marked."""
        return not bool((self.is_farther | self.is_forbidden | self.is_reused).any())


def audit_pairs(*, units: Units, treated: Index, donors: Index, rule: Rule) -> PairAudit:
    """Compare pairs (rows of ``units``) with what nearest-neighbour matching with replacement would allow.

    ``rule`` is what the pairs claim; unless it names a tie tolerance, only rounding is forgiven. Without replacement a pair may rightly be farther than the nearest donor, so
    that ``is_farther`` is judged for rules with replacement only. Raises WrongType for rows that do not exist.
    """
    for group, rows, count in (("treated", treated, len(units.treated)), ("donors", donors, len(units.donors))):
        if len(rows) and (rows.min() < 0 or rows.max() >= count):
            raise WrongType(field=f"pairs.{group}", value=int(rows.max()), reason=f"there are only {count} rows")
    tolerance = ROUNDING if rule.tie_tolerance is None else rule.tie_tolerance
    reference = match_controls(
        units=units,
        rule=Rule(
            distance=rule.distance, k=rule.k, ties=Ties.ALL, tie_tolerance=tolerance, caliper=rule.caliper,
            covariate_calipers=rule.covariate_calipers,
        ),
    )  # fmt: skip
    limit = np.full(len(units.treated), np.nan)
    np.fmax.at(limit, reference.treated, reference.distances)
    allowed = set(zip(reference.treated.tolist(), reference.donors.tolist(), strict=True))
    metric = make_metric(
        distance=rule.distance, treated=units.treated, donors=units.donors, names=units.names,
        treated_score=units.treated_score, donor_score=units.donor_score,
    )  # fmt: skip
    scaled = np.sqrt(((metric.treated[treated] - metric.donors[donors]) ** 2).sum(axis=1))
    is_forbidden = _forbidden(units=units, treated=treated, donors=donors, rule=rule, scaled=scaled)
    is_nearest = np.array(
        [pair in allowed for pair in zip(treated.tolist(), donors.tolist(), strict=True)], dtype=np.bool_
    )
    used = np.bincount(donors, minlength=len(units.donors))[donors]
    return PairAudit(
        distances=scaled * metric.unit,
        nearest_distances=limit[treated],
        is_farther=~is_nearest & ~is_forbidden & rule.replace,
        is_forbidden=is_forbidden,
        is_reused=(used > 1) & (not rule.replace),
    )


def _forbidden(
    *, units: Units, treated: Index, donors: Index, rule: Rule, scaled: Array
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    forbidden = np.zeros(len(treated), dtype=np.bool_)
    for of_treated, of_donors in zip(units.treated_keys, units.donor_keys, strict=True):
        forbidden |= of_treated[treated] != of_donors[donors]
    if rule.caliper is not None:
        forbidden |= scaled > rule.caliper * (1 + 1e-12)
    for name, width in rule.covariate_calipers.items():
        column = units.names.index(name)
        forbidden |= np.abs(units.treated[treated, column] - units.donors[donors, column]) > width
    return forbidden
