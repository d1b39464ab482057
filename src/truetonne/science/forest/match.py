"""Matched controls: for every treated unit the donors most like it, under exact keys, calipers and a stated rule.

Nothing depends on the order of rows where units have ids. Units without a match are listed with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from truetonne.science.errors import NegativeQuantity, TooFewValues, WrongType
from truetonne.science.forest.assignment import match_optimally
from truetonne.science.forest.buckets import Index, Keys, make_buckets
from truetonne.science.forest.greedy import Order, match_greedily
from truetonne.science.forest.metric import Array, Distance, Metric, make_metric
from truetonne.science.forest.search import PLAIN_PAIRS_MAX, Search
from truetonne.science.parameter_sets import load_parameters

Progress = Callable[[int], None]
Pairs = tuple[Index, Index, Array]
"""Treated rows, donor rows and squared distances, all (n_pairs,)."""


class Ties(StrEnum):
    """What to do with donors that are equally near: ALL keeps them with equal weights, FIRST exactly k by id."""

    ALL = "all"
    FIRST = "first"


class Reason(StrEnum):
    """Why a treated unit has no match."""

    NO_DONOR_IN_KEY = "no_donor_in_key"
    OUTSIDE_CALIPER = "outside_caliper"
    DONORS_USED_UP = "donors_used_up"


class NoTreatedUnits(TooFewValues):
    """There is no treated unit to be matched."""

    code = "no_treated_units"


class NoDonors(TooFewValues):
    """There is no donor at all."""

    code = "no_donors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Treated units and donors as arrays.

    ``treated`` is (n_treated, p), ``donors`` (n_donors, p); keys hold one array per exact key; ids decide ties and
    must be unique in their group (default: the row number). Scores are needed for distance ps only.
    """

    treated: Array
    donors: Array
    names: tuple[str, ...] = ()
    treated_keys: Keys = ()
    donor_keys: Keys = ()
    treated_ids: NDArray[np.generic] | None = None
    donor_ids: NDArray[np.generic] | None = None
    treated_score: Array | None = None
    donor_score: Array | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How to match. ``caliper`` is the largest scaled distance of a pair, for ps in standard deviations of the score.

    ``covariate_calipers`` give the largest difference of single covariates, in their own units. ``tie_tolerance`` is
    a difference of scaled squared distances, used by Ties.ALL only. ``order`` is used by greedy matching only.
    """

    distance: Distance = Distance.MAHALANOBIS
    k: int = 1
    replace: bool = True
    is_optimal: bool = False
    ties: Ties = Ties.FIRST
    tie_tolerance: float | None = None
    caliper: float | None = None
    covariate_calipers: Mapping[str, float] = field(default_factory=dict)
    order: Order = Order.CLOSEST

    @property
    def method(self) -> str:
        """Return the method in words, for reports."""
        if self.is_optimal:
            return "optimal assignment without replacement"
        if self.replace:
            return "nearest neighbour with replacement"
        return f"greedy nearest neighbour without replacement, order {self.order.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Pairs of rows with weights, and the treated rows without a match.

    ``treated``, ``donors``, ``weights`` and ``distances`` are (n_pairs,), ordered by treated unit and distance; the
    weights of a treated unit add up to 1. ``reasons`` belong to ``unmatched``. ``incomplete`` are treated units that
    have fewer than k donors. ``statement`` says what the distance is.
    """

    treated: Index
    donors: Index
    weights: Array
    distances: Array
    unmatched: Index
    reasons: tuple[Reason, ...]
    incomplete: Index
    n_treated: int
    n_donors: int
    rule: Rule
    tie_tolerance: float
    statement: str

    @property
    def matched(self) -> Index:
        """Return the rows of the treated units that have a match."""
        return np.unique(self.treated)

    @property
    def donor_weights(self) -> Array:
        """Return the weight that each donor carries, (n_donors,); they add up to the matched treated units."""
        return np.bincount(self.donors, weights=self.weights, minlength=self.n_donors).astype(np.float64)

    @property
    def total_distance(self) -> float:
        """Return the sum of the pairs' distances."""
        return float(self.distances.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A matching that is ready to be solved: its search, in canonical order, and the way back to the caller's rows."""

    search: Search
    rule: Rule
    tolerance: float
    treated_order: Index
    donor_order: Index
    unit: float
    statement: str


def match_controls(
    *, units: Units, rule: Rule, progress: Progress | None = None, plain_pairs_max: int = PLAIN_PAIRS_MAX
) -> Matches:
    """Match every treated unit with its donors.

    ``progress`` is told how much is done; ``plain_pairs_max`` is the number of comparable pairs up to which nothing
    is compiled (results are the same). Raises NoTreatedUnits, NoDonors, NotFinite, SingularCovariance, WrongType.
    """
    job = prepare_matching(units=units, rule=rule, plain_pairs_max=plain_pairs_max)
    pairs = solve_pairs(search=job.search, rule=job.rule, tolerance=job.tolerance, progress=progress)
    return finish_matching(job=job, pairs=pairs)


def prepare_matching(*, units: Units, rule: Rule, plain_pairs_max: int = PLAIN_PAIRS_MAX) -> Job:
    """Check, order, scale and bucket: all of a matching but its pairs. Raises what ``match_controls`` raises."""
    rule = _checked(units=units, rule=rule)
    tolerance = rule.tie_tolerance
    if tolerance is None:
        tolerance = load_parameters(name="forest_matching").number("tie_tolerance")
    treated_order = _canonical(units.treated_ids, count=len(units.treated), group="treated")
    donor_order = _canonical(units.donor_ids, count=len(units.donors), group="donors")
    # Sums of floats depend on their order: sorted first, even rounding does not depend on the order of the file.
    units = _sorted(units, treated_order=treated_order, donor_order=donor_order)
    metric = make_metric(
        distance=rule.distance, treated=units.treated, donors=units.donors, names=units.names,
        treated_score=units.treated_score, donor_score=units.donor_score,
    )  # fmt: skip
    return Job(
        search=_make_search(units=units, rule=rule, metric=metric, pairs_max=plain_pairs_max),
        rule=rule,
        tolerance=tolerance,
        treated_order=treated_order,
        donor_order=donor_order,
        unit=metric.unit,
        statement=metric.statement,
    )


def finish_matching(*, job: Job, pairs: Pairs) -> Matches:
    """Turn a solved job's pairs into matches in the caller's rows, with weights and with reasons for the rest."""
    treated, donors, squared = pairs
    treated_order = job.treated_order
    counts = np.bincount(treated, minlength=len(treated_order))
    unmatched = np.flatnonzero(counts == 0)
    order = np.argsort(treated_order[unmatched], kind="stable")
    reasons = _reasons(search=job.search, rows=unmatched)
    return Matches(
        treated=treated_order[treated],
        donors=job.donor_order[donors],
        weights=1.0 / counts[treated],
        distances=np.sqrt(squared) * job.unit,
        unmatched=treated_order[unmatched][order],
        reasons=tuple(reasons[place] for place in order),
        incomplete=np.sort(treated_order[(counts > 0) & (counts < job.rule.k)]),
        n_treated=len(treated_order),
        n_donors=len(job.donor_order),
        rule=job.rule,
        tie_tolerance=job.tolerance,
        statement=job.statement,
    )


def _checked(*, units: Units, rule: Rule) -> Rule:
    if len(units.treated) == 0:
        raise NoTreatedUnits(field="treated", value=0, reason="no unit is marked as treated")
    if len(units.donors) == 0:
        raise NoDonors(field="donors", value=0, reason="there is no unit to compare with")
    if rule.k < 1:
        raise TooFewValues(field="k", value=rule.k, reason="at least 1 control a unit is needed")
    for name, value in (("caliper", rule.caliper), ("tie_tolerance", rule.tie_tolerance)):
        if value is not None and not value >= 0:
            raise NegativeQuantity(field=name, value=value, reason="this cannot be below 0")
    if rule.is_optimal and rule.replace:
        raise WrongType(field="method", value="optimal", reason="optimal matching uses each donor once",
                        fix="Match without replacement")  # fmt: skip
    if rule.ties is Ties.ALL and not rule.replace:
        raise WrongType(field="ties", value="all", reason="without replacement a tied donor can serve one unit only",
                        fix="Write ties first, or match with replacement")  # fmt: skip
    return rule


def _canonical(ids: NDArray[np.generic] | None, *, count: int, group: str) -> Index:
    """Return the rows in the order of their ids."""
    if ids is None:
        return np.arange(count)
    if len(ids) != count:
        raise WrongType(field=f"{group} ids", value=len(ids), reason=f"{count} ids are due")
    order = np.argsort(ids, kind="stable")
    same = np.flatnonzero(ids[order][1:] == ids[order][:-1])
    if len(same):
        raise WrongType(field=f"{group} ids", value=str(ids[order][same[0]]), reason="two units have this id")
    return order


def _sorted(units: Units, *, treated_order: Index, donor_order: Index) -> Units:
    if units.treated_ids is None and units.donor_ids is None:
        return units
    return replace(
        units,
        treated=units.treated[treated_order],
        donors=units.donors[donor_order],
        treated_keys=tuple(key[treated_order] for key in units.treated_keys),
        donor_keys=tuple(key[donor_order] for key in units.donor_keys),
        treated_score=None if units.treated_score is None else units.treated_score[treated_order],
        donor_score=None if units.donor_score is None else units.donor_score[donor_order],
    )


def _make_search(*, units: Units, rule: Rule, metric: Metric, pairs_max: int) -> Search:
    buckets = make_buckets(
        treated_keys=units.treated_keys,
        donor_keys=units.donor_keys,
        n_treated=len(units.treated),
        n_donors=len(units.donors),
    )
    columns = [_column(units.names, name) for name in rule.covariate_calipers]
    for name, width in rule.covariate_calipers.items():
        if not width >= 0:
            raise NegativeQuantity(field=f"caliper {name}", value=width, reason="this cannot be below 0")
    return Search(
        treated=np.ascontiguousarray(metric.treated),
        donors=np.ascontiguousarray(metric.donors),
        buckets=buckets,
        radius2=np.inf if rule.caliper is None else rule.caliper * rule.caliper,
        treated_fences=np.ascontiguousarray(units.treated[:, columns]),
        donor_fences=np.ascontiguousarray(units.donors[:, columns]),
        widths=np.array(list(rule.covariate_calipers.values()), dtype=np.float64),
        pairs_max=pairs_max,
    )


def _column(names: Sequence[str], name: str) -> int:
    if name not in names:
        raise WrongType(field="caliper", value=name, reason="no covariate has this name",
                        fix=f"Covariates: {', '.join(names)}")  # fmt: skip
    return list(names).index(name)


def solve_pairs(*, search: Search, rule: Rule, tolerance: float, progress: Progress | None = None) -> Pairs:
    """Return (treated rows, donor rows, squared distances) of a search, by treated row and distance."""
    if rule.is_optimal:
        return match_optimally(search=search, k=rule.k, progress=progress)[:3]
    if not rule.replace:
        return match_greedily(search=search, k=rule.k, order=rule.order, progress=progress)
    rows = np.arange(len(search.treated))
    squared, donors = search.nearest(rows=rows, k=rule.k)
    if rule.ties is Ties.ALL:
        known = donors >= 0
        last = np.where(known, squared, -np.inf).max(axis=1)
        starts, squared, donors = search.within(rows=rows, limits2=np.where(known.any(axis=1), last + tolerance, -1.0))
        return np.repeat(rows, np.diff(starts)), donors, squared
    places, columns = np.nonzero(donors >= 0)
    return places, donors[places, columns], squared[places, columns]


def _reasons(*, search: Search, rows: Index) -> list[Reason]:
    """Say why these treated rows of the search have no match."""
    if len(rows) == 0:
        return []
    has_near = search.nearest(rows=rows, k=1)[1][:, 0] >= 0
    in_key = search.donors_in_bucket[rows] > 0
    return [
        Reason.NO_DONOR_IN_KEY if not keyed else Reason.OUTSIDE_CALIPER if not near else Reason.DONORS_USED_UP
        for keyed, near in zip(in_key.tolist(), has_near.tolist(), strict=True)
    ]
